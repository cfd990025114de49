"""What a file format yields before anything is known about the text: the text itself, and what the file says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file, with the title, publisher, date and language that the file itself states; None where none."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    lang: str | None = None
    warnings: tuple[str, ...] = ()

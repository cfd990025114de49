"""Title, publisher and date of publication, from the blocks that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.model import Block
from pipeline.reading.dates import read_date_line, read_dateline

_FIRST_PROSE = 3  # a dateline opens the first paragraph, or the one behind a lead


def find_title(text: str, blocks: Sequence[Block]) -> str:
    """The title line without Markdown marks, "" if there is none."""
    return _first(text, blocks, "title").strip("#*_ ")


def find_publisher(text: str, blocks: Sequence[Block]) -> str:
    """The line that names the publisher or its site, "" if there is none."""
    return _first(text, blocks, "publisher").strip("*_ ")


def find_published(folded: str, blocks: Sequence[Block], lang: str) -> date | None:
    """The date of publication: of a date line, else of a dateline. None, never today, where the text gives none."""
    for block in blocks:
        if block.kind == "date":
            return read_date_line(folded[block.start : block.end], lang)
    for block in [block for block in blocks if block.kind == "prose"][:_FIRST_PROSE]:
        if found := read_dateline(folded[block.start : block.end], lang):
            return found
    return None


def _first(text: str, blocks: Sequence[Block], kind: str) -> str:
    return next((" ".join(text[block.start : block.end].split()) for block in blocks if block.kind == kind), "")

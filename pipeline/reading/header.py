"""The first lines of a release: which is the title, which the publisher, which the date."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from pipeline.languages import rows
from pipeline.model import BlockKind
from pipeline.reading.dates import is_date_line
from pipeline.reading.lines import Line, starts_with_word

_HEADER_LINES = 8
_LONGEST_TITLE = 300
_LONGEST_PUBLISHER = 120


def find_header(lines: Sequence[Line], lang: str, title: str | None) -> dict[int, BlockKind]:
    """Kinds of the title, publisher and date lines, by index of the line; of each kind one line at most.

    title: as given with the document, or None: then the first line is the title if it looks like one.
    """
    header: dict[int, BlockKind] = {}
    top = range(min(len(lines), _HEADER_LINES))
    date_line = next((i for i in top if is_date_line(lines[i].text, lang)), None)
    if date_line is not None:
        header[date_line] = "date"
    header |= dict.fromkeys([i for i in top if lines[i].kind == "domain"][:1], "publisher")
    head = _find_letterhead(lines, lang)
    if head is not None and "publisher" not in header.values():
        header[0] = "publisher"
    first = next((i for i in top if i not in header and i >= (head or 0) and lines[i].kind in ("", "heading")), None)
    if first is not None and head is None and title is None and _stands_before_title(lines, first, header, lang):
        header[first] = "publisher"
        first += 1
    if first is not None and _is_title(lines, first, title, header):
        header[first] = "title"
    if "publisher" not in header.values():
        publisher = _find_publisher(lines, header, date_line, lang)
        if publisher is not None:
            header[publisher] = "publisher"
    return header


def _find_letterhead(lines: Sequence[Line], lang: str) -> int | None:
    """Index behind a letterhead: names of institutions, then a label (« Communiqué de presse »), then more lines."""
    label = next((i for i, line in enumerate(lines[:_HEADER_LINES]) if line.kind == "label"), None)
    if not label or not _names_publisher(lines[0], lang) or not all(map(_may_be_publisher, lines[:label])):
        return None
    while label + 1 < len(lines) and lines[label + 1].kind == "label":
        label += 1
    below = lines[label + 1 : label + 2]
    plain = below and not below[0].kind and not below[0].ended and not is_date_line(below[0].text, lang)
    return label + 1 if plain else None


def _is_title(lines: Sequence[Line], i: int, title: str | None, header: dict[int, BlockKind]) -> bool:
    line = lines[i]
    if title is not None:
        return line.text.strip("#*_ ").casefold() == " ".join(title.split()).casefold()
    if line.kind == "heading":
        return True
    # A title may close with a full stop, but then a line of the header must vouch for it.
    closed = line.ended and not line.text.rstrip("»”\"' ").endswith(("?", "!", "…"))
    return len(line.text) <= _LONGEST_TITLE and (not closed or i + 1 in header or i + 2 in header)


def _stands_before_title(lines: Sequence[Line], i: int, header: dict[int, BlockKind], lang: str) -> bool:
    """« Ministère de la Santé », then a longer line: the first names who speaks, the second is the title."""
    if i + 2 >= len(lines) or i + 1 in header or "publisher" in header.values():
        return False
    line, below = lines[i], lines[i + 1]
    if not _names_publisher(line, lang) or regex.search("[:,]", line.text):
        return False
    linked = any(word.lower() in _function_words(lang) for word in line.text.split()[1:3])
    plain = not below.kind and not below.ended and not starts_with_word(below.text, lang, "publisher")
    return linked and plain and (i + 2 not in header or lines[i + 2].gap)


def _find_publisher(
    lines: Sequence[Line], header: dict[int, BlockKind], date_line: int | None, lang: str
) -> int | None:
    """The line directly above the date, else the one nearest to it that begins like an institution's name."""
    top = range(min(len(lines), _HEADER_LINES))
    if date_line is not None:
        i = date_line - 1
        while i > 0 and lines[i].text[0].islower() and not lines[i].gap:  # a long name may be wrapped
            i -= 1
        if i >= 0 and i not in header and _may_be_publisher(lines[i]):
            return i
    free = [i for i in top if i not in header and _names_publisher(lines[i], lang)]
    return min(free, key=lambda i: abs(i - (date_line or 0)), default=None)


def _may_be_publisher(line: Line) -> bool:
    return not line.kind and not line.ended and len(line.text) <= _LONGEST_PUBLISHER


def _names_publisher(line: Line, lang: str) -> bool:
    named = starts_with_word(line.text, lang, "publisher") and not any(sign.isdigit() for sign in line.text)
    return named and _may_be_publisher(line)


@cache
def _function_words(lang: str) -> frozenset[str]:
    return frozenset(row["form"] for row in rows("function_words", lang))

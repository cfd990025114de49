"""Which line ends are only a wrap: does a line go on with the one above it?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.languages import rows
from pipeline.languages.compiled import compile_pattern
from pipeline.reading.lines import Line

# What stands together on a line, no-break spaces included: « 2 400 », « 8,7 % », « ainsi : ».
_FIRST_WORD = compile_pattern(r"(?:\d[\d.,']*+(?: \d{3}(?!\d))*+|\S++)(?: [%‰€$£;:!?»]++)*+")
_LAST_WORD = compile_pattern(r"\p{L}++'?$")
_GROUP = compile_pattern(r"\d{3}(?!\d)")
_UNIT_SIGN = compile_pattern(r"\p{Lu}?\p{Ll}?[%‰€$£¥°]|\p{Lu}?\p{Ll}?\p{Lu}\b(?![ -]\p{Ll})")
_NEVER_FIRST = compile_pattern(r"[%‰;:!?»”)\],.…](?!\w)")
_LEAST_WRAP = 45  # nobody wraps narrower than this
_LEAST_ALONE = 60  # one line that is cut off there says nothing of the page
_LEAST_LINES = 3
_WIDEST_WRAP = 130
_NEARLY_FULL = 0.75


@dataclass(frozen=True, slots=True)
class Page:
    """How a document breaks its lines. width: of a full line; wrapped: all but the last of a paragraph are full."""

    width: int
    wrapped: bool
    function_words: frozenset[str]


def measure_page(lines: Sequence[Line], lang: str) -> Page:
    """Width and habit of a document, from the lines that another one follows directly."""
    followed = [(above, below) for above, below in itertools.pairwise(lines) if not below.gap and not below.kind]
    width = max((len(above.text) for above, _ in followed), default=0)
    long = [pair for pair in followed if len(pair[0].text) >= _LEAST_WRAP and not pair[0].label_value]
    full = sum(_fills(above, below, width) or len(above.text) >= _NEARLY_FULL * width for above, below in long)
    wrapped = width <= _WIDEST_WRAP and full >= max(_LEAST_LINES, 0.7 * len(long))
    return Page(width, wrapped, frozenset(row["form"] for row in rows("function_words", lang)))


def goes_on(block: Sequence[Line], line: Line, page: Page, *, kind: str | None, in_list: bool, last: bool) -> bool:
    """Whether `line` belongs to the block above it.

    block: its lines so far; kind: what the header made of it, or None; in_list: whether it stands in a list without
    marks; last: whether a blank line or the end follows `line`.
    """
    above, first = block[-1], block[0]
    if line.gap or first.kind in ("heading", "row", "domain", "label") or kind == "date":
        return False
    if _NEVER_FIRST.match(line.text):
        return True
    if line.kind == "bullet" and not above.ended and _is_open(above.text):
        return True  # « (⏎- 6,1 % par rapport à 2024) »: the dash is a sign
    if line.kind:
        return False
    if first.kind == "bullet" and (above.text == above.marker.strip() or line.indent > first.indent):
        return True
    if above.label_value and line.label_value:
        return False
    if not above.ended and _runs_on(above, line, page, in_list):
        return True
    if kind == "title":
        return (
            last and not above.ended and (page.wrapped or line.text[0].isdigit()) and len(line.text) < len(above.text)
        )
    return kind is None and _wraps(above, line, page)


def _runs_on(above: Line, line: Line, page: Page, in_list: bool) -> bool:
    """Whether a line that no punctuation closes cannot end where it does."""
    if above.text[-1] == "," or line.text[0] == "(" or _is_open(above.text):
        return True
    if above.text[-1].isdigit() and " " in above.text and (_GROUP.match(line.text) or _UNIT_SIGN.match(line.text)):
        return True
    word = _LAST_WORD.search(above.text, max(0, len(above.text) - 20))
    if word and word[0].rstrip("'").lower() in page.function_words and not above.text.isupper():
        return True
    return line.text[0].islower() and not in_list


def _wraps(above: Line, line: Line, page: Page) -> bool:
    """Whether the line above is full, measured by the others, so that nothing can be read from its end."""
    least = _LEAST_WRAP if page.wrapped else _LEAST_ALONE
    if len(above.text) < least or len(line.text) > page.width + 3:
        return False
    if page.wrapped and not above.ended:
        return len(above.text) >= _NEARLY_FULL * page.width
    return _fills(above, line, page.width) and (page.wrapped or not above.ended)


def _fills(above: Line, below: Line, width: int) -> bool:
    word = _FIRST_WORD.match(below.text)
    return len(above.text) + 1 + (len(word[0]) if word else 0) > width


def _is_open(text: str) -> bool:
    return text.rfind("(") > text.rfind(")")

"""Datelines: « SHENZHEN, 21 janvier (Agence) – », "SALEM, Ore. – ", where a release says from where it is sent.

They are no part of the sentence that they open: the model is not shown them, and their places are no claim's.
"""

from __future__ import annotations

from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.gazetteer import find_place_names
from pipeline.model import Block

_LONGEST = 100  # characters
_WORD = r"\p{Lu}[\p{L}'.]*+"
_NAME = rf"{_WORD}(?:[ /-]{_WORD}){{0,3}}"
_DATE = r"(?:\p{L}++\.? ){0,2}\d{1,2}(?:er|st|nd|rd|th|\.)?(?: ?\p{L}++\.?|\d{1,2}\.)?(?:,? ?\d{4})?"
_DATELINE = compile_pattern(
    rf"(?P<city>{_NAME})(?P<region>, {_NAME})?(?P<date>,? {_DATE})?(?P<agency> ?\([^()\n]{{2,40}}\))?\.?"
    r"(?: ?[–—]| --| -) (?=\S)"
)


def dateline_end(folded: str, block: Block, lang: str) -> int:
    """Where the dateline at the head of a block of prose ends, as an offset; the block's start where it has none.

    A town in capitals is one, with or without a date; another name only with a date, or where the gazetteer has it.
    """
    if block.kind != "prose":
        return block.start
    match = _DATELINE.match(folded, block.start, min(block.end, block.start + _LONGEST))
    if match is None:
        return block.start
    sure = match["date"] or match["agency"] or match["city"].isupper()
    return match.end() if sure or _is_known(match["city"], lang) else block.start


def _is_known(city: str, lang: str) -> bool:
    return any(name.start == 0 and name.end == len(city) for name in find_place_names(city, lang))

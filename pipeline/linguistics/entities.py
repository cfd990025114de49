"""In which sentences the model is asked for entities: half of what a parse costs, and only the place rules ask.

A sentence without a name, or whose names the gazetteer all knows, has its places settled without the model.
"""

from __future__ import annotations

from functools import cache

import regex

from pipeline.languages import rows
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.gazetteer import find_place_names

# Words with a capital that stand directly side by side: « Val d'Orne », "Statistics Canada", « Île-de-France ».
_RUN = compile_pattern(r"(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}'&.-]*+(?:\s\p{Lu}[\p{L}\p{N}'&.-]*+)*+")
_OPENING = compile_pattern(r"[^\p{L}\p{N}]*+")


def needs_entities(folded: str, lang: str) -> bool:
    """Could the folded text of a sentence hold a name that is, or is part of, a place or an organisation unknown to us?

    No where each of its words with a capital is the one that opens it, a single abbreviation (« INSEE »), the name of a
    month or weekday, or a name that the gazetteer has.
    """
    runs = [run for run in _RUN.finditer(folded) if not _is_plain(run, folded, lang)]
    if not runs:
        return False
    known = [(name.start, name.end) for name in find_place_names(folded, lang)]
    return not all(any(start <= run.start() and _end(run) <= end for start, end in known) for run in runs)


def _is_plain(run: regex.Match[str], folded: str, lang: str) -> bool:
    """An opening word, an abbreviation or a date's name, with no name beside it that it could belong to."""
    words = [word for word in run[0].split() if word.rstrip("'.-").lower() not in _dates(lang)]
    if len(words) != 1:
        return not words
    opening = _OPENING.match(folded)
    opens = opening is not None and run.start() == opening.end()
    return words[0] == run[0].upper() or (opens and run[0].startswith(words[0]))  # "On Monday", not "Monday Bridge"


@cache
def _dates(lang: str) -> frozenset[str]:
    """Months and weekdays: English gives them a capital."""
    return frozenset(row["form"].rstrip(".") for row in rows("calendar", lang) if row["class"] in ("month", "weekday"))


def _end(run: regex.Match[str]) -> int:
    return run.start() + len(run[0].rstrip("'.-"))

"""In which sentences the model is asked for entities: half of what a parse costs, and only the place rules ask.

A sentence without a name, or whose names the gazetteer all knows, has its places settled without the model.
"""

from __future__ import annotations

from functools import cache

import regex

from pipeline.languages import forms, rows
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.gazetteer import find_place_names

# Words with a capital that stand directly side by side: « Val d'Orne », "Statistics Canada", « Île-de-France ».
_RUN = compile_pattern(r"(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}'&.-]*+(?:\s\p{Lu}[\p{L}\p{N}'&.-]*+)*+")
_PART = compile_pattern(r"\S++")
_ENDS = "'.-"
_LONGEST_UNIT = 3
_OPENING = compile_pattern(r"[^\p{L}\p{N}]*+")


def needs_entities(folded: str, lang: str) -> bool:
    """Could the folded text of a sentence hold a name that is, or is part of, a place or an organisation unknown to us?

    No where each of its words with a capital is the one that opens it, a single abbreviation (« INSEE »), the name of a
    month or weekday, a unit (« TWh »), or a name that the gazetteer has.
    """
    names = [span for run in _RUN.finditer(folded) if (span := _name_in(run, folded, lang))]
    if not names:
        return False
    known = [(name.start, name.end) for name in find_place_names(folded, lang)]
    return not all(any(start <= first and last <= end for start, end in known) for first, last in names)


def _name_in(run: regex.Match[str], folded: str, lang: str) -> tuple[int, int] | None:
    """What may be a name in a run of words with a capital: without dates, and without the small word that opens."""
    words = [word for word in _PART.finditer(run[0]) if word[0].rstrip(_ENDS).lower() not in _dates(lang)]
    opening = _OPENING.match(folded)
    opens = opening is not None and run.start() == opening.end() and words and words[0].start() == 0
    if opens and (len(words) == 1 or words[0][0].lower() in _small_words(lang)):
        del words[0]  # "In Manitoba", "On Monday"
    if not words or (run[0].isupper() and " " not in run[0]) or _is_unit(run, folded):
        return None
    return run.start() + words[0].start(), run.start() + words[-1].start() + len(words[-1][0].rstrip(_ENDS))


def _is_unit(run: regex.Match[str], folded: str) -> bool:
    """« 12 TWh », « 3 Md€ »: a few letters behind a figure."""
    return len(run[0].rstrip(_ENDS)) <= _LONGEST_UNIT and folded[: run.start()].rstrip()[-1:].isdigit()


@cache
def _dates(lang: str) -> frozenset[str]:
    """Months and weekdays: English gives them a capital."""
    return frozenset(row["form"].rstrip(".") for row in rows("calendar", lang) if row["class"] in ("month", "weekday"))


@cache
def _small_words(lang: str) -> frozenset[str]:
    """Articles, prepositions, conjunctions: with a capital they open a sentence, not a name."""
    return frozenset(forms("small_words", lang))

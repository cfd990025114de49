"""« un », "one": where the word plainly means the number, before a unit or in « un seul accident ».

The words around it stand in languages/one.csv.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.quantities import scan
from pipeline.quantities.fractions import with_half
from pipeline.quantities.numerals import Numeral
from pipeline.quantities.piece import Piece


@dataclass(frozen=True, slots=True)
class OneWords:
    """The words of languages/one.csv, a field a class."""

    before: frozenset[str]
    unit_no: frozenset[str]
    not_after: regex.Pattern[str]
    single: regex.Pattern[str]
    compared: regex.Pattern[str]
    only_before: frozenset[str]
    partitive: frozenset[str]
    no_single_before: frozenset[str]
    single_not: frozenset[str]
    not_single: frozenset[str]


def license_one(piece: Piece, numeral: Numeral, following: Numeral | None, folded: str, lang: str) -> Piece | None:
    """The claim that « un » makes (« recule d'un point », "one fewer than in 2024"); None where it is an article.

    piece: the numeral with its unit, if any; following: the next numeral.
    """
    one = one_words(lang)
    previous = scan.word_before(folded, numeral.start).lower()
    if piece.kind is not None:
        return _before_unit(piece, previous, folded, lang)
    alone = one.single.match(folded, numeral.end)
    if alone is not None and previous not in one.no_single_before:
        end = alone.end()
        return replace(piece, end=end, number_end=end, weak=False, rules=("single",))
    word = scan.word_after(folded, numeral.end)
    noun = scan.is_noun_like(word, lang)
    if numeral.end - numeral.start > 4 and " " in folded[numeral.start : numeral.end]:
        licensed = noun and word.lower() not in one.single_not and previous not in one.not_single
        return replace(piece, weak=False, rules=("single",)) if licensed else None
    if previous in one.only_before and (noun or word in one.partitive):
        return replace(piece, weak=False, rules=("only-one",))
    if one.compared.match(folded, numeral.end):
        return replace(piece, weak=False, rules=("one-compared",))
    # « un à deux », "one or two": a range may take it; `drop_pairs` lets go of those that none has taken.
    near = following is not None and not following.weak and following.start - numeral.end <= 4
    return piece if near else None


def _before_unit(piece: Piece, previous: str, folded: str, lang: str) -> Piece | None:
    """« d'un point », « une heure et demie »; not « un jour »."""
    one = one_words(lang)
    if piece.kind == "percentage" or one.compared.match(folded, piece.end):
        return piece  # "one day less than a year earlier"
    if piece.unit_text.lower() in one.unit_no or one.not_after.match(folded, piece.end):
        return None
    halved = with_half(piece, folded, lang)
    return halved if previous in one.before or halved is not piece else None


@cache
@compiles("one")
def one_words(lang: str) -> OneWords:
    """The words of one language, compiled once."""

    def forms(name: str) -> frozenset[str]:
        return frozenset(form.rstrip("'") for form in languages.forms("one", lang, **{"class": name}))

    def pattern(name: str) -> regex.Pattern[str]:
        return compile_pattern("|".join(languages.forms("one", lang, **{"class": name})) or "(?!)", regex.IGNORECASE)

    return OneWords(
        forms("one_before"), forms("one_unit_no"), pattern("one_not_after"), pattern("single"), pattern("one_compared"),
        forms("only_before"), forms("one_of"), forms("no_single_before"), forms("single_not"), forms("not_single"),
    )  # fmt: skip

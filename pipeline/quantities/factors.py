"""Factors: « doublé », « multiplié par trois », « deux fois plus », "threefold", "twice the proportion", "halved".

The forms stand in languages/factors.csv. A factor has unit {x} and no sign; "halve" is the fraction 0.5.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.model import Bound
from pipeline.quantities import scan
from pipeline.quantities.bounds import find_bound_before
from pipeline.quantities.fractions import find_half_behind, four_digits
from pipeline.quantities.numerals import Numeral
from pipeline.quantities.piece import Form, Piece


def find_factors(folded: str, lang: str, numerals: Sequence[Numeral]) -> list[Piece]:
    """The factors of a folded text, those made of a numeral and those that are one word; order of the text."""
    words = _words(lang)
    operators = _find_operators(folded, lang, numerals, words)
    pieces = []
    for numeral in numerals:
        piece = _with_numeral(folded, lang, numeral, operators.get(numeral.start), words)
        if piece is not None:
            pieces.append(piece)
    for row in words.words:
        for match in scan.find_all(row.pattern, folded):
            if row.fits(folded, match.start(), match.end()):
                pieces.append(_word(match.start(), match.end(), row))
    return sorted(pieces, key=lambda piece: piece.start)


def _with_numeral(
    folded: str, lang: str, numeral: Numeral, operator: tuple[int, bool, Bound] | None, words: _Words
) -> Piece | None:
    if numeral.indefinite or numeral.sign or numeral.value <= 0:
        return None
    if operator is not None:
        start, inverse, bound = operator
        end, value = numeral.end, numeral.value
        half = find_half_behind(folded, end, lang)
        if half is not None:
            end, value = half[0], value + half[1]
        return replace(_factor(start, end, numeral, value, inverse, "factor-by"), bound=bound)
    fold = words.fold.match(folded, numeral.end)
    if fold is not None:
        return _factor(numeral.start, fold.end(), numeral, numeral.value, False, "factor-fold")
    times = words.times.match(folded, numeral.end)
    if times is None or numeral.weak:
        return None
    end, value = times.end(), numeral.value
    half = find_half_behind(folded, end, lang)
    if half is not None:
        end, value = half[0], value + half[1]
    for pattern, inverse in words.operators:
        after = pattern.match(folded, end)
        if after is not None:
            return _factor(numeral.start, after.end(), numeral, value, inverse, "factor-times")
    if words.license.match(folded, end) is None and not _is_multiple(folded, end, numeral, words, lang):
        return None
    return _factor(numeral.start, end, numeral, value, False, "factor-times")


def _is_multiple(folded: str, end: int, numeral: Numeral, words: _Words, lang: str) -> bool:
    """A broken number of times, or one of a bare noun ("three times annual income"), is no number of occasions."""
    if words.occasion.match(folded, end):
        return False
    if numeral.value != int(numeral.value):
        return True
    return words.bare_noun and scan.is_noun_like(scan.word_after(folded, end), lang)


def _find_operators(
    folded: str, lang: str, numerals: Sequence[Numeral], words: _Words
) -> dict[int, tuple[int, bool, Bound]]:
    """« multiplié par » and its number, a bound between allowed (« par plus de deux »): numeral's start -> operator."""
    starts = [numeral.start for numeral in numerals]
    found: dict[int, tuple[int, bool, Bound]] = {}
    for pattern, inverse in words.by:
        for match in scan.find_all(pattern, folded):
            i = bisect_left(starts, match.end())
            if i == len(starts) or starts[i] - match.end() > 40:
                continue
            bound = find_bound_before(folded, starts[i], lang) if starts[i] != match.end() else None
            if starts[i] == match.end() or (bound is not None and bound.start <= match.end()):
                found[starts[i]] = match.start(), inverse, bound.bound if bound else "="
    for match in scan.find_all(words.sign, folded):
        found[match.end()] = match.start(), False, "="
    return found


def _factor(start: int, end: int, numeral: Numeral, value: Decimal, inverse: bool, rule: str) -> Piece:
    value = four_digits(1 / value) if inverse else value
    return Piece(
        start, end, numeral.start, numeral.end, value, kind="ratio", unit="{x}", form="factor",
        words=numeral.words, approximate=numeral.approximate, flags=numeral.flags, rules=(rule,),
    )  # fmt: skip


def _word(start: int, end: int, row: _Row) -> Piece:
    if row.cls == "count-word":
        return Piece(start, end, start, end, row.value, kind="count", unit="1", words=True, rules=("times",))
    form: Form = "fraction" if row.cls == "halve" else "factor"
    unit = "1" if row.cls == "halve" else "{x}"
    return Piece(
        start, end, start, end, row.value, kind="ratio", unit=unit, form=form, words=True, rules=(f"factor-{row.cls}",)
    )


# --- compiling the table ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    cls: str
    pattern: regex.Pattern[str]
    value: Decimal
    not_before: regex.Pattern[str] | None
    after: regex.Pattern[str] | None

    def fits(self, folded: str, start: int, end: int) -> bool:
        """Whether the words around allow the factor (« double vitrage » and "double-digit" are none)."""
        if self.not_before is not None and self.not_before.search(scan.before(folded, start, 30)):
            return False
        return self.after is None or self.after.match(scan.after(folded, end, 60)) is not None


@dataclass(frozen=True, slots=True)
class _Words:
    words: tuple[_Row, ...]
    by: tuple[tuple[regex.Pattern[str], bool], ...]
    operators: tuple[tuple[regex.Pattern[str], bool], ...]
    times: regex.Pattern[str]
    license: regex.Pattern[str]
    occasion: regex.Pattern[str]
    bare_noun: bool  # a factor may stand before a noun without determiner
    fold: regex.Pattern[str]
    sign: regex.Pattern[str]


@cache
@compiles("factors")
def _words(lang: str) -> _Words:
    rows = languages.rows("factors", lang)

    def any_of(name: str) -> str:
        return "|".join(row["form"] for row in rows if row["class"] == name) or "(?!)"

    def pairs(name: str, lead: str, tail: str) -> tuple[tuple[regex.Pattern[str], bool], ...]:
        return tuple(
            (_compile(f"{lead}(?:{row['form']}){tail}"), row["value"] == "1/x") for row in rows if row["class"] == name
        )

    words = tuple(
        _Row(
            row["class"],
            _compile(rf"(?<![\p{{L}}\p{{N}}_])(?:{row['form']})(?![\p{{L}}\p{{N}}_-])"),
            Decimal(row["value"]),
            _compile(row["not_before"]) if row["not_before"] else None,
            _compile(row["after"]) if row["after"] else None,
        )
        for row in rows
        if row["class"] in ("word", "halve", "count-word")
    )
    return _Words(
        words=words,
        by=pairs("by", r"(?<!\p{L})", r"(?:(?<=')|[ ])"),
        operators=pairs("operator", " ", r"(?!\p{L})"),
        times=_compile(rf" (?:{any_of('times')})(?!\p{{L}})"),
        license=_compile(any_of("license")),
        occasion=_compile(rf" (?:{any_of('occasion')})(?!\p{{L}})"),
        bare_noun=any(row["class"] == "bare-noun" for row in rows),
        fold=_compile(rf"(?:{any_of('fold')})(?!\p{{L}})"),
        sign=_compile(rf"(?<![\p{{L}}\p{{N}}])(?<![0-9] )(?:{any_of('sign')}) ?"),
    )


def _compile(pattern: str) -> regex.Pattern[str]:
    return compile_pattern(pattern, regex.IGNORECASE)

"""One numeral with what is written on it: currency, unit, scale letters, minutes behind hours, a half behind a noun.

Or the reason why it is none: it only points back, is part of a name, a year, a denominator, an indefinite plural.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.model import Document, Dropped
from pipeline.quantities import scan, vetoes
from pipeline.quantities.bounds import find_bound_before
from pipeline.quantities.denominators import is_denominator_number
from pipeline.quantities.fractions import find_half_behind
from pipeline.quantities.numerals import Numeral
from pipeline.quantities.piece import Piece
from pipeline.quantities.units import UnitMatch, find_repeated_letters, find_scale_letters, find_unit, find_unit_before

# Time (and age) in two units: the smaller one, and how many make the larger.
SMALLER = {"h": ("min", 60), "min": ("s", 60), "d": ("h", 24), "a": ("mo", 12)}
_HUNDREDTHS = compile_pattern(r"[0-9]{2}(?![\p{L}0-9]|[.,:][0-9]| ?[%€$£])")
_MINUTES = compile_pattern(r"[0-5]?[0-9](?![\p{L}0-9]|[.,:][0-9]| ?[%€$£])")


@dataclass(frozen=True, slots=True)
class Single:
    """A numeral and what its place says.

    following: the next numeral; soft: vetoes that a unit lifts; years: uncertain ones, start -> end.
    """

    document: Document
    numeral: Numeral
    following: Numeral | None
    soft: vetoes.Spans
    years: dict[int, int]
    in_title: bool
    first_in_block: bool


def read_single(single: Single) -> Piece | Dropped | None:
    """The piece that a numeral makes, the reason why it makes none, or None for a bare « un », "one"."""
    numeral, folded = single.numeral, single.document.folded
    if numeral.indefinite:
        return Dropped(numeral.start, numeral.end, "indefinite")
    piece = _with_unit(single)
    reason = _reason_against(single, piece)
    if reason is not None:
        return Dropped(numeral.start, numeral.end, reason)
    if numeral.weak:
        return _license_one(single, piece)
    if single.first_in_block and numeral.sign == "-" and piece.kind is None:
        piece = replace(
            piece, start=piece.start + 1, number_start=piece.number_start + 1, value=abs(piece.value), sign=""
        )
    piece = _read_meant(piece, folded, single.document.lang)
    return _with_smaller_unit(single, _with_half(piece, folded, single.document.lang))


# --- the unit --------------------------------------------------------------------------------------------------------


def _with_unit(single: Single) -> Piece:
    document, numeral = single.document, single.numeral
    bare = Piece(
        numeral.start, numeral.end, numeral.start, numeral.end, numeral.value,
        scale=numeral.scale, other=numeral.other, sign=numeral.sign, words=numeral.words, weak=numeral.weak,
        grouped=numeral.grouped, approximate=numeral.approximate, atoms=numeral.atoms, flags=numeral.flags,
        rules=("number-words" if numeral.words else "digits",),
    )  # fmt: skip
    before = None if numeral.words else find_unit_before(document, numeral.start)
    if before is not None and not _belongs_behind(document, before, numeral):
        return _prefixed(document, bare, before)
    unit = find_unit(document, numeral.end)
    letters = None
    if not numeral.words and numeral.scale == 1 and (unit is None or unit.kind == "measure"):
        letters = find_repeated_letters(document, numeral.start, numeral.end)
    if letters is not None:
        end, factor = letters
        return replace(bare, end=end, number_end=end, value=bare.value * factor, scale=factor,
                       other=None, rules=(*bare.rules, "scale-of-earlier"))  # fmt: skip
    if unit is None:
        return bare
    return replace(
        bare, end=unit.end, value=bare.value * unit.factor, scale=bare.scale * _scale_of(unit), kind=unit.kind,
        other=None if bare.other is None else bare.other * unit.factor, unit=unit.unit, unit_text=unit.unit_text,
        per=unit.per, flags=(*bare.flags, *unit.flags), rules=(*bare.rules, unit.rule),
    )  # fmt: skip


def _belongs_behind(document: Document, before: UnitMatch, numeral: Numeral) -> bool:
    """« 12 $ 30 » and « 5 € 20 % »: a sign behind one number and before another."""
    left = scan.before(document.folded, before.start, 4).rstrip(" ")
    unit = find_unit(document, numeral.end)
    return left[-1:].isdigit() and unit is not None


def _scale_of(unit: UnitMatch) -> Decimal:
    """What of a unit's factor is a scale (M€), shared by both ends of a range; a sub-unit (centimes) is none."""
    return unit.factor if unit.factor > 1 else Decimal(1)


def _prefixed(document: Document, bare: Piece, unit: UnitMatch) -> Piece:
    folded = document.folded
    start, value, sign = unit.start, bare.value, bare.sign
    if not sign and folded[start - 1 : start] in ("-", "+") and not folded[max(0, start - 2) : start - 1].isalnum():
        start, sign = start - 1, folded[start - 1]
        value = -value if sign == "-" else value
    letters = find_scale_letters(document, bare.end)
    end, factor = letters if letters is not None and bare.scale == 1 else (bare.end, Decimal(1))
    factor *= unit.factor
    return replace(
        bare, start=start, end=end, value=value * factor,
        number_start=start if sign and not bare.sign else bare.number_start,
        other=None if bare.other is None else bare.other * factor, scale=bare.scale * factor,
        kind=unit.kind, unit=unit.unit, unit_text=unit.unit_text, per=unit.per, sign=sign, prefixed=True,
        flags=(*bare.flags, *unit.flags), rules=(*bare.rules, unit.rule),
    )  # fmt: skip


def _with_half(piece: Piece, folded: str, lang: str) -> Piece:
    """« trois points et demi »: the half stands behind the unit, and the quote covers it."""
    half = find_half_behind(folded, piece.end, lang) if piece.kind is not None else None
    if half is None or piece.value != int(piece.value):
        return piece
    return replace(piece, end=half[0], value=piece.value + half[1], rules=(*piece.rules, "half-behind"))


def _with_smaller_unit(single: Single, piece: Piece) -> Piece:
    """« 2 h 15 », "2 hours and 15 minutes" → 2.25 h; « 18 m 50 », « 3 euros 50 » → the hundredths behind the unit."""
    following, folded, lang = single.following, single.document.folded, single.document.lang
    if following is None or piece.per or following.weak or following.sign or following.start - piece.end > 5:
        return piece
    between = folded[piece.end : following.start]
    unit = find_unit(single.document, following.end)
    plural = scan.is_plural(scan.word_after(folded, following.end), lang)
    bare = (
        between in ("", " ") and unit is None and not plural and not folded[following.end : following.end + 1].isalpha()
    )
    end, count = following.end, 0
    if piece.unit in SMALLER and unit is not None and unit.unit == SMALLER[piece.unit][0]:
        if between in ("", " ") or _joiner(lang).fullmatch(between):
            end, count = unit.end, SMALLER[piece.unit][1]
    elif bare and piece.unit == "h" and _MINUTES.fullmatch(folded, following.start, following.end):
        count = 60
    elif bare and _has_hundredths(piece) and _HUNDREDTHS.fullmatch(folded, following.start, following.end):
        count = 100
    if not 0 <= following.value < count:
        return piece
    value = (piece.value + following.value / count).quantize(Decimal("0.0001"))
    return replace(piece, end=end, number_end=following.end, value=_plain(value), rules=(*piece.rules, "two-units"))


def _has_hundredths(piece: Piece) -> bool:
    """A whole number of metres, or of a currency written behind the number."""
    whole = piece.scale == 1 and piece.value == int(piece.value) and not piece.words and not piece.prefixed
    return whole and (piece.unit == "m" or piece.kind == "amount")


def _plain(value: Decimal) -> Decimal:
    short = value.normalize()
    return short if int(short.as_tuple().exponent) <= 0 else short.quantize(Decimal(1))


def _read_meant(piece: Piece, folded: str, lang: str) -> Piece:
    """« 12,500 visiteurs » in French, "13.700 seats" in English: three decimals make no sense there."""
    if piece.other is None or piece.value == int(piece.value) or piece.per or abs(piece.value) < 2 <= piece.scale:
        return piece
    sensible = piece.scale == 1 and (
        (piece.kind is None and scan.is_plural(scan.word_after(folded, piece.end), lang))
        or (piece.kind == "amount" and abs(piece.value) >= 10)
    )
    if not sensible:
        return piece
    return replace(piece, value=piece.other, flags=(*piece.flags, "scale-suspect"), rules=(*piece.rules, "other-mark"))


# --- what speaks against it ------------------------------------------------------------------------------------------


def _reason_against(single: Single, piece: Piece) -> str | None:
    document, numeral, folded = single.document, single.numeral, single.document.folded
    if not piece.prefixed:
        glued = vetoes.touches_name(folded, numeral, piece.end)
        if glued is not None:
            return glued
    if is_denominator_number(document, numeral.start, numeral.end):
        return "denominator"
    if piece.kind is None:
        soft = single.soft.over(numeral.start, numeral.end)
        if soft is not None and numeral.scale == 1 and not numeral.grouped:
            return soft.reason
        if numeral.start in single.years and not _is_counted_year(single):
            return "period"
        if vetoes.is_in_name(document.text, folded, numeral, document.lang, in_title=single.in_title):
            return "name"
        if vetoes.is_reference(folded, numeral, document.lang):
            return "label"
        if numeral.words and numeral.value == 0:
            return "word"
    elif numeral.start in single.years and piece.kind == "measure" and len(piece.unit_text) <= 1:
        return "period"
    if piece.kind in (None, "measure") and vetoes.points_back(folded, numeral, document.lang):
        return "pointing-back"
    if piece.kind == "measure" and not single.in_title and _is_title_word(piece.unit_text, numeral, document.text):
        return "name"
    return None


def _is_title_word(unit_text: str, numeral: Numeral, text: str) -> bool:
    """« 20 Minutes », « 24 Heures », "Five-Year Plan": a unit with a capital inside a sentence is part of a name."""
    if numeral.words:
        return text[numeral.start].isupper() and unit_text[:1].isupper() and not unit_text.isupper()
    return len(unit_text) > 4 and unit_text.isalpha() and unit_text[0].isupper() and unit_text[1:].islower()


def _is_counted_year(single: Single) -> bool:
    """« 2000 emplois », "some 2000 jobs": four digits that look like a year, with a thing counted behind them."""
    folded, numeral, lang = single.document.folded, single.numeral, single.document.lang
    if not scan.is_plural(scan.word_after(folded, numeral.end), lang):
        return False
    bound = find_bound_before(folded, numeral.start, lang)
    return (
        bound is not None
        or numeral.value % 100 == 0
        or scan.word_before(folded, numeral.start).lower() in _one(lang).before
    )


# --- « un », "one" ---------------------------------------------------------------------------------------------------


def _license_one(single: Single, piece: Piece) -> Piece | None:
    """« un » plainly means the number before a unit (« recule d'un point ») and in « un seul accident »."""
    numeral, folded, lang = single.numeral, single.document.folded, single.document.lang
    one = _one(lang)
    previous = scan.word_before(folded, numeral.start).lower()
    if piece.kind is not None:
        if piece.kind == "percentage":
            return piece
        if piece.unit_text.lower() in one.unit_no or one.not_after.match(folded, piece.end):
            return None
        return _with_half(piece, folded, lang) if previous in one.before else None
    alone = one.single.match(folded, numeral.end)
    if alone is not None and previous not in one.no_single_before:
        end = alone.end()
        return replace(piece, end=end, number_end=end, weak=False, rules=("single",))
    if numeral.end - numeral.start > 4 and " " in folded[numeral.start : numeral.end]:
        following_word = scan.word_after(folded, numeral.end)
        licensed = scan.is_noun_like(following_word, lang) and following_word.lower() not in one.single_not
        return replace(piece, weak=False, rules=("single",)) if licensed and previous not in one.not_single else None
    if previous in one.only_before and scan.is_noun_like(scan.word_after(folded, numeral.end), lang):
        return replace(piece, weak=False, rules=("only-one",))
    # « un à deux », "one or two": a range may take it; `drop_pairs` lets go of those that none has taken.
    following = single.following
    near = following is not None and not following.weak and following.start - numeral.end <= 4
    return piece if near else None


@dataclass(frozen=True, slots=True)
class _One:
    before: frozenset[str]
    unit_no: frozenset[str]
    not_after: regex.Pattern[str]
    single: regex.Pattern[str]
    only_before: frozenset[str]
    no_single_before: frozenset[str]
    single_not: frozenset[str]
    not_single: frozenset[str]


@cache
@compiles("one")
def _one(lang: str) -> _One:
    def forms(name: str) -> frozenset[str]:
        return frozenset(form.rstrip("'") for form in languages.forms("one", lang, **{"class": name}))

    def pattern(name: str) -> regex.Pattern[str]:
        return compile_pattern("|".join(languages.forms("one", lang, **{"class": name})) or "(?!)", regex.IGNORECASE)

    return _One(
        forms("one_before"), forms("one_unit_no"), pattern("one_not_after"), pattern("single"),
        forms("only_before"), forms("no_single_before"), forms("single_not"), forms("not_single"),
    )  # fmt: skip


@cache
def _joiner(lang: str) -> regex.Pattern[str]:
    joiners = scan.alternation(languages.forms("number_words", lang, **{"class": "joiner"}))
    return compile_pattern(rf" (?:{joiners}) ", regex.IGNORECASE)

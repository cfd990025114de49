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
from pipeline.model import Document, Dropped
from pipeline.quantities import scan, vetoes
from pipeline.quantities.bounds import find_bound_before
from pipeline.quantities.denominators import is_denominator_number
from pipeline.quantities.fractions import with_half
from pipeline.quantities.gapping import is_gapped
from pipeline.quantities.label_units import LabelUnit, find_label_unit
from pipeline.quantities.numerals import Numeral
from pipeline.quantities.ones import license_one, one_words
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
        return license_one(piece, numeral, single.following, folded, single.document.lang)
    if single.first_in_block and numeral.sign == "-" and piece.kind is None:
        piece = replace(
            piece, start=piece.start + 1, number_start=piece.number_start + 1, value=abs(piece.value), sign=""
        )
    piece = _read_meant(piece, folded, single.document.lang)
    return _with_smaller_unit(single, with_half(piece, folded, single.document.lang))


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
        label = None if numeral.words or numeral.scale != 1 else find_label_unit(document, numeral.start)
        return bare if label is None else _labelled(document, bare, label)
    return replace(
        bare, end=unit.end, value=bare.value * unit.factor, scale=bare.scale * _scale_of(unit), kind=unit.kind,
        other=None if bare.other is None else bare.other * unit.factor, unit=unit.unit, unit_text=unit.unit_text,
        per=unit.per, flags=(*bare.flags, *unit.flags), rules=(*bare.rules, unit.rule),
    )  # fmt: skip


def _labelled(document: Document, bare: Piece, label: LabelUnit) -> Piece:
    """« Chômage (en %) : 7,4 »: the number with the unit and the scale that its label gives."""
    scaled = replace(
        bare, value=bare.value * label.factor, scale=label.factor if label.factor > 1 else bare.scale,
        other=None if bare.other is None else bare.other * label.factor, rules=(*bare.rules, "unit-of-label"),
    )  # fmt: skip
    if label.hit is None:
        return scaled
    form = label.hit.form
    written = document.text[label.hit.start : label.hit.end]
    return replace(
        scaled, kind=form.kind, unit=form.unit, unit_text=written, per=form.per, flags=(*bare.flags, *form.flags)
    )


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
    code = find_unit(document, end)  # "$11m CAD": the code says whose dollars
    if code is not None and code.kind == "amount" and code.rule.startswith("iso") and not unit.rule.endswith("4217"):
        unit, end = replace(code, unit_text=unit.unit_text, factor=unit.factor), code.end
    return replace(
        bare, start=start, end=end, value=value * factor,
        number_start=start if sign and not bare.sign else bare.number_start,
        other=None if bare.other is None else bare.other * factor, scale=bare.scale * factor,
        kind=unit.kind, unit=unit.unit, unit_text=unit.unit_text, per=unit.per, sign=sign, prefixed=True,
        flags=(*bare.flags, *unit.flags), rules=(*bare.rules, unit.rule),
    )  # fmt: skip


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
    if piece.unit in SMALLER and unit is not None and _is_smaller(unit, piece):
        if between in ("", " ") or _joiner(lang).fullmatch(between):
            end, count = unit.end, SMALLER[piece.unit][1]
    elif bare and piece.unit == "h" and _MINUTES.fullmatch(folded, following.start, following.end):
        count = 60
    elif bare and piece.unit == "min" and _HUNDREDTHS.fullmatch(folded, following.start, following.end):
        count = 60  # « 13 min 05 », but « 45 min 3 fois par semaine »
    elif bare and _has_hundredths(piece) and _HUNDREDTHS.fullmatch(folded, following.start, following.end):
        count = 100
    if not 0 <= following.value < count:
        return piece
    value = (piece.value + following.value / count).quantize(Decimal("0.0001"))
    return replace(piece, end=end, number_end=following.end, value=_plain(value), rules=(*piece.rules, "two-units"))


def _is_smaller(unit: UnitMatch, piece: Piece) -> bool:
    """Minutes behind hours; their letter is that of metres (« 2h 15m »)."""
    return unit.unit == SMALLER[piece.unit][0] or (piece.unit == "h" and unit.unit_text == "m")


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
            gapped = not numeral.words and is_gapped(folded, numeral.start, numeral.end, document.lang)
            if not gapped:
                return "name"
        if vetoes.is_reference(folded, numeral, document.lang):
            return "label"
        if numeral.words and numeral.value == 0:
            return "word"
    elif numeral.start in single.years and piece.kind == "measure" and len(piece.unit_text) <= 1:
        return "period"
    hyphened = piece.kind == "measure" and folded[numeral.end : numeral.end + 1] == "-"  # "the nine-hour closure"
    if piece.kind in (None, "measure") and not hyphened and vetoes.points_back(folded, numeral, document.lang):
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
        or scan.word_before(folded, numeral.start).lower() in one_words(lang).before
    )


@cache
def _joiner(lang: str) -> regex.Pattern[str]:
    joiners = scan.alternation(languages.forms("number_words", lang, **{"class": "joiner"}))
    return compile_pattern(rf" (?:{joiners}) ", regex.IGNORECASE)

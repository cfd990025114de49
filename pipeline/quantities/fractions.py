"""Fractions: « un tiers », "two-thirds", « la moitié », « les 2/3 ».

The words and their values stand in languages/fractions.csv. Values are ratios with four significant
digits; « un quart d'heure », "half a million" are no fractions but parts of a unit or of a scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.model import Document
from pipeline.quantities import scan
from pipeline.quantities.numerals import Numeral
from pipeline.quantities.piece import Piece
from pipeline.quantities.units import UnitMatch, find_unit

_SLASH = compile_pattern(r"(?<![\p{L}\p{N}/.,-])(?P<over>[1-9])/(?P<under>[2-9]|10)(?![\p{L}\p{N}/])")


def four_digits(value: Decimal) -> Decimal:
    """A ratio as the table writes it: exact if it has at most four significant digits, else rounded to four.

    >>> four_digits(Decimal(1) / 3)
    Decimal('0.3333')
    """
    if not value:
        return Decimal(0)
    step = Decimal(1).scaleb(value.adjusted() - 3)
    rounded = value.quantize(step, ROUND_HALF_UP)
    short = rounded.normalize()
    return short if short.as_tuple().exponent <= 0 else short.quantize(Decimal(1))  # type: ignore[operator]


def find_fractions(document: Document, numerals: Sequence[Numeral]) -> list[Piece]:
    """The fractions of a document, in order; each covers the numerals that it is made of."""
    folded, words = document.folded, _words(document.lang)
    ends = {numeral.end: numeral for numeral in numerals}
    starts = {numeral.start: numeral for numeral in numerals}
    pieces = []
    for match in scan.find_all(words.pattern, folded):
        fraction = _read(match, folded, ends, words)
        if fraction is not None:
            piece = _extend(document, fraction, starts, words)
            if piece.rules != ("demi",):
                pieces.append(piece)
    for match in scan.find_all(_SLASH, folded):
        over, under = Decimal(match["over"]), Decimal(match["under"])
        introduced = scan.word_before(folded, match.start()).lower() in words.slash_before
        if over < under and (introduced or words.of.match(folded, match.end())):
            pieces.append(_piece(match.start(), match.end(), over / under, "slash"))
    return sorted(pieces, key=lambda piece: piece.start)


def find_half_behind(folded: str, pos: int, lang: str) -> tuple[int, Decimal] | None:
    """« et demi » behind a unit or noun (« deux minutes et demie »): (its end, what it adds)."""
    for pattern, value in _words(lang).after_noun:
        match = pattern.match(folded, pos)
        if match is not None:
            return match.end(), value
    return None


def with_half(piece: Piece, folded: str, lang: str) -> Piece:
    """« trois points et demi »: the half stands behind the unit, and the quote covers it."""
    half = find_half_behind(folded, piece.end, lang) if piece.kind is not None else None
    if half is None or piece.value != int(piece.value):
        return piece
    return replace(piece, end=half[0], value=piece.value + half[1], rules=(*piece.rules, "half-behind"))


def _read(match: regex.Match[str], folded: str, ends: dict[int, Numeral], words: _Words) -> Piece | None:
    row = words.rows[match.group().lower()]
    start, end = match.span()
    left, right = scan.before(folded, start, 30), scan.after(folded, end, 24)
    if (row.not_before and row.not_before.match(left)) or (row.not_after and row.not_after.match(right)):
        return None
    if row.cls == "whole":
        return _read_whole(start, end, row, left, ends, words)
    if row.cls == "demi":
        return _read_demi(start, end, row, folded, ends)
    numeral = ends.get(start - 1) if folded[start - 1 : start] in (" ", "-") else None
    licensed = words.license_after.match(right) is not None
    if numeral is None:
        article = words.article.match(left)
        if article and licensed and not match.group().lower().endswith("s"):
            return _piece(start - len(article.group()), end, 1 / row.value, "fraction")
        if row.cls == "denominator" and words.definite.match(left) and words.of.match(right):
            return _piece(start, end, 1 / row.value, "fraction")
        return None
    if numeral.scale != 1 or numeral.value != int(numeral.value) or not 0 < numeral.value < row.value:
        return None
    if row.cls == "ordinal" and numeral.value == 1 and not licensed:
        return None
    return _piece(numeral.start, end, numeral.value / row.value, "fraction")


def _read_whole(start: int, end: int, row: _Row, left: str, ends: dict[int, Numeral], words: _Words) -> Piece | None:
    """« moitié », "half": the article stays outside, "a" and "one" are part of it."""
    article = words.article.match(left)
    numeral = ends.get(start - 1)
    if numeral is not None and numeral.weak and row.article:
        start = numeral.start
    elif article:
        start -= len(article.group())
    return _piece(start, end, row.value, "fraction")


def _read_demi(start: int, end: int, row: _Row, folded: str, ends: dict[int, Numeral]) -> Piece | None:
    """« une demi-heure », « deux demi-journées », « un demi-million »: only where a unit or scale follows."""
    if end in ends:
        return None  # « un milliard et demi » is a number of its own
    numeral = ends.get(start - 1) if folded[start - 1 : start] == " " else None
    count = numeral.value if numeral is not None and numeral.scale == 1 and numeral.value < 10 else Decimal(1)
    first = numeral.start if numeral is not None and count == numeral.value else start
    return _piece(first, end, count * row.value, "demi")


def _extend(document: Document, piece: Piece, starts: dict[int, Numeral], words: _Words) -> Piece:
    """« un quart d'heure », "half a percentage point", "a quarter of a million dollars": the unit or scale behind."""
    folded = document.folded
    for width in (1, 2, 3, 4, 5, 6, 7):
        scale = starts.get(piece.end + width)
        if scale is None or abs(scale.value) < 12 or scale.atoms != 1 or scale.sign:
            continue
        if words.scale_link.fullmatch(folded, piece.end, scale.start) and (
            scale.approximate or scale.value == scale.scale
        ):
            value = piece.value * scale.value
            grown = replace(
                piece,
                end=scale.end,
                number_end=scale.end,
                value=value,
                scale=scale.value,
                form="number",
                kind=None,
                unit="",
                approximate=scale.approximate,
                atoms=2,
                rules=("part-of-scale",),
            )
            unit = find_unit(document, grown.end)
            return grown if unit is None else _with_unit(grown, unit)
    if piece.rules[-1] == "slash":
        return piece
    link = words.unit_link.match(folded, piece.end)
    hyphen = piece.rules[-1] == "demi" and folded[piece.end : piece.end + 1] in ("-", " ")
    at = link.end() if link else (piece.end if hyphen else None)
    unit = find_unit(document, at) if at is not None else None
    if unit is None or unit.start - piece.end > 8:
        return piece
    return _with_unit(replace(piece, form="number", rules=("part-of-unit",)), unit)


def _with_unit(piece: Piece, unit: UnitMatch) -> Piece:
    return replace(
        piece,
        end=unit.end,
        value=piece.value * unit.factor,
        kind=unit.kind,
        unit=unit.unit,
        unit_text=unit.unit_text,
        per=unit.per,
        flags=unit.flags,
        rules=(*piece.rules, unit.rule),
    )


def _piece(start: int, end: int, value: Decimal, rule: str) -> Piece:
    return Piece(
        start, end, start, end, four_digits(value), kind="ratio", unit="1", form="fraction", words=True, rules=(rule,)
    )


# --- compiling the table ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    cls: str
    value: Decimal
    article: bool
    not_before: regex.Pattern[str] | None
    not_after: regex.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Words:
    pattern: regex.Pattern[str]
    rows: dict[str, _Row]
    article: regex.Pattern[str]
    definite: regex.Pattern[str]
    of: regex.Pattern[str]
    license_after: regex.Pattern[str]
    unit_link: regex.Pattern[str]
    scale_link: regex.Pattern[str]
    slash_before: frozenset[str]
    after_noun: tuple[tuple[regex.Pattern[str], Decimal], ...]


@cache
@compiles("fractions")
def _words(lang: str) -> _Words:
    rows: dict[str, _Row] = {}
    patterns: dict[str, list[str]] = {}
    after_noun = []
    article = languages.forms("number_words", lang, **{"class": "article"})
    for row in languages.rows("fractions", lang):
        if row["class"] == "after-noun":
            after_noun.append((compile_pattern(row["form"], regex.IGNORECASE), Decimal(row["value"])))
        elif row["value"]:
            rows[row["form"]] = _Row(
                row["class"],
                Decimal(row["value"]),
                bool(article),
                _before(row["not_before"]),
                _compiled(row["not_after"]),
            )
        else:
            patterns.setdefault(row["class"], []).append(row["form"])

    def any_of(name: str) -> regex.Pattern[str]:
        return compile_pattern(f"(?:{'|'.join(patterns.get(name, ['(?!)']))})", regex.IGNORECASE)

    return _Words(
        pattern=compile_pattern(
            rf"(?<![\p{{L}}\p{{N}}_])(?:{scan.alternation(rows)})(?![\p{{L}}\p{{N}}_])", regex.IGNORECASE
        ),
        rows=rows,
        article=scan.ending(rf"(?<![\p{{L}}\p{{N}}'])(?:{scan.alternation(article)}) "),
        definite=scan.ending(rf"(?<!\p{{L}})(?:{'|'.join(patterns.get('definite', ['(?!)']))}) "),
        of=any_of("of"),
        license_after=any_of("license-after"),
        unit_link=any_of("unit-link"),
        scale_link=any_of("scale-link"),
        slash_before=frozenset(patterns.get("slash-before", [])),
        after_noun=tuple(after_noun),
    )


def _compiled(text: str) -> regex.Pattern[str] | None:
    return compile_pattern(text, regex.IGNORECASE) if text else None


def _before(text: str) -> regex.Pattern[str] | None:
    return scan.ending(rf"(?<![\p{{L}}\p{{N}}]){text}") if text else None

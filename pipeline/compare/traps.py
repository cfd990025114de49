"""Name the translator's trap behind two numbers that differ: long scale, decimal comma, swapped digits, …"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

import regex

from pipeline.compare.measures import read_unit
from pipeline.compare.values import is_power_of_ten
from pipeline.languages import rows
from pipeline.languages.characters import fold_characters
from pipeline.model import Claim

_NUMERAL = regex.compile(r"\d++(?:[ .,']\d++)*+")
_LETTERS = regex.compile(r"\p{L}++\.?+")
_LARGE = 1_000_000_000  # from here on the scale words of the two languages go apart
_STEPS = (Fraction(1000), Fraction(1_000_000))


def name_value_trap(one: Claim, other: Claim, apart: Fraction) -> str:
    """The trap behind two sizes that differ, "" where none fits. apart: the first divided by the second."""
    apart = max(abs(apart), 1 / abs(apart)) if apart else apart
    if apart in _STEPS and _is_long_scale(one, other):
        return "long-scale"
    if apart and is_power_of_ten(apart) and _is_decimal_comma(one, other):
        return "decimal-comma"
    if apart in _STEPS:
        return "factor-1000"
    if _is_digit_swap(one.value, other.value):
        return "digit-swap"
    return ""


def name_unit_trap(one: Claim, other: Claim, *, shared: bool) -> str:
    """The trap behind two units that differ at the same printed number. shared: both measure the same thing."""
    apart = read_unit(one.unit).factor / read_unit(other.unit).factor
    if one.kind == other.kind == "amount":
        return "currency"
    if {one.unit, other.unit} & {"%"} and {one.unit, other.unit} & {"pp", "{point}"}:
        return "percent-for-points"
    if not shared:
        return ""
    return "factor-1000" if apart in _STEPS or 1 / apart in _STEPS else "unit-not-converted"


def printed_number(claim: Claim) -> Decimal:
    """The number as the quote prints it, its scale word aside: 4.2 of « 4,2 milliards », 12.1 of "12.1 Mt"."""
    return (abs(claim.value) / (_scale_of(claim) or 1)).normalize()


def is_bare(claim: Claim) -> bool:
    """Whether the quote is a number alone, perhaps with a scale word: its unit stands elsewhere, if anywhere."""
    words = _LETTERS.findall(fold_characters(claim.quote))
    return all(word in _scales(claim.lang) for word in words)


def _is_long_scale(one: Claim, other: Claim) -> bool:
    """« 4,2 milliards » / "4.2 million": the same numeral with two scale words, one of a milliard or more."""
    scales = [scale for claim in (one, other) if (scale := _scale_of(claim)) is not None]
    return len(scales) == 2 and max(scales) >= _LARGE and printed_number(one) == printed_number(other)


def _scale_of(claim: Claim) -> Decimal | None:
    """The factor of the scale word or letters in a quote."""
    folded = fold_characters(claim.quote)
    for match in _LETTERS.finditer(folded):
        factor = _scales(claim.lang).get(match[0]) or _scales(claim.lang).get(match[0].lower())
        if factor is None and claim.kind == "amount":
            factor = _glued(claim.lang).get(match[0])
        if factor is not None:
            return factor
    return None


def _is_decimal_comma(one: Claim, other: Claim) -> bool:
    """« 1,254 million » / "1,254 million": the same digits, a mark read as what it is not, or lost."""
    left, right = (_NUMERAL.search(fold_characters(claim.quote)) for claim in (one, other))
    if left is None or right is None:
        return False
    digits = [regex.sub(r"\D", "", match[0]) for match in (left, right)]
    marked = any(mark in match[0] for match in (left, right) for mark in ",.")
    return marked and digits[0] == digits[1] and len(digits[0]) > 1


def _is_digit_swap(one: Decimal, other: Decimal) -> bool:
    """8.7 / 7.8: two digits have changed places."""
    exponent = min(int(one.as_tuple().exponent), int(other.as_tuple().exponent))
    left, right = (str(abs(int(value.scaleb(-exponent)))) for value in (one, other))
    left, right = left.rstrip("0"), right.rstrip("0")
    width = max(len(left), len(right))
    left, right = left.ljust(width, "0"), right.ljust(width, "0")
    apart = [k for k in range(width) if left[k] != right[k]]
    if len(apart) != 2 or one.adjusted() != other.adjusted():
        return False
    i, k = apart
    return left[i] == right[k] and left[k] == right[i]


@cache
def _scales(lang: str) -> dict[str, Decimal]:
    return {row["form"]: Decimal(row["factor"]) for row in rows("scales", lang)}


@cache
def _glued(lang: str) -> dict[str, Decimal]:
    """The letters of an amount, alone and with the sign of a currency directly behind them: M€, bn."""
    return {row["form"]: Decimal(row["factor"]) for row in rows("money_scales", lang)}

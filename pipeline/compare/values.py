"""Whether two numbers say the same: equal, rounded, converted, or not; exact fractions throughout."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pipeline.compare.measures import Denominator, Measure, read_measures, read_per, read_unit, significant_digits
from pipeline.model import Claim

Likeness = Literal["equal", "rounded", "converted", "range", "differs"]
_RANK: tuple[Likeness, ...] = ("equal", "converted", "rounded", "range", "differs")
_EXACT_BELOW = 100  # a plain whole number below is meant to the unit, « 10 » as much as « 12 »
_CONVERTED = Fraction(2, 100)  # what a conversion between systems of units may be off, beside its rounding
_FRACTION = Fraction(6, 100)  # how far « près d'un tiers » may be from a percentage


@dataclass(frozen=True, slots=True)
class Match:
    """How the sizes of two values compare.

    apart: the first divided by the second, 0 where that says nothing. shared: whether the two units measure the same
    thing at all. signs: whether one is negative and the other positive. per: whether the denominators differ, as far
    as they can be compared, and the numbers before them do not make up for it.
    """

    likeness: Likeness
    apart: Fraction
    shared: bool
    signs: bool = False
    per: bool = False

    @property
    def rank(self) -> tuple[int, bool]:
        """The smaller, the better."""
        return _RANK.index(self.likeness), self.signs


def match_values(one: Claim, other: Claim) -> Match:
    """Compare the sizes of two claims (signs aside, they are a matter of words), at one unit and denominator."""
    scale = _per_scale(one, other)
    best: Match | None = None
    for left in read_measures(one):
        for right in read_measures(other):
            if left.dimension == right.dimension:
                found = _match(one, left, other, right, scale)
                if best is None or found.rank < best.rank:
                    best = found
    return best or Match("differs", Fraction(0), shared=False)


def is_decimal(one: Claim, other: Claim) -> bool:
    """Whether two units of one dimension are a power of ten apart, like km and m, and not like km and miles."""
    apart = read_unit(one.unit).factor / read_unit(other.unit).factor
    return read_unit(one.unit).offset == read_unit(other.unit).offset and is_power_of_ten(apart)


def is_power_of_ten(number: Fraction) -> bool:
    """Whether it is 1, 10, 100, … or 1/10, 1/100, …"""
    return all(str(side).rstrip("0") == "1" for side in (abs(number.numerator), number.denominator))


def _comparable(left: tuple[Denominator, ...], right: tuple[Denominator, ...]) -> bool:
    return len(left) == len(right) and all(
        a.dimension == b.dimension and bool(a.noun) == bool(b.noun) for a, b in zip(left, right, strict=True)
    )


def _strange_per(one: Claim, other: Claim) -> bool:
    """Whether two denominators measure different things, by the hour and by the kilometre.

    Nouns are left to the words, and a side that states none is not held against the other: the text may carry it.
    """
    left, right = read_per(one.per), read_per(other.per)
    if not left or len(left) != len(right) or _comparable(left, right):
        return False
    return all(part.dimension and not part.noun for part in (*left, *right))


def _per_scale(one: Claim, other: Claim) -> Fraction:
    """What the first value is to be multiplied by for the second's denominator: 70 per 10 000 is 7 per 1 000."""
    left, right = read_per(one.per), read_per(other.per)
    scale = Fraction(1)
    if left and _comparable(left, right):
        for a, b in zip(left, right, strict=True):
            scale *= b.amount / a.amount
    return scale


def _match(one: Claim, left: Measure, other: Claim, right: Measure, scale: Fraction) -> Match:
    if (one.value_max is None) != (other.value_max is None):
        return Match("range", _ratio(left.low * scale, right.low), shared=True)
    signs = (left.low < 0) != (right.low < 0)
    plain = _compare(one, other, _ends(left, scale), _ends(right, Fraction(1)))
    if scale != 1 and plain == "differs":  # the numbers as they stand, with their denominators a matter of their own
        bare = _compare(one, other, _ends(left, Fraction(1)), _ends(right, Fraction(1)))
        if bare != "differs":
            return Match(bare, Fraction(1), shared=True, signs=signs, per=True)
    per = _strange_per(one, other)
    return Match(plain, _ratio(left.low * scale, right.low), shared=True, signs=signs, per=per)


def _ends(measure: Measure, scale: Fraction) -> tuple[Fraction, Fraction]:
    """The two ends by size: a fall of 3 to 5 is written from -5 to -3."""
    low, high = sorted((abs(measure.low) * scale, abs(measure.high) * scale)) if not _crosses(measure) else (
        measure.low * scale, measure.high * scale)  # fmt: skip
    return low, high


def _crosses(measure: Measure) -> bool:
    return measure.low < 0 < measure.high


def _compare(one: Claim, other: Claim, left: tuple[Fraction, Fraction], right: tuple[Fraction, Fraction]) -> Likeness:
    if left == right:
        return "equal"
    found = [_compare_one(one, left[end], other, right[end], end) for end in (0, 1)]
    if one.value_max is not None and "differs" in found and found != ["differs", "differs"]:
        return "range"
    return max(found, key=_RANK.index)


def _compare_one(one: Claim, left: Fraction, other: Claim, right: Fraction, end: int) -> Likeness:
    if left == right:
        return "equal"
    apart = abs(left - right)
    if one.kind != "ratio" and other.kind != "ratio" and not _decimal_units(one, other):
        half = (_step(one, end) + _step(other, end)) / 2
        return "converted" if apart <= max(half, _CONVERTED * max(left, right)) else "differs"
    if _rounds_to(other, right, one, left, end) or _rounds_to(one, left, other, right, end):
        return "rounded"
    loose = "ratio" in (one.kind, other.kind) and one.kind != other.kind and "~" in (one.bound, other.bound)
    return "rounded" if loose and apart <= _FRACTION * max(left, right) else "differs"


def _rounds_to(fine_claim: Claim, fine: Fraction, claim: Claim, coarse: Fraction, end: int) -> bool:
    """Whether a number is the other one rounded: it says "about" or has fewer digits, and the other rounds to it.

    « plus de 38 milliards » is 38.6 cut off, and « moins de 39 milliards » the same from above.
    """
    step = _step(claim, end)
    digits = [significant_digits(_end(one, end)) for one in (claim, fine_claim)]
    if claim.bound != "~" and digits[0] >= digits[1]:
        return False
    if abs(fine - coarse) <= step / 2:
        return True
    if claim.bound in (">", ">="):
        return coarse < fine < coarse + step
    return claim.bound in ("<", "<=") and coarse - step < fine < coarse


def _decimal_units(one: Claim, other: Claim) -> bool:
    return one.unit == other.unit or is_decimal(one, other)


def _step(claim: Claim, end: int) -> Fraction:
    """What the last digit of one end of a claim is worth, at the scale of its dimension. end: 0 for the smaller."""
    value = _end(claim, end)
    exponent = 0 if _is_exact(claim, value) else int(value.normalize().as_tuple().exponent)
    factor = Fraction(100) if claim.kind == "ratio" and claim.unit != "{x}" else read_unit(claim.unit).factor
    return Fraction(10) ** exponent * factor


def _end(claim: Claim, end: int) -> Decimal:
    ends = (claim.value, claim.value if claim.value_max is None else claim.value_max)
    return sorted(ends, key=abs)[end]


def _is_exact(claim: Claim, value: Decimal) -> bool:
    """Whether the number is meant to the unit, zeros and all: a plain whole number below a hundred."""
    return claim.bound != "~" and abs(value) < _EXACT_BELOW and value == value.to_integral_value()


def _ratio(left: Fraction, right: Fraction) -> Fraction:
    return left / right if right else Fraction(0)

"""Bring the values of two claims to one unit: SI prefixes, million against M, conversions, denominators.

A unit code (UCUM) becomes a dimension and a factor; how units hang together is data (`ucum.csv`, `prefixes.csv`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

import regex

from pipeline.languages import rows
from pipeline.model import Claim

_PART = regex.compile(r"(?P<code>\[[^\]]*+\][A-Za-z]*+|[A-Za-z%‰‱'_]++)?+(?P<power>-?\d{1,2})?+(?P<note>\{[^}]*+\})?+")
_NUMBER = regex.compile(r"\d++(?:\.\d++)?+")


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit as a dimension (« g{CO2eq} », "m2") and what one of it is there: factor, and offset for temperatures."""

    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Measure:
    """A claim's value at the scale of its dimension; high equals low where it is no range."""

    dimension: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Denominator:
    """One part of `per`: how much of which dimension; noun where it counts things or people."""

    amount: Fraction
    dimension: str
    noun: str


def read_measures(claim: Claim) -> tuple[Measure, ...]:
    """All the ways to state a claim's value, the plainest first: doubled is also +100 %, a half is also 50 %.

    Denominators are not in it. Money keeps its currency as the dimension, a count the dimension "1".
    """
    low = Fraction(claim.value)
    high = low if claim.value_max is None else Fraction(claim.value_max)
    if claim.kind == "ratio":
        base = 1 if claim.role == "change" else 0  # by a half is to one and a half; half of is a half
        if claim.unit == "{x}":
            return Measure("x", low, high), Measure("%", (low - base) * 100, (high - base) * 100)
        return Measure("%", low * 100, high * 100), Measure("x", low + base, high + base)
    scale = read_unit(claim.unit)
    return (Measure(scale.dimension, low * scale.factor + scale.offset, high * scale.factor + scale.offset),)


@cache
def read_unit(unit: str) -> Scale:
    """The scale of a unit code; a code that the tables do not know is a dimension of its own.

    >>> read_unit("Mt{CO2eq}")
    Scale(dimension='g{CO2eq}', factor=Fraction(1000000000000, 1), offset=Fraction(0, 1))
    >>> read_unit("km/h").dimension
    'm/s'
    """
    whole = _atoms().get(unit)
    if whole is not None:
        return whole
    factor, dimension = Fraction(1), []
    for sign, part in _parts(unit):
        match = _PART.fullmatch(part)
        code = match["code"] or "" if match else ""
        scale = _read_code(code) or Scale(code, Fraction(1))
        if match is None or scale.offset or not (code or match["note"]):
            return Scale(unit, Fraction(1))
        power = sign * int(match["power"] or 1)
        factor *= scale.factor**power
        note = match["note"] or ""
        base = scale.dimension
        dimension.append(("/" if sign < 0 else "") + base + (str(abs(power)) if abs(power) != 1 else "") + note)
    return Scale("".join(dimension), factor)


def read_per(per: str) -> tuple[Denominator, ...]:
    """The denominators of a claim: « 10000 habitants, 1 a » is two."""
    found = []
    for part in filter(None, (part.strip() for part in per.split(","))):
        number, _, unit = part.partition(" ")
        amount = Fraction(number) if _NUMBER.fullmatch(number) else Fraction(1)
        scale = _atoms().get(unit) or (read_unit(unit) if _is_code(unit) else None)
        if scale is not None and scale.dimension != unit:
            found.append(Denominator(amount * scale.factor, scale.dimension, ""))
        else:
            known = scale is not None and unit in _atoms()
            found.append(Denominator(amount, unit if known else "", "" if known else unit))
    return tuple(sorted(found, key=lambda one: (one.dimension, one.noun)))


def significant_digits(value: Decimal) -> int:
    """How many digits a number states, zeros at either end aside.

    >>> significant_digits(Decimal("153000")), significant_digits(Decimal("92.50"))
    (3, 3)
    """
    return len(value.normalize().as_tuple().digits)


def _is_code(unit: str) -> bool:
    return all((match := _PART.fullmatch(part)) and _read_code(match["code"] or "") for _, part in _parts(unit))


def _parts(unit: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for k, side in enumerate(unit.split("/")):
        found.extend((-1 if k else 1, part) for part in side.split("."))
    return found


def _read_code(code: str) -> Scale | None:
    atoms = _atoms()
    if code in atoms:
        return atoms[code]
    for prefix, factor in _prefixes().items():
        atom = code.removeprefix(prefix)
        if atom != code and atom in _metric():
            return Scale(atoms[atom].dimension, atoms[atom].factor * factor)
    return None


@cache
def _atoms() -> dict[str, Scale]:
    return {
        row["code"]: Scale(row["dimension"], Fraction(row["factor"]), Fraction(row["offset"] or 0))
        for row in rows("ucum", "*")
        if row["class"] == "atom"
    }


@cache
def _metric() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("ucum", "*") if row["metric"] == "yes")


@cache
def _prefixes() -> dict[str, Fraction]:
    return {row["code"]: Fraction(row["factor"]) for row in rows("ucum", "*") if row["class"] == "prefix"}

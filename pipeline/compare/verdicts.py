"""Say what holds between two claims that are one, by the table "Two editions of one release" of the contract."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from pipeline.compare.directions import opposite
from pipeline.compare.model import Edition, Finding, Severity
from pipeline.compare.periods import Dates, periods_clash
from pipeline.compare.traps import is_bare, name_unit_trap, name_value_trap, printed_number
from pipeline.compare.values import Match, is_power_of_ten, match_values
from pipeline.languages import rows
from pipeline.model import Claim

_SOFT = ({"=", "~"}, {"=", ">"}, {"=", ">="}, {">", ">="}, {"=", "<="}, {"<", "<="}, {"~", ">="}, {"~", "<="})
_UP, _DOWN = {">", ">="}, {"<", "<="}
_NO_UNIT, _AMBIGUOUS = "no-unit", "ambiguous-unit"


class Judge:
    """Verdicts for the pairs of two editions."""

    def __init__(self, first: Edition, second: Edition) -> None:
        self._first, self._second = first, second
        self._dates = Dates(first), Dates(second)

    def judge(self, one: Claim, other: Claim) -> Finding:
        """The finding for a claim of the first edition and its partner in the second."""
        match = match_values(one, other)
        if not match.shared and not _is_unsure(one, other):
            return _discrepancy("unit", one, other, match, "error")
        if match.likeness == "equal" or not match.shared:
            found = self._same_size(one, other, match)
            return found or Finding("agree", "", "", "", one, other)
        if match.likeness == "range":
            return _discrepancy("range", one, other, match, "error")
        if match.likeness == "differs":
            if _same_print(one, other) and one.unit != other.unit:
                return _discrepancy("unit", one, other, match, "error")
            return _discrepancy("value", one, other, match, "error")
        found = self._same_size(one, other, match)
        kind = "rounded" if match.likeness == "rounded" else "converted"
        if found and found.verdict == "discrepancy" and found.kind != "bound":
            return found
        return Finding("agree", "note", kind, "", one, other, f"{_print(one)} / {_print(other)}")

    def _same_size(self, one: Claim, other: Claim, match: Match) -> Finding | None:
        """What differs between two claims of the same size: sign, denominator, period, bound."""
        turned, sure = opposite(self._first, one, self._second, other, signs=match.signs)
        if turned:
            return _discrepancy("sign", one, other, match, "error" if sure else "warning")
        if match.per:
            return _discrepancy("per", one, other, match, "error")
        if periods_clash(self._dates[0], one, self._dates[1], other):
            return _discrepancy("period", one, other, match, "warning")
        bounds = {one.bound, other.bound}
        if len(bounds) == 1:
            return None
        if bounds in _SOFT:
            return Finding("agree", "note", "softened", "", one, other, f"{_print(one)} / {_print(other)}")
        return _discrepancy("bound", one, other, match, "error" if bounds & _UP and bounds & _DOWN else "warning")


def _is_unsure(one: Claim, other: Claim) -> bool:
    """Whether a text leaves the unit open in such a way that the two may be the same: « dollars » of whom?"""
    if any(_NO_UNIT in claim.flags or (claim.kind == "count" and is_bare(claim)) for claim in (one, other)):
        return True
    return any(
        _AMBIGUOUS in left.flags and (left.kind != "amount" or unit in _family(left.unit_text.lower(), unit))
        for left, unit in ((one, other.unit), (other, one.unit))
    )


@cache
def _family(name: str, other: str) -> frozenset[str]:
    """The currencies that a short name or sign may stand for: all dollars, all pounds, ¥ of two countries.

    other: a code that is in it where its name in CLDR holds the family's name (« ~dollar »).
    """
    from babel.numbers import get_currency_name

    found = set()
    for row in (*rows("currencies", "fr"), *rows("currencies", "en")):
        if row["flags"] == _AMBIGUOUS and name in (row["form"].lower(), row["plural"].lower()):
            family, whole = row["family"], get_currency_name(other, locale="en").lower()
            found.update([other] if family[:1] == "~" and family[1:] in whole else family.split())
    return frozenset(found)


def _discrepancy(kind: str, one: Claim, other: Claim, match: Match, severity: Severity) -> Finding:
    detail = f"{_print(one)} / {_print(other)}"
    trap = ""
    if kind == "value":
        trap = name_value_trap(one, other, match.apart)
        detail += _times(match.apart)
    elif kind == "range":
        trap = "range-end"
    elif kind == "unit":
        if _same_print(one, other):
            trap = name_unit_trap(one, other, shared=match.shared)
        elif one.kind == other.kind == "amount":
            severity = "warning"  # it may be the one amount in two currencies
    elif kind == "sign":
        trap = "opposite-direction"
    elif kind == "bound":
        trap = "opposite-bound" if {one.bound, other.bound} & _UP and {one.bound, other.bound} & _DOWN else ""
    elif kind == "period":
        trap, detail = "period", f"{one.period} / {other.period}"
    elif kind == "per":
        detail = f"per {one.per} / per {other.per}"
    return Finding("discrepancy", severity, kind, trap, one, other, detail)


def _same_print(one: Claim, other: Claim) -> bool:
    """Whether the texts show the same number: the unit is what differs then."""
    if one.value_max != other.value_max:
        return False
    return abs(one.value) == abs(other.value) or printed_number(one) == printed_number(other)


def _print(claim: Claim) -> str:
    """A claim's number in one form for both languages."""
    upper = "" if claim.value_max is None else f" to {claim.value_max:f}"
    bound = "" if claim.bound == "=" else f"{claim.bound} "
    return f"{bound}{claim.value:f}{upper} {'' if claim.unit == '1' else claim.unit}".rstrip()


def _times(apart: Fraction) -> str:
    """How far two sizes are apart, where that is plain: « 1000 times »."""
    times = max(abs(apart), 1 / abs(apart)) if apart else apart
    return f" ({times} times)" if times > 1 and is_power_of_ten(times) else ""

"""Arithmetic on periods as the table writes them: `2025`, `2025-12`, `2025-12-31`, `2025-Q3`, `2025-S1`, `2021/2025`.

Pure functions from text to text or dates; an empty or odd value gives an empty answer, never an error.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

from pipeline.languages.compiled import compile_pattern

_ONE = compile_pattern(r"(\d{4})(?:-(?:Q([1-4])|S([12])|W(\d\d)|(\d\d)(?:-(\d\d))?))?")
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


@lru_cache(maxsize=1024)
def bounds(period: str) -> tuple[date, date] | None:
    """First and last day of a period; None where it is empty or no period. Of an open-ended one, what is there."""
    first, _, last = period.partition("/")
    start, end = _bounds_of_one(first), _bounds_of_one(last or first)
    return (start[0], end[1]) if start and end else None


def is_day(period: str) -> bool:
    """Whether it is a single day."""
    return len(period) == 10 and "/" not in period


def is_after(period: str, day: date | None) -> bool:
    """Whether the period begins after a day; never where either is unknown."""
    reach = bounds(period)
    return reach is not None and day is not None and reach[0] > day


def is_over(period: str, day: date | None) -> bool:
    """Whether the period has ended on a day; never where either is unknown."""
    reach = bounds(period)
    return reach is not None and day is not None and reach[1] <= day


@lru_cache(maxsize=1024)
def shifted(period: str, unit: str, steps: int) -> str:
    """The period as many units later (earlier if negative), written the same way. "" where that makes no sense.

    >>> shifted("2025-05/2025-07", "year", -1)
    '2024-05/2024-07'
    >>> shifted("2025-Q1", "quarter", -1)
    '2024-Q4'
    """
    if not period:
        return ""
    ends = [_shifted_one(one, unit, steps) for one in period.split("/")]
    return "/".join(ends) if all(ends) else ""


def kind_of(period: str) -> str:
    """day, month, quarter, half, week, year, or "" for an interval and for nothing."""
    match = _ONE.fullmatch(period)
    if match is None:
        return ""
    _, quarter, half, week, month, day = match.groups()
    if day:
        return "day"
    return "month" if month else "quarter" if quarter else "half" if half else "week" if week else "year"


def length_in_months(period: str) -> int:
    """How many months it covers, rounded; 0 for nothing."""
    reach = bounds(period)
    return 0 if reach is None else round(((reach[1] - reach[0]).days + 1) / 30.44)


def write_day(year: int, month: int, day: int) -> str:
    """An ISO day, or "" for a day that does not exist (31 June)."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def days_up_to(day: str, count: int) -> str:
    """So many days of which this is the last."""
    reach = bounds(day)
    first = None if reach is None else _add_days(reach[0], 1 - count)
    return "" if first is None else f"{first.isoformat()}/{day}"


def days_from(day: str, count: int) -> str:
    """So many days of which this is the first."""
    reach = bounds(day)
    last = None if reach is None else _add_days(reach[0], count - 1)
    return "" if last is None else f"{day}/{last.isoformat()}"


def edge_of(period: str, edge: str) -> str:
    """« fin 2025 » is its last day, « début 2025 » its first, « mi-mai » the month, « mi-2025 » its sixth month."""
    reach = bounds(period)
    if reach is None or not edge:
        return period
    if edge == "mid":
        middle = reach[0] + (reach[1] - reach[0]) / 2
        if kind_of(period) == "month":
            return period
        return f"{period}-06" if kind_of(period) == "year" else f"{middle:%Y-%m}"
    return (reach[0] if edge == "start" else reach[1]).isoformat()


def _bounds_of_one(period: str) -> tuple[date, date] | None:
    match = _ONE.fullmatch(period)
    if match is None:
        return None
    year, quarter, half, week, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if week:
            monday = date.fromisocalendar(year, week, 1)
            return monday, monday + timedelta(days=6)
        first, last = _months(quarter, half, month)
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:
        return None


def _months(quarter: int, half: int, month: int) -> tuple[int, int]:
    if quarter:
        return 3 * quarter - 2, 3 * quarter
    if half:
        return 6 * half - 5, 6 * half
    return (month, month) if month else (1, 12)


def _shifted_one(one: str, unit: str, steps: int) -> str:
    reach = _bounds_of_one(one)
    if reach is None:
        return ""
    kind, start = kind_of(one), reach[0]
    if unit in _DAYS:
        if kind not in ("day", "week"):
            return ""
        moved = _add_days(start, _DAYS[unit] * steps)
        return "" if moved is None else _written(moved, kind)
    months = _MONTHS.get(unit, 0) * steps
    if unit not in _MONTHS or (kind == "year" and months % 12):
        return ""
    if kind == "week":
        moved = _add_days(start, round(months * 30.44 / 7) * 7)
        return "" if moved is None else _written(moved, kind)
    return add_months(one, months)


def add_months(one: str, months: int) -> str:
    """A day, month, quarter, half or year so many months later; a month's last day stays its last day."""
    reach = _bounds_of_one(one)
    if reach is None:
        return ""
    start = reach[0]
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    if not MINYEAR < year < MAXYEAR:
        return ""
    last = monthrange(year, month + 1)[1]
    was_last = start.day == monthrange(start.year, start.month)[1]
    return _written(date(year, month + 1, last if was_last and start.day > 27 else min(start.day, last)), kind_of(one))


def _add_days(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _written(day: date, kind: str) -> str:
    if kind == "day":
        return day.isoformat()
    if kind == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    if kind == "month":
        return f"{day:%Y-%m}"
    if kind == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day.year}-S{(day.month + 5) // 6}" if kind == "half" else f"{day.year}"

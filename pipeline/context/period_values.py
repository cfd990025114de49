"""What a calendar expression means as ISO 8601, given the publication date.

We read days ourselves: with day, month and year cut out there is nothing left to guess, and what a text leaves out is
taken from the publication date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.context import iso_periods as iso
from pipeline.linguistics.calendar import CalendarSpan

_SOON = 45  # days


def read_period(span: CalendarSpan, published: date | None, year: int | None = None, future: bool = False) -> str:
    """A span as ISO 8601, "" where that takes a date we do not have or the contract leaves it empty (a season alone).

    year: one named earlier in the sentence. future: a date without year is the next one, not the last one.
    """
    if span.form in ("earlier", "same-of") or span.side in ("head", "before") or span.unit == "that":
        return ""
    if span.form in ("days", "months", "years"):
        return _range(span, published, year, future)
    if span.form in ("sided", "sided-one", "first-quarters", "to-end"):
        return _stretch(span, published, year)
    if span.form == "quarters":
        start, end = (replace(span, form="quarter", quarter=q) for q in (span.count, span.quarter))
        return f"{read_period(start, published, year, future)}/{read_period(end, published, year, future)}"
    if span.form in ("since-n", "ago", "in-n"):
        return _counted_from_publication(span, published)
    if span.form == "relative" or span.form == "edge-of":
        return _relative(span, published)
    if span.form == "week-of":
        return iso.days_from(_plain(span, published, year, future), 7)
    if span.form == "years-to" and span.year is not None:
        years = (span.count or 1) * {"year": 1, "decade": 10}.get(span.unit, 0)
        return f"{span.year + 1 - years}/{span.year}" if years else f"{span.year}"
    if span.form == "decade" and span.year is not None:
        return f"{span.year}/{span.year + 9}"
    if span.form == "day-of-month" and published is not None and span.day is not None:
        return iso.write_day(published.year, published.month, span.day)
    if span.form == "season-bare":
        return ""
    return iso.edge_of(_plain(span, published, year, future), span.edge)


def _plain(span: CalendarSpan, published: date | None, year: int | None, future: bool) -> str:
    """One day, month, quarter, half-year, week or year (or a split year 2025/2026)."""
    if span.year is not None and span.last_year is not None and span.month is None and span.quarter is None:
        return f"{span.year}/{span.last_year}"
    shape = _shape(span)
    if not shape:
        return "" if span.year is None else f"{span.year}"
    if span.year is not None:
        return shape.format(span.year) if _exists(shape.format(span.year)) else ""
    if span.unit == "year" and span.offset is not None and published is not None:
        return shape.format(published.year + span.offset)  # « le 8 janvier de cette année »
    if span.side == "last" and published is not None and span.month == published.month:
        return shape.format(published.year - 1)  # « novembre dernier », said in November
    future = future or span.side == "next"
    if year is not None and published is None:
        return shape.format(year)
    if published is None:
        return ""
    guess = _nearest(shape, published, future)
    return shape.format(year) if year is not None and year != published.year and not future else guess


def _shape(span: CalendarSpan) -> str:
    if span.month is not None and span.day is not None:
        return f"{{}}-{span.month:02}-{span.day:02}"
    if span.month is not None:
        return f"{{}}-{span.month:02}"
    if span.quarter is not None:
        return f"{{}}-Q{span.quarter}"
    if span.half is not None:
        return f"{{}}-S{span.half}"
    return f"{{}}-W{span.week:02}" if span.week is not None else ""


def _exists(period: str) -> bool:
    return iso.bounds(period) is not None


def _nearest(shape: str, published: date, future: bool) -> str:
    """The last such day or month that had begun at publication; the next one that had not ended, if it lies ahead.

    A day of the coming weeks is the coming one: nobody writes « le 5 décembre » of the last year in November.
    """
    this_year = iso.bounds(shape.format(published.year))
    if this_year is not None and this_year[0] == this_year[1]:
        future = future or 0 < (this_year[0] - published).days <= _SOON
        if published.month == 12 and (coming := iso.bounds(shape.format(published.year + 1))) is not None:
            future = future or (coming[0] - published).days <= _SOON
    years = range(published.year, published.year + 3) if future else range(published.year, published.year - 3, -1)
    for year in years:
        reach = iso.bounds(shape.format(year))
        if reach is not None and (reach[1] >= published if future else reach[0] <= published):
            return shape.format(year)
    return ""


def _range(span: CalendarSpan, published: date | None, year: int | None, future: bool) -> str:
    last = replace(
        span,
        form="end",
        year=span.last_year,
        month=span.last_month,
        day=span.last_day,
        edge=span.last_edge,
        last_year=None,
    )
    if span.form == "years":
        first_value = iso.edge_of(f"{span.year}", span.edge)
        return f"{first_value}/{iso.edge_of(f'{span.last_year}', span.last_edge or span.edge)}"
    last_edge = "" if last.edge == "end" and not span.edge and span.form == "months" else last.edge
    end = iso.edge_of(_plain(last, published, span.year or year, future), last_edge)  # « de janvier à fin octobre »
    if not end:
        return ""
    end_year = int(end[:4])
    first = replace(span, form="start", year=span.year or end_year, last_year=None)
    start = _plain(first, published, year, future)
    if span.year is None and start > end:
        start = _plain(replace(first, year=end_year - 1), published, year, future)
    return f"{iso.edge_of(start, span.edge)}/{end}" if start else ""


_WHOLE = {"year": "{}", "half": "{}-S{}", "quarter": "{}-Q{}"}


def _stretch(span: CalendarSpan, published: date | None, year: int | None) -> str:
    """« les six premiers mois de 2025 », "the three months to June 2025", « les trois dernières années »."""
    count, unit = span.count or 1, span.unit or "month"
    if span.form == "first-quarters":
        unit = "quarter"
    if span.form == "to-end":
        month = span.last_month or 12
        end_year = span.last_year or (published.year if published and month <= published.month else _before(published))
        months = count * {"year": 12, "half": 6, "quarter": 3}.get(unit, 1)
        if end_year is None or unit == "day":
            return ""
        if unit == "week":
            return iso.days_up_to(iso.write_day(end_year, month, span.last_day), 7 * count) if span.last_day else ""
        if count == 1 and unit in _WHOLE and month % months == 0:  # one of the calendar's own
            return _WHOLE[unit].format(end_year, month // months)
        end = f"{end_year}-{month:02}"
        return f"{iso.add_months(end, 1 - months)}/{end}"
    if span.year is None and span.side in ("last", "next"):
        return _rolling(count, unit, span.side, published)
    base = span.year or year or _year_of_first(count, unit, published)
    if base is None:
        return ""
    per_year = {"month": 12, "quarter": 4, "half": 2}.get(unit)
    if per_year is None or count > per_year:
        return f"{base}" if span.year is not None and unit == "year" else ""
    first, last = (1, count) if span.side == "first" else (per_year - count + 1, per_year)
    write = {"month": "{}-{:02}", "quarter": "{}-Q{}", "half": "{}-S{}"}[unit]
    if unit == "half" and count == 2:
        return f"{base}"
    start, end = write.format(base, first), write.format(base, last)
    return start if first == last else f"{start}/{end}"


def _before(published: date | None) -> int | None:
    return None if published is None else published.year - 1


def _year_of_first(count: int, unit: str, published: date | None) -> int | None:
    """« les neuf premiers mois » without a year: of this year if they are over, else of the last one."""
    if published is None:
        return None
    months = count * {"month": 1, "quarter": 3, "half": 6}.get(unit, 12)
    return published.year if months < published.month else published.year - 1


def _rolling(count: int, unit: str, side: str, published: date | None) -> str:
    """« les douze derniers mois », "the next five years", counted from publication and written in that unit."""
    if published is not None and unit in ("day", "week") and side in ("last", "next"):
        here, step = published.isoformat(), count if side == "next" else -count
        return "/".join(sorted((here, iso.shifted(here, unit, step))))
    if published is None or unit not in ("year", "month", "quarter", "decade"):
        return ""
    if (count, unit) == (1, "year"):
        count, unit = 12, "month"  # "in the last year" is what « au cours des douze derniers mois » is
    here = f"{published.year}" if unit in ("year", "decade") else f"{published:%Y-%m}"
    if unit == "quarter":
        here = f"{published.year}-Q{(published.month + 2) // 3}"
    if (count, side) == (1, "last") and unit in ("quarter", "month"):
        return iso.shifted(here, unit, -1)  # "in the latest quarter"
    there = iso.shifted(here, unit, -count if side == "last" else count)
    if not there:
        return ""
    return f"{there}/{here}" if side == "last" else f"{here}/{there}"


def _counted_from_publication(span: CalendarSpan, published: date | None) -> str:
    if published is None or span.count is None:
        return ""
    here = f"{published.year}" if span.unit in ("year", "decade", "century") else f"{published:%Y-%m}"
    if span.unit in ("day", "week", "fortnight"):
        here = published.isoformat()
    return iso.shifted(here, span.unit, span.count if span.form == "in-n" else -span.count)


def _relative(span: CalendarSpan, published: date | None) -> str:
    if published is None:
        return ""
    here = {
        "year": f"{published.year}",
        "month": f"{published:%Y-%m}",
        "quarter": f"{published.year}-Q{(published.month + 2) // 3}",
        "half": f"{published.year}-S{(published.month + 5) // 6}",
        "week": "{}-W{:02}".format(*published.isocalendar()[:2]),
        "day": published.isoformat(),
    }
    if span.form == "edge-of" and span.unit == "decade":
        here["decade"] = f"{published.year // 10 * 10}/{published.year // 10 * 10 + 9}"
    if span.form == "edge-of":
        return iso.edge_of(here.get(span.unit or "year", ""), span.edge or "end")
    if span.unit == "season":
        return ""
    value = here.get(span.unit, "")
    return iso.edge_of(iso.shifted(value, span.unit, span.offset) if span.offset and value else value, span.edge)

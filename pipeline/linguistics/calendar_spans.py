"""A calendar expression as it was cut out of a text."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.linguistics.calendar_grammar import CalendarKind


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """A calendar expression. Offsets are code points of the document.

    form: the expression's name in calendar_patterns.csv ("day", "months", "sided", "relative" …). year … half: its
    parts, None where not written; last_*: those of the end of a range; edge: start, mid or end (of `last_edge` for the
    far end). count, unit, side, offset: « les six premiers mois » is (6, "month", "first"), « l'an dernier » ("year",
    offset -1), « deux ans plus tôt » (2, "year", offset -1), "that" points back. certain: False for four digits that
    only look like a year.
    """

    start: int
    end: int
    kind: CalendarKind
    form: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    week: int | None = None
    last_year: int | None = None
    last_month: int | None = None
    last_day: int | None = None
    edge: str = ""
    last_edge: str = ""
    count: int | None = None
    unit: str = ""
    side: str = ""
    offset: int | None = None
    season: str = ""
    certain: bool = True

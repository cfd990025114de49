"""Find everything in a text that is calendar talk: days, clock times, years, months, quarters, relative words.

Purely textual: no parse, no publication date. What a span *means* as ISO 8601 is decided in context; here it is cut out
of the text and taken apart, so that its numbers can be dropped and its parts resolved. The words stand in
languages/calendar.csv, the expressions that they form in languages/calendar_patterns.csv.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.calendar_checks import (
    continues_years,
    is_clock,
    is_clock_range,
    is_month,
    is_verb,
    is_year_range,
    last_written_year,
    places_in_time,
    stands_alone,
    written_year,
)
from pipeline.linguistics.calendar_grammar import CalendarKind, Grammar, Row, elided_pattern, expressions_at, grammar_of
from pipeline.linguistics.calendar_spans import CalendarSpan

__all__ = ["CalendarSpan", "find_calendar"]

LONGEST = 300  # characters of one expression: a window that bounds the time of a match

_WORD = compile_pattern(r"[\p{L}\p{N}_]++")


@lru_cache(maxsize=4)  # the numbers and the periods of a document both ask
def find_calendar(folded: str, lang: str) -> tuple[CalendarSpan, ...]:
    """All calendar expressions of a folded text, in order, none overlapping another.

    folded: `Document.folded`. lang: a language that has rows in calendar.csv. Never raises on any text.
    """
    grammar = grammar_of(lang)
    lower = _lower(folded)
    spans: list[CalendarSpan] = []
    position = 0
    for word in _WORD.finditer(lower):
        start = word.start()
        if start < position:
            continue
        span = None
        # Most words begin no expression; which ones can is asked once a word.
        for row in expressions_at(lang, lower[start : word.end() + 1]):
            match = row.pattern.match(lower, start, start + LONGEST)
            span = None if match is None else _read_match(match, row, folded, lower, grammar, spans)
            if span is not None:
                break
        if span is not None:
            spans.append(span)
            position = span.end
    return tuple(_with_elided(spans, lower, grammar, lang))


def _lower(folded: str) -> str:
    """Lower case of the same length: a few letters (İ) would otherwise grow and shift the offsets."""
    lower = folded.lower()
    return lower if len(lower) == len(folded) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


# --- from a match to a span ------------------------------------------------------------------------------------------


def _read_match(
    match: regex.Match[str], row: Row, folded: str, lower: str, grammar: Grammar, before: list[CalendarSpan]
) -> CalendarSpan | None:
    """The span of a match, or None where the words around it say that it is something else."""
    form, kind = row.form, row.kind
    parts = {name: text for name, text in match.groupdict().items() if text is not None}
    start, end = match.start(), match.end()
    left, right = lower[max(0, start - 60) : start], lower[end : end + 40]
    year = written_year(parts)
    if kind in ("year", "period") and year is not None and "month" not in parts and grammar.not_year.search(left):
        return None
    certain = True
    if "month" in parts and is_verb(match, folded, grammar):
        return None
    if form == "years":
        parts["_between"] = match.group()
    if form == "years" and not is_year_range(parts, left, grammar):
        return None
    if form == "year":
        if not stands_alone(left, right):
            return None
        bracketed = left.endswith("(") and right[:1] in (")", ",")
        certain = (
            bracketed or grammar.year_cue.search(left) is not None or continues_years(start, lower, before, grammar)
        )
    if form == "clock-range" and not is_clock_range(parts, match.group(), left, grammar):
        return None
    if form == "clock-h" and not is_clock(parts, lower, start, left, grammar, before):
        return None
    if (
        form == "month"
        and not {"day", "edge"} & parts.keys()
        and not is_month(parts, folded, start, end, left, right, grammar)
    ):
        return None
    if form in ("over-n", "in-n") and not places_in_time(parts, left, right, grammar, form):
        return None
    return _make_span(start, end, kind, form, parts, grammar, certain)


def _make_span(
    start: int, end: int, kind: CalendarKind, form: str, parts: dict[str, str], grammar: Grammar, certain: bool
) -> CalendarSpan:
    def value(name: str) -> str:
        text = " ".join(parts.get(name, "").split())
        return grammar.values.get((name.rstrip("0123456789"), text), "")

    def number(*names: str) -> int | None:
        for name in names:
            if name in parts:
                text = parts[name] if parts[name].isdigit() else value(name)
                if text.isdigit():
                    return int(text)
        return None

    quarter, half = number("q"), number("h")
    ordinal = number("ordinal")
    if form in ("half", "half-of"):
        half = half or (2 if ordinal == 4 else ordinal)
    elif ordinal is not None:
        quarter = quarter or ordinal
    month, day = number("month", "mm"), number("day", "dd")
    if form == "quarter" and month is not None:  # "the June quarter": the one that ends with June
        quarter, month = (month + 2) // 3, None
    last_month, last_day = number("month2"), number("day2", "day5")
    if form == "days" and last_month is None:
        last_month = month
    if form == "days" and month is None:
        month = last_month
    side, offset = value("side"), None
    unit = value("unit") or value("unit_of") or value("unit_long") or value("unit_end") or value("unit_edge")
    if "relative" in parts:
        unit, shift, *anchor = value("relative").split(":")
        offset, side = int(shift), "".join(anchor)
    elif "earlier" in parts or "earlier_end" in parts:
        offset = 1 if (value("earlier") or value("earlier_end")) == "+" else -1
    return CalendarSpan(
        start, end, kind, form,
        year=written_year(parts), month=number("anchor") or month, day=day,
        quarter=number("ord_pl", "ordinal3") or quarter, half=half, week=number("week"),
        last_year=last_written_year(parts), last_month=last_month, last_day=last_day,
        edge=value("edge"), last_edge=value("edge2"),
        count=number("count") if form != "quarters" else quarter, unit=unit, side=side, offset=offset,
        season=value("season"), certain=certain,
    )  # fmt: skip


def _with_elided(spans: list[CalendarSpan], lower: str, grammar: Grammar, lang: str) -> list[CalendarSpan]:
    """Add the ordinals that leave their quarter out: "2.2 percent in the second quarter, 3.4 percent in the first"."""
    pattern = elided_pattern(lang)
    found = list(spans)
    for span in spans:
        if span.quarter is None and span.half is None:
            continue
        stop = lower.find("\n", span.end, span.end + 200)
        for match in pattern.finditer(
            lower, span.end, stop if stop >= 0 else min(len(lower), span.end + 200), timeout=1
        ):
            ordinal = int(grammar.values["ordinal", match["ordinal"]])
            if any(other.start < match.end() and match.start() < other.end for other in found):
                continue
            quarter, half = (ordinal, None) if span.quarter is not None else (None, min(ordinal, 2))
            elided = CalendarSpan(match.start(), match.end(), "period", "elided", span.year, quarter=quarter, half=half)
            found.append(elided)
    return sorted(found, key=lambda span: span.start)

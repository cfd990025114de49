"""Find everything in a text that is calendar talk: days, clock times, years, months, quarters, relative words.

Purely textual: no parse, no publication date. What a span *means* as ISO 8601 is decided in context; here it is cut out
of the text and taken apart, so that its numbers can be dropped and its parts resolved. The words stand in
languages/calendar.csv, the expressions that they form in languages/calendar_patterns.csv.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.calendar_grammar import CalendarKind, Grammar, Row, elided_pattern, expressions_at, grammar_of

LONGEST = 300  # characters of one expression: a window that bounds the time of a match

_WORD = compile_pattern(r"[\p{L}\p{N}_]++")


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
    year = _year(parts)
    if kind in ("year", "period") and year is not None and "month" not in parts and grammar.not_year.search(left):
        return None
    certain = True
    if "month" in parts and _is_verb(match, folded, grammar):
        return None
    if form == "years":
        parts["_between"] = match.group()
    if form == "years" and not _is_year_range(parts, left, grammar):
        return None
    if form == "year":
        if not _stands_alone(left, right):
            return None
        bracketed = left.endswith("(") and right[:1] in (")", ",")
        certain = (
            bracketed or grammar.year_cue.search(left) is not None or _continues_years(start, lower, before, grammar)
        )
    if form == "clock-range" and not _is_clock_range(parts, match.group(), left, grammar):
        return None
    if form == "clock-h" and not _is_clock(parts, lower, start, left, grammar, before):
        return None
    if (
        form == "month"
        and not {"day", "edge"} & parts.keys()
        and not _is_month(parts, folded, start, end, left, right, grammar)
    ):
        return None
    if form in ("over-n", "in-n") and not _places_in_time(parts, left, right, grammar, form):
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
        year=_year(parts), month=number("anchor") or month, day=day,
        quarter=number("ord_pl", "ordinal3") or quarter, half=half, week=number("week"),
        last_year=_last_year(parts), last_month=last_month, last_day=last_day,
        edge=value("edge"), last_edge=value("edge2"),
        count=number("count") if form != "quarters" else quarter, unit=unit, side=side, offset=offset,
        season=value("season"), certain=certain,
    )  # fmt: skip


def _year(parts: dict[str, str]) -> int | None:
    text = parts.get("year") or parts.get("year3") or parts.get("year4") or ""
    if text:
        return int(text)
    if "fy" in parts:
        return 2000 + int(parts["fy"])
    if "decade" in parts:
        decade = int(parts["decade"])
        return decade if decade > 100 else 1900 + decade
    return None


def _last_year(parts: dict[str, str]) -> int | None:
    if "year2" in parts:
        return int(parts["year2"])
    first = _year(parts)
    if "yy" in parts and first is not None:
        return first - first % 100 + int(parts["yy"])
    return None


# --- what only looks like calendar talk ------------------------------------------------------------------------------


def _is_year_range(parts: dict[str, str], left: str, grammar: Grammar) -> bool:
    """Two years in order; a two-digit end must be the next year, else « 2024-12 » (a law, a file) would be one."""
    first, last = _year(parts), _last_year(parts)
    if first is None or last is None or left[-1:] in ("/", "-", "."):
        return False
    if "yy" in parts:
        return last == first + 1
    joined = any(grammar.values.get(("joiner", word)) for word in parts["_between"].split())
    return first < last and (last == first + 1 or not joined or grammar.span_cue.search(left) is not None)


def _stands_alone(left: str, right: str) -> bool:
    """Four digits inside a reference (« 2025/AP-7 ») are no year; joined to a word they are (« post-2020 »)."""
    if left[-1:] == "-":
        return left[-2:-1].isalpha()
    return (
        left[-1:] not in ("/", ".", ",", "'") and right[:1] != "/" and not (right[:1] == "-" and right[1:2].isdigit())
    )


def _continues_years(start: int, lower: str, before: list[CalendarSpan], grammar: Grammar) -> bool:
    """The second year of « en 2021 et 2023 », "in 2021, 2023": as certain as the one before."""
    if not before or before[-1].form not in ("year", "month") or not before[-1].certain:
        return False
    return lower[before[-1].end : start].strip(" ,") in ("", *(form for cls, form in grammar.values if cls == "joiner"))


def _is_clock_range(parts: dict[str, str], written: str, left: str, grammar: Grammar) -> bool:
    """« de 9 h à 12 h », « entre 21 h et 6 h »: opening hours, unless a verb says that something lasts so long."""
    if int(parts["hour2"]) < int(parts["hour"]) or {"minute", "minute2"} <= parts.keys():
        return True
    if grammar.to_verb.search(left):
        return False
    joined = any(("joiner", word) in grammar.values for word in written.split())
    return not joined or grammar.between.search(left) is not None or grammar.clock_cue.search(left) is not None


def _is_clock(
    parts: dict[str, str], lower: str, start: int, left: str, grammar: Grammar, before: list[CalendarSpan]
) -> bool:
    """« 14 h 30 » is a time of day behind « à », « dès » … unless the verb says that something lasts so long."""
    if before and before[-1].kind in ("date", "time"):  # « le 5 février 2026, 14 h 15 », « à 14 h et 16 h »
        between = lower[before[-1].end : start].strip(" ,")
        if not between or (before[-1].kind == "time" and ("joiner", between) in grammar.values):
            return True
    if grammar.clock_cue.search(left) is None or grammar.to_verb.search(left) or grammar.lasting.search(left):
        return False
    return "minute" in parts or int(parts["hour"]) >= 5 or bool(before and before[-1].kind == "date")


def _is_month(
    parts: dict[str, str], folded: str, start: int, end: int, left: str, right: str, grammar: Grammar
) -> bool:
    """A month's name alone must not be a verb (« may »), a planet (« Mars ») or somebody's name."""
    word = parts["month"]
    if (word.endswith(".") and "year" not in parts) or left.endswith("-"):
        return False  # an abbreviation needs its year; « boulevard du Maréchal-Juin » is an address
    proper = folded[start].isupper()
    if ("ambiguous_month", word) not in grammar.values:
        return proper or word != "august" or not grammar.values.get(("capital", "month"))
    capital = bool(grammar.values.get(("capital", "month")))
    if "year" in parts:
        return proper or not capital
    if capital:
        return proper and not grammar.modal_next.match(right) and grammar.month_cue.search(left) is not None
    return not proper and grammar.month_cue.search(left) is not None


def _is_verb(match: regex.Match[str], folded: str, grammar: Grammar) -> bool:
    """Where months are capitalised, one that is also a verb must be ("They march 20 miles")."""
    small = not folded[match.start("month")].isupper()
    return small and ("ambiguous_month", match["month"]) in grammar.values and ("capital", "month") in grammar.values


def _places_in_time(parts: dict[str, str], left: str, right: str, grammar: Grammar, form: str) -> bool:
    """Not so: the denominator of an amount (« sur cinq ans »), how long a thing takes (« en 45 jours »), an age."""
    if form == "over-n" and (grammar.money.search(left) or grammar.age_before.search(left)):
        return False
    if grammar.age_after.match(right):
        return False
    unit = parts.get("unit") or parts.get("unit_long") or ""
    kind = grammar.values.get(("unit", unit), "")
    return kind not in ("hour", "day", "week") or form == "in-n" or parts.get("count", "") in ("un", "une", "a", "one")


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

"""The periods that a sentence names: what each means as ISO 8601, and what the sentence uses it for.

What stands in the text comes from linguistics.calendar, the value from period_values, the use from period_uses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.context import iso_periods as iso
from pipeline.context.period_uses import find_use, is_coming, is_count, is_held_against, word_pattern
from pipeline.context.period_values import read_period
from pipeline.context.scene import PeriodMention
from pipeline.languages import rows
from pipeline.linguistics.calendar import CalendarSpan
from pipeline.model import Document, Sentence

_REACH = 100  # how far to the left of a mention its cue may begin
_LATELY = 92  # days
_UNITS = ("year", "quarter", "month", "half")
_BASIS_ONLY = ("over-n", "over-the", "unit-on-unit", "quarter-word")  # they tell the basis of a change and date nothing


def find_period_mentions(
    document: Document, sentence: Sentence, calendar: Sequence[CalendarSpan], published: date | None
) -> tuple[PeriodMention, ...]:
    """The periods named in a sentence, in order.

    calendar: `find_calendar` of the whole document. published: where None, what depends on it has no value ("").
    Clock times and expressions that only tell the basis of a change (« sur un an ») are left out.
    """
    first = bisect_left(calendar, sentence.start, key=lambda span: span.start)
    mentions: list[PeriodMention] = []
    for span in calendar[first:]:
        if span.start >= sentence.end:
            break
        if span.form == "over-n":  # « en cinq ans »: no base, but the change has its own
            mentions.append(PeriodMention(span.start, span.end, "", "name", "over-n"))
        if span.kind == "time" or span.form in _BASIS_ONLY or (span.form == "year" and is_count(document, span)):
            continue
        found = _mentions(document, sentence, span, published, mentions)
        if found and found[0].rule == "that-date" and mentions and mentions[-1].shift is not None:
            continue  # « un an plus tôt, à la même date »: said already
        mentions.extend(found)
    return tuple(_same_ones(mentions, document, sentence))


def _is_set_against(left: str, lang: str) -> bool:
    """Of "down from £1,750 in January": of what was before, so the last January and not the next."""
    near = left[-45:]
    return any(f" {row['form']} " in near for row in rows("links", lang) if row["kind"] == "contre")


def _mentions(
    document: Document, sentence: Sentence, span: CalendarSpan, published: date | None, before: list[PeriodMention]
) -> list[PeriodMention]:
    """One mention for a span; two for a stretch between two days or edges that a rate climbs along."""
    left = document.folded[max(sentence.start, span.start - _REACH) : span.start].lower()
    right = document.folded[span.end : min(sentence.end, span.end + 90)].lower()
    use, rule, local = find_use(document, span, left, right)
    coming = is_coming(document, sentence, span)
    if use == "deadline" and word_pattern(document.lang, "until").search(left) and not coming:
        use = "holds"  # « le nombre de tués jusqu'au 15 juin a baissé »
    future = use == "deadline" or (use == "holds" and coming)
    if use == "deadline" and not coming and _is_just_over(span, published):
        use, future = "holds", False  # "12 cases by the end of October", written in November
    if span.form == "in-n" and document.lang == "en" and not future:
        return []  # "rose to 46% in ten years": how long it took
    value = read_period(span, published, _year_in_force(before), future)
    compared = use == "comparison" or _is_set_against(left, document.lang)
    if compared and span.year is None and iso.is_after(value, published):
        value = read_period(span, published)  # « que dans l'exercice de septembre » behind « en 2026 »: the last one
    shift = _shift(span)
    if shift is None and span.form == "elided":
        value = _elided(span, before) or value
    elif shift is None and (span.unit == "that" or (span.form == "same-of" and use == "holds")):
        rule = "that-date"
    if use == "comparison" and span.form == "relative" and (span.unit, span.offset) == ("year", -1):
        shift = ("year", -1)  # « de moins que l'an dernier » said of some months means the same months
    if use == "holds" and span.form == "ago" and is_held_against(left, document.lang):
        use = "comparison"  # "18 basis points from a year ago"
    if use == "comparison" and span.form == "ago" and span.count == 1 and span.unit in _UNITS:
        shift = (span.unit, -1)  # and so does "higher than a year ago"
    if use == "comparison" and rule == "cue-comparison" and shift is None and iso.is_after(value, published):
        use = "holds"  # nothing is measured from what lies ahead: "fees will rise from the 2026-27 school year"
    if use == "holds" and word_pattern(document.lang, "forecast-made").search(left) and iso.is_over(value, published):
        use, rule = "comparison", "cue-aside"  # « au lieu de 1 % prévu en juin »
    if use == "since" and value:
        value = _open_interval(value, published)
    if use == "deadline" and value and published is not None and not iso.is_after(value, published):
        use, rule = ("holds", rule) if document.lang == "en" and iso.is_day(value) else ("comparison", rule)
    if shift is not None and use == "holds" and is_held_against(left, document.lang):
        use = "comparison"
    return [PeriodMention(span.start, span.end, value, use, rule, shift, local)]


def _is_just_over(span: CalendarSpan, published: date | None) -> bool:
    """Whether the last such day or month ended so lately that the next one, a year ahead, cannot be meant."""
    reach = iso.bounds(read_period(span, published)) if span.year is None and published is not None else None
    return reach is not None and published is not None and 0 <= (published - reach[1]).days <= _LATELY


def _same_ones(mentions: list[PeriodMention], document: Document, sentence: Sentence) -> list[PeriodMention]:
    """« entre le deuxième trimestre 2024 et celui de 2025 »: the year alone means its second quarter."""
    found: list[PeriodMention] = []
    for mention in mentions:
        last = found[-1] if found else None
        gap = document.folded[last.end : mention.start].lower() if last else ""
        is_year = iso.kind_of(mention.value) == "year" and mention.shift is None
        if last is None or not is_year or iso.kind_of(last.value) in ("", "year"):
            found.append(mention)
            continue
        if not word_pattern(document.lang, "same-one").search(gap):
            found.append(mention)
            continue
        value = iso.shifted(last.value, "year", int(mention.value) - int(last.value[:4]))
        left = document.folded[max(sentence.start, last.start - _REACH) : last.start].lower()
        if word_pattern(document.lang, "stretch").search(f"{left}§{gap}") and last.value < value:
            found[-1] = PeriodMention(last.start, mention.end, f"{last.value}/{value}", last.use, "months")
        else:
            found.append(replace(mention, value=value))
    return found


def _shift(span: CalendarSpan) -> tuple[str, int] | None:
    """How far from the claim compared with: « un an plus tôt », "the previous quarter", "the same period of 2024"."""
    if span.form == "earlier" and span.offset is not None:
        return span.unit, (span.count or 1) * span.offset
    if span.form == "relative" and span.side == "head" and span.offset is not None:
        return span.unit, span.offset
    if span.form == "sided" and span.side == "before" and span.unit:
        return span.unit, -(span.count or 1)
    if span.form == "same-of":
        if span.offset is not None:
            return "year" if span.unit in ("period", "") else span.unit, (span.count or 1) * span.offset
        return ("same-of", span.year) if span.year is not None else None
    return None


def _elided(span: CalendarSpan, before: list[PeriodMention]) -> str:
    """The quarter of the year that the last quarter named belongs to."""
    for mention in reversed(before):
        kind = iso.kind_of(mention.value)
        if kind in ("quarter", "half"):
            letter, number = ("Q", span.quarter) if kind == "quarter" else ("S", min(span.quarter or span.half or 1, 2))
            return f"{mention.value[:4]}-{letter}{number}"
    return ""


def _open_interval(value: str, published: date | None) -> str:
    """« depuis 2009 » lasts until the publication."""
    return f"{value.partition('/')[0]}/{published.isoformat()}" if published is not None else ""


def _year_in_force(before: list[PeriodMention]) -> int | None:
    """The year that the sentence has named for what follows in it (« En 2024, … en décembre »)."""
    for mention in reversed(before):
        if mention.use == "holds" and mention.rule == "year" and len(mention.value) == 4:
            return int(mention.value)
    return None

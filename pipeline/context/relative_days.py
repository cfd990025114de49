"""« Hier, 340 logements ont été livrés », "1,200 homes lost power on Tuesday": days told from the publication date.

Read by dateparser, loaded at the first such sentence; full dates and longer periods are read elsewhere, by rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache

import regex
from babel.dates import get_day_names

from pipeline.context.period_carried import table_pattern
from pipeline.context.period_uses import find_use
from pipeline.context.scene import PeriodMention
from pipeline.context.verb_groups import is_verb
from pipeline.languages import forms, longest_first, rows
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.calendar import CalendarSpan
from pipeline.linguistics.parse import Parse
from pipeline.model import Document, Sentence

_TIMEOUT = 1.0
_REACH = 100  # characters to the left in which a cue of its use may begin


def find_relative_days(document: Document, sentence: Sentence, parse: Parse) -> tuple[PeriodMention, ...]:
    """The relative days of a sentence that date something in it; none without a publication date.

    A day on which something was announced dates the announcement, not what is announced, and is left out.
    """
    if document.published is None or not parse.tokens:
        return ()
    lang, text = document.lang, document.folded[sentence.start : sentence.end].lower()
    matches = list(_shape(lang).finditer(text, timeout=_TIMEOUT))
    if not matches or any(is_verb(token.lower, lang, "announce") for token in parse.tokens):
        return ()
    ahead = any("Tense=Fut" in token.morph for token in parse.tokens)
    ahead = ahead or table_pattern(lang, "ahead").search(text, timeout=_TIMEOUT) is not None
    found = []
    for match in matches:
        first, last = match.span("form")
        start, end = sentence.start + first, sentence.start + last
        span = CalendarSpan(start, end, "date", "relative-day")
        use, _, local = find_use(document, span, text[max(0, first - _REACH) : first], text[last:])
        when = _row(match["form"], lang)["when"]
        day = _read_day(match["form"], lang, document.published, when in ("next", "by") or (ahead and when != "since"))
        if use not in ("holds", "deadline") or day is None:
            continue
        value = f"{day.isoformat()}/{document.published.isoformat()}" if when == "since" else day.isoformat()
        use = "deadline" if when == "by" else "since" if when == "since" else use
        found.append(PeriodMention(start, end, value, use, "relative-day", None, local))
    return tuple(found)


@cache
def _shape(lang: str) -> regex.Pattern[str]:
    """A form that opens the sentence, or one that may stand inside it: behind no small word, and no range or date."""
    opening, inside = (
        "|".join(longest_first(_with_weekdays(row["form"], lang) for row in rows("relative_days", lang) if row[side]))
        for side in ("opening", "inside")
    )
    small = "|".join(map(regex.escape, forms("small_words", lang)))
    names = _weekdays(lang)
    ends = rf"(?![\p{{L}}\p{{N}}-])(?!\s(?:\p{{L}}{{1,3}}\s)?(?:\d{{1,2}}(?:er|st|nd|rd|th)?\s\p{{L}}|{names}))"
    return compile_pattern(
        rf'(?:^["«“\s]*+(?<form>{opening})(?=\s*,|\s+\d|\s+\p{{Ll}})|'
        rf"(?<=[\p{{L}}\p{{N}},]\s)(?<!(?<![\p{{L}}\p{{N}}])(?:{small})\s)(?<form>{inside})){ends}"
    )


def _weekdays(lang: str) -> str:
    return "(?:" + "|".join(map(str.lower, get_day_names("wide", locale=lang).values())) + ")"


def _with_weekdays(form: str, lang: str) -> str:
    literal = regex.escape(form, special_only=True).replace(r"\{weekday\}", "{weekday}")
    return literal.replace("{weekday}", _weekdays(lang))


@cache
def _row(form: str, lang: str) -> Mapping[str, str]:
    return next(row for row in rows("relative_days", lang) if regex.fullmatch(_with_weekdays(row["form"], lang), form))


@cache
def _read_day(form: str, lang: str, published: date, ahead: bool) -> date | None:
    """The last such day before the publication date, or the next one (fixed settings: never the day of the run)."""
    import dateparser

    row = _row(form, lang)
    weekday = regex.search(_weekdays(lang), form)
    base = datetime(published.year, published.month, published.day, tzinfo=UTC).replace(tzinfo=None)
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future" if ahead else "past"}
    found = dateparser.parse(weekday[0] if weekday else row["day"], languages=[lang], settings=settings)
    return found.date() if found else None

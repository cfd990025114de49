"""« Hier, 340 logements ont été livrés », "On Tuesday, 1,200 homes lost power": days told from the publication date.

Read by dateparser, loaded at the first such sentence; full dates and longer periods are read elsewhere, by rule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import regex
from babel.dates import get_day_names

from pipeline.context.scene import PeriodMention
from pipeline.context.verb_groups import is_verb
from pipeline.languages import longest_first, rows
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.parse import Parse
from pipeline.model import Document, Sentence

_TIMEOUT = 1.0


def find_relative_days(document: Document, sentence: Sentence, parse: Parse) -> tuple[PeriodMention, ...]:
    """The relative day that opens a sentence and dates it; none without a publication date.

    A day on which something was announced dates the announcement, not what is announced, and is left out.
    """
    if document.published is None:
        return ()
    match = _opening(document.lang).match(document.folded, sentence.start, sentence.end, timeout=_TIMEOUT)
    if match is None or any(is_verb(token.lower, document.lang, "announce") for token in parse.tokens):
        return ()
    day = _read_day(_plain(match["form"], document.lang), document.lang, document.published)
    if day is None:
        return ()
    return (PeriodMention(match.start("form"), match.end("form"), day.isoformat(), "holds", "relative-day"),)


@cache
def _opening(lang: str) -> regex.Pattern[str]:
    forms = longest_first(_with_weekdays(row["form"], lang) for row in rows("relative_days", lang))
    return compile_pattern(
        rf'["«“\s]*+(?<form>{"|".join(forms)})(?=\s*,|\s+\d|\s+\p{{Ll}})(?!\s+\d{{1,2}}\s+\p{{L}})', regex.I
    )


def _with_weekdays(form: str, lang: str) -> str:
    return (
        regex.escape(form, special_only=True)
        .replace(r"\{weekday\}", "{weekday}")
        .replace("{weekday}", "(?:" + "|".join(get_day_names("wide", locale=lang).values()) + ")")
    )


@cache
def _plain(form: str, lang: str) -> str:
    """The part of a form that dateparser reads: « mardi dernier » → « mardi »."""
    for row in rows("relative_days", lang):
        match = regex.fullmatch(_with_weekdays(row["form"], lang), form, regex.I)
        if match and "{weekday}" in row["day"]:
            names = "|".join(get_day_names("wide", locale=lang).values())
            found = regex.search(names, form, regex.I)
            return found[0].lower() if found else form.lower()
        if match:
            return row["day"]
    return form.lower()


@cache
def _read_day(form: str, lang: str, published: date) -> date | None:
    """The last such day before the publication date (fixed settings: never the day on which the program runs)."""
    import dateparser

    base = datetime(published.year, published.month, published.day, tzinfo=UTC).replace(tzinfo=None)
    found = dateparser.parse(form, languages=[lang], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})
    return found.date() if found else None

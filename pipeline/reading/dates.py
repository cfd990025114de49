"""The date of publication as releases print it: a line of its own, or a dateline before the first sentence.

Only whole dates, only in these two places; every other date of a text is the business of the floors above.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import regex
from babel.dates import get_day_names, get_month_names

from pipeline.languages import forms, longest_first
from pipeline.languages.compiled import compile_pattern

_LONGEST_LINE = 80
_LONGEST_DATELINE = 120
_TIMEOUT = 1.0


def is_date_line(folded: str, lang: str) -> bool:
    """Whether a line is a date and nothing else but « Publié le », a weekday, a city, a time of day."""
    return len(folded) <= _LONGEST_LINE and read_date_line(folded, lang) is not None


def read_date_line(folded: str, lang: str) -> date | None:
    """The date of such a line; None if it is none."""
    match = _date_line(lang).fullmatch(folded.strip("*_ "), timeout=_TIMEOUT)
    return _read(match, lang) if match else None


def read_dateline(folded: str, lang: str) -> date | None:
    """The date of « Bruxelles, 15 janvier 2026 – » at the start of a paragraph; None if it does not begin so."""
    match = _dateline(lang).match(folded[:_LONGEST_DATELINE], timeout=_TIMEOUT)
    return _read(match, lang) if match else None


def _read(match: regex.Match[str], lang: str) -> date | None:
    part = match.groupdict()
    if part["month_name"]:
        month = _months(lang)[part["month_name"].lower().rstrip(".")]
        return _make(part["y2"] or part["y3"], month, part["d2"] or part["d3"])
    if part["y1"]:
        return _make(part["y1"], part["m1"], part["d1"])
    first, second = int(part["a"]), int(part["b"])
    if "/" not in match[0] or lang != "en":  # 28.08.2025 and all French dates: the day comes first
        return _make(part["y4"], second, first)
    if first > 12 or first == second:
        return _make(part["y4"], second, first)
    return _make(part["y4"], first, second) if second > 12 else None  # 05/02/2026 in English: nobody knows


def _make(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@cache
def _months(lang: str) -> dict[str, int]:
    """Month names, long and short, without the dot. Source: CLDR through Babel."""
    widths = [
        get_month_names(width, context, lang)
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
    ]
    return {name.lower().rstrip("."): number for names in widths for number, name in names.items()}


@cache
def _date(lang: str) -> str:
    months = "|".join(map(regex.escape, longest_first(_months(lang))))
    days = {name for width in ("wide", "abbreviated") for name in get_day_names(width, locale=lang).values()}
    weekday = "|".join(regex.escape(day.rstrip(".")) for day in longest_first(days))
    year = r"(?:19|20)\d\d"
    return (
        rf"(?:(?:{weekday})\.?,? )?(?:"
        rf"(?P<y1>{year})-(?P<m1>\d\d)-(?P<d1>\d\d)"
        rf"|(?P<d2>\d{{1,2}})\p{{L}}{{0,3}}\.? (?P<month_name>{months})\.?,? (?P<y2>{year})"
        rf"|(?P<month_name>{months})\.? (?P<d3>\d{{1,2}})\p{{L}}{{0,2}},? (?P<y3>{year})"
        rf"|(?P<a>\d{{1,2}})(?P<mark>[./])(?P<b>\d{{1,2}})(?P=mark)(?P<y4>{year})"
        r")(?!\d)"
    )


@cache
def _date_line(lang: str) -> regex.Pattern[str]:
    dated = "|".join(regex.escape(form) for form in forms("headers", lang, kind="dated"))
    city = r"\p{Lu}[\p{L}'. -]{1,40}[,(|] ?"
    time = r"(?:[ ,|T]|\p{L}{1,2} |[–—-] ?){0,4}\d{1,2}(?: ?[:h] ?\d{0,2}(?::\d\d)?)? ?\p{L}{0,4}\.?(?:\p{L}\.)?"
    return compile_pattern(rf"(?:{city})?(?:(?:{dated}) ?:? ?){{0,2}}{_date(lang)}\)?(?:{time})?\.?", regex.IGNORECASE)


@cache
def _dateline(lang: str) -> regex.Pattern[str]:
    dated = "|".join(regex.escape(form) for form in forms("headers", lang, kind="dated"))
    return compile_pattern(
        rf"[*_(]*\p{{Lu}}[^\d\n]{{1,60}}?[,(] ?(?i:(?:{dated}) )?(?i:{_date(lang)})\)?[*_]* ?"
        r"(?:\([^()]{1,40}\) ?|/[^/]{1,20}/ ?)?[–—:-]"
    )

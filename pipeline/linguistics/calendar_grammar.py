"""The patterns of calendar expressions, compiled from languages/calendar.csv and languages/calendar_patterns.csv.

A pattern is a regular expression with slots: {month} stands for any form of that class of calendar.csv and becomes a
group of that name, {month:2} a second one; {year}, {day} and the like are digits, the same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles

CalendarKind = Literal["date", "time", "year", "period"]

# Parts that are written in digits, the same in every language. Years before 1500 are no calendar talk in a release.
_ATOMS = {
    "year": r"(?:1[5-9]|20|21)\d\d(?![.,']?\d)",
    "yy": r"\d\d(?!\d)",
    "mm": r"1[0-2]|0?[1-9]",
    "dd": r"3[01]|[12]\d|0?[1-9]",
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?![\d.,%]\d)",
    "hour": r"(?:2[0-4]|1\d|0?\d)(?!\d)",
    "minute": r"[0-5]\d(?!\d)",
    "week": r"(?:5[0-3]|[1-4]\d|0?[1-9])(?!\d)",
    "q": r"[1-4]",
    "h": r"[12]",
    "decade": r"(?:1[5-9]|20)\d0|[1-9]0(?!\d)",
}
_LOOKBEHIND = compile_pattern(r"\(\?<[=!][^()]*\)")
_SLOT = compile_pattern(r"\{([a-z_]+)(?::(\d))?\}")


@dataclass(frozen=True, slots=True)
class Row:
    """One expression of calendar_patterns.csv. starter: its pattern without what must stand before it."""

    form: str
    kind: CalendarKind
    pattern: regex.Pattern[str]
    starter: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled patterns of one language and the words that the checks below look for beside a match."""

    rows: tuple[Row, ...]
    values: dict[tuple[str, str], str]
    year_cue: regex.Pattern[str]
    not_year: regex.Pattern[str]
    money: regex.Pattern[str]
    to_verb: regex.Pattern[str]
    clock_cue: regex.Pattern[str]
    modal_next: regex.Pattern[str]
    month_cue: regex.Pattern[str]
    span_cue: regex.Pattern[str]
    between: regex.Pattern[str]
    lasting: regex.Pattern[str]
    age_before: regex.Pattern[str]
    age_after: regex.Pattern[str]


@cache
@compiles("calendar_patterns")
def grammar_of(lang: str) -> Grammar:
    """The compiled grammar of one language; InputError where a table is broken."""
    lists: dict[str, list[str]] = {}
    values: dict[tuple[str, str], str] = {}
    for row in languages.rows("calendar", lang):
        lists.setdefault(row["class"], []).append(row["form"])
        values[row["class"], row["form"]] = row["value"]
    expressions = tuple(_row(row, lists) for row in languages.rows("calendar_patterns", lang))
    return Grammar(
        rows=expressions,
        values=values,
        year_cue=_before(lists, "year_cue"),
        not_year=_before(lists, "not_year_before"),
        money=compile_pattern(
            rf"(?<!\p{{L}})(?:(?:{_any(lists, 'money')})(?!\p{{L}})|\p{{Sc}} ?\d[\d.,]*+)[^.,;:()\d\n]{{0,40}}\(?$"
            rf"|(?<!\p{{L}})(?:{_any(lists, 'money_scale')}) \(?$"  # but not « 2 milliards d'arbres »
        ),
        to_verb=compile_pattern(rf"\b(?:{_any(lists, 'to_verb')})\b[^.;:\n]{{0,25}}$"),
        clock_cue=_before(lists, "clock_cue"),
        modal_next=compile_pattern(rf" (?:{_any(lists, 'modal_next')})\b"),
        month_cue=_before(lists, "month_cue"),
        age_before=_before(lists, "not_over_before"),
        age_after=compile_pattern(rf" ?(?:{_any(lists, 'not_over_after')})\b"),
        span_cue=_before(lists, "span_cue"),
        between=_before(lists, "between_word"),
        lasting=compile_pattern(rf"(?:{_any(lists, 'from_word')}) ?\d{{1,2}} ?(?:h|heures?)\b"),
    )


def _row(row: Mapping[str, str], lists: dict[str, list[str]]) -> Row:
    text = _expand(row["pattern"], lists)
    # A word, a number or a decimal may not go on at either end, nor groups of thousands (« 1 000 premiers jours »).
    pattern = compile_pattern(
        rf"(?<![\p{{L}}\p{{N}}_])(?<!\d[.,:])(?<!\d (?=\d{{3}}(?!\d)))(?:{text})(?![\p{{L}}\p{{N}}_])", regex.V1
    )
    bare = _expand(_LOOKBEHIND.sub("", row["pattern"]), lists)
    return Row(row["form"], _kind(row["kind"]), pattern, compile_pattern(bare, regex.V1) if bare != text else pattern)


@cache
def elided_pattern(lang: str) -> regex.Pattern[str]:
    """Ordinals that leave their quarter out ("in the first")."""
    lead = "|".join(map(regex.escape, languages.forms("calendar", lang, **{"class": "elided_lead"}))) or "(?!)"
    words = "|".join(map(regex.escape, languages.forms("calendar", lang, **{"class": "ordinal"})))
    return compile_pattern(rf"(?<=\b(?:{lead}) )(?P<ordinal>{words})(?= ?[.,;)\n]|$)")


def _kind(text: str) -> CalendarKind:
    kinds: dict[str, CalendarKind] = {"date": "date", "time": "time", "year": "year", "period": "period"}
    return kinds[text]


def _expand(pattern: str, lists: dict[str, list[str]]) -> str:
    """Fill the slots of a pattern: {month} becomes a group with the months, {month:2} a second one."""

    def fill(match: regex.Match[str]) -> str:
        name, number = match[1], match[2] or ""
        if name == "notafter":
            return rf"(?! ?(?:{_any(lists, 'not_day_after')})\b)(?! ?%)"
        body = _ATOMS.get(name) or _any(lists, name)
        if name == "count":
            body = rf"\d{{1,3}}(?:[ ,]\d{{3}})?(?![\d.,])|{body}"
        return f"(?P<{name}{number}>{body})"

    # An elided article ends in an apostrophe and takes no space behind it.
    return _SLOT.sub(fill, pattern.replace(" ", "(?: {1,3}|(?<='))").replace("(?: {1,3}|(?<='))?", " ?"))


def _any(lists: dict[str, list[str]], name: str) -> str:
    return "|".join(regex.escape(form) for form in languages.longest_first(lists.get(name, ()))) or "(?!)"


def _before(lists: dict[str, list[str]], name: str) -> regex.Pattern[str]:
    return compile_pattern(rf"(?<![\p{{L}}\p{{N}}])(?:{_any(lists, name)})(?:(?<=')|[ -]?)$")


@lru_cache(maxsize=20_000)
def expressions_at(lang: str, word: str) -> tuple[Row, ...]:
    """The expressions that can begin with this word (given with the character behind it), in order; mostly none."""
    return tuple(row for row in grammar_of(lang).rows if row.starter.match(word, partial=True) is not None)

"""Calendar expressions are found, whole, and nothing else is taken for one."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
import regex
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages import LANGUAGES
from pipeline.linguistics.calendar import CalendarSpan, find_calendar
from tests.cases import cases

MARK = regex.compile(r"\[([^\]]*)\]")


def _unmark(text: str) -> tuple[str, list[str]]:
    return MARK.sub(r"\1", text), MARK.findall(text)


@pytest.mark.parametrize("case", cases("calendar"))
def test_expressions_are_found_whole(case: dict[str, str]) -> None:
    text, marked = _unmark(case["text"])
    spans = find_calendar(text, case["lang"])
    assert [text[s.start : s.end].removeprefix("la ").removeprefix("the ") for s in spans] == [
        one.removeprefix("la ").removeprefix("the ") for one in marked
    ], case["why"]
    assert ",".join(s.kind for s in spans) == case["kinds"], case["why"]
    for part in case["parts"].split():
        name, _, value = part.partition("=")
        assert str(getattr(spans[0], name)) == value, f"{name}: {case['why']}"


@pytest.mark.parametrize("case", cases("not_calendar"))
def test_other_numbers_are_left_alone(case: dict[str, str]) -> None:
    spans = find_calendar(case["text"], case["lang"])
    if case["found"] == "uncertain":
        assert [s.certain for s in spans] == [False], case["why"]
    else:
        assert not spans, case["why"]


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)), style=st.sampled_from(["long", "full"]))
@pytest.mark.parametrize(("lang", "locale"), [("fr", "fr_FR"), ("en", "en_US"), ("en", "en_GB"), ("fr", "fr_CA")])
def test_dates_that_babel_writes_are_read_back(lang: str, locale: str, day: date, style: str) -> None:
    written = format_date(day, style, locale=locale)
    spans = find_calendar(f"x, {written}, x", lang)
    assert [(s.kind, s.year, s.month, s.day) for s in spans] == [("date", day.year, day.month, day.day)], written


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_months_that_babel_writes_are_read_back(lang: str, day: date) -> None:
    written = format_date(day, "LLLL y", locale=lang)
    spans = find_calendar(f"x, {written}, x" if lang == "fr" else f"X, {written}, x", lang)
    assert [(s.kind, s.year, s.month) for s in spans] == [("period", day.year, day.month)], written


@given(text=st.text() | st.text(alphabet="0123456789 .,/-:hT'eràjanvmaiet\nMQ’%–()"))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_any_text_gives_ordered_spans(lang: str, text: str) -> None:
    spans = find_calendar(text, lang)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("piece", ["1", "12 ", "5 mai ", "8, ", "(", "2025-", "le 5 ", "of the ", "premier ", "İ"])
def test_time_grows_with_length_not_faster(lang: str, piece: str) -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        find_calendar(text, lang)
        return time.process_time() - started

    seconds(piece * 100)
    short, long = seconds(piece * 1_500), seconds(piece * 6_000)
    assert long < 12 * max(short, 0.02)


def test_a_span_is_a_record() -> None:
    (span,) = find_calendar("en 2025", "fr")
    assert span == CalendarSpan(3, 7, "year", "year", year=2025)

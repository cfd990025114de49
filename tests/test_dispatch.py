"""Patterns that are tried only where they can begin find what a search finds."""

from __future__ import annotations

import pytest
import regex

from pipeline import languages
from pipeline.quantities import vetoes
from pipeline.quantities.dispatch import Dispatch


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_the_vetoes_as_a_search_finds_them(lang: str) -> None:
    patterns = [pattern for pattern, _, _ in vetoes._patterns(lang)]
    text = "\n".join(row[cell] for row in languages.rows("vetoes", lang) for cell in ("example", "twin"))
    searched = {(i, m.span()) for i, p in enumerate(patterns) for m in p.finditer(text) if m.group()}
    assert {(i, m.span()) for i, m in Dispatch(patterns).find(text, 0, len(text)) if m.group()} == searched


@pytest.mark.parametrize(
    ("pattern", "text", "spans"),
    [
        (r"(?<=no )\d++(?! ?%)", "no 12, no 12 %", [(3, 5)]),
        (r"(?<![(\])])\[\d\]", "a [1] b ([2]", [(2, 5)]),
        (r"[()]\d(?=[)(])", "(1) x (2(", [(0, 2), (6, 8)]),
        (r"(?<=(?<!\w)(?:les|des) )\w+", "les ans, celles ans", [(4, 7)]),
    ],
)
def test_what_stands_around_is_left_to_the_match(pattern: str, text: str, spans: list[tuple[int, int]]) -> None:
    dispatch = Dispatch([regex.compile(pattern)])
    assert [match.span() for _, match in dispatch.find(text, 0, len(text))] == spans


def test_matches_of_one_pattern_do_not_overlap() -> None:
    dispatch = Dispatch([regex.compile(r"\d+(?:-\d+)+"), regex.compile(r"\d+")])
    found = [(i, match.group()) for i, match in dispatch.find("1-2-3", 0, 5)]
    assert found == [(0, "1-2-3"), (1, "1"), (1, "2"), (1, "3")]

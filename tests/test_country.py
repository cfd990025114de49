"""Which country a release is about."""

from __future__ import annotations

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from pipeline.linguistics.country import guess_country


@pytest.mark.parametrize("case", cases("countries"))
def test_country(case: dict[str, str]) -> None:
    """Title and publisher first, then the body."""
    assert guess_country(case["title"], case["publisher"], case["text"], case["lang"]) == case["country"], case["why"]


def test_country_without_a_language() -> None:
    """Names of all languages count where none is given."""
    assert guess_country("Les ventes en Suisse", "", "") == "CH"
    assert guess_country("Sales in Switzerland", "", "") == "CH"


@given(st.text(), st.text(), st.text())
def test_any_text_gives_a_code_or_none(title: str, publisher: str, text: str) -> None:
    """Two capitals or nothing."""
    country = guess_country(title, publisher, text)
    assert not country or (len(country) == 2 and country.isupper())

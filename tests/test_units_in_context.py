"""The things counted, and units that stand elsewhere than behind their number: from text to claim."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from cases import cases

from pipeline.extract import extract

PUBLISHED = date(2025, 6, 2)


@pytest.mark.model
@pytest.mark.parametrize("case", cases("counted_nouns"))
def test_counted_noun(case: dict[str, str]) -> None:
    claims = extract(case["text"], lang=case["lang"], published=PUBLISHED, title="")
    assert (case["quote"], case["unit_text"]) in [(c.quote, c.unit_text) for c in claims], case["why"]


@pytest.mark.model
@pytest.mark.parametrize("case", cases("elided_units"))
def test_elided_unit(case: dict[str, str]) -> None:
    start, end = case["text"].index("["), case["text"].index("]") - 1
    text = case["text"].replace("[", "").replace("]", "")
    claims = extract(text, lang=case["lang"], published=PUBLISHED, title="")
    claim = next(c for c in claims if c.start < end and c.end > start)
    found = (abs(claim.value), claim.kind, claim.unit, claim.unit_text, claim.per)
    asked = (Decimal(case["value"]), case["kind"], case["unit"], case["unit_text"], case["per"])
    assert found == asked, case["why"]

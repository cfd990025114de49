"""What a number measures and what it is a share of, on sentences whose number stands in brackets."""

from __future__ import annotations

from datetime import date

import pytest
from cases import cases

from pipeline.check.score import fold_text
from pipeline.extract import extract

PUBLISHED = date(2025, 6, 2)


@pytest.mark.model
@pytest.mark.parametrize("case", cases("indicators"))
def test_indicator_and_whole(case: dict[str, str]) -> None:
    start = case["text"].index("[")
    end = case["text"].index("]") - 1
    text = case["text"].replace("[", "").replace("]", "")
    claims = extract(text, lang=case["lang"], published=PUBLISHED, title="")
    claim = next(claim for claim in claims if claim.start < end and claim.end > start)
    found = (fold_text(claim.indicator, case["lang"]), fold_text(claim.whole, case["lang"]))
    assert found == (fold_text(case["indicator"], case["lang"]), fold_text(case["whole"], case["lang"])), case["why"]

"""Days told from the publication date, 2 June 2025, a Monday."""

from __future__ import annotations

from datetime import date

import pytest
from cases import cases

from pipeline.extract import extract


@pytest.mark.model
@pytest.mark.parametrize("case", cases("relative_days"))
def test_relative_day(case: dict[str, str]) -> None:
    claims = extract(case["text"], lang=case["lang"], published=date(2025, 6, 2), title="")
    assert [claim.period for claim in claims] == [case["period"]], case["why"]


@pytest.mark.model
def test_no_publication_date_no_day() -> None:
    claims = extract("Hier, 340 logements ont été livrés à Lille.", lang="fr", title="")
    assert [claim.period for claim in claims] == [""]

"""Scores on releases besides the corpus: unread ones (tests/blind), and those that once were unread.

The floors stand a little below what was measured when they were set; they are there to tell when a new rule that
helps the corpus hurts other texts.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.check.gold import read_gold
from pipeline.check.score import Score, pair_claims, score_pairs
from pipeline.extract import Extractor
from pipeline.reading import read_document

HERE = Path(__file__).parent
FLOORS = {  # (found, quantity, exact), each an F1
    ("unseen", "fr"): (Fraction(99, 100), Fraction(985, 1000), Fraction(89, 100)),
    ("unseen", "en"): (Fraction(99, 100), Fraction(99, 100), Fraction(92, 100)),
    ("more", "fr"): (Fraction(99, 100), Fraction(99, 100), Fraction(905, 1000)),
    ("more", "en"): (Fraction(99, 100), Fraction(99, 100), Fraction(91, 100)),
    ("wide", "fr"): (Fraction(99, 100), Fraction(99, 100), Fraction(915, 1000)),
    ("wide", "en"): (Fraction(99, 100), Fraction(985, 1000), Fraction(895, 1000)),
    ("blind", "fr"): (Fraction(985, 1000), Fraction(98, 100), Fraction(85, 100)),
    ("blind", "en"): (Fraction(98, 100), Fraction(97, 100), Fraction(72, 100)),
}


@pytest.mark.model
@pytest.mark.parametrize(("folder", "lang"), FLOORS)
def test_scores_hold(folder: str, lang: str) -> None:
    extractor, total = Extractor(), Score()
    for path in sorted((HERE / folder / "releases").glob(f"?-{lang}-*.txt")):
        document = read_document(path, lang=lang)
        gold = read_gold(HERE / folder / "gold" / f"{path.stem}.csv", document)
        total += score_pairs(pair_claims(gold, extractor.extract(document).claims))
    claims = total.gold + total.got
    assert claims, "no release was read"
    reached = [Fraction(2 * count, claims) for count in (total.found, total.quantity, total.exact)]
    for name, value, floor in zip(("found", "quantity", "exact"), reached, FLOORS[folder, lang], strict=True):
        assert value >= floor, f"{name} is {float(value):.3f}"

"""Whole editions: the corpus pairs, our own pairs, planted slips, sentence pairs; extracted claims, and gold ones."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from cases import cases
from slips import CLEAN, KINDS, CachedExtractor, editions, gold_editions, run

from pipeline.compare.editions import compare_editions
from pipeline.compare.model import Comparison, Edition
from pipeline.compare.sources import make_edition
from pipeline.reading import make_document, read_document

pytestmark = pytest.mark.model
CORPUS_PAIRS = [f"pair-0{n}" for n in range(1, 7)]
TRAPS = {
    ("pair-01", "unit"): ["unit-not-converted"],
    ("pair-01", "value"): ["long-scale"],
    ("pair-03", "value"): ["decimal-comma", "digit-swap"],
    ("pair-05", "value"): ["long-scale"],
    ("pair-05", "sign"): ["opposite-direction"],
    ("pair-05", "unit"): ["currency"],
    ("pair-06", "unit"): ["percent-for-points"],
}


@pytest.fixture(scope="module")
def extractor() -> CachedExtractor:
    return CachedExtractor()


@pytest.fixture(scope="module")
def corpus_editions(extractor: CachedExtractor) -> dict[str, tuple[Edition, Edition]]:
    return {pair: editions(pair, extractor) for pair in CORPUS_PAIRS}


def reported(comparison: Comparison) -> Counter[tuple[str, str, str]]:
    quotes = [[claim.quote if claim else "" for claim in (f.first, f.second)] for f in comparison.reported()]
    return Counter((f.kind, one, other) for f, (one, other) in zip(comparison.reported(), quotes, strict=True))


def listed(corpus: Path, pair: str) -> Counter[tuple[str, str, str]]:
    with (corpus / "pairs.csv").open(encoding="utf-8", newline="") as handle:
        found = [row for row in csv.DictReader(handle) if f"pair-{row['pair']}" == pair]
    keys = [(row["kind_of_difference"], row["fr_quote"], row["en_quote"]) for row in found]
    return Counter(key for key in keys if key[0] != "none")


@pytest.mark.parametrize("pair", CORPUS_PAIRS)
@pytest.mark.parametrize("source", ["gold", "extracted"])
def test_what_is_listed_is_found_and_nothing_else(
    pair: str, source: str, corpus: Path, corpus_editions: dict[str, tuple[Edition, Edition]]
) -> None:
    first, second = gold_editions(pair) if source == "gold" else corpus_editions[pair]
    comparison = compare_editions(first, second)
    assert comparison.alike
    assert reported(comparison) == listed(corpus, pair)
    for kind in ("value", "unit", "sign"):
        traps = sorted(f.trap for f in comparison.findings if f.kind == kind and f.trap)
        assert traps == TRAPS.get((pair, kind), [])


@pytest.mark.parametrize("pair", CORPUS_PAIRS)
def test_the_order_of_the_editions_does_not_matter(
    pair: str, corpus_editions: dict[str, tuple[Edition, Edition]]
) -> None:
    first, second = corpus_editions[pair]
    there, back = compare_editions(first, second), compare_editions(second, first)
    assert {finding.flipped() for finding in back.findings} == set(there.findings)
    assert {claim for f in there.findings for claim in f.claims} == {*first.claims, *second.claims}


@pytest.mark.parametrize("pair", CORPUS_PAIRS)
@pytest.mark.parametrize("side", [0, 1])
def test_an_edition_is_silent_against_itself(
    pair: str, side: int, corpus_editions: dict[str, tuple[Edition, Edition]]
) -> None:
    one = corpus_editions[pair][side]
    comparison = compare_editions(one, one)
    assert comparison.alike
    assert all(f.first == f.second and not f.severity for f in comparison.findings)


@pytest.mark.parametrize("pair", [pair for pair in CLEAN if not pair.startswith("pair-")])
def test_our_own_clean_pairs_are_silent(pair: str, extractor: CachedExtractor) -> None:
    comparison = compare_editions(*editions(pair, extractor))
    assert comparison.alike
    assert comparison.reported("warning") == ()


@pytest.mark.parametrize("case", cases("compare_pairs"))
def test_sentence_pairs(case: dict[str, str], extractor: CachedExtractor) -> None:
    first, second = (
        make_edition(extractor.extract(make_document(case[lang], doc_id=lang, lang=lang))) for lang in ("fr", "en")
    )
    comparison = compare_editions(first, second)
    assert comparison.alike
    wanted = [(case["kind"], case["trap"])] if case["kind"] else []
    assert [(f.kind, f.trap) for f in comparison.reported("warning")] == wanted, case["why"]


@pytest.mark.parametrize("case", cases("compare_not_alike"))
def test_unrelated_releases_do_not_look_alike(case: dict[str, str], corpus: Path, extractor: CachedExtractor) -> None:
    first, second = (
        make_edition(extractor.extract(read_document(corpus / "releases" / f"{case[name]}.txt")))
        for name in ("first", "second")
    )
    assert not compare_editions(first, second).alike, case["why"]


def test_a_corrected_release_shows_what_was_corrected(extractor: CachedExtractor, corpus: Path) -> None:
    text = (corpus / "releases/pair-02-fr.txt").read_text(encoding="utf-8")
    corrected = text.replace("98,6", "96,8").replace("17,9", "17,3")
    first, second = (
        make_edition(extractor.extract(make_document(version, doc_id=name, lang="fr")))
        for name, version in (("before", text), ("after", corrected))
    )
    found = [(f.kind, f.trap, f.first and f.first.quote) for f in compare_editions(first, second).reported()]
    assert [one[:2] for one in found] == [("value", ""), ("value", "digit-swap")]


@pytest.mark.slow
def test_planted_slips_are_found() -> None:
    outcomes, noise = run(8 * len(KINDS))
    assert not +noise
    found = sum(outcome.found for outcome in outcomes)
    false = sum(len(outcome.false) for outcome in outcomes)
    assert found >= 0.96 * len(outcomes), [o.slip for o in outcomes if not o.found]
    assert false <= 0.02 * len(outcomes), [(o.slip, o.false) for o in outcomes if o.false]

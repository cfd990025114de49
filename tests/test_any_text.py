"""Any text yields claims or none, and never an exception."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.errors import InputError
from pipeline.reading import make_document, read_document
from pipeline.table.csvfile import read_claims, write_claims

pytest.importorskip("pipeline.extract")

PIECES = [
    "3 %",
    " 2,4 milliards de yuans",
    " un tiers",
    " entre 3 et 5",
    "-0,3",
    " 1/0",
    "%",
    "€",
    "12.",
    " 31 février ",
    "1" * 400,
    " in 2025",
    ", soit une hausse de ",
    "\n- ",
    "\r\n",
    " one in five households",
    "5\u202f000\xa0000",
    " de ",
    " contre ",
    " : ",
    " between 3 and ",
    " dont ",
    " pour 10 000 habitants",
    "٣٤",
    "½",
    "\u200b",
    "\0",
    " $",
    " M€",
    " times",
    "e\u0301",
    "\u2028",
]
texts = st.lists(st.one_of(st.text(max_size=20), st.sampled_from(PIECES)), max_size=10).map("".join)


@pytest.fixture(scope="module")
def extractor() -> pipeline.Extractor:
    return pipeline.Extractor()


@pytest.mark.model
@settings(max_examples=100)
@given(text=texts, lang=st.sampled_from(["fr", "en"]))
def test_any_text_yields_claims_or_none(text: str, lang: str, extractor: pipeline.Extractor) -> None:
    try:
        document = make_document(text, lang=lang)
    except InputError:
        return  # empty: the one thing that is refused
    check_invariants(document.text, extractor.extract(document).claims)


@pytest.mark.model
def test_every_document_of_the_corpus(
    corpus_documents: list[Path], extractor: pipeline.Extractor, tmp_path: Path
) -> None:
    for path in corpus_documents:
        document = read_document(path)
        claims = extractor.extract(document).claims
        check_invariants(document.text, claims)
        write_claims(claims, tmp_path / "claims.csv")
        assert read_claims(tmp_path / "claims.csv") == list(claims)


def check_invariants(text: str, claims: tuple[pipeline.Claim, ...]) -> None:
    assert all(text[claim.start : claim.end] == claim.quote != "" for claim in claims)
    assert all(one.end <= two.start for one, two in pairwise(claims))
    assert len({claim.claim_id for claim in claims}) == len(claims)

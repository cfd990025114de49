"""The spaCy component: spans and claims on a Doc that somebody else's pipeline has parsed."""

from __future__ import annotations

from decimal import Decimal

import pytest

spacy = pytest.importorskip("spacy")
component = pytest.importorskip("pipeline.component")

from pipeline.languages import rows  # noqa: E402
from pipeline.model import Claim  # noqa: E402

TEXTS = {
    "fr": "La ville a ouvert 12 écoles en 2025. Le taux de chômage s'établit à 7,5 %.",
    "en": "The city opened 12 schools in 2025. The unemployment rate stood at 7.5%.",
}


@pytest.mark.model
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_claims_are_spans(lang: str) -> None:
    nlp = spacy.load(rows("models", lang)[0]["package"], exclude=["ner"])
    nlp.add_pipe("numeric_claims")
    doc = nlp(TEXTS[lang])
    spans = list(doc.spans["claims"])
    assert [span._.claim.value for span in spans] == [Decimal(12), Decimal("7.5")]
    assert [span.label_ for span in spans] == ["count", "percentage"]
    assert all(isinstance(span._.claim, Claim) and span._.claim.quote in span.text for span in spans)
    assert doc[0:1]._.claim is None


@pytest.mark.model
def test_claims_survive_serialization_and_take_a_key_and_a_date() -> None:
    nlp = spacy.load(rows("models", "fr")[0]["package"], exclude=["ner"])
    nlp.add_pipe("numeric_claims", config={"spans_key": "numbers"})
    doc = nlp.make_doc("La ville a ouvert 12 écoles l'an dernier.")
    doc._.published = "2026-02-05"
    doc = nlp(doc)
    before = [span._.claim for span in doc.spans["numbers"]]
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [span._.claim for span in again.spans["numbers"]] == before
    assert before[0].period == "2025"


def test_an_empty_doc_has_no_claims() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("numeric_claims")
    assert list(nlp("").spans["claims"]) == []
    assert list(nlp(" \n").spans["claims"]) == []


def test_a_doc_that_nobody_parsed_is_told() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("numeric_claims")
    with pytest.raises(ValueError, match="behind a parser"):
        nlp("The city opened 12 schools.")


def test_another_language_is_told() -> None:
    with pytest.raises(ValueError, match="fr, en"):
        spacy.blank("de").add_pipe("numeric_claims")

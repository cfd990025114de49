"""Relevé as a spaCy component: claims as spans of a Doc that the pipeline has already parsed.

`nlp.add_pipe("numeric_claims")` behind the parser of any French or English pipeline; then
`for span in nlp(text).spans["claims"]: span.text, span._.claim.value`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extract import Extractor
from pipeline.languages import LANGUAGES
from pipeline.linguistics.models import parse_from_span
from pipeline.linguistics.parse import Parse
from pipeline.model import Claim, Document, Sentence
from pipeline.reading import make_document

_DATA = "numeric_claims"  # where the claims lie in doc.user_data, as plain values
_DECIMALS = ("value", "value_max")


@Language.factory(
    "numeric_claims",
    assigns=["doc.spans", "span._.claim"],
    requires=["token.dep", "token.head", "token.pos"],
    default_config={"spans_key": "claims"},
)
def make_numeric_claims(nlp: Language, name: str, spans_key: str) -> NumericClaims:
    """Factory of `numeric_claims`, for a French or English pipeline with a parser.

    spans_key: the claims go to doc.spans[spans_key], each labelled with its kind. Raises ValueError for another
    language.
    """
    if nlp.lang not in LANGUAGES:
        raise ValueError(f"{name} reads {', '.join(LANGUAGES)}, and this pipeline is for {nlp.lang!r}.")
    if not Span.has_extension("claim"):
        Span.set_extension("claim", getter=_get_claim)
    if not Doc.has_extension("published"):
        Doc.set_extension("published", default=None)
    return NumericClaims(nlp.lang, spans_key)


class NumericClaims:
    """Puts every claim into doc.spans[spans_key] and, as a Claim, behind span._.claim. Leaves the rest alone.

    doc._.published resolves « l'an dernier »: a date, or "2026-02-05", which unlike a date can be serialized with the
    Doc. Where it is None the text's own date line does.
    """

    def __init__(self, lang: str, spans_key: str) -> None:
        self.lang, self.spans_key = lang, spans_key

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc. Raises ValueError where no parser has run before."""
        claims: tuple[Claim, ...] = ()
        if doc.text.strip():
            if not doc.has_annotation("DEP"):
                raise ValueError("numeric_claims needs a parsed Doc. Put it behind a parser.")
            published = doc._.published
            if isinstance(published, str):
                published = date.fromisoformat(published)
            document = make_document(doc.text, lang=self.lang, published=published)
            claims = Extractor(parse=partial(_parse, doc)).extract(document).claims
        spans = [_span(doc, claim) for claim in claims]
        # Plain values, by the span's tokens: nlp.pipe(n_process=2) and DocBin serialize them, which objects are not.
        doc.user_data[_DATA] = {_key(span): _pack(claim) for span, claim in zip(spans, claims, strict=True)}
        doc.spans[self.spans_key] = spans
        return doc


def _span(doc: Doc, claim: Claim) -> Span:
    span = doc.char_span(claim.start, claim.end, label=claim.kind, alignment_mode="expand")
    assert span is not None  # expanded, offsets inside the text always make a span
    return span


def _parse(doc: Doc, document: Document, sentences: Sequence[Sentence]) -> list[Parse]:
    """The Doc's own parse, cut at our sentences (its character offsets are those of the document)."""
    assert len(document.text) == len(doc.text)
    spans = [doc.char_span(sentence.start, sentence.end, alignment_mode="expand") for sentence in sentences]
    return [Parse(()) if span is None else parse_from_span(span) for span in spans]


def _key(span: Span) -> str:
    return f"{span.start}:{span.end}"


def _pack(claim: Claim) -> dict[str, Any]:
    plain = asdict(claim)
    decimals = {name: None if plain[name] is None else str(plain[name]) for name in _DECIMALS}
    return {**plain, **decimals, "flags": list(claim.flags)}


def _get_claim(span: Span) -> Claim | None:
    plain = span.doc.user_data.get(_DATA, {}).get(_key(span))
    if plain is None:
        return None
    decimals = {name: None if plain[name] is None else Decimal(plain[name]) for name in _DECIMALS}
    return Claim(**{**plain, **decimals, "flags": tuple(plain["flags"])})

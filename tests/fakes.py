"""Claims made up for tests, and an extractor that needs no model: every run of digits is a count."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from pipeline.model import Claim, Document, Dropped, Extraction

YEAR = 4
LONGEST = 300  # characters of a sentence

CLAIM = Claim(
    claim_id="c1",
    doc_id="d",
    lang="fr",
    kind="count",
    bound="=",
    value=Decimal(3),
    value_max=None,
    unit="1",
    unit_text="ponts",
    per="",
    indicator="ponts",
    role="level",
    basis="",
    prices="",
    whole="",
    place="",
    period="",
    status="observed",
    quote="3 ponts",
    start=0,
    end=7,
    sentence="3 ponts.",
)


class FakeExtractor:
    """Counts how often it was made and what it was given. A text that holds the word BOOM is one it stumbles over."""

    made = 0
    seen: list[str] = []  # noqa: RUF012  (shared on purpose: the command makes the extractor itself)

    def __init__(self) -> None:
        FakeExtractor.made += 1

    @classmethod
    def reset(cls) -> None:
        cls.made, cls.seen = 0, []

    def extract(self, document: Document) -> Extraction:
        FakeExtractor.seen.append(document.doc_id)
        if "BOOM" in document.text:
            raise ZeroDivisionError("boom")
        claims, dropped = [], []
        for match in re.finditer(r"\d+", document.text):
            if len(match[0]) == YEAR:
                dropped.append(Dropped(match.start(), match.end(), "period"))
                continue
            claims.append(
                replace(
                    CLAIM,
                    claim_id=f"{document.doc_id}-{match.start()}",
                    doc_id=document.doc_id,
                    lang=document.lang,
                    value=Decimal(match[0]),
                    quote=match[0],
                    start=match.start(),
                    end=match.end(),
                    sentence=document.text[:LONGEST],
                )
            )
        trace = {
            claim.start: (("number", str(claim.value), "digits"), ("role", "level", "no-change-word"))
            for claim in claims
        }
        return Extraction(document, tuple(claims), tuple(dropped), 1, trace)

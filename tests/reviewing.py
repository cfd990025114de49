"""Output folders for the tests of the review: made with a rule of thumb instead of the models, or from a gold file."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from fakes import FakeExtractor

from pipeline.batch.ledger import LEDGER, Entry, Ledger, Reading
from pipeline.check.gold import read_gold
from pipeline.model import Claim, Document, Dropped
from pipeline.reading import make_document, read_document

SEED = "beijing-digital-economy-2025-fr"


def put(folder: Path, document: Document, claims: tuple[Claim, ...], dropped: tuple[Dropped, ...] = ()) -> None:
    published = document.published.isoformat() if document.published else ""
    entry = Entry(
        document.doc_id, f"in/{document.doc_id}.txt", "0", document.lang, document.title, document.publisher, published,
        len(document.text), 1, len(claims),
    )  # fmt: skip
    with Ledger(folder / LEDGER) as ledger:
        ledger.put(entry, claims, Reading(document.text, dropped))


def put_text(folder: Path, doc_id: str, text: str, lang: str = "fr") -> list[Claim]:
    """Every run of digits becomes a count, one of four digits is dropped; the sentence is the line."""
    document = make_document(text, doc_id=doc_id, lang=lang)
    found = FakeExtractor().extract(document)
    claims = []
    for claim in found.claims:
        start = text.rfind("\n", 0, claim.start) + 1
        end = text.find("\n", claim.end)
        sentence = text[start : end if end >= 0 else len(text)]
        claim_id = f"{doc_id}-{sentence}-{claim.start - start}"
        claims.append(replace(claim, sentence=sentence, claim_id=claim_id))
    put(folder, document, tuple(claims), found.dropped)
    return claims


def put_copies(folder: Path, text: str, copies: int) -> None:
    """As put_text, for many documents with the same text."""
    put_text(folder, "d000", text)
    with Ledger(folder / LEDGER) as ledger:
        (entry,) = ledger.entries().values()
        claims, reading = list(ledger.claims()), ledger.reading(entry.path)
        for number in range(1, copies):
            doc_id = f"d{number:03}"
            own = [replace(claim, doc_id=doc_id, claim_id=f"{doc_id}{claim.claim_id}") for claim in claims]
            ledger.put(replace(entry, id=doc_id, path=f"in/{doc_id}.txt"), own, reading)


def put_seed(folder: Path, corpus: Path, doc_id: str = SEED) -> list[Claim]:
    """A release of the corpus with the claims of its gold file, and those it lists as none."""
    document = read_document(corpus / "releases" / f"{doc_id}.txt", doc_id=doc_id)
    gold = read_gold(corpus / "gold" / f"{doc_id}.csv", document)
    claims = [replace(one, claim_id=f"{n:016x}", sentence=_line(document.text, one)) for n, one in enumerate(gold)]
    skipped = corpus / "gold" / f"{doc_id}.skip.csv"
    dropped: list[Dropped] = []
    if skipped.exists():
        with skipped.open(encoding="utf-8", newline="") as handle:
            dropped = [Dropped(int(r["start"]), int(r["end"]), r["reason"]) for r in csv.DictReader(handle)]
    put(folder, document, tuple(claims), tuple(dropped))
    return claims


def _line(text: str, claim: Claim) -> str:
    end = text.find("\n", claim.end)
    return text[text.rfind("\n", 0, claim.start) + 1 : end if end >= 0 else len(text)]

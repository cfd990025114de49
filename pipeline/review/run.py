"""An output folder as reviewers see it: each document with its text, its claims, and its numbers that are none.

This is the one module of this floor that knows how a run keeps its things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from pipeline.batch.ledger import Entry, Ledger, open_ledger
from pipeline.errors import InputError
from pipeline.model import Block, Claim, Document, Dropped
from pipeline.reading import make_document
from pipeline.review.offsets import Offsets


@dataclass(frozen=True)
class Held:
    """A document of the run. text: what its claims point into."""

    entry: Entry
    text: str
    claims: tuple[Claim, ...]
    dropped: tuple[Dropped, ...] = ()

    @property
    def doc_id(self) -> str:
        """The document's id."""
        return self.entry.id

    @cached_property
    def offsets(self) -> Offsets:
        """How a browser counts in the text."""
        return Offsets(self.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The paragraphs of the text; one for all of it where it cannot be read again."""
        try:
            return self.document().blocks
        except InputError:
            return (Block(0, len(self.text), "prose"),)

    def document(self) -> Document:
        """The document as it was read. Raises InputError for a text that is none of ours."""
        entry = self.entry
        published = date.fromisoformat(entry.published) if entry.published else None
        return make_document(
            self.text,
            doc_id=entry.id,
            lang=entry.lang or None,
            title=entry.title or None,
            publisher=entry.publisher or None,
            published=published,
        )


@dataclass(frozen=True)
class Run:
    """The documents of an output folder in the order of their ids; failed ones apart, left_out by the limit counted."""

    folder: Path
    documents: tuple[Held, ...]
    failed: tuple[Entry, ...]
    left_out: int = 0

    @cached_property
    def by_id(self) -> dict[str, Held]:
        """The documents by id."""
        return {held.doc_id: held for held in self.documents}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """All claims by claim_id."""
        return {claim.claim_id: claim for held in self.documents for claim in held.claims}


def load_run(folder: Path, *, characters: int | None = None) -> Run:
    """Read an output folder; of a very large one the first documents, with so many characters in all.

    Raises InputError where nothing has been extracted into it.
    """
    with open_ledger(folder) as ledger:
        failed = tuple(ledger.documents(status="failed"))
        good = [entry for entry in ledger.documents() if entry.status != "failed"]
        sizes = accumulate(entry.characters for entry in good)
        some = [entry for entry, size in zip(good, sizes, strict=True) if characters is None or size <= characters]
        return Run(folder, tuple(_held(ledger, some)), failed, len(good) - len(some))


def _held(ledger: Ledger, entries: list[Entry]) -> Iterator[Held]:
    for entry in entries:
        reading = ledger.reading(entry.path)
        yield Held(entry, reading.text, tuple(ledger.claims(entry.path)), reading.dropped)

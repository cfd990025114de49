"""An output folder as reviewers see it: each document with its text, its claims, and its numbers that are none.

This is the one place of this floor that knows where a run keeps its things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.batch.ledger import Entry, Ledger
from pipeline.batch.run import LEDGER
from pipeline.errors import InputError
from pipeline.model import Claim, Document, Dropped
from pipeline.quantities.find import find_quantities
from pipeline.reading import read_document
from pipeline.review.offsets import Offsets


@dataclass(frozen=True)
class Held:
    """A document of the run. document: None where its text is gone or has changed since; `reason` then says why."""

    entry: Entry
    document: Document | None
    claims: tuple[Claim, ...]
    dropped: tuple[Dropped, ...] = ()
    reason: str = ""

    @property
    def doc_id(self) -> str:
        """The document's id."""
        return self.entry.id

    @property
    def text(self) -> str:
        """The text the claims point into; empty where it is gone."""
        return self.document.text if self.document else ""

    @cached_property
    def offsets(self) -> Offsets:
        """How a browser counts in the text."""
        return Offsets(self.text)


@dataclass(frozen=True)
class Run:
    """All documents of an output folder in the order of their ids; failed ones apart."""

    folder: Path
    documents: tuple[Held, ...]
    failed: tuple[Entry, ...]

    @cached_property
    def by_id(self) -> dict[str, Held]:
        """The documents by id."""
        return {held.doc_id: held for held in self.documents}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """All claims by claim_id."""
        return {claim.claim_id: claim for held in self.documents for claim in held.claims}


def ledger_path(folder: Path) -> Path:
    """The ledger of an output folder. Raises InputError where there is none."""
    path = folder / LEDGER
    if not path.is_file():
        raise InputError(folder, None, "nothing has been extracted into this folder", "Run: releve extract … -o DIR")
    return path


def load_run(folder: Path) -> Run:
    """Read an output folder. Raises InputError where there is no ledger in it."""
    with Ledger(ledger_path(folder)) as ledger:
        entries = list(ledger.entries().values())
        held = tuple(_hold(entry, tuple(ledger.claims(entry.path)), folder) for entry in _good(entries))
    return Run(folder, held, tuple(entry for entry in entries if entry.status == "failed"))


def _good(entries: list[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.status != "failed")


def _hold(entry: Entry, claims: tuple[Claim, ...], folder: Path) -> Held:
    path = folder.absolute().parent / entry.path
    try:
        document = read_document(path, doc_id=entry.id, lang=entry.asked or entry.lang or None)
    except InputError as error:
        return Held(entry, None, claims, reason=error.problem)
    if any(document.text[claim.start : claim.end] != claim.quote for claim in claims):
        return Held(entry, None, claims, reason="the file has changed since it was extracted")
    taken = [(claim.start, claim.end) for claim in claims]
    dropped = tuple(
        one for one in find_quantities(document).dropped if not any(one.start < end and start < one.end for start, end in taken)
    )
    return Held(entry, document, claims, dropped)

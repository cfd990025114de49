"""From what a person names, a file or the id of a document of a run, to an edition with its claims."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipeline.batch.ledger import LEDGER, Entry, Ledger, open_ledger
from pipeline.batch.one import extract_one
from pipeline.compare.model import Edition
from pipeline.errors import InputError
from pipeline.extract import Extractor
from pipeline.model import Document, Extraction
from pipeline.reading import make_document, read_document


class Sources:
    """Editions by name; the models load once, and only if something has to be extracted.

    out: the folder of a run whose documents may be named by their ids.
    """

    def __init__(self, out: Path | None, *, make_extractor: Callable[[], Extractor] = Extractor) -> None:
        self._out = out
        self._make = make_extractor
        self._extractor: Extractor | None = None

    def get(self, name: str, lang: str | None = None) -> Edition:
        """The edition of a file or of an id. Raises InputError where it is neither, or cannot be read."""
        path = Path(name)
        if path.exists():
            return self.read(path, lang)
        if self._out is not None and (self._out / LEDGER).is_file():
            with open_ledger(self._out) as ledger:
                found = [entry for entry in ledger.documents() if name in (entry.id, entry.path)]
                if found:
                    return self._stored(ledger, found[0])
            raise InputError(name, None, f"it is no file and no document of {self._out}", "Check the name")
        raise InputError(name, None, "there is no such file", "Check the name, or name the folder of a run with -o")

    def read(self, path: Path, lang: str | None = None) -> Edition:
        """The edition of a file."""
        return self.edition(read_document(path, lang=lang), path)

    def edition(self, document: Document, path: Path | str) -> Edition:
        """A document with its claims."""
        self._extractor = self._extractor or self._make()
        return make_edition(extract_one(self._extractor, document, path))

    def _stored(self, ledger: Ledger, entry: Entry) -> Edition:
        """A document of the run as it was extracted: the claims' offsets hold in the text that the ledger keeps."""
        if entry.status != "done":
            raise InputError(entry.path, None, f"the run could not read it: {entry.reason}", "Mend it and run again")
        document = make_document(
            ledger.reading(entry.path).text,
            doc_id=entry.id,
            lang=entry.lang or None,
            published=date.fromisoformat(entry.published) if entry.published else None,
        )
        return Edition(document, tuple(sorted(ledger.claims(entry.path), key=lambda claim: claim.start)))


def make_edition(extraction: Extraction) -> Edition:
    """An edition from what the extractor found."""
    return Edition(extraction.document, tuple(sorted(extraction.claims, key=lambda claim: claim.start)))

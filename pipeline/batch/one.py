"""One document through the extractor, so that a fault in it costs that document and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pipeline.errors import InputError
from pipeline.model import Document, Extraction

DETAIL = 200  # characters of an exception's message that a line for people may hold


class ExtractorError(InputError):
    """The extractor stumbled over a document: that document is lost, the run is not."""


class ExtractsDocuments(Protocol):
    """What we need of an Extractor."""

    def extract(self, document: Document, /) -> Extraction:
        """All that is found in a document."""
        ...


def extract_one(
    extractor: ExtractsDocuments, document: Document, path: Path | str, line: int | None = None
) -> Extraction:
    """Extract a document, called `path` and `line` in errors.

    Raises ExtractorError for any exception but InputError: that one says that the extractor itself cannot work (a model
    that is not installed, a faulty table of words), which no other document would escape either.
    """
    try:
        return extractor.extract(document)
    except InputError:
        raise
    except MemoryError as error:
        problem, mend = "it takes more memory than there is", "Split it into documents"
        raise ExtractorError(path, line, problem, mend, code="memory") from error
    except Exception as error:
        problem = f"a fault of the extractor, {type(error).__name__}: {str(error)[:DETAIL]!r}"
        raise ExtractorError(path, line, problem, "Please report it with the document") from error

"""Sentences with one number marked by [ ]: the document without the marks, and where the mark stood."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Document
from pipeline.quantities.find import Found, find_quantities
from pipeline.reading import make_document

MARKS = ("[", "]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A document and the offsets of its mark."""

    document: Document
    start: int
    end: int

    def find(self) -> Found:
        """What the quantities floor finds in it."""
        return find_quantities(self.document)


def read_marked(text: str, lang: str) -> Marked:
    """Raises ValueError for a text without exactly one pair of marks: it would test nothing."""
    opening, closing = MARKS
    if text.count(opening) != 1 or text.count(closing) != 1 or text.index(opening) > text.index(closing):
        raise ValueError(f"{text!r} does not mark one number with [ ]")
    start, end = text.index(opening), text.index(closing) - 1
    plain = text.replace(opening, "").replace(closing, "")
    document = make_document(plain, doc_id="case", lang=lang, title="-")  # so that the sentence is prose
    shift = document.text.index(plain)
    return Marked(document, start + shift, end + shift)

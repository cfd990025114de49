"""Read what a person wrote down for one document: a gold file, one claim a row, in the contract's columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import regex

from pipeline.errors import InputError
from pipeline.model import Claim, Document
from pipeline.table.columns import NAMES, from_row

GOLD_COLUMNS = NAMES[NAMES.index("kind") : NAMES.index("end") + 1]
EMPTY = {"claim_id": "", "sentence": "", "flags": ""}
NEAR = 400  # how far from the given offsets we look for the quote, to say where it is


def read_gold(path: Path, document: Document) -> tuple[Claim, ...]:
    """The gold claims of a document, in the order of the file (claim_id, sentence and flags stay empty).

    Raises InputError, with file and line, for a header that is not `kind … end`, a cell that its column does not
    allow, offsets that do not give the quote, and spans that overlap.
    """
    claims: list[Claim] = []
    for line, row in _rows(path):
        try:
            claim = from_row({**EMPTY, "doc_id": document.doc_id, "lang": document.lang, **row})
        except ValueError as error:
            raise InputError(path, line, *_two(error)) from None
        _check_span(path, line, claim, document.text)
        for other in claims:
            if claim.start < other.end and other.start < claim.end:
                raise InputError(path, line, f"{claim.quote!r} overlaps {other.quote!r}", "Keep one number a claim")
        claims.append(claim)
    return tuple(claims)


def _two(error: ValueError) -> tuple[str, str]:
    problem, mend = error.args
    return problem, mend[:1].upper() + mend[1:]


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.is_file():
        raise InputError(path, None, "there is no such gold file", "Add it, or take its line out of golds.csv")
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            header = tuple(next(reader, ()))
            if header != GOLD_COLUMNS:
                raise InputError(path, 1, _header_fault(header), f"The header is {','.join(GOLD_COLUMNS)}")
            for row in reader:
                if len(row) != len(header):
                    problem = f"the row has {len(row)} cells and the header {len(header)}"
                    raise InputError(path, reader.line_num, problem, "Count the commas")
                yield reader.line_num, dict(zip(header, row, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(path, None, f"it is no UTF-8 CSV ({error})", "Save it as CSV in UTF-8") from None


def _header_fault(header: tuple[str, ...]) -> str:
    unknown = [name for name in header if name not in GOLD_COLUMNS]
    missing = [name for name in GOLD_COLUMNS if name not in header]
    if unknown:
        return f"{unknown[0]!r} is no column of a gold file"
    if missing:
        return f"the column {missing[0]!r} is missing"
    return "the columns are not in their order"


def _check_span(path: Path, line: int, claim: Claim, text: str) -> None:
    there = text[claim.start : claim.end]
    if there == claim.quote and claim.quote:
        return
    around = max(0, claim.start - NEAR)
    near = regex.search(regex.escape(claim.quote), text, pos=around) if claim.quote else None
    mend = f"It stands at {near.start()}:{near.end()}" if near else "Correct start and end, or the quote"
    problem = f"the text at {claim.start}:{claim.end} is {there[:80]!r}, not {claim.quote[:80]!r}"
    raise InputError(path, line, problem, mend)

"""Claims as CSV and back: UTF-8, RFC 4180, '.' decimals. What is read back equals what was written.

A spreadsheet runs a cell that begins with = + - @ (or a tab or line end before them) as a formula. A text cell
that it would run gets an apostrophe in front, and `read_claims` takes it off again. Numbers, and text that is
a number with its unit (« -0,3 % »), cannot be run and stay as they are.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO

import regex

from pipeline.errors import InputError
from pipeline.model import Claim
from pipeline.table.columns import BY_NAME, COLUMNS, NAMES, from_row, to_row
from pipeline.table.write import csv_record, replacing

# Full-width forms too: a spreadsheet set to Japanese or Chinese takes ＝ for =.
FORMULA = regex.compile(r"'*+[=+\-@\t\r\n＝＋－＠]")
SIGNED_NUMBER = regex.compile(r"[+-]\s?\d[\d\s.,]*+(?:[%‰€$£]|\p{L}[\p{L}\p{N}\s'’.°²³/]*+)?+")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written. mark: what stands before the header, a byte order mark or nothing."""

    name: str = ""
    delimiter: str = ","
    decimal: str = "."
    mark: str = ""


PLAIN = Dialect()
# What a spreadsheet set to French opens by a double click, with numbers as numbers.
EXCEL_FR = Dialect("excel-fr", ";", ",", "\ufeff")
DIALECTS = {dialect.name: dialect for dialect in (PLAIN, EXCEL_FR)}


def write_claims(claims: Iterable[Claim], path: Path | str, *, dialect: Dialect = PLAIN) -> None:
    """Write claims to a CSV file, in the order given. The file is whole or, after an error, as it was before."""
    with replacing(Path(path)) as handle:
        handle.writelines(csv_lines(claims, dialect))


def csv_lines(claims: Iterable[Claim], dialect: Dialect = PLAIN) -> Iterator[str]:
    """The header and one record a claim, each with its line end."""
    yield dialect.mark + csv_record(NAMES, delimiter=dialect.delimiter)
    for claim in claims:
        cells = [_localised(name, guard_cell(name, cell), dialect) for name, cell in to_row(claim).items()]
        yield csv_record(cells, delimiter=dialect.delimiter)


def read_claims(path: Path | str) -> list[Claim]:
    """Read the claims of a CSV file that `write_claims` wrote in any dialect, further columns at the end ignored.

    Raises InputError, with file and line, for a missing file, another header, or a cell that its column does not allow.
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle, _any_cell_size():
            return list(_claims(path, handle))
    except OSError as error:
        raise InputError(path, None, f"it cannot be opened ({error.strerror})", "Check the name") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(path, None, f"it is no UTF-8 CSV ({error})", "Save it as CSV in UTF-8") from None


def guard_cell(column: str, cell: str) -> str:
    """The cell of a column as it is written: guarded, unless the column holds numbers or a closed list of values."""
    known = BY_NAME.get(column)
    return guard_text(cell) if known is None or known.kind in ("text", "flags") else cell


def guard_text(cell: str) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would run it."""
    return "'" + cell if FORMULA.match(cell) and not SIGNED_NUMBER.fullmatch(cell) else cell


def unguard_text(cell: str) -> str:
    """The cell that `guard_text` was given."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _claims(path: Path, handle: TextIO) -> Iterator[Claim]:
    first = handle.readline()
    dialect = EXCEL_FR if EXCEL_FR.delimiter in first else PLAIN  # no name of a column holds one
    reader = csv.reader(chain([first], handle), strict=True, delimiter=dialect.delimiter)
    header = next(reader, [])
    if tuple(header[: len(NAMES)]) != NAMES:
        raise InputError(path, 1, "this is not the header of a table of claims", f"It begins {','.join(NAMES)}")
    for row in reader:
        if len(row) != len(header):
            problem = f"the row has {len(row)} cells and the header {len(header)}"
            raise InputError(path, reader.line_num, problem, "Count the commas")
        cells = zip(COLUMNS, row[: len(NAMES)], strict=True)
        try:
            yield from_row({column.name: _unguarded(column.name, cell, dialect) for column, cell in cells})
        except ValueError as error:
            problem, mend = error.args
            raise InputError(path, reader.line_num, problem, mend[:1].upper() + mend[1:]) from None


def _unguarded(name: str, cell: str, dialect: Dialect) -> str:
    kind = BY_NAME[name].kind
    if kind == "decimal":
        return cell.replace(dialect.decimal, ".")
    return unguard_text(cell) if kind in ("text", "flags") else cell


def _localised(name: str, cell: str, dialect: Dialect) -> str:
    return cell.replace(".", dialect.decimal) if BY_NAME[name].kind == "decimal" else cell


@contextmanager
def _any_cell_size() -> Iterator[None]:
    """A sentence may be longer than the 128 KB that the csv module takes for a mistake."""
    limit = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(limit)

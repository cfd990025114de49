"""Read a table that was edited in a spreadsheet, whatever the spreadsheet made of it: .xlsx, or .csv in any dialect.

A French spreadsheet saves with semicolons, decimal commas and, often, in Windows-1252; an English one with commas.
What was found is said (`Sheet.dialect`), so that a person can see a wrong guess.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import regex

from pipeline.errors import InputError
from pipeline.table.columns import NAMES
from pipeline.table.csvfile import unguard_text

MAX_BYTES = 200_000_000
ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tab"}
MARKS = {",": "comma", ".": "point"}
NUMBERS = ("value", "value_max")
WITH_MARK = regex.compile(r"-?\d+([.,])\d+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table. columns: header name -> its letter; rows: (row number, name -> cell as text).

    mark: the decimal mark of its numbers. dialect: how it was read, for people.
    """

    path: Path
    columns: dict[str, str]
    rows: tuple[tuple[int, dict[str, str]], ...]
    mark: str
    dialect: str


def read_sheet(path: Path) -> Sheet:
    """Read an edited table. Raises InputError where it is none of ours, or cannot be read."""
    if not path.is_file():
        raise InputError(path, None, "there is no such file", "Check the name")
    if path.stat().st_size > MAX_BYTES:
        raise InputError(path, None, "the file is too large", "Split it")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _read_workbook(path)
    return _read_text(path)


def letter(at: int) -> str:
    """The name of a column in a spreadsheet: 0 is A, 26 is AA.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    head, last = divmod(at, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + last)


def _read_text(path: Path) -> Sheet:
    data = path.read_bytes()
    text, encoding = _decode(path, data)
    separator = _separator(text)
    limit = csv.field_size_limit(MAX_BYTES)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise InputError(path, None, f"it is no table ({error})", "Save it as CSV or XLSX") from None
    finally:
        csv.field_size_limit(limit)
    if lines and len(lines[0]) == 1 and lines[0][0].lower().startswith("sep="):  # a line some spreadsheets want
        lines = lines[1:]
    columns, rows = _table(path, lines)
    mark = _mark(row for _, row in rows)
    dialect = f"{SEPARATORS[separator]}-separated, decimal {MARKS[mark]}, {encoding}"
    return Sheet(path, columns, rows, mark, dialect)


def _read_workbook(path: Path) -> Sheet:
    import openpyxl  # here: most sheets are CSV
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        name = "claims" if "claims" in book.sheetnames else book.sheetnames[0]
        lines = [[_cell_text(cell) for cell in row] for row in book[name].iter_rows(values_only=True)]
        book.close()
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        problem = f"it is no workbook ({type(error).__name__})"
        raise InputError(path, None, problem, "Save it as XLSX or CSV") from None
    columns, rows = _table(path, lines)
    return Sheet(path, columns, rows, _mark(row for _, row in rows), f"XLSX, sheet {name!r}")


def _cell_text(cell: Any) -> str:
    """A cell as text: numbers plain, days as ISO. A number keeps the digits that a spreadsheet shows, 15 at most."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float):
        return format(Decimal(repr(cell)).normalize(), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    for mark, encoding in ENCODINGS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig").upper()
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        raise InputError(path, None, "its encoding is not known", "Save it as CSV UTF-8 or as XLSX") from None


def _separator(text: str) -> str:
    """Of the separators the one that makes most columns of ours out of the first lines."""
    head = text[:20_000].splitlines()[:2]
    return max(SEPARATORS, key=lambda one: max((len(_names(line.split(one))) for line in head), default=0))


def _names(cells: Iterable[str]) -> set[str]:
    return {cell.strip().strip('"') for cell in cells} & set(NAMES)


def _table(path: Path, lines: Sequence[Sequence[str]]) -> tuple[dict[str, str], tuple[tuple[int, dict[str, str]], ...]]:
    header = [cell.strip() for cell in lines[0]] if lines else []
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise InputError(path, 1, f"the column {doubled[0]!r} stands there twice", "Keep one of them")
    if "claim_id" not in header:
        raise InputError(path, 1, "there is no column claim_id", "Edit claims.csv, claims.xlsx or claims_reviewed.csv")
    columns = {name: letter(at) for at, name in enumerate(header) if name}
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            cells = [*line, *[""] * (len(header) - len(line))]
            row = {name: unguard_text(cell) for name, cell in zip(header, cells, strict=False) if name}
            rows.append((number, row))
    return columns, tuple(rows)


def _mark(rows: Iterable[dict[str, str]]) -> str:
    found = [match[1] for row in rows for name in NUMBERS if (match := WITH_MARK.fullmatch(row.get(name, "").strip()))]
    return "," if found.count(",") > found.count(".") else "."

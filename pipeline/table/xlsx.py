"""Claims as an Excel workbook: numbers are numbers, text is text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.model import Claim
from pipeline.table.columns import COLUMNS, Column, format_cell
from pipeline.table.write import replacing_file

_MOST_ROWS = 1_048_575  # below the header, on one sheet
_LONGEST = 32_767  # characters of a cell
_EXACT = 15  # digits that a spreadsheet keeps
_WIDTHS = {"sentence": 80, "quote": 30, "indicator": 40, "unit_text": 28, "whole": 28, "claim_id": 18, "doc_id": 28}
_USUAL = 12
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same claims give the same bytes
_COLOURS = ("#FFFFFF", "#1F3864")


def write_xlsx(claims: Iterable[Claim], path: Path) -> None:
    """Write claims to a workbook, in the order given; whole or not at all. More than a sheet holds go to the next one.

    A number with more digits than a spreadsheet keeps is written as text, and text longer than a cell is cut.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    with replacing_file(path) as written:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(str(written), {**options, "strings_to_numbers": False})
        book.set_properties({"title": "Relevé", "created": _MADE})
        header = book.add_format({"bold": True, "font_color": _COLOURS[0], "bg_color": _COLOURS[1]})
        number = book.add_format({"num_format": "General", "align": "right"})
        sheet, line, sheets = None, _MOST_ROWS, 0
        for claim in claims:
            if sheet is None or line == _MOST_ROWS:
                _close(sheet, line)
                sheets += 1
                sheet, line = _add_sheet(book, sheets, header), 0
            line += 1
            for place, column in enumerate(COLUMNS):
                _write_cell(sheet, line, place, column, getattr(claim, column.name), number)
        if sheet is None:
            sheet, line = _add_sheet(book, 1, header), 0
        _close(sheet, line)
        book.close()


def _add_sheet(book: Any, number: int, header: Any) -> Any:
    sheet = book.add_worksheet("claims" if number == 1 else f"claims {number}")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(column.name, _USUAL))
        sheet.write_string(0, place, column.name, header)
    return sheet


def _close(sheet: Any, lines: int) -> None:
    if sheet is not None:
        sheet.autofilter(0, 0, max(lines, 1), len(COLUMNS) - 1)


def _write_cell(sheet: Any, line: int, place: int, column: Column, value: Any, number: Any) -> None:
    if value is None:
        return
    if column.kind == "integer" or (column.kind == "decimal" and _is_exact(value)):
        sheet.write_number(line, place, value, number)
        return
    text = format_cell(column, value)
    if text:
        sheet.write_string(line, place, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def _is_exact(value: Decimal) -> bool:
    _, digits, exponent = value.normalize().as_tuple()
    return len(digits) <= _EXACT and isinstance(exponent, int) and -_EXACT <= exponent <= 2 * _EXACT


"""Is a corrected cell one the table may hold? Each column's rule, and the codes a reviewer is offered."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import regex

from pipeline import languages
from pipeline.model import Claim
from pipeline.quantities.currencies import current_codes
from pipeline.review.run import Held
from pipeline.table.columns import BY_NAME, NAMES, from_row, parse_cell, to_row

EDITABLE = (*NAMES[NAMES.index("kind") : NAMES.index("status") + 1], "quote", "start", "end")
ONE_PERIOD = r"\d{4}(?:-(?:Q[1-4]|S[12]|W(?:0[1-9]|[1-4]\d|5[0-3])|(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?))?"
PERIOD = regex.compile(rf"{ONE_PERIOD}(?:/{ONE_PERIOD})?")
BASIS = regex.compile(rf"yoy|qoq|mom|hoh|avg|since {ONE_PERIOD}(?:/{ONE_PERIOD})?")
PRICES = ("", "current", "constant")
ANNOTATION = regex.compile(r"\{[^{}\s]{1,40}\}")
NUMBER = regex.compile(r"[-−–]?[\d\s.,'’]+")
SI_PREFIXES = "TGMkhdcmun"
MAX_CELL = 2000


class EditError(ValueError):
    """A cell that its column does not allow: which column, and what would be right."""

    def __init__(self, column: str, mend: str) -> None:
        self.column, self.mend = column, mend
        super().__init__(f"{column}: {mend}")


def check_row(held: Held, claim: Claim, changes: Mapping[str, str]) -> dict[str, str]:
    """The changes as the table writes them, those that change nothing left out.

    Raises EditError for a column that is not to be edited, a cell that its column does not allow, a span that does not
    hold its quote, and a range that ends below its start.
    """
    before = to_row(claim)
    cells = {name: check_cell(name, cell) for name, cell in changes.items()}
    row = {**before, **cells}
    if {"start", "end", "quote"} & cells.keys():
        start, end = int(row["start"]), int(row["end"])
        cells["quote"] = row["quote"] = held.text[start:end]
        if not 0 <= start < end <= len(held.text) or not row["quote"].strip():
            raise EditError("quote", "select the words in the text")
    after = from_row(row)
    if after.value_max is not None and after.value_max < after.value:
        raise EditError("value_max", "the upper end is below the lower")
    return {name: row[name] for name in cells if row[name] != before[name]}


def check_cell(name: str, cell: str) -> str:
    """One cell as the table writes it. Raises EditError."""
    if name not in EDITABLE:
        raise EditError(name, "this column is not to be edited")
    if len(cell) > MAX_CELL:
        raise EditError(name, f"at most {MAX_CELL} characters")
    cell = " ".join(cell.split()) if name != "quote" else cell
    column = BY_NAME[name]
    if column.kind == "decimal":
        cell = plain_decimal(cell)
    try:
        parse_cell(column, cell)
    except ValueError as error:
        raise EditError(name, str(error)) from None
    if name == "period" and cell and not PERIOD.fullmatch(cell):
        raise EditError(name, "write it like 2025, 2025-12, 2025-12-31, 2025-Q3, 2025-S1, 2025-W07 or 2021/2025")
    if name == "basis" and cell and not BASIS.fullmatch(cell):
        raise EditError(name, "use yoy, qoq, mom, hoh, avg, or since and a period")
    if name == "prices" and cell not in PRICES:
        raise EditError(name, "use current, constant, or leave it empty")
    if name == "unit" and not is_unit(cell):
        raise EditError(name, "use a code of the list, or one in braces like {seat}")
    return cell


def plain_decimal(cell: str, mark: str | None = None) -> str:
    """A number as people type it to one as the table writes it; any other text unchanged.

    mark: the decimal mark, where it is known; else the last comma or point is one, where it stands only once.

    >>> plain_decimal("−1 234,50"), plain_decimal("1,234.5"), plain_decimal("8.7")
    ('-1234.50', '1234.5', '8.7')
    """
    if not NUMBER.fullmatch(cell) or not any(char.isdigit() for char in cell):
        return cell
    text = regex.sub(r"[\s'’]", "", cell).translate(str.maketrans("−–", "--"))
    if mark is None:
        marks = [char for char in text if char in ".,"]
        mark = marks[-1] if marks and marks.count(marks[-1]) == 1 else "."
    text = text.replace("," if mark == "." else ".", "").replace(mark, ".")
    return format(Decimal(text), "f") if text.count(".") <= 1 and text.strip("-.") else cell


def is_unit(code: str) -> bool:
    """Whether a code is one of ours, put together of parts of ours (GW.h, t/km2), or holds an annotation in braces."""
    if code in unit_codes() or ANNOTATION.search(code):
        return True
    parts = [part.rstrip("0123456789") for part in regex.split(r"[./]", code)]
    return all(part in _atoms() or (part[:1] in SI_PREFIXES and part[1:] in _atoms()) for part in parts)


@cache
def _atoms() -> frozenset[str]:
    parts = {part.rstrip("0123456789") for code in unit_codes() for part in regex.split(r"[./]", code)}
    bare = {part[1:] for part in parts if part[:1] in SI_PREFIXES}
    return frozenset((parts | bare) - {""})


@cache
def unit_codes() -> frozenset[str]:
    """The codes that the extractor may give: those of our tables, and every currency in use."""
    codes = {"1", "{x}", "%", "pp", "‰", *current_codes()}
    for lang in languages.LANGUAGES:
        for table in ("units", "cldr_units", "currencies"):
            codes |= {row["unit"] for row in languages.rows(table, lang)}
    return frozenset(code for code in codes if code and " " not in code and not code.startswith("~"))

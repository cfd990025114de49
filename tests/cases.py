"""Read a table of test cases: a CSV in tests/data/, one case a line.

    @pytest.mark.parametrize("case", cases("numerals"))
    def test_numerals(case: dict[str, str]) -> None:
        assert read(case["text"]) == Decimal(case["value"]), case["why"]

A cell in the optional column `gap` says why a case does not pass yet; it is then a strict xfail, so that the
mark has to go the day the case passes. The test id is the line of the file, then the text.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

DATA = Path(__file__).parent / "data"
ID_LENGTH = 60


def cases(name: str) -> list[ParameterSet]:
    """The cases of tests/data/NAME.csv, each a dict of its cells.

    Raises ValueError, with the file and line, for a table without cases, a row with too few or too many cells,
    or a row that stands there twice: each would be a test that tests nothing.
    """
    path = DATA / f"{name.removesuffix('.csv')}.csv"
    params: list[ParameterSet] = []
    seen: dict[tuple[str, ...], int] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        for row in reader:
            line = reader.line_num
            if None in row or None in row.values():
                raise ValueError(f"{path.name}:{line}: the row has not as many cells as the header. Count the commas.")
            cells = tuple(row.values())
            if cells in seen:
                raise ValueError(f"{path.name}:{line}: the case is on line {seen[cells]} already. Keep one.")
            seen[cells] = line
            params.append(_param(row, line))
    if not params:
        raise ValueError(f"{path.name}: there is no case in this table. Add one, or remove the file.")
    return params


def _param(row: dict[str, str], line: int) -> ParameterSet:
    gap = row.get("gap", "").strip()
    marks = [pytest.mark.xfail(reason=gap, strict=True)] if gap else []
    return pytest.param(row, id=f"{line}-{_label(row)}", marks=marks)


def _label(row: dict[str, str]) -> str:
    """What a reader recognises the case by: its text, or else its second cell (the first is mostly `lang`)."""
    cells = list(row.values())
    return (row.get("text") or (cells[1] if len(cells) > 1 else cells[0]))[:ID_LENGTH]

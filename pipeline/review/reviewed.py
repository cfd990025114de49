"""The reviewed table: corrections applied, rejected rows left out, added rows in, and who decided when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.review.events import Event
from pipeline.review.replay import ReviewedClaim, replay, reviewed_claims
from pipeline.review.run import Run
from pipeline.table.columns import BY_NAME, NAMES, to_row
from pipeline.table.csvfile import guard_cell
from pipeline.table.write import write_rows

ABOUT = ("verdict", "corrected", "reviewer", "reviewed_at")
COLUMNS = (*NAMES, *ABOUT)
CSV_NAME, XLSX_NAME = "claims_reviewed.csv", "claims_reviewed.xlsx"
WIDE = {"sentence": 60, "indicator": 36, "quote": 30, "unit_text": 22, "whole": 24, "claim_id": 18}


def write_reviewed(run: Run, events: Sequence[Event]) -> int:
    """Write claims_reviewed.csv and .xlsx into the run's folder; returns how many rows they have."""
    rows = [_cells(row) for rows in reviewed_claims(run, replay(events)).values() for row in rows]
    guarded = ([guard_cell(name, row[name]) for name in COLUMNS] for row in rows)
    write_rows(run.folder / CSV_NAME, COLUMNS, guarded)
    _write_workbook(run.folder / XLSX_NAME, rows)
    return len(rows)


def _cells(row: ReviewedClaim) -> dict[str, str]:
    judgement = row.judgement
    about = (judgement.verdict, " ".join(judgement.changes), judgement.reviewer, judgement.at)
    return {**to_row(row.claim), **dict(zip(ABOUT, about, strict=True))}


def _write_workbook(path: Path, rows: Sequence[dict[str, str]]) -> None:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # here: a page that is only looked at does not need it

    # strings_to_…: text stays text, whatever it begins with.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    part = path.with_name(f".{path.name}")
    with Workbook(str(part), options) as book:
        sheet = book.add_worksheet("claims")
        bold = book.add_format({"bold": True})
        for at, name in enumerate(COLUMNS):
            sheet.write_string(0, at, name, bold)
            sheet.set_column(at, at, WIDE.get(name, 12))
        for line, row in enumerate(rows, 1):
            for at, name in enumerate(COLUMNS):
                column = BY_NAME.get(name)
                if row[name] and column is not None and column.kind in ("decimal", "integer") and _fits(row[name]):
                    sheet.write_number(line, at, float(row[name]))
                else:
                    sheet.write_string(line, at, row[name])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    part.replace(path)


def _fits(cell: str) -> bool:
    """Whether a spreadsheet's number, which has 15 digits, holds the decimal exactly."""
    return len(cell.replace("-", "").replace(".", "").strip("0")) <= 15

"""What the last check listed: check.csv of the output folder, each line a disagreement with a gold file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from pipeline.table.csvfile import unguard_text


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of check.csv."""

    doc: str
    quote: str
    column: str
    gold: str
    got: str
    start: int


def read_differences(path: Path) -> list[Difference]:
    """The lines of check.csv; none where there was no check, or the file is not one of ours: a page does without."""
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            return [_line(row) for row in csv.DictReader(handle)]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, ValueError, TypeError):
        return []


def _line(row: dict[str, str]) -> Difference:
    doc, quote, gold, got = (unguard_text(row[name]) for name in ("doc", "quote", "gold", "got"))
    return Difference(doc, quote, row["column"], gold, got, int(row["start"]))

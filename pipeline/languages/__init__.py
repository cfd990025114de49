"""Words and patterns as data. One table a subject, French and English side by side, one line a word.

Every table is a CSV beside this file whose first column is `lang` (`fr`, `en`, or `*` for both). The floors above
ask for the rows of one language and compile what they need from them, once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pipeline.errors import InputError

HERE = Path(__file__).parent
LANGUAGES = ("fr", "en")


@cache
def rows(table: str, lang: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `table`.csv for one language, in file order, each with its line number under "line".

    Raises InputError for a missing table, a row with too few or too many cells, or an unknown language.
    """
    path = HERE / f"{table}.csv"
    found = []
    for row in _read(path):
        if row["lang"] not in (*LANGUAGES, "*"):
            raise InputError(path, int(row["line"]), f"{row['lang']!r} is no language", "Use fr, en or *")
        if row["lang"] in (lang, "*"):
            found.append(MappingProxyType(row))
    return tuple(found)


@cache
def forms(table: str, lang: str, **where: str) -> tuple[str, ...]:
    """The `form` cells of a table's rows that match `where`, longest first so that an alternation is greedy."""
    kept = [row["form"] for row in rows(table, lang) if all(row[column] == cell for column, cell in where.items())]
    return tuple(longest_first(kept))


def longest_first(some: Iterable[str]) -> list[str]:
    """For an alternation that is greedy, and the same in every process whatever order `some` comes in (a set)."""
    return sorted(some, key=lambda form: (-len(form), form))


def _read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise InputError(path, None, "there is no such table", "Check the name, or add the file")
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        columns = (*next(reader), "line")
        table = []
        for row in reader:
            if row and len(row) != len(columns) - 1:
                raise InputError(
                    path, reader.line_num, "the row has not as many cells as the header", "Count the commas"
                )
            if row:  # an empty line is none
                table.append(dict(zip(columns, (*row, str(reader.line_num)), strict=True)))
    return table

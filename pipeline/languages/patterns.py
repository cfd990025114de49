"""Patterns in tables: a broken one is a fault of its row, and is reported as such."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import regex

from pipeline import languages
from pipeline.errors import InputError

T = TypeVar("T")
COLUMNS = ("form", "pattern", "not_before", "not_after", "after", "evidence")  # where tables hold patterns


def compiles(*tables: str) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Mark a function that compiles the patterns of some tables for a language.

    A pattern that is broken then raises InputError with the file and line of its row, not regex.error.
    """

    def decorate(build: Callable[[str], T]) -> Callable[[str], T]:
        @wraps(build)
        def checked(lang: str) -> T:
            try:
                return build(lang)
            except regex.error as fault:
                raise _located(tables, lang) or fault from None

        return checked

    return decorate


def _located(tables: tuple[str, ...], lang: str) -> InputError | None:
    """The fault of the first row whose cell is no pattern; None where the cells are only broken together."""
    for table in tables:
        for row in languages.rows(table, lang):
            for cell in (row[column] for column in COLUMNS if column in row):
                try:
                    regex.compile(cell)
                except regex.error as broken:
                    path, line = languages.HERE / f"{table}.csv", int(row["line"])
                    return InputError(path, line, f"the pattern {cell!r} is broken: {broken}", "Mend the pattern")
    return None

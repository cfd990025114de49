"""Patterns made of a table's forms: whole words, a star for any ending, compiled once per language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import regex

from pipeline.languages import longest_first, rows
from pipeline.languages.compiled import compile_pattern

TIMEOUT = 1.0  # seconds; a sentence takes microseconds, so this only ends what should never happen


@cache
def cue_pattern(table: str, lang: str, shape: str = "{}", **where: str | tuple[str, ...]) -> regex.Pattern[str]:
    """A pattern that finds any form of the rows where each column of `where` holds the cell, or one of the cells.

    In a form a star stands for any ending (« augment* »: « augmentation », « augmenté »). `shape` puts the forms into
    a larger pattern at its {}. Without any form the pattern matches nothing.
    """
    wanted = {column: (cells,) if isinstance(cells, str) else cells for column, cells in where.items()}
    found = {row["form"] for row in rows(table, lang) if all(row[column] in cells for column, cells in wanted.items())}
    # what has to stand at the end of a text is looked for from there
    backwards = regex.REVERSE if shape.endswith("$") and not shape.startswith("^") else 0
    return compile_pattern(shape.replace("{}", _alternation(found)), regex.IGNORECASE | backwards)


def _alternation(forms: Iterable[str]) -> str:
    return f"(?<![\\p{{L}}\\p{{N}}])(?:{'|'.join(map(_as_pattern, longest_first(forms))) or '(?!)'})"


def _as_pattern(form: str) -> str:
    body = r"\p{L}{0,12}".join(regex.escape(piece, special_only=True) for piece in form.split("*"))
    # an elided form (« d' ») is followed by its word at once; every other one ends where a word ends
    return body if form.endswith("'") else body + r"(?![\p{L}\p{N}])"

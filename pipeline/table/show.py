"""Claims and their reasons as lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model import Claim, Dropped, Extraction
from pipeline.table.columns import BY_NAME, COLUMNS, format_cell

SHOWN = ("value", "unit", "indicator", "role", "place", "period", "status", "quote", "flags")
INSIDE = ("claim_id", "doc_id", "lang", "sentence", "start", "end", "quote")  # told by the text itself


def show_rows(claims: Iterable[Claim]) -> list[list[str]]:
    """One row a claim, with the cells a reader looks for: see SHOWN."""
    return [[_one_line(_shown(claim, name)) for name in SHOWN] for claim in claims]


def plain_table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Rows as lines with aligned columns, two spaces between them."""
    table = [list(header), *(list(row) for row in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]


def print_table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print rows as a table that is fitted to the terminal, long cells folded."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD)
    for name in header:
        table.add_column(name, justify="right" if name == "value" else "left", no_wrap=name == "value")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # Text: what stands in brackets in a release is no markup
    Console().print(table)


def explain_lines(extraction: Extraction) -> Iterator[str]:
    """Each number of a document in its order: kept, with the rule that filled each column, or dropped, and why."""
    document = extraction.document
    found: list[Claim | Dropped] = [*extraction.claims, *extraction.dropped]
    for one in sorted(found, key=lambda one: (one.start, one.end)):
        line = document.text.count("\n", 0, one.start) + 1
        quote = _one_line(document.text[one.start : one.end])
        if isinstance(one, Dropped):
            yield f"line {line}, {one.start}:{one.end}  « {quote} »  dropped: {one.reason}"
        else:
            yield f"line {line}, {one.start}:{one.end}  « {quote} »  kept"
            yield from _filled(one, extraction.trace.get(one.start, ()))
    yield f"{document.doc_id}: {len(extraction.claims)} numbers kept, {len(extraction.dropped)} dropped"


def _filled(claim: Claim, trace: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    rules = {column: rule for column, _, rule in trace}
    number = rules.get("number", "")  # what built the quantity, before any context was asked
    rows = []
    for column in COLUMNS:
        cell = _one_line(format_cell(column, getattr(claim, column.name)))
        rule = rules.get(column.name, number if column.name == "value" else "")
        if column.name not in INSIDE and (cell or rule):
            rows.append([column.name, cell or "(empty)", rule])
    yield from ("    " + line for line in plain_table(("column", "value", "rule"), rows)[1:])


def _shown(claim: Claim, name: str) -> str:
    cell = format_cell(BY_NAME[name], getattr(claim, name))
    if name == "value":
        upper = "" if claim.value_max is None else f" to {claim.value_max:f}"
        return f"{'' if claim.bound == '=' else claim.bound + ' '}{cell}{upper}"
    if name == "unit" and claim.per:
        return f"{cell} per {claim.per}"
    if name == "role":
        return " ".join(part for part in (cell, claim.basis, claim.prices, claim.whole and f"of {claim.whole}") if part)
    if name == "status":
        return "" if cell == "observed" else cell
    return cell


def _one_line(text: str) -> str:
    """White space as single spaces and nothing that would move a terminal's cursor."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))

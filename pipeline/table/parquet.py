"""Claims as Parquet, by pyarrow (the extra `parquet`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.model import Claim
from pipeline.table.columns import COLUMNS, format_cell
from pipeline.table.write import replacing_file

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped]

DIGITS, DECIMALS = 38, 12  # of a decimal column, the most that other programs read
_ROWS = 20_000  # a row group
_EXACT = "_text"  # ending of the columns that hold decimals as text, every digit of them


def write_parquet(claims: Iterable[Claim], path: Path) -> None:
    """Write claims to a Parquet file, in the order given; whole or not at all.

    `value` and `value_max` are decimals, empty where a number has too many digits for one; `value_text` and
    `value_max_text` hold every number exactly. Raises InputError where pyarrow is not installed.
    """
    try:
        from pyarrow import parquet
    except ImportError:
        raise InputError(
            path, None, "Parquet cannot be written here", "Install Relevé with its extra parquet", code="no-extra"
        ) from None
    with replacing_file(path) as written, parquet.ParquetWriter(written, make_schema()) as writer:
        for batch in batches(claims):
            writer.write_table(batch)


def make_schema() -> pyarrow.Schema:
    """The columns of the table, then the exact numbers as text."""
    import pyarrow

    types = {
        "decimal": pyarrow.decimal128(DIGITS, DECIMALS),
        "integer": pyarrow.int64(),
        "flags": pyarrow.list_(pyarrow.string()),
    }
    fields = [(column.name, types.get(column.kind, pyarrow.string())) for column in COLUMNS]
    exact = [(column.name + _EXACT, pyarrow.string()) for column in COLUMNS if column.kind == "decimal"]
    return pyarrow.schema([*fields, *exact])


def batches(claims: Iterable[Claim]) -> Iterator[pyarrow.Table]:
    """Claims as tables of at most a row group each."""
    import pyarrow

    remaining = iter(claims)
    while some := list(islice(remaining, _ROWS)):
        cells: dict[str, list[Any]] = {}
        for column in COLUMNS:
            values = [getattr(claim, column.name) for claim in some]
            if column.kind == "decimal":
                cells[column.name + _EXACT] = [None if v is None else format_cell(column, v) for v in values]
                values = [_fitting(value) for value in values]
            elif column.kind == "flags":
                values = [list(value) for value in values]
            cells[column.name] = values
        yield pyarrow.table(cells, schema=make_schema())


def _fitting(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or -exponent > DECIMALS or len(digits) + exponent > DIGITS - DECIMALS:
        return None
    return value

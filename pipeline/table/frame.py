"""Claims as a pandas frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipeline.model import Claim
from pipeline.table.columns import COLUMNS, Column, format_cell

if TYPE_CHECKING:
    import pandas


def to_frame(claims: Iterable[Claim]) -> pandas.DataFrame:
    """A frame with the columns of the table, one row a claim.

    Text is `string`, a closed list of values is a category of all of them, offsets are `Int64`; `value` and
    `value_max` hold Decimal objects (dtype object, exact; None where there is no upper end). flags: one string.
    """
    import pandas  # here, because the front door may not cost its second of loading

    claims = list(claims)
    series = {column.name: pandas.Series(_cells(column, claims), dtype=_dtype(column)) for column in COLUMNS}
    return pandas.DataFrame(series)


def _cells(column: Column, claims: list[Claim]) -> list[Any]:
    values = [getattr(claim, column.name) for claim in claims]
    return [format_cell(column, value) for value in values] if column.kind == "flags" else values


def _dtype(column: Column) -> Any:
    import pandas

    if column.kind == "enum":
        return pandas.CategoricalDtype(list(column.allowed))
    return {"text": "string", "flags": "string", "integer": "Int64", "decimal": "object"}[column.kind]

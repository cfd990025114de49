"""The columns of the table: name, type and allowed values, all read off Claim itself.

Every writer and reader of claims goes through here, so that a column is named and typed in one place.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import regex

from pipeline.model import Claim

CellKind = Literal["text", "enum", "decimal", "integer", "flags"]
DECIMAL = regex.compile(r"-?\d++(?:\.\d++)?")
INTEGER = regex.compile(r"\d{1,18}")
FLAG_SEPARATOR = " "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. allowed: the values of an enum; optional: None is allowed, an empty cell."""

    name: str
    kind: CellKind
    optional: bool
    allowed: tuple[str, ...]


def _columns() -> tuple[Column, ...]:
    hints = get_type_hints(Claim)
    return tuple(_column(field.name, hints[field.name]) for field in fields(Claim))


def _column(name: str, hint: Any) -> Column:
    optional = get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)
    if optional:
        (hint,) = (option for option in get_args(hint) if option is not type(None))
    if get_origin(hint) is Literal:
        return Column(name, "enum", optional, get_args(hint))
    kinds: dict[Any, CellKind] = {str: "text", Decimal: "decimal", int: "integer", tuple[str, ...]: "flags"}
    return Column(name, kinds[hint], optional, ())


COLUMNS = _columns()
NAMES = tuple(column.name for column in COLUMNS)
BY_NAME = {column.name: column for column in COLUMNS}


def format_cell(column: Column, value: Any) -> str:
    """A value as the table writes it: plain decimals without exponent, flags with a space between, None empty."""
    if value is None:
        return ""
    if column.kind == "decimal":
        return format(value, "f")
    if column.kind == "flags":
        return FLAG_SEPARATOR.join(value)
    return str(value)


def parse_cell(column: Column, cell: str) -> Any:
    """The value that `format_cell` wrote. Raises ValueError, saying what would be right, for any other text."""
    if column.optional and not cell:
        return None
    if column.kind == "enum" and cell not in column.allowed:
        raise ValueError(f"use one of {' '.join(column.allowed)}")
    if column.kind == "decimal":
        if not DECIMAL.fullmatch(cell):
            raise ValueError("write it like 2400 or -3.2, with a point and no exponent")
        return Decimal(cell)
    if column.kind == "integer":
        if not INTEGER.fullmatch(cell):
            raise ValueError("write a whole number")
        return int(cell)
    if column.kind == "flags":
        return tuple(cell.split(FLAG_SEPARATOR)) if cell else ()
    return cell


def to_row(claim: Claim) -> dict[str, str]:
    """A claim as cells, in the order of the columns."""
    return {column.name: format_cell(column, getattr(claim, column.name)) for column in COLUMNS}


def from_row(row: Mapping[str, str]) -> Claim:
    """The claim whose cells these are. Raises ValueError that names the column of a cell that cannot be read."""
    values = {}
    for column in COLUMNS:
        try:
            values[column.name] = parse_cell(column, row[column.name])
        except ValueError as error:
            raise ValueError(f"{column.name} {row[column.name]!r} cannot be read", str(error)) from None
    return Claim(**values)

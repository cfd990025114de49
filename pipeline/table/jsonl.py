"""Claims as JSON Lines: one object a line, the columns in their order.

`value` and `value_max` are strings (a JSON number passes through a float in most readers, and is then no longer
exact), `value_max` is null where there is none; `start` and `end` are integers, `flags` is a list of strings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.model import Claim
from pipeline.table.columns import COLUMNS, Column, format_cell
from pipeline.table.write import replacing


def to_json(claim: Claim) -> str:
    """A claim as one line of JSON, without the line end."""
    cells = {column.name: _value(column, getattr(claim, column.name)) for column in COLUMNS}
    return json.dumps(cells, ensure_ascii=False)


def write_json_claims(claims: Iterable[Claim], path: Path | str) -> None:
    """Write claims to a JSON Lines file, in the order given; whole or not at all."""
    with replacing(Path(path)) as handle:
        for claim in claims:
            handle.write(to_json(claim) + "\n")


def _value(column: Column, value: Any) -> Any:
    if column.kind == "decimal" and value is not None:
        return format_cell(column, value)
    return list(value) if column.kind == "flags" else value

"""datapackage.json: what the tables are and what their columns hold, for people and for programs.

A Frictionless Data Package (specs.frictionlessdata.io). Types and allowed values are read off the records themselves,
titles and descriptions from languages/columns.csv: English where the standard looks for them, French beside them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.languages import LANGUAGES, rows
from pipeline.table.columns import COLUMNS, Column
from pipeline.table.csvfile import PLAIN, Dialect
from pipeline.table.write import replacing

_MAIN = "en"  # the language of `title` and `description`; the others stand under `translations`
_TYPES = {"text": "string", "enum": "string", "flags": "string", "decimal": "number", "integer": "integer"}
_INTEGERS = ("characters", "sentences", "claims")
_ENUMS = {("documents", "status"): ["done", "failed"], ("rejected", "stage"): ["find", "read", "extract", "run"]}
_KEYS = {"claims": "claim_id", "documents": "path"}
_DIALECT_OF = "delimiter lineTerminator quoteChar doubleQuote skipInitialSpace header".split()


def write_package(path: Path, files: Mapping[str, str], dialect: Dialect = PLAIN) -> None:
    """Describe tables in a file beside them. files: `claims`, `documents`, `rejected` -> the file's name."""
    with replacing(path) as handle:
        handle.write(json.dumps(make_package(files, dialect), ensure_ascii=False, indent=2) + "\n")


def make_package(files: Mapping[str, str], dialect: Dialect = PLAIN) -> dict[str, Any]:
    """The package as it is written."""
    resources = [_resource(table, file, dialect) for table, file in files.items()]
    return {"name": "releve", "profile": "tabular-data-package", "resources": resources}


def _resource(table: str, file: str, dialect: Dialect) -> dict[str, Any]:
    return {
        "name": table,
        "path": file,
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if dialect.mark else "utf-8",
        **_texts(table, ""),
        "dialect": dict(zip(_DIALECT_OF, (dialect.delimiter, "\r\n", '"', True, False, True), strict=True)),
        "schema": make_schema(table, dialect),
    }


def make_schema(table: str, dialect: Dialect = PLAIN) -> dict[str, Any]:
    """The Table Schema of `claims`, `documents` or `rejected`."""
    if table == "claims":
        fields = [_claim_field(column, dialect) for column in COLUMNS]
    else:
        names = [row["column"] for row in rows("columns", _MAIN) if row["table"] == table and row["column"]]
        fields = [_other_field(table, name) for name in names]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table in _KEYS:
        schema["primaryKey"] = [_KEYS[table]]
    if table == "claims":
        schema["foreignKeys"] = [{"fields": ["doc_id"], "reference": {"resource": "documents", "fields": ["id"]}}]
    return schema


def _claim_field(column: Column, dialect: Dialect) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind], **_texts("claims", column.name)}
    constraints: dict[str, Any] = {"required": True} if column.kind in ("decimal", "integer", "enum") else {}
    if column.optional:
        constraints = {}
    if column.kind == "decimal":
        field |= {"decimalChar": dialect.decimal, "bareNumber": True}
    if column.kind == "enum":
        constraints["enum"] = list(column.allowed)
    if column.name == "lang":
        constraints = {"required": True, "enum": list(LANGUAGES)}
    if column.kind == "integer":
        constraints["minimum"] = 0
    if column.name == _KEYS["claims"]:
        constraints = {"required": True, "unique": True}
    return field | ({"constraints": constraints} if constraints else {})


def _other_field(table: str, name: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": "string", **_texts(table, name)}
    if name in _INTEGERS:
        field |= {"type": "integer", "constraints": {"required": True, "minimum": 0}}
    elif name == "published":
        field |= {"type": "date", "format": "%Y-%m-%d"}
    elif name == "lang":
        field["constraints"] = {"enum": list(LANGUAGES)}
    elif (table, name) in _ENUMS:
        field["constraints"] = {"required": True, "enum": _ENUMS[table, name]}
    elif name == "path":
        field["constraints"] = {"required": True}
    return field


def _texts(table: str, column: str) -> dict[str, Any]:
    """Title and description of a column, or of the whole table where `column` is empty."""
    found = {
        lang: {"title": row["title"], "description": row["description"]}
        for lang in LANGUAGES
        for row in rows("columns", lang)
        if (row["table"], row["column"]) == (table, column)
    }
    others = {lang: texts for lang, texts in found.items() if lang != _MAIN}
    return {**found[_MAIN], "translations": others}

"""A frame of documents to a frame of claims: one pure function, for whatever runs frames on many machines.

With Dask: `documents.map_partitions(extract_frame, meta=empty_frame())`. With Spark: docs/clusters.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.batch.one import ExtractorError, ExtractsDocuments, extract_one
from pipeline.errors import InputError
from pipeline.model import Claim, Document
from pipeline.reading import make_document
from pipeline.table.columns import BY_NAME, COLUMNS, NAMES, Column, format_cell

if TYPE_CHECKING:
    import pandas

ERROR = "error"
_GIVEN = ("lang", "title", "publisher", "published")


def extract_frame(documents: pandas.DataFrame, extractor: ExtractsDocuments | None = None) -> pandas.DataFrame:
    """The claims of some documents, one a row, in the order of the documents.

    documents: columns `id` and `text`, and `lang`, `title`, `publisher`, `published` (2026-02-05, or a date) where
    they are known. extractor: else one that is kept for the life of the process, with its models.
    Returns the columns of the table of claims, `start` and `end` as integers and all others as text (numbers as exact
    decimals), then `error`: a document that cannot be done is one row with its `doc_id` and the reason. Raises
    InputError where a column is missing, or the extractor itself cannot work. The index is 0, 1, 2…
    """
    missing = {"id", "text"} - set(documents.columns)
    if missing:
        problem = f"the frame has no column {', '.join(sorted(missing))}"
        raise InputError("documents", None, problem, "Give each document an id and a text")
    extractor = extractor or _extractor()
    given = [name for name in _GIVEN if name in documents.columns]
    found: list[dict[str, Any]] = []
    for row in documents[["id", "text", *given]].to_dict("records"):
        found += _rows({str(name): value for name, value in row.items()}, extractor)
    return _frame(found)


def extract_frames(frames: Iterable[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    """As extract_frame, frame after frame: what Spark's `mapInPandas` takes."""
    for frame in frames:
        yield extract_frame(frame)


def empty_frame() -> pandas.DataFrame:
    """A frame without rows, with the columns and types that extract_frame gives."""
    return _frame([])


def spark_schema() -> str:
    """The schema of extract_frame's result as Spark writes it."""
    names = (f"`{name}` {'BIGINT' if _is_integer(name) else 'STRING'}" for name in (*NAMES, ERROR))
    return ", ".join(names)


def _rows(row: dict[str, Any], extractor: ExtractsDocuments) -> list[dict[str, Any]]:
    doc_id = _text(row["id"]) or ""
    try:
        document = _document(doc_id, row)
    except InputError as error:
        return [{"doc_id": doc_id, ERROR: str(error)}]
    try:
        claims = extract_one(extractor, document, doc_id).claims
    except ExtractorError as error:
        return [{"doc_id": doc_id, ERROR: str(error)}]
    return [{**{column.name: _cell(column, claim) for column in COLUMNS}, ERROR: ""} for claim in claims]


def _document(doc_id: str, row: dict[str, Any]) -> Document:
    return make_document(
        _text(row["text"]) or "",
        doc_id=doc_id,
        lang=_text(row.get("lang")) or None,
        title=_text(row.get("title")),
        publisher=_text(row.get("publisher")),
        published=_day(doc_id, row.get("published")),
    )


def _day(doc_id: str, value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date() if _text(value) else None
    if isinstance(value, date):
        return value
    text = _text(value)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise InputError(doc_id, None, f"{text!r} is no day", "Write it like 2026-02-05", code="bad-input") from None


def _text(value: Any) -> str | None:
    """None for whatever a frame holds where there is nothing."""
    import pandas

    return None if pandas.isna(value) else str(value)


def _cell(column: Column, claim: Claim) -> Any:
    value = getattr(claim, column.name)
    return value if column.kind == "integer" else format_cell(column, value)


def _frame(found: list[dict[str, Any]]) -> pandas.DataFrame:
    import pandas

    frame = pandas.DataFrame(found, columns=[*NAMES, ERROR])
    return frame.astype({name: "Int64" if _is_integer(name) else "string" for name in frame.columns})


def _is_integer(name: str) -> bool:
    return name in BY_NAME and BY_NAME[name].kind == "integer"


@cache
def _extractor() -> ExtractsDocuments:
    from pipeline.extract import Extractor

    return Extractor()

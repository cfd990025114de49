"""The tables of an output folder, made from its ledger: always all of them, whatever a run has done."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pipeline.batch.ledger import DOCUMENT_COLUMNS, NUMBERS, REJECTED_COLUMNS, Entry, Ledger, open_ledger
from pipeline.batch.pool import Lost, run_tasks
from pipeline.errors import InputError
from pipeline.table.csvfile import PLAIN, Dialect, guard_text, write_claims
from pipeline.table.write import replacing, write_rows

FULL = "Make room, or choose another folder, and run the same command again: what was done is kept"
_WRITTEN = "tables"  # the note under which the ledger remembers what it was made into
_PACKAGE = Path(__file__).parents[1]
_ALWAYS = ("csv", "xlsx", "datapackage")
_FILES = {
    "jsonl": "claims.jsonl",
    "xlsx": "claims.xlsx",
    "parquet": "claims.parquet",
    "sdmx-csv": "claims.sdmx.csv",
    "datapackage": "datapackage.json",
}
_LONGEST_NAME = 180
MOST_AT_ONCE = 2  # the workbook takes longer than all others together
_BESIDE = "beside"  # no format, but written like one
_DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What is written beside the CSV tables. formats: jsonl, parquet, sdmx-csv; texts: texts/ with what was read.

    parts: claims are in Parquet parts, so that only documents.csv and rejected.csv are written, with their description.
    """

    formats: tuple[str, ...] = ()
    dialect: Dialect = PLAIN
    texts: bool = False
    parts: bool = False


class Rejection(NamedTuple):
    """A path that is no document at all, and so is not in the ledger."""

    label: str
    error: InputError


def mark_changed(ledger: Ledger) -> None:
    """Say that the ledger is about to hold what the tables do not; before the change, as we may be killed after it."""
    if ledger.note(_WRITTEN):
        ledger.keep_note(_WRITTEN, "")


def write_tables(
    ledger: Ledger,
    out: Path,
    options: TableOptions,
    rejections: Sequence[Rejection],
    *,
    jobs: int = 0,
    beside: Callable[[], None] | None = None,
) -> None:
    """Write all tables, each whole or not at all; nothing where they are there and nothing has changed.

    A file of a format that an earlier run was asked for is kept up to date as well. jobs: how many processes may write
    one each; below 2 this one writes them all. beside: writes something else from the ledger, in any case.
    """
    formats = {"datapackage"} if options.parts else {*_ALWAYS, *options.formats, *_there(out)}
    wanted = _key(options, formats, rejections)
    if _is_up_to_date(ledger.note(_WRITTEN), out, wanted):
        if beside is not None:
            beside()
        return
    names = _write_all(sorted(formats), ledger, out, options, jobs, beside)
    names += [_write_documents(ledger, out, options.dialect), _write_rejected(ledger, out, options.dialect, rejections)]
    if options.texts:
        _write_texts(ledger, out / "texts")
    ledger.keep_note(_WRITTEN, json.dumps([wanted, {name: _hash(out / name) for name in sorted(names)}]))


def _there(out: Path) -> Iterator[str]:
    return (name for name, file in _FILES.items() if (out / file).exists())


def _write_all(
    formats: Sequence[str],
    ledger: Ledger,
    out: Path,
    options: TableOptions,
    jobs: int,
    beside: Callable[[], None] | None,
) -> list[str]:
    def write(name: str, of: Ledger) -> str:
        if name == _BESIDE and beside is not None:
            beside()
            return ""
        return _write(name, of, out, options)

    def write_elsewhere(name: str) -> str:
        with open_ledger(out) as own:  # a connection is not for two processes
            return write(name, own)

    wanted = [*formats, *([] if beside is None else [_BESIDE])]
    if jobs < MOST_AT_ONCE or len(wanted) < MOST_AT_ONCE or not hasattr(os, "fork"):
        return list(filter(None, (write(name, ledger) for name in wanted)))
    slow_first = sorted(wanted, key=lambda name: name != "xlsx")
    done = run_tasks(slow_first, write_elsewhere, jobs=MOST_AT_ONCE, seconds=_DAY)
    # What another process could not do is done here, so that its error is told as ever.
    return list(filter(None, (write(name, ledger) if isinstance(file, Lost) else file for name, file in done)))


def _write(name: str, ledger: Ledger, out: Path, options: TableOptions) -> str:
    file = _FILES.get(name, "claims.csv")
    path = out / file
    if name == "csv":
        write_claims(ledger.claims(), path, dialect=options.dialect)
    elif name == "xlsx":
        from pipeline.table.xlsx import write_xlsx

        write_xlsx(ledger.claims(), path)
    elif name == "jsonl":
        from pipeline.table.jsonl import write_json_claims

        write_json_claims(ledger.claims(), path)
    elif name == "parquet":
        from pipeline.table.parquet import write_parquet

        write_parquet(ledger.claims(), path)
    elif name == "sdmx-csv":
        from pipeline.table.sdmx import write_sdmx

        write_sdmx(ledger.claims(), path)
    else:
        from pipeline.table.package import write_package

        write_package(path, _TABLES if options.parts else {"claims": "claims.csv", **_TABLES}, options.dialect)
    return file


_TABLES = {"documents": "documents.csv", "rejected": "rejected.csv"}


def _write_documents(ledger: Ledger, out: Path, dialect: Dialect) -> str:
    name = _TABLES["documents"]
    rows = ([_cell(entry, column) for column in DOCUMENT_COLUMNS] for entry in ledger.documents())
    write_rows(out / name, DOCUMENT_COLUMNS, rows, delimiter=dialect.delimiter, mark=dialect.mark)
    return name


def _write_rejected(ledger: Ledger, out: Path, dialect: Dialect, rejections: Sequence[Rejection]) -> str:
    name = _TABLES["rejected"]
    rows = [[_cell(entry, column) for column in REJECTED_COLUMNS] for entry in ledger.documents(status="failed")]
    for label, error in rejections:
        cells = (label, "", "find", error.code, f"{error.problem.rstrip('.')}.", f"{error.mend.rstrip('.')}.")
        rows.append([guard_text(cell) for cell in cells])
    write_rows(out / name, REJECTED_COLUMNS, sorted(rows), delimiter=dialect.delimiter, mark=dialect.mark)
    return name


def _cell(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    return str(value) if name in NUMBERS else guard_text(value)


def _write_texts(ledger: Ledger, folder: Path) -> None:
    """One file a document, exactly the text that the offsets of its claims count in; texts of others are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = set()
    for entry in ledger.documents(status="done"):
        name = _file_name(entry.id)
        kept.add(name)
        with replacing(folder / name) as handle:
            handle.write(ledger.reading(entry.path).text)
    for path in folder.glob("*.txt"):
        if path.name not in kept:
            path.unlink()


def _file_name(doc_id: str) -> str:
    name = quote(doc_id, safe=" '(),!@+=~&;[]{}éèêëàâäîïôöùûüçÉÈÀ")
    if len(name) > _LONGEST_NAME or name.startswith("."):
        name = f"{name[:_LONGEST_NAME].lstrip('.')}-{hashlib.sha256(doc_id.encode()).hexdigest()[:12]}"
    return f"{name}.txt"


def _key(options: TableOptions, formats: set[str], rejections: Sequence[Rejection]) -> str:
    """All that decides the bytes of the tables besides the ledger."""
    digest = hashlib.sha256(repr((sorted(formats), options.dialect, options.texts, options.parts)).encode())
    digest.update(repr([(label, str(error)) for label, error in rejections]).encode())
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield from sorted((_PACKAGE / "table").glob("*.py"))
    yield from (Path(__file__), _PACKAGE / "languages" / "columns.csv")


def _is_up_to_date(note: str, out: Path, wanted: str) -> bool:
    if not note:
        return False
    key, files = json.loads(note)
    return key == wanted and all(_hash(out / name) == known for name, known in files.items())


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""

"""One document as a task for whoever does it: where it stands, and all that the ledger keeps of it afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import NamedTuple

from pipeline.batch.collect import JSON_LINES
from pipeline.batch.ledger import Entry, PackedReading, Reading, pack
from pipeline.batch.one import ExtractorError, ExtractsDocuments, extract_one
from pipeline.batch.pool import Lost
from pipeline.batch.stream import read_id, read_line
from pipeline.errors import InputError
from pipeline.model import Document, Extraction
from pipeline.reading import load_bytes, read_bytes
from pipeline.reading.documents import MAX_BYTES
from pipeline.table.columns import to_row

NO_DATE = "no-date"
_FATES = {
    "killed": "Try it alone with more memory; if it dies again, report it with the document",
    "memory": "Give it more with --memory, or split it into documents",
    "timeout": "Give it more time with --seconds, or split it into documents",
}


class Task(NamedTuple):
    """A document to be done. label: its key in the ledger. line, start: where it stands in a JSON Lines file.

    size: in bytes. data: those, for workers that do not see our files. brief: nobody will ask for its text and trace.
    """

    label: str
    path: str
    source: str
    sha256: str
    id: str = ""
    asked: str = ""
    version: str = ""
    line: int = 0
    start: int = 0
    size: int = 0
    problem: tuple[str, str, str] | None = None  # what is wrong with it before it is read: problem, mend, code
    data: bytes | None = None
    brief: bool = False


class Outcome(NamedTuple):
    """What became of a task. rows: its claims as cells. fatal: why the extractor itself cannot work, if it cannot."""

    entry: Entry
    rows: tuple[tuple[str, ...], ...] = ()
    reading: PackedReading = pack(Reading())
    fatal: tuple[str, str, str] | None = None


def find_tasks(label: str, path: Path) -> Iterator[Task]:
    """The documents of a file: itself, or the lines of a JSON Lines file."""
    if path.suffix.lower() in JSON_LINES:
        yield from _lines(label, path)
    else:
        sha256, size = _hash_file(path)
        yield Task(label, str(path), label, sha256, size=size)


def do_task(task: Task, extractor: Callable[[], ExtractsDocuments]) -> Outcome:
    """Read and extract one document. Whatever is wrong with it ends in the outcome, never in an exception.

    But for MemoryError: what then becomes of the document, and of the process, is for those who run it to say.
    """
    entry = _entry(task)
    try:
        entry, document = _read(task, entry)
    except InputError as error:
        return Outcome(_failed(entry, "read", error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever a file does to a library costs that file only)
        problem = f"a fault of the reader, {type(error).__name__}: {str(error)[:200]!r}"
        return Outcome(_failed(entry, "read", _fault(task, problem)))
    try:
        able = extractor()
    except InputError as error:
        return Outcome(entry, fatal=(error.path, error.problem, error.mend))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (no other document would escape it)
        problem = f"the extractor cannot be made, {type(error).__name__}: {str(error)[:200]!r}"
        return Outcome(entry, fatal=("extractor", problem, "Please report it"))
    try:
        extraction = extract_one(able, document, task.path, task.line or None)
    except ExtractorError as error:
        if isinstance(error.__cause__, MemoryError):
            raise MemoryError from None
        return Outcome(_failed(entry, "extract", error))
    except InputError as error:
        return Outcome(entry, fatal=(error.path, error.problem, error.mend))
    rows = tuple(tuple(to_row(claim).values()) for claim in extraction.claims)
    reading = Reading() if task.brief else Reading(document.text, extraction.dropped, extraction.trace)
    return Outcome(_filled(entry, extraction), rows, pack(reading))


def lost_outcome(task: Task, lost: Lost) -> Outcome:
    """The outcome of a task whose worker died, or took too long or too much memory."""
    error = InputError(task.path, task.line or None, lost.detail, _FATES[lost.code], code=lost.code)
    return Outcome(_failed(_entry(task), "run", error))


def with_data(task: Task) -> Task:
    """The task with the bytes of its document, to be done elsewhere; one that cannot be read says so."""
    try:
        return task._replace(data=_load(task))
    except InputError as error:
        return task._replace(problem=(error.problem, error.mend, error.code))


def _entry(task: Task) -> Entry:
    return Entry(task.id, task.label, task.sha256, version=task.version, asked=task.asked, source=task.source)


def _read(task: Task, entry: Entry) -> tuple[Entry, Document]:
    if task.problem is not None:
        problem, mend, code = task.problem
        raise InputError(task.path, task.line or None, problem, mend, code=code)
    data = task.data if task.data is not None else _load(task)
    entry = replace(entry, sha256=hashlib.sha256(data).hexdigest())  # of what is read, should it change meanwhile
    if task.line:
        return entry, read_line(task.line, data, lang=task.asked or None, name=task.path, doc_id=task.id)
    return entry, read_bytes(data, path=task.path, doc_id=task.id, lang=task.asked or None)


def _load(task: Task) -> bytes:
    if not task.line:
        return load_bytes(Path(task.path))
    try:
        with Path(task.path).open("rb") as handle:
            handle.seek(task.start)
            return handle.read(task.size)
    except OSError as error:
        problem = f"the file cannot be read: {error.strerror}"
        raise InputError(task.path, task.line, problem, "Check its rights", code="unreadable") from None


def _fault(task: Task, problem: str) -> InputError:
    return InputError(task.path, task.line or None, problem, "Please report it with the document", code="reader-fault")


def _failed(entry: Entry, stage: str, error: InputError) -> Entry:
    detail, mend = f"{error.problem.rstrip('.')}.", f"{error.mend.rstrip('.')}."
    if error.line is not None and entry.source == entry.path:  # else the path says which line or document
        detail = f"line {error.line}: {detail}"
    return replace(
        entry, status="failed", reason=f"{detail} {mend}", stage=stage, code=error.code, detail=detail, mend=mend
    )


def _filled(entry: Entry, extraction: Extraction) -> Entry:
    document = extraction.document
    return replace(
        entry,
        lang=document.lang,
        title=document.title,
        publisher=document.publisher,
        published=document.published.isoformat() if document.published else "",
        characters=len(document.text),
        sentences=extraction.sentences,
        claims=len(extraction.claims),
        reason="; ".join(document.warnings),
        flags="" if document.published else NO_DATE,
    )


def _hash_file(path: Path) -> tuple[str, int]:
    """Its hash and its size. Empty where the file cannot be read: reading it then says why."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest(), handle.tell()
    except OSError:
        return "", 0


def _lines(label: str, path: Path) -> Iterator[Task]:
    """One task a line that holds anything. Its label is the file's name and its id: no other file can have it."""
    seen: dict[str, int] = {}
    start = 0
    try:
        with path.open("rb") as handle:
            for number in count(1):
                line = handle.readline(MAX_BYTES + 1)
                if not line:
                    return
                size, whole = len(line), len(line) <= MAX_BYTES
                while not line.endswith(b"\n") and not whole:
                    line = handle.readline(MAX_BYTES) or b"\n"
                    size += len(line)
                if line.strip() or not whole:
                    yield _line_task(label, path, number, start, size, line if whole else None, seen)
                start += size
    except OSError as error:
        problem = (f"the file cannot be read: {error.strerror}", "Check its rights", "unreadable")
        yield Task(label, str(path), label, "", problem=problem)


def _line_task(
    label: str, path: Path, number: int, start: int, size: int, line: bytes | None, seen: dict[str, int]
) -> Task:
    task = Task(f"{label}:{number}", str(path), label, "", line=number, start=start, size=size)
    if line is None:
        problem = f"the line has {size} bytes, more than {MAX_BYTES}"
        return task._replace(problem=(problem, "Split it into documents", "too-large"))
    task = task._replace(sha256=hashlib.sha256(line).hexdigest())
    try:
        doc_id = read_id(number, line, seen, name=str(path))
    except InputError as error:
        return task._replace(problem=(error.problem, error.mend, error.code))
    return task._replace(label=f"{label}/{doc_id}")

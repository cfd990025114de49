"""Extract every new or changed document of some paths into an output folder, and write its tables anew.

The folder's tables hold all documents it has ever been given, as long as their files are there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.batch.collect import collect_files, label_file, make_ids
from pipeline.batch.ledger import DOCUMENT_COLUMNS, Entry, Ledger
from pipeline.batch.one import ExtractorError, ExtractsDocuments, extract_one
from pipeline.batch.progress import Progress
from pipeline.batch.version import extractor_version
from pipeline.errors import InputError
from pipeline.model import Claim, Extraction
from pipeline.reading import read_document
from pipeline.table.csvfile import guard_text, write_claims
from pipeline.table.jsonl import write_json_claims
from pipeline.table.write import write_rows

LEDGER = "ledger.sqlite"
NUMBERS = ("characters", "sentences", "claims")


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a run did. entries: every document of the output folder; files: those of this run, by their label.

    done: labels of those extracted now; errors: one for each bad path or document; notes: what else to tell.
    """

    entries: dict[str, Entry]
    files: dict[str, Path]
    done: tuple[str, ...] = ()
    errors: tuple[InputError, ...] = ()
    notes: tuple[str, ...] = ()


def run_batch(
    paths: Iterable[Path],
    out: Path,
    make_extractor: Callable[[], ExtractsDocuments],
    *,
    lang: str | None = None,
    formats: Sequence[str] = (),
    progress: Progress = lambda done, total, name: None,
) -> BatchResult:
    """Bring the output folder up to date with the documents below `paths`.

    make_extractor: called once, and only if there is something to extract, as it loads the models. lang: the
    language of all documents; else each text's own. formats: "jsonl" for claims.jsonl beside the CSV tables.
    A bad document is an error of the result and the others are done; the ledger remembers it as failed.
    Raises InputError where nothing can be run: no usable path, no usable ledger, an extractor that cannot work.
    """
    home = out.absolute().parent
    found, errors = collect_files(paths, leave_out=out)
    if errors and not found:
        raise errors[0]
    files = {label_file(path, home): path for path in found}
    with Ledger(out / LEDGER) as ledger:
        notes = _forget_removed(ledger, files, home)
        todo = _news(ledger.entries(), files, home, lang or "")
        extractor: ExtractsDocuments | None = None
        for number, entry in enumerate(todo):
            progress(number, len(todo), entry.path)
            path = files.get(entry.path, home / entry.path)
            try:
                document = read_document(path, doc_id=entry.id, lang=entry.asked or None)
            except InputError as error:
                errors.append(error)
                ledger.put(_failed(entry, error), ())
                continue
            extractor = extractor or make_extractor()
            try:
                extraction = extract_one(extractor, document, path)
            except ExtractorError as error:
                errors.append(error)
                ledger.put(_failed(entry, error), ())
                continue
            entry = _fill(entry, extraction)
            ledger.put(entry, extraction.claims)
            if entry.reason:
                notes.append(f"{path}: {entry.reason}")
        progress(len(todo), len(todo), "")
        entries = ledger.entries()
        _write_tables(ledger, entries, out, formats)
    return BatchResult(entries, files, tuple(entry.path for entry in todo), tuple(errors), tuple(notes))


def load_claims(out: Path, labels: Iterable[str]) -> dict[str, tuple[Claim, ...]]:
    """The claims that an output folder holds of some documents, by their label."""
    with Ledger(out / LEDGER) as ledger:
        return {label: tuple(ledger.claims(label)) for label in labels}


def _forget_removed(ledger: Ledger, files: Mapping[str, Path], home: Path) -> list[str]:
    gone = [label for label in ledger.entries() if label not in files and not (home / label).exists()]
    for label in gone:
        ledger.forget(label)
    return [f"{label}: the file is gone, its claims leave the table" for label in gone]


def _news(known: Mapping[str, Entry], files: Mapping[str, Path], home: Path, asked: str) -> list[Entry]:
    """What is to be done: new, changed and failed documents, and those whose id has changed for a new namesake."""
    ids = make_ids(sorted({*known, *files}))
    todo = []
    for label, path in sorted(files.items()):
        entry = Entry(ids[label], label, _content_hash(path), version=extractor_version(), asked=asked)
        if label not in known or _differs(entry, known[label]):
            todo.append(entry)
    for label, entry in known.items():
        if label not in files and entry.id != ids[label]:
            todo.append(
                Entry(ids[label], label, _content_hash(home / label), version=extractor_version(), asked=entry.asked)
            )
    return todo


def _differs(entry: Entry, known: Entry) -> bool:
    key = (entry.id, entry.sha256, entry.version, entry.asked)
    return known.status == "failed" or key != (known.id, known.sha256, known.version, known.asked)


def _content_hash(path: Path) -> str:
    """Empty where the file cannot be read: reading it then says why."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""


def _failed(entry: Entry, error: InputError) -> Entry:
    return replace(entry, status="failed", reason=f"{error.problem.rstrip('.')}. {error.mend.rstrip('.')}.")


def _fill(entry: Entry, extraction: Extraction) -> Entry:
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
    )


def _write_tables(ledger: Ledger, entries: Mapping[str, Entry], out: Path, formats: Sequence[str]) -> None:
    write_claims(ledger.claims(), out / "claims.csv")
    if "jsonl" in formats:
        write_json_claims(ledger.claims(), out / "claims.jsonl")
    rows = ([_cell(entry, name) for name in DOCUMENT_COLUMNS] for entry in entries.values())
    write_rows(out / "documents.csv", DOCUMENT_COLUMNS, rows)


def _cell(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    return str(value) if name in NUMBERS else guard_text(value)

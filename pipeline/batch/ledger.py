"""The ledger: a SQLite file in the output folder that remembers each document, its fate, its text and its claims.

One transaction a document: after a kill at any moment a document is in it with all its claims, or not at all. All
that this module keeps can be made anew from the documents, so tables of another layout are simply emptied. The tables
of other floors (the decisions of reviewers) live in the same file and are never touched here.

    with open_ledger(Path("outputs")) as ledger:
        for entry in ledger.entries().values():
            claims, reading = ledger.claims(entry.path), ledger.reading(entry.path)
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from pipeline.errors import InputError
from pipeline.model import Claim, Dropped
from pipeline.table.columns import NAMES, from_row, to_row

LEDGER = "ledger.sqlite"
IN_PARTS = "parts"  # the note that a folder has whose claims are not in the ledger
BUSY_SECONDS = 30  # how long to wait for another run that is writing
Trace = Mapping[int, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the ledger. The fields down to `flags` are the columns of documents.csv.

    id: the doc_id of its claims. path: its key, the file's name in the tables (a document of a JSON Lines file: that
    name, a slash, its id). status: `done` or `failed`; reason: why it failed, or a warning. flags: what a person
    should know of the document (`no-date`). version: of the extractor; asked: the options. source: the file it stands
    in. stage, code, detail, mend: of a failed document, as rejected.csv has them.
    """

    id: str
    path: str
    sha256: str
    lang: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""
    characters: int = 0
    sentences: int = 0
    claims: int = 0
    status: str = "done"
    reason: str = ""
    flags: str = ""
    version: str = ""
    asked: str = ""
    source: str = ""
    stage: str = ""
    code: str = ""
    detail: str = ""
    mend: str = ""


class Key(NamedTuple):
    """What decides whether a document has to be done again, and where it comes from."""

    id: str
    sha256: str
    version: str
    asked: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the offsets of a document's claims refer to, and how they were found.

    text: exactly as read. dropped: the numbers of the text that are no claims, each with the reason. trace: a claim's
    start -> (column, value, rule) of each field, the number first.
    """

    text: str = ""
    dropped: tuple[Dropped, ...] = ()
    trace: Trace = field(default_factory=dict)


ENTRY_NAMES = tuple(one.name for one in fields(Entry))
DOCUMENT_COLUMNS = ENTRY_NAMES[: ENTRY_NAMES.index("flags") + 1]
REJECTED_COLUMNS = ("path", "sha256", "stage", "code", "detail", "mend")
NUMBERS = ("characters", "sentences", "claims")
LAYOUT = f"documents({', '.join(ENTRY_NAMES)}) claims({', '.join(NAMES)}) readings(text, dropped, trace)"
PackedReading = tuple[str, str, str]  # a Reading as the ledger stores it: its text, and two JSON texts


def open_ledger(out: Path) -> Ledger:
    """The ledger of an output folder, to be read with its claims.

    Raises InputError where there is none, or one of another version, or one whose claims are in Parquet parts.
    """
    path = out / LEDGER
    if not path.is_file():
        raise InputError(path, None, "there is no ledger in this folder", f"Run: releve extract PATH… -o {out}")
    ledger = Ledger(path, keep=True)
    if ledger.note(IN_PARTS):
        ledger.connection.close()
        raise InputError(out, None, "its claims are in Parquet parts", "Extract without --parts into another folder")
    return ledger


class Ledger:
    """The open ledger of an output folder; a context manager. Raises InputError where the file is no ledger.

    keep: refuse a ledger of another layout instead of emptying it.
    """

    def __init__(self, path: Path, *, keep: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        try:
            # A reader is not kept waiting by a run, and a commit costs no flush of the disk; a killed process loses
            # nothing by it, and where the file system cannot do it SQLite stays with its journal.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._lay_out(keep)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise self._fault(error) from None
        except InputError:
            self._connection.close()
            raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise self._fault(error) from None

    @property
    def connection(self) -> sqlite3.Connection:
        """For tables of other floors in the same file. The tables of this module are changed by its methods only."""
        return self._connection

    def entries(self) -> dict[str, Entry]:
        """All documents by path, in the order of their ids."""
        return {entry.path: entry for entry in self.documents()}

    def documents(self, *, status: str | None = None) -> Iterator[Entry]:
        """All documents, or those of one status, in the order of their ids."""
        where, values = ("", ()) if status is None else ("WHERE status = ?", (status,))
        query = f"SELECT {', '.join(ENTRY_NAMES)} FROM documents {where} ORDER BY id, path"
        for row in self._connection.execute(query, values):
            yield Entry(*row)

    def entry(self, path: str) -> Entry | None:
        """One document by its path."""
        query = f"SELECT {', '.join(ENTRY_NAMES)} FROM documents WHERE path = ?"
        row = self._connection.execute(query, (path,)).fetchone()
        return None if row is None else Entry(*row)

    def keys(self) -> dict[str, Key]:
        """Path -> what decides whether the document has to be done again. Small, for many documents."""
        rows = self._connection.execute(f"SELECT path, {', '.join(Key._fields)} FROM documents")
        return {path: Key(*rest) for path, *rest in rows}

    def put(self, entry: Entry, claims: Iterable[Claim] = (), reading: Reading | None = None) -> None:
        """Put a document with its claims in the place of what was known of that path. One transaction."""
        self.put_rows(entry, [tuple(to_row(claim).values()) for claim in claims], pack(reading or Reading()))

    def put_rows(self, entry: Entry, rows: Iterable[Sequence[str]], reading: PackedReading) -> None:
        """As put, with the claims as rows of cells and the reading as `pack` makes it: what workers send."""
        numbered = [(entry.path, number, *row) for number, row in enumerate(rows)]
        with self._connection:
            self._put_entry(entry)
            self._connection.executemany(f"INSERT INTO claims VALUES (?, ?, {_marks(NAMES)})", numbered)
            self._connection.execute("INSERT INTO readings VALUES (?, ?, ?, ?)", (entry.path, *reading))

    def change(self, put: Iterable[Entry], forget: Iterable[str], then: Callable[[], None]) -> None:
        """Put documents whose claims are kept elsewhere, take others out, do what belongs to it: one transaction."""
        with self._connection:
            for path in forget:
                self._connection.execute("DELETE FROM documents WHERE path = ?", (path,))
            for entry in put:
                self._put_entry(entry)
            then()

    def forget(self, path: str) -> None:
        """Take a document and its claims out."""
        self.change((), (path,), lambda: None)

    def claims(self, path: str | None = None) -> Iterator[Claim]:
        """The claims of one document, or of all in the order of ids, each in the order of the text."""
        where, values = ("", ()) if path is None else ("WHERE documents.path = ?", (path,))
        columns = ", ".join(f"claims.{name}" for name in NAMES)
        query = f"""SELECT {columns} FROM claims JOIN documents ON documents.path = claims.document
                    {where} ORDER BY documents.id, documents.path, claims.number"""
        for row in self._connection.execute(query, values):
            yield from_row(dict(zip(NAMES, row, strict=True)))

    def reading(self, path: str) -> Reading:
        """Text, dropped numbers and trace of one document; all empty for a failed or unknown one."""
        query = "SELECT text, dropped, trace FROM readings WHERE document = ?"
        row = self._connection.execute(query, (path,)).fetchone()
        return Reading() if row is None else _unpack(*row)

    def counts(self) -> tuple[int, int]:
        """How many documents failed, and how many claims there are in all."""
        query = "SELECT coalesce(sum(status = 'failed'), 0), coalesce(sum(claims), 0) FROM documents"
        failed, claims = self._connection.execute(query).fetchone()
        return failed, claims

    def note(self, name: str) -> str:
        """A short text that was kept under a name; "" if none."""
        row = self._connection.execute("SELECT text FROM notes WHERE name = ?", (name,)).fetchone()
        return "" if row is None else str(row[0])

    def keep_note(self, name: str, text: str) -> None:
        """Keep a short text under a name, about the output folder as a whole."""
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, text))

    def _put_entry(self, entry: Entry) -> None:
        self._connection.execute("DELETE FROM documents WHERE path = ?", (entry.path,))
        self._connection.execute(f"INSERT INTO documents VALUES ({_marks(ENTRY_NAMES)})", astuple(entry))

    def _lay_out(self, keep: bool) -> None:
        with self._connection:
            if self._layout() == LAYOUT:
                return
            if keep:
                problem, mend = "another version of the program wrote it", "Run the extraction again"
                raise InputError(self._path, None, problem, mend)
            for statement in (
                "CREATE TABLE IF NOT EXISTS layout (text TEXT)",
                "CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, text TEXT)",
                "DROP TABLE IF EXISTS parts",  # of batch/stores.py, which makes it
                "DROP TABLE IF EXISTS readings",
                "DROP TABLE IF EXISTS claims",
                "DROP TABLE IF EXISTS documents",
                "DELETE FROM layout",
                "DELETE FROM notes",
                f"CREATE TABLE documents ({', '.join(_typed(name) for name in ENTRY_NAMES)})",
                f"""CREATE TABLE claims (
                    document TEXT REFERENCES documents (path) ON DELETE CASCADE, number INTEGER,
                    {", ".join(f"{name} TEXT" for name in NAMES)}, PRIMARY KEY (document, number))""",
                """CREATE TABLE readings (
                    document TEXT PRIMARY KEY REFERENCES documents (path) ON DELETE CASCADE,
                    text TEXT, dropped TEXT, trace TEXT)""",
                "CREATE INDEX IF NOT EXISTS documents_in_order ON documents (id, path)",
            ):
                self._connection.execute(statement)
            self._connection.execute("INSERT INTO layout VALUES (?)", (LAYOUT,))

    def _layout(self) -> str:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'layout'"
        if not self._connection.execute(query).fetchone():
            return ""
        row = self._connection.execute("SELECT text FROM layout").fetchone()
        return "" if row is None else str(row[0])

    def _fault(self, error: sqlite3.DatabaseError) -> InputError:
        if "locked" in str(error):
            return InputError(self._path, None, "another run is writing to it", "Wait for that run to end")
        if "full" in str(error) or "disk I/O" in str(error):
            mend = "Make room and run the same command again: what was done is kept"
            return InputError(self._path, None, f"nothing more can be written there ({error})", mend)
        return InputError(self._path, None, f"the ledger cannot be used ({error})", "Remove it: it is made anew")


def pack(reading: Reading) -> PackedReading:
    """A reading as the ledger stores it and workers send it."""
    dropped = [astuple(one) for one in reading.dropped]
    return reading.text, _json(dropped), _json({str(start): lines for start, lines in reading.trace.items()})


def _unpack(text: str, dropped: str, trace: str) -> Reading:
    lines = {int(start): tuple((c, v, r) for c, v, r in some) for start, some in json.loads(trace).items()}
    return Reading(text, tuple(Dropped(*one) for one in json.loads(dropped)), lines)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _typed(name: str) -> str:
    if name == "path":
        return "path TEXT PRIMARY KEY"
    return f"{name} {'INTEGER' if name in NUMBERS else 'TEXT'}"


def _marks(names: tuple[str, ...]) -> str:
    return ", ".join("?" for _ in names)

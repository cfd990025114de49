"""The ledger: a SQLite file in the output folder that remembers each document, its fate and its claims.

One transaction a document: after a kill at any moment a document is in it with all its claims, or not at all. All
that is in it can be made anew from the documents, so a ledger of another layout is simply emptied.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from types import TracebackType

from pipeline.errors import InputError
from pipeline.model import Claim
from pipeline.table.columns import NAMES, from_row, to_row

BUSY_SECONDS = 30  # how long to wait for another run that is writing


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the ledger. The first fields are the columns of documents.csv.

    status: `done` or `failed`; reason: why it failed, or a warning. version: of the extractor; asked: the options.
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
    version: str = ""
    asked: str = ""


ENTRY_NAMES = tuple(field.name for field in fields(Entry))
DOCUMENT_COLUMNS = ENTRY_NAMES[: ENTRY_NAMES.index("reason") + 1]
LAYOUT = f"documents({', '.join(ENTRY_NAMES)}) claims({', '.join(NAMES)})"


class Ledger:
    """The open ledger of an output folder; a context manager. Raises InputError where the file is no ledger."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        try:
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._lay_out()
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise self._fault(error) from None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise self._fault(error) from None

    def entries(self) -> dict[str, Entry]:
        """All documents by path, in the order of their ids."""
        rows = self._connection.execute(f"SELECT {', '.join(ENTRY_NAMES)} FROM documents ORDER BY id, path")
        return {entry.path: entry for entry in (Entry(*row) for row in rows)}

    def put(self, entry: Entry, claims: Iterable[Claim]) -> None:
        """Put a document with its claims in the place of what was known of that path. One transaction."""
        rows = [(entry.path, number, *to_row(claim).values()) for number, claim in enumerate(claims)]
        with self._connection:
            self._connection.execute("DELETE FROM documents WHERE path = ?", (entry.path,))
            self._connection.execute(f"INSERT INTO documents VALUES ({_marks(ENTRY_NAMES)})", astuple(entry))
            self._connection.executemany(f"INSERT INTO claims VALUES (?, ?, {_marks(NAMES)})", rows)

    def forget(self, path: str) -> None:
        """Take a document and its claims out."""
        with self._connection:
            self._connection.execute("DELETE FROM documents WHERE path = ?", (path,))

    def claims(self, path: str | None = None) -> Iterator[Claim]:
        """The claims of one document, or of all in the order of ids, each in the order of the text."""
        where, values = ("", ()) if path is None else ("WHERE documents.path = ?", (path,))
        columns = ", ".join(f"claims.{name}" for name in NAMES)
        query = f"""SELECT {columns} FROM claims JOIN documents ON documents.path = claims.document
                    {where} ORDER BY documents.id, documents.path, claims.number"""
        for row in self._connection.execute(query, values):
            yield from_row(dict(zip(NAMES, row, strict=True)))

    def _lay_out(self) -> None:
        with self._connection:
            self._connection.execute("CREATE TABLE IF NOT EXISTS layout (text TEXT)")
            if self._connection.execute("SELECT text FROM layout").fetchall() == [(LAYOUT,)]:
                return
            for statement in (
                "DROP TABLE IF EXISTS claims",
                "DROP TABLE IF EXISTS documents",
                "DELETE FROM layout",
                f"CREATE TABLE documents ({', '.join(_typed(name) for name in ENTRY_NAMES)})",
                f"""CREATE TABLE claims (
                    document TEXT REFERENCES documents (path) ON DELETE CASCADE, number INTEGER,
                    {", ".join(f"{name} TEXT" for name in NAMES)}, PRIMARY KEY (document, number))""",
            ):
                self._connection.execute(statement)
            self._connection.execute("INSERT INTO layout VALUES (?)", (LAYOUT,))

    def _fault(self, error: sqlite3.DatabaseError) -> InputError:
        if "locked" in str(error):
            return InputError(self._path, None, "another run is writing to it", "Wait for that run to end")
        return InputError(self._path, None, f"the ledger cannot be used ({error})", "Remove it: it is made anew")


def _typed(name: str) -> str:
    if name == "path":
        return "path TEXT PRIMARY KEY"
    return f"{name} {'INTEGER' if name in ('characters', 'sentences', 'claims') else 'TEXT'}"


def _marks(names: tuple[str, ...]) -> str:
    return ", ".join("?" for _ in names)

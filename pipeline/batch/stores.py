"""Where the claims of a run go: into the ledger with everything else, or, for very large runs, into Parquet parts.

In parts the ledger keeps one row a document and the name of the part that holds its claims. A part is written whole
under a name that was never used, then named in the ledger in the same transaction as its documents: a file that the
ledger does not name does not count, and the next run removes it. A document that is done again, or is gone, leaves its
part by the same way: the part is written anew without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from pipeline.batch.ledger import IN_PARTS, Entry, Ledger
from pipeline.batch.tasks import Outcome
from pipeline.errors import InputError
from pipeline.table.columns import NAMES, from_row
from pipeline.table.parquet import make_schema, write_parquet
from pipeline.table.write import replacing_file

FOLDER = "claims.parquet"
_DOCUMENTS, _ROWS = 1_000, 50_000  # of a part, whichever comes first
_IN_PART = "SELECT document FROM parts WHERE part = ?"


class Store(Protocol):
    """What a run does with claims; a context manager, at whose end all of them are kept."""

    def put(self, outcome: Outcome) -> None:
        """A document with its claims, in the place of what was known of it."""
        ...

    def forget(self, paths: Sequence[str]) -> None:
        """Take documents and their claims out."""
        ...

    def __enter__(self) -> Store: ...

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None: ...


def open_store(ledger: Ledger, out: Path, *, parts: bool) -> Store:
    """The store of an output folder. Raises InputError for a folder that holds its claims the other way."""
    if parts != bool(ledger.note(IN_PARTS)):
        if parts and (ledger.keys() or (out / FOLDER).is_file()):
            problem, mend = "this folder holds its claims in one table", "Choose another one for --parts"
            raise InputError(out, None, problem, mend, code="other-store")
        if not parts:
            problem = "this folder holds its claims in Parquet parts"
            raise InputError(out, None, problem, "Add --parts, or choose another folder", code="other-store")
    return Parts(ledger, out / FOLDER) if parts else Whole(ledger)


class Whole:
    """Claims in the ledger, one transaction a document."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def put(self, outcome: Outcome) -> None:
        """At once."""
        self._ledger.put_rows(outcome.entry, outcome.rows, outcome.reading)

    def forget(self, paths: Sequence[str]) -> None:
        """One transaction each."""
        for path in paths:
            self._ledger.forget(path)

    def __enter__(self) -> Whole:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Nothing waits."""


class Parts:
    """Claims in the files of a folder, a transaction for each file. Raises InputError where pyarrow is missing."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self._ledger, self._folder = ledger, folder
        self._waiting: dict[str, Outcome] = {}
        self._rows = 0
        _need_pyarrow(folder)
        ledger.connection.execute("PRAGMA synchronous = FULL")  # a part that was removed must not come back into it
        with ledger.connection as connection:
            connection.execute("""CREATE TABLE IF NOT EXISTS parts (
                document TEXT PRIMARY KEY REFERENCES documents (path) ON DELETE CASCADE, part TEXT)""")
            connection.execute("CREATE INDEX IF NOT EXISTS documents_of_part ON parts (part)")
        ledger.keep_note(IN_PARTS, "yes")
        folder.mkdir(exist_ok=True)
        self._tidy()

    def put(self, outcome: Outcome) -> None:
        """With the next part; a run that is killed before does the document again."""
        self._waiting[outcome.entry.path] = outcome
        self._rows += len(outcome.rows)
        if len(self._waiting) >= _DOCUMENTS or self._rows >= _ROWS:
            self._write()

    def forget(self, paths: Sequence[str]) -> None:
        """One transaction for all."""
        if paths:
            self._commit([], paths, {})

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None or issubclass(kind, KeyboardInterrupt):  # after another error we could not write either
            self._write()

    def _write(self) -> None:
        outcomes = sorted(self._waiting.values(), key=lambda outcome: (outcome.entry.id, outcome.entry.path))
        if not outcomes:
            return
        with_claims = [outcome for outcome in outcomes if outcome.rows]
        where = {}
        if with_claims:
            name = self._new_name()
            rows = (dict(zip(NAMES, row, strict=True)) for outcome in with_claims for row in outcome.rows)
            write_parquet(map(from_row, rows), self._folder / name)
            where = {outcome.entry.path: name for outcome in with_claims}
        self._commit([outcome.entry for outcome in outcomes], [], where)
        self._waiting, self._rows = {}, 0

    def _commit(self, put: Sequence[Entry], forget: Sequence[str], where: dict[str, str]) -> None:
        """Rewrite the parts that documents leave, change the ledger, remove what it no longer names."""
        leaving = {*forget, *(entry.path for entry in put)}
        old = {part for path in leaving if (part := self._part_of(path))}
        moved = dict(where)
        for part in sorted(old):
            moved |= self._rewrite(part, leaving)

        def name_parts() -> None:
            rows = moved.items()
            self._ledger.connection.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?)", rows)

        self._ledger.change(put, forget, name_parts)
        for part in old:
            (self._folder / part).unlink(missing_ok=True)

    def _rewrite(self, part: str, leaving: set[str]) -> dict[str, str]:
        """A new part with the documents of an old one that stay: path -> its name; nothing where none does."""
        query = "SELECT path, id FROM parts JOIN documents ON path = document WHERE part = ?"
        staying = {path: doc_id for path, doc_id in self._select(query, part) if path not in leaving}
        if not staying:
            return {}
        import pyarrow.compute  # type: ignore[import-untyped]
        from pyarrow import parquet

        name = self._new_name()
        table = parquet.read_table(self._folder / part, schema=make_schema())
        ids = pyarrow.array(sorted(staying.values()))
        with replacing_file(self._folder / name) as written:
            parquet.write_table(table.filter(pyarrow.compute.is_in(table["doc_id"], value_set=ids)), written)
        return dict.fromkeys(staying, name)

    def _tidy(self) -> None:
        """Remove what a killed run has left, and forget documents whose part is not there, to be done again."""
        named = {part for (part,) in self._select("SELECT DISTINCT part FROM parts")}
        there = set()
        for path in self._folder.iterdir():
            if path.name in named:
                there.add(path.name)
            elif path.name.lstrip(".").startswith("part-"):
                path.unlink()
        lost = [path for part in named - there for (path,) in self._select(_IN_PART, part)]
        self._ledger.change((), lost, lambda: None)

    def _new_name(self) -> str:
        numbers = [int(path.stem.removeprefix("part-")) for path in self._folder.glob("part-*.parquet")]
        return f"part-{max(numbers, default=0) + 1:06}.parquet"

    def _part_of(self, path: str) -> str:
        return next((part for (part,) in self._select("SELECT part FROM parts WHERE document = ?", path)), "")

    def _select(self, query: str, *values: str) -> Iterable[Any]:
        return self._ledger.connection.execute(query, values).fetchall()


def _need_pyarrow(folder: Path) -> None:
    if find_spec("pyarrow") is None:
        mend = "Install Relevé with its extra parquet"
        raise InputError(folder, None, "Parquet cannot be written here", mend, code="no-extra")

"""The `extract` command on a folder: its options to a run, the run to lines for people or for a log."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.one import ExtractsDocuments
from pipeline.batch.progress import Progress, show_progress
from pipeline.batch.run import BatchResult, Engine, plan_batch, run_batch
from pipeline.batch.stores import FOLDER
from pipeline.batch.tables import TableOptions
from pipeline.errors import InputError
from pipeline.table.csvfile import DIALECTS, PLAIN

PIPE = "-"
NEEDS_A_PERSON = 1
MOST_NOTES = 20  # lines of one kind; documents.csv has them all
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Command:
    """The options of a run, as they were typed."""

    paths: Sequence[str]
    out: Path
    lang: str | None
    force: bool
    limit: int | None
    jobs: int | None
    seconds: float
    memory: int
    formats: Sequence[str]
    dialect: str
    texts: bool
    parts: bool
    scheduler: str | None
    dask: bool

    def run(
        self,
        make_extractor: Callable[[], ExtractsDocuments],
        report: Report,
        say: Say,
        beside: Callable[[], None] | None = None,
    ) -> int:
        """Run it and give the exit code. say: writes a line to stdout; beside: writes something else beside the tables.

        Raises InputError as run_batch does.
        """
        if self.parts and (self.texts or not {*self.formats} <= {"parquet"}):
            raise InputError("--parts", None, "parts are of Parquet only", "Leave out --texts and any other --to")
        jobs = self.jobs or count_cores()
        with report.progress() as progress:
            result = run_batch(
                self._paths(),
                self.out,
                make_extractor,
                lang=self.lang,
                force=self.force,
                limit=self.limit,
                jobs=jobs,
                seconds=self.seconds,
                megabytes=self.memory,
                engine=self._engine(jobs),
                tables=TableOptions(tuple(self.formats), DIALECTS.get(self.dialect, PLAIN), self.texts, self.parts),
                beside=beside,
                progress=progress,
                tell=report.tell,
            )
        report.tell_result(result)
        report.summary(result, self.out / (FOLDER if self.parts else "claims.csv"), say)
        return NEEDS_A_PERSON if result.rejected or result.errors else 0

    def plan(self, report: Report, say: Say) -> int:
        """List what a run would do, one line a document on stdout, and give the exit code."""
        plan = plan_batch([Path(path) for path in self.paths], self.out, lang=self.lang, force=self.force)
        todo = plan.todo if self.limit is None else plan.todo[: self.limit]
        for task in todo:
            say(_shown(f"would extract {task.label}"))
        for label in plan.gone:
            say(_shown(f"would remove {label}"))
        say(f"{len(plan.tasks)} documents, {len(todo)} to be extracted, {len(plan.gone)} to be removed")
        for error in plan.errors:
            report.tell(str(error))
        return NEEDS_A_PERSON if plan.errors else 0

    def _paths(self) -> list[Path]:
        if PIPE in self.paths:
            return [_spool(self.out)]
        return [Path(path) for path in self.paths]

    def _engine(self, jobs: int) -> Engine | None:
        if not self.dask:
            return None
        from pipeline.batch.cluster import make_engine

        return make_engine(self.scheduler, jobs=jobs, seconds=self.seconds)


class Report:
    """What a run tells on its way and afterwards. tell: writes a line to stderr. as_json: as JSON Lines."""

    def __init__(self, tell: Callable[[str], None], *, quiet: bool = False, as_json: bool = False) -> None:
        self._tell, self._quiet, self._json = tell, quiet, as_json

    def tell(self, line: str) -> None:
        """What cannot wait."""
        if self._json:
            self._event("message", text=line)
        else:
            self._tell(line)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """What to call after each document."""
        if self._json:
            yield self._progress_event
        elif self._quiet:
            yield lambda done, total, name: None
        else:
            with show_progress(self._tell) as progress:
                yield progress

    def tell_result(self, result: BatchResult) -> None:
        """Notes and errors of a run."""
        if self._json:
            for note in result.notes:
                self._event("note", text=note)
            for error in result.errors:
                where = {"path": error.path, "line": error.line}
                self._event("rejected", **where, code=error.code, detail=error.problem, mend=error.mend)
            return
        notes = () if self._quiet else result.notes
        for line in (*_first(notes), *_first([str(error) for error in result.errors])):
            self._tell(line)

    def summary(self, result: BatchResult, claims: Path, say: Say) -> None:
        """What a run has done, in two lines on stdout. claims: where they are."""
        unchanged = result.documents - result.extracted - result.failed - result.left
        failed, extracted = result.failed, result.extracted
        if self._json:
            counts = {"documents": result.documents, "extracted": extracted, "unchanged": unchanged, "failed": failed}
            counts["left"] = result.left
            self._event("summary", **counts, claims=result.claims, rejected=result.rejected)
        elif not self._quiet:
            left = f", {result.left} left for the next run" if result.left else ""
            documents = _counted(result.documents, "document")
            say(f"{documents}: {extracted} extracted, {unchanged} unchanged, {failed} failed{left}")
            say(f"{_counted(result.claims, 'claim')} in {claims}")
            if result.rejected:
                say(f"{result.rejected} rejected, listed in {claims.with_name('rejected.csv')}")

    def _progress_event(self, done: int, total: int, name: str) -> None:
        if name:
            self._event("document", done=done, total=total, path=name)

    def _event(self, event: str, **fields: object) -> None:
        line = json.dumps({"event": event, **fields}, ensure_ascii=True)
        self._tell(line)


def count_cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MOST_NOTES]
    if len(lines) > MOST_NOTES:
        yield f"and {len(lines) - MOST_NOTES} more like this, see documents.csv and rejected.csv"


def _spool(out: Path) -> Path:
    """Standard input as a file of the output folder, named by its content: what is fed twice is one file."""
    folder = out / "stdin"
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as handle:
        while data := sys.stdin.buffer.read(1 << 20):
            digest.update(data)
            handle.write(data)
    path = folder / f"{digest.hexdigest()[:16]}.jsonl"
    Path(handle.name).replace(path)
    if not path.stat().st_size:
        raise InputError(PIPE, None, "there is nothing on stdin", "Give one JSON document a line", code="empty")
    return path


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(line: str) -> str:
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)

"""Extract every new or changed document of some paths into an output folder, and write its tables anew.

The folder's tables hold all documents it has ever been given, as long as their files are there.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.batch.collect import collect_files, label_file, label_is_there, make_ids
from pipeline.batch.ledger import LEDGER, Key, Ledger
from pipeline.batch.lock import only_run
from pipeline.batch.memory import MEGABYTES
from pipeline.batch.one import ExtractsDocuments
from pipeline.batch.pool import Lost, out_of_memory, run_tasks
from pipeline.batch.progress import Progress
from pipeline.batch.stores import open_store
from pipeline.batch.tables import FULL, Rejection, TableOptions, mark_changed, write_tables
from pipeline.batch.tasks import Outcome, Task, do_task, find_tasks, lost_outcome
from pipeline.batch.version import extractor_version
from pipeline.batch.warm import make_needs
from pipeline.errors import InputError
from pipeline.model import Claim

SECONDS = 30.0  # a file may take
Engine = Callable[[Iterable[Task]], Iterator[tuple[Task, Outcome | Lost]]]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a run did. files: those of this run, by their label; done: labels of the documents extracted now.

    errors: one for each bad path or document of this run; notes: what else to tell. documents: how many there are in
    the files of this run; extracted, failed, left: how many of them were done now, failed, or wait for another run;
    claims, rejected: the rows of the tables.
    """

    files: dict[str, Path]
    done: tuple[str, ...] = ()
    errors: tuple[InputError, ...] = ()
    notes: tuple[str, ...] = ()
    documents: int = 0
    extracted: int = 0
    failed: int = 0
    left: int = 0
    claims: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do. todo: its tasks, in order; gone: labels that leave the tables; errors: of bad paths."""

    files: dict[str, Path]
    tasks: tuple[Task, ...]
    todo: tuple[Task, ...]
    gone: tuple[str, ...]
    errors: tuple[InputError, ...]


def run_batch(
    paths: Iterable[Path],
    out: Path,
    make_extractor: Callable[[], ExtractsDocuments],
    *,
    lang: str | None = None,
    force: bool = False,
    limit: int | None = None,
    jobs: int = 0,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    engine: Engine | None = None,
    tables: TableOptions = TableOptions(),  # noqa: B008  (frozen)
    beside: Callable[[], None] | None = None,
    progress: Progress = lambda done, total, name: None,
    tell: Callable[[str], None] = lambda line: None,
) -> BatchResult:
    """Bring the output folder up to date with the documents below `paths`.

    make_extractor: called once a process, and only if there is something to extract, as it loads the models. lang: the
    language of all documents; else each text's own. force: do all of them again; limit: at most so many now.
    jobs: worker processes, each document within `seconds` and `megabytes` beyond what a worker begins with; 0: all in
    this process, without limits. engine: instead of our own workers. tell: is told what cannot wait for the result.
    What is written is the same for all of these. beside: writes something else from the ledger, beside the tables.
    A bad document is an error of the result and the others are done; the ledger remembers it as failed.
    Raises InputError where nothing can be run: no usable path, no usable ledger, a full disk, an extractor that
    cannot work.
    """
    plan = _collect(paths, out)
    engine = engine or _own_engine(cache(make_extractor), jobs, seconds, megabytes)
    errors, notes = list(plan.errors), []
    with _room(out), only_run(out, tell), Ledger(out / LEDGER) as ledger:
        store = open_store(ledger, out, parts=tables.parts)
        plan = _plan(plan, ledger.keys(), out, lang or "", force)
        todo = plan.todo if limit is None else plan.todo[:limit]
        if tables.parts:
            todo = tuple(task._replace(brief=True) for task in todo)
        if plan.gone:
            mark_changed(ledger)
        with store:
            store.forget(plan.gone)
            notes += [f"{label}: the file is gone, its claims leave the table" for label in plan.gone]
            for number, (task, result) in enumerate(engine(todo), 1):
                outcome = lost_outcome(task, result) if isinstance(result, Lost) else result
                if outcome.fatal is not None:
                    raise InputError(outcome.fatal[0], None, *outcome.fatal[1:])
                entry = outcome.entry
                if entry.status == "failed":
                    errors.append(InputError(task.path, task.line or None, entry.detail, entry.mend, code=entry.code))
                elif entry.reason:
                    notes.append(f"{task.path}: {entry.reason}")
                if entry.status == "done" or ledger.entry(task.label) != entry:
                    mark_changed(ledger)
                    store.put(outcome)
                progress(number, len(todo), task.label)
        progress(len(todo), len(todo), "")
        errors.sort(key=lambda error: (error.path, error.line or 0))
        rejections = tuple(Rejection(_label(error, out), error) for error in plan.errors)
        write_tables(ledger, out, tables, rejections, jobs=jobs, beside=beside)
        rejected, claims = ledger.counts()
        known = ledger.keys()
    failed = {task.label for task in plan.tasks if task.label in known and known[task.label].status == "failed"}
    now = {task.label for task in todo}
    return BatchResult(
        files=plan.files,
        done=tuple(sorted(now)),
        errors=tuple(errors),
        notes=tuple(sorted(notes)),
        documents=len(plan.tasks),
        extracted=sum(task.label in now and task.label not in failed for task in plan.tasks),
        failed=len(failed),
        left=sum(task.label not in now and task.label not in failed for task in plan.todo),
        claims=claims,
        rejected=rejected + len(rejections),
    )


def plan_batch(paths: Iterable[Path], out: Path, *, lang: str | None = None, force: bool = False) -> Plan:
    """What run_batch would do, without doing or writing anything. Raises InputError as run_batch does."""
    plan = _collect(paths, out)
    known: dict[str, Key] = {}
    if (out / LEDGER).is_file():
        try:
            with Ledger(out / LEDGER, keep=True) as ledger:
                known = ledger.keys()
        except InputError:
            pass  # of another layout: the run would begin anew
    return _plan(plan, known, out, lang or "", force)


def load_claims(out: Path, labels: Iterable[str]) -> dict[str, tuple[Claim, ...]]:
    """The claims that an output folder holds of some documents, by their label."""
    with Ledger(out / LEDGER) as ledger:
        return {label: tuple(ledger.claims(label)) for label in labels}


def _collect(paths: Iterable[Path], out: Path) -> Plan:
    found, errors = collect_files(paths, leave_out=out)
    if errors and not found:
        raise errors[0]
    home = out.absolute().parent
    return Plan({label_file(path, home): path for path in found}, (), (), (), tuple(errors))


def _plan(plan: Plan, known: Mapping[str, Key], out: Path, asked: str, force: bool) -> Plan:
    """New, changed and failed documents, and those whose id has changed for a new namesake."""
    home = out.absolute().parent
    tasks = {task.label: task for label, path in sorted(plan.files.items()) for task in find_tasks(label, path)}
    sources = {label: key.source for label, key in known.items()} | {task.label: task.source for task in tasks.values()}
    there: dict[str, bool] = {}
    gone = []
    for label, key in known.items():
        if label in tasks:
            continue
        if key.source not in there:
            there[key.source] = label_is_there(key.source, home)
        if key.source in plan.files or not there[key.source]:
            gone.append(label)
    left = set(known) - set(gone)
    ids = make_ids(sorted({*left, *tasks}), sources)
    version = extractor_version()
    wanted = [task._replace(id=ids[task.label], asked=asked, version=version) for task in tasks.values()]
    todo = [task for task in wanted if force or task.label not in known or _differs(task, known[task.label])]
    renamed = {known[label].source for label in left if label not in tasks and known[label].id != ids[label]}
    for source in sorted(renamed):
        for task in find_tasks(source, home / source):
            if task.label in left and known[task.label].id != ids[task.label]:
                todo.append(task._replace(id=ids[task.label], asked=known[task.label].asked, version=version))
    return Plan(plan.files, tuple(wanted), tuple(todo), tuple(sorted(gone)), plan.errors)


def _differs(task: Task, known: Key) -> bool:
    key = (task.id, task.sha256, task.version, task.asked)
    return known.status == "failed" or key != (known.id, known.sha256, known.version, known.asked)


def _own_engine(extractor: Callable[[], ExtractsDocuments], jobs: int, seconds: float, megabytes: int) -> Engine:
    """extractor: makes one at the first call, and gives it again at every other."""

    def work(task: Task) -> Outcome:
        return do_task(task, extractor)

    def work_here(task: Task) -> Outcome | Lost:
        try:
            return work(task)
        except MemoryError:
            return out_of_memory()

    if not jobs or not hasattr(os, "fork"):
        return lambda tasks: ((task, work_here(task)) for task in tasks)
    needs = make_needs(extractor)
    return lambda tasks: run_tasks(tasks, work, jobs=jobs, seconds=seconds, megabytes=megabytes, needs=needs)


@contextmanager
def _room(out: Path) -> Iterator[None]:
    """A disk that is full or closed to us as a line for people; what was there before is there still."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG):
            raise
        problem = f"nothing more can be written there ({error.strerror})"
        raise InputError(out, None, problem, FULL, code="no-room") from None


def _label(error: InputError, out: Path) -> str:
    return label_file(Path(error.path), out.absolute().parent)

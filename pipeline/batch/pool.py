"""Worker processes that may die: a killed one costs its document at most, and every other document is done.

Tasks of one kind (documents of one language) go to workers that come out of one template, which has loaded what that
kind needs; each worker has a pipe of its own, one task at a time. A task whose worker dies is tried once more at the
end, alone, and then given up; so is, at once, one that takes too long or too much memory. Only plain tuples travel.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NamedTuple, TypeVar

from pipeline.batch.memory import limit_memory
from pipeline.batch.template import Template
from pipeline.errors import InputError

Task = TypeVar("Task")
Result = TypeVar("Result")
START = 300.0  # seconds in which a worker is there, its models loaded from however slow a disk
GRACE = 5.0  # seconds by which a worker whose parent is gone outlives its time limit
FEW = 4  # tasks of a kind for which a template would not pay: their workers load for themselves
ANY = ""  # the kind of tasks for which nothing is loaded beforehand


class Lost(NamedTuple):
    """Why a task has no result. code: `killed`, `timeout` or `memory`; detail: for people."""

    code: str
    detail: str


def out_of_memory() -> Lost:
    """What became of a task that ran into the memory limit."""
    return Lost("memory", "it took more memory than a worker may")


class Needs(NamedTuple, Generic[Task]):
    """What a pool has to know of its tasks.

    kind: of a task. prepare: loads what one kind needs, before the first task. share: how many times `seconds` a task
    may take.
    """

    kind: Callable[[Task], str]
    prepare: Callable[[str], None]
    share: Callable[[Task], float]


def run_tasks(
    tasks: Iterable[Task],
    work: Callable[[Task], Result],
    *,
    jobs: int,
    seconds: float,
    megabytes: int | None = None,
    needs: Needs[Task] | None = None,
) -> Iterator[tuple[Task, Result | Lost]]:
    """Each task with its result, in the order in which they are ready, or with why it has none.

    work: runs in the workers; it and what it closes over are forked, tasks and results are pickled. A MemoryError of
    it is the task's fate. jobs: how many workers at most; seconds: for one task; megabytes: what a worker may take
    beyond what it begins with. Leaving the iteration (an error, Ctrl-C) kills the workers. Raises InputError where
    no worker can be started.
    """
    pool = _Pool(work, seconds, megabytes, needs)
    try:
        again: list[Task] = []
        for task, result in pool.run(tasks, jobs):
            if isinstance(result, Lost) and result.code == "killed":
                again.append(task)
            else:
                yield task, result
        for task in again:  # alone: whatever memory or time it wants, nobody else is in its way
            yield from pool.run([task], 1)
    finally:
        pool.close()


class _Worker(Generic[Task]):
    """A worker and the task that it is at. pid: 0 until it says that it is ready."""

    def __init__(self, kind: str, template: Template) -> None:
        self.kind, self.template = kind, template
        self._number, self.pipe = template.fork()
        self.pid = 0
        self.task: Task | None = None
        self.deadline = time.monotonic() + START

    @property
    def is_idle(self) -> bool:
        return self.pid != 0 and self.task is None

    def give(self, task: Task, seconds: float) -> None:
        self.task, self.deadline = task, time.monotonic() + seconds
        with suppress(OSError):  # it is dead: its pipe reads as ended
            self.pipe.send(task)

    def take(self) -> Task:
        task, self.task = self.task, None
        assert task is not None
        return task

    def end(self) -> str:
        """Kill it if need be, and how it ended."""
        self.pipe.close()
        if not self.pid:  # its template is loading still, and finds the pipe closed
            return "no start"
        code = self.template.end(self._number)
        if code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            return "its template"
        return _signal_name(-code) if code < 0 else f"exit code {code}"


class _Pool(Generic[Task, Result]):
    """Templates and workers of one run."""

    def __init__(
        self, work: Callable[[Task], Result], seconds: float, megabytes: int | None, needs: Needs[Task] | None
    ) -> None:
        self._needs, self._time = needs, seconds
        self._serve = partial(_serve, work, self._seconds, megabytes)
        self._templates: dict[str, Template] = {}
        self._unprepared = {ANY}
        self._workers: list[_Worker[Task]] = []

    def run(self, tasks: Iterable[Task], jobs: int) -> Iterator[tuple[Task, Result | Lost]]:
        queues = self._sort(tasks)
        while any(queues.values()) or any(worker.task is not None for worker in self._workers):
            self._staff(queues, jobs)
            yield from self._ready()

    def close(self) -> None:
        for worker in self._workers:
            worker.end()
        for template in self._templates.values():
            template.close()

    def _seconds(self, task: Task) -> float:
        return self._time * (self._needs.share(task) if self._needs else 1)

    def _sort(self, tasks: Iterable[Task]) -> dict[str, deque[Task]]:
        queues: dict[str, deque[Task]] = {}
        for task in tasks:
            queues.setdefault(self._needs.kind(task) if self._needs else ANY, deque()).append(task)
        for kind in [kind for kind, queue in queues.items() if len(queue) <= FEW and kind not in self._templates]:
            few = queues.pop(kind)
            queues.setdefault(ANY, deque()).extend(few)
        return queues

    def _staff(self, queues: dict[str, deque[Task]], jobs: int) -> None:
        """Give every worker that has nothing to do a task of its kind, and replace those whose kind is done."""
        for worker in [worker for worker in self._workers if worker.is_idle]:
            queue = queues.get(worker.kind)
            if queue:
                task = queue.popleft()
                worker.give(task, self._seconds(task))
            elif any(queues.values()):
                self._workers.remove(worker)
                worker.end()
        while len(self._workers) < jobs:
            starting = Counter(worker.kind for worker in self._workers if not worker.pid)
            there = Counter(worker.kind for worker in self._workers)
            wanted = [kind for kind, queue in queues.items() if len(queue) > starting[kind]]
            if not wanted:
                return
            kind = max(wanted, key=lambda one: len(queues[one]) / (1 + there[one]))
            self._workers.append(_Worker(kind, self._template(kind)))

    def _template(self, kind: str) -> Template:
        if kind not in self._templates:
            prepare = None if self._needs is None or kind in self._unprepared else partial(self._needs.prepare, kind)
            inherited = [one.let_go for one in self._templates.values()] + [one.pipe.close for one in self._workers]
            self._templates[kind] = Template(prepare, self._serve, inherited)
        return self._templates[kind]

    def _ready(self) -> Iterator[tuple[Task, Result | Lost]]:
        """Wait for results, deaths and time limits."""
        awaited = {worker.pipe: worker for worker in self._workers if not worker.is_idle}
        first = min(worker.deadline for worker in awaited.values())
        for pipe in wait(list(awaited), max(0.0, first - time.monotonic())):
            assert isinstance(pipe, Connection)
            worker = awaited.pop(pipe)
            try:
                said = pipe.recv()
            except (EOFError, OSError):
                said = None
            if not worker.pid:
                self._started(worker, said)
            elif said is None:
                yield self._lose(worker, Lost("killed", f"the process that read it ended with {worker.end()}"))
            elif isinstance(said[0], Lost):  # it ends by itself, as we cannot know what such an error leaves behind
                worker.end()
                yield self._lose(worker, said[0])
            else:
                yield worker.take(), said[0]
        now = time.monotonic()
        for worker in [worker for worker in awaited.values() if worker.deadline <= now]:
            if worker.pid:
                worker.end()
                yield self._lose(worker, Lost("timeout", "it took longer than a file may"))
            else:
                self._started(worker, None)

    def _lose(self, worker: _Worker[Task], lost: Lost) -> tuple[Task, Lost]:
        self._workers.remove(worker)
        return worker.take(), lost

    def _started(self, worker: _Worker[Task], said: Any) -> None:
        """Note that a worker is ready; or that its template died or hangs: then the next one loads nothing."""
        if said is not None:
            worker.pid = said[0]
            return
        self._workers.remove(worker)
        worker.end()
        if self._templates.get(worker.kind) is not worker.template:
            return  # one more worker of a template that was given up before
        self._templates.pop(worker.kind).close()
        if worker.kind in self._unprepared:
            problem = "no worker process can be started"
            raise InputError("--jobs", None, problem, "Free some memory, or ask for fewer", code="no-worker")
        self._unprepared.add(worker.kind)


def _serve(
    work: Callable[[Any], Any], seconds: Callable[[Any], float], megabytes: int | None, pipe: Connection
) -> None:
    """The life of a worker: it says who it is, then answers each task with a tuple of one. It ends with its parent."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if megabytes is not None:
        limit_memory(megabytes)
    with suppress(EOFError, OSError):
        pipe.send((os.getpid(),))
        while True:
            task = pipe.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds(task) + GRACE)
            full = False
            try:
                pipe.send((work(task),))
            except MemoryError:
                full = True  # told below, when what it was about is let go
            if full:
                pipe.send((out_of_memory(),))
                break
            signal.setitimer(signal.ITIMER_REAL, 0)
    os._exit(0)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

"""Worker processes that may die: a killed one costs its document at most, and every other document is done.

Workers are forked, so that what the parent has loaded is there at once; each has a pipe of its own, one task at a
time. A task whose worker dies is tried once more at the end, alone, and then given up; so is, at once, one that takes
too long. Only plain tuples travel.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NamedTuple, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
GRACE = 5.0  # seconds by which a worker whose parent is gone outlives its time limit


class Lost(NamedTuple):
    """Why a task has no result. code: `killed` or `timeout`; detail: for people."""

    code: str
    detail: str


class _Worker(Generic[Task, Result]):
    """A forked process and the task that it is at."""

    def __init__(self, work: Callable[[Task], Result], seconds: float, others: Iterable[Connection]) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        inherited = [*others, self.pipe]
        self.process = context.Process(target=_serve, args=(theirs, work, seconds, inherited), daemon=True)
        self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.deadline = 0.0

    def give(self, task: Task, seconds: float) -> None:
        self.task, self.deadline = task, time.monotonic() + seconds
        try:
            self.pipe.send(task)
        except OSError:
            return  # it is dead: its pipe reads as ended

    def end(self) -> str:
        """Kill it if need be, and how it ended."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        code = self.process.exitcode or 0
        return _signal_name(-code) if code < 0 else f"exit code {code}"


def run_tasks(
    tasks: Iterable[Task], work: Callable[[Task], Result], *, jobs: int, seconds: float
) -> Iterator[tuple[Task, Result | Lost]]:
    """Each task with its result, in the order in which they are ready, or with why it has none.

    work: runs in the workers; it and what it closes over are forked, tasks and results are pickled. jobs: how many
    workers at most; seconds: for one task. Leaving the iteration (an error, Ctrl-C) kills the workers.
    """
    again: list[Task] = []
    for task, result in _run(deque(tasks), work, jobs, seconds):
        if isinstance(result, Lost) and result.code == "killed":
            again.append(task)
        else:
            yield task, result
    for task in again:  # alone: whatever memory or time it wants, nobody else is in its way
        yield from _run(deque([task]), work, 1, seconds)


def _run(
    tasks: deque[Task], work: Callable[[Task], Result], jobs: int, seconds: float
) -> Iterator[tuple[Task, Result | Lost]]:
    workers: list[_Worker[Task, Result]] = []
    try:
        while tasks or any(worker.task is not None for worker in workers):
            while tasks and len(workers) < jobs and all(worker.task is not None for worker in workers):
                workers.append(_Worker(work, seconds, [worker.pipe for worker in workers]))
                workers[-1].give(tasks.popleft(), seconds)
            for worker in workers:
                if worker.task is None and tasks:
                    worker.give(tasks.popleft(), seconds)
            for worker, result in _ready(workers):
                task, worker.task = worker.task, None
                assert task is not None
                if isinstance(result, Lost):
                    workers.remove(worker)
                yield task, result
    finally:
        for worker in workers:
            worker.end()


def _ready(workers: list[_Worker[Task, Result]]) -> Iterator[tuple[_Worker[Task, Result], Result | Lost]]:
    """Wait for results, deaths and time limits."""
    busy = {worker.pipe: worker for worker in workers if worker.task is not None}
    first = min(worker.deadline for worker in busy.values())
    ready = wait(list(busy), max(0.0, first - time.monotonic()))
    for pipe in ready:
        assert isinstance(pipe, Connection)
        worker = busy.pop(pipe)
        try:
            yield worker, pipe.recv()
        except (EOFError, OSError):
            yield worker, Lost("killed", f"the process that read it ended with {worker.end()}")
    now = time.monotonic()
    for worker in busy.values():
        if worker.deadline <= now:
            worker.end()
            yield worker, Lost("timeout", "it took longer than a file may")


def _serve(pipe: Connection, work: Callable[[Any], Any], seconds: float, inherited: Iterable[Connection]) -> None:
    """The life of a worker. It ends with its parent, whose end of the pipe nobody else may hold open."""
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    try:
        while True:
            task = pipe.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
            result = work(task)
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send(result)
    except (EOFError, OSError):
        os._exit(0)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

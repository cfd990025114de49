"""Documents on a Dask cluster (the extra `dask`), or on one that is started here: into the same ledger as ever.

The bytes of each document travel to the workers, so they need to see none of our files; each worker loads the models
once. A document that kills its worker is tried again alone and then given up, and costs no other document anything.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any

from pipeline.batch.one import ExtractsDocuments
from pipeline.batch.pool import Lost, out_of_memory
from pipeline.batch.tasks import Outcome, Task, do_task, with_data
from pipeline.batch.warm import time_share
from pipeline.errors import InputError

AHEAD = 2  # tasks in flight for each worker: enough to keep it busy, few enough to know who killed it
ALONE = 2  # tries of a document whose worker died: it may only have waited there, and not have been read at all
START_SECONDS = 60
TOO_LONG = 124  # exit code of a worker whose document took too long, as `timeout` has it
Work = Callable[[Task], Outcome]


def make_engine(
    address: str | None, *, jobs: int, seconds: float, work: Work | None = None
) -> Callable[[Iterable[Task]], Iterator[tuple[Task, Outcome | Lost]]]:
    """An engine for run_batch. address: of a scheduler; None starts a cluster of `jobs` workers on this machine.

    seconds: for one document. work: what to do with a task, else our own extractor; it has to be importable by the
    workers. Raises InputError, when the work begins, where Dask is not installed or the cluster cannot be reached.
    """

    def engine(tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome | Lost]]:
        some = list(tasks)
        if some:
            with _connected(address, jobs) as client:
                yield from _run(client, some, work or work_here, seconds)

    return engine


def work_here(task: Task) -> Outcome:
    """One task in a worker of the cluster."""
    return do_task(task, _extractor)


@cache
def _extractor() -> ExtractsDocuments:
    from pipeline.extract import Extractor

    return Extractor()


def _run(client: Any, tasks: list[Task], work: Work, seconds: float) -> Iterator[tuple[Task, Outcome | Lost]]:
    workers = max(1, sum(client.nthreads().values()))
    again = []
    for task, result in _submit(client, tasks, work, seconds, AHEAD * workers):
        if isinstance(result, Lost) and result.code == "killed":
            again.append(task)  # perhaps it only stood beside the one that killed the worker
        else:
            yield task, result
    for task in again:
        for _ in range(ALONE):
            alone = list(_submit(client, [task], work, seconds, 1))
            if not any(isinstance(result, Lost) and result.code == "killed" for _, result in alone):
                break
        yield from alone


def _submit(
    client: Any, tasks: list[Task], work: Work, seconds: float, ahead: int
) -> Iterator[tuple[Task, Outcome | Lost]]:
    """Keep so many tasks in flight until all are done."""
    waiting = iter(tasks)
    flying: dict[Any, Task] = {}
    while True:
        for task in islice(waiting, ahead - len(flying)):
            with _told():
                future = client.submit(_guarded, work, with_data(task), seconds * time_share(task), pure=False)
            flying[future] = task
        if not flying:
            return
        for future in _done(client, list(flying)):
            yield flying.pop(future), _result_of(future)


def _done(client: Any, futures: list[Any]) -> list[Any]:
    """Those that are ready, as soon as any is. Raises InputError where there is nobody left to wait for."""
    import distributed

    wait: Any = distributed.wait
    while True:
        with _told():
            try:
                return list(wait(futures, timeout=START_SECONDS, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                if not client.nthreads():
                    raise _gone("it has no workers left") from None


def _result_of(future: Any) -> Outcome | Lost:
    from distributed import KilledWorker

    with _told():
        try:
            outcome = future.result()
        except KilledWorker:
            return Lost("killed", "every worker that was given it ended: it died, or took longer than a file may")
    if not isinstance(outcome, Outcome | Lost):
        raise InputError("--scheduler", None, "the workers run another version of the program", "Install the same one")
    return outcome


@contextmanager
def _told() -> Iterator[None]:
    """What Dask raises when it has lost its scheduler, as a line for people."""
    from distributed import CancelledError

    try:
        yield
    except (OSError, CancelledError) as error:
        raise _gone(str(error)[:100] or type(error).__name__) from None


def _gone(why: str) -> InputError:
    mend = "See to it and run the same command again: what was done is kept"
    return InputError("--scheduler", None, f"the cluster is gone ({why})", mend, code="no-cluster")


def _guarded(work: Work, task: Task, seconds: float) -> Outcome | Lost:
    """The work under a time limit that holds whatever the code does: a worker that exceeds it is ended."""
    watchdog = threading.Timer(seconds, os._exit, [TOO_LONG])
    watchdog.daemon = True
    watchdog.start()
    try:
        return work(task)
    except MemoryError:
        return out_of_memory()
    finally:
        watchdog.cancel()


@contextmanager
def _connected(address: str | None, jobs: int) -> Iterator[Any]:
    try:
        import dask
        import distributed
    except ImportError:
        mend = "Install Relevé with its extra dask"
        raise InputError("--engine", None, "Dask is not installed", mend, code="no-extra") from None
    make_client: Any = distributed.Client
    make_cluster: Any = distributed.LocalCluster
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    if address is not None:
        try:
            client = make_client(address, timeout=START_SECONDS)
            client.wait_for_workers(1, timeout=START_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            problem = f"the cluster at {address!r} cannot be reached ({str(error)[:100]})"
            raise InputError("--scheduler", None, problem, "Check the address, and that it has workers") from None
        with client:
            yield client
        return
    # The first death of a worker gives its documents back to us, who then try each alone.
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        options = {"processes": True, "dashboard_address": None, "silence_logs": logging.CRITICAL}
        with make_cluster(n_workers=jobs, threads_per_worker=1, **options) as cluster, make_client(cluster) as client:
            yield client

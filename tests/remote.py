"""A Dask cluster for tests: a scheduler and workers in processes of their own, as they would be on other machines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 60


@dataclass
class Cluster:
    """A running cluster. address: of its scheduler."""

    folder: Path
    address: str = ""
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, module: str, *options: str) -> None:
        """Start a scheduler or workers by the module behind the command `dask`."""
        paths = os.pathsep.join((str(HERE), str(HERE.parent)))
        command = [sys.executable, "-m", f"distributed.cli.dask_{module}", "--no-dashboard", *options]
        with (self.folder / "dask.log").open("ab") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": paths}, start_new_session=True
            )
        self._processes.append(process)

    def kill_worker(self) -> None:
        """Kill one of the processes that do the work, not the nanny that looks after it."""
        import psutil  # Dask brings it

        nanny = psutil.Process(self._processes[1].pid)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            # Beside the workers stands Python's resource tracker.
            workers = [one for one in nanny.children(recursive=True) if "spawn_main" in " ".join(one.cmdline())]
            if workers:
                workers[0].kill()
                return
            time.sleep(0.1)
        raise AssertionError("there is no worker")

    def stop(self, which: int) -> None:
        """Kill a process with all that it has started: 0 is the scheduler."""
        try:
            os.killpg(self._processes[which].pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self._processes[which].wait(timeout=SECONDS)

    def stop_all(self) -> None:
        """End everything."""
        for which in range(len(self._processes)):
            self.stop(which)


@contextmanager
def start_cluster(folder: Path, *, workers: int = 2) -> Iterator[Cluster]:
    """A scheduler on a free port and so many workers, which find the modules of the tests."""
    cluster = Cluster(folder)
    told = folder / "scheduler.json"
    try:
        cluster.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))
        deadline = time.monotonic() + SECONDS
        while not (told.exists() and told.read_text(encoding="utf-8").strip()):
            assert time.monotonic() < deadline, (folder / "dask.log").read_text(encoding="utf-8")
            time.sleep(0.1)
        cluster.address = str(json.loads(told.read_text(encoding="utf-8"))["address"])
        cluster.start(
            "worker", cluster.address, "--nworkers", str(workers), "--nthreads", "1", "--host", "127.0.0.1",
            "--local-directory", str(folder / "dask"),
        )  # fmt: skip
        yield cluster
    finally:
        cluster.stop_all()

"""One run at a time in an output folder; the second one waits. A run that is killed leaves nothing locked."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: SQLite's own lock has to do
    LOCKS = False
else:
    LOCKS = True

NAME = ".lock"
_PAUSE = 0.2  # seconds between two tries


@contextmanager
def only_run(out: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of an output folder. tell: is told once that another run has it and that we wait."""
    out.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(out / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        told = False
        while not _try(descriptor):
            if not told:
                tell(f"{out}: another run is at work there; waiting for it to end")
                told = True
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


def _try(descriptor: int) -> bool:
    if not LOCKS:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: SQLite's own has to do
        return True
    return True

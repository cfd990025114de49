"""How far a run is, on stderr: a bar on a terminal, elsewhere a plain line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int, str], None]  # documents done, documents to do, the one just done
SECONDS_BETWEEN_LINES = 1.0  # a log wants to be short


@contextmanager
def show_progress(tell: Callable[[str], None]) -> Iterator[Progress]:
    """What to call after each document. tell: writes a line to stderr, where that is no terminal."""
    if sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _lines(tell)


def _lines(tell: Callable[[str], None]) -> Progress:
    last = -SECONDS_BETWEEN_LINES

    def progress(done: int, total: int, name: str) -> None:
        nonlocal last
        if name and time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            tell(f"{done} of {total}: {name}")

    return progress


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress as Bar

    # No thread of its own, which a worker that is forked would find half of.
    with Bar(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("extracting", total=None)

        def progress(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(name) or "writing", refresh=True)

        yield progress

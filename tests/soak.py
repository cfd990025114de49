"""Does memory stay flat over many documents? `python tests/soak.py [DOCUMENTS] [JOBS] [fake]`, or `make soak`.

Makes documents from the corpus by shuffling its sentences and extracts them as `releve extract` does. Prints how many,
how fast, and the memory (of this process and all below it), as it goes. fake: without a model, to see what
the engine alone does. Exits with 1 where memory at the end is more than a tenth above that after 1,000 documents.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
SENTENCES = 2  # of a document
FIRST = 1_000
MARKS = (100, 500, FIRST, 2_000, 5_000, 10_000, 15_000, 20_000)
MORE = 1.1  # what memory may be at the end, to that after the first documents


def make_documents(folder: Path, number: int) -> None:
    """Documents of a few sentences each, of one language, with the title and date of some release."""
    rolls = random.Random(5)
    releases = sorted((ROOT / "corpus/releases").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8").splitlines() for path in releases]
    bodies = [[one for line in lines[5:] for one in line.split(". ") if len(one) > 40] for lines in texts]
    for k in range(number):
        lines, body = texts[k % len(texts)], bodies[k % len(texts)]
        some = rolls.sample(body, min(SENTENCES, len(body)))
        text = "\n".join([*lines[:5], "", ". ".join(some) + "."])
        part = folder / f"{k // 1000:03}"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{k:06}.txt").write_text(text, encoding="utf-8")


def resident() -> float:
    """Megabytes of this process, its templates and its workers; a page that some share is divided among them."""
    me = psutil.Process()
    total = 0
    for one in [me, *me.children(recursive=True)]:
        try:
            memory = one.memory_full_info()
            total += getattr(memory, "pss", memory.rss)  # pss: on Linux
        except psutil.NoSuchProcess:  # one that was replaced
            continue
    return total / 1e6


class Watch:
    """Is told of each document, and prints now and then. at: documents done -> seconds and megabytes."""

    def __init__(self, documents: int) -> None:
        self._begun, self._last = time.monotonic(), documents
        self.at: dict[int, tuple[float, float]] = {}

    def __call__(self, done: int, total: int, label: str) -> None:
        if label and done in (20, *MARKS, self._last):
            spent, megabytes = time.monotonic() - self._begun, resident()
            self.at[done] = (spent, megabytes)
            if done != 20:
                print(f"{done} documents, {spent:.0f} s, {megabytes:.0f} MB", flush=True)

    def rate(self) -> float:
        """Documents a second, without the time in which the models are loaded."""
        first = min(self.at)
        return (self._last - first) / (self.at[self._last][0] - self.at[first][0])


def main(documents: int, jobs: int, make_extractor: Any) -> int:
    """Make, extract, print; the exit code."""
    from pipeline.batch.run import run_batch

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_documents(folder / "in", documents)
        watch = Watch(documents)
        begun = time.monotonic()
        run_batch([folder / "in"], folder / "out", make_extractor, jobs=jobs, progress=watch)
        spent = time.monotonic() - begun
    print(f"{documents} documents with {jobs} jobs, {watch.rate():.1f} a second; {spent:.0f} s with the tables")
    if FIRST not in watch.at or documents <= FIRST:
        return 0
    ratio = watch.at[documents][1] / watch.at[FIRST][1]
    print(f"memory at the end is {ratio:.3f} of that after {FIRST} documents; it may be {MORE}")
    return int(ratio > MORE)


if __name__ == "__main__":
    from fakes import FakeExtractor

    from pipeline.batch.command import count_cores
    from pipeline.cli import _make_extractor

    given = [word for word in sys.argv[1:] if word != "fake"]
    sys.exit(
        main(
            int(given[0]) if given else 20_000,
            int(given[1]) if len(given) > 1 else count_cores(),
            FakeExtractor if "fake" in sys.argv else _make_extractor,
        )
    )

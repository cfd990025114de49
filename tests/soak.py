"""Does memory stay flat over many documents? `python tests/soak.py [DOCUMENTS] [JOBS] [SECONDS] [fake]`

Makes documents from the corpus by shuffling its sentences and extracts them as `releve extract` does. Prints how many,
and the memory (resident, of this process and its workers), as it goes. SECONDS: stop after so many. fake: without a
model, to see what the engine alone does.
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
MARKS = (100, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


def make_documents(folder: Path, number: int) -> None:
    """Documents of a few sentences each, of one language, with the title and date of some release."""
    rolls = random.Random(5)
    releases = sorted((ROOT / "corpus/releases").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8").splitlines() for path in releases]
    for k in range(number):
        lines = texts[k % len(texts)]
        body = [sentence for line in lines[5:] for sentence in line.split(". ") if len(sentence) > 40]
        some = rolls.sample(body, min(SENTENCES, len(body)))
        text = "\n".join([*lines[:5], "", ". ".join(some) + "."])
        part = folder / f"{k // 1000:03}"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{k:06}.txt").write_text(text, encoding="utf-8")


def resident() -> float:
    """Megabytes of this process and its workers."""
    me = psutil.Process()
    return sum(one.memory_info().rss for one in [me, *me.children()]) / 1e6


def main(documents: int, jobs: int, seconds: float, fake: bool) -> None:
    """Make, extract, print."""
    from pipeline.batch.run import run_batch
    from pipeline.cli import _make_extractor

    if fake:
        from fakes import FakeExtractor

        make_extractor: Any = FakeExtractor
    else:
        make_extractor = _make_extractor

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_documents(folder / "in", documents)
        begun = time.monotonic()
        at_thousand = at_end = 0.0
        first = [0, 0.0]  # after the models are loaded

        def progress(done: int, total: int, label: str) -> None:
            nonlocal at_thousand, at_end
            spent = time.monotonic() - begun
            if done == 20:
                first[:] = [done, spent]
            if label and done in (*MARKS, documents):
                print(f"{done} documents, {spent:.0f} s, {resident():.0f} MB", flush=True)
            if done == 1_000:
                at_thousand = resident()
            if label and done == documents:
                at_end = resident()  # the workers are there still
            if spent > seconds:
                rate = (done - first[0]) / (spent - first[1])
                print(f"stopped: {done} documents with {jobs} jobs, {rate:.2f} a second, {resident():.0f} MB")
                if at_thousand:
                    print(f"{resident() / at_thousand:.3f} of the memory after 1,000 documents")
                raise KeyboardInterrupt

        try:
            run_batch([folder / "in"], folder / "out", make_extractor, jobs=jobs, progress=progress)
        except KeyboardInterrupt:
            return
        spent = time.monotonic() - begun
        print(f"{documents} documents with {jobs} jobs, {documents / spent:.2f} a second; tables written")
        if at_thousand:
            print(f"{at_end / at_thousand:.3f} of the memory after 1,000 documents")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given else 20_000,
        int(given[1]) if len(given) > 1 else 1,
        float(given[2]) if len(given) > 2 else float("inf"),
        "fake" in given,
    )

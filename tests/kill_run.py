"""Kill a run at random moments, again and again, and see whether anything is lost: `python tests/kill_run.py [KILLS]`.

Works on made-up documents with an extractor that needs no model, so that the moments fall everywhere: between two
documents, into a transaction, into the writing of the tables.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
TABLES = ("claims.csv", "documents.csv", "rejected.csv", "claims.xlsx", "datapackage.json", "claims.jsonl")
RUN = """
import sys, time
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
from fakes import FakeExtractor
from pipeline.batch.run import run_batch
from pipeline.batch.tables import TableOptions

class Slow(FakeExtractor):
    def extract(self, document):
        time.sleep({pause})
        return super().extract(document)

force = "force" in sys.argv
run_batch([Path(sys.argv[1])], Path(sys.argv[2]), Slow, jobs=2, force=force, tables=TableOptions(("jsonl",)))
"""


def make_documents(folder: Path, number: int) -> None:
    """So many releases, every tenth of them with something wrong."""
    folder.mkdir(parents=True)
    for k in range(number):
        text = "" if k % 10 == 9 else f"La ville numéro {k} compte {k + 3} ponts et {k * 7} écoles. " * (1 + k % 5)
        (folder / f"{k:04}.txt").write_text(text, encoding="utf-8")


def start(inbox: Path, out: Path, pause: float, *options: str) -> subprocess.Popen[bytes]:
    script = RUN.format(root=str(HERE.parent), tests=str(HERE), pause=pause)
    return subprocess.Popen([sys.executable, "-c", script, str(inbox), str(out), *options])


def kill_many(folder: Path, *, documents: int, kills: int, seed: int, pause: float = 0.02) -> tuple[int, int]:
    """Kill a run `kills` times, then let it end, and compare its tables with those of a run in peace.

    A run that has nothing left to do begins anew with all documents. Returns how many runs were really killed (the
    others were faster) and how many tables differ.
    """
    rolls = random.Random(seed)
    inbox = folder / "inbox"
    make_documents(inbox, documents)
    assert start(inbox, folder / "peace", 0).wait(timeout=120) == 0
    killed, options = 0, ("force",)
    for _ in range(kills):
        process = start(inbox, folder / "war", pause, *options)
        time.sleep(rolls.uniform(0.2, 1.5))
        process.send_signal(signal.SIGKILL)
        was_killed = process.wait(timeout=60) == -signal.SIGKILL
        options = () if was_killed else ("force",)
        killed += was_killed
        if killed % 5 == 0 and (folder / "war" / "ledger.sqlite").exists() and rolls.random() < 0.3:
            (inbox / f"{rolls.randrange(documents):04}.txt").touch()  # its content is what counts
    assert start(inbox, folder / "war", 0).wait(timeout=120) == 0
    different = [
        name for name in TABLES if (folder / "peace" / name).read_bytes() != (folder / "war" / name).read_bytes()
    ]
    return killed, len(different)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as name:
        killed, different = kill_many(Path(name), documents=200, kills=wanted, seed=2026, pause=0.05)
    print(f"{wanted} runs of 200 documents, {killed} killed; {different} of {len(TABLES)} tables differ")
    sys.exit(different > 0)

"""Workers that die, hang or meet each other: one document at most is lost, and every table is what it always is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from fakes import FakeExtractor
from kill_run import kill_many, make_documents, start

from pipeline.batch.lock import only_run
from pipeline.batch.pool import Lost, run_tasks
from pipeline.batch.run import run_batch
from pipeline.errors import InputError
from pipeline.model import Document, Extraction
from pipeline.table.csvfile import read_claims

TABLES = ("claims.csv", "documents.csv", "rejected.csv", "claims.xlsx")


class Deadly(FakeExtractor):
    """Kills its process over POISON, sleeps over SLOW, and over ONCE dies the first time only."""

    once: Path

    def extract(self, document: Document) -> Extraction:
        if "POISON" in document.text or ("ONCE" in document.text and not self.once.exists()):
            if "ONCE" in document.text:
                self.once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "SLOW" in document.text:
            time.sleep(60)
        return super().extract(document)


def square(number: int) -> int:
    return number * number


def die_of_odd(number: int) -> int:
    if number % 2:
        os._exit(7)
    return number


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_task_has_its_result(jobs: int) -> None:
    assert sorted(run_tasks(range(50), square, jobs=jobs, seconds=30)) == [(n, n * n) for n in range(50)]


def test_no_task_starts_no_worker() -> None:
    assert list(run_tasks([], square, jobs=2, seconds=1)) == []


def test_a_task_whose_worker_dies_is_tried_alone_and_given_up() -> None:
    results = dict(run_tasks(range(6), die_of_odd, jobs=2, seconds=30))
    assert {n: r for n, r in results.items() if n % 2 == 0} == {0: 0, 2: 2, 4: 4}
    lost = [results[n] for n in (1, 3, 5)]
    assert all(isinstance(one, Lost) and one.code == "killed" and "exit code 7" in one.detail for one in lost)


def test_leaving_early_ends_the_workers() -> None:
    before = set(_children())  # a child of another test may still be there
    results = run_tasks(range(100), square, jobs=2, seconds=30)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert not [child for child in set(_children()) - before if "python" in child]


def _children() -> list[str]:
    command = ["ps", "--ppid", str(os.getpid()), "-o", "pid=,comm="]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line for line in listed.stdout.splitlines() if "ps" not in line.split()[-1]]


def test_a_poisonous_document_costs_itself_only(tmp_path: Path) -> None:
    Deadly.once = tmp_path / "once"
    good = {f"d{k}": f"Il y a {k} ponts." for k in range(8)}
    inbox = write(tmp_path / "in", **good, poison="POISON 3", slow="SLOW 4", unlucky="ONCE 5")
    result = run_batch([inbox], tmp_path / "out", Deadly, jobs=2, seconds=1.5)
    assert {(Path(error.path).stem, error.code) for error in result.errors} == {
        ("poison", "killed"), ("slow", "timeout"),
    }  # fmt: skip
    assert "SIGKILL" in str(result.errors[0])
    assert (result.extracted, result.failed) == (9, 2)
    assert {claim.doc_id for claim in read_claims(tmp_path / "out" / "claims.csv")} == {*good, "unlucky"}


def test_the_same_bytes_whatever_the_workers_and_the_order(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", 12)
    found = []
    for name, jobs in (("none", 0), ("one", 1), ("three", 3)):
        run_batch([tmp_path / "in"], tmp_path / name, FakeExtractor, jobs=jobs)
        found.append([(tmp_path / name / table).read_bytes() for table in TABLES])
    for part in sorted((tmp_path / "in").iterdir(), reverse=True):
        run_batch([part], tmp_path / "parts", FakeExtractor)
    found.append([(tmp_path / "parts" / table).read_bytes() for table in TABLES])
    assert found[1:] == found[:1] * 3


def test_an_extractor_that_cannot_work_stops_the_workers_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: FakeExtractor, document: object) -> None:
        raise InputError("model", None, "the language model is not installed", "Install it")

    monkeypatch.setattr(FakeExtractor, "extract", broken)
    with pytest.raises(InputError, match="model is not installed"):
        run_batch([write(tmp_path / "in", a="3", b="4")], tmp_path / "out", FakeExtractor, jobs=2)


@pytest.mark.parametrize("jobs", [0, 2])
def test_an_extractor_that_cannot_be_made_stops_the_run(tmp_path: Path, jobs: int) -> None:
    def make() -> FakeExtractor:
        raise ImportError("no module of that name")

    with pytest.raises(InputError, match="the extractor cannot be made, ImportError"):
        run_batch([write(tmp_path / "in", a="3", b="4")], tmp_path / "out", make, jobs=jobs)


@pytest.mark.slow
def test_killed_again_and_again(tmp_path: Path) -> None:
    killed, different = kill_many(tmp_path, documents=60, kills=6, seed=7)
    assert (killed > 0, different) == (True, 0)


@pytest.mark.slow
def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", 60)
    process = start(tmp_path / "in", tmp_path / "out", 0.2)
    _wait_for(tmp_path / "out" / "ledger.sqlite")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) != 0
    assert start(tmp_path / "in", tmp_path / "out", 0).wait(timeout=60) == 0
    run_batch([tmp_path / "in"], tmp_path / "peace", FakeExtractor)
    assert (tmp_path / "out" / "claims.csv").read_bytes() == (tmp_path / "peace" / "claims.csv").read_bytes()


@pytest.mark.slow
def test_two_runs_at_once(tmp_path: Path) -> None:
    make_documents(tmp_path / "one" / "in", 40)
    both = [start(tmp_path / "one" / "in", tmp_path / "one" / "out", 0.02) for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    run_batch([tmp_path / "one" / "in"], tmp_path / "one" / "peace", FakeExtractor)
    for table in TABLES:
        assert (tmp_path / "one" / "out" / table).read_bytes() == (tmp_path / "one" / "peace" / table).read_bytes()


def test_the_second_run_says_that_it_waits(tmp_path: Path) -> None:
    told: list[str] = []

    def second() -> None:
        with only_run(tmp_path, told.append):
            told.append("in")

    with only_run(tmp_path, told.append):
        thread = threading.Thread(target=second)
        thread.start()
        _until(lambda: bool(told))
    thread.join()
    assert told == [f"{tmp_path}: another run is at work there; waiting for it to end", "in"]


def test_a_full_disk_is_told_and_earlier_results_stay(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system cannot be made here: it takes the rights of root")
    try:
        inbox = write(tmp_path / "in", a="Il y a 3 ponts.")
        run_batch([inbox], disk / "out", FakeExtractor)
        before = (disk / "out" / "claims.csv").read_bytes()
        write(inbox, **{f"b{k}": "Il y a 4 ponts. " * 1000 for k in range(8)})
        with pytest.raises(InputError, match=r"nothing more can be written there.*Make room"):
            run_batch([inbox], disk / "out", FakeExtractor)
        assert (disk / "out" / "claims.csv").read_bytes() == before
        subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)
        assert run_batch([inbox], disk / "out", FakeExtractor).failed == 0
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _wait_for(path: Path) -> None:
    _until(path.exists)


def _until(holds: object, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)

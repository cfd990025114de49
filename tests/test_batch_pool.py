"""The pool of workers: kinds of tasks and their templates, limits of time and memory, and how a run is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batches import run, tables
from fakes import FakeExtractor
from kill_run import make_documents

from pipeline.batch.pool import Lost, Needs, run_tasks
from pipeline.batch.run import run_batch
from pipeline.batch.tasks import Task, find_tasks
from pipeline.batch.warm import guess_language, time_share, warm_up
from pipeline.errors import InputError
from pipeline.model import Document, Extraction
from pipeline.table.csvfile import read_claims

MEGABYTE = 1 << 20
LOADED: list[str] = []  # in a template and its workers; never here


def kind(number: int) -> str:
    return ("zero", "one", "two")[number % 3]


def what_is_loaded(number: int) -> tuple[list[str], int]:
    if number == 20:
        os._exit(1)
    return LOADED, os.getpid()


def run_kinds(needs: Needs[int], jobs: int, count: int = 30) -> dict[int, tuple[list[str], int] | Lost]:
    return dict(run_tasks(range(count), what_is_loaded, jobs=jobs, seconds=30, needs=needs))


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_each_kind_goes_to_workers_that_have_loaded_it_and_nothing_else(jobs: int) -> None:
    results = run_kinds(Needs(kind, LOADED.append, lambda number: 1), jobs)
    lost = results.pop(20)
    assert isinstance(lost, Lost)
    assert lost.code == "killed"
    assert {number: result[0] for number, result in results.items()} == {n: [kind(n)] for n in range(30) if n != 20}
    assert os.getpid() not in {result[1] for result in results.values()}
    assert LOADED == []


def test_nothing_is_loaded_for_a_few() -> None:
    results = run_kinds(Needs(kind, LOADED.append, lambda number: 1), 2, count=6)
    assert [result[0] for result in results.values()] == [[]] * 6


def fail(kind: str) -> None:
    raise ZeroDivisionError


def die(kind: str) -> None:
    os._exit(3)


def hang(kind: str) -> None:
    time.sleep(60)


@pytest.mark.parametrize("prepare", [fail, die, hang])
def test_loading_that_fails_costs_nothing_but_time(prepare: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.pool.START", 1.0)
    results = run_kinds(Needs(kind, prepare, lambda number: 1), 2, count=18)  # type: ignore[arg-type]
    assert [result[0] for result in results.values()] == [[]] * 18


def test_no_worker_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*args: object) -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("pipeline.batch.template._fork", none)
    with pytest.raises(InputError, match="no worker process can be started"):
        list(run_tasks([1], what_is_loaded, jobs=2, seconds=30))


def nap(tenths: int) -> int:
    time.sleep(tenths / 10)
    return tenths


def test_a_task_with_a_larger_share_may_take_longer() -> None:
    needs: Needs[int] = Needs(lambda number: "", LOADED.append, lambda tenths: 20 if tenths == 8 else 1)
    results = dict(run_tasks([0, 8, 9], nap, jobs=1, seconds=0.4, needs=needs))
    assert (results[0], results[8]) == (0, 8)
    assert isinstance(results[9], Lost)
    assert results[9].code == "timeout"


def take(megabytes: int) -> int:
    return len(bytes(megabytes * MEGABYTE)) // MEGABYTE


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory elsewhere")
def test_a_task_that_asks_for_too_much_memory_is_lost_at_once() -> None:
    results = dict(run_tasks([10, 5_000, 20, 6_000], take, jobs=1, seconds=30, megabytes=500))
    assert (results[10], results[20]) == (10, 20)
    for megabytes in (5_000, 6_000):
        lost = results[megabytes]
        assert isinstance(lost, Lost)
        assert lost.code == "memory"


class Hungry(FakeExtractor):
    """Asks for a gigabyte over HUNGRY."""

    def extract(self, document: Document) -> Extraction:
        if "HUNGRY" in document.text:
            bytes(1_000 * MEGABYTE)
        return super().extract(document)


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory elsewhere")
def test_a_document_that_takes_too_much_memory_is_rejected_and_the_others_are_done(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", 9)
    (tmp_path / "in" / "hungry.txt").write_text("HUNGRY 3", encoding="utf-8")
    result = run_batch([tmp_path / "in"], tmp_path / "out", Hungry, jobs=2, megabytes=300)
    assert [(Path(error.path).stem, error.code) for error in result.errors] == [("hungry", "memory")]
    assert "Give it more with --memory" in str(result.errors[0])
    assert result.extracted == 9
    assert run_batch([tmp_path / "in"], tmp_path / "out", Hungry, jobs=1, megabytes=2_500).failed == 0


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory elsewhere")
def test_the_models_live_with_a_limit_of_memory(tmp_path: Path, seed: Path) -> None:
    """The libraries below numpy meet the limit too: they take it for an error, or cost their document only."""
    folder = tmp_path / "in"
    folder.mkdir()
    text = seed.read_text(encoding="utf-8")
    for k in range(6):
        (folder / f"{k}.txt").write_text(text, encoding="utf-8")
    (folder / "large.txt").write_text(text * 60, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "pipeline", "extract", str(folder), "-o", str(out), "--jobs", "2", "--memory"]
    ended = subprocess.run([*command, "40"], capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stderr
    assert "failed" in ended.stdout
    assert len(read_claims(out / "claims.csv")) > 0
    ended = subprocess.run([*command, "2000"], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    ("name", "text", "lang"),
    [
        ("a.txt", "La ville a plus de douze ponts et elle en construit dans les quartiers.", "fr"),
        ("a.html", "<html><p>The town has more than twelve bridges and it is building others.", "en"),
        ("a.pdf", "%PDF-1.7", ""),
        ("a.txt", "Die Zahl der Arbeitslosen ist im Mai um 3 Prozent gesunken und das ist nicht viel. " * 9, ""),
    ],
)
def test_the_language_of_a_document_is_guessed(tmp_path: Path, name: str, text: str, lang: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (task,) = find_tasks(name, tmp_path / name)
    assert guess_language(task) == lang
    assert guess_language(task._replace(asked="en")) == "en"
    (tmp_path / name).unlink()
    assert guess_language(task) == ""


def test_each_line_of_a_json_lines_file_has_its_language(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    french, english = "La ville a des ponts et les élus en sont fiers.", "The town has its bridges and we are proud."
    path.write_text(f'{{"id": "a", "text": "{french}"}}\n{{"id": "b", "text": "{english}"}}\n', encoding="utf-8")
    assert [guess_language(task) for task in find_tasks("a.jsonl", path)] == ["fr", "en"]


def test_a_long_document_may_take_longer() -> None:
    assert [time_share(Task("a", "a", "a", "", size=size)) for size in (0, 249_999, 1_000_000)] == [1, 1, 5]


def test_warming_up_shows_the_extractor_a_text_of_the_language() -> None:
    FakeExtractor.reset()
    extractor = FakeExtractor()
    for lang in ("fr", "en", "xx"):
        warm_up(lambda: extractor, lang)
    assert FakeExtractor.seen == ["warm-up", "warm-up"]


SLOW = """
import sys, time
sys.path[:0] = [{root!r}, {tests!r}]
from fakes import FakeExtractor
from pipeline import cli

class Slow(FakeExtractor):
    def extract(self, document):
        time.sleep(0.2)
        return super().extract(document)

cli._make_extractor = Slow
cli.main()
"""


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_run_that_is_stopped_says_so_and_the_next_one_goes_on(tmp_path: Path, number: int, code: int) -> None:
    """Ctrl-C: exit 130. SIGTERM ends it as it ends any program (143 to a shell), and its workers with it."""
    make_documents(tmp_path / "in", 40)
    script = SLOW.format(root=str(Path(__file__).parents[1]), tests=str(Path(__file__).parent))
    command = [sys.executable, "-c", script, "extract", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    process = subprocess.Popen([*command, "--jobs", "2"], stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr is not None
    for line in process.stderr:
        if " of 40: " in line and not line.startswith("1 "):
            break
    process.send_signal(number)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == code
    assert number != signal.SIGINT or "the same command goes on from there" in said
    assert _members(process.pid) == []
    first = run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor)
    assert 0 < first.extracted < 36, "some were done before, some are done now"
    run([tmp_path / "in"], tmp_path / "peace")
    assert tables(tmp_path / "out") == tables(tmp_path / "peace")


def _members(group: int) -> list[str]:
    """The processes of a group that are still there, after some time to end."""
    for _ in range(100):
        listed = subprocess.run(["ps", "-eo", "pgid=,pid=,stat=,args="], capture_output=True, text=True, check=True)
        rows = [row.split(maxsplit=3) for row in listed.stdout.splitlines()]
        left = [row[3] for row in rows if row[0] == str(group) and not row[2].startswith("Z")]
        if not left:
            return []
        time.sleep(0.1)
    return left

"""Claims in Parquet parts: what is in them is what one table would hold, whatever is changed, removed or killed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from batches import an_inbox, an_out, documents, fresh, run  # noqa: F401  (fixtures)
from fakes import FakeExtractor
from kill_run import make_documents
from typer.testing import CliRunner

from pipeline import cli
from pipeline.batch import stores
from pipeline.batch.ledger import Ledger, open_ledger
from pipeline.batch.run import BatchResult
from pipeline.batch.tables import TableOptions
from pipeline.errors import InputError
from pipeline.table.csvfile import read_claims
from pipeline.table.parquet import make_schema

parquet: Any = pytest.importorskip("pyarrow.parquet")
PARTS = TableOptions(parts=True)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_DOCUMENTS", 3)


def run_parts(inbox: Path, out: Path, **options: object) -> BatchResult:
    return run([inbox], out, tables=PARTS, **options)


def rows(out: Path) -> Counter[tuple[str, str]]:
    table = parquet.read_table(out / "claims.parquet").to_pylist()
    return Counter((row["doc_id"], row["value_text"]) for row in table)


def in_one_table(inbox: Path, out: Path) -> Counter[tuple[str, str]]:
    run([inbox], out)
    return Counter((claim.doc_id, format(claim.value, "f")) for claim in read_claims(out / "claims.csv"))


def names(out: Path) -> list[str]:
    return sorted(path.name for path in (out / "claims.parquet").iterdir())


@pytest.mark.parametrize("jobs", [0, 2])
def test_parts_hold_what_one_table_would(tmp_path: Path, jobs: int) -> None:
    make_documents(tmp_path / "in", 20)
    result = run_parts(tmp_path / "in", tmp_path / "out", jobs=jobs)
    assert (result.extracted, result.failed) == (18, 2)
    expected = in_one_table(tmp_path / "in", tmp_path / "whole")
    assert rows(tmp_path / "out") == expected
    assert result.claims == sum(expected.values())
    assert len(names(tmp_path / "out")) == 7
    for name in names(tmp_path / "out"):
        assert parquet.read_schema(tmp_path / "out" / "claims.parquet" / name).equals(make_schema())
    for name in ("documents.csv", "rejected.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert not (tmp_path / "out" / "claims.csv").exists()
    with Ledger(tmp_path / "out" / "ledger.sqlite") as ledger:
        assert list(ledger.claims()) == []
        assert ledger.connection.execute("SELECT count(*) FROM readings").fetchone() == (0,)


def test_what_is_described_is_there(inbox: Path, out: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    run_parts(inbox, out)
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    assert [task.name for task in report.tasks] == ["documents", "rejected"]


def test_a_second_run_changes_nothing(inbox: Path, out: Path) -> None:
    run_parts(inbox, out)
    before = {name: (out / "claims.parquet" / name).stat().st_mtime_ns for name in names(out)}
    assert run_parts(inbox, out).done == ()
    assert {name: (out / "claims.parquet" / name).stat().st_mtime_ns for name in names(out)} == before


def test_changed_removed_failed_and_forced_documents_are_there_once(tmp_path: Path) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out"
    make_documents(inbox, 12)
    run_parts(inbox, out)
    (inbox / "0001.txt").write_text("Il y a 777 ponts.", encoding="utf-8")
    (inbox / "0002.txt").unlink()
    (inbox / "0004.txt").write_text("", encoding="utf-8")
    (inbox / "0009.txt").write_text("Il y a 888 ponts.", encoding="utf-8")
    (inbox / "more").mkdir()
    (inbox / "more" / "0005.txt").write_text("Il y a 999 ponts.", encoding="utf-8")
    result = run_parts(inbox, out)
    assert result.notes == ("in/0002.txt: the file is gone, its claims leave the table",)
    assert rows(out) == in_one_table(inbox, tmp_path / "whole")
    assert {("0001", "777"), ("0009", "888"), ("in/more/0005.txt", "999")} <= set(rows(out))
    run_parts(inbox, out, force=True)
    assert rows(out) == in_one_table(inbox, tmp_path / "whole")
    for path in inbox.glob("*.txt"):
        path.unlink()
    run_parts(inbox / "more", out)
    assert dict(rows(out)) == {("0005", "999"): 1}


def test_a_part_that_was_lost_is_made_again(inbox: Path, out: Path) -> None:
    run_parts(inbox, out)
    (name,) = names(out)
    (out / "claims.parquet" / name).unlink()
    (out / "claims.parquet" / "part-000099.parquet").write_bytes(b"of a run that was killed")
    (out / "claims.parquet" / ".part-000100.parquet.x").write_bytes(b"half")
    assert run_parts(inbox, out).extracted == 3
    assert len(names(out)) == 1
    assert sum(rows(out).values()) == 4


def test_ctrl_c_keeps_what_is_done(inbox: Path, out: Path) -> None:
    def stop(done: int, total: int, name: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_parts(inbox, out, progress=stop)
    assert run_parts(inbox, out).done == ("inbox/more/c.txt",)
    assert FakeExtractor.seen == ["a", "b", "c"]


def test_a_folder_is_of_one_kind(inbox: Path, tmp_path: Path) -> None:
    run_parts(inbox, tmp_path / "parts")
    run([inbox], tmp_path / "whole")
    with pytest.raises(InputError, match=r"in Parquet parts\. Add --parts"):
        run([inbox], tmp_path / "parts")
    with pytest.raises(InputError, match=r"in one table\. Choose another"):
        run_parts(inbox, tmp_path / "whole")
    with pytest.raises(InputError, match="in Parquet parts"):
        open_ledger(tmp_path / "parts")


def test_a_document_without_claims_needs_no_part(inbox: Path, out: Path) -> None:
    for path in (inbox / "a.md", inbox / "more" / "c.txt"):
        path.unlink()
    (inbox / "b.txt").write_text("La ville a des ponts.", encoding="utf-8")
    assert run_parts(inbox, out).extracted == 1
    assert names(out) == []
    assert documents(out)["b"]["claims"] == "0"


def test_the_command_line_takes_parts(inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_make_extractor", FakeExtractor)
    command = ["extract", str(inbox), "-o", str(out), "--jobs", "1", "--parts"]
    ended = CliRunner().invoke(cli.app, [*command, "--to", "xlsx"])
    assert (ended.exit_code, "Parquet only" in ended.stderr) == (2, True)
    ended = CliRunner().invoke(cli.app, [*command, "--to", "parquet"])
    assert ended.exit_code == 0, ended.stderr
    assert f"4 claims in {out / 'claims.parquet'}" in ended.stdout
    assert {path.name for path in out.iterdir()} >= {"claims.parquet", "documents.csv", "rejected.csv"}
    assert not (out / "report.html").exists()


KILLED = """
import sys, time
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
from fakes import FakeExtractor
from pipeline.batch import stores
from pipeline.batch.run import run_batch
from pipeline.batch.tables import TableOptions

class Slow(FakeExtractor):
    def extract(self, document):
        time.sleep({pause})
        return super().extract(document)

stores._DOCUMENTS = 7
run_batch([Path(sys.argv[1])], Path(sys.argv[2]), Slow, jobs=2, tables=TableOptions(parts=True))
"""


@pytest.mark.slow
def test_killed_again_and_again(tmp_path: Path) -> None:
    """Documents change between the runs, so that parts are rewritten; every row is there once in the end."""
    rolls = random.Random(11)
    inbox, out = tmp_path / "in", tmp_path / "out"
    make_documents(inbox, 60)

    def start(pause: float) -> subprocess.Popen[bytes]:
        here = Path(__file__).parent
        script = KILLED.format(root=str(here.parent), tests=str(here), pause=pause)
        return subprocess.Popen([sys.executable, "-c", script, str(inbox), str(out)])

    killed = 0
    for turn in range(8):
        process = start(0.02)
        time.sleep(rolls.uniform(0.4, 1.5))
        process.send_signal(signal.SIGKILL)
        killed += process.wait(timeout=60) == -signal.SIGKILL
        for k in rolls.sample(range(60), 8):
            (inbox / f"{k:04}.txt").write_text(f"Il y a {turn + 1}{k:03} gares et {k} ponts.", encoding="utf-8")
    assert start(0).wait(timeout=120) == 0
    assert killed > 0
    assert rows(out) == in_one_table(inbox, tmp_path / "whole")
    assert (out / "documents.csv").read_bytes() == (tmp_path / "whole" / "documents.csv").read_bytes()

"""Documents on a Dask cluster, and frames of documents: the same claims as here, and a poison costs itself only."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fakes import FakeExtractor
from kill_run import make_documents
from remote import Cluster, start_cluster

from pipeline.batch.frames import empty_frame, extract_frame, extract_frames, spark_schema
from pipeline.batch.run import run_batch
from pipeline.batch.tables import TableOptions
from pipeline.batch.tasks import Outcome, Task, do_task
from pipeline.errors import InputError
from pipeline.table.columns import NAMES


def work(task: Task) -> Outcome:
    """What the workers do: they import it by name."""
    if task.data and b"POISON" in task.data:
        os._exit(9)
    if task.data and b"SLOW" in task.data:
        time.sleep(60)
    if task.data and b"ONCE" in task.data:
        died = Path(task.path).with_suffix(".died")
        if not died.exists():
            died.touch()
            os._exit(9)
    return do_task(task, FakeExtractor)


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_and_a_poison_costs_itself(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from pipeline.batch.cluster import make_engine

    make_documents(tmp_path / "in", 20)
    (tmp_path / "in" / "lines.jsonl").write_text('{"id": "x", "text": "Il y a 7 ponts."}\n', encoding="utf-8")
    poison = tmp_path / "in" / "poison.txt"
    poison.write_text("POISON 3", encoding="utf-8")
    (tmp_path / "in" / "unlucky.txt").write_text("ONCE 5", encoding="utf-8")  # its worker is killed, once
    engine = make_engine(None, jobs=2, seconds=30, work=work)
    result = run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor, engine=engine)
    assert {Path(error.path).stem: error.code for error in result.errors} == {
        "0009": "empty", "0019": "empty", "poison": "killed",
    }  # fmt: skip
    assert result.extracted == 20
    poison.unlink()
    run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor)
    run_batch([tmp_path / "in"], tmp_path / "here", FakeExtractor)
    for name in ("claims.csv", "documents.csv", "rejected.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def slow_work(task: Task) -> Outcome:
    """As `work`, and slow enough to be disturbed."""
    time.sleep(0.1)
    return work(task)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed")
    (tmp_path / "cluster").mkdir()
    with start_cluster(tmp_path / "cluster") as cluster:
        yield cluster


@pytest.mark.slow
@pytest.mark.parametrize("parts", [False, True])
def test_a_cluster_elsewhere_survives_a_killed_worker_and_a_poison(
    tmp_path: Path, cluster: Cluster, parts: bool
) -> None:
    from pipeline.batch.cluster import make_engine

    make_documents(tmp_path / "in", 40)
    poison = tmp_path / "in" / "poison.txt"
    poison.write_text("POISON 3", encoding="utf-8")
    killed = []

    def kill_once(done: int, total: int, name: str) -> None:
        if done == 10 and not killed:
            cluster.kill_worker()
            killed.append(name)

    engine = make_engine(cluster.address, jobs=1, seconds=60, work=slow_work)
    tables = TableOptions(parts=parts)
    options = {"engine": engine, "progress": kill_once, "tables": tables}
    result = run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor, **options)  # type: ignore[arg-type]
    assert {Path(error.path).stem: error.code for error in result.errors} == {
        **{f"{k:04}": "empty" for k in (9, 19, 29, 39)}, "poison": "killed",
    }  # fmt: skip
    assert (result.extracted, len(killed)) == (36, 1)
    poison.unlink()
    run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor, tables=tables)
    run_batch([tmp_path / "in"], tmp_path / "here", FakeExtractor, tables=tables)
    for name in ("documents.csv", "rejected.csv", *(() if parts else ("claims.csv",))):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


@pytest.mark.slow
def test_a_document_that_takes_too_long_elsewhere_costs_itself(tmp_path: Path, cluster: Cluster) -> None:
    from pipeline.batch.cluster import make_engine

    make_documents(tmp_path / "in", 6)
    (tmp_path / "in" / "slow.txt").write_text("SLOW 3", encoding="utf-8")
    engine = make_engine(cluster.address, jobs=1, seconds=2, work=work)
    result = run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor, engine=engine)
    assert {Path(error.path).stem: error.code for error in result.errors} == {"slow": "killed"}


@pytest.mark.slow
@pytest.mark.parametrize("which", ["the scheduler", "all workers"])
def test_a_cluster_that_goes_away_is_told_and_the_next_run_goes_on(
    tmp_path: Path, cluster: Cluster, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.batch.cluster import make_engine

    monkeypatch.setattr("pipeline.batch.cluster.START_SECONDS", 5)
    make_documents(tmp_path / "in", 40)

    def stop(done: int, total: int, name: str) -> None:
        if done == 10:
            cluster.stop(0 if which == "the scheduler" else 1)

    engine = make_engine(cluster.address, jobs=1, seconds=60, work=slow_work)
    with pytest.raises(InputError, match="the cluster is gone"):
        run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor, engine=engine, progress=stop)
    result = run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor)
    assert 0 < result.extracted <= 30


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from pipeline.batch import cluster

    make_documents(tmp_path / "in", 1)
    engine = cluster.make_engine("nonsense://nowhere", jobs=1, seconds=30)
    with pytest.raises(InputError, match="cannot be reached"):
        run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor, engine=engine)


def test_a_frame_of_documents_is_a_frame_of_claims() -> None:
    pandas = pytest.importorskip("pandas")
    documents = pandas.DataFrame(
        {
            "id": ["a", "empty", "b", "c"],
            "text": ["Il y a 12 ponts et 3 gares.", None, "The city has 5 bridges.", "BOOM"],
            "published": [date(2026, 2, 5), None, "2026-02-05", pandas.NaT],
            "lang": ["fr", pandas.NA, None, float("nan")],
        }
    )
    before = documents.copy()
    claims = extract_frame(documents, FakeExtractor())
    assert list(claims.columns) == [*NAMES, "error"]
    assert claims["doc_id"].tolist() == ["a", "a", "empty", "b", "c"]
    assert claims["value"].tolist()[:2] == ["12", "3"]
    assert [bool(error) for error in claims["error"]] == [False, False, True, False, True]
    pandas.testing.assert_frame_equal(documents, before)
    assert claims.dtypes.equals(empty_frame().dtypes)
    assert spark_schema().count("BIGINT") == 2
    assert list(extract_frames([])) == []
    with pytest.raises(InputError, match="no column text"):
        extract_frame(documents[["id"]])

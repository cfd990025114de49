"""Everything that may lie in a folder, all at once: each file meets the fate that the table says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from bad_inputs import MAKERS, make_all
from cases import DATA, cases
from fakes import FakeExtractor

from pipeline.batch.ledger import Ledger, open_ledger
from pipeline.batch.run import BatchResult, run_batch
from pipeline.errors import InputError
from pipeline.extract import Extractor
from pipeline.reading import read_document
from pipeline.table.csvfile import read_claims

EXTRACTOR = Extractor()
SECONDS = 120.0  # the machine may be busy with something else


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    make_all(folder / "in")
    return folder


@pytest.fixture(scope="module")
def result(folder: Path) -> BatchResult:
    return run_batch([folder / "in"], folder / "out", FakeExtractor, jobs=2, seconds=SECONDS)


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["path"].removeprefix("in/"): row for row in csv.DictReader(handle)}


@pytest.mark.parametrize("case", cases("bad_inputs"))
def test_fate_of_a_bad_input(case: dict[str, str], folder: Path, result: BatchResult) -> None:
    rejected, documents = rows(folder / "out" / "rejected.csv"), rows(folder / "out" / "documents.csv")
    name = case["file"]
    assert rejected.get(name, {}).get("code", "") == case["code"], case["why"]
    if case["status"] != "lost":
        assert documents[name]["status"] == case["status"], documents[name]["reason"]
    if case["status"] != "done":
        assert all(rejected[name][column] for column in ("stage", "detail", "mend"))


def test_the_table_has_every_file(folder: Path, result: BatchResult) -> None:
    with (DATA / "bad_inputs.csv").open(encoding="utf-8", newline="") as handle:
        listed = {row["file"]: row["status"] for row in csv.DictReader(handle)}
    assert set(rows(folder / "out" / "documents.csv")) == {name for name, status in listed.items() if status != "lost"}
    assert result.rejected == sum(status != "done" for status in listed.values())
    assert len(listed) >= len(MAKERS)


@pytest.mark.model
@pytest.mark.parametrize("case", [case for case in cases("bad_inputs") if case.values[0]["values"]])
def test_numbers_of_an_odd_text(case: dict[str, str], folder: Path) -> None:
    claims = EXTRACTOR.extract(read_document(folder / "in" / case["file"])).claims
    assert [format(claim.value, "f") for claim in claims] == case["values"].split(), case["why"]


def test_quotes_are_those_of_the_text_that_is_kept(folder: Path, result: BatchResult) -> None:
    with open_ledger(folder / "out") as ledger:
        texts = {entry.id: ledger.reading(entry.path).text for entry in ledger.documents(status="done")}
    claims = read_claims(folder / "out" / "claims.csv")
    assert len(claims) > 20_000
    assert all(texts[claim.doc_id][claim.start : claim.end] == claim.quote for claim in claims)


def test_a_second_run_says_the_same(folder: Path, result: BatchResult) -> None:
    names = ("claims.csv", "documents.csv", "rejected.csv", "claims.xlsx", "datapackage.json")
    before = [(folder / "out" / name).read_bytes() for name in names]
    again = run_batch([folder / "in"], folder / "out", FakeExtractor)
    assert again.extracted == 0
    assert (again.rejected, again.failed) == (result.rejected, result.failed)
    assert [(folder / "out" / name).read_bytes() for name in names] == before


def test_a_file_that_goes_away_meanwhile(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("La ville compte 3 ponts.", encoding="utf-8")

    def remove(done: int, total: int, name: str) -> None:
        (tmp_path / "c.txt").unlink(missing_ok=True)

    result = run_batch([tmp_path], tmp_path / "out", FakeExtractor, progress=remove)
    assert [(error.path, error.code) for error in result.errors] == [(str(tmp_path / "c.txt"), "gone")]
    result = run_batch([tmp_path], tmp_path / "out", FakeExtractor)
    assert result.notes == ("c.txt: the file is gone, its claims leave the table",)
    assert result.rejected == 0


def test_no_ledger_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no ledger"):
        open_ledger(tmp_path)
    with Ledger(tmp_path / "ledger.sqlite"):
        pass
    with open_ledger(tmp_path) as ledger:
        assert ledger.entries() == {}

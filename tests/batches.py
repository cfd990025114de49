"""What tests of many documents share: a folder of three of them, a run over it, and its tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from fakes import FakeExtractor

from pipeline.batch.run import BatchResult, run_batch


@pytest.fixture(autouse=True, name="_fresh")
def fresh() -> None:
    FakeExtractor.reset()


@pytest.fixture(name="inbox")
def an_inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "more").mkdir(parents=True)
    (folder / "b.txt").write_text("La ville compte 3 ponts.", encoding="utf-8")
    (folder / "a.md").write_text("La région a 12 gares et 4 ports en 2025.", encoding="utf-8")
    (folder / "more" / "c.txt").write_text("The city has 5 bridges.", encoding="utf-8")
    return folder


@pytest.fixture(name="out")
def an_out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def run(paths: list[Path], out: Path, **options: object) -> BatchResult:
    """A run that needs no model."""
    return run_batch(paths, out, FakeExtractor, **options)  # type: ignore[arg-type]


def documents(out: Path) -> dict[str, dict[str, str]]:
    """The rows of documents.csv by id."""
    with (out / "documents.csv").open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row for row in csv.DictReader(handle)}


def tables(out: Path) -> list[bytes]:
    """The bytes of the main tables."""
    return [(out / name).read_bytes() for name in ("claims.csv", "documents.csv")]

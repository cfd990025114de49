"""The corpus keeps its own rules: every release has its gold, and every gold row stands in its text."""

from __future__ import annotations

import csv
import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
RELEASES = sorted((CORPUS / "releases").glob("*.txt"))
# The seed is somebody else's text: it stays as it was published, byte for byte.
SEED_SHA256 = "5727a368b25802ab1bfcae65090fba2dc52403ce92dc3b9beea240cfaa0f27a6"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def test_the_seed_is_as_published(seed: Path) -> None:
    assert hashlib.sha256(seed.read_bytes()).hexdigest() == SEED_SHA256


def test_golds_lists_every_gold_file_once(golds: dict[str, Path]) -> None:
    listed = [row["doc_id"] for row in rows(CORPUS / "golds.csv")]
    stored = {path.stem for path in (CORPUS / "gold").glob("*.csv") if not path.name.endswith(".skip.csv")}
    assert len(listed) == len(set(listed))
    assert set(listed) == stored
    assert stored == {path.stem for path in RELEASES}


def test_must_is_exact_or_floor() -> None:
    assert {row["must"] for row in rows(CORPUS / "golds.csv")} == {"exact", "floor"}


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_gold_rows_stand_in_the_text(release: Path) -> None:
    text = release.read_bytes().decode("utf-8")
    end = 0
    for row in rows(CORPUS / "gold" / f"{release.stem}.csv"):
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
        assert int(row["start"]) >= end, "rows are in the order of the text and do not overlap"
        end = int(row["end"])
        assert Decimal(row["value"]).is_finite()


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_skip_rows_stand_in_the_text(release: Path) -> None:
    path = CORPUS / "gold" / f"{release.stem}.skip.csv"
    text = release.read_bytes().decode("utf-8")
    for row in rows(path) if path.exists() else []:
        assert text[int(row["start"]) : int(row["end"])] == row["text"]


def test_pairs_name_releases_of_the_corpus() -> None:
    names = {path.name for path in RELEASES}
    for row in rows(CORPUS / "pairs.csv"):
        assert {row["fr_file"], row["en_file"]} <= names

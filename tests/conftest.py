"""What all tests share: the corpus, and how hypothesis behaves."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"

# No deadline: the first example pays for compiling the tables. In CI the examples are the same in every run, so
# that a red run means the change and not the dice; elsewhere they vary, and hypothesis keeps what failed.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder corpus/."""
    return CORPUS


@pytest.fixture(scope="session")
def corpus_documents() -> list[Path]:
    """The texts of all releases, in order of name."""
    return sorted((CORPUS / "releases").glob("*.txt"))


@pytest.fixture(scope="session")
def seed() -> Path:
    """The release whose table has to come out exact."""
    return CORPUS / "releases" / "beijing-digital-economy-2025-fr.txt"


@pytest.fixture(scope="session")
def golds() -> dict[str, Path]:
    """doc_id -> its gold file, as corpus/golds.csv lists them."""
    with (CORPUS / "golds.csv").open(encoding="utf-8", newline="") as handle:
        return {row["doc_id"]: CORPUS / "gold" / f"{row['doc_id']}.csv" for row in csv.DictReader(handle)}

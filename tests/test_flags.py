"""Where a person should look: the flags of the number in brackets, and that each flag is described."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import regex

from pipeline.extract import extract
from pipeline.languages import rows
from tests.cases import cases

ROOT = Path(__file__).parents[1]
MARK = regex.compile(r"\[([^\]]*)\]")


@pytest.mark.model
@pytest.mark.parametrize("case", cases("flags"))
def test_flags(case: dict[str, str]) -> None:
    mark = MARK.search(case["text"])
    assert mark is not None
    claims = extract(MARK.sub(r"\1", case["text"]), lang=case["lang"], published=date(2025, 11, 20), title="")
    found = [claim.flags for claim in claims if claim.start <= mark.start() < claim.end]
    assert [" ".join(flags) for flags in found] == [case["flags"]], case["why"]


def test_every_doubt_is_of_a_rule_that_exists() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    for row in rows("doubts", "*"):
        name = row["rule"].removeprefix("as-head:")
        assert f'"{name}"' in code, row["rule"]


def test_every_flag_is_described_and_has_a_label() -> None:
    flags = {row["flag"] for row in rows("doubts", "*")} | {"no-unit", "no-indicator", "indicator-is-name"}
    described = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    labels = json.loads((ROOT / "pipeline/review/static/strings.json").read_text(encoding="utf-8"))["flag"]
    assert [flag for flag in sorted(flags) if f"`{flag}`" not in described or flag not in labels] == []

"""Comparisons as a table: comparison.csv, JSON, and lines for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.compare.model import Comparison, Finding
from pipeline.model import Claim
from pipeline.table.csvfile import guard_text
from pipeline.table.write import write_rows

HEADER = (
    "pair", "verdict", "severity", "kind", "trap", "first_doc", "first_quote", "first_start", "first_id",
    "second_doc", "second_quote", "second_start", "second_id", "indicator", "detail",
)  # fmt: skip
SHOWN = ("severity", "what", "first", "second", "indicator")
_GUARDED = ("pair", "first_doc", "first_quote", "second_doc", "second_quote", "indicator", "detail")


@dataclass(frozen=True, slots=True)
class Named:
    """A comparison and what its pair is called."""

    name: str
    comparison: Comparison


def write_comparison(path: Path, compared: Iterable[Named]) -> None:
    """Write comparison.csv: a row for every claim of every pair, agreements included."""
    rows = []
    for one in compared:
        for finding in one.comparison.findings:
            cells = to_cells(one, finding)
            rows.append([guard_text(cells[name]) if name in _GUARDED else cells[name] for name in HEADER])
    write_rows(path, HEADER, rows)


def to_json(compared: Sequence[Named]) -> str:
    """All comparisons as one JSON text: for each pair its counts and what is reported, notes included."""
    pairs = [
        {
            "pair": one.name,
            "first": one.comparison.first.name,
            "second": one.comparison.second.name,
            "alike": one.comparison.alike,
            "counts": count(one.comparison),
            "findings": [_json(finding) for finding in one.comparison.reported()],
        }
        for one in compared
    ]
    return json.dumps({"pairs": pairs}, ensure_ascii=False, indent=2)


def count(comparison: Comparison) -> dict[str, int]:
    """How many findings of each sort there are."""
    counts = dict.fromkeys(("agree", "discrepancy", "missing", "conversion", "unread", "error", "warning", "note"), 0)
    for finding in comparison.findings:
        counts[finding.verdict] += 1
        if finding.severity:
            counts[finding.severity] += 1
    return counts


def summary(one: Named) -> str:
    """One line on a pair."""
    counts = count(one.comparison)
    parts = [f"{counts['agree']} agree"]
    words = {"discrepancy": "differ", "missing": "missing"}
    parts += [f"{counts[name]} {word}" for name, word in words.items() if counts[name]]
    notes = counts["note"]
    parts += [f"{notes} {'note' if notes == 1 else 'notes'}"] if notes else []
    return f"{one.name}: " + ", ".join(parts)


def show_rows(comparison: Comparison) -> list[list[str]]:
    """What is reported, worst first, as rows under SHOWN."""
    rank = {"error": 0, "warning": 1, "note": 2}
    found = sorted(comparison.reported(), key=lambda finding: rank[finding.severity])
    return [
        [finding.severity, _what(finding), _quote(finding.first), _quote(finding.second), indicator(finding)]
        for finding in found
    ]


def indicator(finding: Finding) -> str:
    """What the number measures, in the words of the first edition that has it."""
    return _line(next((claim.indicator for claim in finding.claims if claim.indicator), ""))


def to_cells(one: Named, finding: Finding) -> dict[str, str]:
    """A finding as the row of comparison.csv, by column."""
    cells = dict.fromkeys(HEADER, "")
    cells |= {"pair": one.name, "verdict": finding.verdict, "severity": finding.severity, "kind": finding.kind}
    cells |= {"trap": finding.trap, "detail": finding.detail, "indicator": indicator(finding)}
    for side, claim in (("first", finding.first), ("second", finding.second)):
        if claim is not None:
            values = {"doc": claim.doc_id, "quote": _line(claim.quote), "start": str(claim.start), "id": claim.claim_id}
            cells |= {f"{side}_{name}": value for name, value in values.items()}
    return cells


def _json(finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "verdict": finding.verdict,
        "severity": finding.severity,
        "kind": finding.kind,
        "trap": finding.trap,
        "detail": finding.detail,
    }
    for side, claim in (("first", finding.first), ("second", finding.second)):
        found[side] = None if claim is None else _claim(claim)
    return found


def _claim(claim: Claim) -> dict[str, Any]:
    upper = None if claim.value_max is None else f"{claim.value_max:f}"
    return {
        "claim_id": claim.claim_id,
        "doc_id": claim.doc_id,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "bound": claim.bound,
        "value": f"{claim.value:f}",
        "value_max": upper,
        "unit": claim.unit,
        "per": claim.per,
        "indicator": claim.indicator,
        "period": claim.period,
        "sentence": claim.sentence,
    }


def _what(finding: Finding) -> str:
    return f"{finding.kind}: {finding.trap}" if finding.trap else finding.kind


def _quote(claim: Claim | None) -> str:
    return "—" if claim is None else _line(claim.quote)


def _line(text: str) -> str:
    """White space as single spaces and nothing that would move a terminal's cursor."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))

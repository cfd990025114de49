"""The way through a spreadsheet: what it does by itself changes nothing, what a person did becomes decisions."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from cases import cases
from reviewing import put_seed
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import InputError
from pipeline.model import Claim
from pipeline.review.events import append_events, read_events
from pipeline.review.replay import replay
from pipeline.review.reviewed import write_reviewed
from pipeline.review.run import load_run
from pipeline.review.sheet import read_sheet
from pipeline.review.sheet_changes import Import, read_changes, same_cell
from pipeline.table.csvfile import read_claims, write_claims

Rows = list[dict[str, str]]


@pytest.fixture
def claims(tmp_path: Path, corpus: Path) -> list[Claim]:
    return put_seed(tmp_path, corpus)


def rows_of(folder: Path, claims: list[Claim]) -> Rows:
    write_claims(claims, folder / "claims.csv")
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as handle:
        return [{**row, "verdict": ""} for row in csv.DictReader(handle)]


def save(path: Path, rows: Rows, *, separator: str, encoding: str, comma: bool) -> Path:
    if comma:
        rows = [{**row, **{name: row[name].replace(".", ",") for name in ("value", "value_max")}} for row in rows]
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding, "replace"))
    return path


def changes(folder: Path, path: Path) -> Import:
    return read_changes(read_sheet(path), load_run(folder), replay(read_events(folder)), "ana")


DIALECTS = [
    (",", "utf-8", False, "comma-separated, decimal point, UTF-8"),
    (";", "utf-8-sig", True, "semicolon-separated, decimal comma, UTF-8"),
    (";", "cp1252", True, "semicolon-separated, decimal comma, Windows-1252"),
    ("\t", "utf-16", False, "tab-separated, decimal point, UTF-16"),
]


@pytest.mark.parametrize("case", cases("review_cells"))
def test_what_a_spreadsheet_does_by_itself(case: dict[str, str]) -> None:
    assert same_cell(case["column"], case["before"], case["cell"], case["mark"]) == (case["same"] == "yes"), case["why"]


@pytest.mark.parametrize(("separator", "encoding", "comma", "dialect"), DIALECTS)
def test_every_dialect_is_read_and_said(
    tmp_path: Path, claims: list[Claim], separator: str, encoding: str, comma: bool, dialect: str
) -> None:
    rows = rows_of(tmp_path, claims)
    path = tmp_path / "edited.csv"
    save(path, rows, separator=separator, encoding=encoding, comma=comma)
    assert changes(tmp_path, path) == Import()
    rows[2] |= {"value": "8.8", "verdict": "accept"}
    rows[3]["verdict"] = "rejeter"
    save(path, rows, separator=separator, encoding=encoding, comma=comma)
    assert read_sheet(path).dialect == dialect
    found = changes(tmp_path, path)
    wanted = [("correct", rows[2]["claim_id"]), ("reject", rows[3]["claim_id"])]
    assert [(event.action, event.claim_id) for event in found.events] == wanted
    assert found.events[0].payload["changes"] == {"value": "8.8"}


def test_a_workbook_goes_out_and_comes_back(tmp_path: Path, claims: list[Claim]) -> None:
    write_reviewed(load_run(tmp_path), [])
    path = tmp_path / "claims_reviewed.xlsx"
    assert changes(tmp_path, path) == Import()
    book = openpyxl.load_workbook(path)
    sheet = book["claims"]
    header = [cell.value for cell in sheet[1]]
    sheet.cell(4, header.index("value") + 1).value = 9.1
    sheet.cell(5, header.index("verdict") + 1).value = "reject"
    sheet.cell(6, header.index("place") + 1).value = "Shanghai"
    book.save(path)
    found = changes(tmp_path, path)
    assert [event.action for event in found.events] == ["correct", "reject", "correct"]
    assert found.problems == []
    append_events(tmp_path, found.events)
    write_reviewed(load_run(tmp_path), read_events(tmp_path))
    reviewed = {claim.claim_id: claim for claim in read_claims(tmp_path / "claims_reviewed.csv")}
    assert str(reviewed[claims[2].claim_id].value) == "9.1"
    assert claims[3].claim_id not in reviewed
    assert reviewed[claims[4].claim_id].place == "Shanghai"
    assert changes(tmp_path, path).events == []  # the same sheet again changes nothing


NONSENSE = [
    ({"value": "beaucoup"}, "value", "8"),
    ({"kind": "argent"}, "kind", "8"),
    ({"period": "2025-13"}, "period", "8"),
    ({"unit": "euros"}, "unit", "8"),
    ({"verdict": "peut-être"}, "verdict", "8"),
    ({"start": "7"}, "start", "8"),
    ({"quote": "autre chose"}, "quote", "8"),
    ({"claim_id": "0123"}, "claim_id", "8"),
    ({"value_max": "1"}, "value_max", "8"),
]


@pytest.mark.parametrize(("edit", "column", "row"), NONSENSE)
def test_nonsense_is_told_by_its_cell_and_changes_nothing(
    tmp_path: Path, claims: list[Claim], edit: dict[str, str], column: str, row: str
) -> None:
    rows = rows_of(tmp_path, claims)
    rows[6] |= {"place": "Lyon", **edit}
    path = save(tmp_path / "e.csv", rows, separator=",", encoding="utf-8", comma=False)
    found = changes(tmp_path, path)
    letters = read_sheet(path).columns
    assert [problem.cell for problem in found.problems] == [letters[column] + row]
    assert found.events == []


def test_unknown_columns_and_doubled_rows_are_told(tmp_path: Path, claims: list[Claim]) -> None:
    rows = [{**row, "remarque": "x"} for row in rows_of(tmp_path, claims)]
    found = changes(tmp_path, save(tmp_path / "e.csv", [*rows, rows[0]], separator=",", encoding="utf-8", comma=False))
    assert [problem.what for problem in found.problems] == [
        "the column 'remarque' is none of ours", "the claim stands in row 2 too"]  # fmt: skip
    assert found.events == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.csv", b"x,y\n1,2\n"),
        ("a.csv", b"\x81\x8d\xff\xfe\x00"),
        ("a.csv", b"claim_id,claim_id\n"),
        ("a.xlsx", b"PK no"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError):
        read_sheet(tmp_path / name)


def test_the_command_shows_and_asks_first(tmp_path: Path, claims: list[Claim]) -> None:
    rows = rows_of(tmp_path, claims)
    rows[0] |= {"place": "Shanghai"}
    rows[1] |= {"value": "?"}
    path = save(tmp_path / "e.csv", rows, separator=";", encoding="utf-8-sig", comma=True)
    arguments = ["review", str(tmp_path), "--import", str(path), "--as", "ana"]
    looked = CliRunner().invoke(app, arguments)
    assert looked.exit_code == 1
    assert "semicolon-separated, decimal comma, UTF-8" in looked.output
    assert "place 'Beijing' → 'Shanghai'" in looked.output
    assert read_events(tmp_path) == []
    done = CliRunner().invoke(app, [*arguments, "--yes"])
    column = read_sheet(path).columns["value"]
    assert f"{column}3: '?'" in done.output
    assert [event.action for event in read_events(tmp_path)] == ["correct"]

"""The files beside claims.csv: a workbook, Parquet, SDMX-CSV, a French spreadsheet's CSV, and what describes them."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from fakes import CLAIM, FakeExtractor

from pipeline.batch.ledger import DOCUMENT_COLUMNS, REJECTED_COLUMNS
from pipeline.batch.run import run_batch
from pipeline.batch.tables import TableOptions
from pipeline.languages import LANGUAGES, rows
from pipeline.model import Claim
from pipeline.table.columns import NAMES
from pipeline.table.csvfile import EXCEL_FR, PLAIN, read_claims, write_claims
from pipeline.table.package import make_schema
from pipeline.table.parquet import write_parquet
from pipeline.table.sdmx import COLUMNS, to_observation, to_time_period, write_sdmx
from pipeline.table.xlsx import write_xlsx

ODD = [
    replace(CLAIM, value=Decimal("-3.2"), place="NA", sentence="=HYPERLINK(1)", indicator="@SUM", quote="-2+3"),
    replace(CLAIM, claim_id="c2", value=Decimal("2400000000000"), value_max=Decimal("2500000000000"), flags=("a", "b")),
    replace(CLAIM, claim_id="c3", value=Decimal("9" * 5000), unit_text="x" * 40_000, sentence="a;b\n\"c\""),
    replace(CLAIM, claim_id="c4", value=Decimal("0.3333"), period="2021/2025", place="France", status="target"),
]


def test_a_french_spreadsheet_reads_its_csv_and_so_do_we(tmp_path: Path) -> None:
    write_claims(ODD, tmp_path / "claims.csv", dialect=EXCEL_FR)
    data = (tmp_path / "claims.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfclaim_id;doc_id;")
    assert b";-3,2;" in data
    assert read_claims(tmp_path / "claims.csv") == ODD


def test_a_workbook_has_typed_cells(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    write_xlsx(ODD, tmp_path / "claims.xlsx")
    sheet = load_workbook(tmp_path / "claims.xlsx").active
    assert sheet is not None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:W{len(ODD) + 1}")
    header, *lines = [list(line) for line in sheet.iter_rows()]
    assert tuple(cell.value for cell in header) == NAMES
    first = dict(zip(NAMES, lines[0], strict=True))
    assert (first["value"].value, first["value"].data_type) == (-3.2, "n")
    assert (first["sentence"].value, first["sentence"].data_type) == ("=HYPERLINK(1)", "s")
    assert (first["quote"].value, first["indicator"].value, first["place"].value) == ("-2+3", "@SUM", "NA")
    third = dict(zip(NAMES, lines[2], strict=True))
    assert third["value"].data_type == "s", "no spreadsheet holds 5,000 digits"
    assert len(third["unit_text"].value) == 32_767
    assert sheet.column_dimensions["V"].width > 50


def test_a_workbook_of_the_same_claims_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(ODD, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    write_xlsx([], tmp_path / "none.xlsx")


def test_parquet_holds_every_number_exactly(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(ODD, tmp_path / "claims.parquet")
    table = parquet.read_table(tmp_path / "claims.parquet").to_pylist()
    assert list(table[0])[: len(NAMES)] == list(NAMES)
    assert [line["value"] for line in table] == [Decimal("-3.2"), Decimal(2400000000000), None, Decimal("0.3333")]
    assert [line["value_text"] for line in table] == [format(claim.value, "f") for claim in ODD]
    assert (table[1]["flags"], table[0]["value_max"], table[0]["start"]) == (["a", "b"], None, 0)


def test_sdmx_names_and_multipliers(tmp_path: Path) -> None:
    write_sdmx(ODD, tmp_path / "claims.sdmx.csv")
    with (tmp_path / "claims.sdmx.csv").open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle))
    assert tuple(lines[0]) == COLUMNS
    told = ("OBS_VALUE", "OBS_VALUE_MAX", "UNIT_MULT", "UNIT_MEASURE", "TIME_PERIOD", "REF_AREA", "OBS_STATUS")
    assert [lines[1][name] for name in told] == ["2400", "2500", "9", "PURE_NUMB", "", "_Z", "A"]
    assert [lines[3][name] for name in told] == ["0.3333", "", "0", "PURE_NUMB", "2021-01-01/P5Y", "FR", "F"]
    for claim, line in zip(ODD, lines, strict=True):
        assert Decimal(line["OBS_VALUE"]).scaleb(int(line["UNIT_MULT"])) == claim.value or len(line["OBS_VALUE"]) > 28
    assert len(to_observation(CLAIM)) == len(COLUMNS)


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2025", "2025"),
        ("2025-Q3", "2025-Q3"),
        ("2024-11/2025-02", "2024-11-01/P4M"),
        ("2025-01-01/2025-01-31", "2025-01-01/P31D"),
        ("", ""),
    ],
)
def test_time_periods(period: str, written: str) -> None:
    assert to_time_period(period) == written


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL_FR], ids=["plain", "excel-fr"])
def test_the_package_describes_what_is_there(tmp_path: Path, dialect: object) -> None:
    frictionless = pytest.importorskip("frictionless")
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name, text in {
        "=cmd": "=HYPERLINK(3)\n@SUM 4", "a": "Il y a 12 ponts et 3,5 km.", "bad": "", "two\nlines": "NA : 5",
    }.items():  # fmt: skip
        (inbox / f"{name}.txt").write_text(text, encoding="utf-8")
    run_batch([inbox], tmp_path / "out", FakeExtractor, tables=TableOptions(dialect=dialect))  # type: ignore[arg-type]
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    assert [task.stats["rows"] for task in report.tasks] == [6, 4, 1]


def test_the_package_is_that_of_the_code(tmp_path: Path) -> None:
    names = {table: [field["name"] for field in make_schema(table)["fields"]] for table in ("claims", "documents")}
    assert names["claims"] == list(NAMES)
    assert names["documents"] == list(DOCUMENT_COLUMNS)
    assert [field["name"] for field in make_schema("rejected")["fields"]] == list(REJECTED_COLUMNS)
    kinds = {field["name"]: field for field in make_schema("claims")["fields"]}
    assert kinds["value"]["type"] == "number"
    assert kinds["status"]["constraints"]["enum"] == ["observed", "forecast", "target"]
    assert kinds["status"]["translations"]["fr"]["title"] == "Statut"
    described = {lang: {(row["table"], row["column"]) for row in rows("columns", lang)} for lang in LANGUAGES}
    assert len({frozenset(found) for found in described.values()}) == 1, "every column in every language"


def test_a_package_that_an_extractor_of_nothing_leaves(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    (tmp_path / "in").mkdir()
    run_batch([tmp_path / "in"], tmp_path / "out", FakeExtractor)
    assert frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in package["resources"]] == ["claims.csv", "documents.csv", "rejected.csv"]


def test_formulas_come_back_from_every_dialect(tmp_path: Path) -> None:
    claims: list[Claim] = [replace(CLAIM, indicator=text) for text in ("=1", "'=1", "+1-2", "@x", "\t=1", "-0,3 %")]
    for dialect in (PLAIN, EXCEL_FR):
        write_claims(claims, tmp_path / "claims.csv", dialect=dialect)
        assert read_claims(tmp_path / "claims.csv") == claims

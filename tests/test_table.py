"""Claims as CSV, JSON Lines and frames: what is written is what is read, and no cell runs as a formula."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import pytest
from cases import cases
from fakes import CLAIM
from hypothesis import given
from hypothesis import strategies as st

from pipeline import read_claims, to_frame, write_claims
from pipeline.errors import InputError
from pipeline.model import Bound, Claim, Kind, Role, Status
from pipeline.table.columns import COLUMNS, NAMES, from_row, to_row
from pipeline.table.csvfile import guard_text, unguard_text
from pipeline.table.jsonl import to_json, write_json_claims
from pipeline.table.show import plain_table, show_rows
from pipeline.table.write import replacing

CONTRACT = [
    "claim_id",
    "doc_id",
    "lang",
    "kind",
    "bound",
    "value",
    "value_max",
    "unit",
    "unit_text",
    "per",
    "indicator",
    "role",
    "basis",
    "prices",
    "whole",
    "place",
    "period",
    "status",
    "quote",
    "start",
    "end",
    "sentence",
    "flags",
]

nasty = st.one_of(
    st.text(max_size=20), st.sampled_from(["", "=1+1", "'=1", "\r", "\n", 'a"b', ",", "'", "\ufeff", "\0", "-3"])
)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15)
claims = st.builds(
    Claim,
    claim_id=nasty,
    doc_id=nasty,
    lang=st.sampled_from(["fr", "en"]),
    kind=st.sampled_from(get_args(Kind)),
    bound=st.sampled_from(get_args(Bound)),
    value=decimals,
    value_max=st.none() | decimals,
    role=st.sampled_from(get_args(Role)),
    status=st.sampled_from(get_args(Status)),
    start=st.integers(0, 10**9),
    end=st.integers(0, 10**9),
    flags=st.lists(st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True), max_size=3).map(tuple),
    **dict.fromkeys(["unit", "unit_text", "per", "indicator", "basis", "prices", "whole", "place", "period"], nasty),
    quote=nasty,
    sentence=nasty,
)


def test_columns_are_those_of_the_contract_in_its_order() -> None:
    assert list(NAMES) == CONTRACT


@given(st.lists(claims, max_size=4))
def test_csv_round_trip(some: list[Claim]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        write_claims(some, path)
        assert read_claims(path) == some


@given(claims)
def test_cells_round_trip(claim: Claim) -> None:
    assert from_row(to_row(claim)) == claim


@given(st.text())
def test_guarded_text_comes_back(cell: str) -> None:
    written = guard_text(cell)
    assert unguard_text(written) == cell
    assert not written.startswith(("=", "@", "\t", "\r"))


@pytest.mark.parametrize("case", cases("formula_cells"))
def test_formula_cells(case: dict[str, str]) -> None:
    assert guard_text(case["cell"]) == case["written"], case["why"]
    assert unguard_text(case["written"]) == case["cell"], case["why"]


def test_numbers_are_plain_decimals(tmp_path: Path) -> None:
    write_claims([replace(CLAIM, value=Decimal("-2.4E+12"), value_max=Decimal("1E-3"))], tmp_path / "claims.csv")
    with (tmp_path / "claims.csv").open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert (row["value"], row["value_max"], row["bound"]) == ("-2400000000000", "0.001", "=")


def test_csv_is_rfc_4180(tmp_path: Path) -> None:
    write_claims([replace(CLAIM, sentence='dit "3\r ponts"')], tmp_path / "claims.csv")
    data = (tmp_path / "claims.csv").read_bytes()
    assert data.endswith(b'"dit ""3\r ponts""",\r\n')
    assert data.count(b"\n") == 2


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"kind,value\r\n", 1, "not the header"),
        (b"", 1, "not the header"),
        (b"\xff\xfe", None, "no UTF-8 CSV"),
        (",".join(NAMES).encode() + b"\r\nc1,d\r\n", 2, "2 cells"),
        (
            ",".join(to_row(CLAIM)).encode()
            + b"\r\n"
            + ",".join(to_row(CLAIM).values()).replace(",3,,", ",3e5,,").encode(),
            2,
            "'3e5'",
        ),
        (
            ",".join(to_row(CLAIM)).encode()
            + b"\r\n"
            + ",".join(to_row(CLAIM).values()).replace("count", "sum").encode(),
            2,
            "'sum'",
        ),
    ],
)
def test_a_bad_table_is_told_by_file_and_line(tmp_path: Path, content: bytes, line: int | None, said: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said) as caught:
        read_claims(path)
    assert caught.value.line == line


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_claims(tmp_path / "none.csv")


def test_further_columns_are_ignored(tmp_path: Path) -> None:
    write_claims([CLAIM], tmp_path / "claims.csv")
    lines = (tmp_path / "claims.csv").read_text(encoding="utf-8").split()
    (tmp_path / "more.csv").write_text(
        f"{lines[0]},review\n" + ",".join(to_row(CLAIM).values()) + ",ok\n", encoding="utf-8"
    )
    assert read_claims(tmp_path / "more.csv") == [CLAIM]


def test_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    write_claims([CLAIM], path)
    before = path.read_bytes()
    with pytest.raises(TypeError), replacing(path) as handle:
        handle.writelines(["half", None])  # type: ignore[list-item]
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_json_lines(tmp_path: Path) -> None:
    claim = replace(CLAIM, value=Decimal("0.10"), flags=("no-unit",))
    write_json_claims([claim, CLAIM], tmp_path / "claims.jsonl")
    first, second = (json.loads(line) for line in (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines())
    assert list(first) == CONTRACT
    assert (first["value"], first["value_max"], first["start"], first["flags"]) == ("0.10", None, 0, ["no-unit"])
    assert json.loads(to_json(CLAIM)) == second


def test_frame_has_sensible_types() -> None:
    frame = to_frame([replace(CLAIM, value=Decimal("0.1"), flags=("a", "b")), replace(CLAIM, value_max=Decimal(9))])
    assert list(frame.columns) == CONTRACT
    assert frame["value"].tolist() == [Decimal("0.1"), Decimal(3)]
    assert frame["value_max"].isna().tolist() == [True, False]
    assert frame["flags"].tolist() == ["a b", ""]
    kinds = {column.name: str(frame[column.name].dtype) for column in COLUMNS}
    assert (kinds["start"], kinds["kind"], kinds["value"]) == ("Int64", "category", "object")
    assert kinds["place"].startswith("str")
    assert set(frame["kind"].cat.categories) == set(get_args(Kind))


def test_frame_of_nothing_has_the_columns() -> None:
    frame: Any = to_frame([])
    assert list(frame.columns) == CONTRACT
    assert len(frame) == 0


def test_shown_table_is_aligned_and_safe_for_a_terminal() -> None:
    rows = show_rows([replace(CLAIM, bound=">", value_max=Decimal(5), quote="3\x1b[2J\n ponts")])
    assert rows[0][0] == "> 3 to 5"
    assert rows[0][7] == "3\ufffd[2J ponts"
    assert plain_table(["a", "b"], [["xyz", "1"]]) == ["a    b", "xyz  1"]

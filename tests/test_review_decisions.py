"""Decisions: what stands after them, that none is lost, and what may be put into a cell."""

from __future__ import annotations

import sqlite3
from fractions import Fraction
from pathlib import Path

import pytest
from cases import cases
from fakes import CLAIM
from reviewing import put_text

from pipeline.batch.ledger import LEDGER, Ledger
from pipeline.errors import InputError
from pipeline.review.agreement import agreements
from pipeline.review.edits import EditError, check_cell
from pipeline.review.events import Event, append_events, append_undo, keep_keys, read_events, read_keys
from pipeline.review.offsets import Offsets
from pipeline.review.replay import orphans, progress, replay, reviewed_claims
from pipeline.review.reviewed import write_reviewed
from pipeline.review.run import load_run
from pipeline.table.csvfile import read_claims

TEXT = "Une ville\n\nElle a 12 ponts et 7 tours.\nElle a 30 parcs en 2025.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put_text(tmp_path, "ville", TEXT)
    return tmp_path


def ids(folder: Path) -> list[str]:
    return list(load_run(folder).claims)


def decide(folder: Path, action: str, claim_id: str, reviewer: str = "ana", **payload: object) -> None:
    append_events(folder, [Event(action, reviewer, "ville", claim_id, payload)])


def table(folder: Path, reviewer: str | None = None) -> list[tuple[str, str]]:
    rows = reviewed_claims(load_run(folder), replay(read_events(folder), reviewer))["ville"]
    return [(f"{row.claim.value} {row.claim.quote}", row.judgement.verdict) for row in rows]


@pytest.mark.parametrize("case", cases("review_edits"))
def test_cells(case: dict[str, str]) -> None:
    if case["fault"]:
        with pytest.raises(EditError):
            check_cell(case["column"], case["cell"])
    else:
        assert check_cell(case["column"], case["cell"]) == case["result"], case["why"]


def test_rejected_rows_go_corrected_ones_change_added_ones_come(folder: Path) -> None:
    one, two, three = ids(folder)
    decide(folder, "accept", one)
    decide(folder, "reject", two)
    decide(folder, "correct", three, changes={"value": "31"}, base=0)
    start = TEXT.index("ville")
    span = {"start": str(start), "end": str(start + 5), "quote": "ville"}
    row = {**_row(), **span, "sentence": "Une ville", "value": "1"}
    decide(folder, "add", "added-1", row=row)
    assert table(folder) == [("1 ville", "add"), ("12 12", "accept"), ("31 30", "correct")]
    assert progress(load_run(folder), replay(read_events(folder))) == {"ville": (3, 3)}
    assert write_reviewed(load_run(folder), read_events(folder)) == 3
    assert [claim.quote for claim in read_claims(folder / "claims_reviewed.csv")] == ["ville", "12", "30"]
    assert (folder / "claims_reviewed.xlsx").stat().st_size > 1000


def test_undo_takes_back_one_after_the_other_and_is_an_event(folder: Path) -> None:
    one, two, _ = ids(folder)
    decide(folder, "accept", one)
    decide(folder, "reject", two)
    decide(folder, "accept", two, reviewer="ben")
    assert [getattr(append_undo(folder, "ana"), "action", None) for _ in range(3)] == ["reject", "accept", None]
    assert table(folder, "ana") == [("12 12", ""), ("7 7", ""), ("30 30", "")]
    assert table(folder, "ben")[1] == ("7 7", "accept")
    assert [event.action for event in read_events(folder)] == ["accept", "reject", "accept", "undo", "undo"]


def test_what_is_written_is_never_changed(folder: Path) -> None:
    decide(folder, "accept", ids(folder)[0])
    with sqlite3.connect(folder / LEDGER) as connection:
        for statement in ("DELETE FROM decisions", "UPDATE decisions SET action = 'reject'"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(statement)
    connection.close()


def test_decisions_survive_an_edit_elsewhere_and_a_corrected_span_moves_with_its_claim(folder: Path) -> None:
    one, _, three = ids(folder)
    at = TEXT.index("30 parcs")
    decide(folder, "correct", three, changes={"start": str(at), "end": str(at + 8), "quote": "30 parcs"}, base=at)
    decide(folder, "reject", one)
    put_text(folder, "ville", TEXT.replace("Une ville", "Une très grande ville 😀"))
    assert table(folder) == [("7 7", ""), ("30 30 parcs", "correct")]
    assert orphans(load_run(folder), replay(read_events(folder))) == []


def test_decisions_whose_claim_is_gone_are_listed_and_come_back_with_it(folder: Path) -> None:
    one = ids(folder)[0]
    decide(folder, "reject", one, seen={"quote": "12"})
    put_text(folder, "ville", TEXT.replace("12 ponts", "douze ponts"))
    (orphan,) = orphans(load_run(folder), replay(read_events(folder)))
    assert (orphan.claim_id, orphan.judgement.verdict, orphan.judgement.seen) == (one, "reject", {"quote": "12"})
    put_text(folder, "ville", TEXT)
    assert orphans(load_run(folder), replay(read_events(folder))) == []
    assert ("12 12", "reject") not in table(folder)


def test_an_added_claim_is_found_again_by_its_sentence(folder: Path) -> None:
    start = TEXT.index("tours")
    sentence = "Elle a 12 ponts et 7 tours."
    row = {**_row(), "start": str(start), "end": str(start + 5), "quote": "tours", "sentence": sentence}
    decide(folder, "add", "added-1", row=row)
    put_text(folder, "ville", "Encore un titre\n" + TEXT)
    run = load_run(folder)
    (added,) = [r.claim for r in reviewed_claims(run, replay(read_events(folder)))["ville"] if r.judgement.row]
    assert run.by_id["ville"].text[added.start : added.end] == "tours"
    put_text(folder, "ville", TEXT.replace("7 tours", "7 clochers"))
    assert [one.claim_id for one in orphans(load_run(folder), replay(read_events(folder)))] == ["added-1"]


def test_a_ledger_laid_out_anew_keeps_the_decisions(folder: Path) -> None:
    decide(folder, "accept", ids(folder)[0])
    with sqlite3.connect(folder / LEDGER) as connection:
        connection.execute("UPDATE layout SET text = 'of an earlier version'")
    connection.close()
    with Ledger(folder / LEDGER):
        pass
    assert len(read_events(folder)) == 1


def test_keys_are_kept_by_name(folder: Path) -> None:
    keep_keys(folder, "ana", {"accept": "x"})
    assert (read_keys(folder, "ana"), read_keys(folder, "ben")) == ({"accept": "x"}, {})


def test_agreement_of_two_reviewers(folder: Path) -> None:
    one, two, three = ids(folder)
    for claim_id in (one, two, three):
        decide(folder, "accept", claim_id)
    decide(folder, "accept", one, reviewer="ben")
    decide(folder, "reject", two, reviewer="ben")
    decide(folder, "correct", three, reviewer="ben", changes={"place": "Lyon"}, base=0)
    (found,) = agreements(load_run(folder), read_events(folder))
    assert (found.first, found.second, found.both) == ("ana", "ben", 3)
    assert found.f1 == Fraction(4, 5)  # 3 spans and 2, of which 2 in common
    assert found.columns["place"][0] == Fraction(1, 2)
    assert found.columns["value"] == (1, 1)
    assert found.columns["role"] == (1, None)


def test_nothing_to_review_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_run(tmp_path)


@pytest.mark.parametrize("text", ["abc", "😀 5", "a😀b𝟓c", "é\u0301 5", ""])
def test_offsets_go_there_and_back(text: str) -> None:
    offsets = Offsets(text)
    for at in range(len(text) + 1):
        units = len(text[:at].encode("utf-16-le")) // 2
        assert offsets.to_utf16(at) == units
        assert offsets.to_code_points(units) == at
    with pytest.raises(ValueError, match="outside"):
        offsets.to_code_points(len(text.encode("utf-16-le")) // 2 + 1)


def _row() -> dict[str, str]:
    from pipeline.table.columns import to_row

    return {**to_row(CLAIM), "doc_id": "ville"}

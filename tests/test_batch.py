"""Many documents: what is taken, what is done again, what the tables hold, whatever is fed to it."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from batches import an_inbox, an_out, documents, fresh, run, tables  # noqa: F401  (fixtures)
from fakes import CLAIM, FakeExtractor

from pipeline.batch import run as batch
from pipeline.batch.collect import collect_files, label_file, make_ids
from pipeline.batch.ledger import DOCUMENT_COLUMNS, Entry, Ledger
from pipeline.batch.run import load_claims
from pipeline.batch.tables import TableOptions
from pipeline.batch.version import extractor_version
from pipeline.errors import InputError
from pipeline.table.csvfile import read_claims


def test_a_folder_gives_its_texts_sorted_and_no_notes(inbox: Path) -> None:
    for name in ("README.md", "readme.fr.md", "LICENSE.txt", ".hidden.txt", "gold.csv", "x.jpg"):
        (inbox / name).write_text("12", encoding="utf-8")
    (inbox / "x.txt").mkdir()
    (inbox / ".git").mkdir()
    (inbox / ".git" / "y.txt").write_text("1", encoding="utf-8")
    files, errors = collect_files([inbox, inbox / "b.txt"])
    assert [file.relative_to(inbox).as_posix() for file in files] == ["a.md", "b.txt", "more/c.txt"]
    assert errors == []


def test_a_file_named_on_its_own_is_taken(inbox: Path) -> None:
    (inbox / "README.md").write_text("12 ponts", encoding="utf-8")
    assert collect_files([inbox / "README.md"])[0] == [inbox / "README.md"]


def test_a_loop_of_links_ends(inbox: Path) -> None:
    (inbox / "loop").symlink_to(inbox, target_is_directory=True)
    assert len(collect_files([inbox])[0]) == 3


def test_the_output_folder_is_not_read(inbox: Path) -> None:
    (inbox / "out").mkdir()
    (inbox / "out" / "text.txt").write_text("1", encoding="utf-8")
    assert len(collect_files([inbox], leave_out=inbox / "out")[0]) == 3


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    files, errors = collect_files([tmp_path / "pipe.txt", tmp_path / "none.txt"])
    assert files == []
    assert [error.problem for error in errors] == ["this is no ordinary file", "there is no such file or folder"]


@pytest.mark.parametrize(
    ("labels", "ids"),
    [
        (["in/a.txt", "in/b.md"], ["a", "b"]),
        (["x/a.txt", "y/a.txt", "y/b.txt"], ["x/a.txt", "y/a.txt", "b"]),
        (["in/a.txt", "in/a.md"], ["in/a.txt", "in/a.md"]),
        (["in/v1.2.txt", "in/.txt"], ["v1.2", ".txt"]),
    ],
)
def test_ids_are_names_and_paths_where_names_clash(labels: list[str], ids: list[str]) -> None:
    assert list(make_ids(labels).values()) == ids or [make_ids(labels)[label] for label in labels] == ids


def test_labels_do_not_depend_on_where_we_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert label_file(Path("in/a.txt"), tmp_path) == label_file(tmp_path / "in" / "a.txt", tmp_path) == "in/a.txt"
    assert label_file(Path("/elsewhere/a.txt"), tmp_path) == "/elsewhere/a.txt"
    assert label_file(Path("in/a\udcff.txt"), tmp_path) == "in/a\\xff.txt"


def test_the_tables_hold_every_document(inbox: Path, out: Path) -> None:
    result = run([inbox], out)
    assert [(claim.doc_id, claim.quote) for claim in read_claims(out / "claims.csv")] == [
        ("a", "12"), ("a", "4"), ("b", "3"), ("c", "5"),
    ]  # fmt: skip
    rows = documents(out)
    assert tuple(rows["a"]) == DOCUMENT_COLUMNS
    told = ("path", "lang", "characters", "sentences", "claims", "status", "reason")
    assert [rows["a"][name] for name in told] == ["inbox/a.md", "fr", "40", "1", "2", "done", ""]
    assert rows["c"]["lang"] == "en"
    assert result.errors == ()
    assert load_claims(out, ["inbox/b.txt"])["inbox/b.txt"][0].quote == "3"


def test_a_second_run_does_nothing_and_changes_no_byte(inbox: Path, out: Path) -> None:
    run([inbox], out)
    before = tables(out)
    result = run([inbox], out)
    assert (result.done, FakeExtractor.made, tables(out)) == ((), 1, before)


def test_only_what_is_new_or_changed_is_done(inbox: Path, out: Path) -> None:
    run([inbox], out)
    (inbox / "b.txt").write_text("La ville compte 7 ponts.", encoding="utf-8")
    (inbox / "d.txt").write_text("Il y a 8 ponts.", encoding="utf-8")
    assert run([inbox], out).done == ("inbox/b.txt", "inbox/d.txt")
    assert [claim.quote for claim in read_claims(out / "claims.csv")] == ["12", "4", "7", "5", "8"]


def test_another_extractor_or_language_does_all_again(inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([inbox], out)
    assert len(run([inbox], out, lang="en").done) == 3
    assert documents(out)["a"]["lang"] == "en"
    monkeypatch.setattr(batch, "extractor_version", lambda: "another")
    assert len(run([inbox], out, lang="en").done) == 3


def test_the_order_of_paths_does_not_matter(inbox: Path, tmp_path: Path) -> None:
    run([inbox], tmp_path / "one")
    run([inbox / "more"], tmp_path / "two")
    run([inbox / "b.txt", inbox / "a.md"], tmp_path / "two")
    assert tables(tmp_path / "one") == tables(tmp_path / "two")


def test_removed_files_leave_the_table_with_a_note(inbox: Path, out: Path) -> None:
    run([inbox], out)
    (inbox / "a.md").unlink()
    result = run([inbox], out)
    assert list(documents(out)) == ["b", "c"]
    assert result.notes == ("inbox/a.md: the file is gone, its claims leave the table",)


def test_a_namesake_that_comes_later_gives_both_their_path_as_id(inbox: Path, out: Path) -> None:
    run([inbox], out)
    (inbox / "more" / "b.txt").write_text("Il y a 9 ponts.", encoding="utf-8")
    run([inbox / "more" / "b.txt"], out)
    assert list(documents(out)) == ["a", "c", "inbox/b.txt", "inbox/more/b.txt"]
    assert {claim.doc_id for claim in read_claims(out / "claims.csv")} == set(documents(out))


@pytest.mark.parametrize(
    "data",
    [b"", b"\xef\xbb\xbf", b" \n\t\r\n", b"\x00\x01\x02\x03" * 50, bytes(range(256)) * 4, b"%PDF-1.7\n\x00\xff" * 20],
    ids=["empty", "bom-only", "white-space", "nuls", "binary", "pdf-named-txt"],
)
def test_a_bad_document_is_told_and_the_others_are_done(inbox: Path, out: Path, data: bytes) -> None:
    (inbox / "bad.txt").write_bytes(data)
    result = run([inbox], out)
    assert [error.path for error in result.errors] == [str(inbox / "bad.txt")]
    row = documents(out)["bad"]
    assert (row["status"], row["claims"], bool(row["reason"])) == ("failed", "0", True)
    assert len(read_claims(out / "claims.csv")) == 4


def test_a_fault_of_the_extractor_costs_one_document(inbox: Path, out: Path) -> None:
    (inbox / "bad.txt").write_text("BOOM 3 ponts", encoding="utf-8")
    (error,) = run([inbox], out).errors
    assert "a fault of the extractor, ZeroDivisionError" in str(error)
    assert documents(out)["bad"]["status"] == "failed"
    assert run([inbox], out).done == ("inbox/bad.txt",), "a failed document is tried again"


def test_an_extractor_that_cannot_work_stops_the_run(inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: FakeExtractor, document: object) -> None:
        raise InputError("model", None, "the language model is not installed", "Install it")

    monkeypatch.setattr(FakeExtractor, "extract", broken)
    with pytest.raises(InputError, match="model is not installed"):
        run([inbox], out)
    with Ledger(out / "ledger.sqlite") as ledger:
        assert ledger.entries() == {}


def test_an_unreadable_file_is_told(inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def denied(path: Path) -> bytes:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", denied)
    (error,) = run([inbox], out).errors
    assert "Permission denied" in str(error)
    assert len(documents(out)) == 3


def test_names_that_a_spreadsheet_or_a_line_would_trip_over(inbox: Path, out: Path) -> None:
    for name in ("=cmd.txt", 'with "quotes".txt', "two\nlines.txt"):
        (inbox / name).write_text("Il y a 2 ponts.", encoding="utf-8")
    run([inbox], out)
    assert {"'=cmd", 'with "quotes"', "two\nlines"} <= set(documents(out))
    assert {"=cmd", "two\nlines"} <= {claim.doc_id for claim in read_claims(out / "claims.csv")}


def test_a_warning_is_kept_and_told(inbox: Path, out: Path) -> None:
    (inbox / "b.txt").write_bytes("La ville a créé 3 écoles à l'été.".encode("cp1252"))
    result = run([inbox], out)
    assert result.errors == ()
    assert documents(out)["b"]["reason"] in result.notes[0]
    assert documents(out)["b"]["reason"]


def test_no_usable_path_cannot_run(tmp_path: Path, out: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        run([tmp_path / "none"], out)
    assert not out.exists()


def test_one_missing_path_leaves_the_others(inbox: Path, tmp_path: Path, out: Path) -> None:
    result = run([tmp_path / "none", inbox], out)
    assert (len(result.errors), len(documents(out))) == (1, 3)


def test_json_lines_on_request(inbox: Path, out: Path) -> None:
    run([inbox], out, tables=TableOptions(("jsonl",)))
    assert len((out / "claims.jsonl").read_text(encoding="utf-8").splitlines()) == 4
    (inbox / "a.md").unlink()
    run([inbox], out)
    assert len((out / "claims.jsonl").read_text(encoding="utf-8").splitlines()) == 2, "asked for once, true for ever"


def test_a_kill_in_the_middle_loses_nothing_and_repeats_nothing(inbox: Path, out: Path) -> None:
    def stop(done: int, total: int, name: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([inbox], out, progress=stop)
    assert FakeExtractor.seen == ["a", "b"]
    run([inbox], out)
    assert FakeExtractor.seen == ["a", "b", "c"]
    assert len(read_claims(out / "claims.csv")) == 4


def test_a_document_is_in_the_ledger_whole_or_not_at_all(tmp_path: Path) -> None:
    twice = [CLAIM, replace(CLAIM, quote="\udc00")]  # the second cannot be stored
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.put(Entry("d", "d.txt", "1"), [CLAIM])
        with pytest.raises(UnicodeEncodeError):
            ledger.put(Entry("d", "d.txt", "2"), twice)
        assert (ledger.entries()["d.txt"].sha256, list(ledger.claims())) == ("1", [CLAIM])


def test_what_is_no_ledger_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(InputError, match="Remove it"):
        Ledger(tmp_path / "ledger.sqlite")


def test_a_ledger_of_another_layout_is_made_anew(inbox: Path, out: Path) -> None:
    run([inbox], out)
    connection = sqlite3.connect(out / "ledger.sqlite")
    with connection:
        connection.execute("UPDATE layout SET text = 'older'")
    connection.close()
    assert len(run([inbox], out).done) == 3


def test_the_version_is_stable_and_reads_the_rules() -> None:
    assert extractor_version() == extractor_version.__wrapped__()
    assert len(extractor_version()) == 16

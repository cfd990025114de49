"""What a run is asked for besides: all again, a few only, a plan, JSON Lines, texts; and what the ledger keeps."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from batches import an_inbox, an_out, documents, fresh, run, tables  # noqa: F401  (fixtures)

from pipeline.batch.ledger import open_ledger
from pipeline.batch.run import plan_batch
from pipeline.batch.tables import TableOptions
from pipeline.errors import InputError


def test_force_limit_and_a_plan_that_does_nothing(inbox: Path, out: Path) -> None:
    plan = plan_batch([inbox], out)
    assert [task.label for task in plan.todo] == ["inbox/a.md", "inbox/b.txt", "inbox/more/c.txt"]
    assert not out.exists()
    result = run([inbox], out, limit=2)
    assert (result.done, result.extracted, result.left) == (("inbox/a.md", "inbox/b.txt"), 2, 1)
    assert (run([inbox], out, limit=2).done, run([inbox], out).done) == (("inbox/more/c.txt",), ())
    before = tables(out)
    assert len(run([inbox], out, force=True).done) == 3
    assert tables(out) == before
    (inbox / "a.md").unlink()
    assert plan_batch([inbox], out).gone == ("inbox/a.md",)


def test_json_lines_files_are_documents_line_by_line(inbox: Path, out: Path) -> None:
    dated = '{"id": "b", "text": "Il y a 8 ponts.", "published": "2026-02-05"}'
    lines = ['{"id": "x", "text": "Il y a 7 ponts."}', dated]
    (inbox / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run([inbox], out)
    rows = documents(out)
    assert set(rows) == {"a", "c", "x", "inbox/b.txt", "inbox/all.jsonl/b"}
    assert rows["inbox/all.jsonl/b"]["published"] == "2026-02-05"
    assert (rows["x"]["flags"], rows["x"]["path"]) == ("no-date", "inbox/all.jsonl/x")
    (inbox / "all.jsonl").write_text(lines[0].replace("7", "9") + "\n\n", encoding="utf-8")
    result = run([inbox], out)
    assert result.done == ("inbox/all.jsonl/x", "inbox/b.txt"), "b has its short id back"
    assert result.notes == ("inbox/all.jsonl/b: the file is gone, its claims leave the table",)
    (inbox / "all.jsonl").unlink()
    assert set(documents(out)) - {"x"} == {"a", "b", "c"}
    run([inbox], out)
    assert set(documents(out)) == {"a", "b", "c"}


def test_the_ledger_keeps_text_dropped_numbers_and_reasons(inbox: Path, out: Path) -> None:
    run([inbox], out)
    with open_ledger(out) as ledger:
        reading = ledger.reading("inbox/a.md")
        assert reading.text == "La région a 12 gares et 4 ports en 2025."
        assert [(reading.text[one.start : one.end], one.reason) for one in reading.dropped] == [("2025", "period")]
        assert reading.trace[12][1] == ("role", "level", "no-change-word")
        assert ledger.entry("inbox/a.md") == ledger.entries()["inbox/a.md"]
        ledger.connection.execute("CREATE TABLE decisions (claim_id TEXT)")
    connection = sqlite3.connect(out / "ledger.sqlite")
    with connection:
        connection.execute("UPDATE layout SET text = 'older'")
    connection.close()
    with pytest.raises(InputError, match="another version"):
        open_ledger(out)
    run([inbox], out)
    with open_ledger(out) as ledger:
        assert ledger.connection.execute("SELECT * FROM decisions").fetchall() == [], "not ours, not touched"


def test_texts_on_request(inbox: Path, out: Path) -> None:
    (inbox / "more" / "b.txt").write_text("Il y a 9 ponts.\r\n", encoding="utf-8", newline="")
    run([inbox], out, tables=TableOptions(texts=True))
    names = {path.name for path in (out / "texts").iterdir()}
    assert names == {"a.txt", "c.txt", "inbox%2Fb.txt.txt", "inbox%2Fmore%2Fb.txt.txt"}
    assert (out / "texts" / "inbox%2Fmore%2Fb.txt.txt").read_bytes() == b"Il y a 9 ponts.\r\n"
    (inbox / "a.md").unlink()
    run([inbox], out, tables=TableOptions(texts=True))
    assert not (out / "texts" / "a.txt").exists()

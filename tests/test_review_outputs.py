"""What leaves the review: the report, gold files, and the formats of annotation tools."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from reviewing import SEED, put_seed, put_text
from typer.testing import CliRunner

from pipeline.check.gold import read_gold
from pipeline.check.report import CheckReport, check_corpus
from pipeline.cli import app
from pipeline.errors import InputError
from pipeline.reading import read_document
from pipeline.review.events import Event, append_events
from pipeline.review.export import export_run, read_docbin
from pipeline.review.gold import make_gold
from pipeline.review.page import write_report
from pipeline.review.payload import page_json, run_payload
from pipeline.review.run import load_run


def accept_all(folder: Path, doc_id: str, but: tuple[str, ...] = ()) -> None:
    claims = load_run(folder).by_id[doc_id].claims
    kept = [("reject" if claim.claim_id in but else "accept", claim.claim_id) for claim in claims]
    append_events(folder, [Event(action, "ana", doc_id, claim_id) for action, claim_id in kept])


def test_the_report_is_one_file_that_asks_nothing_of_the_network(tmp_path: Path, corpus: Path) -> None:
    put_seed(tmp_path, corpus)
    write_report(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)
    assert re.findall(r"https?://[^\"'\s]+", page) == ["http://www.w3.org/2000/svg"]
    write_report(tmp_path / "again.html")
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page


TRICKY = ["</script>", "<!--<script>", "]]>", "\u2028", "a\ud800b", "&lt;", "\x00", "{{data}} {{script}}"]


@pytest.mark.parametrize("text", TRICKY)
def test_json_in_a_page_is_data_whatever_it_holds(text: str) -> None:
    shown = page_json({"a": text})
    assert not re.search("[<>&\u2028]", shown)
    assert json.loads(shown.encode()) == {"a": text}


def test_a_text_of_placeholders_stays_as_it_is(tmp_path: Path) -> None:
    put_text(tmp_path, "d", "{{script}} {{data}} 7 tours")
    write_report(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("{{script}} {{data}} 7 tours") >= 1


def test_offsets_of_a_page_are_those_of_a_browser(tmp_path: Path) -> None:
    put_text(tmp_path, "d", "Titre\n\n😀😀 12 ponts 𝟓 et 7 tours")
    (doc,) = run_payload(load_run(tmp_path))["docs"]
    units = doc["text"].encode("utf-16-le")
    found = [units[2 * start : 2 * end].decode("utf-16-le") for start, end, *_ in doc["claims"]]
    assert found == [claim.quote for claim in load_run(tmp_path).by_id["d"].claims]


def test_gold_scores_are_shown_where_there_is_gold(tmp_path: Path, corpus: Path) -> None:
    claims = put_seed(tmp_path, corpus)
    wrong = [replace(claims[0], place="Shanghai"), *claims[2:]]
    report = check_corpus(corpus, {SEED: wrong})
    payload = run_payload(load_run(tmp_path), CheckReport(report.documents, report.languages, {}, report.disagreements))
    (doc,) = payload["docs"]
    assert doc["gold"] == pytest.approx([46 / 47, 46 / 47, 44 / 47], abs=1e-4)
    assert {line[2] for line in doc["differences"]} == {"place", "missing"}


def test_a_reviewed_document_becomes_gold_that_the_check_reads(tmp_path: Path, corpus: Path) -> None:
    claims = put_seed(tmp_path / "out", corpus)
    with pytest.raises(InputError, match="24 of its 24 claims are not decided"):
        make_gold(tmp_path / "out", SEED, tmp_path / "corpus")
    accept_all(tmp_path / "out", SEED, but=(claims[1].claim_id,))
    arguments = ["gold", SEED, "-o", str(tmp_path / "out"), "--corpus", str(tmp_path / "corpus")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    release = tmp_path / "corpus" / "releases" / f"{SEED}.txt"
    assert release.read_bytes() == (corpus / "releases" / f"{SEED}.txt").read_bytes()
    gold = read_gold(tmp_path / "corpus" / "gold" / f"{SEED}.csv", read_document(release))
    assert [one.quote for one in gold] == [one.quote for one in (claims[0], *claims[2:])]
    skipped = (tmp_path / "corpus" / "gold" / f"{SEED}.skip.csv").read_text(encoding="utf-8")
    assert "rejected" in skipped
    assert (tmp_path / "corpus" / "golds.csv").read_text(encoding="utf-8") == f"doc_id,must\n{SEED},floor\n"
    assert CliRunner().invoke(app, arguments).exit_code == 2  # not over a gold file that is there
    assert CliRunner().invoke(app, [*arguments, "--replace"]).exit_code == 0


def test_a_document_id_cannot_lead_out_of_the_corpus(tmp_path: Path) -> None:
    put_text(tmp_path / "out", "../evil", "7 tours")
    with pytest.raises(InputError, match="cannot be a file name"):
        make_gold(tmp_path / "out", "../evil", tmp_path / "corpus", partly=True)
    assert not (tmp_path / "evil.csv").exists()


def test_label_studio(tmp_path: Path) -> None:
    put_text(tmp_path, "d", "Titre 😀\n\n12 ponts et 7 tours")
    path, count, _ = export_run(tmp_path, "label-studio")
    (task,) = json.loads(path.read_text(encoding="utf-8"))
    regions = task["predictions"][0]["result"]
    assert [task["data"]["text"][r["value"]["start"] : r["value"]["end"]] for r in regions] == ["12", "7"]
    shapes = {(r["from_name"], r["to_name"], r["type"], *r["value"]["labels"]) for r in regions}
    assert shapes == {("label", "text", "labels", "count")}
    assert count == 2


def test_json_lines_with_spans(tmp_path: Path) -> None:
    put_text(tmp_path, "d", "Titre 😀\n\n12 ponts et 7 tours")
    path, _, _ = export_run(tmp_path, "spans-jsonl")
    line = json.loads(path.read_text(encoding="utf-8"))
    assert [line["text"][span["start"] : span["end"]] for span in line["spans"]] == ["12", "7"]
    assert line["label"][0][2] == line["spans"][0]["label"] == "count"


def test_docbin_leaves_out_what_was_rejected(tmp_path: Path, corpus: Path) -> None:
    claims = put_seed(tmp_path, corpus)
    accept_all(tmp_path, SEED, but=(claims[3].claim_id,))
    path, count, _ = export_run(tmp_path, "docbin")
    (doc,) = read_docbin(path)
    assert doc.text == load_run(tmp_path).by_id[SEED].text
    assert len(doc.spans["claims"]) == count == 23
    assert {span.label_ for span in doc.spans["claims"]} == {claim.kind for claim in claims}
    assert doc.user_data[doc.spans["claims"][0].id_]["value"] == "2400000000000"

"""A reviewed document as a gold file of a corpus, so that users extend the check with releases of their own."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

from pipeline.errors import InputError
from pipeline.review.events import read_events
from pipeline.review.replay import progress, replay, reviewed_claims
from pipeline.review.run import Held, load_run
from pipeline.table.columns import NAMES, to_row
from pipeline.table.write import csv_record, replacing, write_rows

GOLD_COLUMNS = NAMES[NAMES.index("kind") : NAMES.index("end") + 1]
SKIP_COLUMNS = ("start", "end", "text", "reason")
LISTED = ("doc_id", "must")
REJECTED = "rejected"
LF = "\n"


def make_gold(folder: Path, doc_id: str, corpus: Path, *, partly: bool = False, replace: bool = False) -> list[Path]:
    """Write gold/DOC.csv, gold/DOC.skip.csv and releases/DOC.txt, and list the document in golds.csv as `floor`.

    Returns the files written. partly: also a document that is not marked as done and has undecided claims; replace:
    also over a gold file that is there. Raises InputError where it is refused; nothing is then written.
    """
    run = load_run(folder)
    held = run.by_id.get(doc_id)
    if held is None:
        raise InputError(folder, None, f"there is no document {doc_id!r}", "Its ids are in documents.csv")
    if Path(doc_id).name != doc_id or doc_id.startswith("."):
        raise InputError(folder, None, f"{doc_id!r} cannot be a file name", "Rename the release and extract it again")
    decided = replay(read_events(folder))
    done, total = progress(run, decided)[doc_id]
    if done < total and doc_id not in decided.done and not partly:
        problem = f"{total - done} of its {total} claims are not decided"
        raise InputError(doc_id, None, problem, "Review them, mark the document as done, or add --partly")
    gold = corpus / "gold" / f"{doc_id}.csv"
    if gold.exists() and not replace:
        raise InputError(gold, None, "there is a gold file already", "Add --replace to write over it")
    rows = [to_row(row.claim) for row in reviewed_claims(run, decided)[doc_id]]
    for before, after in pairwise(rows):
        if int(after["start"]) < int(before["end"]):
            problem = f"{before['quote']!r} and {after['quote']!r} overlap"
            raise InputError(doc_id, None, problem, "Correct one of the spans, or reject one")
    release = _release(held, corpus)
    write_rows(gold, GOLD_COLUMNS, ([row[name] for name in GOLD_COLUMNS] for row in rows), line_end=LF)
    spans = [(int(row["start"]), int(row["end"])) for row in rows]
    gone = {claim_id for claim_id, one in decided.judgements.items() if one.verdict == "reject"}
    rejected = [(claim.start, claim.end) for claim in held.claims if claim.claim_id in gone]
    skip = gold.with_name(f"{doc_id}.skip.csv")
    write_rows(skip, SKIP_COLUMNS, _skipped(held, spans, rejected), line_end=LF)
    return [gold, skip, release, _list(corpus / "golds.csv", doc_id)]


def _release(held: Held, corpus: Path) -> Path:
    path = corpus / "releases" / f"{held.doc_id}.txt"
    if path.exists():
        if path.read_bytes().decode("utf-8", "replace") != held.text:
            raise InputError(path, None, "another text stands there under this name", "Rename one of the two")
        return path
    with replacing(path) as handle:
        handle.write(held.text)
    return path


def _skipped(held: Held, spans: list[tuple[int, int]], rejected: list[tuple[int, int]]) -> list[list[str]]:
    """The numbers that are no claim: dropped ones that no gold claim covers, and those that a person rejected."""
    found = [(one.start, one.end, one.reason) for one in held.dropped]
    found += [(start, end, REJECTED) for start, end in rejected]
    free = [one for one in sorted(found) if not any(one[0] < end and start < one[1] for start, end in spans)]
    return [[str(start), str(end), held.text[start:end], reason] for start, end, reason in free]


def _list(path: Path, doc_id: str) -> Path:
    rows: list[list[str]] = []
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.reader(handle))[1:]
    if doc_id not in {row[0] for row in rows if row}:
        rows.append([doc_id, "floor"])
        with replacing(path) as handle:
            handle.writelines(csv_record(row, LF) for row in (LISTED, *rows))
    return path

"""Events to what stands: a judgement for each claim, the claims that people added, the documents that are done.

Pure functions over a run and its events: the same events give the same table after every new extraction. A claim is
known by its claim_id, which an edit elsewhere in the document leaves alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pipeline.model import Claim
from pipeline.review.events import Event, undone
from pipeline.review.run import Held, Run
from pipeline.table.columns import from_row, to_row

Verdict = Literal["", "accept", "reject", "correct", "skip", "add"]
SPAN = ("start", "end")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided about a claim. base: where the claim began when its span was corrected, -1 if it was not."""

    verdict: Verdict = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    flagged: bool = False
    base: int = -1
    reviewer: str = ""
    at: str = ""
    doc_id: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    row: Mapping[str, str] | None = None  # of an added claim


@dataclass(frozen=True, slots=True)
class Decided:
    """What stands after all events. done: the documents that are marked so."""

    judgements: Mapping[str, Judgement]
    done: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReviewedClaim:
    """A claim of the reviewed table with what was decided about it."""

    claim: Claim
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision whose claim is gone, or whose correction no longer fits the text."""

    claim_id: str
    judgement: Judgement


def replay(events: Sequence[Event], reviewer: str | None = None) -> Decided:
    """What stands after the events of one reviewer, or of all: then the latest decision about a claim wins."""
    gone = undone(events)
    judgements: dict[str, Judgement] = {}
    done: set[str] = set()
    for event in events:
        if event.seq in gone or event.action == "undo" or (reviewer is not None and event.reviewer != reviewer):
            continue
        if event.action == "done":
            done.add(event.doc_id)
        elif event.action == "reopen":
            done.discard(event.doc_id)
        else:
            judgements[event.claim_id] = _judged(judgements.get(event.claim_id, Judgement()), event)
    return Decided(judgements, frozenset(done))


def reviewed_claims(run: Run, decided: Decided) -> dict[str, list[ReviewedClaim]]:
    """Per document: its claims with corrections applied, rejected ones left out, added ones in their place."""
    table: dict[str, list[ReviewedClaim]] = {}
    for held in run.documents:
        kept = []
        for claim in held.claims:
            judgement = decided.judgements.get(claim.claim_id, Judgement())
            if judgement.verdict != "reject":
                kept.append(ReviewedClaim(corrected(claim, judgement, held.text) or claim, judgement))
        table[held.doc_id] = kept
    for claim_id, judgement in decided.judgements.items():
        held_or_none = run.by_id.get(judgement.doc_id)
        if judgement.row is None or judgement.verdict == "reject" or held_or_none is None:
            continue
        added = added_claim(claim_id, judgement, held_or_none)
        if added is not None:
            table[held_or_none.doc_id].append(ReviewedClaim(added, judgement))
    for rows in table.values():
        rows.sort(key=lambda row: (row.claim.start, row.claim.end))
    return table


def orphans(run: Run, decided: Decided) -> list[Orphan]:
    """Decisions that have nothing to act on any more, in the order of their moments. They are never dropped."""
    found = []
    for claim_id, judgement in decided.judgements.items():
        held = run.by_id.get(judgement.doc_id)
        claim = run.claims.get(claim_id)
        if judgement.row is not None:
            good = held is not None and added_claim(claim_id, judgement, held) is not None
        else:
            good = claim is not None and held is not None and corrected(claim, judgement, held.text) is not None
        if not good:
            found.append(Orphan(claim_id, judgement))
    return sorted(found, key=lambda orphan: orphan.judgement.at)


def corrected(claim: Claim, judgement: Judgement, text: str) -> Claim | None:
    """The claim with its corrections; None where a corrected span no longer holds the words it was put on."""
    if not judgement.changes:
        return claim
    row = {**to_row(claim), **judgement.changes}
    if judgement.base >= 0:
        for name in SPAN:
            row[name] = str(int(row[name]) + claim.start - judgement.base)
        if text[int(row["start"]) : int(row["end"])] != row["quote"]:
            return None
    return from_row(row)


def added_claim(claim_id: str, judgement: Judgement, held: Held) -> Claim | None:
    """The claim that a person added, where its words stand now; None where they are gone.

    Its sentence is looked for when the text before it has changed; where it stands twice there is no telling.
    """
    row = dict(judgement.row or {})
    start, end = int(row["start"]), int(row["end"])
    if held.text[start:end] != row["quote"]:
        inside = row["sentence"].find(row["quote"])
        at = held.text.find(row["sentence"])
        if inside < 0 or at < 0 or held.text.find(row["sentence"], at + 1) >= 0:
            return None
        start, end = at + inside, at + inside + len(row["quote"])
    row |= {"claim_id": claim_id, "doc_id": held.doc_id, "start": str(start), "end": str(end), **judgement.changes}
    return from_row(row)


def progress(run: Run, decided: Decided) -> dict[str, tuple[int, int]]:
    """Per document: how many of its claims are decided, and how many there are. Skipping is no decision."""
    return {held.doc_id: (sum(_is_decided(held.claims, decided)), len(held.claims)) for held in run.documents}


def _is_decided(claims: Iterable[Claim], decided: Decided) -> Iterable[bool]:
    for claim in claims:
        judgement = decided.judgements.get(claim.claim_id)
        yield judgement is not None and judgement.verdict in ("accept", "reject", "correct")


def _judged(before: Judgement, event: Event) -> Judgement:
    payload: Mapping[str, Any] = event.payload
    now = replace(before, reviewer=event.reviewer, at=event.at, doc_id=event.doc_id)
    if "seen" in payload:
        now = replace(now, seen=payload["seen"])
    match event.action:
        case "flag":
            return replace(now, flagged=not before.flagged)
        case "add":
            return replace(now, verdict="add", row=payload["row"])
        case "correct":
            changes = {**before.changes, **payload["changes"]}
            moved = "start" in payload["changes"]
            verdict: Verdict = "add" if before.row is not None else "correct"
            base = int(payload["base"]) if moved else before.base
            return replace(now, verdict=verdict, changes=changes, base=base)
        case "accept":
            # To accept what one has corrected keeps the correction.
            kept: Verdict = "add" if before.row is not None else "correct" if before.changes else "accept"
            return replace(now, verdict=kept)
        case "reject":
            return replace(now, verdict="reject")
        case _:
            return replace(now, verdict="skip")

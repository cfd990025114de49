"""What the review page asks for: read what stands, decide, take back. One object a server, no web in it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.model import Claim
from pipeline.review import events as ledger
from pipeline.review.agreement import agreements
from pipeline.review.differences import read_differences
from pipeline.review.edits import EDITABLE, EditError, check_row, unit_codes
from pipeline.review.events import Event
from pipeline.review.payload import claim_place, run_payload
from pipeline.review.replay import Decided, Judgement, added_claim, corrected, orphans, replay
from pipeline.review.reviewed import write_reviewed
from pipeline.review.run import Held, load_run
from pipeline.table.columns import to_row

SEEN = ("quote", "indicator", "value", "unit", "sentence")
ON_CLAIM = ("accept", "reject", "skip", "flag", "correct")
MAX_NAME = 60


class Desk:
    """The decisions of an output folder. Raises InputError for anything that a page may not ask."""

    def __init__(self, folder: Path, reviewer: str) -> None:
        self.run = load_run(folder)
        self.folder, self.reviewer = folder, check_name(reviewer)
        self._exporting = threading.Lock()

    def page(self) -> dict[str, Any]:
        """The data of the page."""
        review = {"editable": EDITABLE, "units": sorted(unit_codes()), **self.state(self.reviewer)}
        return {**self._payload, "review": review}

    @cached_property
    def _payload(self) -> dict[str, Any]:
        return run_payload(self.run, differences=read_differences(self.folder / "check.csv"))

    def state(self, reviewer: str) -> dict[str, Any]:
        """What a reviewer has decided: claim_id -> verdict, changes, place; and the claims added."""
        reviewer = check_name(reviewer)
        events = ledger.read_events(self.folder)
        decided = replay(events, reviewer)
        return {
            "reviewer": reviewer,
            "judgements": {claim_id: self._shown(claim_id, one) for claim_id, one in decided.judgements.items()},
            "done": sorted(decided.done),
            "keys": ledger.read_keys(self.folder, reviewer),
        }

    def people(self, reviewer: str) -> dict[str, Any]:
        """How far reviewers agree, and the reviewer's decisions that have lost their claim."""
        events = ledger.read_events(self.folder)
        decided = replay(events, check_name(reviewer))
        return {"people": self._people(events), "orphans": self._orphans(decided)}

    def decide(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Write a decision down; returns what is new. Raises InputError, EditError: then nothing is."""
        reviewer, action = check_name(message.get("reviewer")), message.get("action")
        held = self.run.by_id.get(str(message.get("doc")))
        if held is None:
            raise InputError("review", None, "there is no such document", "Reload the page")
        if action in ("done", "reopen"):
            event = Event(action, reviewer, held.doc_id)
        elif action == "add":
            event = self._added(held, reviewer, message)
        elif action in ON_CLAIM:
            event = self._decided(held, reviewer, str(action), message)
        else:
            raise InputError("review", None, "this is no decision", "Reload the page")
        ledger.append_events(self.folder, [event])
        return self._news(reviewer, event)

    def undo(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Take the reviewer's last decision back."""
        reviewer = check_name(message.get("reviewer"))
        event = ledger.append_undo(self.folder, reviewer)
        return {"action": ""} if event is None else self._news(reviewer, event)

    def keys(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a reviewer's keys."""
        reviewer, keys = check_name(message.get("reviewer")), message.get("keys")
        if not isinstance(keys, dict) or not all(isinstance(k, str) and isinstance(v, str) for k, v in keys.items()):
            raise InputError("review", None, "these are no keys", "Reload the page")
        ledger.keep_keys(self.folder, reviewer, {k[:40]: v[:40] for k, v in list(keys.items())[:40]})
        return {}

    def export(self) -> dict[str, Any]:
        """Write the reviewed table."""
        with self._exporting:
            return {"written": write_reviewed(self.run, ledger.read_events(self.folder))}

    def _decided(self, held: Held, reviewer: str, action: str, message: Mapping[str, Any]) -> Event:
        claim_id = str(message.get("claim"))
        decided = replay(ledger.read_events(self.folder), reviewer)
        judgement = decided.judgements.get(claim_id, Judgement())
        claim = self.run.claims.get(claim_id)
        if claim is None and judgement.row is not None:
            claim = added_claim(claim_id, replace(judgement, changes={}), held)
        if claim is None or claim.doc_id != held.doc_id:
            raise InputError("review", None, "there is no such claim", "Reload the page")
        seen = {name: to_row(claim)[name] for name in SEEN}
        payload: dict[str, Any] = {"seen": seen}
        if action == "correct":
            now = corrected(claim, judgement, held.text) or claim
            changes = check_row(held, now, self._changes(held, message))
            if not changes:
                raise EditError("value", "nothing was changed")
            if {"start", "end"} & changes.keys():  # a span is corrected as a whole, seen from the claim as extracted
                after = {**to_row(now), **changes}
                changes |= {name: after[name] for name in ("start", "end", "quote")}
            payload |= {"changes": changes, "base": claim.start}
        return Event(action, reviewer, held.doc_id, claim_id, payload)

    def _added(self, held: Held, reviewer: str, message: Mapping[str, Any]) -> Event:
        changes = self._changes(held, message)
        if not {"start", "end", "value", "unit"} <= changes.keys():
            raise EditError("quote", "select the words in the text, and give value and unit")
        start, end = int(changes["start"]), int(changes["end"])
        blank = _blank_claim(held, start, end)
        row = {**to_row(blank), **check_row(held, blank, changes)}
        material = "\0".join((held.doc_id, blank.sentence, row["quote"], str(start)))
        claim_id = "added-" + hashlib.sha256(material.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        row |= {"claim_id": claim_id, "flags": "added"}
        return Event("add", reviewer, held.doc_id, claim_id, {"row": row, "seen": {name: row[name] for name in SEEN}})

    def _changes(self, held: Held, message: Mapping[str, Any]) -> dict[str, str]:
        """The cells a page sends, as text; a span comes as the browser counts."""
        cells = message.get("changes")
        if not isinstance(cells, dict):
            raise InputError("review", None, "there are no changes", "Reload the page")
        changes = {str(name): str(cell) for name, cell in cells.items()}
        for name in {"start", "end"} & changes.keys():
            try:
                changes[name] = str(held.offsets.to_code_points(int(changes[name])))
            except ValueError:
                raise EditError("quote", "select the words in the text") from None
        return changes

    def _news(self, reviewer: str, event: Event) -> dict[str, Any]:
        """What a page has to know after an event: the claim's judgement (null if it has none) and what is done."""
        decided = replay(ledger.read_events(self.folder), reviewer)
        judgement = decided.judgements.get(event.claim_id)
        return {
            "action": event.action,
            "doc": event.doc_id,
            "claim": event.claim_id,
            "judgement": None if judgement is None else self._shown(event.claim_id, judgement),
            "done": sorted(decided.done),
        }

    def _shown(self, claim_id: str, judgement: Judgement) -> dict[str, Any]:
        shown: dict[str, Any] = {"verdict": judgement.verdict, "flagged": judgement.flagged, "doc": judgement.doc_id}
        held, claim = self.run.by_id.get(judgement.doc_id), self.run.claims.get(claim_id)
        if held is None:
            return shown
        now = added_claim(claim_id, judgement, held) if judgement.row is not None else None
        if claim is not None and judgement.changes:
            now = corrected(claim, judgement, held.text)
        if now is not None:
            shown |= {"row": claim_place(now, held.text, held.offsets), "added": judgement.row is not None}
            shown["changed"] = [] if claim is None else [[name, to_row(claim)[name]] for name in judgement.changes]
        return shown

    def _people(self, events: list[Event]) -> list[dict[str, Any]]:
        return [
            {
                "pair": [one.first, one.second],
                "documents": one.documents,
                "both": one.both,
                "f1": float(one.f1),
                "columns": [
                    [name, float(equal), None if kappa is None else float(kappa)]
                    for name, (equal, kappa) in one.columns.items()
                ],
            }
            for one in agreements(self.run, events)
        ]

    def _orphans(self, decided: Decided) -> list[dict[str, Any]]:
        return [
            {
                "claim": orphan.claim_id,
                "doc": orphan.judgement.doc_id,
                "verdict": orphan.judgement.verdict,
                "at": orphan.judgement.at,
                "seen": dict(orphan.judgement.seen),
            }
            for orphan in orphans(self.run, decided)
        ]


def check_name(name: object) -> str:
    """A reviewer's name. Raises InputError for none, and for one that is no line of text."""
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME or not name.isprintable():
        mend = f"Give one of at most {MAX_NAME} characters"
        raise InputError("review", None, "the reviewer has no name", mend)
    return name.strip()


def _blank_claim(held: Held, start: int, end: int) -> Claim:
    if not 0 <= start < end <= len(held.text):
        raise EditError("quote", "select the words in the text")
    block = next((one for one in held.blocks if one.start <= start < one.end), None)
    sentence = held.text[block.start : max(block.end, end)] if block else held.text[start:end]
    return Claim(
        claim_id="", doc_id=held.doc_id, lang=held.entry.lang, kind="count", bound="=", value=Decimal(0),
        value_max=None, unit="1", unit_text="", per="", indicator="", role="level", basis="", prices="", whole="",
        place="", period="", status="observed", quote=held.text[start:end], start=start, end=end, sentence=sentence,
    )  # fmt: skip

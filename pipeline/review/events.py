"""Decisions as events in the ledger: appended one by one, each in a transaction of its own, and never changed.

Taking a decision back is an event too. The table is in the ledger's file but is not the batch's: an extraction leaves
it alone. Two triggers refuse any change to what has been written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.batch.ledger import open_ledger
from pipeline.errors import InputError

Action = Literal["accept", "reject", "correct", "skip", "flag", "add", "done", "reopen", "undo"]
ACTIONS: tuple[str, ...] = get_args(Action)
COLUMNS = "seq, at, reviewer, action, doc_id, claim_id, payload"
TABLES = """
CREATE TABLE IF NOT EXISTS decisions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reviewer TEXT NOT NULL, action TEXT NOT NULL,
    doc_id TEXT NOT NULL, claim_id TEXT NOT NULL, payload TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER IF NOT EXISTS decisions_remain BEFORE DELETE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
CREATE TABLE IF NOT EXISTS review_keys (reviewer TEXT PRIMARY KEY, keys TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One decision of one person. seq: its number in the ledger, 0 before it is written; at: when, UTC.

    payload: of `correct`, {"changes": {column: cell}}, and "base", the start of the claim at that time; of `add`,
    {"row": {column: cell}}; of `undo`, {"seq": the event taken back}. Each may hold {"seen": what it was about}.
    """

    action: str
    reviewer: str
    doc_id: str = ""
    claim_id: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    seq: int = 0
    at: str = ""


def read_events(folder: Path) -> list[Event]:
    """All events of an output folder, in their order."""
    with _opened(folder) as connection:
        rows = connection.execute(f"SELECT {COLUMNS} FROM decisions ORDER BY seq").fetchall()
    return [_event(row) for row in rows]


def append_events(folder: Path, events: Iterable[Event]) -> list[Event]:
    """Write events, all or none, and return them with their number and moment. They are on the disk when it returns."""
    written = []
    with _opened(folder) as connection, connection:
        for event in events:
            written.append(_append(connection, event))
    return written


def append_undo(folder: Path, reviewer: str) -> Event | None:
    """Take back the reviewer's last decision that stands. Returns that decision, None where there is none."""
    with _opened(folder) as connection:
        connection.execute("BEGIN IMMEDIATE")  # two windows of one reviewer must not take the same one back
        with connection:
            query = f"SELECT {COLUMNS} FROM decisions WHERE reviewer = ? ORDER BY seq"
            events = [_event(row) for row in connection.execute(query, (reviewer,))]
            gone = undone(events)
            standing = [event for event in events if event.action != "undo" and event.seq not in gone]
            if not standing:
                return None
            last = standing[-1]
            _append(connection, Event("undo", reviewer, last.doc_id, last.claim_id, {"seq": last.seq}))
    return last


def undone(events: Iterable[Event]) -> set[int]:
    """The numbers of the events that were taken back."""
    return {int(event.payload.get("seq", 0)) for event in events if event.action == "undo"}


def read_keys(folder: Path, reviewer: str) -> dict[str, str]:
    """The keys a reviewer has chosen: action -> key; empty where none were."""
    with _opened(folder) as connection:
        row = connection.execute("SELECT keys FROM review_keys WHERE reviewer = ?", (reviewer,)).fetchone()
    return {} if row is None else dict(json.loads(row[0]))


def keep_keys(folder: Path, reviewer: str, keys: Mapping[str, str]) -> None:
    """Keep a reviewer's keys."""
    with _opened(folder) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO review_keys VALUES (?, ?)", (reviewer, json.dumps(dict(keys))))


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    with open_ledger(folder) as ledger:
        connection = ledger.connection
        connection.execute("PRAGMA synchronous = FULL")  # a person's work, unlike an extraction, cannot be made anew
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'review_keys'").fetchone():
            connection.executescript(TABLES)
        yield connection


def _append(connection: sqlite3.Connection, event: Event) -> Event:
    if event.action not in ACTIONS:
        raise InputError("review", None, f"{event.action!r} is no decision", f"Use one of {', '.join(ACTIONS)}")
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    payload = json.dumps(dict(event.payload), ensure_ascii=False)
    values = (at, event.reviewer, event.action, event.doc_id, event.claim_id, payload)
    query = "INSERT INTO decisions (at, reviewer, action, doc_id, claim_id, payload) VALUES (?, ?, ?, ?, ?, ?)"
    cursor = connection.execute(query, values)
    return Event(event.action, event.reviewer, event.doc_id, event.claim_id, event.payload, cursor.lastrowid or 0, at)


def _event(row: tuple[Any, ...]) -> Event:
    seq, at, reviewer, action, doc_id, claim_id, payload = row
    return Event(action, reviewer, doc_id, claim_id, json.loads(payload), seq, at)

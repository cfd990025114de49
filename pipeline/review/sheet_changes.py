"""What an edited table would change: a decision for each row that says one; what makes no sense, told by its cell.

A cell that a spreadsheet altered by itself (a period become a date, a long number rounded) is no edit.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

import regex
from babel import Locale

from pipeline.languages import LANGUAGES
from pipeline.model import Claim
from pipeline.review.edits import EditError, check_row, plain_decimal
from pipeline.review.events import Event
from pipeline.review.replay import Decided, Judgement, added_claim, corrected
from pipeline.review.run import Held, Run
from pipeline.review.sheet import NUMBERS, Sheet
from pipeline.table.columns import NAMES, to_row

COLUMNS = NAMES[NAMES.index("kind") : NAMES.index("status") + 1]  # those a spreadsheet may edit
FIXED = ("quote", "start", "end")
ISO_DAY = regex.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
DAY_LIKE = regex.compile(r"(\d{1,2})\.(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell, row or column that is left out of the import. cell: its name in the sheet (« C7 »)."""

    cell: str
    what: str


@dataclass(frozen=True, slots=True)
class Import:
    """What an import would do. lines: one for each decision, for people; problems change nothing."""

    events: list[Event] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_changes(sheet: Sheet, run: Run, decided: Decided, reviewer: str) -> Import:
    """Compare an edited table with what stands (`decided`, all reviewers) and say what it would change."""
    found = Import()
    known = {*NAMES, "verdict", "corrected", "reviewer", "reviewed_at"}
    strange = [(name, place) for name, place in sheet.columns.items() if name not in known]
    found.problems.extend(Problem(f"{place}1", f"the column {name!r} is none of ours") for name, place in strange)
    seen: dict[str, int] = {}
    for number, row in sheet.rows:
        claim_id = row["claim_id"].strip()
        place = f"{sheet.columns['claim_id']}{number}"
        target = _target(run, decided, claim_id)
        if target is None:
            found.problems.append(Problem(place, f"there is no claim {claim_id!r}"))
        elif claim_id in seen:
            found.problems.append(Problem(place, f"the claim stands in row {seen[claim_id]} too"))
        else:
            _read_row(sheet, number, row, target, decided, reviewer, found)
        seen.setdefault(claim_id, number)
    return found


def same_cell(name: str, before: str, cell: str, mark: str = ".") -> bool:
    """Whether a cell still says what it said, allowing for what spreadsheets do to numbers, days and white space.

    >>> same_cell("period", "2025-12", "déc-25"), same_cell("value", "8.7", "8,7", ","), same_cell("value", "8.7", "9")
    (True, True, False)
    """
    if " ".join(cell.split()) in (" ".join(before.split()), " ".join(_in_cp1252(before).split())):
        return True
    if name in NUMBERS and _rounded_alike(before, plain_decimal(cell, mark)):
        return True
    return cell.strip().casefold().rstrip(".") in _mangled(before)


def _target(run: Run, decided: Decided, claim_id: str) -> tuple[Held, Claim, Claim] | None:
    """The document of a claim, the claim as it was extracted (or added), and as it stands now."""
    claim = run.claims.get(claim_id)
    judgement = decided.judgements.get(claim_id, Judgement())
    if claim is not None:
        held = run.by_id[claim.doc_id]
        return held, claim, corrected(claim, judgement, held.text) or claim
    added_to = run.by_id.get(judgement.doc_id)
    if judgement.row is None or added_to is None:
        return None
    added = added_claim(claim_id, judgement, added_to)
    return None if added is None else (added_to, added, added)


def _read_row(
    sheet: Sheet,
    number: int,
    row: Mapping[str, str],
    target: tuple[Held, Claim, Claim],
    decided: Decided,
    reviewer: str,
    found: Import,
) -> None:
    held, claim, now = target
    before, faults = to_row(now), len(found.problems)
    extracted = to_row(claim)
    for name in FIXED:
        if name in row and not any(same_cell(name, one[name], row[name]) for one in (before, extracted)):
            found.problems.append(Problem(f"{sheet.columns[name]}{number}", f"{name} is not changed in a spreadsheet"))
    changes: dict[str, str] = {}
    for name in COLUMNS:
        if name not in row or same_cell(name, before[name], row[name], sheet.mark):
            continue
        # An export made before a correction shows the old cell: that is no wish to take the correction back.
        if before[name] != extracted[name] and same_cell(name, extracted[name], row[name], sheet.mark):
            continue
        cell = plain_decimal(row[name].strip(), sheet.mark) if name in NUMBERS else row[name].strip()
        try:
            changes |= check_row(held, now, {name: cell}) if name not in NUMBERS else {name: cell}
        except EditError as error:
            found.problems.append(Problem(f"{sheet.columns[name]}{number}", f"{row[name]!r}: {error.mend}"))
    try:
        changes = check_row(held, now, changes)
    except EditError as error:
        found.problems.append(Problem(f"{sheet.columns[error.column]}{number}", f"{row[error.column]!r}: {error.mend}"))
    said = row.get("verdict", "").strip().casefold()
    if said not in _verdicts():
        place = f"{sheet.columns['verdict']}{number}"
        found.problems.append(Problem(place, f"{row['verdict']!r}: use accept, reject, or leave it empty"))
    if len(found.problems) == faults:
        _decide(held, claim, before, changes, _verdicts()[said], decided, reviewer, found)


def _decide(
    held: Held,
    claim: Claim,
    before: Mapping[str, str],
    changes: Mapping[str, str],
    verdict: str,
    decided: Decided,
    reviewer: str,
    found: Import,
) -> None:
    stands = decided.judgements.get(claim.claim_id, Judgement()).verdict
    seen = {name: before[name] for name in ("quote", "indicator", "value", "unit", "sentence")}
    about = f"{held.doc_id}, « {claim.quote} »"

    def event(action: str, payload: Mapping[str, object]) -> Event:
        return Event(action, reviewer, held.doc_id, claim.claim_id, {**payload, "seen": seen})

    if changes and verdict != "reject":
        found.events.append(event("correct", {"changes": dict(changes), "base": claim.start}))
        found.lines.extend(f"{about}: {name} {before[name]!r} → {cell!r}" for name, cell in changes.items())
    elif verdict == "reject" and stands != "reject":
        found.events.append(event("reject", {}))
        found.lines.append(f"{about}: reject")
    elif verdict == "accept" and stands not in ("accept", "correct", "add"):
        found.events.append(event("accept", {}))
        found.lines.append(f"{about}: accept")


@cache
def _verdicts() -> dict[str, str]:
    """What people write into the column `verdict` -> accept, reject or nothing."""
    text = files("pipeline.review").joinpath("verdicts.csv").read_text(encoding="utf-8")
    return {row["form"]: row["verdict"] for row in csv.DictReader(text.splitlines())}


def _rounded_alike(before: str, cell: str) -> bool:
    """Equal as a spreadsheet sees numbers, which is with 15 digits."""
    try:
        one, two = Decimal(before), Decimal(cell)
    except InvalidOperation:
        return False
    return one == two or (format(one, ".14e") == format(two, ".14e") and one.adjusted() >= 14)


def _in_cp1252(before: str) -> str:
    """What is left of a text that was saved in Windows-1252: a question mark for every character it lacks."""
    return before.encode("cp1252", "replace").decode("cp1252")


def _mangled(before: str) -> set[str]:
    """What spreadsheets make of a text that looks like a day or a month to them, in both languages."""
    iso = ISO_DAY.fullmatch(before)
    if iso is not None:
        year, month, day = iso[1], int(iso[2]), int(iso[3] or 1)
        return _days(year, month, day) | (_months(year, month) if iso[3] is None else set())
    short = DAY_LIKE.fullmatch(before)
    if short is None:
        return set()
    one, two = int(short[1]), int(short[2])
    forms: set[str] = set()
    for day, month in ((one, two), (two, one)):
        if 1 <= month <= 12 and 1 <= day <= 31:
            forms |= {f"{day:02}-{name}" for name in _names(month)} | {f"{day}-{name}" for name in _names(month)}
    return forms


def _days(year: str, month: int, day: int) -> set[str]:
    pairs = {(f"{day:02}", f"{month:02}"), (f"{month:02}", f"{day:02}"), (str(day), str(month)), (str(month), str(day))}
    forms = {mark.join((*pair, end)) for pair in pairs for mark in "/.-" for end in (year, year[2:])}
    return forms | {f"{year}-{month:02}-{day:02}"}


def _months(year: str, month: int) -> set[str]:
    return {f"{name}-{end}" for name in _names(month) for end in (year, year[2:])}


def _names(month: int) -> Iterable[str]:
    for lang in LANGUAGES:
        for width in ("abbreviated", "wide"):
            yield str(Locale(lang).months["format"][width][month]).casefold().rstrip(".")

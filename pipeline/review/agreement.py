"""How far two reviewers agree: on the spans they keep, and on each column of the claims that both keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from pipeline.model import Claim
from pipeline.review.events import Event
from pipeline.review.replay import Decided, replay, reviewed_claims
from pipeline.review.run import Run
from pipeline.table.columns import BY_NAME, NAMES, format_cell

COLUMNS = NAMES[NAMES.index("kind") : NAMES.index("status") + 1]
Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers over the documents that both have decided. f1: of the spans each keeps.

    columns: name -> (share of equal cells, Cohen's kappa) over the claims that both keep; kappa is None where both
    always say the same one thing, as there is nothing then to agree on by chance.
    """

    first: str
    second: str
    documents: int
    both: int
    f1: Fraction
    columns: dict[str, tuple[Fraction, Fraction | None]]


def agreements(run: Run, events: Sequence[Event]) -> list[Agreement]:
    """One entry for every two reviewers who have decided about a document in common."""
    names = sorted({event.reviewer for event in events})
    decided = {name: replay(events, name) for name in names}
    found = (_agreement(run, one, two, decided[one], decided[two]) for one, two in combinations(names, 2))
    return [agreement for agreement in found if agreement is not None]


def kappa(pairs: Sequence[tuple[str, str]]) -> Fraction | None:
    """Cohen's kappa of two people's labels; None where chance alone would make them agree always.

    >>> kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    Fraction(1, 2)
    """
    size = len(pairs)
    if not size:
        return None
    one, two = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    chance = Fraction(sum(one[label] * two[label] for label in one), size * size)
    seen = Fraction(sum(a == b for a, b in pairs), size)
    return None if chance == 1 else (seen - chance) / (1 - chance)


def _agreement(run: Run, first: str, second: str, one: Decided, two: Decided) -> Agreement | None:
    shared = {doc_id for doc_id in run.by_id if _touched(doc_id, one) and _touched(doc_id, two)}
    if not shared:
        return None
    # Only what both have looked at counts: a claim that one has not come to is no disagreement.
    seen_by_both = {
        claim.claim_id
        for doc_id in shared
        for claim in run.by_id[doc_id].claims
        if all(_said(claim.claim_id, decided) or doc_id in decided.done for decided in (one, two))
    }
    kept = [_kept(run, decided, shared, seen_by_both) for decided in (one, two)]
    both = sorted(kept[0].keys() & kept[1].keys())
    total = len(kept[0]) + len(kept[1])
    columns = {}
    for name in COLUMNS:
        cells = [(_cell(kept[0][span], name), _cell(kept[1][span], name)) for span in both]
        equal = Fraction(sum(a == b for a, b in cells), len(cells)) if cells else Fraction(1)
        columns[name] = (equal, kappa(cells))
    f1 = Fraction(2 * len(both), total) if total else Fraction(1)
    return Agreement(first, second, len(shared), len(seen_by_both), f1, columns)


def _touched(doc_id: str, decided: Decided) -> bool:
    return doc_id in decided.done or any(one.doc_id == doc_id for one in decided.judgements.values())


def _said(claim_id: str, decided: Decided) -> bool:
    judgement = decided.judgements.get(claim_id)
    return judgement is not None and judgement.verdict in ("accept", "reject", "correct")


def _kept(run: Run, decided: Decided, shared: set[str], seen_by_both: set[str]) -> dict[Span, Claim]:
    table = reviewed_claims(run, decided)
    return {
        (doc_id, row.claim.start, row.claim.end): row.claim
        for doc_id in sorted(shared)
        for row in table[doc_id]
        if row.claim.claim_id in seen_by_both or row.judgement.row is not None
    }


def _cell(claim: Claim, name: str) -> str:
    return format_cell(BY_NAME[name], getattr(claim, name))

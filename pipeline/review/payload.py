"""A run as the data of a page: plain lists, offsets as a browser counts them, JSON that is safe inside a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from pipeline.model import Claim
from pipeline.review.offsets import Offsets
from pipeline.review.run import Held, Run
from pipeline.table.columns import BY_NAME, COLUMNS, NAMES, format_cell

# What a page is told of a claim, besides its place in the text; the text itself gives quote and sentence.
SHOWN = ("claim_id", *NAMES[NAMES.index("kind") : NAMES.index("status") + 1], "flags")
LEVELS = ("found", "quantity", "exact")


class Scored(Protocol):
    """What we need of a document's score against its gold."""

    def f1(self, level: str, /) -> Any:
        """A figure between 0 and 1 for found, quantity or exact."""
        ...


class Differs(Protocol):
    """A line of disagreement with the gold; column may be missing or spurious."""

    @property
    def doc(self) -> str: ...  # noqa: D102
    @property
    def quote(self) -> str: ...  # noqa: D102
    @property
    def column(self) -> str: ...  # noqa: D102
    @property
    def gold(self) -> str: ...  # noqa: D102
    @property
    def got(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102


class Golds(Protocol):
    """The outcome of a check, as `pipeline.check.report.CheckReport` has it (a floor beside ours)."""

    @property
    def documents(self) -> Mapping[str, Scored]: ...  # noqa: D102
    @property
    def languages(self) -> Mapping[str, Scored]: ...  # noqa: D102
    @property
    def disagreements(self) -> Sequence[Differs]: ...  # noqa: D102


def run_payload(run: Run, golds: Golds | None = None, differences: Iterable[Differs] = ()) -> dict[str, Any]:
    """The data of a page about a run. differences: lines of check.csv, where no check has just been made."""
    lines = list(golds.disagreements if golds else differences)
    by_document: dict[str, list[Differs]] = {}
    for line in lines:
        by_document.setdefault(line.doc, []).append(line)
    documents = []
    for held in run.documents:
        score = golds.documents.get(held.doc_id) if golds else None
        documents.append(_document(held, score, by_document.get(held.doc_id, [])))
    return {
        "columns": SHOWN,
        "enums": {column.name: column.allowed for column in COLUMNS if column.allowed},
        "docs": documents,
        "leftOut": run.left_out,
        "rejected": [[entry.path, entry.reason] for entry in run.failed],
        "gold": _figures(golds.languages.get("*")) if golds else None,
    }


def page_json(value: Any) -> str:
    """JSON for inside a <script>: no character in it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    # Half a character cannot be written as UTF-8; as an escape it is what the browser would make of it anyway.
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text) if _broken(text) else text


def claim_cells(claim: Claim) -> list[str]:
    """The cells of SHOWN."""
    return [format_cell(BY_NAME[name], getattr(claim, name)) for name in SHOWN]


def _broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _document(held: Held, score: Scored | None, differences: list[Differs]) -> dict[str, Any]:
    entry, offsets = held.entry, held.offsets
    return {
        "id": held.doc_id,
        "path": entry.path,
        "lang": entry.lang,
        "title": entry.title,
        "publisher": entry.publisher,
        "published": entry.published,
        "sentences": entry.sentences,
        "text": held.text,
        "blocks": [[offsets.to_utf16(block.start), offsets.to_utf16(block.end), block.kind] for block in held.blocks],
        "claims": [claim_place(claim, held.text, offsets) for claim in held.claims],
        "dropped": [[offsets.to_utf16(one.start), offsets.to_utf16(one.end), one.reason] for one in held.dropped],
        "gold": _figures(score),
        "differences": [
            [offsets.to_utf16(min(line.start, len(held.text))), line.quote, line.column, line.gold, line.got]
            for line in differences
        ],
    }


def claim_place(claim: Claim, text: str, offsets: Offsets) -> list[Any]:
    """[start, end, start and end of its sentence, cells of SHOWN…]."""
    at = text.find(claim.sentence, max(0, claim.start - len(claim.sentence)), claim.end + len(claim.sentence))
    start, end = (claim.start, claim.end) if at < 0 else (at, at + len(claim.sentence))
    places = [offsets.to_utf16(offset) for offset in (claim.start, claim.end, start, end)]
    return [*places, *claim_cells(claim)]


def _figures(score: Scored | None) -> list[float] | None:
    return None if score is None else [round(float(score.f1(level)), 4) for level in LEVELS]

"""The records of a comparison: an edition, what is found of a pair of claims, and the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.model import Claim, Document

Verdict = Literal["agree", "discrepancy", "missing", "conversion", "unread"]
Severity = Literal["", "note", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a release: its text and its claims in the order of the text."""

    document: Document
    claims: tuple[Claim, ...]

    @property
    def name(self) -> str:
        """How people call it."""
        return self.document.doc_id


@dataclass(frozen=True, slots=True)
class Finding:
    """What holds between a claim of the first edition and its partner in the second; one is None if it has none.

    verdict: `unread` says that the number stands in the other text and the extractor took it for no claim.
    kind: of a discrepancy `value`, `range`, `unit`, `sign`, `bound`, `per` or `period`; of an agreement `softened`,
    `rounded`, `converted` or empty; of the rest `conversion`, or `missing-in-` or `unread-in-` with the edition.
    trap: the named translator's trap, where one applies. detail: a line for people.
    """

    verdict: Verdict
    severity: Severity
    kind: str
    trap: str
    first: Claim | None
    second: Claim | None
    detail: str = ""

    def flipped(self) -> Finding:
        """The same with the editions changed over."""
        return Finding(self.verdict, self.severity, self.kind, self.trap, self.second, self.first, self.detail)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The one or two claims that it is about."""
        return tuple(claim for claim in (self.first, self.second) if claim is not None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions and a finding for every claim of either, in the order of the first edition.

    alike: whether the two look like editions of one release at all; if not, the findings mean nothing.
    """

    first: Edition
    second: Edition
    findings: tuple[Finding, ...]
    alike: bool

    def reported(self, least: Severity = "note") -> tuple[Finding, ...]:
        """The findings of at least that severity (`note`, `warning` or `error`)."""
        wanted = SEVERITIES[: SEVERITIES.index(least) + 1]
        return tuple(finding for finding in self.findings if finding.severity in wanted)

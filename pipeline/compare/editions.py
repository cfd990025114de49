"""Compare two editions: align their claims, judge every pair, and say of the rest what is missing or a conversion."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from pipeline.compare.align import Pairs, align
from pipeline.compare.evidence import Facts
from pipeline.compare.model import Comparison, Edition, Finding, Severity
from pipeline.compare.unread import find_unread
from pipeline.compare.values import match_values
from pipeline.compare.verdicts import Judge
from pipeline.errors import InputError
from pipeline.linguistics.sentences import split_sentences

_ALIKE = 0.4  # of the claims of the shorter edition, how many must agree with their partner
_FEW = 4  # with fewer claims than this one slip may be all there is: what the sentences speak of decides
_MANY = 4  # times as many claims on the other side make a text with few of them no edition of it
_BESIDE = 6  # characters between a number and its conversion: « 70 km (43 miles) », « 70 km, soit 43 miles »


def compare_editions(first: Edition, second: Edition) -> Comparison:
    """Every claim of two editions with its partner and a verdict; the same whichever edition is named first."""
    if _key(second) < _key(first):
        turned = compare_editions(second, first)
        findings = tuple(finding.flipped() for finding in turned.findings)
        return Comparison(first, second, _in_order(findings), turned.alike)
    pairs = align(Facts(first), Facts(second))
    judge = Judge(first, second)
    found = [judge.judge(first.claims[i], second.claims[j]) for i, j in pairs]
    found += _alone(first, second, dict(pairs), swap=False)
    found += _alone(second, first, {j: i for i, j in pairs}, swap=True)
    return Comparison(first, second, _in_order(tuple(found)), _look_alike(first, second, found, pairs))


def check_alike(comparison: Comparison) -> None:
    """Raise InputError where two texts do not look like editions of one release."""
    if not comparison.alike:
        names = f"{comparison.first.name} and {comparison.second.name}"
        raise InputError(
            names, None, "they do not look like editions of one release", "Check that they belong together"
        )


def _key(edition: Edition) -> tuple[bool, str, str]:
    document = edition.document
    return document.lang != "fr", document.lang, document.text


def _alone(edition: Edition, other: Edition, paired: Mapping[int, int], *, swap: bool) -> list[Finding]:
    """Findings for the claims that have no partner. paired: claim -> partner, for those that have one."""
    starts = [sentence.start for sentence in split_sentences(edition.document)]
    found = []
    for k, claim in enumerate(edition.claims):
        if k in paired:
            continue
        partner = next((n for n in (k - 1, k + 1) if n in paired and _is_conversion(edition, k, n, starts)), None)
        if partner is not None:
            origin = edition.claims[partner]
            right = match_values(claim, origin).likeness in ("equal", "rounded", "converted") or claim.kind == "amount"
            severity: Severity = "note" if right else "warning"
            detail = f"of {origin.quote}" + ("" if right else ", which it does not equal")
            finding = Finding("conversion", severity, "conversion", "", claim, None, detail)
        else:
            label = other.document.lang if edition.document.lang != other.document.lang else other.name
            unread = find_unread(edition, k, paired, other)
            finding = Finding("missing", "warning", f"missing-in-{label}", "", claim, None)
            if unread:
                detail = f"« {unread} » stands there, and was not read as a claim"
                finding = Finding("unread", "note", f"unread-in-{label}", "", claim, None, detail)
        found.append(finding.flipped() if swap else finding)
    return found


def _is_conversion(edition: Edition, k: int, n: int, starts: list[int]) -> bool:
    """Whether a claim is its neighbour in another unit: side by side, one of them in brackets, same kind of thing."""
    one, other = edition.claims[k], edition.claims[n]
    if bisect_right(starts, one.start) != bisect_right(starts, other.start) or one.unit == other.unit:
        return False
    early, late = sorted((one, other), key=lambda claim: claim.start)
    between = edition.document.folded[early.end : late.start]
    if "(" not in between or ")" in between or len(between.split()) > _BESIDE:
        return False
    return (one.kind == other.kind == "amount") or (one.kind == "measure" and match_values(one, other).shared)


def _look_alike(first: Edition, second: Edition, findings: list[Finding], pairs: Pairs) -> bool:
    fewer = min(len(first.claims), len(second.claims))
    if not fewer:
        return len(first.claims) == len(second.claims)
    agreeing = sum(finding.verdict == "agree" for finding in findings)
    trapped = sum(bool(finding.trap) for finding in findings)
    if fewer < _FEW:
        return bool(pairs) and max(len(first.claims), len(second.claims)) < _MANY * _FEW
    return agreeing + trapped / 2 >= _ALIKE * fewer


def _in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """By the place in the first edition; what stands only in the second behind what precedes it there."""
    pairs = sorted((f.second.start, f.first.start) for f in findings if f.first and f.second)

    def place(finding: Finding) -> tuple[int, int, int]:
        if finding.first is not None:
            return finding.first.start, 0, 0
        if finding.second is None:
            return 0, 0, 0
        k = bisect_right(pairs, (finding.second.start, -1))
        return (pairs[k - 1][1] if k else -1), 1, finding.second.start

    return tuple(sorted(findings, key=place))


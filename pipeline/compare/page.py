"""The page comparison.html: two editions side by side, their numbers joined; one file that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from pipeline.compare.model import Comparison, Edition, Finding
from pipeline.compare.page_parts import SCRIPT, STYLE
from pipeline.compare.tables import Named, count, indicator
from pipeline.languages import LANGUAGES, rows
from pipeline.model import Claim
from pipeline.table.write import replacing

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'"
_RANK = {"error": 0, "warning": 1, "note": 2}


def write_page(path: Path, compared: Sequence[Named]) -> None:
    """Write the page for all pairs; the reader chooses one, and the language of the labels."""
    with replacing(path) as handle:
        handle.writelines(line + "\n" for line in page_lines(compared))


def page_lines(compared: Sequence[Named]) -> Iterator[str]:
    """The page, line by line. All that comes from a release is escaped."""
    words = {lang: {row["key"]: row["text"] for row in rows("page_words", lang)} for lang in LANGUAGES}
    yield "<!doctype html>"
    yield f'<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Relevé · {escape(words['en']['heading'])}</title><style>{STYLE}</style></head><body>"
    yield '<header><h1 data-word="heading"></h1><nav id="pairs">'
    for number, one in enumerate(compared):
        faults = count(one.comparison)
        badge = faults["discrepancy"] + faults["missing"]
        shown = f' <b class="badge">{badge}</b>' if badge else ""
        yield f'<button type="button" data-pair="{number}">{escape(one.name)}{shown}</button>'
    yield '</nav><span class="tools"><label><input type="checkbox" id="lines" checked> <span data-word="lines"></span>'
    yield "</label>"
    yield "".join(f'<button type="button" data-lang="{lang}">{lang.upper()}</button>' for lang in LANGUAGES)
    yield "</span></header><main>"
    for number, one in enumerate(compared):
        yield from _pair_lines(number, one)
    strings = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    yield f'</main><script type="application/json" id="words">{strings}</script>'
    yield f"<script>{SCRIPT}</script></body></html>"


def _pair_lines(number: int, one: Named) -> Iterator[str]:
    comparison = one.comparison
    faults = count(comparison)
    yield f'<section data-pair="{number}" aria-label="{escape(one.name)}">'
    yield '<div class="sum">'
    for name in ("agree", "discrepancy", "missing", "note"):
        yield f'<span class="{name}"><b>{faults[name]}</b> <span data-word="{name}"></span></span>'
    yield '<small data-word="hint"></small></div>'
    yield from _finding_lines(number, comparison)
    yield '<div class="texts">'
    for side, edition in enumerate((comparison.first, comparison.second)):
        yield from _text_lines(number, side, edition, comparison)
    yield '<svg aria-hidden="true"></svg></div></section>'


def _finding_lines(number: int, comparison: Comparison) -> Iterator[str]:
    found = [(k, finding) for k, finding in enumerate(comparison.findings) if finding.severity]
    if not found:
        yield '<p class="nothing" data-word="nothing"></p>'
        return
    names = [escape(edition.name) for edition in (comparison.first, comparison.second)]
    yield '<div class="found"><table><thead><tr><th data-word="severity"></th><th data-word="what"></th>'
    yield f'<th>{names[0]}</th><th>{names[1]}</th><th data-word="measures"></th></tr></thead><tbody>'
    for k, finding in sorted(found, key=lambda item: (_RANK[item[1].severity], item[0])):
        kind = f"{finding.verdict}-in" if "-in-" in finding.kind else finding.kind
        trap = f' · <span data-word="{finding.trap}"></span>' if finding.trap and finding.trap != kind else ""
        word = "one-note" if finding.severity == "note" else finding.severity
        yield f'<tr data-k="{number}-{k}" class="{_look(finding)}" tabindex="0"><td data-word="{word}"></td>'
        yield f'<td title="{escape(finding.detail)}"><span data-word="{kind}"></span>{trap}</td>'
        cells = (_quote(finding.first), _quote(finding.second), escape(indicator(finding)))
        yield "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    yield "</tbody></table></div>"


def _text_lines(number: int, side: int, edition: Edition, comparison: Comparison) -> Iterator[str]:
    document = edition.document
    claims: list[tuple[Claim, str, str]] = []
    for k, finding in enumerate(comparison.findings):
        claim = (finding.first, finding.second)[side]
        if claim is not None:
            claims.append((claim, f"{number}-{k}", _look(finding)))
    claims.sort(key=lambda item: item[0].start)
    yield f'<article lang="{document.lang}" class="side{side}"><h2>{escape(edition.name)} <i>{document.lang}</i></h2>'
    at = 0
    for block in document.blocks:
        parts, here = [], block.start
        while at < len(claims) and claims[at][0].start < block.end:
            claim, key, look = claims[at]
            parts.append(escape(document.text[here : claim.start]))
            quote = escape(document.text[claim.start : claim.end])
            parts.append(f'<mark data-k="{key}" class="{look}" tabindex="0">{quote}</mark>')
            here = max(here, claim.end)
            at += 1
        parts.append(escape(document.text[here : max(here, block.end)]))
        yield f'<p class="{block.kind}">{"".join(parts)}</p>'
    yield "</article>"


def _look(finding: Finding) -> str:
    if finding.verdict in ("discrepancy", "missing"):
        return finding.verdict
    return "note" if finding.severity else "agree"


def _quote(claim: Claim | None) -> str:
    return "—" if claim is None else escape(" ".join(claim.quote.split()))

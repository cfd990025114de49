"""Lines to blocks: title, header lines, headings, bullets, paragraphs of prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.languages.characters import LINE_ENDS
from pipeline.languages.compiled import compile_pattern
from pipeline.model import Block, BlockKind
from pipeline.reading.header import find_header
from pipeline.reading.lines import Line
from pipeline.reading.wraps import goes_on, measure_page

_LINE_ENDS = compile_pattern(rf"[\r{LINE_ENDS}]")
_INNER_STOP = compile_pattern(r"[.!?…] ++\p{Lu}")
_LONGEST_HEADING = 120  # characters; a longer line without final punctuation is prose all the same
_FIXED: dict[str, BlockKind] = {
    "heading": "heading",
    "bullet": "bullet",
    "row": "bullet",
    "caption": "caption",
    "source": "source",
    "contact": "source",
    "annex": "annex",
    "label": "heading",
}


@dataclass(slots=True)
class _Draft:
    lines: list[Line]
    kind: BlockKind | None = None  # as the header says
    in_list: bool = False  # stands in a list that a line ending in a colon opens


def find_blocks(lines: Sequence[Line], lang: str, title: str | None) -> tuple[Block, ...]:
    """The blocks of a document, in order, none overlapping; no letter or digit stands outside a block.

    title: as given with the document, or None: then the first line is the title if it looks like one.
    """
    header = find_header(lines, lang, title)
    page = measure_page(lines, lang)
    drafts: list[_Draft] = []
    for i, line in enumerate(lines):
        draft = drafts[-1] if drafts else None
        last = i + 1 == len(lines) or lines[i + 1].gap
        if (
            draft
            and i not in header
            and goes_on(draft.lines, line, page, kind=draft.kind, in_list=draft.in_list, last=last)
        ):
            draft.lines.append(line)
        else:
            drafts.append(_Draft([line], header.get(i), in_list=_in_list(draft, line)))
    return tuple(
        Block(draft.lines[0].start, draft.lines[-1].end, draft.kind or _find_kind(k, drafts))
        for k, draft in enumerate(drafts)
    )


def fold_line_ends(folded: str, blocks: Sequence[Block]) -> str:
    """Line ends inside a block become spaces, all others newlines. Same length."""
    parts, at = [], 0
    for block in blocks:
        parts.append(_LINE_ENDS.sub("\n", folded[at : block.start]))
        parts.append(_LINE_ENDS.sub(" ", folded[block.start : block.end]))
        at = block.end
    parts.append(_LINE_ENDS.sub("\n", folded[at:]))
    return "".join(parts)


def _in_list(last: _Draft | None, line: Line) -> bool:
    if last is None or line.gap:
        return False
    return last.in_list or last.lines[-1].text.endswith(":")


def _find_kind(k: int, drafts: Sequence[_Draft]) -> BlockKind:
    draft = drafts[k]
    line = draft.lines[0]
    if line.kind in _FIXED:
        return _FIXED[line.kind]
    if len(draft.lines) > 1 or len(line.text) > _LONGEST_HEADING or draft.lines[-1].text.endswith((":", ";")):
        return "bullet" if draft.in_list and not draft.lines[-1].text.endswith(":") else "prose"
    beside = [other.lines[0] for other in (*drafts[max(0, k - 1) : k], *drafts[k + 1 : k + 2])]
    touching = [other for other in beside if not (other.gap if other.start > line.start else line.gap)]
    if draft.in_list or (line.label_value and any(other.label_value for other in touching)):
        return "bullet"
    closed = line.ended and not line.text.endswith("?")
    return "prose" if closed or _INNER_STOP.search(line.text) else "heading"

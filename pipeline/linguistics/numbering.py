"""Numbered paragraphs: « 2 Les agents ont … », "3 The fine …", with no point that would show a list."""

from __future__ import annotations

from pipeline.languages.compiled import compile_pattern
from pipeline.model import Document

_NUMBER = compile_pattern(r"[0-9]{1,2}(?=[ \t]+[«“\"']?\p{Lu})")
_FEWEST = 3  # paragraphs in a row; "12 Members of …" alone is a number of members


def numbered_blocks(document: Document) -> dict[int, int]:
    """Index of each numbered paragraph -> offset behind its number. Empty where fewer than three count up by one.

    Paragraphs without a number may stand between them, as the first one does in the releases of some ministries.
    """
    runs: list[list[tuple[int, int, int]]] = []  # (block, end, number)
    for index, block in enumerate(document.blocks):
        match = _NUMBER.match(document.folded, block.start, block.end)
        if match is None:
            continue
        one = (index, match.end(), int(match[0]))
        if runs and one[2] == runs[-1][-1][2] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return {index: end for run in runs if len(run) >= _FEWEST for index, end, _ in run}

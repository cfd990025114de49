"""Placed pieces of text to lines in reading order: columns one after the other, no page numbers, words whole."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import regex

from pipeline.languages.compiled import compile_pattern
from pipeline.reading.superscripts import read_superscript

_HYPHEN = compile_pattern(r"[\x02\ufffe]\s*+")
_DIGITS = compile_pattern(r"\d++")
_PAGE_NUMBER = compile_pattern(r"(?:\p{L}{1,5}\.? ?)?[-–—(| ]*\d{1,4}(?: ?(?:/|\p{L}{1,3}) ?\d{1,4})?[-–—)| ]*")
_FEWEST_ROWS = 4  # lines on each side of a gutter
_WIDE = 0.17  # of the page: a column of prose is at least so wide, a column of figures is not
_RUNNING = 3  # pages on which the same line stands at the edge
_APART = 1.6  # times the usual distance of lines: a new paragraph
_RAISED = 0.8  # of its neighbour's height: small enough for a superscript


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line and its box, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        """Of the box."""
        return max(self.top - self.bottom, 0.1)


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    top: float
    bottom: float


def read_pages(pages: Sequence[tuple[float, Sequence[Segment]]]) -> str:
    """The text of pages, each its width and its segments in the order of the file."""
    rows = [_rows(_in_order(width, [one for one in segments if one.text.strip()])) for width, segments in pages]
    shown = [_lines(page) for page in _without_edges(rows)]
    text = "\n".join(line for page in shown for line in page)
    return _HYPHEN.sub("", _keep_real_hyphens(text))


def _in_order(width: float, segments: list[Segment]) -> list[Segment]:
    """Columns one after the other where the page has two; else as in the file."""
    gutter = _gutter(width, segments)
    if gutter is None:
        return segments
    across = sorted((one for one in segments if one.left < gutter < one.right), key=lambda one: -one.top)
    bands: list[tuple[list[Segment], list[Segment]]] = [([], []) for _ in range(len(across) + 1)]
    for one in segments:  # within a column the file's own order is the best there is
        if not one.left < gutter < one.right:
            above = sum(other.bottom >= one.bottom for other in across)
            bands[above][one.left >= gutter].append(one)
    ordered = [*bands[0][0], *bands[0][1]]
    for one, (left, right) in zip(across, bands[1:], strict=True):
        ordered += [one, *left, *right]
    return ordered


def _gutter(width: float, segments: Sequence[Segment]) -> float | None:
    if len(segments) < 2 * _FEWEST_ROWS:
        return None
    best, fewest = None, len(segments) // 5 + 1
    for step in range(30, 71, 2):
        x = width * step / 100
        crossing = [one for one in segments if one.left < x < one.right]
        left = [one for one in segments if one.right <= x]
        right = [one for one in segments if one.left >= x]
        if min(len(left), len(right)) < _FEWEST_ROWS or len(crossing) >= fewest:
            continue
        beside = sum(any(a.bottom < b.top and b.bottom < a.top for b in right) for a in left)
        wide = all(median(one.right - one.left for one in side) >= _WIDE * width for side in (left, right))
        if wide and 2 * beside >= len(left):
            best, fewest = x, len(crossing)
    return best


def _rows(segments: Sequence[Segment]) -> list[_Row]:
    """Pieces that stand beside each other as one line."""
    rows: list[list[Segment]] = []
    for one in segments:
        last = rows[-1][-1] if rows else None
        overlap = 0.0 if last is None else min(one.top, last.top) - max(one.bottom, last.bottom)
        if last and overlap > 0.3 * min(one.height, last.height) and one.left >= last.left:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [_row(row) for row in rows]


def _row(row: Sequence[Segment]) -> _Row:
    text, last = row[0].text.strip("\r\n"), row[0]
    for one in row[1:]:
        piece = one.text.strip("\r\n")
        apart = one.left - last.right
        if one.height < _RAISED * last.height and one.bottom > last.bottom + 0.2 * last.height:
            piece = read_superscript(piece.strip(), text.rstrip())
        elif apart > 4 * last.height:
            text = text.rstrip() + "   "  # cells of a table
        elif apart > 0.2 * last.height and not text.endswith(" ") and not piece.startswith(" "):
            text += " "
        text += piece
        last = one
    tall = max(row, key=lambda one: one.height)
    return _Row(" ".join(text.split(" ")).strip(), tall.top, tall.bottom)


def _without_edges(pages: Sequence[Sequence[_Row]]) -> list[list[_Row]]:
    """Pages without the number and the line that stand at the edge of every page."""
    edges = [[_shape(row.text) for row in (*page[:2], *page[-2:])] for page in pages]
    times = Counter(shape for page in edges for shape in set(page))
    least = max(_RUNNING, len(pages) // 2)
    kept = []
    for page in pages:
        rows = list(page)
        for _ in range(2):
            for end in (0, -1):
                if len(rows) > 1 and (times[_shape(rows[end].text)] >= least or _PAGE_NUMBER.fullmatch(rows[end].text)):
                    rows.pop(end)
        kept.append(rows)
    return kept


def _shape(text: str) -> str:
    return _DIGITS.sub("0", text)


def _lines(rows: Sequence[_Row]) -> list[str]:
    """Lines with a blank one where the distance says that a paragraph begins."""
    steps = [above.bottom - below.bottom for above, below in itertools.pairwise(rows)]
    usual = median([step for step in steps if step > 0] or [0])
    lines = []
    for row, step in zip(rows, [0.0, *steps], strict=False):
        if usual and (step > _APART * usual or step < -usual):
            lines.append("")
        lines.append(row.text)
    return lines


def _keep_real_hyphens(text: str) -> str:
    """« Île-de-⏎France », « Covid-⏎19 »: before a capital or a digit the hyphen belongs to the word."""
    return regex.sub(r"[\x02\ufffe]\s*+(?=[\p{Lu}\d])", "-", text)

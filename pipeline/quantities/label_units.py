"""The unit that a label gives in brackets, ahead of its numbers: « Chômage (en %) : 7,4 », "Exports (£ million): 312".

Purely textual, one line at a time. The numbers of a row of cells share the unit of its first: « Emploi (en milliers) |
1 250 | 1 310 ».
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.languages.compiled import compile_pattern
from pipeline.model import Document
from pipeline.quantities import scan
from pipeline.quantities.number_words import load_words
from pipeline.quantities.unit_lookup import Hit, linking, lookup, lookup_scaled, scale_letters

REACH = 90  # characters of a line before a number in which its label's brackets may stand
LEAST_SCALE = 1000
SCALES = ("thousand", "word", "about", "plural")  # classes of number_words.csv and scales.csv

# Behind the brackets a colon or a cell's edge, then nothing but other numbers of the row.
_LABEL = compile_pattern(r"\((?P<unit>[^()\n]{1,30})\)[ ]?(?:[:=|]|\t)[\s|:0-9.,+%-]{0,60}$")
_WORD_START = compile_pattern(r"(?<![\p{L}\p{N}.'])(?=[^\s0-9+-])")


@dataclass(frozen=True, slots=True)
class LabelUnit:
    """What a label says of its number: a factor (« en milliers » 1000), and a unit where it names one."""

    factor: Decimal
    hit: Hit | None


def find_label_unit(document: Document, pos: int) -> LabelUnit | None:
    """The unit in the brackets of the label whose number begins at pos; None where they hold no unit."""
    left = scan.before(document.folded, pos, REACH)
    label = _LABEL.search(left) if "(" in left else None
    if label is None or any(character.isdigit() for character in label["unit"][:1]):
        return None
    base = pos - len(left)
    start, end = base + label.start("unit"), base + label.end("unit")
    for word in _WORD_START.finditer(document.folded, start, end):
        found = _read(document, word.start(), end)
        if found is not None:
            return found
    return None


def _read(document: Document, start: int, end: int) -> LabelUnit | None:
    """« % », « M€ », « milliers », « millions d'euros », "£ million", "£m": all of start:end, or None."""
    for hit in (lookup(document, start), lookup_scaled(document, start, False)):
        if hit is not None and hit.end == end:
            return LabelUnit(hit.factor, hit)
    factor, at = _scale(document, start)
    if factor is not None:
        if at == end:
            return LabelUnit(factor, None)
        link = linking(document.lang).match(document.folded, at + 1)
        hit = lookup(document, link.end() if link else at + 1)
        if hit is not None and hit.end == end:
            return LabelUnit(factor * hit.factor, hit)
    sign = lookup(document, start)
    if sign is not None and sign.form.kind == "amount":
        letters = scale_letters(document, sign.end)
        if letters is not None and letters[0] == end:
            return LabelUnit(letters[1], sign)
        factor, at = _scale(document, sign.end + 1)
        if factor is not None and at == end:
            return LabelUnit(factor * sign.factor, sign)
    return None


def _scale(document: Document, start: int) -> tuple[Decimal | None, int]:
    """A scale word at `start`: (its factor, its end)."""
    word = scan.word_after(document.folded, start)
    known = load_words(document.lang).values.get(word.lower())
    if known is None or known[0] not in SCALES or known[1] < LEAST_SCALE:
        return None, start
    return known[1], start + len(word)

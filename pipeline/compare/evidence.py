"""How much speaks for a claim of one edition being a claim of the other: one score for every possible pair.

All evidence is laid out in arrays claims × claims, so that the cost of long releases stays that of a few matrices.
Positive scores speak for a pair, negative ones against it; the weights are below, each with its reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from pipeline.compare.measures import read_measures, read_per, significant_digits
from pipeline.compare.model import Edition
from pipeline.compare.traps import is_bare
from pipeline.compare.words import Matrix, likeness
from pipeline.linguistics.sentences import split_sentences
from pipeline.model import Claim

Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]

# Value: an equal number is the best evidence there is, less so the more often it stands there.
EQUAL, ROUNDED, TEN, SWAPPED, FAR = 4.0, 2.8, 2.6, 2.6, -0.8
SHORT = 0.75  # of EQUAL, for a number of one digit
NEAR = 0.06  # share by which a rounded number may be off
WRITTEN = 3.0  # the same digits at another unit: hectares written as acres
# Unit and kind: slips stay within a kind of thing, a percentage is never translated as a count.
UNIT, KIN, STRANGE = 0.8, -0.4, -4.0
WORDS, SENTENCE, UNLIKE = 3.2, 2.0, -0.9  # what is measured; what its sentence speaks of; words known and none shared
PERIOD, OTHER_PERIOD, ROLE, OTHER_ROLE, STATUS, PER, OTHER_PER = 0.5, -0.5, 0.4, -0.4, 0.2, 0.4, -0.4
POSITION = 1.2  # lost between the first and the last claim
TITLE = 2.0  # a title's number is the title's number
BOUND = 0.1


class Facts:
    """What evidence needs to know of an edition's claims, as parallel lists."""

    def __init__(self, edition: Edition) -> None:
        self.claims = edition.claims
        self.lang = edition.document.lang
        self._edition = edition
        measures = [read_measures(claim) for claim in self.claims]
        self.dimensions = [{measure.dimension for measure in some} for some in measures]
        self.values = np.array([float(some[0].low) for some in measures], np.float64)
        self.highs = np.array([float(some[0].high) for some in measures], np.float64)
        self.others = np.array([float(some[-1].low) for some in measures], np.float64)
        self.written = np.array([float(claim.value) for claim in self.claims], np.float64)
        self.digits = [significant_digits(claim.value) for claim in self.claims]
        self.kin = [_kin(claim) for claim in self.claims]

    @cached_property
    def sentences(self) -> list[str]:
        """The sentence of each claim."""
        text, spans = self._edition.document.text, split_sentences(self._edition.document)
        starts = [span.start for span in spans]
        at = [bisect_right(starts, claim.start) - 1 for claim in self.claims]
        return [text[spans[k].start : max(spans[k].end, c.end)] for k, c in zip(at, self.claims, strict=True)]

    @cached_property
    def blocks(self) -> list[int]:
        """The block of each claim, by its number."""
        starts = [block.start for block in self._edition.document.blocks]
        return [max(0, bisect_right(starts, claim.start) - 1) for claim in self.claims]

    @cached_property
    def in_title(self) -> list[bool]:
        """Whether a claim stands in the title."""
        blocks = self._edition.document.blocks
        return [bool(blocks) and blocks[block].kind == "title" for block in self.blocks]


def weigh(first: Facts, second: Facts) -> Matrix:
    """The score of every pair, claims of the first × claims of the second, from what the two claims themselves say."""
    total = _value_scores(first, second) + _unit_scores(first, second)
    langs = (first.lang, second.lang)
    about = likeness([_subject(claim) for claim in first.claims], [_subject(claim) for claim in second.claims], langs)
    told = likeness(first.sentences, second.sentences, langs)
    total += WORDS * about + SENTENCE * told + np.where(about + told < 0.05, UNLIKE, 0)
    total += _same(first, second, lambda claim: claim.role, ROLE, OTHER_ROLE)
    total += _same(first, second, lambda claim: claim.status, STATUS, 0)
    total += _same(first, second, lambda claim: claim.bound, BOUND, 0)
    total += _same(first, second, lambda claim: claim.period or None, PERIOD, OTHER_PERIOD)
    total += _same(first, second, _per_key, PER, OTHER_PER)
    titles = np.array(first.in_title)[:, None].astype(int) + np.array(second.in_title)[None, :].astype(int)
    total += np.choose(titles, (0, -TITLE / 2, TITLE))
    place_one, place_other = (np.linspace(0, 1, len(facts.claims)) for facts in (first, second))
    total -= POSITION * np.abs(place_one[:, None] - place_other[None, :])
    scores: Matrix = total
    return scores


def _subject(claim: Claim) -> str:
    return " ".join(dict.fromkeys((claim.indicator, claim.unit_text, claim.whole, claim.place, claim.quote, claim.per)))


def _kin(claim: Claim) -> str:
    """The family that a slip stays within: money, shares and points, counts, things measured; "" for a bare number."""
    if claim.kind == "count" and is_bare(claim):
        return ""
    if claim.kind in ("percentage", "ratio") or claim.unit == "{point}":
        return "percentage"
    return claim.kind


def _per_key(claim: Claim) -> Hashable:
    """The sizes of a denominator; its nouns are words of a language."""
    return tuple((one.amount, one.dimension) for one in read_per(claim.per)) or None


def _same(
    first: Facts, second: Facts, key: Callable[[Claim], Hashable], equal: float, other: float
) -> Numbers:
    """`equal` where both claims have the same key, `other` where both have one and they differ, else 0."""
    codes: dict[Hashable, int] = {None: -1}
    left = np.array([codes.setdefault(key(claim), len(codes)) for claim in first.claims])[:, None]
    right = np.array([codes.setdefault(key(claim), len(codes)) for claim in second.claims])[None, :]
    known = (left >= 0) & (right >= 0)
    return np.where(known, np.where(left == right, equal, other), 0.0)


def _unit_scores(first: Facts, second: Facts) -> Numbers:
    names: dict[str, int] = {}
    for facts in (first, second):
        for some in facts.dimensions:
            for name in some:
                names.setdefault(name, len(names))
    left, right = _one_hot(first.dimensions, names), _one_hot(second.dimensions, names)
    shared = (left @ right.T) > 0
    one, other = np.array(first.kin)[:, None], np.array(second.kin)[None, :]
    kin = (one == other) | (one == "") | (other == "")
    return np.where(shared, UNIT, np.where(kin, KIN, STRANGE))


def _one_hot(dimensions: Sequence[set[str]], names: dict[str, int]) -> Numbers:
    table = np.zeros((len(dimensions), max(1, len(names))))
    for k, some in enumerate(dimensions):
        for name in some:
            table[k, names[name]] = 1
    return table


def _value_scores(first: Facts, second: Facts) -> Numbers:
    low = _closeness(first.values, second.values)
    low = np.maximum(low, _closeness(first.others, second.values))
    low = np.maximum(low, _closeness(first.values, second.others))
    written = np.isclose(np.abs(first.written)[:, None], np.abs(second.written)[None, :], rtol=1e-9, atol=0)
    low = np.maximum(low, np.where(written, WRITTEN, FAR))
    low = np.maximum(low, np.where(_digits_swapped(first, second), SWAPPED, FAR))
    # A number that stands in a text many times says less of which of them is meant.
    rare = 0.7 + 0.3 / np.sqrt(np.outer(_repeats(first), _repeats(second)))
    digits = np.where(np.minimum.outer(np.array(first.digits), np.array(second.digits)) > 1, 1, SHORT)
    low = np.where(low > 0, low * rare * digits, low)
    ranged = (first.highs != first.values)[:, None] | (second.highs != second.values)[None, :]
    return np.where(ranged, (low + _closeness(first.highs, second.highs)) / 2, low)


def _repeats(facts: Facts) -> Numbers:
    """How many times the value of each claim stands in its text."""
    values = np.round(np.abs(facts.values), 9).tolist()
    counts = Counter(values)
    return np.array([counts[value] for value in values], np.float64)


def _closeness(left: Numbers, right: Numbers) -> Numbers:
    """From equal to far, whatever the sign; numbers a power of ten apart are what a slip makes."""
    one, other = np.abs(left)[:, None], np.abs(right)[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(np.log10(one / other))
    apart = np.where((one == 0) & (other == 0), 0, np.nan_to_num(apart, nan=9, posinf=9))
    tens = np.round(apart)
    off = 1 - 10.0**-apart
    score = np.where(off < NEAR, ROUNDED * (1 - off / (2 * NEAR)), np.maximum(FAR, -apart))
    score = np.where((tens >= 1) & (tens <= 6) & (np.abs(apart - tens) < 1e-6), TEN, score)
    closeness: Numbers = np.where(off < 1e-9, EQUAL, score)
    return closeness


def _digits_swapped(first: Facts, second: Facts) -> Any:
    codes: dict[Hashable, int] = {None: -1}
    left = np.array([codes.setdefault(_digit_bag(claim.value), len(codes)) for claim in first.claims])[:, None]
    right = np.array([codes.setdefault(_digit_bag(claim.value), len(codes)) for claim in second.claims])[None, :]
    return (left == right) & (left >= 0)


def _digit_bag(value: Decimal) -> Hashable:
    """The digits of a number without their order, and its size; None for a number of one digit."""
    digits = value.normalize().as_tuple().digits
    return (tuple(sorted(digits)), value.adjusted()) if len(set(digits)) > 1 else None

"""Which claim of one edition is which of the other: the best one-to-one assignment, order and neighbours included.

The assignment (Jonker and Volgenant, as SciPy has it) is optimal for the scores; a first one, by what the claims
themselves say, tells where each neighbourhood of the one text stands in the other, and the next ones use that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.compare.evidence import Facts, weigh
from pipeline.compare.words import Matrix

THRESHOLD = 2.2  # what a pair must reach; a claim with no such partner has none
ROUNDS = 3
NEIGHBOUR = 1.6  # for a claim that stands just where its neighbours' partners stand
SENTENCE = 1.6  # for a claim in the sentence where its sentence's other claims have their partners
REACH = 4.0  # claims; how far from the expected place a neighbour still helps

Pairs = tuple[tuple[int, int], ...]


def align(first: Facts, second: Facts) -> Pairs:
    """Pairs of indexes, in the order of the first edition; each claim is in one pair at most."""
    if not first.claims or not second.claims:
        return ()
    scores = weigh(first, second)
    pairs = _assign(scores)
    for _ in range(ROUNDS - 1):
        context = _order(pairs, scores.shape) + _order([(j, i) for i, j in pairs], scores.shape[::-1]).T
        context = NEIGHBOUR * context / 2 + SENTENCE * _shared_sentences(pairs, first.sentences, second.sentences)
        again = _assign(scores + context)
        if again == pairs:
            break
        pairs = again
    return pairs


def _assign(scores: Matrix) -> Pairs:
    gain = np.maximum(scores - THRESHOLD, 0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return tuple((int(i), int(j)) for i, j in zip(rows, columns, strict=True) if gain[i, j] > 0)


def _order(pairs: Sequence[tuple[int, int]], shape: tuple[int, ...]) -> Matrix:
    """From 0 to 1, how close each claim of the second stands to where the neighbours of one of the first lead.

    A claim's own partner is not asked: only its nearest neighbours before and behind that have one.
    """
    count, others = shape
    partner = dict(pairs)
    expected = np.full((count, 2), np.nan)
    for side, order in enumerate((range(count), range(count - 1, -1, -1))):
        last: int | None = None
        for i in order:
            if last is not None and abs(i - last) <= REACH:
                expected[i, side] = partner[last] + (i - last)
            if i in partner:
                last = i
    place = np.arange(others)[None, :]
    near: Matrix = np.zeros((count, others))
    for side in (0, 1):
        off = np.abs(place - expected[:, side][:, None])
        near += np.nan_to_num(np.maximum(0, 1 - off / REACH))
    return near / 2


def _shared_sentences(pairs: Pairs, first: Sequence[str], second: Sequence[str]) -> Matrix:
    """1 where two claims stand in sentences that other pairs join, less where those sentences share few."""
    left, right = _codes(first), _codes(second)
    table = np.zeros((int(left.max()) + 1, int(right.max()) + 1))
    for i, j in pairs:
        table[left[i], right[j]] += 1
    joined = table[left[:, None], right[None, :]]
    own = np.zeros_like(joined)
    for i, j in pairs:
        own[i, j] = 1
    support: Matrix = np.minimum(joined - own, 2) / 2
    return support


def _codes(texts: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    known: dict[str, int] = {}
    return np.array([known.setdefault(text, len(known)) for text in texts], np.int64)

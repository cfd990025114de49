"""Compare two lists of claims of one document, as the contract says ("How two claims are compared").

A gold and a predicted claim pair up when their spans overlap and the overlap holds the number; each pairs once.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

import regex

from pipeline import languages
from pipeline.model import Claim
from pipeline.table.columns import NAMES

SCORED = NAMES[NAMES.index("kind") : NAMES.index("status") + 1]
QUANTITY = ("kind", "bound", "value", "value_max", "unit")
FOLDED = ("unit_text", "indicator", "whole", "place")
DETERMINERS = ("definite", "indefinite", "demonstrative", "possessive")
DIGITS = regex.compile(r"\d++(?:[\s.,'’]\d++)*+")
WORD = regex.compile(r"\w++")
APOSTROPHES = regex.compile(r"[’ʼ′`´＇]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold claim and the predicted one, or one of them alone: missing (no `got`), spurious (no `gold`)."""

    gold: Claim | None
    got: Claim | None


@dataclass(frozen=True, slots=True)
class Score:
    """Counts that add up over documents; the figures are read off them.

    gold, got: how many claims; found, quantity, exact: how many pairs, and how many agree so far.
    fields: pairs that agree, by column; tokens: the sum over pairs of the token F1 of `indicator`.
    """

    gold: int = 0
    got: int = 0
    found: int = 0
    quantity: int = 0
    exact: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    tokens: Fraction = Fraction(0)

    def __add__(self, other: Score) -> Score:
        return Score(
            self.gold + other.gold,
            self.got + other.got,
            self.found + other.found,
            self.quantity + other.quantity,
            self.exact + other.exact,
            self.fields + other.fields,
            self.tokens + other.tokens,
        )

    def precision(self, level: str) -> Fraction:
        """Of the predicted claims, how many are right; `level` is found, quantity or exact. 1 if there is none."""
        return Fraction(getattr(self, level), self.got) if self.got else Fraction(1)

    def recall(self, level: str) -> Fraction:
        """Of the gold claims, how many were got. 1 if there is none."""
        return Fraction(getattr(self, level), self.gold) if self.gold else Fraction(1)

    def f1(self, level: str) -> Fraction:
        """Harmonic mean of precision and recall: 1 where there was nothing to find and nothing was found."""
        both = self.gold + self.got
        return Fraction(2 * getattr(self, level), both) if both else Fraction(1)

    def accuracy(self, column: str) -> Fraction:
        """Share of the pairs that agree in a column."""
        return Fraction(self.fields[column], self.found) if self.found else Fraction(1)

    def indicator_f1(self) -> Fraction:
        """Mean over the pairs of the token F1 of `indicator`."""
        return self.tokens / self.found if self.found else Fraction(1)


def pair_claims(gold: Sequence[Claim], got: Sequence[Claim]) -> tuple[Pair, ...]:
    """Pair up the claims of one document, longest overlap first; in the order of the text."""
    candidates = [(i, j) for i, one in enumerate(gold) for j, two in enumerate(got) if _meet(one, two)]
    candidates.sort(key=lambda at: (-_overlap(gold[at[0]], got[at[1]]), at))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in candidates:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs = [Pair(one, got[partner[i]] if i in partner else None) for i, one in enumerate(gold)]
    pairs += [Pair(None, two) for j, two in enumerate(got) if j not in taken]
    return tuple(sorted(pairs, key=_place))


def score_pairs(pairs: Iterable[Pair]) -> Score:
    """The counts of one document's pairs."""
    total = Score()
    for pair in pairs:
        total += _score_pair(pair)
    return total


def agree(column: str, gold: Claim, got: Claim) -> bool:
    """Whether two paired claims say the same in a column. Decimals by value, free text after folding."""
    one, two = getattr(gold, column), getattr(got, column)
    if column in FOLDED:
        return fold_text(one, gold.lang) == fold_text(two, gold.lang)
    return bool(one == two)


def fold_text(text: str, lang: str) -> str:
    """Text as it is compared: case, apostrophes and white space folded, leading determiners dropped."""
    folded = APOSTROPHES.sub("'", unicodedata.normalize("NFC", text)).casefold()
    folded = " ".join(folded.split())
    return _leading_determiners(lang).sub("", folded)


def token_f1(gold: str, got: str) -> Fraction:
    """F1 of the words that two folded texts share, each as often as it stands there."""
    one, two = Counter(WORD.findall(gold)), Counter(WORD.findall(got))
    both = one.total() + two.total()
    return Fraction(2 * (one & two).total(), both) if both else Fraction(1)


def _place(pair: Pair) -> tuple[int, int]:
    claim: Any = pair.gold or pair.got
    return claim.start, claim.end


def _overlap(gold: Claim, got: Claim) -> int:
    return min(gold.end, got.end) - max(gold.start, got.start)


def _meet(gold: Claim, got: Claim) -> bool:
    """Whether the overlap holds the number: the first digits of the gold quote, or a whole word of one in words."""
    start, end = max(gold.start, got.start) - gold.start, min(gold.end, got.end) - gold.start
    if start >= end:
        return False
    digits = DIGITS.search(gold.quote)
    numbers = [digits] if digits else list(WORD.finditer(gold.quote))
    return any(start <= number.start() and number.end() <= end for number in numbers)


def _score_pair(pair: Pair) -> Score:
    gold, got = pair.gold, pair.got
    if gold is None or got is None:
        return Score(gold=int(gold is not None), got=int(got is not None))
    same = Counter(column for column in SCORED if agree(column, gold, got))
    return Score(
        gold=1,
        got=1,
        found=1,
        quantity=int(all(same[column] for column in QUANTITY)),
        exact=int(all(same[column] for column in SCORED)),
        fields=same,
        tokens=token_f1(fold_text(gold.indicator, gold.lang), fold_text(got.indicator, gold.lang)),
    )


@cache
def _leading_determiners(lang: str) -> regex.Pattern[str]:
    forms = [form for name in DETERMINERS for form in languages.forms("grammar", lang, **{"class": name})]
    # An elided form (l') stands directly before its noun, any other is followed by a space.
    parts = [regex.escape(form) if form.endswith("'") else regex.escape(form) + " " for form in forms]
    return regex.compile(rf"^(?:{'|'.join(parts)})++") if parts else regex.compile(r"(?!)")

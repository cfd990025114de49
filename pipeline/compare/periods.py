"""Whether two claims that are one speak of two different years, months or quarters, and both texts say so."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from pipeline.compare.model import Edition
from pipeline.context import iso_periods as iso
from pipeline.context.period_mentions import find_period_mentions
from pipeline.linguistics.calendar import CalendarSpan, find_calendar
from pipeline.linguistics.sentences import split_sentences
from pipeline.model import Claim, Sentence


class Dates:
    """What the sentences of an edition name as periods; found when first asked, and only there."""

    def __init__(self, edition: Edition) -> None:
        self._document = edition.document
        self._known: dict[int, frozenset[str]] = {}

    def named(self, claim: Claim) -> frozenset[str]:
        """The periods that the claim's sentence names, as ISO 8601."""
        k = max(0, bisect_right(self._starts, claim.start) - 1)
        if k not in self._known:
            found = find_period_mentions(
                self._document, self._sentences[k], self._calendar, self._document.published
            )
            values = {mention.value for mention in found if mention.value}
            self._known[k] = frozenset(values.union(*(value.split("/") for value in values)))  # an interval's ends too
        return self._known[k]

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        return split_sentences(self._document)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self._sentences]

    @cached_property
    def _calendar(self) -> tuple[CalendarSpan, ...]:
        return find_calendar(self._document.folded, self._document.lang)


def periods_clash(first: Dates, one: Claim, second: Dates, other: Claim) -> bool:
    """Whether each sentence names its claim's period, none names the other's, and one is not part of the other.

    The column alone is not enough: a text may date a claim by another sentence than its translation does.
    """
    if not one.period or not other.period or one.period == other.period or _overlap(one.period, other.period):
        return False
    if one.period[:4] == other.period[:4] and iso.kind_of(one.period) != iso.kind_of(other.period):
        return False  # a year has many ways to name its parts: a day may stand for « la rentrée »
    left, right = first.named(one), second.named(other)
    return one.period in left and other.period in right and one.period not in right and other.period not in left


def _overlap(one: str, other: str) -> bool:
    left, right = iso.bounds(one), iso.bounds(other)
    return left is None or right is None or (left[0] <= right[1] and right[0] <= left[1])

"""Before a number is called missing: does it stand in the other text, where the extractor did not take it for a claim?

The extractor may drop a number on one side only (« 704 » taken for a label). That is no translator's omission.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal

import regex

from pipeline.compare.model import Edition
from pipeline.compare.traps import printed_number
from pipeline.context.cues import TIMEOUT
from pipeline.model import Claim
from pipeline.quantities.digits import DIGITS, read_digits

_NUMERAL = regex.compile(r"(?<![\p{L}\p{N}.,])" + DIGITS + r"(?![\p{N}])")
_NEAR = 300  # characters around the partners of the claim's neighbours
_TELLING = 100  # a plain whole number below stands in many places for many things


def find_unread(edition: Edition, k: int, partners: Mapping[int, int], other: Edition) -> str:
    """The numeral of claim `k` as it stands unread near its place in the other edition; "" if it does not.

    partners: claim of the edition -> its partner's index in the other.
    """
    claim = edition.claims[k]
    wanted = {printed_number(claim), abs(claim.value).normalize()}
    if claim.kind == "ratio" or all(value < _TELLING and value == value.to_integral_value() for value in wanted):
        return ""
    before = max((n for n in partners if n < k), default=None)
    after = min((n for n in partners if n > k), default=None)
    for neighbour in (before, after):
        if neighbour is not None:
            found = _numeral_near(other, other.claims[partners[neighbour]], wanted)
            if found:
                return found
    return ""


def _numeral_near(edition: Edition, claim: Claim, wanted: set[Decimal]) -> str:
    document = edition.document
    starts = [one.start for one in edition.claims]
    low, high = max(0, claim.start - _NEAR), claim.end + _NEAR
    for match in _NUMERAL.finditer(document.folded, low, high, timeout=TIMEOUT):
        holder = bisect_right(starts, match.start()) - 1
        if holder >= 0 and match.start() < edition.claims[holder].end:
            continue
        if read_digits(match[0], document.lang).value.normalize() in wanted:
            return document.text[match.start() : match.end()]
    return ""

"""Which way the words beside a number point, up or down: a second look where a sign decides a verdict.

The extractor has its own opinion, the sign of the value; it asks the parse. Here only the nearest word of change
counts, so the two are wrong in different places, and a slip is reported where both editions are read alike.
"""

from __future__ import annotations

import regex

from pipeline.compare.model import Edition
from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.model import Claim

_BEFORE = ("verb", "causative", "noun", "adjacent", "verb-object")
_REACH = 60  # characters
_WORDS = 4  # between the word of change and the number: « hausse de plus de 3 % »
_STOP = regex.compile(r"[\d;:.!?()\n]")


def opposite(first: Edition, one: Claim, second: Edition, other: Claim, *, signs: bool) -> tuple[bool, bool]:
    """Whether one of two changes is a rise and the other a fall, and whether that is sure.

    signs: whether the values have different signs. That decides; it is set aside where the words of both texts point
    the same way, and overruled where the words point opposite ways.
    """
    words = words_direction(first, one) * words_direction(second, other)
    if signs:
        return words <= 0, words < 0 or one.role == other.role
    both = one.role == other.role == "change" and "{x}" not in (one.unit, other.unit)
    return both and words < 0, True


def words_direction(edition: Edition, claim: Claim) -> int:
    """1 for a word of rise directly before or behind the number, -1 for one of fall, 0 for none or both."""
    folded, lang = edition.document.folded, edition.document.lang
    right = folded[claim.end : claim.end + _REACH].lower()
    behind = _sign_of(_words(lang, ("after",), r"^\s*({})"), right, lang, ("after",))
    left = folded[max(0, claim.start - _REACH) : claim.start].lower()
    stops = list(_STOP.finditer(left))
    left = left[stops[-1].end() :] if stops else left
    found = [*_words(lang, _BEFORE, "({})").finditer(left, timeout=TIMEOUT)]
    before = 0
    if found and len(left[found[-1].end() :].split()) <= _WORDS and "," not in left[found[-1].end() :]:
        before = _direction(found[-1][1], lang, _BEFORE)
    return before + behind if before * behind <= 0 else behind


def _sign_of(pattern: regex.Pattern[str], text: str, lang: str, kinds: tuple[str, ...]) -> int:
    match = pattern.search(text, timeout=TIMEOUT)
    return _direction(match[1], lang, kinds) if match else 0


def _words(lang: str, kinds: tuple[str, ...], shape: str) -> regex.Pattern[str]:
    return cue_pattern("change_words", lang, shape, **{"class": kinds})


def _direction(word: str, lang: str, kinds: tuple[str, ...]) -> int:
    for sign, way in (("-", -1), ("+", 1)):
        if cue_pattern("change_words", lang, "{}", **{"class": kinds, "sign": sign}).fullmatch(word, timeout=TIMEOUT):
            return way
    return 0

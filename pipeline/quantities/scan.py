"""Looking at folded text: bounded windows, the words beside a place, and scans that cannot run away.

Every search over a user's text goes through here, so that each has a time limit and none looks further than a window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern

TIMEOUT = 1.0  # seconds; the patterns are bounded, this is a seat belt
WINDOW = 90  # characters that a rule may look to either side of a number

_WORD_AFTER = compile_pattern(r" ?((?>\p{L}[\p{L}\p{M}'-]{0,40}))")
_WORD_BEFORE = compile_pattern(r"(?<![\p{L}\p{M}-])(\p{L}[\p{L}\p{M}-]{0,40})'? ?", regex.REVERSE)


def find_all(
    pattern: regex.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[regex.Match[str]]:
    """Matches in order; where the time limit is reached the scan ends and what was found stays."""
    try:
        yield from pattern.finditer(text, start, len(text) if end is None else end, timeout=TIMEOUT)
    except TimeoutError:
        return


def before(text: str, pos: int, width: int = WINDOW) -> str:
    """The text of the block just before `pos`, at most `width` characters."""
    start = max(0, pos - width)
    return text[max(start, text.rfind("\n", start, pos) + 1) : pos]


def after(text: str, pos: int, width: int = WINDOW) -> str:
    """The text of the block just behind `pos`, at most `width` characters."""
    stop = text.find("\n", pos, pos + width)
    return text[pos : stop if stop >= 0 else pos + width]


def word_after(text: str, pos: int) -> str:
    """The word directly behind `pos` (one space allowed), as written; "" where another sign stands there."""
    match = _WORD_AFTER.match(text, pos, min(len(text), pos + 44))
    return match[1] if match else ""


def word_before(text: str, pos: int) -> str:
    """The word directly before `pos` (a space or an apostrophe allowed), as written; "" if another sign."""
    match = _WORD_BEFORE.match(text, max(0, pos - 44), pos)
    return match[1] if match else ""


def ending(pattern: str) -> regex.Pattern[str]:
    """A pattern whose `match` looks backward from the end of its text: no search, so its cost does not grow with it."""
    return compile_pattern(pattern, regex.IGNORECASE | regex.REVERSE)


def starts_sentence(text: str, pos: int) -> bool:
    """Whether nothing of the same sentence stands before `pos` but opening signs."""
    left = before(text, pos, 6).rstrip(" \"'«»“”([–—•*-")
    return not left or left[-1] in ".!?:;…\n"


def is_noun_like(word: str, lang: str) -> bool:
    """Whether a word behind a number may be the thing counted: no article, preposition, conjunction, auxiliary."""
    head = word.lower().split("'")[0]
    return len(word) > 1 and head not in small_words(lang) and word.lower() not in small_words(lang)


def is_plural(word: str, lang: str) -> bool:
    """Whether a word that may be a noun looks like a plural."""
    lower = word.lower()
    if lower in _irregular_plurals(lang):
        return True
    return is_noun_like(word, lang) and lower.endswith(("s", "x")) and not lower.endswith("ss")


@cache
def small_words(lang: str) -> frozenset[str]:
    """The words of one language that begin no noun phrase."""
    return frozenset(form.rstrip("'") for form in languages.forms("small_words", lang))


@cache
def _irregular_plurals(lang: str) -> frozenset[str]:
    return frozenset(languages.forms("plurals", lang))


def alternation(forms: Iterable[str]) -> str:
    """An alternation of plain forms, longest first, a space standing for any one space; matches nothing if empty."""
    escaped = (regex.escape(form, special_only=True) for form in languages.longest_first(set(forms)))
    return "|".join(escaped) or "(?!)"

"""Run many patterns over a text at once: each is only tried at the words that it can begin with.

A search for fifty patterns reads a text fifty times. Here it is read once, word by word; which patterns can begin with
a word is found out the first time the word is met, and remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from pipeline.languages.compiled import compile_pattern

LONGEST = 400  # characters of a match; a window costs less than a time limit on each of many short matches
MOST_KNOWN = 50_000  # words remembered per set of patterns; a longer memory costs more than it saves

_TOKEN = compile_pattern(r"\w++|[^\w\s]")


class Dispatch:
    """A set of patterns, each of which begins at the start of a word, a number or a sign."""

    def __init__(self, patterns: Sequence[regex.Pattern[str]]) -> None:
        self._patterns = tuple(patterns)
        self._openings = tuple(_opening(pattern) for pattern in patterns)
        self._known: dict[str, tuple[int, ...]] = {}

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, regex.Match[str]]]:
        """(index of the pattern, match) of all that begin between two offsets; those of one pattern do not overlap."""
        reached = [start] * len(self._patterns)
        known = self._known
        for token in _TOKEN.finditer(text, start, end):
            at = token.start()
            word = text[at : token.end() + 1]
            candidates = known.get(word)
            if candidates is None:
                candidates = self._remember(word)
            for i in candidates:
                if at < reached[i]:
                    continue
                match = self._patterns[i].match(text, at, min(end, at + LONGEST))
                if match is not None:
                    reached[i] = match.end()
                    yield i, match

    def _remember(self, word: str) -> tuple[int, ...]:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        can = tuple(i for i, opening in enumerate(self._openings) if opening.match(word, partial=True) is not None)
        self._known[word] = can
        return can


def _opening(pattern: regex.Pattern[str]) -> regex.Pattern[str]:
    """The pattern without what must or must not stand around: whatever it matches, the pattern may begin there."""
    text, kept, depth, i = pattern.pattern, [], 0, 0
    in_class = False
    while i < len(text):
        step = 2 if text[i] == "\\" else 1
        piece = text[i : i + step]
        if depth == 0:
            if not in_class and text.startswith(("(?=", "(?!", "(?<=", "(?<!"), i):
                depth, step = 1, 3
            else:
                kept.append(piece)
        elif not in_class:
            depth += {"(": 1, ")": -1}.get(piece, 0)
        in_class = {"[": True, "]": False}.get(piece, in_class)
        i += step
    return compile_pattern("".join(kept), pattern.flags & (regex.IGNORECASE | regex.V1))

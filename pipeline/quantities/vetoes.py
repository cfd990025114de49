"""Numbers that are no claim: references, names, phone numbers, class labels … each with a named reason.

The patterns stand in languages/vetoes.csv, each with an example and a twin that must stay in. What depends on more than
a pattern – a number that only points back, a number that is part of a name – is decided here from word lists.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.quantities import scan
from pipeline.quantities.dispatch import Dispatch
from pipeline.quantities.numerals import Numeral
from pipeline.quantities.ranges import opens_range

_MEASURED = scan.ending(r"(?<![\p{L}\p{N}-])[0-9][0-9.,]{0,9}\p{L}{1,3}-")
POINTING_BACK_UP_TO = 10  # claims.md 7
NAME_FIGURES_BELOW = 10000


@dataclass(frozen=True, slots=True)
class Veto:
    """A stretch of text whose numbers are no claims. unless_unit: only those without a unit or scale."""

    start: int
    end: int
    reason: str
    unless_unit: bool = False


class Spans:
    """Vetoes in order of their start, asked by offsets."""

    def __init__(self, vetoes: Iterable[Veto]) -> None:
        self._vetoes = sorted(vetoes, key=lambda veto: (veto.start, -veto.end))
        self._reach: list[int] = []  # the furthest end up to each: lets a search stop early
        furthest = 0
        for veto in self._vetoes:
            furthest = max(furthest, veto.end)
            self._reach.append(furthest)

    def over(self, start: int, end: int) -> Veto | None:
        """The first veto that overlaps start:end."""
        i = bisect_left(self._vetoes, end, key=lambda veto: veto.start) - 1
        found = None
        while i >= 0 and self._reach[i] > start:
            if self._vetoes[i].end > start:
                found = self._vetoes[i]
            i -= 1
        return found


def find_vetoes(folded: str, lang: str, numerals: Sequence[Numeral] | None = None) -> list[Veto]:
    """All stretches that the patterns of a language rule out; they may overlap.

    numerals: look only at the blocks that hold one of them, which is where a veto can matter.
    """
    stretches = [(0, len(folded))] if numerals is None else _blocks_with(folded, numerals)
    patterns, dispatch = _patterns(lang), _dispatch(lang)
    return [
        Veto(match.start(), match.end(), patterns[i][1], patterns[i][2] == "unit")
        for start, end in stretches
        for i, match in dispatch.find(folded, start, end)
        if match.end() > match.start()
    ]


def _blocks_with(folded: str, numerals: Sequence[Numeral]) -> list[tuple[int, int]]:
    """Runs of blocks that hold a numeral other than « un »; neighbours are one run, so that scans are few."""
    runs: list[tuple[int, int]] = []
    for numeral in numerals:
        if numeral.weak or (runs and numeral.start < runs[-1][1]):
            continue
        start = folded.rfind("\n", 0, numeral.start) + 1
        stop = folded.find("\n", numeral.end)
        end = len(folded) if stop < 0 else stop + 1
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def points_back(folded: str, numeral: Numeral, lang: str) -> bool:
    """A small number word behind a determiner: « les deux pays », "these three measures", "the other two"."""
    if not numeral.words or numeral.approximate or numeral.scale != 1 or not 2 <= numeral.value <= POINTING_BACK_UP_TO:
        return False
    if numeral.value != int(numeral.value):
        return False
    return _pointing(lang).match(scan.before(folded, numeral.start, 40)) is not None


def is_reference(folded: str, numeral: Numeral, lang: str) -> bool:
    """« le 3919 », « au 112 »: a bare figure above one behind a singular determiner names something."""
    if numeral.words or numeral.sign or numeral.scale != 1 or numeral.value < 2 or numeral.value != int(numeral.value):
        return False
    return scan.word_before(folded, numeral.start).lower() in _singular(lang)


def touches_name(folded: str, numeral: Numeral, end: int) -> str | None:
    """The reason why digits glued to other signs are no number (A69, Sentinel-2, 25/1187); None if they stand free.

    end: of the numeral with its unit, if one is glued to it.
    """
    if numeral.words:
        return None
    left, right = folded[max(0, numeral.start - 2) : numeral.start], folded[end : end + 2]
    last = left[-1:]
    if last.isalpha() or last == "_":
        return "name"
    if last == "-" and left[:1].isalnum():
        ranges = end != numeral.end and _MEASURED.match(folded, max(0, numeral.start - 16), numeral.start) is not None
        return "name" if left[:1].isalpha() and not ranges else None  # "5km-10km"
    if last in ("/", "\\", "@", "#") or (last in (".", ":") and left[:1].isalnum()):
        return "label"
    if right[:1].isalpha() and end == numeral.end:
        return "name"
    if right[:1] in ("/", ":", "_") and right[1:].isalnum() and end == numeral.end:
        return "label"
    return "name" if right[:1] == "-" and right[1:].isupper() else None


def is_in_name(text: str, folded: str, numeral: Numeral, lang: str, *, in_title: bool) -> bool:
    """Boeing 737, France 2030, « Ariane 6 »; "Two Roads to Learning", « les Vingt-Sept »."""
    following = scan.word_after(folded, numeral.end)
    if numeral.words:
        if not text[numeral.start].isupper() or in_title or scan.starts_sentence(folded, numeral.start):
            return False
        return not text[numeral.start : numeral.end].isupper()
    if numeral.grouped or numeral.sign or numeral.scale != 1 or not 0 <= numeral.value < NAME_FIGURES_BELOW:
        return False
    previous = scan.word_before(folded, numeral.start)
    if (
        not _is_name_like(previous)
        or folded[numeral.start - 1] != " "
        or text[numeral.start - 1] == "\t"
        or scan.is_plural(following, lang)
    ):
        return False
    at = numeral.start - 1 - len(previous)
    if previous.lower() in scan.small_words(lang):
        return False
    if scan.starts_sentence(folded, at) and opens_range(folded, numeral.end, lang):
        return False  # "Temperatures 5 to 8 degrees below normal"
    return not scan.starts_sentence(folded, at) or not scan.is_noun_like(following, lang)


def _is_name_like(word: str) -> bool:
    """A capital at its head, or inside a longer word (iOS, macOS; not « pH »)."""
    return word[:1].isupper() or (len(word) > 2 and any(letter.isupper() for letter in word))


@cache
@compiles("vetoes")
def _patterns(lang: str) -> tuple[tuple[regex.Pattern[str], str, str], ...]:
    return tuple(
        (compile_pattern(row["pattern"], regex.IGNORECASE), row["reason"], row["unless"])
        for row in languages.rows("vetoes", lang)
    )


@cache
def _dispatch(lang: str) -> Dispatch:
    return Dispatch([pattern for pattern, _, _ in _patterns(lang)])


@cache
def _singular(lang: str) -> frozenset[str]:
    return frozenset(languages.forms("pointing_back", lang, **{"class": "singular"}))


@cache
def _pointing(lang: str) -> regex.Pattern[str]:
    def any_of(name: str) -> str:
        return scan.alternation(languages.forms("pointing_back", lang, **{"class": name}))

    between = any_of("between")
    return scan.ending(
        rf"(?:(?<![\p{{L}}\p{{N}}])(?<!\p{{L}}-)(?:{any_of('determiner')})|(?<=\p{{L}})'s)(?: (?:{between}))? "
        rf"|(?<!\p{{L}})(?:{any_of('opener')}) "
    )

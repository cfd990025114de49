"""Numbers behind a name that has its verb and its unit from the clause before: « la Wallonie 361 », "and Cyprus 321".

Without this they look like part of the name (Boeing 737). The words around them stand in languages/gapping.csv.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.linguistics.gazetteer import find_place_names
from pipeline.quantities import scan

_NUMBER = r"[0-9]+(?:[., ][0-9]+)*"
_EARLIER = compile_pattern(rf"(?<![\p{{L}}\p{{N}}.,-]){_NUMBER}(?: ?[%€$£]| \p{{Ll}}{{2,}})")
_SENTENCE_END = compile_pattern(r"[.!?]\s+(?=\p{Lu})")
LEFT_WIDTH, RIGHT_WIDTH = 220, 60


def is_gapped(folded: str, start: int, end: int, lang: str) -> bool:
    """Whether the bare digits at start:end, right behind a name, are one of a list of names and their numbers.

    A number of things or a share must stand before in the sentence, the name be joined to it by « , » or « et », and
    be a place of the gazetteer, or one of two such names in a row.
    """
    words = _words(lang)
    left, right = scan.before(folded, start, LEFT_WIDTH), scan.after(folded, end, RIGHT_WIDTH)
    joined = words.named.match(left)
    if joined is None or words.follower.match(right) is None:
        return False
    before = left[: joined.start()]
    for stop in _SENTENCE_END.finditer(before):
        before = left[stop.end() : joined.start()]
    if _EARLIER.search(before) is None:
        return False
    if words.pair_before.match(before) or words.pair_after.match(right):
        return True
    return any(name.end == joined.end("name") for name in find_place_names(left, lang))


@dataclass(frozen=True, slots=True)
class _Words:
    named: regex.Pattern[str]  # at the end of a text: joiner, name
    pair_before: regex.Pattern[str]  # at the end of a text: name, number
    pair_after: regex.Pattern[str]
    follower: regex.Pattern[str]


@cache
@compiles("gapping")
def _words(lang: str) -> _Words:
    """The patterns of one language. Raises InputError for a faulty table."""

    def any_of(name: str) -> str:
        return f"(?:{scan.alternation(languages.forms('gapping', lang, **{'class': name}))})"

    word = r"(?-i:\p{Lu})[\p{L}'-]{1,30}"
    name = rf"(?P<name>{word}(?: (?:{any_of('linker')} )?{word}){{0,3}})"
    opener = rf"(?:(?<=[\p{{L}}\p{{N}}%])(?=[,;])| ){any_of('opener')} "
    common = rf"(?:\p{{Ll}}{{3,20}} (?:{any_of('linker')} )?)?"  # « le château de Versailles »
    lead = rf"(?:{any_of('preposition')} )?(?:{any_of('article')}(?:(?<=')| ){common})?"
    return _Words(
        scan.ending(rf"{opener}{lead}{name} "),
        scan.ending(rf"{name} {_NUMBER}"),
        compile_pattern(rf"(?:(?=[,;])| ){any_of('opener')} {lead}{name} {_NUMBER}(?!\p{{L}})", regex.IGNORECASE),
        compile_pattern(rf"\)? ?(?:[.,;:)]|$)|\)? {any_of('follower')}(?!\p{{L}})", regex.IGNORECASE),
    )

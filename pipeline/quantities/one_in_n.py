"""One in N (« neuf patients sur dix », "one household in six") and marks (« 7,4 sur 10 »); words in one_in_n.csv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.model import Document
from pipeline.quantities import scan
from pipeline.quantities.fractions import four_digits
from pipeline.quantities.numerals import Numeral
from pipeline.quantities.piece import Piece
from pipeline.quantities.units import find_unit

MARK_TOPS = (5, 10, 20, 100)
MAX_NOUN_WORDS = 6
USUAL_TOPS = (*range(2, 11), 100, 1000, 10000, 100000)  # those of rates, which may stand before a noun

_MARK_SLASH = compile_pattern(r"(?<![\p{L}\p{N}/.,-])[0-9]{1,3}(?:[.,][0-9]{1,2})?/(?:5|10|20|100)(?![\p{L}\p{N}/.,])")


def find_one_in_n(document: Document, numerals: Sequence[Numeral]) -> list[Piece]:
    """The ratios and marks of a document, in order; each covers both of its numerals."""
    pieces = []
    for first, second in pairwise(numerals):
        piece = _read(document, first, second)
        if piece is not None:
            pieces.append(piece)
    return pieces


def _read(document: Document, first: Numeral, second: Numeral) -> Piece | None:
    folded, words = document.folded, _words(document.lang)
    if second.start - first.end > 80 or second.sign or second.approximate or second.scale != 1 or first.indefinite:
        return None
    if folded[first.start - 1 : first.start].isalpha():
        return None  # « 130 Mm3 sur 2 657 »
    slash = folded[first.end : second.start] == "/"
    link = None if slash else words.link.search(folded, first.end, second.start)
    if not slash and (link is None or link.end() != second.start):
        return None
    top = second.value
    if not 0 <= first.value <= top or top != int(top) or top < 2:
        return None
    noun = "" if link is None else folded[first.end : link.start()].strip(" -")
    marked = words.mark.search(scan.before(folded, first.start, 60)) is not None
    decimal = first.value != int(first.value)
    if not noun and top in MARK_TOPS and not second.words and (marked or decimal):
        return _mark(document, first, second)
    if slash or decimal or first.value >= top or first.scale != 1 or first.approximate or first.sign:
        return None
    if find_unit(document, second.end) is not None:
        return None
    if top not in USUAL_TOPS and first.value != 1 and not _is_whole(document, first, second, link, words):
        return None
    if noun and not _is_noun(noun, link, first, words, folded, second.end, document.lang):
        return None
    sure = link is not None and words.sure.fullmatch(link.group().strip()) is not None
    if not noun and not sure and words.not_after.match(folded, second.end):
        return None
    return Piece(
        first.start, second.end, first.start, second.end, four_digits(first.value / top),
        kind="ratio", unit="1", form="one-in-n", noun=document.text[first.end : link.start()].strip() if link else "",
        words=first.words and second.words, atoms=2, rules=("one-in-n",),
    )  # fmt: skip


def _mark(document: Document, first: Numeral, second: Numeral) -> Piece:
    text = document.text[first.end : second.end].strip()
    return Piece(
        first.start, second.end, first.start, second.end, first.value,
        kind="measure", unit="{point}", unit_text=text, form="mark", sign=first.sign, atoms=2, rules=("mark",),
    )  # fmt: skip


def _is_noun(
    noun: str, link: regex.Match[str] | None, first: Numeral, words: _Words, folded: str, end: int, lang: str
) -> bool:
    """Whether the words between are one noun phrase, and what follows is not what the connector introduces."""
    if link is None or not words.noun.fullmatch(noun) or len(noun.split()) > MAX_NOUN_WORDS:
        return False
    times = words.times.fullmatch(noun) is not None  # « neuf fois sur dix »
    if not (times or scan.is_noun_like(noun.split(maxsplit=1)[0], lang)) or words.not_after.match(folded, end):
        return False
    if link["narrow"] and first.value != 1:
        return False  # "two projects in five countries"
    following = scan.word_after(folded, end)
    if link["narrow"]:
        return True
    return not scan.is_plural(following, lang) or words.participle.fullmatch(following) is not None or first.value != 1


def _is_whole(
    document: Document, first: Numeral, second: Numeral, link: regex.Match[str] | None, words: _Words
) -> bool:
    """« 31 communes sur 47 », "22 governors out of 26": the second number is the whole, not so many other things."""
    if link is None or link["narrow"] or find_unit(document, first.end) is not None:
        return False
    following = scan.word_after(document.folded, second.end)
    if words.sure.fullmatch(link.group().strip()) or not scan.is_plural(following, document.lang):
        return True
    return words.participle.fullmatch(following) is not None


@dataclass(frozen=True, slots=True)
class _Words:
    sure: regex.Pattern[str]
    link: regex.Pattern[str]
    noun: regex.Pattern[str]
    mark: regex.Pattern[str]
    not_after: regex.Pattern[str]
    participle: regex.Pattern[str]
    times: regex.Pattern[str]


@cache
@compiles("one_in_n")
def _words(lang: str) -> _Words:
    def any_of(name: str) -> str:
        return "|".join(languages.forms("one_in_n", lang, **{"class": name})) or "(?!)"

    return _Words(
        sure=compile_pattern(any_of("connector-sure"), regex.IGNORECASE),
        link=compile_pattern(
            rf" (?:(?P<wide>{any_of('connector-wide')})|(?P<narrow>{any_of('connector')})) ",
            regex.IGNORECASE | regex.REVERSE,
        ),
        noun=compile_pattern(r"[\p{L}\p{M}'-]+(?: [\p{L}\p{M}'-]+)*+"),
        mark=compile_pattern(rf"(?<!\p{{L}})(?:{any_of('mark')})(?!\p{{L}})[^.;:!?\n]{{0,45}}$", regex.IGNORECASE),
        not_after=compile_pattern(rf" (?:{any_of('not-after')})(?!\p{{L}})", regex.IGNORECASE),
        participle=compile_pattern(any_of("participle"), regex.IGNORECASE),
        times=compile_pattern(any_of("times"), regex.IGNORECASE),
    )

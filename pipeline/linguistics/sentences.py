"""Sentences by rule: where a stop ends one, block by block, with abbreviations as data.

Measured against treebank boundaries a list of abbreviations beats a parser by far, and costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from pipeline.languages import rows
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.datelines import dateline_end
from pipeline.linguistics.numbering import numbered_blocks
from pipeline.model import Block, Document, Sentence

# A stop with the quotes, brackets and note marks that close behind it. Opening quotes have their space before them.
_STOP = compile_pattern(
    r"(?P<stop>[.!?…。！？]++)"
    r"(?P<close>(?: ?»|[”\"'’)\]*_]|[¹²³⁰⁴-⁹]|\[\d{1,3}\])*+)"
    r"(?P<space> *+)"
)
_START = compile_pattern(r"(?:[«“‘\"'(\[*_¿¡–—-] ?)*+(?P<first>[\p{Lu}\p{Lt}\p{Lo}\p{N}$€£¥•+±~<>≥≤-])")
_WORD_BEFORE = compile_pattern(r"[\p{L}\p{N}][\p{L}\p{N}.&-]*+$")
_LAST_WORD = compile_pattern(r"(\p{L}++) $")
_WORD_AFTER = compile_pattern(r"[«“‘\"'(\[*_–— ]*+(\p{L}++)('?)")
_DOTTED = compile_pattern(r"(?:\p{L}{1,2}-?\.)+-?\p{L}{1,2}")  # U.S  J.-C  p.m  e.g: without the last dot
_GLUED_BEFORE = compile_pattern(
    r"(?:(?<![\p{L}\p{N}./@:_-])\p{L}?\p{Ll}{2,}|(?<![\p{L}\p{N}./@:_,-])\p{N}{1,4}|[%)»\"])$"
)
_GLUED_AFTER = compile_pattern(r"(?:[«“\"(] ?)?\p{Lu}'?\p{L}*+(?=[ ',])")
_REACH = 24  # characters before a stop that can hold an abbreviation


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of a document, in order; none crosses a block, and no letter or digit is left out.

    A bullet's or heading's own mark (-, 1., ##) stands outside. A semicolon or a colon ends nothing.
    """
    numbered = numbered_blocks(document)
    return tuple(
        Sentence(start, end, index)
        for index, block in enumerate(document.blocks)
        for start, end in _split(document.folded, block, document.lang, numbered.get(index))
    )


def _split(folded: str, block: Block, lang: str, numbered: int | None) -> Iterator[tuple[int, int]]:
    start, end = numbered or _skip_marker(folded, block), block.end
    start += len(folded[start:end]) - len(folded[start:end].lstrip(" \t")) if numbered else 0
    opened = dateline_end(folded, block, lang)
    for match in _STOP.finditer(folded, max(start, opened), end):  # "SALEM, Ore. – " ends no sentence
        if match.start() < start or match.end() >= end or not _ends(folded, match, start, end, lang):
            continue
        yield start, match.end() - len(match["space"])
        start = match.end()
    if start < end:
        yield start, end


def _skip_marker(folded: str, block: Block) -> int:
    for pattern in _markers():
        if (match := pattern.match(folded, block.start, block.end)) and match.end() < block.end:
            return match.end()
    return block.start


def _ends(folded: str, match: regex.Match[str], start: int, end: int, lang: str) -> bool:
    stop, close = match["stop"], match["close"]
    before = folded[max(start, match.start() - _REACH) : match.start()]
    if not match["space"] and not close.endswith(" "):
        return stop != "..." and _ends_glued(before, folded, match, end)
    if not _START.match(folded, match.end(), end):
        return False
    if stop in ("...", "…") and (not before or before[-1] in "[("):
        return False  # « […] » stands for words left out
    if stop != "." or close:
        return not (stop == "." and close == ")" and _lone_abbreviation(before, lang))
    word = _WORD_BEFORE.search(before)
    return word is None or _ends_after(word[0], before[: word.start()], folded, match, start, end, lang)


def _ends_after(word: str, before: str, folded: str, match: regex.Match[str], start: int, end: int, lang: str) -> bool:
    """Whether a full stop behind `word`, before a capital or a digit, ends the sentence."""
    following = _WORD_AFTER.match(folded, match.end(), end)
    next_word = following[1].lower() if following else ""
    starter = next_word in _starters(lang) or bool(following and following[2] and len(next_word) <= 2)
    digit = folded[match.end()].isdigit()
    kinds = _abbreviations(lang).get(word) or _abbreviations(lang).get(word.rpartition("-")[2], frozenset())
    if "always" in kinds or ("number" in kinds and digit):
        return False
    if "end" in kinds or _DOTTED.fullmatch(word):
        return starter
    if word.isdigit() and len(word) <= 3 and not before.strip(" «“\"'(["):
        return match.start() - len(word) > start + 1  # a list number opens the block
    if len(word) == 1 and word.isalpha() and word.isupper():
        return starter and (next_word not in _particles(lang) or _is_label(before, lang))
    return True


def _ends_glued(before: str, folded: str, match: regex.Match[str], end: int) -> bool:
    """« en 2019.La croissance »: the space behind the stop was forgotten."""
    if match["stop"] not in (".", "!", "?", "…"):
        return False
    if not (match["close"] or _GLUED_BEFORE.search(before)):
        return False
    return _GLUED_AFTER.match(folded, match.end(), end) is not None


def _is_label(before: str, lang: str) -> bool:
    """« catégorie A. Il diminue »: the letter names a class where a common noun stands before it."""
    word = _LAST_WORD.search(before)
    return word is not None and word[1].islower() and word[1] not in _starters(lang)


def _lone_abbreviation(before: str, lang: str) -> bool:
    word = _WORD_BEFORE.search(before)
    return word is not None and "always" in _abbreviations(lang).get(word[0], frozenset())


@cache
def _markers() -> tuple[regex.Pattern[str], ...]:
    return tuple(compile_pattern(row["pattern"]) for row in rows("markers", "*"))


@cache
def _abbreviations(lang: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("abbreviations", lang):
        for form in (row["form"], row["form"][0].upper() + row["form"][1:]):
            found.setdefault(form, set()).add(row["kind"])
    return {form: frozenset(kinds) for form, kinds in found.items()}


@cache
def _starters(lang: str) -> frozenset[str]:
    return frozenset(row["form"] for row in rows("function_words", lang))


@cache
def _particles(lang: str) -> frozenset[str]:
    """Function words that also stand in names: « C. de Gaulle », « J. Le Pen »."""
    return frozenset(row["form"] for row in rows("function_words", lang) if row["name_particle"] == "yes")

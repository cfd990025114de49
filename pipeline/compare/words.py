"""Which words of one edition stand for which of the other: a lexicon, names, and words that look alike.

The words of both editions become two small vocabularies and a table of links between them, once a comparison; from
then on likeness of texts is arithmetic on sparse matrices.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeAlias

import numpy as np
import regex
from scipy.sparse import csr_array

from pipeline.languages import rows

Matrix: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
_WORD = regex.compile(r"\p{L}++|(?<![\d.,])(?:19|20)\d\d(?![\d.,])")
_ALIKE = 5  # letters at the beginning by which two words are taken for one: production, produced; régional, regional
_SHORT = 4  # a shorter word says what it is only when written the same
_WEIGHT = {"name": 1.0, "lexicon": 1.0, "phrase": 0.8, "alike": 0.75}


def likeness(first: Sequence[str], second: Sequence[str], langs: tuple[str, str]) -> Matrix:
    """How far each text of the first edition speaks of the same as each of the second, from 0 to 1.

    A text's rare words weigh more than those that stand in every text. 0 where a text has no content words.
    """
    left, right = _Bag(first, langs[0]), _Bag(second, langs[1])
    links = _links(left.words, right.words, langs)
    covered_right = _covered(left.counts @ links, right)
    covered_left = _covered(right.counts @ links.T, left)
    alike: Matrix = (covered_right + covered_left.T) / 2
    return alike


class _Bag:
    """The texts of one edition as a sparse matrix texts × words, each word once a text."""

    def __init__(self, texts: Sequence[str], lang: str) -> None:
        vocabulary: dict[str, int] = {}
        row, column = [], []
        for k, text in enumerate(texts):
            for word in dict.fromkeys(content_words(text, lang)):
                row.append(k)
                column.append(vocabulary.setdefault(word, len(vocabulary)))
        self.words = list(vocabulary)
        self.counts = _sparse([1.0] * len(row), row, column, (len(texts), len(vocabulary)))
        seen = np.asarray(self.counts.sum(axis=0), np.float64).ravel()
        self.weights = np.log1p(len(texts) / np.maximum(seen, 1))


def _sparse(values: Sequence[float], row: Sequence[int], column: Sequence[int], shape: tuple[int, int]) -> Any:
    """A sparse matrix, at least one column wide."""
    make: Any = csr_array  # its types know only some of the ways to make one
    return make((np.array(values, np.float64), (row, column)), shape=(max(1, shape[0]), max(1, shape[1])))


def _covered(reached: Any, bag: _Bag) -> Matrix:
    """Texts of the other side × texts of the bag: the weighted share of a text's words that the other side reaches."""
    reached = reached.copy()
    reached.data = np.minimum(reached.data, 1)
    weighted = bag.counts.multiply(bag.weights).tocsr()
    total = np.maximum(np.asarray(weighted.sum(axis=1), np.float64).ravel(), 1e-6)
    shares: Matrix = (reached @ weighted.T).toarray() / total
    return shares


def content_words(text: str, lang: str) -> Iterator[str]:
    """The stems of a text's words that say something, in order; years count as words.

    >>> list(content_words("Les dépenses de santé en 2024", "fr"))
    ['depens', 'sant', '2024']
    """
    empty = _empty_words(lang)
    for match in _WORD.finditer(_plain(text)):
        word = match[0]
        if word not in empty and (len(word) > 1):
            yield _stem(word, lang)


def _links(first: Sequence[str], second: Sequence[str], langs: tuple[str, str]) -> Any:
    """The table of links, words of the first × words of the second, each with its weight."""
    index = {word: k for k, word in enumerate(second)}
    heads: dict[str, list[int]] = defaultdict(list)
    for word, k in index.items():
        if len(word) > _SHORT:
            heads[word[:_ALIKE]].append(k)
    lexicon = _lexicon(*langs)
    entries: dict[tuple[int, int], float] = {}
    for i, word in enumerate(first):
        if word in index:
            entries[i, index[word]] = _WEIGHT["name"]
        if len(word) > _SHORT:
            for k in heads.get(word[:_ALIKE], ()):
                entries.setdefault((i, k), _WEIGHT["alike"])
        for other, weight in lexicon.get(word, {}).items():
            if other in index:
                place = (i, index[other])
                entries[place] = max(weight, entries.get(place, 0))
    row, column = [i for i, _ in entries], [k for _, k in entries]
    return _sparse(list(entries.values()), row, column, (len(first), len(second)))


@cache
def _lexicon(first: str, second: str) -> dict[str, dict[str, float]]:
    """Stem -> stems of the other language and the weight of the link; nothing between two texts of one language."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    if first == second:
        return found
    for row in rows("lexicon", "*"):
        _enter(found, row[first], row[second], first, second)
    for one, other in _countries(first, second):
        _enter(found, one, other, first, second)
    return found


def _enter(found: dict[str, dict[str, float]], one: str, other: str, first: str, second: str) -> None:
    left, right = tuple(content_words(one, first)), tuple(content_words(other, second))
    weight = _WEIGHT["lexicon"] if len(left) == len(right) == 1 else _WEIGHT["phrase"]
    for word in left:
        for partner in right:
            found[word][partner] = max(weight, found[word].get(partner, 0))


def _countries(first: str, second: str) -> Iterable[tuple[str, str]]:
    """The names of countries, as CLDR has them."""
    from babel import Locale

    names, others = Locale(first).territories, Locale(second).territories
    return [(names[code], others[code]) for code in names if code in others and str(code).isalpha()]


def _plain(text: str) -> str:
    """Lower case, without accents and ligatures."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _stem(word: str, lang: str) -> str:
    for ending, becomes in _endings(lang):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT - 1:
            return word[: len(word) - len(ending)] + becomes
    return word


@cache
def _endings(lang: str) -> tuple[tuple[str, str], ...]:
    found = [(row["ending"], row["becomes"]) for row in rows("word_endings", lang)]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


@cache
def _empty_words(lang: str) -> frozenset[str]:
    found = [row["form"] for table in ("small_words", "function_words") for row in rows(table, lang)]
    return frozenset(word for form in found for word in _WORD.findall(_plain(form)))

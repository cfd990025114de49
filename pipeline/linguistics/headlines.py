"""Headlines in title case or in capitals, shown to the model as it was trained: with capitals on names only.

What is a name is learnt from the release itself, after the truecasing of Lita et al. (2003): a word keeps its capital
where the body writes it so in the middle of a sentence more often than not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from pipeline.languages import forms
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.gazetteer import find_place_names
from pipeline.model import Block, Document

_WORD = compile_pattern(r"\p{L}[\p{L}\p{M}]*+(?:['-]\p{L}[\p{L}\p{M}]*+)*+")
# a word of the body behind another word: its capital, if it has one, is not that of a sentence's beginning
_INSIDE = compile_pattern(r"(?<=[\p{Ll}\p{N}],? )\p{L}[\p{L}\p{M}]*+(?:['-]\p{L}[\p{L}\p{M}]*+)*+")
_SMALL = 4  # letters of a word that title case may leave small
_FEWEST = 3  # longer words by which a headline tells its case
_MOST_SMALL = 5  # one longer word in so many may be small
_LEARNT_FROM = 20_000  # characters of the body


def sentence_case(document: Document, block: Block, start: int, end: int) -> str:
    """The folded text between two offsets of a headline's block: capitals on names and the first word, others small.

    Of the same length. As it is where it has small letters already; nothing but capitals ever changes.
    """
    headline = document.folded[start:end]
    words = list(_WORD.finditer(headline))
    longer = [word[0] for word in words if len(word[0]) > _SMALL]
    if len(longer) < _FEWEST or sum(word[0].islower() for word in longer) * _MOST_SMALL > len(longer):
        return headline
    prose = " ".join(document.folded[b.start : b.end] for b in document.blocks if b.kind == "prose" and b != block)
    counts = _count_forms(prose[:_LEARNT_FROM])
    places = [(name.start, name.end) for name in find_place_names(headline, document.lang) if name.kind != "demonym"]
    shown = headline
    for word in words[1:]:
        first, last = word.span()
        if any(begin <= first < stop for begin, stop in places):
            continue
        form = _usual_form(word[0], counts, document.lang, otherwise=word[0].lower() if headline.isupper() else word[0])
        shown = shown[:first] + form + shown[last:] if len(form) == last - first else shown  # İ grows in lower case
    return shown


def _usual_form(word: str, counts: _Counts, lang: str, otherwise: str) -> str:
    """How the body writes a word of the headline; small too where it only has it with another ending."""
    lower = word.lower()
    if lower in forms("small_words", lang):
        return lower
    known = counts.forms.get(lower.removesuffix("'s"))
    if known:
        form = max(sorted(known, key=str.isupper), key=lambda one: known[one])  # small where it is as often both
        return form + word[len(form) :]
    return lower if _stems(lower) & counts.small_stems else otherwise


class _Counts(NamedTuple):
    """How a body writes its words in the middle of a sentence."""

    forms: Mapping[str, Counter[str]]  # word in small letters -> how often it has each form
    small_stems: frozenset[str]  # of the words that it writes small


@lru_cache(maxsize=4)
def _count_forms(body: str) -> _Counts:
    forms_: dict[str, Counter[str]] = {}
    for word in _INSIDE.finditer(body):
        forms_.setdefault(word[0].lower(), Counter())[word[0]] += 1
    return _Counts(forms_, frozenset(stem for lower, some in forms_.items() if lower in some for stem in _stems(lower)))


def _stems(word: str) -> set[str]:
    """A word without its last letters, as other endings would have it: "rescues" and "rescued" share some."""
    return {word[: len(word) - cut] for cut in range(4) if len(word) - cut > _SMALL}

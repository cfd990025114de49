"""Which of our languages a text is in: the one whose function words it has most of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import regex

from pipeline.errors import InputError
from pipeline.languages import LANGUAGES, rows

_WORD = regex.compile(r"\p{L}++")
_LOOK_AT = 20_000  # characters; a release says early what it is written in
_LONG = 400  # characters; shorter texts are never refused
_LEAST = 0.02  # share of function words; releases in our languages have 15 % and more, others next to none


def detect_language(folded: str, path: Path | str) -> str:
    """The language of a folded text.

    Short texts get the better score, the first of our languages on a tie. Raises InputError for a long text that has
    hardly any function word of ours. path: named in the error.
    """
    words = [word.lower() for word in _WORD.findall(folded[:_LOOK_AT])]
    scores = {lang: sum(word in _function_words(lang) for word in words) for lang in LANGUAGES}
    # Words that other languages have too (« de », « la », "in") decide only where the others say nothing.
    shared = {lang: sum(word in _function_words(lang, shared=True) for word in words) for lang in LANGUAGES}
    best = max(LANGUAGES, key=lambda lang: (scores[lang], shared[lang]))
    if len(folded) >= _LONG and scores[best] <= _LEAST * len(words):
        names = " nor ".join(LANGUAGES)
        raise InputError(path, None, f"the text seems to be neither {names}", "Name its language if it is one of them")
    return best


@cache
def _function_words(lang: str, *, shared: bool = False) -> frozenset[str]:
    return frozenset(row["form"] for row in rows("function_words", lang) if shared or row["detects"] == "yes")

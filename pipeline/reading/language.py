"""Which of our languages a text is in: the one whose function words it has most of."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from pipeline.errors import InputError
from pipeline.languages import LANGUAGES, rows
from pipeline.languages.compiled import compile_pattern

_WORD = compile_pattern(r"\p{L}++")
_LOOK_AT = 20_000  # characters; a release says early what it is written in
_LONG = 400  # characters; shorter texts are never refused
_FOREIGN = 3  # words of another language that outnumber ours: it is that language
_LEAST = 0.02  # share of function words; releases in our languages have 15 % and more, others next to none


def detect_language(folded: str, path: Path | str, hint: str | None = None) -> str:
    """The language of a folded text.

    Short texts get the better score, the first of our languages on a tie. Raises InputError for a text in which the
    function words of another language outnumber ours, and for a long text that has hardly any.
    path: named in it. hint: the language that the file states, which many state wrongly: it decides where words do not.
    """
    words = [word.lower() for word in _WORD.findall(folded[:_LOOK_AT])]
    scores = {lang: sum(word in _function_words(lang) for word in words) for lang in LANGUAGES}
    # Words that other languages have too (« de », « la », "in") decide only where the others say nothing.
    shared = {lang: sum(word in _function_words(lang, shared=True) for word in words) for lang in LANGUAGES}
    best = max(LANGUAGES, key=lambda lang: (scores[lang], shared[lang]))
    other, count = _most_foreign(words)
    names = " nor ".join(LANGUAGES)
    if count >= _FOREIGN and count > max(scores[best], shared[best]):
        raise _refusal(path, f"the text seems to be neither {names}, but {other}")
    if hint and (scores[best] < _FOREIGN or scores[best] <= _LEAST * len(words)):
        return hint
    if len(folded) >= _LONG and scores[best] <= _LEAST * len(words):
        raise _refusal(path, f"the text seems to be neither {names}")
    return best


def _most_foreign(words: list[str]) -> tuple[str, int]:
    """The other language of which the text has most function words that are not ours, and how many."""
    times: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language in _foreign_words().get(word, ()):
            times[language] += count
    return times.most_common(1)[0] if times else ("", 0)


def _refusal(path: Path | str, problem: str) -> InputError:
    return InputError(path, None, problem, "Name its language if it is one of ours", code="unsupported-language")


@cache
def _foreign_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in rows("other_languages", "*"):
        table[row["form"]] = (*table.get(row["form"], ()), row["language"])
    return table


@cache
def _function_words(lang: str, *, shared: bool = False) -> frozenset[str]:
    return frozenset(row["form"] for row in rows("function_words", lang) if shared or row["detects"] == "yes")

"""How a phrase of the text becomes the wording of a column: without determiner, place, period or « nombre de »."""

from __future__ import annotations

import unicodedata
from functools import cache

import regex

from pipeline.context.scene import Scene
from pipeline.languages import forms, longest_first
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.phrases import determiners, words

_PREPOSITIONS = ("preposition", "of", "of-the", "definite", "indefinite")


@cache
def _trailing_link(lang: str) -> regex.Pattern[str]:
    """The prepositions and articles that are left hanging once a place or a period is cut off behind them."""
    links = longest_first(frozenset().union(*(words(lang, kind) for kind in _PREPOSITIONS)))
    return compile_pattern(r"(?:(?<=[\s'(])|^)(?:" + "|".join(map(regex.escape, links)) + r")\s*$", regex.I)


@cache
def _here(lang: str) -> regex.Pattern[str]:
    """« de la ville », « du pays », "in the country": the place of the document, said with a class word."""
    here = forms("grammar", lang, **{"class": "here"})
    return compile_pattern(r"\s+(?:" + "|".join(map(regex.escape, here)) + r")$", regex.I)


@cache
def _heads(lang: str, kind: str) -> regex.Pattern[str]:
    """A head that only says « number of » or « growth of », with the words that may stand between."""
    heads = longest_first(words(lang, kind))
    rates = "|".join(map(regex.escape, longest_first(words(lang, "rate-word")))) or "(?!)"
    links = longest_first(words(lang, "of") | words(lang, "of-the") | words(lang, "growth-of"))
    return compile_pattern(
        r"^(?:(?:"
        + rates
        + r")\s+)?(?:(?:"
        + "|".join(map(regex.escape, heads))
        + r")(?:\s+\p{L}+)?\s+)(?:"
        + "|".join(regex.escape(link) + (r"\s*" if link.endswith("'") else r"\s+") for link in links)
        + r")",
        regex.I,
    )


# "the Bank's holdings", "Canada's harvest": who owns it is where or whose, not what; "operators' age" stays.
_BRACKETS = compile_pattern(r"\s*\([^()]*\)")
_LINK = compile_pattern(r"'s?\s+|\s+|[\s,:]+")
_POSSESSOR = compile_pattern(r"^(?:\p{Lu}[\p{L}.-]*+(?:\s(?=\p{Lu}))?){1,4}'s?\s+(?=\p{L})")


def strip_determiner(phrase: str, lang: str) -> str:
    """The phrase without the articles, possessives and demonstratives that open it.

    >>> strip_determiner("l'aide", "fr")
    'aide'
    """
    changed = True
    while changed:
        changed = False
        lowered = phrase.lower().replace("’", "'")
        for form in determiners(lang):
            if form.endswith("'") and lowered.startswith(form):
                phrase, changed = phrase[len(form) :], True
            elif lowered.startswith(form + " "):
                phrase, changed = phrase[len(form) + 1 :].lstrip(), True
            if changed:
                break
    return phrase


def strip_head(phrase: str, lang: str, kind: str) -> str:
    """Without a head of one class: "number-of" or "growth" (languages/grammar.csv), and its link and article."""
    match = _heads(lang, kind).match(phrase.replace("’", "'"))
    return strip_determiner(phrase[match.end() :], lang) if match and phrase[match.end() :].strip() else phrase


def span_text(scene: Scene, start: int, end: int, *, keep_place: bool = False) -> str:
    """The words of a span as a column writes them: NFC, single spaces, no place, no period, no brackets.

    keep_place: for `whole`, which keeps « de la ville », « national » (« PIB de la ville ») but not a place's name.
    """
    text, lang = scene.document.text, scene.document.lang
    pieces = []
    cuts = sorted([(m.start, m.end) for m in scene.periods] + [(m.start, m.end) for m in scene.places])
    start, end = _trim(start, end, cuts, scene)
    pieces.append(text[start:end])
    phrase = unicodedata.normalize("NFC", " ".join(" ".join(pieces).split()))
    phrase = _BRACKETS.sub("", phrase, timeout=1.0).strip(" ,;:.«»\"'–—-(")
    if not keep_place:
        phrase = _POSSESSOR.sub("", _here(lang).sub("", phrase))
        first, _, rest = strip_determiner(phrase, lang).partition(" ")
        owner = first.lower().replace("’", "'").removesuffix("'s")
        if rest and (first.lower() in words(lang, "here-adjective") or owner in words(lang, "here-noun")):
            return (
                rest if owner != first.lower() or first.lower() in words(lang, "here-adjective") else f"{first} {rest}"
            )
    return strip_determiner(phrase, lang)


def _trim(start: int, end: int, cuts: list[tuple[int, int]], scene: Scene) -> tuple[int, int]:
    """Cut a place or period off either end, with the preposition and article before it."""
    folded, lang = scene.document.folded, scene.document.lang
    moved = True
    while moved and start < end:
        moved = False
        for cut_start, cut_end in cuts:
            if cut_start > start and cut_start < end and not folded[cut_end:end].strip(" ,()'s"):
                head = folded[start:cut_start].rstrip()
                link = _trailing_link(lang).search(head)
                while link and link.start() > 0:
                    head = head[: link.start()].rstrip(" ,(")
                    link = _trailing_link(lang).search(head)
                if head:
                    end, moved = start + len(head), True
            elif cut_start <= start < cut_end < end:
                rest = folded[cut_end:end]
                skip = _LINK.match(rest)
                if skip:
                    start, moved = cut_end + skip.end(), True
            if moved:
                break
    return start, end

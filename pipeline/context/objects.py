"""What a verb makes change: its object, before the number or behind it."""

from __future__ import annotations

from pipeline.context.subjects import phrase_around
from pipeline.linguistics.parse import Parse
from pipeline.linguistics.phrases import NOMINAL, Phrase, determiners, words


def object_between(parse: Parse, verb: int, number: int, lang: str) -> Phrase | None:
    """The object between a causative verb and its number: « porter le budget à N », "lift capacity by N"."""
    tokens = parse.tokens
    for k in range(verb + 1, number):
        token = tokens[k]
        tied = tokens[k].text == "-" or tokens[k + 1].text == "-" or tokens[k - 1].text == "-"
        if tied and "noun-last" in words(lang, "order") and tokens[k + 1].pos in ("NOUN", "PUNCT", "ADP", "VERB"):
            continue  # "the stocks-to-use ratio"
        if token.pos in NOMINAL and any(c.isalpha() for c in token.text):
            if "noun-last" in words(lang, "order") and parse.tokens[k + 1].pos == "NOUN" and k + 1 < number:
                continue  # "its waiting list": the head comes last
            stop = _preposition_before(parse, number, k, lang)
            left = (j for j in range(k + 1, stop) if tokens[j].lower in words(lang, "left-as-is"))
            return phrase_around(parse, k, lang, stop=next(left, stop))  # « a maintenu son taux inchangé à N »
        if token.pos not in ("DET", "ADJ", "ADV", "PRON", "VERB"):
            return None
    return None


def object_after(parse: Parse, after: int, lang: str, *, bare: bool = False) -> Phrase | None:
    """The object behind the number: « réduire de 45 % les émissions industrielles »; bare: without article, too."""
    tokens = parse.tokens
    if after >= len(tokens):
        return None
    if (bare and tokens[after].pos in ("NOUN", "ADJ")) or tokens[after].lower in determiners(lang):
        k = after
        while k < len(tokens) and tokens[k].pos in ("DET", "ADJ"):
            k += 1
        if k < len(tokens) and tokens[k].pos in NOMINAL:
            return phrase_around(parse, k, lang, stop=len(tokens))
    return None


def _preposition_before(parse: Parse, number: int, floor: int, lang: str) -> int:
    found, tokens = number, parse.tokens
    for k in range(number - 1, floor, -1):
        if tokens[k].pos == "ADP":
            found = k
            if tokens[k].lower not in words(lang, "of"):
                break
        elif found != number and not (tokens[k].pos == "DET" or tokens[k].lower in words(lang, "generic")):
            break  # « la demande à un record de N »
    return found

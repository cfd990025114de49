"""The noun that carries a number through of: « un budget de N », « une hausse de N », "a drop of N"."""

from __future__ import annotations

from pipeline.context.subjects import outermost
from pipeline.context.verb_groups import is_change
from pipeline.linguistics.parse import Parse
from pipeline.linguistics.phrases import NOMINAL, Phrase, is_participle, left_edge, make_phrase, right_edge, words


def noun_before(parse: Parse, number: int, lang: str, floor: int) -> Phrase | None:
    """The noun phrase that carries a number through of: « un budget de N », « une hausse de N », "a drop of N".

    Also « X, de N » and « X, long de N » (the phrase before the comma), and "X, at N,".
    """
    tokens = parse.tokens
    of_words = words(lang, "of") | words(lang, "of-the")
    k = _before_bound(parse, number, lang, floor)
    if k - 2 >= floor and tokens[k].lower in words(lang, "bound-link") and tokens[k - 2].pos == "NOUN":
        if tokens[k - 1].lower in words(lang, "bound-adjective"):  # « un taux supérieur à 50 % »
            head = outermost(parse, k - 2, lang, of_only=True, one=True, floor=floor)
            return make_phrase(parse, left_edge(parse, head, lang), k - 2, head)
    aside_link = k >= floor and _is_aside(parse, k, floor) and tokens[k].lower in words(lang, "at")
    if k < floor or not (aside_link or tokens[k].lower in of_words | words(lang, "worth")):
        return None
    link = k
    k -= 1
    if k >= floor and tokens[k].lower in words(lang, "dimension-adjective") and (k == 0 or tokens[k - 1].text != ","):
        return None  # « Haute de 62 mètres, la fusée … »
    if k - 1 >= floor and tokens[k].pos in ("ADJ", "VERB") and tokens[k - 1].text == ",":
        if is_change(tokens[k].lower, lang):
            return None  # « la clientèle, qui pèse 31 %, progresse de 5,2 % », taken for a participle
        k -= 1  # « la ligne Rodez, longue de 44 km », « le plan, doté de 3 M€ »
    aside = k >= floor and tokens[k].text == ","
    if aside:
        k -= 1
    while k >= floor and (
        tokens[k].pos == "ADJ" or (tokens[k].pos == "VERB" and is_participle(tokens[k])) or _is_year(tokens[k].text)
    ):
        if is_change(tokens[k].lower, lang):
            return None  # « des émissions réduites de 90 % »: the participle governs the number, as a verb does
        k -= 1
    if k < floor or tokens[k].pos not in NOMINAL or not any(c.isalpha() for c in tokens[k].text):
        return None
    if tokens[k].lower in words(lang, "bound-adjective"):
        return None
    bare = k and (tokens[k - 1].pos == "AUX" or (tokens[k - 1].pos == "NOUN" and "noun-first" in words(lang, "order")))
    if bare and is_change(tokens[k].lower, lang):
        return None  # « les dons ont rebondi de 7 % », « le volume chute de 12 % »: verbs taken for nouns
    head = outermost(parse, k, lang, of_only=not aside, one=True, floor=floor)
    last = right_edge(parse, head, lang, stop=link)
    return make_phrase(parse, left_edge(parse, head, lang), max(last, k), head)


def _is_year(text: str) -> bool:
    """« un budget 2026 de 3,9 milliards »: a year between the noun and its number."""
    return len(text) == 4 and text.isdigit()


def _before_bound(parse: Parse, number: int, lang: str, floor: int) -> int:
    """Index of the link word before a number, across « plus de », « près de », "nearly", articles."""
    tokens = parse.tokens
    k = number - 1
    of_words = words(lang, "of") | words(lang, "of-the")
    while k >= floor:
        bound = k - 1 >= floor and tokens[k - 1].lower in words(lang, "bound-of") and tokens[k - 1].pos != "ADJ"
        if bound and tokens[k].lower in of_words:
            k -= 2
        elif k > floor and f"{tokens[k - 1].lower} {tokens[k].lower}" in words(lang, "bound-pair"):
            k -= 2
        elif tokens[k].pos in ("ADV", "SYM") or (tokens[k].pos == "DET" and tokens[k].lower not in of_words):
            k -= 1
        elif tokens[k].lower in words(lang, "bound-of") or tokens[k].lower in words(lang, "range"):
            k -= 1
        else:
            break
    return k


def _is_aside(parse: Parse, k: int, floor: int) -> bool:
    """Does the link word stand right behind a comma?"""
    return k - 1 >= floor and parse.tokens[k - 1].text == ","

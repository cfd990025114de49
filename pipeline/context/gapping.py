"""The subject of a list member that has no verb: « …, l'éolien terrestre 19 % », "…, with machinery up 12%"."""

from __future__ import annotations

from pipeline.context.links import tokens_between
from pipeline.context.verb_groups import is_change
from pipeline.linguistics.parse import Parse, Token
from pipeline.linguistics.phrases import determiners, words
from pipeline.model import Quantity


def gapped_subject(i: int, parse: Parse, quantities: tuple[Quantity, ...], lang: str) -> tuple[int, int] | None:
    """First and last token index of the noun phrase that opens a list member without verb, or None."""
    between = tokens_between(parse, quantities[i - 1].end if i else parse.tokens[0].start, quantities[i].start)
    opened = [k for k, token in enumerate(between) if token.text in (",", ";") or token.pos == "CCONJ"]
    starters = words(lang, "that-of") | determiners(lang) | words(lang, "of-the")
    first = next((k for k in opened if k + 1 < len(between) and between[k + 1].lower in starters), None)
    comma = next((k for k in reversed(opened) if between[k].text == ","), None)
    if first is None and comma is not None and not any(t.pos in ("VERB", "AUX") for t in between[comma + 1 :]):
        first = comma  # "…, and alterations and additions at N"
    cut = first if first is not None else (opened[-1] if opened else -1)
    body = list(between[cut + 1 :])
    if body and any(token.lower in words(lang, "comparative") for token in body[:2]):
        return None
    if len(body) > 2 and body[0].lower in words(lang, "with") and body[-1].pos in ("ADV", "ADP"):
        body = body[1:]  # "…, with machinery up 12%"
    if body and body[0].pos == "ADP" and body[0].lower not in words(lang, "of-the"):
        return None  # « en hausse de », « pour un total de »: no subject
    if body and (body[0].pos == "VERB" or body[0].lower in words(lang, "preposition-noun")):
        return None  # "leaving a gap of", « grâce à un prix de »
    if len(body) > 1 and body[0].pos == "NOUN" and body[0].lower in words(lang, "verb-like"):
        return None  # "and cost hospitals at least £12m"
    while body and (body[0].lower in determiners(lang) or body[0].pos in ("ADV", "CCONJ", "SCONJ")):
        if len(body) > 1 and body[0].lower in words(lang, "that-of") and body[1].lower in words(lang, "of"):
            break
        body = body[1:]
    if body and body[0].pos == "ADP" and body[0].lower not in words(lang, "of-the"):
        return None  # « au-dessus de la cible de », "up to a limit of"
    body = _trimmed(body, lang)
    named = body and parse.tokens[body[0].i - 1].lower in words(lang, "definite") and "NumType=Ord" not in body[0].morph
    kinds = ("NOUN", "PROPN", "PRON", *(("ADJ",) if named else ()))  # « le plastique 19,8 % », taken for an adjective
    if not body or not any(token.pos in kinds for token in body):
        return None
    if len(body) == 1 and body[0].pos in ("ADJ", "VERB") and parse.tokens[body[0].i + 1].pos == "ADP":
        return None  # « …, transformée pour un tiers »
    if body[0].lower in words(lang, "apposed") and (len(body) == 1 or body[1].lower not in words(lang, "of")):
        return None  # « …, un chiffre en hausse de N »
    if any(token.lower in words(lang, "growth") | words(lang, "generic") for token in body[:2]):
        return None
    return body[0].i, body[-1].i


def _trimmed(body: list[Token], lang: str) -> list[Token]:
    """The noun phrase that opens the words, without what leads from it to the number."""
    comma = next((k for k, token in enumerate(body) if k and token.text == ","), len(body))
    body = body[:comma]  # « et ceux de l'alimentation, en hausse de 1,2 % »
    endings = tuple(words(lang, "present-ending"))
    verbs = (k for k, token in enumerate(body) if token.pos == "VERB")
    body = body[: next((k for k in verbs if _is_predicate(body[k], k, endings)), len(body))]
    while body and (
        body[-1].pos in ("ADP", "DET", "PUNCT", "ADV", "CCONJ", "SYM", "PRON", "PART")
        or body[-1].lower in words(lang, "bound-adjective") | words(lang, "comparative") | words(lang, "left-hanging")
    ):
        body = body[:-1]
    while len(body) > 1 and (body[-1].pos == "DET" or body[-1].lower in words(lang, "bound-of")):
        body = body[:-1]  # "and solar a record 7.9 TWh"
    while len(body) > 1 and body[-1].pos != "NOUN" and is_change(body[-1].lower, lang):
        body = body[:-1]  # « le taux progresse d'un point », whose verb the model does not see
    return body


def _is_predicate(token: Token, k: int, endings: tuple[str, ...]) -> bool:
    """A verb that says something of the noun before it: « l'éolien en fournissant 28 % »; no past participle."""
    return "VerbForm=Part" not in token.morph or (k > 0 and token.lower.endswith(endings))

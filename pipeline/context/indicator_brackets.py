"""Indicator rules for a number in brackets: of the noun right before it, or of its own noun inside."""

from __future__ import annotations

from pipeline.context.anaphora import named
from pipeline.context.positions import floor_of, is_name, number_token
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.subjects import leading_noun
from pipeline.context.verb_groups import is_past_participle
from pipeline.linguistics.phrases import determiners, is_finite, words


def bracketed(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« les droits de douane (45 %) », « celle des femmes (85,9 ans) »: of the noun phrase right before the bracket."""
    link, lang, tokens = scene.links[i], scene.document.lang, scene.parse.tokens
    if link is None or link.kind != "bracket":
        return None
    opened = max((t.i for t in tokens if "(" in t.text and t.start < scene.quantities[i].start), default=0)
    if earlier[-1]["role"] == "change" and not (_in_list_of_brackets(i, scene) or _changes(opened, i, scene)):
        return None
    if opened >= 2 and tokens[opened - 1].lower in words(lang, "growth") and tokens[opened - 2].pos == "ADP":
        opened -= 2  # « un excédent en baisse (2,2 % du PIB) »
    if opened < 1 or opened - 1 < floor_of(i, scene) or tokens[opened - 1].pos not in ("NOUN", "ADJ", "PROPN"):
        return None
    inside = tokens[opened + 1 : number_token(i, scene)]
    if any(token.pos in ("NOUN", "PROPN") for token in inside):  # « (retard inférieur à six minutes) »
        phrase = leading_noun(scene.parse, number_token(i, scene), lang, opened + 1)
        return None if phrase is None else named(phrase, scene, earlier, discourse, "inside-bracket")
    phrase = leading_noun(scene.parse, opened, lang, floor_of(i, scene))
    if phrase is None or any(m.start < phrase.end and phrase.start < m.end for m in scene.places):
        return None
    if i and is_name(tokens[phrase.first : phrase.last + 1]) and earlier[i - 1]["indicator"][:1].islower():
        return Resolved(earlier[i - 1]["indicator"], "as-head:bracket")  # "Lagos leads with 96,000, then Kano (81,000)"
    return named(phrase, scene, earlier, discourse, "before-bracket")


def _changes(opened: int, i: int, scene: Scene) -> bool:
    """« du fait du recul des prix de l'énergie (-3 %) », "on lower sales of oil (-3%)": of that change."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    phrase = leading_noun(scene.parse, opened, lang, floor_of(i, scene)) if opened > 1 else None
    if (
        phrase is None
        or any(is_finite(t) for t in tokens[opened : number_token(i, scene)])
    ):
        return False
    before = phrase.first - 1 - (tokens[phrase.first - 1].lower in determiners(lang))
    led = before > 0 and tokens[before].lower in words(lang, "agent") and is_past_participle(tokens[before - 1], lang)
    return led or tokens[phrase.first].lower in words(lang, "changed") | words(lang, "growth")


def _in_list_of_brackets(i: int, scene: Scene) -> bool:
    """« l'impôt sur le revenu (-1,4 Md€), la TVA (-2 Md€) »: each bracket is of the noun before it."""

    def between(k: int) -> bool:
        if not 0 < k < len(scene.quantities):
            return False
        start, end = scene.quantities[k - 1].end, scene.quantities[k].start
        inside = [token for token in scene.parse.tokens if start <= token.start < end]
        closed = any(token.text == ")" for token in inside) and any(token.text == "(" for token in inside)
        closed = closed or (k == i and bool(inside) and inside[0].text == ",")  # « …, tirées par l'énergie (+11 %) »
        return closed and any(t.pos == "NOUN" for t in inside) and not any(is_finite(t) for t in inside)

    return between(i) or between(i + 1)

"""Indicator rules for claims that hang on another: « soit », « contre », « dont », lists without a verb."""

from __future__ import annotations

from pipeline.context.anaphora import that_of
from pipeline.context.contents import content_of
from pipeline.context.indicator_nouns import carried_by_noun
from pipeline.context.links import gapped_subject
from pipeline.context.positions import names_noun, verb_behind
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.whole import is_pronoun, one_in_noun, phrase_behind
from pipeline.context.wording import span_text
from pipeline.linguistics.phrases import words

_FOLLOWERS = ("soit", "contre", "bracket", "dont", "representing", "after", "from-to", "change-to")


def linked(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A claim that hangs on another takes its indicator, unless it names its own noun."""
    link, quantity = scene.links[i], scene.quantities[i]
    if link is None or link.kind not in _FOLLOWERS:
        return None
    own_noun = quantity.kind == "count" and quantity.unit_text and names_noun(i, scene)
    if own_noun and link.kind not in ("bracket", "from-to", "change-to"):
        return Resolved(quantity.unit_text, "counted-noun")
    carried = carried_by_noun(i, scene, earlier, discourse) if link.kind not in ("from-to", "change-to") else None
    if carried is not None and carried.rule == "noun-of-number":
        return carried
    part = link.kind == "dont" and quantity.kind == "percentage" and "noun-first" in words(scene.document.lang, "order")
    if part or (link.kind in ("dont", "contre", "soit") and quantity.kind in ("amount", "measure")):
        content = content_of(i, scene)
        if content:
            return Resolved(content, "content-of-unit")
    head = earlier[link.head] if link.head is not None else (discourse.previous[-1] if discourse.previous else None)
    if link.head is None and link.kind in ("bracket", "change-to", "contre", "soit"):
        return None
    if head is None or not head["indicator"]:
        return None
    return Resolved(head["indicator"], f"as-head:{link.kind}")


def gapped(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A list member that brings its own noun and no verb: « …, l'éolien terrestre 19 % »."""
    link, lang, quantity = scene.links[i], scene.document.lang, scene.quantities[i]
    if link is None or link.kind != "list" or link.head is None:
        return None
    if quantity.kind == "count" and names_noun(i, scene):
        return None
    body = gapped_subject(i, scene.parse, scene.quantities, lang)
    if body is None:
        return None
    tokens = scene.parse.tokens
    if tokens[body[0]].lower in words(lang, "that-of"):
        return Resolved(that_of(earlier, scene, body[0], body[1], discourse), "that-of")
    value = span_text(scene, tokens[body[0]].start, tokens[body[1]].end)
    return Resolved(value or earlier[link.head]["indicator"], "list-member")


def list_head(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A list member without a noun of its own: what the member before it measures, or its own content."""
    link, quantity = scene.links[i], scene.quantities[i]
    if link is None or link.kind != "list" or link.head is None:
        return None
    if (quantity.kind == "count" and names_noun(i, scene)) or one_in_noun(i, scene):
        return None
    behind = (
        phrase_behind(i, scene) if quantity.kind in ("percentage", "ratio") and earlier[-1]["role"] == "share" else ""
    )
    if behind and not is_pronoun(behind, scene.document.lang) and verb_behind(i, scene):
        return None  # « … et 40 % des incidents sont dus à »: a clause of its own
    value = content_of(i, scene) or earlier[link.head]["indicator"]
    return Resolved(value, "list-head") if value else None


def link_head(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """Whatever the quantity hangs on, where no other rule has an answer."""
    link = scene.links[i]
    if link is None or link.head is None or not earlier[link.head]["indicator"]:
        return None
    return Resolved(earlier[link.head]["indicator"], f"as-head:{link.kind}", ("indicator-carried",))

"""Indicator rules for claims that hang on another: « soit », « contre », « dont », lists without a verb."""

from __future__ import annotations

from pipeline.context.anaphora import named
from pipeline.context.contents import content_of, purpose_of
from pipeline.context.gapping import gapped_subject
from pipeline.context.indicator_nouns import carried_by_noun
from pipeline.context.indicator_shares import same_whole
from pipeline.context.positions import floor_of, is_name, names_noun, number_token, verb_behind, without_place
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.share_phrases import is_pronoun, one_in_noun, part_named, phrase_behind
from pipeline.context.subjects import leading_noun
from pipeline.context.that_of import that_of
from pipeline.context.verb_groups import verb_group
from pipeline.context.wording import span_text
from pipeline.linguistics.phrases import Phrase, determiners, is_finite, words

_FOLLOWERS = ("soit", "contre", "bracket", "dont", "representing", "after", "from-to", "change-to")


def linked(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A claim that hangs on another takes its indicator, unless it names its own noun."""
    link, quantity = scene.links[i], scene.quantities[i]
    if link is None or link.kind not in _FOLLOWERS:
        return None
    own_noun = quantity.unit_text if quantity.kind == "count" and names_noun(i, scene) else ""
    other = link.kind == "change-to" and link.head is not None and _another_thing(i, link.head, scene, earlier)
    same_people = link.kind == "soit" and quantity.unit_text.lower() in words(scene.document.lang, "people")
    if same_people and link.head is not None and earlier[link.head]["role"] == "share":
        own_noun = ""  # "one in ten farm operators, or 26,400 people"
    if own_noun and (other or link.kind not in ("bracket", "from-to", "change-to")):
        return Resolved(quantity.unit_text, "counted-noun")
    carried = carried_by_noun(i, scene, earlier, discourse) if link.kind not in ("from-to", "change-to") else None
    if carried is not None and carried.rule == "noun-of-number":
        return carried
    part = link.kind == "dont" and "noun-first" in words(scene.document.lang, "order")
    part = part and quantity.kind in ("percentage", "ratio")  # « dont un quart de femmes »
    if part or (link.kind in ("dont", "contre", "soit") and quantity.kind in ("amount", "measure")):
        content = content_of(i, scene)
        if content:
            return Resolved(content, "content-of-unit")
    purpose = _own_purpose(i, scene) if link.kind == "dont" and quantity.kind == "amount" else ""
    if purpose:
        return Resolved(purpose, "purpose")
    head = earlier[link.head] if link.head is not None else (discourse.previous[-1] if discourse.previous else None)
    if link.head is None and link.kind in ("bracket", "change-to", "contre", "soit"):
        return None
    if head is None or not head["indicator"]:
        return None
    if head.fields["indicator"].rule == "share-of-subject":
        behind = phrase_behind(i, scene) if quantity.kind in ("percentage", "ratio") else ""
        if behind and not is_pronoun(behind, scene.document.lang):
            return Resolved(without_place(i, scene, behind), "share-of-subject")  # "64% of women, against 72% of men"
    return Resolved(head["indicator"], f"as-head:{link.kind}")


def _own_purpose(i: int, scene: Scene) -> str:
    """« 8,9 M$ pour le réseau, dont 1,2 M$ pour l'entretien d'hiver »: a use of its own; "" for those who get it."""
    lang, k = scene.document.lang, scene.parse.at(scene.quantities[i].end)
    if k is None or scene.parse.tokens[k].lower not in words(lang, "purpose-of-act"):
        return ""
    purpose = purpose_of(i, scene)
    return "" if words(lang, "recipient") & set(purpose.lower().split()) else purpose


def _measured(head: int, scene: Scene) -> bool:
    """Is it a quantity that neither counts things nor takes them up?"""
    return scene.quantities[head].kind != "count" or not scene.quantities[head].unit_text


def _another_thing(i: int, head: int, scene: Scene, earlier: tuple[Draft, ...]) -> bool:
    """People or things behind what is no change and no count: "awarded damages of $1.2 million to 14 employees"."""
    before = scene.quantities[head]
    if before.kind == "count" and names_noun(head, scene) and names_noun(i, scene):
        named = before.unit_text.lower() != scene.quantities[i].unit_text.lower()
        return named and earlier[head]["role"] != "change"  # "distribute 15 million nets to 8 million households"
    unit_like = scene.quantities[i].unit_text.lower() in words(scene.document.lang, "unit-noun")
    people = scene.quantities[i].unit_text.lower() in words(scene.document.lang, "people")
    if people and any(names_noun(k, scene) for k in range(head)):
        return True  # « a distribué 8,2 millions de repas, 12 % de plus, à 214 000 personnes »
    return before.kind not in ("count", None) and earlier[head]["role"] != "change" and not unit_like


def gapped(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A list member that brings its own noun and no verb: « …, l'éolien terrestre 19 % »."""
    link, lang, quantity = scene.links[i], scene.document.lang, scene.quantities[i]
    if link is None or link.kind != "list" or link.head is None:
        return None
    if quantity.kind == "count" and names_noun(i, scene):
        return None
    beside = _with_its_own(i, scene)
    if beside is not None:
        return named(beside, scene, earlier, discourse, "list-member")
    body = gapped_subject(i, scene.parse, scene.quantities, lang)
    if body is None:
        return None
    tokens = scene.parse.tokens
    if tokens[body[0]].lower in words(lang, "that-of"):
        return Resolved(that_of(earlier, scene, body[0], body[1], discourse), "that-of")
    value = span_text(scene, tokens[body[0]].start, tokens[body[1]].end)
    head = earlier[link.head]
    bare = quantity.kind in (None, "count") and not names_noun(i, scene)
    if bare and head.fields["indicator"].rule in ("counted-noun", "again-counted") and not _measured(link.head, scene):
        value = head["indicator"]  # « La construction perd 1 300 postes, l'industrie 600 »
    if _is_place(body, scene):
        value = head["indicator"]  # « …, la Wallonie 361 et Bruxelles-Capitale 270 »
    if is_name(tokens[body[0] : body[1] + 1]) and head["indicator"][:1].islower():
        value = head["indicator"]  # « … concentre 24 % des envois et le Zhejiang 19 % »
    return Resolved(value or earlier[link.head]["indicator"], "list-member")


def _with_its_own(i: int, scene: Scene) -> Phrase | None:
    """Of "…, with wind providing 28%", « …, l'éolien en fournissant 28 % » the noun before the participle."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    number = number_token(i, scene)
    group = verb_group(scene.parse, number, lang, floor_of(i, scene))
    if group is None or number - group[1] > 3 or is_finite(tokens[group[1]]) or group[0] < 2:
        return None
    ongoing = tokens[group[1]].lower.endswith(tuple(words(lang, "present-ending")))
    noun = group[0] - 1
    if not ongoing or tokens[noun].pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    phrase = leading_noun(scene.parse, group[0], lang, floor_of(i, scene))
    if phrase is None or phrase.first < 2:
        return None
    opening = phrase.first - 1 - (tokens[phrase.first - 1].lower in determiners(lang))
    return phrase if tokens[opening].text == "," or tokens[opening].lower in words(lang, "with") else None


def _is_place(body: tuple[int, int], scene: Scene) -> bool:
    """Is a list member's noun phrase a place, or a name that begins with one: « Bruxelles-Capitale »?"""
    tokens = scene.parse.tokens[body[0] : body[1] + 1]
    place = next((m for m in scene.places if m.start <= tokens[0].start < m.end), None)
    return place is not None and all(t.start < place.end or t.text[:1] in "-–" or t.text[:1].isupper() for t in tokens)


def list_head(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A list member without a noun of its own: what the member before it measures, or its own content."""
    link, quantity = scene.links[i], scene.quantities[i]
    if link is None or link.kind != "list" or link.head is None:
        return None
    if (quantity.kind == "count" and names_noun(i, scene)) or one_in_noun(i, scene):
        return None
    part = part_named(i, scene)
    if part:
        return Resolved(part, "part-named")  # "63.4 GW, two thirds of it wind"
    behind = (
        phrase_behind(i, scene) if quantity.kind in ("percentage", "ratio") and earlier[-1]["role"] == "share" else ""
    )
    if behind and not is_pronoun(behind, scene.document.lang) and verb_behind(i, scene):
        return None  # « … et 40 % des incidents sont dus à »: a clause of its own
    again = same_whole(i, scene, earlier)
    if again:
        return Resolved(again, "share-of-before")
    content = content_of(i, scene)
    if quantity.kind == "amount" and earlier[link.head].fields["indicator"].rule == "purpose":
        content = content or purpose_of(i, scene)  # « 40 M€ pour la rénovation, 25 M€ pour l'accessibilité »
    if content.lower() in words(scene.document.lang, "generic"):
        content = ""  # "…, 112% of average"
    value = content or earlier[link.head]["indicator"]
    rule = "purpose" if content and earlier[link.head].fields["indicator"].rule == "purpose" else "list-head"
    return Resolved(value, rule) if value else None


def link_head(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """Whatever the quantity hangs on, where no other rule has an answer."""
    link = scene.links[i]
    if link is None or link.head is None or not earlier[link.head]["indicator"]:
        return None
    return Resolved(earlier[link.head]["indicator"], f"as-head:{link.kind}", ("indicator-carried",))

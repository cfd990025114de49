"""Indicator rules that ask for the clause: the subject or object of the verb that governs the number."""

from __future__ import annotations

from pipeline.context.anaphora import named
from pipeline.context.objects import object_after, object_between
from pipeline.context.positions import (
    floor_of,
    names_noun,
    number_token,
    skipped_tokens,
    without_place,
)
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.share_phrases import is_pronoun, phrase_behind, some_of
from pipeline.context.subjects import following_subject, leading_noun, subject_left, subject_of
from pipeline.context.verb_groups import has_auxiliary, is_change, is_passive, is_verb_of, shares_subject, verb_group
from pipeline.context.wording import span_text
from pipeline.linguistics.phrases import Phrase, is_finite, is_participle, words


def of_verb(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """The subject of the verb that governs the number, or its object where the verb makes something change."""
    lang, number = scene.document.lang, number_token(i, scene)
    link, quantity = scene.links[i], scene.quantities[i]
    if quantity.form in ("factor", "fraction") and _governs(number, scene):
        after = scene.parse.at(quantity.end)  # « doubler le nombre de places », « diviser par deux le nombre de tués »
        bare = "noun-last" in words(lang, "order")
        thing = object_after(scene.parse, after, lang, bare=bare) if after is not None else None
        if thing is not None and not any(m.start <= thing.start < m.end for m in scene.periods):
            return named(thing, scene, earlier, discourse, "object")
    group = verb_group(scene.parse, number, lang, finite=link is not None and link.kind == "bracket")
    if group is None:
        return None
    if is_verb_of(scene.parse, group[1], lang, "causative") and not is_passive(group, scene.parse):
        after = scene.parse.at(scene.quantities[_last_of_way(i, scene)].end)
        thing = object_between(scene.parse, group[1], number, lang) or (
            object_after(scene.parse, after, lang) if after is not None else None
        )
        if thing is not None:
            return named(thing, scene, earlier, discourse, "object")
    is_thing = quantity.kind == "measure" and quantity.unit_text.lower() in words(lang, "thing-unit")
    borne_on = number > 0 and scene.parse.tokens[number - 1].lower in words(lang, "on")  # « a porté sur 702 400 EVP »
    if is_thing and not borne_on and not _measures(group, scene):
        return Resolved(quantity.unit_text, "unit-is-the-thing")
    if quantity.form == "factor" and is_participle(scene.parse.tokens[min(number, len(scene.parse.tokens) - 1)]):
        between = scene.parse.tokens[group[1] + 1 : number]
        if any(
            token.pos not in ("ADV", "PART") for token in between
        ):  # « une mortalité divisée par deux »: of the noun before it
            phrase = leading_noun(scene.parse, number, lang, 0, skipped_tokens(i, scene))
            if phrase is not None:
                return named(phrase, scene, earlier, discourse, "leading-noun")
    phrase = subject_of(scene.parse, group, lang, skipped_tokens(i, scene))
    beside = subject_left(scene.parse, group, lang, skipped_tokens(i, scene))
    if phrase is not None and _crosses_number(phrase, group, i, scene):
        phrase = beside  # the tree reached across an earlier number
    found = None if phrase is None else named(phrase, scene, earlier, discourse, "subject")
    if found is None and phrase is not None and quantity.kind in ("percentage", "ratio"):
        return _share_beside(phrase, i, scene, earlier)
    return found


def _crosses_number(phrase: Phrase, group: tuple[int, int], i: int, scene: Scene) -> bool:
    """Does a subject reach into an earlier clause with a number (« 8 décès …, et le taux est de »)?"""
    head = scene.parse.tokens[phrase.head]
    goes_on = shares_subject(scene.parse, group[0], scene.document.lang)
    joined = not goes_on and any(t.pos == "CCONJ" for t in scene.parse.tokens[phrase.head : group[0]])

    def apart(start: int) -> bool:
        between = scene.parse.tokens[phrase.head : scene.parse.at(start)]
        return any(t.pos in ("PUNCT", "CCONJ") or is_finite(t) for t in between)

    return any(
        (phrase.start < q.start < phrase.end and apart(q.start)) or (joined and q.start <= head.start < q.end)
        for q in scene.quantities[:i]
    )


def _share_beside(phrase: Phrase, i: int, scene: Scene, earlier: tuple[Draft, ...]) -> Resolved | None:
    """« Deux tiers des doses ont été …, 22 % par … »: of what the share that is the subject is of."""
    head = scene.parse.tokens[phrase.head].start
    own = next((k for k, q in enumerate(scene.quantities[:i]) if q.number_start <= head < q.end), None)
    if own is None or earlier[own]["role"] != "share" or not earlier[own]["indicator"]:
        return None
    return Resolved(earlier[own]["indicator"], "share-of-before")


def _last_of_way(i: int, scene: Scene) -> int:
    """Of « réduit de 5 à 3 % la taxe » the second number, behind which the object stands."""
    link = scene.links[i + 1] if i + 1 < len(scene.links) else None
    return i + 1 if link is not None and link.head == i and link.kind in ("from-to", "change-to") else i


def _governs(number: int, scene: Scene) -> bool:
    """Is the number a verb that may have an object: "halved traffic", « a doublé les places »?"""
    tokens = scene.parse.tokens
    if number >= len(tokens) or tokens[number].pos != "VERB":
        return False
    return not is_participle(tokens[number]) or (number > 0 and has_auxiliary(scene.parse, number))


def again_counted(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« les services en gagnent 850 », "and injured 31": a bare number as object of its verb, of what was counted."""
    quantity, lang, tokens = scene.quantities[i], scene.document.lang, scene.parse.tokens
    if quantity.kind not in (None, "count") or quantity.form != "number" or names_noun(i, scene):
        return None
    number = number_token(i, scene)
    near = (*tokens[max(number - 4, 0) : number], *tokens[number + 1 : number + 3])
    taken_up = any(t.lower in words(lang, "of-it") and t.pos == "PRON" for t in near)
    group = verb_group(scene.parse, number, lang, floor_of(i, scene))
    bare = group is not None and not any(t.pos in ("ADP", "NOUN", "PROPN") for t in tokens[group[1] + 1 : number])
    behind = phrase_behind(i, scene)
    nested = scene.quantities[i + 1] if i + 1 < len(scene.quantities) else None
    if behind and nested is not None and behind == nested.unit_text:
        return Resolved(behind, "nested-count")  # « 14 des 52 permis contestés »
    if behind and earlier[-1].fields["role"].rule == "role-some-of" and not is_pronoun(behind, lang):
        some = some_of(i, scene)  # "three of the victims"
        behind = behind if some is None else span_text(scene, some.start, some.end)
        return Resolved(without_place(i, scene, behind), "nested-count")
    of_them = is_pronoun(behind, lang)  # « septante-deux d'entre elles »
    taken_up = taken_up or of_them or "rest-of" in quantity.rules
    if group is None or not bare or _measures(group, scene) or is_change(tokens[group[1]].lower, lang):
        if not taken_up:
            return None
    counts = [draft for draft in earlier[:-1] if draft.quantity.kind == "count" and draft.quantity.unit_text]
    counts = [draft for draft in counts if draft["role"] != "share"] or counts  # not the children among the killed
    said = counts[-1] if counts else next((d for d in reversed(discourse.previous) if d.quantity.kind == "count"), None)
    aims = group is not None and is_verb_of(scene.parse, group[1], lang, "aim")
    if said is None or (not counts and not taken_up and not aims):
        return None
    return Resolved(said["indicator"], "again-counted", ("indicator-carried",)) if said["indicator"] else None


def _measures(group: tuple[int, int], scene: Scene) -> bool:
    return is_verb_of(scene.parse, group[1], scene.document.lang, "measure")


def leading(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """No verb before the number: the noun phrase to its left (titles, asides, brackets)."""
    number, lang, link = number_token(i, scene), scene.document.lang, scene.links[i]
    if link is not None and link.kind != "bracket":
        return None
    phrase = leading_noun(scene.parse, number, lang, floor_of(i, scene), skipped_tokens(i, scene, places=True))
    if phrase is not None and scene.parse.tokens[phrase.head].lower in words(lang, "bound-of"):
        return None  # « Avec une hausse de près de N, les exportations … »
    if phrase is not None and scene.parse.tokens[phrase.head].lower in words(lang, "growth") and phrase.first > 0:
        if scene.parse.tokens[phrase.first - 1].pos == "ADP":  # « les importations de gaz en baisse de N »
            phrase = leading_noun(scene.parse, phrase.first - 1, lang, floor_of(i, scene)) or phrase
    if phrase is not None and scene.parse.tokens[phrase.head].lower in words(lang, "dimension-adjective"):
        return None  # « Haute de 62 mètres, la fusée … »
    of_sum = phrase is not None and 0 < phrase.first <= 2 and scene.parse.tokens[0].lower in words(lang, "of")
    if phrase is not None and of_sum and scene.parse.tokens[phrase.head].lower in words(lang, "total-noun"):
        return None  # « D'un montant de 250 euros, l'aide … »
    if phrase is not None and scene.parse.tokens[phrase.head].lower in words(lang, "generic"):
        phrase = leading_noun(scene.parse, phrase.first, lang, floor_of(i, scene)) or phrase
    found = None if phrase is None else named(phrase, scene, earlier, discourse, "leading-noun")
    if found is not None and found.value.lower() in words(lang, "bound-of") | words(lang, "growth"):
        return None  # « Avec un recul de plus de 3 %, la production … », "After falls of 3%, output …"
    return found


def following(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """Nothing to the left: the subject that comes behind (« Covering 1,250 acres, the pilot zone has … »)."""
    link = scene.links[i]
    if i > 0 or (link is not None and link.kind not in ("change-to", "after")) or names_noun(i, scene):
        return None
    phrase = following_subject(scene.parse, number_token(i, scene), scene.document.lang)
    if phrase is None or scene.parse.tokens[phrase.head].pos == "PRON":
        return None
    return named(phrase, scene, earlier, discourse, "following-subject")

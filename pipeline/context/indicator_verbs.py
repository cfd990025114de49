"""Indicator rules that ask for the clause: the subject or object of the verb that governs the number."""

from __future__ import annotations

from pipeline.context.anaphora import last_indicator, named
from pipeline.context.positions import floor_of, names_noun, number_token, skipped_tokens, without_place
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.subjects import (
    following_subject,
    leading_noun,
    object_after,
    object_between,
    subject_left,
    subject_of,
)
from pipeline.context.verb_groups import is_passive, is_verb_of, verb_group
from pipeline.context.whole import is_pronoun, one_in_noun, phrase_behind
from pipeline.linguistics.phrases import is_finite, is_participle, words


def share_subject(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« 43 % des entreprises anticipent », "three quarters of the funds go": the subject is both part and whole."""
    quantity = scene.quantities[i]
    if quantity.kind not in ("percentage", "ratio") or earlier[-1]["role"] != "share":
        return None
    number, lang = number_token(i, scene), scene.document.lang
    group = verb_group(scene.parse, number, scene.document.lang)
    if quantity.form == "one-in-n" and any(draft.quantity.form == "one-in-n" for draft in earlier[:-1]):
        group = None
    agent = number > 0 and scene.parse.tokens[number - 1].lower in words(lang, "agent") and quantity.form == "one-in-n"
    aimed = group is not None and "VerbForm=Inf" in scene.parse.tokens[group[1]].morph and not _measures(group, scene)
    if group is not None and not agent and not aimed and not _clause_break(group[1], number, scene):
        return None
    noun = one_in_noun(i, scene)
    if noun:
        return Resolved(noun, "one-in-n")
    alike = [draft for draft in earlier[:-1] if draft.quantity.form == "one-in-n"]
    if quantity.form == "one-in-n" and alike:
        return Resolved(alike[-1]["whole"], "share-of-before")  # « …, le ministère vise une sur deux »
    behind = phrase_behind(i, scene)
    if behind and not is_pronoun(behind, lang):
        return Resolved(without_place(i, scene, behind), "share-of-subject")
    after = scene.parse.at(quantity.end)
    if after is not None and is_finite(scene.parse.tokens[after]):
        said = last_indicator(earlier[:-1], discourse)
        return Resolved(said, "share-of-before", ("indicator-carried",)) if said else None
    return None


def _clause_break(verb: int, number: int, scene: Scene) -> bool:
    """Is there a semicolon, a colon, or a coordination with a new clause between a verb and the number?"""
    tokens = scene.parse.tokens
    for k in range(verb + 1, number):
        if tokens[k].text in (";", ":"):
            return True
        relative = tokens[k].lower in words(scene.document.lang, "relative")
        if relative and any(is_finite(t) for t in tokens[number : number + 14]):
            return not any(is_finite(t) for t in tokens[k + 1 : number])
        if tokens[k].pos in ("CCONJ", "SCONJ") or tokens[k].text == ",":
            rest = tokens[k + 1 : number]
            if (
                not rest
                and tokens[k].pos == "CCONJ"
                and any(t.start == q.start and q.noun for q in scene.quantities for t in tokens[number : number + 1])
            ):
                return True  # « …, et un adolescent sur six fume »
            ahead = tokens[number : number + 14]
            if all(token.pos in ("ADV", "DET", "ADP") for token in rest) and any(is_finite(token) for token in ahead):
                return True
    return False


def of_verb(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """The subject of the verb that governs the number, or its object where the verb makes something change."""
    lang, number = scene.document.lang, number_token(i, scene)
    link, quantity = scene.links[i], scene.quantities[i]
    verbal = number < len(scene.parse.tokens) and scene.parse.tokens[number].pos == "VERB"
    if quantity.form == "factor" and verbal and not is_participle(scene.parse.tokens[number]):
        after = scene.parse.at(quantity.end)  # « doubler le nombre de places », « diviser par deux le nombre de tués »
        thing = object_after(scene.parse, after, lang) if after is not None else None
        if thing is not None:
            return named(thing, scene, earlier, discourse, "object")
    group = verb_group(scene.parse, number, lang, finite=link is not None and link.kind == "bracket")
    if group is None:
        return None
    if is_verb_of(scene.parse, group[1], lang, "causative") and not is_passive(group, scene.parse):
        after = scene.parse.at(scene.quantities[i].end)
        thing = object_between(scene.parse, group[1], number, lang) or (
            object_after(scene.parse, after, lang) if after is not None else None
        )
        if thing is not None:
            return named(thing, scene, earlier, discourse, "object")
    is_thing = quantity.kind == "measure" and quantity.unit_text.lower() in words(lang, "thing-unit")
    if is_thing and not _measures(group, scene):
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
    if phrase is not None and any(phrase.start < q.start < phrase.end for q in scene.quantities[:i]):
        phrase = beside  # the tree reached across an earlier number
    found = None if phrase is None else named(phrase, scene, earlier, discourse, "subject")
    if found is None or phrase is None or beside is None or phrase.head == beside.head or found.flags:
        return found
    return Resolved(found.value, found.rule, ("attachment-doubtful",))  # tree and word order disagree


def _measures(group: tuple[int, int], scene: Scene) -> bool:
    return is_verb_of(scene.parse, group[1], scene.document.lang, "measure")


def leading(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """No verb before the number: the noun phrase to its left (titles, asides, brackets)."""
    number, lang, link = number_token(i, scene), scene.document.lang, scene.links[i]
    if link is not None and link.kind != "bracket":
        return None
    phrase = leading_noun(scene.parse, number, lang, floor_of(i, scene), skipped_tokens(i, scene))
    if phrase is not None and scene.parse.tokens[phrase.head].lower in words(lang, "growth") and phrase.first > 0:
        if scene.parse.tokens[phrase.first - 1].pos == "ADP":  # « les importations de gaz en baisse de N »
            phrase = leading_noun(scene.parse, phrase.first - 1, lang, floor_of(i, scene)) or phrase
    if phrase is not None and scene.parse.tokens[phrase.head].lower in words(lang, "generic"):
        phrase = leading_noun(scene.parse, phrase.first, lang, floor_of(i, scene)) or phrase
    return None if phrase is None else named(phrase, scene, earlier, discourse, "leading-noun")


def following(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """Nothing to the left: the subject that comes behind (« Covering 1,250 acres, the pilot zone has … »)."""
    if i > 0 or scene.links[i] is not None or names_noun(i, scene):
        return None
    phrase = following_subject(scene.parse, number_token(i, scene), scene.document.lang)
    if phrase is None or scene.parse.tokens[phrase.head].pos == "PRON":
        return None
    return named(phrase, scene, earlier, discourse, "following-subject")

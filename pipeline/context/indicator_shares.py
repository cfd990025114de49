"""Indicator rules for shares: the things that a share is of, what it is made of, what is found in it."""

from __future__ import annotations

from pipeline.context.anaphora import named
from pipeline.context.antecedents import last_indicator
from pipeline.context.objects import object_between
from pipeline.context.positions import (
    floor_of,
    number_token,
    skipped_tokens,
    verb_behind,
    without_place,
)
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.share_phrases import attending, fronted_set, is_pronoun, one_in_noun, part_named, phrase_behind
from pipeline.context.subjects import leading_noun, subject_of
from pipeline.context.verb_groups import is_change, is_passive, is_verb_of, verb_group
from pipeline.context.wording import span_text
from pipeline.linguistics.counted import counted_phrase
from pipeline.linguistics.phrases import is_finite, words


def share_subject(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« 43 % des entreprises anticipent », "three quarters of the funds go": the subject is both part and whole."""
    quantity = scene.quantities[i]
    if quantity.kind not in ("percentage", "ratio") or earlier[-1]["role"] != "share":
        return None
    number, lang = number_token(i, scene), scene.document.lang
    part = part_named(i, scene)
    if part:
        return Resolved(part, "part-named")
    group = verb_group(scene.parse, number, lang)
    if quantity.form == "one-in-n" and any(draft.quantity.form == "one-in-n" for draft in earlier[:-1]):
        group = None
    within = _found_in(i, scene, earlier, discourse) if group is not None else None
    if within is not None:
        return within
    if group is not None and not _is_own_clause(i, group, scene):
        return None
    return _of_what(i, group, scene, earlier, discourse)


def _is_own_clause(i: int, group: tuple[int, int], scene: Scene) -> bool:
    """Does the share open a clause of its own, or stand as the aim or the agent of the verb before it?"""
    lang, number, quantity = scene.document.lang, number_token(i, scene), scene.quantities[i]
    verb = scene.parse.tokens[group[1]]
    agent = number > 0 and scene.parse.tokens[number - 1].lower in words(lang, "agent") and quantity.form == "one-in-n"
    aimed = "VerbForm=Inf" in verb.morph and not is_verb_of(scene.parse, group[1], lang, "measure")
    if aimed and is_change(verb.lower, lang):
        aimed = scene.parse.tokens[number - 1].pos != "ADP"  # "is set to rise from 0.73% of GDP": what rises
    if aimed and is_verb_of(scene.parse, group[1], lang, "causative"):
        aimed = object_between(scene.parse, group[1], number, lang) is None  # « porter la part à 45 % du mix »
    of_them = is_pronoun(phrase_behind(i, scene), lang) and verb_behind(i, scene)
    return agent or aimed or of_them or attending(i, scene) is not None or _clause_break(group[1], number, scene)


def _of_what(
    i: int, group: tuple[int, int] | None, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse
) -> Resolved | None:
    """The things that a share which opens its clause is of."""
    quantity, lang = scene.quantities[i], scene.document.lang
    noun = one_in_noun(i, scene)
    if noun:
        return Resolved(noun, "one-in-n")
    fronted = fronted_set(i, scene)
    if fronted:
        return Resolved(fronted, "share-of-subject")
    alike = [draft for draft in earlier[:-1] if draft.quantity.form == "one-in-n"]
    if quantity.form == "one-in-n" and alike:
        return Resolved(alike[-1]["whole"], "share-of-before")  # « …, le ministère vise une sur deux »
    again = same_whole(i, scene, earlier)
    if again:
        return Resolved(again, "share-of-before")
    behind = phrase_behind(i, scene)
    if behind and not is_pronoun(behind, lang):
        return Resolved(_made_of(i, scene) or without_place(i, scene, behind), "share-of-subject")
    if behind and verb_behind(i, scene):  # "41% of them skipped a holiday"
        spoken = [d["indicator"] for d in (*discourse.previous, *earlier[:-1]) if d.quantity.kind == "count"]
        them = spoken[-1] if spoken else last_indicator(earlier[:-1], discourse)
        return Resolved(them, "share-of-before", ("indicator-carried",)) if them else None
    after = scene.parse.at(quantity.end)
    with_what = attending(i, scene) is not None
    if with_what and group is not None and not any(draft["indicator"] for draft in earlier[:-1]):
        phrase = subject_of(scene.parse, group, lang, skipped_tokens(i, scene))
        return None if phrase is None else _as_share(named(phrase, scene, earlier, discourse, "subject"))
    if after is not None and (with_what or is_finite(scene.parse.tokens[after])):
        counts = [draft["indicator"] for draft in discourse.previous if draft.quantity.kind == "count"]
        said = counts[-1] if counts and len(earlier) == 1 else last_indicator(earlier[:-1], discourse)
        return Resolved(said, "share-of-before", ("indicator-carried",)) if said else None
    return None


def _made_of(i: int, scene: Scene) -> str:
    """"Half of the recovery consists of back wages", « … se compose de … »: the part is named behind the verb."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    at = scene.parse.at(scene.quantities[i].end) or 0
    verb = next((t.i for t in tokens[at : at + 12] if t.pos == "VERB"), None)
    if verb is None or not is_verb_of(scene.parse, verb, lang, "consist") or verb + 2 >= len(tokens):
        return ""
    k = verb + 1 + (tokens[verb + 1].pos in ("ADP", "PART"))
    k += tokens[k].pos == "ADP" and k + 1 < len(tokens)
    phrase = counted_phrase(scene.parse, k + (tokens[k].pos == "DET"), lang)
    return "" if phrase is None else span_text(scene, phrase.start, phrase.end)


def _as_share(found: Resolved | None) -> Resolved | None:
    return None if found is None else Resolved(found.value, "share-of-subject", found.flags)


def same_whole(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> str:
    """The whole that was spoken of, of which a share without noun is that opens a clause; "" where it is no such share.

    "43% of visitors are on holiday, and three in ten came to see friends".
    """
    quantity, after = scene.quantities[i], scene.parse.at(scene.quantities[i].end)
    if quantity.kind not in ("percentage", "ratio") or earlier[-1]["role"] != "share":
        return ""
    if after is None or not is_finite(scene.parse.tokens[after]) or one_in_noun(i, scene):
        return ""
    wholes = [draft["whole"] for draft in earlier[:-1] if draft["role"] == "share" and draft["whole"]]
    return wholes[-1] if wholes else ""


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
            bounds = words(scene.document.lang, "bound-of")
            small = all(t.pos in ("ADV", "DET", "ADP", "SCONJ") or t.lower in bounds for t in rest)
            if small and any(is_finite(token) for token in ahead):
                return True
    return False


def share_of_object(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« La Suisse importe 75 % de son énergie », "miss 10% of sessions": something is done to a share of things.

    Not « couvre 47 % de la production », where the subject is the share.
    """
    if scene.quantities[i].kind not in ("percentage", "ratio") or earlier[-1]["role"] != "share":
        return None
    lang, number = scene.document.lang, number_token(i, scene)
    group = verb_group(scene.parse, number, lang, floor_of(i, scene))
    if group is None or number - group[1] > 4:
        return None
    if any(t.pos == "ADP" for t in scene.parse.tokens[group[1] + 1 : number]):
        return None
    after = scene.parse.at(scene.quantities[i].end) or 0
    own = any(t.lower in words(lang, "possessive") for t in scene.parse.tokens[after + 1 : after + 2])
    measured = is_verb_of(scene.parse, group[1], lang, "measure")
    if measured or (is_verb_of(scene.parse, group[1], lang, "bear") and not own):
        return None  # "wind generated 28% of electricity": the subject is the share
    behind = "" if is_passive(group, scene.parse) else one_in_noun(i, scene) or phrase_behind(i, scene)
    if not behind or is_pronoun(behind, lang):
        return None
    return Resolved(without_place(i, scene, behind), "share-of-object")


def _found_in(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """"found violations in 79% of them", « a relevé des défauts dans 12 % des cas »: what is found there."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    k = number_token(i, scene) - 1
    while k > 1 and (tokens[k].pos == "ADV" or tokens[k].lower in words(lang, "bound-of")):
        k -= 1
    if k < 2 or tokens[k].lower not in words(lang, "set-within") or tokens[k - 1].dep != "object":
        return None
    phrase = leading_noun(scene.parse, k, lang, floor_of(i, scene))
    return None if phrase is None else named(phrase, scene, earlier, discourse, "object")

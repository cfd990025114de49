"""Indicator rules that ask for the clause: the subject or object of the verb that governs the number."""

from __future__ import annotations

from pipeline.context.anaphora import last_indicator, named
from pipeline.context.objects import object_after, object_between
from pipeline.context.positions import (
    floor_of,
    names_noun,
    number_token,
    skipped_tokens,
    verb_behind,
    without_place,
)
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.share_phrases import attending, fronted_set, is_pronoun, one_in_noun, part_named, phrase_behind
from pipeline.context.subjects import following_subject, leading_noun, subject_left, subject_of
from pipeline.context.verb_groups import has_auxiliary, is_change, is_passive, is_verb_of, shares_subject, verb_group
from pipeline.context.wording import span_text
from pipeline.linguistics.counted import counted_phrase
from pipeline.linguistics.phrases import Phrase, is_finite, is_participle, words


def share_subject(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« 43 % des entreprises anticipent », "three quarters of the funds go": the subject is both part and whole."""
    quantity = scene.quantities[i]
    if quantity.kind not in ("percentage", "ratio") or earlier[-1]["role"] != "share":
        return None
    number, lang = number_token(i, scene), scene.document.lang
    part = part_named(i, scene)
    if part:
        return Resolved(part, "part-named")
    group = verb_group(scene.parse, number, scene.document.lang)
    if quantity.form == "one-in-n" and any(draft.quantity.form == "one-in-n" for draft in earlier[:-1]):
        group = None
    agent = number > 0 and scene.parse.tokens[number - 1].lower in words(lang, "agent") and quantity.form == "one-in-n"
    aimed = group is not None and "VerbForm=Inf" in scene.parse.tokens[group[1]].morph and not _measures(group, scene)
    if aimed and group is not None and is_change(scene.parse.tokens[group[1]].lower, lang):
        aimed = scene.parse.tokens[number - 1].pos != "ADP"  # "is set to rise from 0.73% of GDP": what rises
    if aimed and group is not None and is_verb_of(scene.parse, group[1], lang, "causative"):
        aimed = object_between(scene.parse, group[1], number, lang) is None  # « porter la part à 45 % du mix »
    within = _found_in(i, scene, earlier, discourse) if group is not None else None
    if within is not None:
        return within
    of_them = is_pronoun(phrase_behind(i, scene), lang) and verb_behind(i, scene)
    with_what = attending(i, scene) is not None
    if group is not None and not (agent or aimed or of_them or with_what or _clause_break(group[1], number, scene)):
        return None
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
    if found is None or phrase is None or beside is None or phrase.head == beside.head or found.flags:
        return found
    return Resolved(found.value, found.rule, ("attachment-doubtful",))  # tree and word order disagree


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
    if _measures(group, scene) or (is_verb_of(scene.parse, group[1], lang, "bear") and not own):
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
        return Resolved(without_place(i, scene, behind), "nested-count")  # "three of the victims"
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

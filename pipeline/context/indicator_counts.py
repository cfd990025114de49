"""Indicator rules for things counted, unless the verb measures something else or the noun is none."""

from __future__ import annotations

from pipeline.context.anaphora import named
from pipeline.context.carriers import noun_before
from pipeline.context.objects import object_between
from pipeline.context.positions import floor_of, names_noun, number_token, skipped_tokens
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.subjects import subject_of
from pipeline.context.verb_groups import is_change, is_passive, is_verb_of, verb_group
from pipeline.context.wording import span_text, strip_head
from pipeline.linguistics.phrases import determiners, words
from pipeline.quantities.denominator_words import TIME_CODES


def counted(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """The things counted, unless the verb measures something else (« l'effectif moyen ne dépasse pas 12 élèves »)."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if quantity.kind != "count" or not quantity.unit_text or not names_noun(i, scene):
        return None
    number = number_token(i, scene)
    group = verb_group(scene.parse, number, lang, floor_of(i, scene))
    per_thing = any(part.split(" ", 1)[1] not in TIME_CODES for part in quantity.per.split(", ") if part)
    rated = per_thing or quantity.value != quantity.value.to_integral_value()
    unit_words = quantity.unit_text.lower().split()
    unit_like = unit_words[0] in words(lang, "unit-noun") and not words(lang, "of") & set(unit_words)
    if (
        group is not None
        and is_verb_of(scene.parse, group[1], lang, "causative")
        and not is_passive(group, scene.parse)
    ):
        thing = object_between(scene.parse, group[1], number, lang)
        link = scene.parse.tokens[number - 1].lower
        size = thing is not None and scene.parse.tokens[thing.head].lower in words(lang, "measured")
        to = link in words(lang, "to") or (size and link in words(lang, "by"))  # "cut its waiting list by 30 patients"
        opened = thing is not None and scene.parse.tokens[thing.first - 1].lower in determiners(lang)
        carried = is_verb_of(scene.parse, group[1], lang, "deliver") and not size  # "bring internet to 11,400 homes"
        if thing is not None and to and (opened or ("noun-last" in words(lang, "order") and not carried)):
            return named(thing, scene, earlier, discourse, "object")  # « portera la capacité à 48 000 places »
    if group is not None and _is_change_of_people(i, scene, earlier):
        phrase = subject_of(scene.parse, group, lang, skipped_tokens(i, scene))
        if phrase is not None:
            return named(phrase, scene, earlier, discourse, "subject")
    if _shares_passive(i, scene):
        return Resolved(earlier[i - 1]["indicator"], "counted-before")
    if group is not None and (rated or unit_like or number - group[1] <= 4):
        phrase = subject_of(scene.parse, group, lang, skipped_tokens(i, scene))
        head_at = None if phrase is None else scene.parse.tokens[phrase.head].start
        if any(q.start <= head_at < q.end for q in scene.quantities[:i] if head_at is not None):
            phrase = None  # « le bâtiment de quatre étages compte 12 unités »
        if phrase is not None and scene.parse.tokens[phrase.head].pos != "PRON":
            said = span_text(scene, phrase.start, phrase.end)
            head = scene.parse.tokens[phrase.head].lower
            measures = is_verb_of(scene.parse, group[1], lang, "measure") or (
                rated and is_change(scene.parse.tokens[group[1]].lower, lang)
            )
            brought = is_verb_of(scene.parse, group[1], lang, "causative") and is_passive(group, scene.parse)
            to = scene.parse.tokens[number - 1].lower in words(lang, "to") | words(lang, "at")
            if said and brought and to and number - group[1] <= 3:
                return Resolved(said, "measured-subject")  # « les suppressions ont été ramenées à 2 140 trains »
            what = head in words(lang, "measured")
            holds = what and is_verb_of(scene.parse, group[1], lang, "number")  # « l'effectif compte 2 486 postes »
            number_of = strip_head(said, lang, "number-of")
            moves = any(is_change(t.lower, lang) for t in scene.parse.tokens[group[0] : group[1] + 1])
            if (number_of != said or what) and moves:
                return Resolved(number_of, "measured-subject")  # « le nombre d'inscrits a crû de 1 205 personnes »
            if said and (unit_like or holds or (measures and (what or rated)) or (rated and what)):
                return Resolved(said, "measured-subject")
    return Resolved(quantity.unit_text, "counted-noun")


def _is_change_of_people(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> bool:
    """« cela constitue une hausse de 1 236 personnes »: so many more of whatever rose."""
    lang = scene.document.lang
    if earlier[-1]["role"] != "change" or scene.quantities[i].unit_text.lower() not in words(lang, "people"):
        return False
    phrase = noun_before(scene.parse, number_token(i, scene), lang, floor_of(i, scene))
    return phrase is not None and scene.parse.tokens[phrase.head].lower in words(lang, "growth")


def _shares_passive(i: int, scene: Scene) -> bool:
    """« 214 vols ont été annulés et 380 retardés »: what looks like a noun is a second participle."""
    if i == 0 or not names_noun(i - 1, scene) or " " in scene.quantities[i].unit_text:
        return False
    between = [t for t in scene.parse.tokens if scene.quantities[i - 1].end <= t.start < scene.quantities[i].start]
    if len(between) < 3 or between[-1].pos != "CCONJ" or between[0].pos != "AUX":
        return False
    return is_passive((between[0].i, between[-2].i), scene.parse)

"""Which numbers are a share of a whole: by « dont », by what follows, by a noun before, by the number before.

Each `by_…` function gives a Reading, or None where it is no share that it can see; role.py asks them in order.
"""

from __future__ import annotations

from pipeline.context.cues import TIMEOUT
from pipeline.context.role_words import (
    LONGEST_LABEL,
    Before,
    Reading,
    cues,
    is_of_norm,
    is_percent_of,
    last_match,
)
from pipeline.context.scene import Scene
from pipeline.context.share_phrases import attending, some_of
from pipeline.context.surroundings import Surroundings, look_around, strip_fillers
from pipeline.context.verb_groups import is_change, is_verb
from pipeline.linguistics.phrases import determiners, is_finite, words
from pipeline.model import Quantity, Role

_LONGEST_ELLIPSIS = 150  # characters


def by_part(i: int, scene: Scene, around: Surroundings) -> Reading | None:
    """« dont N », "including N", « N d'entre eux », « sur 257 familles, N »."""
    lang = scene.document.lang
    link = scene.links[i] if i < len(scene.links) else None
    cue = cues(lang, "part", shape=r"{}[\s,]*$").search(around.opening, timeout=TIMEOUT)
    after = cues(lang, "part-after", shape=r"^\s*(?:\p{L}+\s)?{}").match(around.right, timeout=TIMEOUT)
    after = after or cues(lang, "part-closing", shape=r"^\s*(?:\p{L}+\s)?{}\s*(?:[,.;)]|$)").match(around.right)
    if cue or after or (link and link.kind == "dont" and link.head is not None and around.link == ""):
        return Reading("share", 0, "role-part-of")
    if some_of(i, scene) is not None or _is_some_of_number(i, scene):
        return Reading("share", 0, "role-some-of")
    out_of = cues(lang, "out-of", shape=r"^{}$")
    if i and around.segment.rstrip().endswith(",") and len(around.segment) <= LONGEST_LABEL:
        opening = scene.folded(scene.sentence.start, scene.quantities[i - 1].start).lower()
        if out_of.match(strip_fillers(opening, lang).strip() or opening.strip(), timeout=TIMEOUT):
            return Reading("share", 0, "role-out-of")
    return None


def _is_some_of_number(i: int, scene: Scene) -> bool:
    """« 14 des 52 permis », "17 of the 60 restaurants": a bare number of a number of things."""
    quantity, lang = scene.quantities[i], scene.document.lang
    following = scene.quantities[i + 1] if i + 1 < len(scene.quantities) else None
    if following is None or quantity.end != quantity.number_end or following.kind != "count":
        return False
    between = scene.folded(quantity.end, following.start).lower().replace("'", "' ").split()
    of_words = words(lang, "of") | words(lang, "of-the")
    return bool(between) and between[0] in of_words and all(w in of_words | determiners(lang) for w in between[1:])


def _is_done_to_part(i: int, scene: Scene, around: Surroundings) -> bool:
    """"decided 412,000 applications, approving 71% and refusing 24%": what is done to how many of those counted."""
    tokens, lang = scene.parse.tokens, scene.document.lang
    k = scene.parse.at(scene.quantities[i].start)
    if not k or around.link or not any(q.kind == "count" for q in scene.quantities[:i]):
        return False
    verb = tokens[k - 1]
    ongoing = verb.pos == "VERB" and verb.lower.endswith(tuple(words(lang, "present-ending"))) and not is_finite(verb)
    return ongoing and not is_change(verb.lower, lang) and not is_verb(verb.lower, lang, "measure")


def by_share(i: int, scene: Scene, around: Surroundings, before: Before) -> Reading | None:
    """« 31 % des accidents », « représentant N % », « la part … s'élève à N % », « 2,3 % étaient positifs »."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if quantity.unit not in ("%", "‰"):
        return None
    if cues(lang, "represent", shape=r"{}(?:\s\p{L}+){0,3}$").search(around.clause, timeout=TIMEOUT):
        return Reading("share", 0, "role-represents")
    if is_of_norm(around, lang):
        return Reading("level", 0, "role-of-a-norm")
    if is_percent_of(around, lang):
        return Reading("share", 0, "role-percent-of")
    if _of_pronoun(quantity, scene):
        return Reading("share", 0, "role-part-of")
    said = around.clause if around.clause.strip() else around.label
    share = last_match(cues(lang, "share-noun", shape=r"{}(?!\s?-?points?)"), said)
    rate = last_match(cues(lang, "rate-noun"), said)
    if share and (not rate or share.start() > rate.start()):
        return Reading("share", 0, "role-share-noun")
    if rate:
        return Reading("level", 0, "role-rate")
    if around.link == "from" and i and before(i - 1).role == "share":
        return Reading("share", 0, "role-as-compared")
    if around.link == "" and cues(lang, "share-context", shape="{}$").search(around.segment, timeout=TIMEOUT):
        return Reading("share", 0, "role-share-context")
    if i and cues(lang, "namely", shape=r"{}$").search(around.segment, timeout=TIMEOUT):
        head = before(i - 1)
        role: Role = "change" if head.role == "change" else "share"
        return Reading(role, head.sign if role == "change" else 0, "role-namely")
    if i and around.segment.endswith("(") and scene.quantities[i - 1].kind == "count":
        if before(i - 1).role != "change":  # « 1 020 ont été hospitalisés (32 %) »
            return Reading("share", 0, "role-bracketed")
    if _is_done_to_part(i, scene, around):
        return Reading("share", 0, "role-part-of")
    if _is_subject(quantity, scene, around) or attending(i, scene) is not None:
        return Reading("share", 0, "role-percent-subject")
    return _by_ellipsis(i, scene, before)


def _is_subject(quantity: Quantity, scene: Scene, around: Surroundings) -> bool:
    """Is the percentage itself what the verb behind it speaks of?"""
    if around.link:
        return False
    if around.clause.strip() and not around.clause.rstrip().endswith((",", "«", '"')) and around.near.strip(" ,"):
        opening = scene.parse.at(scene.sentence.start)
        finite = any(
            token.pos in ("VERB", "AUX") for token in scene.parse.tokens[opening or 0 :] if token.end <= quantity.start
        )
        joined = cues(scene.document.lang, "and", shape=r"(?:^|,)\s*{}\s*$").search(around.near, timeout=TIMEOUT)
        if finite and not joined:
            return False  # but « … sont dégradés, et 30 % le seront »
    behind = scene.parse.at(quantity.end)
    if behind is None:
        return False
    near = (t for t in scene.parse.tokens[behind : behind + 3] if t.pos not in ("PRON", "DET", "ADV", "PART"))
    return next((t.pos in ("VERB", "AUX") for t in near), False)  # « 30 % ne le seront pas »


def by_bearer(quantity: Quantity, around: Surroundings, lang: str) -> Reading | None:
    """« financé à 70 % par l'État », « s'explique à 75 % par la météo », "70% owned by the state"."""
    kind = "borne-by" if around.link == "to" else "borne"
    borne = cues(lang, kind, shape=r"^\s*{}").match(around.right, timeout=TIMEOUT)
    return Reading("share", 0, "role-borne") if borne and quantity.unit == "%" else None


def _of_pronoun(quantity: Quantity, scene: Scene) -> bool:
    """« les hôtes suisses en ont généré 54 % »: of what the pronoun stands for."""
    pronoun = cues(scene.document.lang, "of-it")
    at = scene.parse.at(quantity.number_start)
    near = scene.parse.tokens[max(0, (at or 0) - 5) : at]
    tokens = scene.parse.tokens
    words = [
        t
        for t in near
        if pronoun.fullmatch(t.lower, timeout=TIMEOUT) and (t.pos in ("PRON", "ADV") or is_finite(tokens[t.i + 1]))
    ]
    return bool(words) and not any(t.text in ",;:(" for t in near if t.i > words[-1].i)


def _by_ellipsis(i: int, scene: Scene, before: Before) -> Reading | None:
    """« 71 % des capacités, l'éolien terrestre 19 % et l'éolien en mer 10 % »: without a verb, as the one before."""
    if i == 0:
        return None
    last = scene.quantities[i - 1]
    if last.unit != scene.quantities[i].unit and last.form != "fraction":
        return None
    if before(i - 1).role == "share" and _is_next_part(i, scene):
        return Reading("share", 0, "role-elliptic")
    start, end = scene.quantities[i - 1].end, scene.quantities[i].start
    between = [token for token in scene.parse.tokens if start <= token.start < end]
    verbs = any(token.pos in ("VERB", "AUX") and "VerbForm=Part" not in token.morph for token in between)
    pronoun = any(token.pos == "PRON" and token.dep == "subject" for token in between)  # "; elsewhere it is 50%"
    if (verbs and not pronoun) or end - start > _LONGEST_ELLIPSIS:
        return None
    head = before(i - 1)
    return Reading("share", 0, "role-elliptic") if head.role == "share" else None


def _is_next_part(i: int, scene: Scene) -> bool:
    """« 76 % des ménages déclarent une baisse, 19 % un maintien et 5 % une hausse »: the verb left out."""
    lang = scene.document.lang
    between = scene.folded(scene.quantities[i - 1].end, scene.quantities[i].start).lower().rstrip()
    opens = between.endswith(",") or cues(lang, "and", shape="{}$").search(between, timeout=TIMEOUT) is not None
    behind = scene.folded(scene.quantities[i].end, scene.sentence.end).lower()
    kinds = ("indefinite", "definite", "preposition", "borne-by")
    object_ = cues(lang, *kinds, shape=r"^\s{}").match(behind, timeout=TIMEOUT)
    return opens and object_ is not None and not is_percent_of(look_around(i, scene), lang)



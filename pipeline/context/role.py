"""What a number says of its indicator: a level, a change of it, or a share of a whole; and which way a change goes.

Ways in: `resolve_role` and `direction`. The rules look at the words around the number (languages/change_words.csv and
role_cues.csv): what links it to the words before (« de », "by", « à », "to"), and which of them it hangs on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.context.role_words import (
    LONGEST_LABEL,
    PERCENT_UNITS,
    Reading,
    by_compared_after,
    by_sign,
    by_subject,
    by_words_after,
    by_words_before,
    changes,
    cues,
    is_percent_of,
    last_match,
)
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.surroundings import Surroundings, look_around, strip_fillers
from pipeline.languages.compiled import compile_pattern
from pipeline.model import Quantity, Role

_Before = Callable[[int], Reading]  # the reading of an earlier number of the sentence
_YEAR = compile_pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLAUSE_END = compile_pattern(r"[.,;](?:\s|$)")
_LONGEST_ELLIPSIS = 150  # characters
# rules by which a number is the inflation or the growth itself, which « elle », "it" may then take up
_OF_GROWTH = frozenset(
    {"role-change-subject", "role-change-label", "role-as-compared", "role-of-pronoun", "role-of-list"}
)


def resolve_role(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """level, change or share: claims.md, point 20 and the columns' table. Never empty. A `Resolver`."""
    reading = _read(i, scene, _readings_before(i, scene, earlier), discourse.lead_in_role)
    if reading.rule == "role-bare-percentage" and _speaks_of_growth(i, scene, earlier, discourse):
        reading = Reading("change", 0, "role-of-pronoun")
    return Resolved(reading.role, reading.rule, ("role-guessed",) if reading.rule == "role-bare-percentage" else ())


def direction(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> int:
    """-1 for a fall, 1 for a rise, 0 where the number is no change, is a factor or has its sign printed (point 11)."""
    quantity = scene.quantities[i]
    if quantity.signed or quantity.form == "factor" or quantity.unit == "{x}":
        return 0
    reading = _read(i, scene, _readings_before(i, scene, earlier), "")
    return reading.sign if reading.role == "change" else 0


def _speaks_of_growth(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> bool:
    """"Excluding energy, it was 2.7 per cent": does a pronoun stand for the inflation or growth that was just given?"""
    quantity = scene.quantities[i]
    pronouns = cues(scene.document.lang, "it")
    subjects = [t for t in scene.parse.tokens if t.end <= quantity.start and t.dep == "subject"]
    if not subjects or not pronouns.fullmatch(subjects[-1].lower, timeout=TIMEOUT):
        return False
    given = [draft for draft in (*discourse.previous, *earlier[:i]) if draft.quantity.unit == quantity.unit]
    return bool(given) and given[-1]["role"] == "change" and given[-1].fields["role"].rule in _OF_GROWTH


def role_of_lead_in(scene: Scene) -> str:
    """"change" where a lead-in announces changes (« Évolution sur un an : », "change from the preceding quarter:")."""
    text = scene.folded(scene.sentence.start, scene.sentence.end).lower()
    noun = changes(scene.document.lang, "growth", shape=r"(?:^|,)\s*(?:\p{L}+\s){0,2}{}")
    return "change" if noun.search(text, timeout=TIMEOUT) else ""


def _readings_before(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> _Before:
    """What was read of the numbers before: from their drafts where there are some, else by reading them again."""
    if len(earlier) >= i and all(draft["role"] for draft in earlier[:i]):
        return lambda j: _of_draft(earlier[j])
    readings: list[Reading] = []
    for j in range(i):
        readings.append(_read(j, scene, readings.__getitem__, ""))
    return readings.__getitem__


def _of_draft(draft: Draft) -> Reading:
    role = draft.fields["role"]
    falls = draft.quantity.value < 0 and not draft.quantity.signed
    sign = 0 if role.value != "change" or draft.quantity.signed else -1 if falls else 1
    return Reading(cast(Role, role.value), sign, role.rule)


def _read(i: int, scene: Scene, before: _Before, lead_in_role: str) -> Reading:
    quantity, around = scene.quantities[i], look_around(i, scene)
    lang = scene.document.lang
    if quantity.form in ("one-in-n", "factor", "fraction"):
        return _read_ratio(i, scene, around)
    return (
        _by_coordination(i, scene, around, before)
        or _by_versus(i, scene, around, before, linked=False)
        or by_words_after(quantity, around, lang)
        or _by_part(i, scene, around)
        or _by_bracket(i, scene, around, before)
        or by_words_before(i, scene, around)
        or by_compared_after(quantity, around, lang)
        or _by_versus(i, scene, around, before, linked=True)
        or by_subject(i, scene, around)
        or by_sign(i, scene, around)
        or _by_list(i, scene, around, before)
        or _by_share(i, scene, around, before)
        or _by_default(quantity, around, lead_in_role)
    )


# --- fractions and factors --------------------------------------------------------------------------------------------


def _read_ratio(i: int, scene: Scene, around: Surroundings) -> Reading:
    quantity, lang = scene.quantities[i], scene.document.lang
    if quantity.form == "one-in-n":
        return Reading("share", 0, "role-one-in-n")
    if quantity.form == "factor" or quantity.unit == "{x}":
        return _read_factor(i, scene, around)
    path = cues(lang, "norm-path").pattern  # « la moitié de celle d'une année normale », "half of the usual level"
    if cues(lang, "norm", shape=rf"^\s*(?:{path}\s?){{0,6}}{{}}").match(around.right, timeout=TIMEOUT):
        return Reading("level", 0, "role-of-a-norm")
    changed = by_words_after(quantity, around, lang) or by_words_before(i, scene, around)
    return changed if changed and changed.role == "change" else Reading("share", 0, "role-fraction")


def _read_factor(i: int, scene: Scene, around: Surroundings) -> Reading:
    """A factor over time is a change; one between groups or against a norm is a level."""
    lang, quantity = scene.document.lang, scene.quantities[i]
    quote = scene.folded(quantity.start, quantity.end).lower()
    if not cues(lang, "times", "more").search(quote, timeout=TIMEOUT):  # « doublé », « divisé par deux », "threefold"
        return Reading("change", 0, "role-factor-verb")
    clause = _CLAUSE_END.split(around.right, maxsplit=1)[0]
    if not clause.strip(" )") and cues(lang, "more", shape="{}$").search(quote, timeout=TIMEOUT):
        if _compares_places(i, scene, around):
            return Reading("level", 0, "role-factor-of")  # « entre 35 en Suède et 118 en Italie, soit 3,4 fois plus »
        return Reading("change", 0, "role-factor-more")  # « soit cinq fois plus. »: than before
    dated = bool(_YEAR.search(clause) or cues(lang, "past").search(clause, timeout=TIMEOUT))
    dated = dated or any(p.use in ("comparison", "since") and p.start >= quantity.end for p in scene.periods)
    return Reading("change", 0, "role-factor-over-time") if dated else Reading("level", 0, "role-factor-of")


def _compares_places(i: int, scene: Scene, around: Surroundings) -> bool:
    """Were the two numbers before said of two places, or of two ends of a spread?"""
    if i < 2:
        return False
    if cues(scene.document.lang, "spread").search(around.clause, timeout=TIMEOUT):
        return True
    reach = ((scene.quantities[j].end, scene.quantities[j + 1].start) for j in (i - 2, i - 1))
    return all(any(start <= place.start < end for place in scene.places) for start, end in reach)


# --- what hangs on another number -------------------------------------------------------------------------------------


def _by_coordination(i: int, scene: Scene, around: Surroundings, before: _Before) -> Reading | None:
    """« de 3 % en 2024 et de 2 % », "a fall of 8,000 on the month and of 127,000": as the number before."""
    if i == 0:
        return None
    if around.link == "":
        return _by_part_coordination(i, scene, around, before)
    if around.link not in ("by", "of"):
        return None
    if around.segment.strip(" ,()") and not cues(scene.document.lang, "and", shape="{}$").search(around.segment):
        return None
    head = before(i - 1)
    return Reading("change", head.sign, "role-coordinated") if head.role == "change" else None


def _by_part_coordination(i: int, scene: Scene, around: Surroundings, before: _Before) -> Reading | None:
    """« dont 412 médecins et près de 1 350 infirmiers »: as the number before."""
    lang, quantities = scene.document.lang, scene.quantities
    head = before(i - 1)
    if head.rule == "role-as-compared" and quantities[i].unit == quantities[i - 1].unit:
        # « contre 0,6 % en Flandre et 0,9 % à Bruxelles »
        return head if cues(lang, "and", shape="{}$").search(around.segment, timeout=TIMEOUT) else None
    if not cues(lang, "and", shape=r"^\s*(?:{}|,)$").match(around.segment, timeout=TIMEOUT):
        return None
    return head if head.rule in ("role-part-of", "role-out-of") else None


def _by_list(i: int, scene: Scene, around: Surroundings, before: _Before) -> Reading | None:
    """« de 34,2 %, 28 % et 6,5 % », "by 0.9 per cent in 2025 and 2.7 per cent in 2026": as the number before.

    Only where nothing but dates and places stands between: no verb, no noun of its own.
    """
    link = scene.links[i] if i < len(scene.links) else None
    if i == 0 or around.link or (link is not None and link.kind not in ("list", "from-to")):
        return None
    this, last = scene.quantities[i], scene.quantities[i - 1]
    if this.kind != last.kind or this.unit != last.unit or is_percent_of(around, scene.document.lang):
        return None
    head = before(i - 1)
    if head.role != "change" or not _only_dates_between(last.end, this.start, scene):
        return None
    return Reading("change", head.sign, "role-of-list")


def _only_dates_between(start: int, end: int, scene: Scene) -> bool:
    named = [(m.start, m.end) for m in scene.periods] + [(m.start, m.end) for m in scene.places]
    text = scene.folded(start, end)
    if not cues(scene.document.lang, "and", shape=r"[,;]|\s{}\s").search(text.lower(), timeout=TIMEOUT):
        return False
    words = [token for token in scene.parse.tokens if start <= token.start < end]
    said = [t for t in words if not any(a <= t.start < b for a, b in named)]
    return not any(token.pos in ("NOUN", "PROPN", "VERB", "AUX", "PRON") or token.text in "()" for token in said)


def _by_versus(i: int, scene: Scene, around: Surroundings, before: _Before, *, linked: bool) -> Reading | None:
    """« contre 870 millions », « après +0,3 % », "compared with 3.4 percent": as the number it is set against.

    linked: where the cue does not stand directly before the number, but the link says so.
    """
    link = scene.links[i] if i < len(scene.links) else None
    if linked:
        versus = link is not None and link.kind in ("contre", "after")
    else:
        # "against a target of 2%": a goal or a forecast is one for what it is held against
        goal = cue_pattern("status_cues", scene.document.lang, **{"class": "noun"}).pattern
        cue = cues(scene.document.lang, "versus", shape=rf"{{}}(?:[\s,]*|\s(?:[\p{{L}}'-]+\s){{0,3}}{goal})$")
        versus = cue.search(around.segment, timeout=TIMEOUT) is not None
    if not versus:
        return None
    head = link.head if link and link.head is not None and link.head < i else _same_unit_before(i, scene)
    if head is None:
        return None
    reading = before(head)
    return Reading(reading.role, reading.sign, "role-as-compared")


def _same_unit_before(i: int, scene: Scene) -> int | None:
    """The nearest earlier number of the sentence with the same unit; failing that, the nearest of all."""
    unit = scene.quantities[i].unit
    same = [j for j in range(i) if not unit or scene.quantities[j].unit == unit]
    return same[-1] if same else (i - 1 if i else None)


def _by_bracket(i: int, scene: Scene, around: Surroundings, before: _Before) -> Reading | None:
    """"(0.03%)", « (8,7 millions d'hectares) » directly behind a number restate it; a sign speaks for itself."""
    quantity = scene.quantities[i]
    if i == 0 or quantity.signed or around.segment.strip() != "(":
        return None
    head = before(i - 1)
    return Reading(head.role, head.sign, "role-restated")


# --- the words beside the number --------------------------------------------------------------------------------------


def _by_part(i: int, scene: Scene, around: Surroundings) -> Reading | None:
    """« dont N », "including N", « N d'entre eux », « sur 257 familles, N »."""
    lang = scene.document.lang
    link = scene.links[i] if i < len(scene.links) else None
    cue = cues(lang, "part", shape=r"{}[\s,]*$").search(around.opening, timeout=TIMEOUT)
    after = cues(lang, "part-after", shape=r"^\s*(?:\p{L}+\s)?{}").match(around.right, timeout=TIMEOUT)
    if cue or after or (link and link.kind == "dont" and link.head is not None and around.link == ""):
        return Reading("share", 0, "role-part-of")
    out_of = cues(lang, "out-of", shape=r"^{}$")
    if i and around.segment.rstrip().endswith(",") and len(around.segment) <= LONGEST_LABEL:
        opening = scene.folded(scene.sentence.start, scene.quantities[i - 1].start).lower()
        if out_of.match(strip_fillers(opening, lang).strip() or opening.strip(), timeout=TIMEOUT):
            return Reading("share", 0, "role-out-of")
    return None


# --- the subject, the whole, the sign ---------------------------------------------------------------------------------


def _by_share(i: int, scene: Scene, around: Surroundings, before: _Before) -> Reading | None:
    """« 31 % des accidents », « représentant N % », « la part … s'élève à N % », « 2,3 % étaient positifs »."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if quantity.unit not in ("%", "‰"):
        return None
    if cues(lang, "represent", shape=r"{}(?:\s\p{L}+){0,3}$").search(around.clause, timeout=TIMEOUT):
        return Reading("share", 0, "role-represents")
    if is_percent_of(around, lang):
        return Reading("share", 0, "role-percent-of")
    share = last_match(cues(lang, "share-noun", shape=r"{}(?!\s?-?points?)"), around.clause)
    rate = last_match(cues(lang, "rate-noun"), around.clause)
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
    if _is_subject(quantity, scene, around):
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
        if finite:
            return False
    behind = scene.parse.at(quantity.end)
    return behind is not None and scene.parse.tokens[behind].pos in ("VERB", "AUX")


def _by_ellipsis(i: int, scene: Scene, before: _Before) -> Reading | None:
    """« 71 % des capacités, l'éolien terrestre 19 % et l'éolien en mer 10 % »: without a verb, as the one before."""
    if i == 0 or scene.quantities[i - 1].unit != scene.quantities[i].unit:
        return None
    start, end = scene.quantities[i - 1].end, scene.quantities[i].start
    between = [token for token in scene.parse.tokens if start <= token.start < end]
    verbs = any(token.pos in ("VERB", "AUX") and "VerbForm=Part" not in token.morph for token in between)
    pronoun = any(token.pos == "PRON" and token.dep == "subject" for token in between)  # "; elsewhere it is 50%"
    if (verbs and not pronoun) or end - start > _LONGEST_ELLIPSIS:
        return None
    head = before(i - 1)
    return Reading("share", 0, "role-elliptic") if head.role == "share" else None


def _by_default(quantity: Quantity, around: Surroundings, lead_in_role: str) -> Reading:
    if lead_in_role == "change" and (quantity.unit in PERCENT_UNITS or quantity.signed or not around.clause.strip()):
        return Reading("change", 0, "role-from-lead-in")
    return Reading("level", 0, "role-bare-percentage" if quantity.unit == "%" else "role-level")

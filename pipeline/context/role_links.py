"""The role of a number that hangs on another one: listed with it, set against it, or in a bracket behind it.

Each `by_…` function gives a Reading, or None where the number stands for itself; role.py asks them in order.
"""

from __future__ import annotations

from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.context.role_words import (
    PERCENT_UNITS,
    Before,
    Reading,
    by_verb_of_clause,
    cues,
    is_percent_of,
)
from pipeline.context.scene import Scene
from pipeline.context.surroundings import Surroundings
from pipeline.linguistics.phrases import is_finite

_OF_VERB = frozenset({"role-change-verb", "role-gapped"})


def by_coordination(i: int, scene: Scene, around: Surroundings, before: Before) -> Reading | None:
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


def _by_part_coordination(i: int, scene: Scene, around: Surroundings, before: Before) -> Reading | None:
    """« dont 412 médecins et près de 1 350 infirmiers »: as the number before."""
    lang, quantities = scene.document.lang, scene.quantities
    head = before(i - 1)
    if head.rule == "role-as-compared" and quantities[i].unit == quantities[i - 1].unit:
        # « contre 0,6 % en Flandre et 0,9 % à Bruxelles »
        return head if cues(lang, "and", shape="{}$").search(around.segment, timeout=TIMEOUT) else None
    joined = cues(lang, "and", shape=r"^\s*(?:{}|,)$").match(around.segment, timeout=TIMEOUT)
    if not joined and not _in_parallel(i, scene) and not _goes_on_parts(i, scene):
        return None
    return head if head.rule in ("role-part-of", "role-out-of") else None


def _goes_on_parts(i: int, scene: Scene) -> bool:
    """"222 of them in primary schools and 177 in post-primary schools": and opens another part."""
    last, this = scene.quantities[i - 1], scene.quantities[i]
    before = scene.folded(last.end, this.start).lower().rstrip()
    joined = cues(scene.document.lang, "and", shape=r"\s{}$").search(before, timeout=TIMEOUT)
    between = [t for t in scene.parse.tokens if last.end <= t.start < this.start]
    bare = this.end == this.number_end or last.unit_text == this.unit_text
    return bool(joined) and bare and not any(t.pos in ("VERB", "AUX") or t.text in ",;:(" for t in between)


def by_list(i: int, scene: Scene, around: Surroundings, before: Before) -> Reading | None:
    """« de 34,2 %, 28 % et 6,5 % », "by 0.9 per cent in 2025 and 2.7 per cent in 2026": as the number before.

    Only where nothing but dates and places stands between: no verb, no noun of its own.
    """
    link = scene.links[i] if i < len(scene.links) else None
    if i == 0 or around.link or (link is not None and link.kind not in ("list", "from-to")):
        return None
    this, last = scene.quantities[i], scene.quantities[i - 1]
    if this.kind != last.kind or this.unit != last.unit or is_percent_of(around, scene.document.lang):
        return None
    behind = scene.parse.at(this.end)
    if behind is not None and is_finite(scene.parse.tokens[behind]):
        return None  # "…, and 56% were women"
    head = before(i - 1)
    alike = _only_dates_between(last.end, this.start, scene) or _in_parallel(i, scene)
    if head.role != "change" or not (alike or (head.rule in _OF_VERB and _is_gapped(last.end, this.start, scene))):
        return None
    return Reading("change", head.sign, "role-gapped" if head.rule in _OF_VERB and not alike else "role-of-list")


def _is_gapped(start: int, end: int, scene: Scene) -> bool:
    """« la construction perd 1 300 postes, l'industrie 600 »: a subject of its own, and the same verb left out."""
    between = [t for t in scene.parse.tokens if start <= t.start < end]
    verb = any(t.pos in ("VERB", "AUX") for t in between)
    return not verb and bool(between) and between[-1].pos in ("NOUN", "PROPN") and ";" not in scene.folded(start, end)


def _only_dates_between(start: int, end: int, scene: Scene) -> bool:
    named = [(m.start, m.end) for m in scene.periods] + [(m.start, m.end) for m in scene.places]
    text = scene.folded(start, end)
    if not cues(scene.document.lang, "and", shape=r"[,;]|\s{}\s").search(text.lower(), timeout=TIMEOUT):
        return False
    words = [token for token in scene.parse.tokens if start <= token.start < end]
    said = [t for t in words if not any(a <= t.start < b for a, b in named)]
    return not any(token.pos in ("NOUN", "PROPN", "VERB", "AUX", "PRON") or token.text in "()" for token in said)


def _in_parallel(i: int, scene: Scene) -> bool:
    """"by 3.9% for homes and 4.4% for businesses": the same preposition behind both."""
    last, this, tokens = scene.quantities[i - 1], scene.quantities[i], scene.parse.tokens
    first, second = scene.parse.at(last.end), scene.parse.at(this.end)
    if first is None or second is None or tokens[first].start >= this.start:
        return False
    between = [t for t in tokens[first:] if t.end <= this.start]
    verb = any(t.pos in ("VERB", "AUX") and "VerbForm=Part" not in t.morph for t in between)
    return tokens[first].pos == "ADP" and tokens[first].lower == tokens[second].lower and not verb


def by_versus(i: int, scene: Scene, around: Surroundings, before: Before, *, linked: bool) -> Reading | None:
    """« contre 870 millions », « après +0,3 % », "compared with 3.4 percent": as the number it is set against.

    linked: where the cue does not stand directly before the number, but the link says so.
    """
    link = scene.links[i] if i < len(scene.links) else None
    if linked:
        versus = link is not None and link.kind in ("contre", "after")
    else:
        # "against a target of 2%": a goal or a forecast is one for what it is held against
        goal = cue_pattern("status_cues", scene.document.lang, **{"class": "noun"}).pattern
        goal = f"(?:{goal}|{cues(scene.document.lang, 'norm').pattern})"  # "against an EU average of 9.9%"
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


def _in_bracket_too(i: int, scene: Scene) -> bool:
    """Did the number before stand in a bracket of its own, with nothing but a noun behind it?"""
    between = scene.folded(scene.quantities[i - 1].end, scene.quantities[i].start)
    said = [t for t in scene.parse.tokens if scene.quantities[i - 1].end <= t.start < scene.quantities[i].start]
    return between.startswith(")") and between.count("(") == 1 and not any(t.pos in ("VERB", "AUX") for t in said)


def by_bracket(i: int, scene: Scene, around: Surroundings, before: Before) -> Reading | None:
    """"(0.03%)", « (8,7 millions d'hectares) » directly behind a number restate it; a sign speaks for itself."""
    quantity, lang = scene.quantities[i], scene.document.lang
    converted = i > 0 and around.segment.strip() == "(" and scene.quantities[i - 1].signed and quantity.signed
    if converted and quantity.kind == scene.quantities[i - 1].kind == "measure":
        return Reading(before(i - 1).role, 0, "role-restated")  # "minus 40 °F (minus 40 °C)"
    if quantity.signed or not around.segment.endswith("("):
        return None
    if i and around.segment.strip() == "(":
        head = before(i - 1)
        inside = around.right.split(")")[0]  # « baisse de 53 % (21 morts contre 45) »: how many, not by how many
        apart = quantity.kind != "percentage" and scene.quantities[i - 1].kind == "percentage"
        if apart and cues(lang, "versus").search(inside, timeout=TIMEOUT):
            return Reading("level", 0, "role-level")
        return Reading(head.role, head.sign, "role-restated")
    last = scene.quantities[i - 1] if i else None
    if last is not None and last.unit == quantity.unit and _in_bracket_too(i, scene):
        head = before(i - 1)
        return Reading(head.role, head.sign, "role-of-list")  # « des jouets (36 %) et des chaussures (22 %) »
    if quantity.unit not in PERCENT_UNITS or "," in around.segment or cues(lang, "rate-noun").search(around.clause):
        return None
    return by_verb_of_clause(around, lang)  # "grew fastest in Queensland (1.1 per cent)"



"""What the context says of a unit: whose points, which denominator stands in the subject or beside the clause.

Applied once role and indicator are known.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.context.scene import Draft, Scene
from pipeline.linguistics.phrases import is_finite, words
from pipeline.model import Quantity
from pipeline.quantities.denominator_words import TIME_CODES, is_spread
from pipeline.quantities.denominators import find_rates
from pipeline.quantities.units import find_unit

_FOLLOWERS = ("soit", "contre", "after", "list", "bracket", "from-to", "change-to")


def settle_unit(i: int, scene: Scene, drafts: tuple[Draft, ...]) -> Quantity:
    """Quantity `i` with points of a rate as `pp` and the denominators that stand outside its quote.

    drafts: those of the sentence up to and with this one, role and indicator resolved.
    """
    own = drafts[-1]
    quantity = _points(i, scene, drafts)
    if quantity.kind in ("percentage", "ratio", None):
        return quantity
    parts = [part for part in quantity.per.split(", ") if part]
    for part in (*_of_indicator(i, scene, own), *_of_clause(i, scene, own, bool(parts)), *_of_head(i, scene, drafts)):
        if part not in parts and not any(part.split(" ", 1)[1] == have.split(" ", 1)[1] for have in parts):
            parts.append(part)
    ordered = sorted(parts, key=lambda part: part.split(" ", 1)[1] in TIME_CODES)
    return replace(quantity, per=", ".join(ordered)) if ordered else quantity


def _points(i: int, scene: Scene, drafts: tuple[Draft, ...]) -> Quantity:
    """Points of a rate are percentage points; points of an index stay points (contract, 13)."""
    quantity, own = drafts[-1].quantity, drafts[-1]
    if quantity.unit != "{point}" or quantity.form == "mark" or not quantity.unit_text:
        return quantity
    lang, indicator = scene.document.lang, own["indicator"].lower()
    link = scene.links[i]
    if any(word in words(lang, "index") for word in indicator.replace("’", "'").split()):
        return quantity
    percentages = [d for d in drafts[:-1] if d.quantity.unit in ("%", "pp") and d["indicator"].lower() == indicator]
    linked = link is not None and link.head is not None and drafts[link.head].quantity.unit in ("%", "pp")
    ahead = i + 1 < len(scene.quantities) and scene.quantities[i + 1].unit == "%" and _goes_on(i + 1, scene)
    rate = any(word in words(lang, "rate") for word in indicator.replace("’", "'").split())
    if percentages or linked or ahead or rate:
        return replace(quantity, kind="percentage", unit="pp", rules=(*quantity.rules, "points-of-a-rate"))
    return quantity


def _goes_on(i: int, scene: Scene) -> bool:
    """Does quantity `i` say where a change led to: « se replie de 0,3 point, à 43,6 % »?"""
    link = scene.links[i]
    if link is not None and link.kind in ("change-to", "bracket"):
        return True
    between = scene.folded(scene.quantities[i - 1].end, scene.quantities[i].start).split()
    return bool(between) and between[-1].lower() in words(scene.document.lang, "to") | words(scene.document.lang, "at")


def _of_indicator(i: int, scene: Scene, own: Draft) -> list[str]:
    """« dépenses par habitant », « salaire horaire », « le litre de gazole »: said in the subject."""
    if own["role"] == "share" or scene.quantities[i].kind == "count":
        return []
    found = []
    indicator = " ".join(own["indicator"].replace("’", "'").lower().split())
    for rate in find_rates(scene.document, scene.sentence.start, scene.quantities[i].start):
        if " ".join(scene.folded(rate.start, rate.end).lower().split()) in indicator and indicator:
            found.extend(rate.per.split(", "))
    head = indicator.split()[0] if indicator else ""
    at = scene.folded(scene.sentence.start, scene.quantities[i].start).lower().find(head) if head else -1
    before = scene.folded(scene.sentence.start, scene.sentence.start + max(at, 0)).lower().split()
    links = words(scene.document.lang, "of")
    if len(before) >= 2 and before[-1] in links and before[-2] in words(scene.document.lang, "unit-head"):
        start = scene.sentence.start + scene.folded(scene.sentence.start, scene.sentence.end).lower().find(before[-2])
        unit = find_unit(scene.document, max(0, start - 1))
        if unit is not None and unit.kind == "measure":
            found.append(f"1 {unit.unit}")
    return found


def _of_clause(i: int, scene: Scene, own: Draft, has: bool) -> list[str]:
    """« Chaque mois, N personnes », "N yuan in investment each year", "an annual rate of N"."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if has or own["role"] != "level":
        return []
    stop = scene.quantities[i + 1].start if i + 1 < len(scene.quantities) else scene.sentence.end
    for rate in find_rates(scene.document, quantity.end, stop):
        opens = scene.folded(rate.start, rate.end).lower().split()
        adverbial = opens[0] in words(lang, "rate-opener") or opens[0].endswith("ly")
        if rate.kind == "time" and adverbial and _same_clause(quantity, rate.start, scene):
            return rate.per.split(", ")
    for rate in find_rates(scene.document, scene.sentence.start, quantity.start):
        words_of = scene.folded(rate.start, rate.end).lower().split()
        first = scene.folded(scene.sentence.start, rate.start).strip(" «\"'") == ""
        if rate.kind == "time" and first and words_of[0] in words(lang, "rate-opener"):
            return rate.per.split(", ")
        near = scene.folded(rate.end, quantity.start).lower().split()
        if rate.kind == "time" and len(near) <= 2 and words_of[0] in words(lang, "rate-opener"):
            return rate.per.split(", ")  # « transmettra chaque jour quelque 18 gigaoctets »
        if quantity.kind == "count" and len(near) <= 3 and near[:1] and near[0] in words(lang, "generic-alone"):
            return rate.per.split(", ")
    return []


def _same_clause(quantity: Quantity, rate_start: int, scene: Scene) -> bool:
    """Whether no other clause begins between a number and a rate: « 81 400 enfants ont été vaccinés | chaque jour ».

    The verb whose subject is counted may stand between; a relative clause, a second verb or a pause may not.
    """
    lang = scene.document.lang
    between = [t for t in scene.parse.tokens if quantity.end <= t.start < rate_start]
    if any(t.pos in ("PUNCT", "CCONJ", "SCONJ") or t.lower in words(lang, "relative") for t in between):
        return False
    verbs = [t for t in between if is_finite(t)]
    groups = sum(1 for k, t in enumerate(verbs) if k == 0 or t.i != verbs[k - 1].i + 1)
    if groups == 0:
        return True
    subject = quantity.kind in ("count", "measure") and not quantity.per and quantity.unit not in TIME_CODES
    return groups == 1 and subject


def _of_head(i: int, scene: Scene, drafts: tuple[Draft, ...]) -> list[str]:
    """A change or comparison of a price per litre is itself per litre, and so is its peak."""
    own = drafts[-1]
    link = scene.links[i]
    follows = link is not None and link.kind in _FOLLOWERS
    if own.quantity.per or not (own["role"] == "change" or follows or own.quantity.kind == "amount"):
        return []
    for draft in reversed(drafts[:-1]):
        if draft.quantity.unit == own.quantity.unit and draft["indicator"].lower() == own["indicator"].lower():
            parts = [part for part in draft.quantity.per.split(", ") if part]
            if link is not None and link.kind == "list":
                return [part for part in parts if not is_spread(part)]
            moved = own["role"] == "change" or follows
            return [part for part in parts if moved or part.split(" ", 1)[1] not in TIME_CODES]
    return []

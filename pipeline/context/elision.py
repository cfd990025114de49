"""Numbers whose unit is left out: « contre 13,6 en moyenne », « soit 70 pour 10 000 habitants », « s'établit à 400 ».

The quote stays what is written; the unit is that of the phrase which the number continues.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal

from pipeline.context.indicator import resolve_indicator
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.share_phrases import is_pronoun, phrase_behind, some_of
from pipeline.context.wording import span_text, strip_head
from pipeline.linguistics.counted import counted_phrase
from pipeline.linguistics.phrases import is_finite, words
from pipeline.model import Quantity
from pipeline.quantities.denominator_words import TIME_CODES, is_spread

_CARRIERS = ("contre", "after", "from-to", "list", "dont", "soit", "bracket", "representing")
TOO_LONG = 20  # a bare number this many times a length of time is none itself
_SCALES = (Decimal(10) ** 12, Decimal(10) ** 9, Decimal(10) ** 6)


def fill_elided(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Quantity:
    """Quantity `i` with its unit, if it was bare; the same quantity if it was not.

    earlier: complete drafts of the quantities before it. Flags `no-unit` where nothing in reach gives a unit.
    """
    quantity = scene.quantities[i]
    if quantity.kind == "count" and quantity.unit_text.lower() in words(scene.document.lang, "others"):
        counted = [d.quantity for d in (*discourse.previous, *earlier) if d.quantity.kind == "count"]
        return replace(quantity, unit_text=counted[-1].unit_text) if counted else quantity  # "and injured 12 others"
    money = _money_of_whole(i, scene, earlier)
    if money is not None:
        return _take(replace(quantity, end=quantity.number_end), money)
    if quantity.kind is not None:
        return _shared_denominator(i, scene)
    rest = _rest_of(i, scene, earlier) or _acting(i, scene, earlier, discourse)
    if rest is not None:
        return replace(quantity, kind="count", unit="1", unit_text=rest.unit_text, rules=(*quantity.rules, "rest-of"))
    some = some_of(i, scene)
    if some is not None:  # "three of the victims"
        return replace(quantity, kind="count", unit="1", unit_text=span_text(scene, some.start, some.end))
    donor = _from_next(i, scene) or _from_head(i, scene, earlier) or _from_comparison(i, scene, earlier, discourse)
    if donor is not None:
        return _take(quantity, donor)
    if _counts_people(i, scene):
        counted = [d.quantity for d in (*discourse.previous, *earlier) if d.quantity.kind == "count"]
        if counted:
            return replace(_take(quantity, counted[-1]), per=quantity.per)
        return replace(quantity, kind="count", unit="1", flags=(*quantity.flags, "no-unit"))
    money = _money(i, scene, earlier, discourse)
    if money is not None:
        return replace(_take(quantity, money), per=quantity.per)
    role = Resolved("change" if quantity.signed else "level", "elision")
    indicator = resolve_indicator(i, scene, (*earlier, Draft(quantity, {"role": role})), discourse)
    same = _of_same_indicator(indicator.value, scene.document.lang, earlier, discourse)
    if same is not None and not _is_too_long(quantity, same):
        return _take(quantity, same)
    if not indicator.value:
        return replace(quantity, kind="count", unit="1", flags=(*quantity.flags, "no-unit"))
    head = indicator.value.lower().replace("’", "'").split()
    spent = discourse.money if set(head) & words(scene.document.lang, "money-noun") else None
    if spent is not None and _ends_in_scale(i, scene):
        return replace(_take(quantity, spent), per=quantity.per)  # « les investissements atteignent 52 millions »
    if any(word in words(scene.document.lang, "index") for word in head):
        return replace(quantity, kind="measure", unit="{point}", rules=(*quantity.rules, "index"))
    unit_text = counted_part(indicator.value, scene)
    return replace(quantity, kind="count", unit="1", unit_text=unit_text, rules=(*quantity.rules, "count-of-subject"))


def _take(quantity: Quantity, donor: Quantity) -> Quantity:
    """The bare number with the unit of another; its own denominator, or the other's."""
    scaled = quantity
    scale = next((s for s in _SCALES if donor.value >= s), Decimal(1))
    mantissa = donor.value / scale
    broken = quantity.value != quantity.value.to_integral_value() and not quantity.per  # « Versailles 8,4 » of entries
    scalable = donor.kind in ("amount", "measure") or (donor.kind == "count" and broken)
    if scalable and scale > 1 and abs(quantity.value) <= min(mantissa * 10, Decimal(999)):
        scaled = replace(quantity, value=quantity.value * scale, flags=(*quantity.flags, "scale-suspect"))
    return replace(
        scaled,
        kind=donor.kind,
        unit=donor.unit,
        unit_text=donor.unit_text,
        per=quantity.per or ("" if is_spread(donor.per) else donor.per),
        rules=(*quantity.rules, "unit-carried"),
    )


def _rest_of(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> Quantity | None:
    """Of "the first 96 units …, the remaining 324 in 2030", "five counties grew; rents fell in two" the units."""
    lang, tokens, k = scene.document.lang, scene.parse.tokens, scene.parse.at(scene.quantities[i].start)
    counted = [draft.quantity for draft in earlier if draft.quantity.kind == "count" and draft.quantity.unit_text]
    if not counted or not k:
        return None
    before, after = tokens[k - 1].lower, tokens[k + 1] if k + 1 < len(tokens) else None
    ends = after is None or after.pos in ("PUNCT", "CCONJ")
    within = before in words(lang, "set-within") and ends and scene.quantities[i].value < counted[-1].value
    return counted[-1] if within or before in words(lang, "remaining") else None


def _acting(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Quantity | None:
    """Of "A further 27,900 were injured", « 380 ont été retardés » what was counted before, now the verb's subject."""
    lang, tokens, quantity = scene.document.lang, scene.parse.tokens, scene.quantities[i]
    k, at = scene.parse.at(quantity.end), scene.parse.at(quantity.start)
    if k is None or at is None or quantity.end != quantity.number_end:
        return None
    there = at > 1 and is_finite(tokens[at - 1]) and tokens[at - 2].lower in words(lang, "existing")
    small = ("DET", "ADJ", "ADV", "ADP", "NUM", "PUNCT")
    allowed = words(lang, "bound-of") | words(lang, "pronoun")
    alone = i == 0 and is_finite(tokens[k]) and all(t.pos in small or t.lower in allowed for t in tokens[:at])
    if not (there or alone):
        return None  # there: "in 2021 there were 538,300"
    counted = [d.quantity for d in (*discourse.previous, *earlier) if d.quantity.kind == "count"]
    return counted[-1] if counted and counted[-1].unit_text else None


def _from_next(i: int, scene: Scene) -> Quantity | None:
    """« de 6 000 à 5 000 euros », « diminue de 55 millions, à 1,6 milliard de francs »: it stands behind the second."""
    if i + 1 >= len(scene.quantities):
        return None
    link, donor = scene.links[i + 1], scene.quantities[i + 1]
    if link is None or donor.kind is None:
        return None
    reached = link.kind == "change-to" and link.head == i and donor.kind != "percentage"
    return donor if link.kind == "from-to" or reached else None


def _shared_denominator(i: int, scene: Scene) -> Quantity:
    """Of « EUR 712 … to EUR 647 per tonne » the first of a from-to pair shares the denominator of the second."""
    quantity = scene.quantities[i]
    if i + 1 < len(scene.quantities) and not quantity.per:
        link, second = scene.links[i + 1], scene.quantities[i + 1]
        # « relevé de 24 € à 224 € par élève », but in « de 117 € à 1 641 € par an » the fall is not per year
        spread = set(second.per.split()) & TIME_CODES
        along = link is not None and (link.kind == "from-to" or (link.kind == "change-to" and not spread))
        if along and second.per and second.unit == quantity.unit:
            return replace(quantity, per=second.per)
    link = scene.links[i]
    if link is not None and link.head is not None and link.kind in ("contre", "from-to") and not quantity.per:
        head = scene.quantities[link.head]
        if head.unit == quantity.unit and head.unit_text == quantity.unit_text and head.per:
            return replace(quantity, per=head.per)
    return quantity


def _from_head(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> Quantity | None:
    link, quantity = scene.links[i], scene.quantities[i]
    if link is None or link.head is None or link.kind not in _CARRIERS:
        return None
    head = earlier[link.head].quantity
    if head.kind == "ratio" or (head.kind == "percentage" and not _like_percentage(quantity)):
        counts = [draft.quantity for draft in earlier if draft.quantity.kind in ("count", "measure", "amount")]
        if not counts and link.kind == "list" and abs(quantity.value) <= 100 and _is_placed(quantity, scene):
            return head if head.kind == "percentage" else None
        return counts[-1] if counts else None
    return None if _is_too_long(quantity, head) else head


def _is_too_long(quantity: Quantity, donor: Quantity) -> bool:
    """Of "more than 18 weeks, while 3,400 waited over a year": the bare number is no length of time."""
    return donor.unit in TIME_CODES and abs(quantity.value) > TOO_LONG * abs(donor.value)


def _is_placed(quantity: Quantity, scene: Scene) -> bool:
    """« 98 % en Belgique et 65 en Allemagne »: a preposition and a name behind the bare number."""
    behind = scene.folded(quantity.end, min(quantity.end + 40, scene.sentence.end)).split()
    return len(behind) > 1 and behind[0].islower() and behind[1][0].isupper()


def _like_percentage(quantity: Quantity) -> bool:
    return abs(quantity.value) <= 100 and (quantity.value != quantity.value.to_integral_value() or quantity.signed)


def _from_comparison(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Quantity | None:
    """« soit 4 100 de plus », "10,000 fewer", « 72 d'entre elles »: of what was counted before."""
    named = phrase_behind(i, scene)
    of_them = bool(named) and is_pronoun(named, scene.document.lang)
    behind = (
        scene.folded(scene.quantities[i].end, min(scene.quantities[i].end + 12, scene.sentence.end)).lower().split()
    )
    compared = any(word.strip(",.;") in words(scene.document.lang, "comparative") for word in behind[:2])
    if not compared and not of_them:
        return None
    for draft in (*reversed(earlier), *reversed(discourse.previous)):
        if draft.quantity.kind in ("count", "amount", "measure"):
            return draft.quantity
    return None


def _counts_people(i: int, scene: Scene) -> bool:
    """« devrait en concerner 20 000 », "9 million will receive it": the verb says that no money is meant."""
    lang, quantity = scene.document.lang, scene.quantities[i]
    behind = scene.folded(quantity.end, min(quantity.end + 40, scene.sentence.end)).lower().split()[:3]
    before = scene.folded(max(scene.sentence.start, quantity.start - 30), quantity.start).lower().split()[-2:]
    return any(word.strip(",.;") in words(lang, "people-verb") for word in behind) or any(
        word in words(lang, "reaching-verb") for word in before
    )


def _money(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Quantity | None:
    """« un prêt de 67,2 milliards »: the currency spoken of, unless people or things are counted."""
    lang, quantity = scene.document.lang, scene.quantities[i]
    if not _ends_in_scale(i, scene):
        return None
    before = scene.folded(scene.sentence.start, quantity.start).lower()
    if any(f"{form} " in before for form in words(lang, "number-of")):
        return None
    for draft in (*reversed(earlier), *reversed(discourse.previous)):
        if draft.quantity.kind in ("count", "measure"):
            return None
        if draft.quantity.kind == "amount" and draft.quantity.value >= Decimal(10) ** 6:
            return draft.quantity
    return None


def _ends_in_scale(i: int, scene: Scene) -> bool:
    quantity = scene.quantities[i]
    last = scene.folded(quantity.number_start, quantity.number_end).lower().split()[-1:]
    return bool(last) and last[0] in words(scene.document.lang, "scale-noun")


def _money_of_whole(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> Quantity | None:
    """« un budget de 412 millions d'euros, dont 96 millions d'investissement »: money, not so many investments."""
    quantity, link, lang = scene.quantities[i], scene.links[i], scene.document.lang
    if quantity.kind != "count" or link is None or link.kind != "dont" or link.head is None:
        return None
    head = earlier[link.head].quantity
    behind = scene.folded(quantity.number_end, quantity.end).lower().replace("'", "' ").split()
    scaled = _ends_in_scale(i, scene) and head.kind == "amount"
    return head if scaled and behind[:1] and behind[0] in words(lang, "of") else None


def _of_same_indicator(indicator: str, lang: str, earlier: tuple[Draft, ...], discourse: Discourse) -> Quantity | None:
    """A level of the same indicator named before with a unit that is no percentage.

    For « effectif », « mortalité » and other measured quantities the head word is enough: what was counted before in
    such a quantity is what is counted now.
    """
    if not indicator:
        return None
    named = indicator.lower()
    head = _head_word(named, lang)
    for draft in (*reversed(earlier), *reversed(discourse.previous)):
        if draft.quantity.kind not in ("count", "amount", "measure"):
            continue
        before = draft["indicator"].lower()
        alike = before == named or (head in words(lang, "measured") and _head_word(before, lang) == head)
        if alike or head in words(lang, "average"):
            return draft.quantity
    return None


def _head_word(phrase: str, lang: str) -> str:
    pieces = phrase.replace("’", "'").split()
    if not pieces:
        return ""
    return pieces[0] if "noun-first" in words(lang, "order") else pieces[-1]


def counted_part(indicator: str, scene: Scene) -> str:
    """The part of a subject phrase that names the things counted: « passages aux urgences » → « passages »."""
    indicator = strip_head(indicator, scene.document.lang, "rate-of")  # "rate of burglaries", per 1,000 homes
    folded = scene.folded(scene.sentence.start, scene.sentence.end)
    at = folded.lower().find(" ".join(indicator.replace("’", "'").lower().split()))
    k = scene.parse.at(scene.sentence.start + at) if at >= 0 else None
    phrase = counted_phrase(scene.parse, k, scene.document.lang) if k is not None else None
    if phrase is not None and phrase.end <= scene.sentence.start + at + len(indicator):
        return unicodedata.normalize("NFC", " ".join(scene.document.text[phrase.start : phrase.end].split()))
    return indicator

"""What stands behind a unit: « d'aides », « pour la rénovation des écoles », "in grants"."""

from __future__ import annotations

from pipeline.context.scene import Scene
from pipeline.context.wording import span_text
from pipeline.linguistics.phrases import counted_phrase, is_participle, words
from pipeline.quantities.denominator_words import TIME_CODES


def content_of(i: int, scene: Scene) -> str:
    """The bare noun phrase behind the unit: « d'aides », « d'électricité décarbonée », "of canola".

    Where a denominator follows inside the quote, it stands between the two: « 19 grammes de CO2 par kilomètre ».
    """
    quantity, lang, tokens = scene.quantities[i], scene.document.lang, scene.parse.tokens
    if quantity.kind not in ("amount", "measure", "percentage"):
        return ""
    unit_at = (
        scene.document.text.find(quantity.unit_text, quantity.number_end, quantity.end) if quantity.unit_text else -1
    )
    behind_unit = unit_at + len(quantity.unit_text) if unit_at >= 0 else quantity.end
    k = scene.parse.at(behind_unit)
    if k is not None and tokens[k].lower in words(lang, "worth"):
        k += 1  # "€4 billion worth of beef"
    if k is None or k + 1 >= len(tokens) or tokens[k].lower not in words(lang, "of"):
        return _content_in(i, scene, k)
    phrase = counted_phrase(scene.parse, k, lang)
    if phrase is None or tokens[phrase.head].lower in words(lang, "provenance"):
        return ""  # « dont 879 MW d'origine hydraulique »
    last = phrase.last
    if (
        last + 2 < len(tokens)
        and tokens[last + 1].pos == "CCONJ"
        and (tokens[last + 2].pos == "ADJ" or is_participle(tokens[last + 2]))
        and not (last + 3 < len(tokens) and tokens[last + 3].pos in ("NUM", "DET"))  # « … et mobilisé 380 pompiers »
    ):
        last += 2  # « capacités solaires et éoliennes »
    return span_text(scene, phrase.start, tokens[last].end)


def _content_in(i: int, scene: Scene, k: int | None) -> str:
    """« N in grants », "5 per cent less rainfall": a bare noun behind in, or behind a comparative."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    if k is None or k + 1 >= len(tokens) or tokens[k].start > scene.quantities[i].end + 1:
        return ""
    compared = tokens[k].lower in words(lang, "comparative")
    quantity = scene.quantities[i]
    held = quantity.kind == "amount" or quantity.unit in TIME_CODES  # "$18 million in grants", "15 years in prison"
    in_words = words(lang, "content-in") if held else frozenset()
    if not compared and tokens[k].lower not in in_words:
        return ""
    noun = tokens[k + 1]
    if noun.lower in words(lang, "adverbial") or noun.pos not in ("NOUN", "ADJ"):
        return ""
    if any(m.start <= noun.end and noun.start < m.end for m in scene.periods):
        return ""
    phrase = counted_phrase(scene.parse, k + 1, lang)
    return "" if phrase is None else span_text(scene, phrase.start, phrase.end)


def purpose_of(i: int, scene: Scene, *, devoted: bool = False) -> str:
    """The phrase behind « pour », « dans », "for": what an amount is for; "" where there is none.

    devoted: the verb is one of devoting (« consacrer N à X », "devote N to X").
    """
    lang, tokens = scene.document.lang, scene.parse.tokens
    k = scene.parse.at(scene.quantities[i].end)
    if k is None:
        return ""
    end = scene.quantities[i].end
    k = _skip_denominator(k, scene)
    links = words(lang, "purpose") | (words(lang, "devote-to") if devoted else frozenset())
    if k + 1 >= len(tokens) or tokens[k].lower not in links or tokens[k].start > end + 40:
        return ""
    first = k + 1
    while first < len(tokens) and tokens[first].pos in ("DET", "ADP"):
        first += 1
    served = scene.quantities[i + 1] if i + 1 < len(scene.quantities) else None
    if first < len(tokens) and served is not None and served.start == tokens[first].start and served.kind == "count":
        return served.unit_text  # "$3.4 million to 18 community clinics"
    if first >= len(tokens) or tokens[first].pos not in ("NOUN", "ADJ", "PROPN"):
        return ""
    phrase = counted_phrase(scene.parse, first, lang)
    if phrase is None or tokens[first].lower in words(lang, "adverbial"):
        return ""
    if any(m.start < phrase.end and tokens[k].start < m.end for m in scene.places):
        return ""
    if any(m.start < phrase.end and tokens[k].start < m.end for m in scene.periods):
        return ""
    last = phrase.last
    while last + 2 < len(tokens) and tokens[last + 1].lower in words(lang, "of") | words(lang, "of-the"):
        more = counted_phrase(scene.parse, last + 2 + (tokens[last + 2].pos == "DET"), lang)
        if more is None:
            break
        last = more.last
    return span_text(scene, tokens[first].start, tokens[last].end)


def devoted_to(i: int, scene: Scene) -> str:
    """What a share is devoted to: « consacrent un tiers du revenu au logement », "spend 14% of it on transport"."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    first, stop = scene.parse.at(scene.quantities[i].end), scene.sentence.end
    if i + 1 < len(scene.quantities):
        stop = scene.quantities[i + 1].start
    if first is None or tokens[first].lower not in words(lang, "of") | words(lang, "of-the"):
        return ""
    for k in range(first + 1, min(first + 10, len(tokens) - 1)):
        if tokens[k].start >= stop or tokens[k].pos in ("PUNCT", "VERB", "AUX", "CCONJ"):
            return ""
        if tokens[k].lower in words(lang, "devote-to"):
            noun = k + 1 + (tokens[k + 1].pos == "DET")
            if tokens[noun].lower in words(lang, "adverbial"):
                return ""
            phrase = counted_phrase(scene.parse, noun, lang)
            return "" if phrase is None else span_text(scene, phrase.start, phrase.end)
    return ""


def _skip_denominator(k: int, scene: Scene) -> int:
    """Past « sur cinq ans », "over four years": a period mention or a denominator directly behind the quote."""
    tokens = scene.parse.tokens
    for mention in scene.periods:
        if k < len(tokens) and mention.start <= tokens[k].end + 1 and mention.end > tokens[k].start:
            while k < len(tokens) and tokens[k].start < mention.end:
                k += 1
    return k

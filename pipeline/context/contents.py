"""What stands behind a unit: « d'aides », « pour la rénovation des écoles », "in grants"."""

from __future__ import annotations

from pipeline.context.scene import Scene
from pipeline.context.share_phrases import behind_bracket
from pipeline.context.verb_groups import is_change, is_past_participle, is_verb, is_verb_of
from pipeline.context.wording import span_text
from pipeline.linguistics.counted import counted_phrase
from pipeline.linguistics.phrases import determiners, is_finite, is_participle, words
from pipeline.quantities.denominator_words import TIME_CODES


def content_of(i: int, scene: Scene) -> str:
    """The bare noun phrase behind the unit: « d'aides », « d'électricité décarbonée », "of canola".

    Where a denominator follows inside the quote, it stands between the two: « 19 grammes de CO2 par kilomètre ».
    """
    quantity, lang, tokens = scene.quantities[i], scene.document.lang, scene.parse.tokens
    if quantity.kind not in ("amount", "measure", "percentage") and quantity.form != "fraction":
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
    if quantity.form == "fraction" and tokens[k + 1].pos != "NOUN":
        return ""  # « dont la moitié de longue durée »
    if tokens[k + 1].lower in words(lang, "dimension"):
        return ""  # « des navires de 400 mètres de long »
    phrase = counted_phrase(scene.parse, k, lang)
    if phrase is None or tokens[phrase.head].lower in words(lang, "provenance"):
        return ""  # « dont 879 MW d'origine hydraulique »
    return span_text(scene, phrase.start, tokens[_with_joined(phrase.last, scene)].end)


def _with_joined(last: int, scene: Scene) -> int:
    """The last token of what is joined by and: « capacités solaires et éoliennes », "loans and grants"."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    headline = scene.document.blocks[scene.sentence.block].kind in ("title", "heading")
    comma = headline and last + 2 < len(tokens) and tokens[last + 1].text == ","  # "in wages, damages for 127 workers"
    if last + 2 >= len(tokens) or not (tokens[last + 1].pos == "CCONJ" or comma):
        return last
    joined, after = tokens[last + 2], tokens[last + 3] if last + 3 < len(tokens) else None
    if joined.pos == "VERB" and joined.dep == "amod" and "noun-last" in words(lang, "order"):
        whole = counted_phrase(scene.parse, last + 2, lang)  # "back wages and liquidated damages"
        return last if whole is None else whole.last
    if joined.pos == "ADJ" or is_participle(joined):
        if after is None or after.pos not in ("NUM", "DET", "NOUN"):  # « … et mobilisé 380 pompiers »
            return last + 2
    phrase = counted_phrase(scene.parse, last + 2, lang) if joined.pos in ("NOUN", "ADJ") else None
    if phrase is None or joined.end > scene.sentence.end:
        return last
    after = tokens[phrase.last + 1] if phrase.last + 1 < len(tokens) else None
    own = after is not None and (is_finite(after) or after.pos in ("NUM", "SYM") or after.lower in determiners(lang))
    return last if own else phrase.last


def _content_in(i: int, scene: Scene, k: int | None) -> str:
    """« N in grants », "5 per cent less rainfall": a bare noun behind in, or behind a comparative."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    if k is None or k + 1 >= len(tokens) or tokens[k].start > scene.quantities[i].end + 1:
        return ""
    compared = tokens[k].lower in words(lang, "comparative") and tokens[k].pos != "ADP"  # "R8 billion above estimate"
    quantity = scene.quantities[i]
    held = quantity.kind == "amount" and not quantity.per  # "$18 million in grants"
    held = held or quantity.unit in TIME_CODES  # "15 years in prison"
    in_words = words(lang, "content-in") if held else frozenset()
    if not compared and tokens[k].lower not in in_words:
        return ""
    noun = tokens[k + 1]
    named = noun.pos in ("NOUN", "ADJ") or noun.dep == "amod"  # "in matching funds"
    if noun.lower in words(lang, "adverbial") or not named:
        return ""
    if any(m.start <= noun.end and noun.start < m.end for m in scene.periods):
        return ""
    phrase = counted_phrase(scene.parse, k + 1, lang)
    return "" if phrase is None else span_text(scene, phrase.start, tokens[_with_joined(phrase.last, scene)].end)


def purpose_of(i: int, scene: Scene, *, devoted: bool = False) -> str:
    """The phrase behind « pour », « dans », "for": what an amount is for; "" where there is none.

    devoted: the verb is one of devoting (« consacrer N à X », "devote N to X").
    """
    lang, tokens = scene.document.lang, scene.parse.tokens
    k = scene.parse.at(scene.quantities[i].end)
    if k is None:
        return ""
    k = behind_bracket(k, scene)
    end = max(scene.quantities[i].end, tokens[k].start - 1)
    k = _skip_denominator(k, scene)
    behind = _behind_verb(k, scene)
    if behind != k:
        devoted, k, end = devoted or is_verb_of(scene.parse, behind - 1, lang, "devote"), behind, tokens[behind].start
    links = words(lang, "purpose") | (words(lang, "devote-to") if devoted else frozenset())
    if k + 1 >= len(tokens) or tokens[k].start > end + 40:
        return ""
    k = _past_recipients(i, k, scene)
    acted = _object_of_act(k, scene)
    phrase_end = _purpose_phrase(k, scene)
    if acted or (tokens[k].lower not in links and phrase_end == k):
        return acted
    first = phrase_end + 1
    small = words(lang, "bound-of")
    while first < len(tokens) and (tokens[first].pos in ("DET", "ADP") or tokens[first].lower in small):
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
    last = _with_joined(phrase.last, scene)
    of_words = words(lang, "of") | words(lang, "of-the")
    while last + 3 < len(tokens):
        joined = tokens[last + 1].pos == "CCONJ"  # « les réseaux de transport et de distribution »
        if tokens[last + 1 + joined].lower not in of_words:
            break
        more = counted_phrase(scene.parse, last + 2 + joined + (tokens[last + 2 + joined].pos == "DET"), lang)
        if more is None:
            break
        last = more.last
    return span_text(scene, tokens[first].start, tokens[last].end)


def _purpose_phrase(k: int, scene: Scene) -> int:
    """The second token of « au titre du chômage », « en faveur de », "in support of" that opens at `k`; else `k`."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    if k + 3 >= len(tokens) or f"{tokens[k].lower} {tokens[k + 1].lower}" not in words(lang, "purpose-phrase"):
        return k
    return k + 1 if tokens[k + 2].lower in words(lang, "of") | words(lang, "of-the") else k


def _behind_verb(k: int, scene: Scene) -> int:
    """Past « seront consacrés », "is being set aside", « annoncés » behind the amount: what follows says for what."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    j = _past_aside(k, scene)
    while j < len(tokens) and tokens[j].pos in ("AUX", "ADV"):
        j += 1
    if j >= len(tokens) or not (is_past_participle(tokens[j], lang) or (j > k and tokens[j].pos == "ADJ")):
        return k
    j += 1
    while j < len(tokens) and tokens[j].lower in words(lang, "set-apart"):
        j += 1
    return j if j + 1 < len(tokens) else k


def _past_aside(k: int, scene: Scene) -> int:
    """Past ", a quarter of the budget, " right behind an amount; `k` where there is no aside."""
    tokens = scene.parse.tokens
    if tokens[k].text != ",":
        return k
    for j in range(k + 1, min(k + 14, len(tokens) - 1)):
        if tokens[j].text == ",":
            return j + 1 if tokens[j + 1].pos == "AUX" else k
        if is_finite(tokens[j]):
            return k
    return k


def _past_recipients(i: int, k: int, scene: Scene) -> int:
    """Past « aux communes », "to 18 clinics across the country" where « pour », "for" comes behind; else `k`."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    if tokens[k].lower not in words(lang, "to"):
        return k
    later = scene.quantities[i + 2].start if i + 2 < len(scene.quantities) else scene.sentence.end
    for j in range(k + 1, min(k + 14, len(tokens) - 2)):
        if tokens[j].start >= later or is_finite(tokens[j]) or tokens[j].pos in ("CCONJ", "SCONJ", "PRON"):
            return k
        if tokens[j].pos in ("PUNCT", "VERB") and not tokens[j].text.endswith("."):
            return k
        if tokens[j].pos == "ADP" and tokens[j].lower in words(lang, "purpose-of-act") - words(lang, "to"):
            return j
    return k


def _object_of_act(k: int, scene: Scene) -> str:
    """« pour soutenir les salles », "to upgrade 14 hospitals": the object of the act; "" where `k` opens none."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    if k + 3 >= len(tokens) or tokens[k].lower not in words(lang, "purpose-of-act"):
        return ""
    k += tokens[k + 1].lower in words(lang, "of")  # « afin de rénover »
    act = tokens[k + 1]
    ongoing = act.lower.endswith(tuple(words(lang, "present-ending"))) and "noun-last" in words(lang, "order")
    if act.pos != "VERB" or not ("VerbForm=Inf" in act.morph or ongoing) or is_change(act.lower, lang):
        return ""
    if is_verb(act.lower, lang, "measure") or is_verb(act.lower, lang, "offend"):
        return ""  # "added $4m to reach $30m", "fined $2m for polluting a river"
    first = k + 2
    if is_verb(act.lower, lang, "enable"):
        first = _act_enabled(k + 1, scene) + 1
    served = next((q for q in scene.quantities if q.start == tokens[first].start), None)
    if served is not None:
        return served.unit_text if served.kind == "count" else ""
    while first < len(tokens) and tokens[first].pos == "DET":
        first += 1
    verbal = first >= len(tokens) or "VerbForm=Inf" in tokens[first].morph
    phrase = None if verbal else counted_phrase(scene.parse, first, lang)
    spans = [*((m.start, m.end) for m in scene.places), *((m.start, m.end) for m in scene.periods)]
    if phrase is None or any(start < phrase.end and phrase.start < end for start, end in spans):
        return ""
    return span_text(scene, phrase.start, tokens[_with_joined(phrase.last, scene)].end)


def _act_enabled(k: int, scene: Scene) -> int:
    """Of « pour aider les communes à rénover … », "to help farmers replace …" the second verb; `k` where none is."""
    tokens = scene.parse.tokens
    for j in range(k + 2, min(k + 10, len(tokens) - 1)):
        if tokens[j].pos in ("PUNCT", "CCONJ", "SCONJ", "AUX") or is_finite(tokens[j]):
            return k
        if tokens[j].pos == "VERB" and "VerbForm=Inf" in tokens[j].morph:
            return j
    return k


def fronted_purpose(i: int, scene: Scene) -> str:
    """« Pour soutenir les salles, le CNC mobilisera 12 M€ »: the act that a sentence opens with."""
    tokens = scene.parse.tokens
    if i or not tokens or scene.document.folded[scene.sentence.start : scene.quantities[0].start].count(",") != 1:
        return ""
    return _object_of_act(0, scene)


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

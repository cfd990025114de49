"""Indicator rules that read the words around the number itself: its noun, its label, its bracket, its purpose."""

from __future__ import annotations

from pipeline.context.carriers import noun_before
from pipeline.context.contents import content_of, devoted_to, fronted_purpose, purpose_of
from pipeline.context.positions import floor_of, names_noun, number_token, skipped_tokens, without_place
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.share_phrases import is_pronoun, phrase_behind
from pipeline.context.subjects import leading_noun
from pipeline.context.verb_groups import is_change, is_verb_of, verb_group
from pipeline.context.wording import span_text, strip_head
from pipeline.linguistics.counted import counted_phrase
from pipeline.linguistics.phrases import Phrase, determiners, is_finite, left_edge, make_phrase, right_edge, words
from pipeline.quantities.denominator_words import TIME_CODES


def hyphened(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """Of « a 62-kilometre pipeline »: a measure that stands before its noun like an adjective."""
    quantity = scene.quantities[i]
    if quantity.kind != "measure":
        return None
    k = scene.parse.at(quantity.end)
    dimension = k is not None and scene.parse.tokens[k].lower in words(scene.document.lang, "dimension")
    before = number_token(i, scene) - 1
    if before > 1 and scene.parse.tokens[before].lower in words(scene.document.lang, "each"):
        before -= 1 + (scene.parse.tokens[before - 1].text == ",")  # "13 trams, each 45 metres long"
    if dimension and before >= 0 and scene.parse.tokens[before].pos == "NOUN":  # "with blades 128 meters long"
        phrase = leading_noun(scene.parse, before + 1, scene.document.lang, before)
        return None if phrase is None else Resolved(span_text(scene, phrase.start, phrase.end), "noun-of-dimension")
    if "-" not in scene.folded(quantity.number_end, quantity.end)[:1]:
        return None
    phrase = counted_phrase(scene.parse, k, scene.document.lang) if k is not None else None
    return None if phrase is None else Resolved(span_text(scene, phrase.start, phrase.end), "noun-behind-measure")


def carried_by_noun(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« un budget de N », « une hausse de N % des exportations », « X, de N, »."""
    quantity, lang = scene.quantities[i], scene.document.lang
    number = number_token(i, scene)
    phrase = noun_before(scene.parse, number, lang, floor_of(i, scene))
    if phrase is None:
        return _of_the_counted(i, scene, earlier, None)
    words_of = span_text(scene, phrase.start, phrase.end)
    if not words_of:
        return None
    bare = strip_head(strip_head(words_of, lang, "number-of"), lang, "goal")  # « un objectif de recyclage de N »
    head = scene.parse.tokens[phrase.head].lower
    if _is_circumstance(phrase, i, scene) or (earlier[-1]["role"] == "change" and _is_within(phrase, scene)):
        return None
    if quantity.kind == "measure" and content_of(i, scene) and head not in words(lang, "measured"):
        return None  # « la pose de 1 900 km de lignes »
    if quantity.kind == "count" and names_noun(i, scene):
        measures = head in words(lang, "measured") and not _is_generic(head, words_of, lang)
        return Resolved(bare, "noun-of-number") if measures else None
    if _is_generic(head, words_of, lang):
        return _of_the_counted(i, scene, earlier, phrase) or _for_a_total(i, scene, earlier, phrase)
    changing = earlier[-1]["role"] == "change" and head in words(lang, "change-noun")
    inner = _growing_behind(phrase, i, scene) if earlier[-1]["role"] == "change" else ""
    if inner:
        return Resolved(inner, "growth-behind")
    lost = earlier[-1]["role"] == "level" and head in words(lang, "result-noun")  # « les pertes du réseau, de 16 % »
    thing = bare if lost else strip_head(bare, lang, "change-noun" if changing else "growth")
    if thing != bare:
        return Resolved(thing, "growth-of")
    compound = phrase.first < phrase.head and scene.parse.tokens[phrase.head - 1].pos == "NOUN"
    if head in words(lang, "preposition-noun") and not compound:
        return None  # « à hauteur de N », "in terms of N"; not "prison terms of up to N"
    if changing or bare.lower() in words(lang, "growth") or head in words(lang, "growth"):
        behind = phrase_behind(i, scene, more=words(lang, "growth-of"))
        behind = without_place(i, scene, behind) if behind and not is_pronoun(behind, lang) else ""
        dates = {scene.document.text[m.start : m.end] for m in scene.periods}
        if behind and behind not in dates and behind not in {m.name for m in scene.places}:
            return Resolved(behind, "growth-behind")
        group = verb_group(scene.parse, number, lang)
        if group is not None and is_verb_of(scene.parse, group[1], lang, "project"):
            return Resolved(bare, "growth-projected")  # « prévoit une croissance de N », "projects growth of N"
        return None  # « soit une hausse de N »: of what is said before, or behind
    return Resolved(bare, "noun-of-number")


def _is_within(phrase: Phrase, scene: Scene) -> bool:
    """« en retrait de N »: of what is said before."""
    before = scene.parse.tokens[phrase.first - 1].lower if phrase.first else ""
    return before in words(scene.document.lang, "within") and phrase.first == phrase.last


def _growing_behind(phrase: Phrase, i: int, scene: Scene) -> str:
    """« le résultat du repli de N de l'indice des prix »: what grows or falls, behind the number."""
    lang = scene.document.lang
    if scene.parse.tokens[phrase.last].lower not in words(lang, "growth"):
        return ""
    inner = phrase_behind(i, scene)
    if not inner or is_pronoun(inner, lang) or inner in {m.name for m in scene.places}:
        return ""
    return without_place(i, scene, inner)


def _is_circumstance(phrase: Phrase, i: int, scene: Scene) -> bool:
    """« 0,3 % dans l'industrie, de 0,1 % dans … »: the noun says where the number before it holds."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    if i == 0 or phrase.last + 1 >= len(tokens) or tokens[phrase.last + 1].text != ",":
        return False
    k = phrase.first - 1
    while k >= 0 and tokens[k].lower in determiners(lang):
        k -= 1
    where = words(lang, "locative") | words(lang, "adjunct")
    return k == floor_of(i, scene) and tokens[k].lower in where


def _of_the_counted(i: int, scene: Scene, earlier: tuple[Draft, ...], total: Phrase | None) -> Resolved | None:
    """« deux projets d'un montant de N », "two projects worth N": the things counted right before.

    total: the noun of the sum (« montant »), if there is one.
    """
    lang, tokens = scene.document.lang, scene.parse.tokens
    if i == 0 or scene.quantities[i - 1].kind != "count" or not names_noun(i - 1, scene):
        return None
    last = number_token(i, scene) if total is None else total.first
    between = [t for t in tokens[:last] if t.start >= scene.quantities[i - 1].end]
    if total is None:
        priced = len(between) == 1 and between[0].lower in words(lang, "at") and scene.quantities[i].kind == "amount"
        opened = priced or (bool(between) and between[0].lower in words(lang, "worth"))  # "24 buses at $650,000 each"
    else:
        opened = bool(between) and all(t.lower in words(lang, "of") or t.pos in ("DET", "ADJ") for t in between)
    said = earlier[i - 1]["indicator"]
    return Resolved(said, "worth-of-counted") if opened and said else None


def _for_a_total(i: int, scene: Scene, earlier: tuple[Draft, ...], phrase: Phrase) -> Resolved | None:
    """« a commandé 42 avions pour un montant de N », "for a total of N": of what was counted, or of the object."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    before = phrase.first - 1
    while before >= 0 and tokens[before].pos == "DET":
        before -= 1
    if before < 0 or tokens[before].lower not in words(lang, "adjunct"):
        return None
    head = tokens[phrase.head].lower
    if head in words(lang, "threshold") and tokens[phrase.first - 1].lower in words(lang, "definite"):
        return None  # « versée dans la limite de N »: of what is paid
    if head in words(lang, "threshold") | words(lang, "goal"):
        return Resolved(span_text(scene, phrase.start, phrase.end), "noun-of-number")  # « pour un seuil de 40 µg »
    if i > 0 and not any(
        is_finite(t) for t in tokens if scene.quantities[i - 1].end <= t.start < scene.quantities[i].start
    ):
        return Resolved(earlier[i - 1]["indicator"], "total-of-head") if earlier[i - 1]["indicator"] else None
    thing = next((t for t in reversed(tokens[:before]) if t.dep == "object" and t.pos == "NOUN"), None)
    if thing is None:
        return None
    last = right_edge(scene.parse, thing.i, lang, stop=before)
    text = span_text(scene, tokens[left_edge(scene.parse, thing.i, lang)].start, tokens[last].end)
    return Resolved(text, "total-of-object") if text else None


def _is_generic(head: str, phrase: str, lang: str) -> bool:
    """« un total de », "an annual rate of", "the previous high of": words that name no thing of their own."""
    if head in words(lang, "threshold") and " " in phrase:
        return False  # « le seuil communautaire de N » is one of its own
    if head in words(lang, "generic"):
        return len(phrase.split()) < 3  # « un montant d'aides de N » names its thing
    first = phrase.lower().split()
    return head in words(lang, "generic-alone") and all(
        word in words(lang, "generic-alone") or word in words(lang, "rate-word") for word in first
    )


def purpose_or_content(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« 3 milliards d'euros d'aides », « 3 milliards pour la rénovation des écoles », "$2 billion in grants"."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if quantity.kind in ("percentage", "ratio") and earlier[-1]["role"] == "share":
        group = verb_group(scene.parse, number_token(i, scene), lang)
        if group is not None and is_verb_of(scene.parse, group[1], lang, "devote"):
            thing = devoted_to(i, scene)
            return Resolved(thing, "devoted-to") if thing else None
        return None
    if quantity.kind in (None, "count", "ratio") or quantity.form not in ("number", "range"):
        return None
    content = content_of(i, scene)
    if content and content.lower().split()[0] not in words(lang, "growth"):
        return Resolved(content, "content-of-unit")
    if quantity.kind == "measure" and quantity.unit in TIME_CODES:
        group = verb_group(scene.parse, number_token(i, scene), lang)
        if group is not None and is_verb_of(scene.parse, group[1], lang, "devote"):
            use = purpose_of(i, scene, devoted=True)  # « consacrent 3,4 heures par jour aux écrans »
            return Resolved(use, "devoted-to") if use else None
    if quantity.kind == "amount" and earlier[-1]["role"] != "change":
        number = number_token(i, scene)
        group = verb_group(scene.parse, number, scene.document.lang)
        measured = group is not None and (
            is_verb_of(scene.parse, group[1], lang, "measure")
            or is_verb_of(scene.parse, group[1], lang, "causative")
            or is_change(scene.parse.tokens[group[1]].lower, lang)
        )
        devoted = group is not None and is_verb_of(scene.parse, group[1], lang, "devote")
        purpose = "" if measured else purpose_of(i, scene, devoted=devoted) or fronted_purpose(i, scene)
        if purpose:
            return Resolved(purpose, "purpose")
    return None


_BEFORE_NOUN = frozenset({"amount", "measure", "percentage"})


def before_noun(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """Where adjectives come first: "our £65 million Restoration Fund", "a $385 million increase for the Institute"."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if "noun-last" not in words(lang, "order") or quantity.kind not in _BEFORE_NOUN or quantity.per:
        return None
    k = scene.parse.at(quantity.end)
    if k is None or scene.parse.tokens[k].start > quantity.end + 1:
        return None
    before = number_token(i, scene) - 1
    opened = before >= 0 and scene.parse.tokens[before].lower in determiners(lang)
    phrase = counted_phrase(
        scene.parse, k, lang, limit=min((m.start for m in scene.periods if m.start >= quantity.end), default=None)
    )
    headline = scene.document.blocks[scene.sentence.block].kind in ("title", "heading")
    if phrase is None and scene.parse.tokens[k].pos == "ADJ" and _ends_noun_phrase(k + 1, scene):
        phrase = make_phrase(scene.parse, k, k, k)  # "a £200 fine and six points", taken for an adjective
    if phrase is None or not (opened or headline) or scene.parse.tokens[k].pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    head = scene.parse.tokens[phrase.head].lower
    if quantity.kind == "percentage":
        articles = words(lang, "definite") | words(lang, "indefinite") | words(lang, "possessive")
        article = before >= 0 and scene.parse.tokens[before].lower in articles
        rated = head in words(lang, "rate") | words(lang, "generic-alone")
        if headline and phrase.head > phrase.first and scene.parse.tokens[phrase.head - 1].pos == "NOUN":
            rated = False  # "87.6% pass rate in 2025"
        if rated or not (article or headline) or earlier[-1]["role"] == "share":
            return None  # "a 2.6 percent annual rate", "a 22% share"
    if head in words(lang, "growth") | words(lang, "generic"):
        after = phrase.last + 1
        links = words(lang, "growth-of") | words(lang, "purpose") | words(lang, "of")
        if after + 1 < len(scene.parse.tokens) and scene.parse.tokens[after].lower in links:
            first = after + 1 + (scene.parse.tokens[after + 1].pos == "DET")
            thing = counted_phrase(scene.parse, first, lang)
            if thing is not None and not any(m.start < thing.end and thing.start < m.end for m in scene.periods):
                return Resolved(span_text(scene, thing.start, thing.end), "growth-behind")
        before_head = scene.parse.tokens[phrase.head - 1] if phrase.head > phrase.first else None
        if before_head is not None and before_head.pos == "NOUN":  # "a 3% pay rise"
            return Resolved(span_text(scene, phrase.start, before_head.end), "growth-compound")
        return None
    return Resolved(span_text(scene, phrase.start, phrase.end), "noun-behind-amount")


def _lasts(k: int, scene: Scene) -> bool:
    """"retain a monitor for 18 months", "agreed to monitoring for three years": what is had, and for how long."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    noun = tokens[k - 1]
    if tokens[k].lower not in words(lang, "lasting"):
        return False
    if noun.dep == "object":
        return is_verb_of(scene.parse, noun.head, lang, "provide")
    case = next((t for t in tokens[max(0, k - 5) : k - 1] if t.pos == "ADP" and t.head == noun.i), None)
    return case is not None and noun.dep == "oblique" and case.lower in words(lang, "to")


def _ends_noun_phrase(k: int, scene: Scene) -> bool:
    """Does no noun follow an adjective that ends right before token `k`?"""
    tokens = scene.parse.tokens
    return k >= len(tokens) or tokens[k].pos in ("CCONJ", "ADP", "PUNCT", "SCONJ") or is_finite(tokens[k])


def within(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« des transferts en moins de cinq secondes », "delivery within two days": the time of the thing before it."""
    quantity, lang, tokens = scene.quantities[i], scene.document.lang, scene.parse.tokens
    if quantity.kind != "measure" or quantity.unit not in TIME_CODES:
        return None
    k = number_token(i, scene) - 1
    while k > 0 and (tokens[k].pos == "ADV" or tokens[k].lower in words(lang, "bound-of") | words(lang, "of")):
        k -= 1
    if k < 1 or tokens[k - 1].pos != "NOUN" or not (tokens[k].lower in words(lang, "within") or _lasts(k, scene)):
        return None
    phrase = leading_noun(scene.parse, k, lang, floor_of(i, scene), skipped_tokens(i, scene))
    return None if phrase is None else Resolved(span_text(scene, phrase.start, phrase.end), "within-time")

"""The phrases by which a share says what it is of: « 46,4 % du PIB », "one in five children", "17 of the 60"."""

from __future__ import annotations

from pipeline.context.scene import Scene
from pipeline.context.verb_groups import is_past_participle, is_verb_of, verb_group
from pipeline.context.wording import span_text, strip_determiner
from pipeline.linguistics.counted import counted_phrase
from pipeline.linguistics.phrases import Phrase, determiners, is_finite, right_edge, words
from pipeline.model import Quantity


def phrase_behind(i: int, scene: Scene, *, more: frozenset[str] = frozenset()) -> str:
    """The noun phrase behind a share: « 46,4 % du PIB municipal » → "PIB municipal"; "" where there is none.

    more: link words besides of (« a rise of 6% in flights »).
    """
    tokens, lang = scene.parse.tokens, scene.document.lang
    k = scene.parse.at(scene.quantities[i].end)
    if k is None or tokens[k].start < scene.quantities[i].end:
        return ""
    k = behind_bracket(_behind_bound(k, scene), scene)
    while k < len(tokens) and tokens[k].pos == "ADV":
        k += 1
    links = words(lang, "of") | words(lang, "of-the") | words(lang, "part-of") | more
    if k + 1 >= len(tokens) or tokens[k].lower not in links:
        return ""
    k += 1
    first = k
    nested = next((q for q in scene.quantities[i + 1 :] if q.kind == "count" and q.unit_text), None)
    if nested is not None and nested.unit_text in scene.document.text[nested.start : nested.end]:
        before = [t for t in tokens[k:] if t.end <= nested.start]
        if (
            len(before) <= 4
            and all(t.pos in ("DET", "PROPN", "NOUN", "PART") for t in before)
            and (not before or before[-1].pos in ("DET", "PART"))
        ):
            return nested.unit_text  # « 20 % des 1,6 million de ménages », "38% of the university's 29,500 students"
    while k < len(tokens) and (tokens[k].lower in determiners(lang) or tokens[k].pos in ("ADJ", "DET")):
        if tokens[k].pos == "PRON" and tokens[k].lower in words(lang, "pronoun"):
            break  # "27% of these were urgent"
        k += 1
    if k >= len(tokens) or tokens[k].lower in words(lang, "comparative") | words(lang, "adverbial-prep"):
        return ""  # « 50 % d'ici 2030 »
    if tokens[k].pos == "PRON" or tokens[k].lower in words(lang, "pronoun"):
        return tokens[k].lower
    if tokens[k].pos == "NUM" and tokens[k].text.isdigit():
        return ""  # "growth of 3% in 2026"
    if tokens[k].lower in words(lang, "between") and k + 1 < len(tokens):
        return tokens[k + 1].lower  # « un quart d'entre eux »
    stop = next((q.start for q in scene.quantities[i + 1 :]), scene.sentence.end)
    inner = _nested_in(k, i, scene)
    if inner is not None:
        return span_text(scene, tokens[first].start, inner.end, keep_place=True)
    last = right_edge(scene.parse, k, lang, stop=scene.parse.at(stop))
    if scene.document.blocks[scene.sentence.block].kind in ("title", "heading"):
        last = min(last, _before_predicate(k, last, scene))
    last = min(last, _before_devoted(i, k, last, scene))
    last = next((j - 1 for j in range(k + 1, last + 1) if _is_verb_of_clause(j, scene)), last)
    doing = attending(i, scene)
    last = last if doing is None or doing <= k else min(last, doing - 1)
    if stop < scene.sentence.end:  # « 41 % des accidents et l'alcool dans 22 % »: another member of the list
        linked = tokens[(scene.parse.at(stop) or 1) - 1].pos == "ADP"  # « … in 18% of crashes and alcohol in 24% »
        both = (j for j in range(k, last) if tokens[j].pos == "CCONJ")
        cut = next((j for j in both if linked or tokens[j + 1].lower in determiners(lang)), None)
        last = last if cut is None else cut - 1
    return span_text(scene, tokens[first].start, tokens[last].end, keep_place=True)


def _nested_in(k: int, i: int, scene: Scene) -> Quantity | None:
    """Of "38% of seats at the country's 50 largest firms", « des emplois des 27 pays » the number inside the phrase."""
    tokens, lang = scene.parse.tokens, scene.document.lang
    inner = scene.quantities[i + 1] if i + 1 < len(scene.quantities) else None
    if inner is None or inner.kind != "count" or not inner.unit_text or inner.end <= inner.number_end:
        return None
    between = [t for t in tokens[k:] if t.start < inner.start]
    nominal = all(t.pos in ("NOUN", "PROPN", "ADJ", "ADP", "DET", "PART") for t in between)
    linked = nominal and len(between) > 1 and between[-1].pos in ("ADP", "DET", "PART")
    named = linked and any(t.lower in words(lang, "definite") | words(lang, "of-the") for t in between)
    return inner if named and len(between) <= 8 else None


def _is_verb_of_clause(j: int, scene: Scene) -> bool:
    """The verb that the model takes for a participle: "91.3% of candidates passed"; not « nouveau-nés »."""
    token = scene.parse.tokens[j]
    return token.pos == "VERB" and token.dep == "root" and scene.parse.tokens[j - 1].end < token.start


def attending(i: int, scene: Scene) -> int | None:
    """Of "…, with 72% of them achieving a pass", « …, 72 % obtenant le diplôme » the participle that says what of them.

    Only of a share that opens its own piece of the sentence.
    """
    lang, tokens = scene.document.lang, scene.parse.tokens
    at, after = scene.parse.at(scene.quantities[i].start), scene.parse.at(scene.quantities[i].end)
    before = -1 if at is None else at - 1
    while before > 0 and (tokens[before].lower in words(lang, "bound-of") or tokens[before].pos in ("ADV", "DET")):
        before -= 1
    if before < 1 or after is None or not (tokens[before].text == "," or tokens[before].lower in words(lang, "with")):
        return None
    endings = tuple(words(lang, "present-ending"))
    for j in range(after, min(after + 8, len(tokens))):
        if tokens[j].pos == "VERB" and tokens[j].lower.endswith(endings) and not is_finite(tokens[j]):
            return j if j == after or tokens[j].dep in ("acl", "advcl") else None
        if tokens[j].pos not in ("ADP", "DET", "ADJ", "NOUN", "PROPN", "PRON") or is_finite(tokens[j]):
            return None
    return None


def behind_bracket(k: int, scene: Scene) -> int:
    """The token behind a short bracket that opens at `k` or that `k` closes: « un quart (27 %) des enfants »."""
    tokens = scene.parse.tokens
    if tokens[k].text == "(":
        return next((j + 1 for j in range(k + 1, min(k + 8, len(tokens) - 1)) if tokens[j].text == ")"), k)
    return k + 1 if tokens[k].text == ")" and k + 1 < len(tokens) else k


def _before_predicate(first: int, last: int, scene: Scene) -> int:
    """Of the heading « 68 % des nouveau-nés protégés » the token before the participle, which says what of them."""
    tokens = scene.parse.tokens
    if any(is_finite(t) for t in tokens):
        return last
    lang = scene.document.lang
    apart = (k for k in range(first + 1, last + 1) if tokens[k - 1].end < tokens[k].start)  # « nouveau-nés »
    return next((k - 1 for k in apart if is_past_participle(tokens[k], lang) or _is_predicate(k, scene)), last)


def _is_predicate(k: int, scene: Scene) -> bool:
    """A participle that the model takes for an adjective, with a complement: « protégés en Bourgogne »."""
    tokens, lang = scene.parse.tokens, scene.document.lang
    if k + 1 >= len(tokens) or tokens[k + 1].lower not in words(lang, "participle-prep"):
        return False
    return tokens[k].pos == "ADJ" and tokens[k].lower.endswith(tuple(words(lang, "participle-ending")))


def _before_devoted(i: int, first: int, last: int, scene: Scene) -> int:
    """Of « consacrent un tiers du revenu au logement » the token before « au »; `last` where nothing is devoted."""
    lang, at = scene.document.lang, scene.parse.at(scene.quantities[i].start)
    group = None if at is None else verb_group(scene.parse, at, lang)
    if group is None or not is_verb_of(scene.parse, group[1], lang, "devote"):
        return last
    links = words(lang, "devote-to")
    return next((k - 1 for k in range(first + 1, last + 1) if scene.parse.tokens[k].lower in links), last)


def _behind_bound(k: int, scene: Scene) -> int:
    """The token behind « ou plus », "or more"; `k` where there is no such bound."""
    tokens, lang = scene.parse.tokens, scene.document.lang
    bounded = k + 1 < len(tokens) and tokens[k].pos == "CCONJ" and tokens[k + 1].lower in words(lang, "comparative")
    return k + 2 if bounded else k


def is_pronoun(phrase: str, lang: str) -> bool:
    """Is the phrase only a pronoun (« d'entre eux », "of them")?"""
    return phrase.lower().split()[-1:] != [] and phrase.lower().split()[-1] in words(lang, "pronoun")


def part_named(i: int, scene: Scene) -> str:
    """Of "19,500 vehicles, 14 percent of them heavy trucks" the part behind the pronoun; "" where none is named."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    k = scene.parse.at(scene.quantities[i].end)
    if k is None or not is_pronoun(phrase_behind(i, scene), lang):
        return ""
    them = next((j for j in range(k, min(k + 4, len(tokens))) if tokens[j].lower in words(lang, "pronoun")), None)
    if them is None or them + 1 >= len(tokens) or tokens[them + 1].pos not in ("NOUN", "ADJ"):
        return ""
    phrase = counted_phrase(scene.parse, them + 1, lang)
    if phrase is None or tokens[phrase.head].pos != "NOUN":
        return ""
    return span_text(scene, phrase.start, phrase.end)


def fronted_set(i: int, scene: Scene) -> str:
    """« Parmi les conducteurs dépistés, 4,6 % sont … », "Of the 90 sites inspected, 14 …": whom a share is of."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    at = scene.parse.at(scene.quantities[i].start)
    if not at or not tokens or tokens[0].lower not in words(lang, "out-of") or tokens[at - 1].text != ",":
        return ""
    if any(t.text in (";", ":") for t in tokens[:at]):
        return ""
    first = next((k for k in range(1, at) if tokens[k].pos not in ("DET", "NUM", "ADP")), at)
    counted = (q for q in scene.quantities[:i] if q.kind == "count" and q.start <= tokens[first].start < q.end)
    said = next((q.unit_text for q in counted), "")
    if said:
        return said
    if i or tokens[first].pos not in ("NOUN", "ADJ", "PROPN"):
        return ""
    last = right_edge(scene.parse, first, lang, stop=at - 1)
    return span_text(scene, tokens[first].start, tokens[last].end, keep_place=True)


def some_of(i: int, scene: Scene) -> Phrase | None:
    """Of "three of the victims", « 14 des permis » the things, behind a bare number; None where none are."""
    quantity, lang, tokens = scene.quantities[i], scene.document.lang, scene.parse.tokens
    k = scene.parse.at(quantity.end)
    if quantity.kind not in (None, "count") or quantity.end != quantity.number_end or k is None or k + 2 >= len(tokens):
        return None
    closed = words(lang, "definite") | words(lang, "possessive") | words(lang, "demonstrative")
    if tokens[k].lower in words(lang, "of") and tokens[k + 1].lower in closed:
        k += 1
    elif tokens[k].lower not in words(lang, "plural-article"):
        return None
    k += 1 + (tokens[k + 1].pos == "NUM" and tokens[k + 1].text.isalpha())  # "two of the three bidders"
    return counted_phrase(scene.parse, k, lang)


def one_in_noun(i: int, scene: Scene) -> str:
    """The noun of one-in-N, between (« un Français sur cinq ») or behind ("one in five children"); "" if neither."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if quantity.form != "one-in-n":
        return ""
    if quantity.noun:
        return strip_determiner(" ".join(quantity.noun.split()), lang)
    k = scene.parse.at(quantity.end)
    if k is not None and scene.parse.tokens[k].text == "(":
        k = behind_bracket(k, scene)  # "one in six (16%) businesses"
    elif k is None or scene.parse.tokens[k].start > quantity.end + 1:
        return ""
    if scene.parse.tokens[k].lower in words(lang, "of"):
        return ""
    phrase = counted_phrase(scene.parse, k, lang)
    return "" if phrase is None else span_text(scene, phrase.start, phrase.end, keep_place=True)

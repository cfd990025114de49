"""What a share is a share of."""

from __future__ import annotations

from functools import cache

from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.wording import span_text, strip_determiner
from pipeline.languages import rows
from pipeline.linguistics.phrases import counted_phrase, determiners, right_edge, words


def resolve_whole(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """The whole of a share: « du PIB », « des ménages », the noun of one-in-N, the head of « dont »; else empty."""
    own = earlier[-1]
    quantity, link, lang = scene.quantities[i], scene.links[i], scene.document.lang
    if own["role"] != "share":
        return Resolved("", "no-share")
    noun = one_in_noun(i, scene)
    if noun:
        return Resolved(noun, "one-in-n")
    behind = phrase_behind(i, scene) if quantity.kind in ("percentage", "ratio") else ""
    if behind and link is not None and link.kind == "dont" and _is_bare(i, scene):
        return Resolved(_head_indicator(i, scene, earlier, discourse), "part-of-head")
    if behind:
        if is_pronoun(behind, lang):
            return Resolved(_head_indicator(i, scene, earlier, discourse), "of-them", ("indicator-carried",))
        return Resolved(behind, "of-phrase")
    if link is not None and link.kind == "dont":
        return Resolved(_head_indicator(i, scene, earlier, discourse), "part-of-head")
    if link is not None and link.kind in ("list", "from-to", "contre", "after") and link.head is not None:
        return Resolved(earlier[link.head]["whole"], "as-head")
    inside = own["indicator"]
    part = _part_of(inside, lang)
    if part:
        return Resolved(part, "part-noun")
    if own.fields["indicator"].rule in (
        "share-of-subject",
        "phrase-behind",
        "counted-noun",
        "list-head",
        "share-of-before",
    ):
        return Resolved(inside, "own-noun")
    return Resolved("", "none", ("whole-unknown",))


def _is_bare(i: int, scene: Scene) -> bool:
    """« dont 48 % de femmes »: a bare noun is the part, not the whole."""
    tokens, lang = scene.parse.tokens, scene.document.lang
    k = scene.parse.at(scene.quantities[i].end)
    if k is None or k + 1 >= len(tokens) or "noun-last" in words(lang, "order"):
        return False
    return tokens[k].lower in words(lang, "of") and tokens[k + 1].lower not in determiners(lang)


def phrase_behind(i: int, scene: Scene, *, more: frozenset[str] = frozenset()) -> str:
    """The noun phrase behind a share: « 46,4 % du PIB municipal » → "PIB municipal"; "" where there is none.

    more: link words besides of (« a rise of 6% in flights »).
    """
    tokens, lang = scene.parse.tokens, scene.document.lang
    k = scene.parse.at(scene.quantities[i].end)
    if k is None or tokens[k].start < scene.quantities[i].end:
        return ""
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
        k += 1
    if k >= len(tokens) or tokens[k].lower in words(lang, "comparative"):
        return ""
    if tokens[k].pos == "PRON" or tokens[k].lower in words(lang, "pronoun"):
        return tokens[k].lower
    if tokens[k].pos == "NUM" and tokens[k].text.isdigit():
        return ""  # "growth of 3% in 2026"
    if tokens[k].lower in words(lang, "between") and k + 1 < len(tokens):
        return tokens[k + 1].lower  # « un quart d'entre eux »
    stop = next((q.start for q in scene.quantities[i + 1 :]), scene.sentence.end)
    last = right_edge(scene.parse, k, lang, stop=scene.parse.at(stop))
    if stop < scene.sentence.end:  # « 41 % des accidents et l'alcool dans 22 % »: another member of the list
        cut = next(
            (j for j in range(k, last) if tokens[j].pos == "CCONJ" and tokens[j + 1].lower in determiners(lang)), None
        )
        last = last if cut is None else cut - 1
    return span_text(scene, tokens[first].start, tokens[last].end, keep_place=True)


def is_pronoun(phrase: str, lang: str) -> bool:
    """Is the phrase only a pronoun (« d'entre eux », "of them")?"""
    return phrase.lower().split()[-1:] != [] and phrase.lower().split()[-1] in words(lang, "pronoun")


@cache
def _part_words(lang: str) -> tuple[str, ...]:
    return tuple(row["form"] for row in rows("grammar", lang) if row["class"] == "part-in")


def _part_of(indicator: str, lang: str) -> str:
    """« part des renouvelables dans la consommation d'électricité » → the phrase behind « dans »."""
    lowered = indicator.lower()
    if not any(lowered.startswith(form) for form in words(lang, "part-noun")):
        return ""
    for form in _part_words(lang):
        at = lowered.find(f" {form} ")
        if at >= 0:
            return strip_determiner(indicator[at + len(form) + 2 :], lang)
    return ""


def one_in_noun(i: int, scene: Scene) -> str:
    """The noun of one-in-N, between (« un Français sur cinq ») or behind ("one in five children"); "" if neither."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if quantity.form != "one-in-n":
        return ""
    if quantity.noun:
        return strip_determiner(" ".join(quantity.noun.split()), lang)
    k = scene.parse.at(quantity.end)
    if k is None or scene.parse.tokens[k].start > quantity.end + 1 or scene.parse.tokens[k].lower in words(lang, "of"):
        return ""
    phrase = counted_phrase(scene.parse, k, lang)
    return "" if phrase is None else span_text(scene, phrase.start, phrase.end, keep_place=True)


def _head_indicator(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> str:
    """The indicator of the claim that the quantity hangs on, in the sentence or the one before."""
    link = scene.links[i]
    if link is not None and link.head is not None:
        return earlier[link.head]["indicator"]
    if i > 0:
        return earlier[i - 1]["indicator"]
    return discourse.previous[-1]["indicator"] if discourse.previous else ""

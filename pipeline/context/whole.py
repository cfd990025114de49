"""What a share is a share of."""

from __future__ import annotations

from functools import cache

from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.share_phrases import fronted_set, is_pronoun, one_in_noun, phrase_behind
from pipeline.context.verb_groups import is_past_participle, verb_group
from pipeline.context.wording import strip_determiner
from pipeline.languages import rows
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.phrases import determiners, words


def resolve_whole(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """The whole of a share: « du PIB », « des ménages », the noun of one-in-N, the head of « dont »; else empty."""
    own = earlier[-1]
    quantity, link, lang = scene.quantities[i], scene.links[i], scene.document.lang
    if own["role"] != "share":
        return Resolved("", "no-share")
    noun = one_in_noun(i, scene)
    if noun:
        return Resolved(noun, "one-in-n")
    behind = phrase_behind(i, scene) if quantity.kind in ("percentage", "ratio") or own.quantity.kind == "count" else ""
    if quantity.kind == "count" and not is_pronoun(behind, lang):
        behind = ""  # « 72 d'entre elles », "27 of whom"; « 14 excès de vitesse » are no share of a speed
    if behind and link is not None and link.kind == "dont" and _is_bare(i, scene):
        return Resolved(_head_indicator(i, scene, earlier, discourse), "part-of-head")
    if behind:
        if is_pronoun(behind, lang):
            head = _head_indicator(i, scene, earlier, discourse) or own["indicator"]
            return Resolved(head, "of-them", ("indicator-carried",))
        return Resolved(behind, "of-phrase")
    if link is not None and link.kind == "dont":
        return Resolved(_head_indicator(i, scene, earlier, discourse), "part-of-head")
    if link is not None and link.head is not None and earlier[link.head]["whole"]:
        same = link.kind in ("bracket", "soit") and earlier[link.head]["indicator"] == own["indicator"]
        if same or link.kind in ("list", "from-to", "contre", "after"):  # same: "one in six (16%) businesses"
            return Resolved(earlier[link.head]["whole"], "as-head")
    fronted = fronted_set(i, scene) if quantity.kind in ("count", "percentage", "ratio") else ""
    if fronted:
        return Resolved(fronted, "of-fronted-set")
    inside = own["indicator"]
    part = _part_of(inside, lang)
    if part:
        return Resolved(part, "part-noun")
    shared = any(inside.lower().startswith(form) for form in words(lang, "part-noun"))
    if not shared and own.fields["indicator"].rule in (
        "share-of-subject",
        "phrase-behind",
        "counted-noun",
        "list-head",
        "share-of-before",
    ):
        return Resolved(inside, "own-noun")
    if not shared and (_done_to(i, scene) or own.fields["role"].rule in _OF_ITSELF):
        return Resolved(inside, "own-noun")
    return _from_others(i, scene, earlier, discourse)


def _from_others(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """The whole as the numbers before it tell it."""
    link, inside = scene.links[i], earlier[-1]["indicator"]
    said = earlier[link.head] if link is not None and link.head is not None and link.kind == "soit" else None
    if said is not None and said.quantity.kind == "count" and said["indicator"] == inside:
        return Resolved(inside, "part-of-head")  # "rejected 310, or 13%"
    if i and _of_which(i, scene) and earlier[i - 1]["indicator"]:
        return Resolved(earlier[i - 1]["indicator"], "part-of-head")  # "…, of which wheat would account for two-fifths"
    beside = _beside(i, scene, earlier, discourse)
    return Resolved(beside, "as-share-before") if beside else Resolved("", "none", ("whole-unknown",))


def _of_which(i: int, scene: Scene) -> bool:
    """Does « dont », "of which" stand between the quantity and the one before it?"""
    between = f" {scene.folded(scene.quantities[i - 1].end, scene.quantities[i].start).lower()} "
    return any(f" {row['form']} " in between for row in rows("links", scene.document.lang) if row["kind"] == "dont")


def _beside(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> str:
    """The whole of the share that a share stands beside (« le gaz fournit 78 % de l'électricité, le charbon un
    quart »): of the sentence, else of the sentence before where it speaks of the same; "" where there is none.
    """
    if scene.quantities[i].kind not in ("percentage", "ratio"):
        return ""
    here = [draft["whole"] for draft in earlier[:-1] if draft["role"] == "share" and draft["whole"]]
    said = earlier[-1]["indicator"]
    before = [d["whole"] for d in discourse.previous if d["role"] == "share" and d["indicator"] == said]
    if here or before:
        return (here or before)[-1]
    link = scene.links[i]
    if _takes_up(i, scene):  # « …, les secours à victimes en représentent 81 % »
        spoken = [draft["indicator"] for draft in (*discourse.previous, *earlier[:-1]) if draft["indicator"]]
        return spoken[-1] if spoken else ""
    if link is None or link.kind != "bracket":
        return ""
    counts = [draft["indicator"] for draft in earlier[:-1] if draft.quantity.kind == "count"]
    counts = [counted for counted in counts if counted and counted != said]  # "214 women (38%)" are no part of women
    return counts[-1] if counts else ""  # « 1 340 infractions, dont des excès de vitesse (62 %) »


def _done_to(i: int, scene: Scene) -> bool:
    """« sera financé à 60 % par l'État », "60% funded by": a share of what the verb is done to."""
    lang, at = scene.document.lang, scene.parse.at(scene.quantities[i].start)
    group = None if at is None else verb_group(scene.parse, at, lang)
    if group is None or at is None or not is_past_participle(scene.parse.tokens[group[1]], lang):
        return False
    between = scene.parse.tokens[group[1] + 1 : at]
    return bool(between) and between[0].lower in words(lang, "to") and not any(t.pos == "NOUN" for t in between)


def _takes_up(i: int, scene: Scene) -> bool:
    """Does « en » stand before the verb of the number: « en représentent 81 % »?"""
    tokens, lang = scene.parse.tokens, scene.document.lang
    at = scene.parse.at(scene.quantities[i].start)
    group = None if at is None else verb_group(scene.parse, at, lang)
    before = tokens[max(group[0] - 1, 0) : group[1] + 1] if group else ()
    return any(t.lower in words(lang, "of-it") and t.pos == "PRON" for t in before)


def _is_bare(i: int, scene: Scene) -> bool:
    """« dont 48 % de femmes »: a bare noun is the part, not the whole."""
    tokens, lang = scene.parse.tokens, scene.document.lang
    k = scene.parse.at(scene.quantities[i].end)
    if k is None or k + 1 >= len(tokens) or "noun-last" in words(lang, "order"):
        return False
    return tokens[k].lower in words(lang, "of") and tokens[k + 1].lower not in determiners(lang)


_OF_ITSELF = frozenset({"role-some-of", "role-borne", "role-out-of"})
_OWNER = compile_pattern(r"^[\p{L} -]+?(?:'s|s') ")


@cache
def _part_words(lang: str) -> tuple[str, ...]:
    return tuple(row["form"] for row in rows("grammar", lang) if row["class"] == "part-in")


def _part_of(indicator: str, lang: str) -> str:
    """« part des renouvelables dans la consommation d'électricité » → the phrase behind « dans »."""
    lowered = indicator.lower().replace("’", "'")
    owner = _OWNER.match(lowered)  # "renewables' share of electricity generation"
    if owner is not None and any(lowered.startswith(form, owner.end()) for form in words(lang, "part-noun")):
        of = next((at for link in words(lang, "of") if (at := lowered.find(f" {link} ", owner.end())) >= 0), -1)
        return strip_determiner(indicator[of:].split(maxsplit=1)[1], lang) if of >= 0 else ""
    if not any(lowered.startswith(form) for form in words(lang, "part-noun")):
        return ""
    for form in _part_words(lang):
        at = lowered.find(f" {form} ")
        if at >= 0:
            return strip_determiner(indicator[at + len(form) + 2 :], lang)
    return ""


def _head_indicator(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> str:
    """The indicator of the claim that the quantity hangs on, in the sentence or the one before."""
    link = scene.links[i]
    if link is not None and link.head is not None:
        return earlier[link.head]["indicator"]
    if i > 0:
        return earlier[i - 1]["indicator"]
    return discourse.previous[-1]["indicator"] if discourse.previous else ""

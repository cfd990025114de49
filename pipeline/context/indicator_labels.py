"""The indicator rule for a label before a colon: « Inflation : 2,1 % »."""

from __future__ import annotations

from pipeline.context.contents import content_of, purpose_of
from pipeline.context.positions import names_noun
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.share_phrases import one_in_noun, phrase_behind
from pipeline.context.wording import span_text, strip_head
from pipeline.linguistics.parse import Token
from pipeline.linguistics.phrases import is_finite, words

_CALENDAR = frozenset({"1 a", "1 mo", "1 wk", "1 d"})


def labelled(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« Inflation : 2,1 % »: the words between the start of the line, or a semicolon, and a colon, without a verb."""
    if i > 0 and earlier[0]["indicator"] and not names_noun(i, scene) and "label" in _rules(earlier[:-1]):
        return Resolved(next(d["indicator"] for d in earlier if d.fields["indicator"].rule == "label"), "label-again")
    folded, quantity = scene.document.folded, scene.quantities[i]
    if (i > 0 and names_noun(i, scene)) or one_in_noun(i, scene):
        return None
    start = scene.sentence.start if i == 0 else scene.quantities[i - 1].end
    if i > 0 and ";" not in folded[scene.quantities[i - 1].end : quantity.start]:
        return None
    things = names_noun(i, scene) and (not quantity.per or quantity.per in _CALENDAR)
    if content_of(i, scene):
        return None
    if earlier[-1]["role"] == "share" and phrase_behind(i, scene):
        return None  # « Ponctualité : 91 % des trains à l'heure »
    colon = folded.rfind(":", start, quantity.start)
    if colon < 0 or (
        folded[colon + 1 : quantity.start].strip(" +-~≈$€£") and not _only_bound(scene, colon, quantity.start)
    ):
        return None
    begin = max(start, folded.rfind(";", start, colon) + 1)
    inside = [token for token in scene.parse.tokens if token.start >= begin and token.end <= colon]
    if any(is_finite(token) for token in inside[1:]) or not any(c.isalpha() for c in folded[begin:colon]):
        return None
    if quantity.kind == "amount" and _is_recipient(inside) and purpose_of(i, scene):
        return None  # "City of Nelson: $98,000 for home assessments"
    label = folded[begin:colon].lstrip(" -–•*·0123456789.)")
    begin = colon - len(label)
    if len(label.split()) > 12 or (things and not _label_measures(begin, colon, scene)):
        return None
    return Resolved(strip_head(span_text(scene, begin, colon), scene.document.lang, "number-of"), "label")


def _is_recipient(inside: list[Token]) -> bool:
    """Is the label a name: who gets the amount, not what it is?"""
    named = [t for t in inside if t.text[:1].isalnum()]
    return len(named) > 1 and all(t.text[:1].isupper() or t.pos in ("ADP", "DET", "CCONJ") for t in named)


def _label_measures(start: int, end: int, scene: Scene) -> bool:
    """« Fréquentation des musées : 3,2 millions d'entrées »: does the label's head measure what is counted?"""
    inside = [t for t in scene.parse.tokens if start <= t.start and t.end <= end]
    of = next((k for k, t in enumerate(inside) if t.pos == "ADP"), len(inside))
    heads = inside[:1] if "noun-first" in words(scene.document.lang, "order") else inside[max(of - 1, 0) : of]
    return any(t.lower in words(scene.document.lang, "measured") for t in heads)


def _only_bound(scene: Scene, start: int, end: int) -> bool:
    """Only small words (bounds, articles) between the colon and the number."""
    inside = [token for token in scene.parse.tokens if token.start > start and token.end <= end]
    return len(inside) <= 3 and not any(token.pos in ("NOUN", "PROPN", "VERB", "AUX") for token in inside)


def _rules(drafts: tuple[Draft, ...]) -> set[str]:
    return {draft.fields["indicator"].rule for draft in drafts if "indicator" in draft.fields}

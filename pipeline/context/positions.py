"""Where a quantity stands in its sentence: its token, what lies before it, what no rule should look at."""

from __future__ import annotations

from pipeline.context.scene import Scene
from pipeline.context.wording import span_text
from pipeline.linguistics.parse import Token
from pipeline.linguistics.phrases import is_finite


def number_token(i: int, scene: Scene) -> int:
    """Index of the first token of the quote; the number of tokens where the parse does not reach it."""
    at = scene.parse.at(scene.quantities[i].start)
    return len(scene.parse.tokens) if at is None else at


def skipped_tokens(i: int, scene: Scene, *, places: bool = False) -> frozenset[int]:
    """Tokens of the other numbers and of dates, on demand of places: no subject is looked for in them."""
    others = [q for k, q in enumerate(scene.quantities) if k != i]
    spans = [(q.number_start, q.number_end if q.kind == "count" else q.end) for q in others]
    spans += [(m.start, m.end) for m in scene.periods]
    spans += [(m.start, m.end) for m in scene.places if places]
    tokens, skipped = scene.parse.tokens, set()
    for start, end in spans:
        k = scene.parse.at(start) if start < end else None
        while k is not None and k < len(tokens) and tokens[k].start < end:
            if tokens[k].start >= start:
                skipped.add(k)
            k += 1
    return frozenset(skipped)


def floor_of(i: int, scene: Scene) -> int:
    """First token behind the quantity before this one."""
    if i == 0:
        return 0
    at = scene.parse.at(scene.quantities[i - 1].end)
    return 0 if at is None else at


def names_noun(i: int, scene: Scene) -> bool:
    """Do the things counted stand inside the quote, behind the number?"""
    quantity = scene.quantities[i]
    quote = " ".join(scene.document.text[quantity.start : quantity.end].split())
    return quantity.kind == "count" and bool(quantity.unit_text) and quantity.unit_text in quote


def is_name(phrase: tuple[Token, ...]) -> bool:
    """Is a phrase nothing but a name: « le Zhejiang », "Kano"?"""
    small = ("PROPN", "DET", "PUNCT", "ADP", "CCONJ")
    alone = all(t.pos in small or (t.pos == "NOUN" and t.text.istitle()) for t in phrase)
    return alone and phrase[-1].text[:1].isupper()


def verb_behind(i: int, scene: Scene) -> bool:
    """Does a finite verb follow before the next quantity?"""
    stop = scene.quantities[i + 1].start if i + 1 < len(scene.quantities) else scene.sentence.end
    return any(is_finite(t) for t in scene.parse.tokens if scene.quantities[i].end <= t.start < stop)


def without_place(i: int, scene: Scene, behind: str) -> str:
    """A phrase that stands behind quantity `i`, as an indicator words it: without place and period."""
    at = scene.document.text.find(behind.split(maxsplit=1)[0], scene.quantities[i].end)
    return behind if at < 0 else span_text(scene, at, min(at + len(behind), scene.sentence.end)) or behind

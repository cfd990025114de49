"""Scenes out of marked sentences: the number that is asked about stands in [ ], the others in { }.

A mark may say how the number is expressed: [factor:doublé], {fraction:un tiers}. The unit is read off the mark well
enough for a test; finding quantities is not what these tests are about.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

import regex

from pipeline.context.links import find_links
from pipeline.context.place_mentions import find_place_mentions
from pipeline.context.scene import Scene
from pipeline.linguistics.models import parse_sentences
from pipeline.linguistics.parse import Parse
from pipeline.linguistics.sentences import split_sentences
from pipeline.model import Document, Kind, Quantity, Sentence
from pipeline.reading import make_document

Form = Literal["number", "fraction", "factor", "one-in-n"]
_MARK = regex.compile(r"(?P<open>[\[{])(?:(?P<form>factor|fraction|one-in-n):)?(?P<quote>[^\]}]*)[\]}]")
_KINDS: tuple[tuple[str, Kind, str], ...] = (
    (r"points? de pourcentage|percentage points?|\bpp\b", "percentage", "pp"),
    (r"%|pour cent|per ?cent", "percentage", "%"),
    (r"points?$", "measure", "{point}"),
    (r"[€$£]|euros?|dollars|francs|yuans?|dirhams|yuan", "amount", "EUR"),
    (r"\b(?:km|ha|hectares|tonnes|mètres|litres|MW|°C)\b", "measure", "x"),
    (r"\b(?:ans|mois|jours|heures|hours|years|days|minutes)\b", "measure", "y"),
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A scene and the index of the quantity that is asked about."""

    scene: Scene
    asked: int


def read_marked(text: str, lang: str, *, parsed: bool) -> Marked:
    """The scene of the sentence that holds the asked number. Raises ValueError for a text without exactly one [ ]."""
    plain, spans, last = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        spans.append((len(plain), match["quote"], cast(Form, match["form"] or "number"), match["open"] == "["))
        plain += match["quote"]
        last = match.end()
    plain += text[last:]
    if sum(asked for *_, asked in spans) != 1:
        raise ValueError(f"{text!r} does not mark one number with [ ]")
    document = make_document(plain, doc_id="marked", lang=lang)
    shift = document.text.index(plain)
    quantities = [_quantity(start + shift, quote, form) for start, quote, form, _ in spans]
    asked = next(k for k, (*_, is_asked) in enumerate(spans) if is_asked)
    sentence = next(s for s in split_sentences(document) if s.start <= quantities[asked].start < s.end)
    held = tuple(q for q in quantities if sentence.start <= q.start < sentence.end)
    return Marked(_scene(document, sentence, held, parsed), held.index(quantities[asked]))


def _scene(document: Document, sentence: Sentence, quantities: tuple[Quantity, ...], parsed: bool) -> Scene:
    parse = parse_sentences(document, [sentence])[0] if parsed else Parse(())
    links = find_links(document, sentence, parse, quantities) if parsed else ()
    return Scene(document, sentence, parse, quantities, links, (), find_place_mentions(document, sentence, parse))


def _quantity(start: int, quote: str, form: Form) -> Quantity:
    kind: Kind
    kind, unit = next(((kind, unit) for shape, kind, unit in _KINDS if regex.search(shape, quote)), ("count", "1"))
    if form != "number":
        kind, unit = "ratio", "{x}" if form == "factor" else "1"
    signed = quote[0] in "+-−–"
    number = regex.match(r"\W?[\d.,' ]*\d|\S+", quote)
    end = start + (number.end() if number else len(quote))
    return Quantity(start, start + len(quote), start, end, Decimal(1), None, kind, unit, form=form, signed=signed)

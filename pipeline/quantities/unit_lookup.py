"""Look up one unit at a position of a document: the longest form, with the scale letters written on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.model import Document
from pipeline.quantities.currencies import currency_forms, whose
from pipeline.quantities.forms import Form, Lexicon, begins_word, choose, ends_word
from pipeline.quantities.unit_forms import unit_forms


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit found in the text at start:end, scale letters outside; factor holds them and the form's own."""

    start: int
    end: int
    form: Form
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """Scale letters of money: « M », « Md », "bn". glue: "glued" counts only where nothing stands between."""

    letters: str
    factor: Decimal
    glue: str
    unit: str  # holds only for this unit


def lookup(document: Document, pos: int, glued: bool = False) -> Hit | None:
    """The unit whose first letter stands at pos, without scale letters or linking words. None where there is none."""
    text = document.folded
    for end, forms in after(document.lang).matches(text, pos):
        whole = [form for form in forms if ends_word(text, end, form)]
        form = choose(document, whole, pos, end, glued)
        if form is not None:
            form = whose(form, document.country)
            return Hit(pos, end, form, form.factor)
    return None


def lookup_scaled(document: Document, pos: int, glued: bool) -> Hit | None:
    """A unit with scale letters before it, from pos: « M€ », « Md d'euros », "m tonnes", « MMDH »."""
    found: Hit | None = None
    for scale in scales(document.lang).get(document.folded[pos : pos + 1], ()):
        if not document.folded.startswith(scale.letters, pos) or scale.glue == "prefix":
            continue
        hit = _behind_scale(document, pos + len(scale.letters), scale, glued)
        if hit is not None and (found is None or hit.end > found.end):
            found = hit
    return found


def lookup_before(document: Document, pos: int) -> Hit | None:
    """The currency whose last letter stands directly before pos, at most one space between."""
    text = document.folded
    end = pos - 1 if pos > 0 and text[pos - 1] == " " else pos
    for start, forms in before(document.lang).matches(text, end):
        whole = [form for form in forms if begins_word(text, start, form)]
        form = choose(document, whole, start, pos, end == pos)
        if form is not None:
            form = whose(form, document.country)
            return Hit(start, end, form, form.factor)
    return None


def scale_letters(document: Document, pos: int) -> tuple[int, Decimal] | None:
    """Scale letters at pos that stand as a word of their own: "12m", "2.4 bn", « 70 mrd »."""
    text = document.folded
    spaced = pos < len(text) and text[pos] == " "
    start = pos + spaced
    for scale in scales(document.lang).get(text[start : start + 1], ()):
        end = start + len(scale.letters)
        if text.startswith(scale.letters, start) and not text[end : end + 1].isalnum():
            if not scale.unit and not (spaced and scale.glue == "glued"):
                return end, scale.factor
    return None


@cache
@compiles("currencies", "units")
def after(lang: str) -> Lexicon:
    """All forms that may stand behind a number."""
    lexicon = Lexicon()
    for form in (*currency_forms(lang), *unit_forms(lang)):
        if form.side != "before":
            lexicon.add(form)
    return lexicon


@cache
def before(lang: str) -> Lexicon:
    """All forms that may stand before a number: symbols and codes of money."""
    lexicon = Lexicon(backward=True)
    for form in currency_forms(lang):
        if form.style == "symbol" and form.side != "after":
            lexicon.add(form)
    return lexicon


@cache
def scales(lang: str) -> Mapping[str, tuple[Scale, ...]]:
    """The scale letters of a language by their first letter, longest first."""
    found = [Scale(r["form"], Decimal(r["factor"]), r["glue"], r["unit"]) for r in languages.rows("money_scales", lang)]
    found.sort(key=lambda scale: len(scale.letters), reverse=True)
    firsts = {scale.letters[0] for scale in found}
    return {first: tuple(scale for scale in found if scale.letters[0] == first) for first in firsts}


@cache
def linking(lang: str) -> regex.Pattern[str]:
    """The word between a number or its scale and the unit, with its space: « d' », « de », "of"."""
    words = languages.forms("unit_links", lang)
    return compile_pattern("|".join(regex.escape(word) for word in words), regex.IGNORECASE)


def _behind_scale(document: Document, pos: int, scale: Scale, glued: bool) -> Hit | None:
    text = document.folded
    spaced = pos < len(text) and text[pos] == " "
    start = pos + spaced
    link = linking(document.lang).match(text, start) if spaced else None
    hit = lookup(document, link.end() if link else start)
    if hit is None or (scale.unit and hit.form.unit != scale.unit):
        return None
    money_sign = hit.form.kind == "amount" and hit.form.style == "symbol"
    if not spaced and not money_sign:
        return None
    if spaced and scale.glue == "glued" and not (hit.form.style == "name" and (glued or hit.form.kind == "amount")):
        return None
    if spaced and not money_sign and not link and hit.form.style == "symbol" and len(hit.form.form) == 1:
        return None
    return Hit(hit.start, hit.end, hit.form, hit.factor * scale.factor)

"""A lexicon of unit forms: what may stand behind (or before) a number, found by the longest match at a position."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import regex

from pipeline.languages.compiled import compile_pattern
from pipeline.model import Document, Kind

# One sign has several code points: superscripts and subscripts in « m² » and « CO₂ », two micro signs, two dots.
SAME = str.maketrans({"²": "2", "³": "3", "₂": "2", "₃": "3", "μ": "µ", "⋅": ".", "·": ".", "’": "'", "ʻ": "'",
                      "\u00a0": " ", "\u202f": " ", "\u2009": " ", "‑": "-", "–": "-", "—": "-"})  # fmt: skip
MONEY_SIGNS = frozenset("€$£¥₹₽¢%‰")
TIMEOUT = 1.0
REACH = 120  # how far behind a unit its pattern looks
_COMPOUND = compile_pattern(r"-\p{Ll}{5}")


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of a unit.

    style: "symbol" (the case of its letters counts) or "name". glue: "" as you like, "space" only behind a space,
    "tight" only without. countries: where it holds, empty for everywhere. not_before: what behind it makes it no unit
    (« points de vente »); evidence: what the document must hold somewhere. family: the currencies among which the
    country decides.
    """

    form: str
    style: str
    kind: Kind
    unit: str
    factor: Decimal = Decimal(1)
    per: str = ""
    glue: str = ""
    side: str = ""
    countries: frozenset[str] = frozenset()
    not_before: regex.Pattern[str] | None = None
    evidence: regex.Pattern[str] | None = None
    family: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    rule: str = ""

    def fits(self, document: Document, start: int, end: int, glued: bool) -> bool:
        """Whether this form, found at start:end, is the unit here. glued: no space between it and the number."""
        if self.countries and document.country not in self.countries:
            return False
        if self.glue and (self.glue == "tight") != glued:
            return False
        if self.not_before is not None and self.not_before.match(document.folded, end, end + REACH):
            return False
        return self.evidence is None or _holds(document.folded, self.evidence)


@lru_cache(maxsize=64)
def _holds(text: str, evidence: regex.Pattern[str]) -> bool:
    """Whether a text speaks of something anywhere; asked again for every « degrés » of a document, hence the cache."""
    try:
        return evidence.search(text, timeout=TIMEOUT) is not None
    except TimeoutError:
        return False


class Lexicon:
    """Forms by their letters. Built once per language; lookups walk the text as far as any form goes."""

    def __init__(self, backward: bool = False) -> None:
        self._symbols: dict[str, Any] = {}
        self._names: dict[str, Any] = {}
        self._backward = backward

    def add(self, form: Form) -> None:
        """Enter a form, its decomposed spelling too; forms entered first win where several fit."""
        key = form.form.translate(SAME)
        if form.style == "name":
            key = key.lower()
        for spelling in {key, unicodedata.normalize("NFC", key), unicodedata.normalize("NFD", key)}:
            node = self._names if form.style == "name" else self._symbols
            for character in reversed(spelling) if self._backward else spelling:
                node = node.setdefault(character, {})
            node.setdefault("", []).append(form)

    def matches(self, text: str, pos: int) -> Iterator[tuple[int, list[Form]]]:
        """(other end, forms) of everything that begins at pos (backward: ends there), longest first, symbols first."""
        found = [*self._walk(self._symbols, text, pos, False), *self._walk(self._names, text, pos, True)]
        found.sort(key=lambda match: abs(match[0] - pos), reverse=True)
        yield from found

    def _walk(self, node: Any, text: str, pos: int, lower: bool) -> Iterator[tuple[int, list[Form]]]:
        step, i, stop = (-1, pos - 1, -1) if self._backward else (1, pos, len(text))
        while i != stop:
            character = text[i]
            if not character.isalnum() or character > "\x7f":
                character = character.translate(SAME)
            if lower:
                character = character.lower()
                if character == "-" and character not in node:
                    character = " "  # "a 25-basis-point cut"
            node = node.get(character)
            if node is None:
                return
            i += step
            if "" in node:
                end = i + 1 if self._backward else i
                yield end, node[""]


def ends_word(text: str, end: int, form: Form) -> bool:
    """Whether a form that ends at `end` is a whole word there, not the beginning of another."""
    if not form.form[-1].isalnum() or end >= len(text):
        return True
    following = text[end]
    if following.isalnum() or unicodedata.combining(following):
        return False
    if form.style == "symbol":
        if following in MONEY_SIGNS or following == "'":
            return False
        if len(form.form) == 1 and following == "-" and text[end + 1 : end + 2].isalpha():
            return False
    # « 3 000 journées-skieurs », « 120 jours-amende »: things of another kind, not days
    return form.style == "symbol" or not form.form.endswith("s") or not _COMPOUND.match(text, end)


def begins_word(text: str, start: int, form: Form) -> bool:
    """The same at its left end, for a form that stands before a number."""
    return start == 0 or not (form.form[0].isalnum() and text[start - 1].isalnum())


def choose(document: Document, forms: list[Form], start: int, end: int, glued: bool) -> Form | None:
    """The form that fits, one that is made for the document's country before the others."""
    fitting = [form for form in forms if form.fits(document, start, end, glued)]
    return next((form for form in fitting if form.countries), fitting[0] if fitting else None)

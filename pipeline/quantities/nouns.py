"""What stands behind a number that carries no unit: the things counted, and the denominators that take a noun.

This is the one step of the quantities floor that looks at the parse; everything before it reads plain text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from pipeline.linguistics.parse import Parse
from pipeline.linguistics.phrases import counted_phrase, words
from pipeline.model import Document, Quantity
from pipeline.quantities.denominators import find_denominators


def complete(document: Document, parse: Parse, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """The quantities of one sentence with their counted nouns and denominators; the same number of them, in order.

    A number with neither unit nor noun behind it stays bare (kind None): what it continues is for the context.
    """
    done = []
    for k, quantity in enumerate(quantities):
        limit = quantities[k + 1].start if k + 1 < len(quantities) else len(document.text)
        done.append(_with_denominator(document, parse, _with_noun(document, parse, quantity, limit), limit))
    return tuple(done)


def _with_noun(document: Document, parse: Parse, quantity: Quantity, limit: int) -> Quantity:
    if quantity.kind is not None or quantity.form not in ("number", "range"):
        return quantity
    first = parse.at(quantity.end)
    if first is None or not _adjacent(document, quantity.end, parse.tokens[first].start):
        return quantity
    phrase = counted_phrase(parse, first, document.lang)
    if phrase is None or phrase.end > limit:
        return quantity
    start = phrase.start
    return replace(
        quantity,
        end=phrase.end,
        kind="count",
        unit="1",
        unit_text=_wording(document, start, phrase.end),
        rules=(*quantity.rules, "counted-noun"),
    )


def _adjacent(document: Document, end: int, start: int) -> bool:
    """Only a space, or the hyphen of "140-berth", between the number and its noun."""
    return document.folded[end:start] in ("", " ", "-", "  ")


def _with_denominator(document: Document, parse: Parse, quantity: Quantity, limit: int) -> Quantity:
    found = find_denominators(document, quantity.end, lambda offset: _noun_end(document, parse, offset))
    if found is None:
        after = _behind_content(document, parse, quantity)
        found = find_denominators(document, after, lambda offset: _noun_end(document, parse, offset)) if after else None
        if found is not None and not found.joined:
            found = None
    if found is None or found.end > limit or (quantity.per and quantity.per in found.per):
        return quantity
    per = ", ".join(part for part in (quantity.per, found.per) if part)
    end = found.end if found.joined else quantity.end
    return replace(quantity, end=end, per=per, rules=(*quantity.rules, "denominator"))


def _behind_content(document: Document, parse: Parse, quantity: Quantity) -> int | None:
    """Where the bare noun behind a unit ends: « 19 grammes de CO2 | par kilomètre »."""
    k = parse.at(quantity.end)
    if quantity.kind not in ("amount", "measure") or k is None:
        return None
    if parse.tokens[k].lower not in words(document.lang, "of"):
        return None
    phrase = counted_phrase(parse, k, document.lang)
    return None if phrase is None else phrase.end


def _noun_end(document: Document, parse: Parse, offset: int) -> int:
    """End of the noun phrase that begins at a document offset; the offset itself where none does."""
    k = parse.at(offset)
    phrase = counted_phrase(parse, k, document.lang) if k is not None else None
    return offset if phrase is None else phrase.end


def _wording(document: Document, start: int, end: int) -> str:
    return unicodedata.normalize("NFC", " ".join(document.text[start:end].split()))

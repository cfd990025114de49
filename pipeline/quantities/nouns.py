"""What stands behind a number that carries no unit: the things counted, and the denominators that take a noun.

This is the one step of the quantities floor that looks at the parse; everything before it reads plain text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

from pipeline import languages
from pipeline.linguistics.counted import counted_phrase
from pipeline.linguistics.parse import Parse
from pipeline.linguistics.phrases import determiners, is_participle, words
from pipeline.model import Document, Quantity
from pipeline.quantities import scan
from pipeline.quantities.denominators import find_denominators
from pipeline.quantities.ranges import is_passage


def complete(
    document: Document, parse: Parse, quantities: tuple[Quantity, ...], stops: tuple[int, ...] = ()
) -> tuple[Quantity, ...]:
    """The quantities of one sentence with their counted nouns and denominators; the same number of them, in order.

    stops: offsets that no noun phrase crosses (where dates begin). A number with neither unit nor noun behind it
    stays bare (kind None): what it continues is for the context.
    """
    done = []
    for k, quantity in enumerate(quantities):
        limit = quantities[k + 1].start if k + 1 < len(quantities) else len(document.text)
        noun_limit = min((limit, *(stop for stop in stops if stop >= quantity.end)))
        done.append(_with_denominator(document, parse, _with_noun(document, parse, quantity, noun_limit), limit))
    for k, (first, second) in enumerate(pairwise(done)):
        done[k] = _with_noun_of(_with_denominator_of(first, second, document), second, document)
    return tuple(done)


def _with_noun(document: Document, parse: Parse, quantity: Quantity, limit: int) -> Quantity:
    if quantity.kind is not None or quantity.form not in ("number", "range"):
        return quantity
    if scan.word_before(document.folded, quantity.start).lower() in words(document.lang, "index"):
        return quantity  # "a magnitude 4.7 earthquake"
    hyphened = document.folded[quantity.end : quantity.end + 1] == "-"
    first = parse.at(quantity.end + hyphened)
    if first is None or not _adjacent(document, quantity.end, parse.tokens[first].start):
        return quantity
    token = parse.tokens[first]
    if hyphened:  # "a 140-berth marina": the one word behind the hyphen
        end = token.end if token.text[:1].isalpha() else quantity.end
    else:
        if _needs_of(document, quantity) and token.lower not in words(document.lang, "of"):
            return quantity  # « 5,8 milliards prévus »: no thing counted without « de »
        if token.lower in words(document.lang, "of") and not _takes_of(document, quantity):
            return quantity  # « 7 200 de faux investissements »: « de » is not the number's
        if _is_part(document, parse, quantity, first):
            return quantity
        phrase = counted_phrase(parse, first, document.lang, limit=limit)
        end = phrase.end if phrase is not None else quantity.end
        token = parse.tokens[phrase.first] if phrase is not None else token
    if end == quantity.end or end > limit:
        return quantity
    return replace(
        quantity,
        end=end,
        kind="count",
        unit="1",
        unit_text=_wording(document, token.start, end),
        rules=(*quantity.rules, "counted-noun"),
    )


def _takes_of(document: Document, quantity: Quantity) -> bool:
    """Only scale nouns and the English partitive are followed by of."""
    return _needs_of(document, quantity) or "noun-last" in words(document.lang, "order")


def _is_part(document: Document, parse: Parse, quantity: Quantity, first: int) -> bool:
    """« dont 350 venus d'autres régions », « dont 4 graves »: participle or adjective says which of them, not what."""
    before = document.folded[max(0, quantity.start - 20) : quantity.start].lower().split()
    if not any(word in words(document.lang, "part-opener") for word in before[-3:]):
        return False
    token, after = parse.tokens[first], parse.tokens[first + 1] if first + 1 < len(parse.tokens) else None
    if token.pos == "ADJ" and (after is None or after.pos not in ("NOUN", "PROPN", "ADJ", "X", "VERB")):
        return True
    return is_participle(token) and token.pos == "VERB" and after is not None and after.pos == "ADP"


def _needs_of(document: Document, quantity: Quantity) -> bool:
    """Does the number end in a scale noun that takes its thing through of (« 3 millions de »)?"""
    written = document.folded[quantity.number_start : quantity.number_end].lower().replace("-", " ").split()
    joined = written[-2:-1] and written[-2] in languages.forms("number_words", document.lang, **{"class": "joiner"})
    last = written[-3:-2] if joined else written[-1:]  # « un million et demi de salariés »
    return bool(last) and last[0] in words(document.lang, "scale-noun")


def _adjacent(document: Document, end: int, start: int) -> bool:
    """Only a space, or the hyphen of "140-berth", between the number and its noun (not the "m." of "1.393m.")."""
    return end <= start and document.folded[end:start] in ("", " ", "-", "  ")


def _with_denominator(document: Document, parse: Parse, quantity: Quantity, limit: int) -> Quantity:
    if quantity.kind == "percentage":
        return quantity  # « 3 % par an » is a basis, not a denominator (contract, 21)
    found = find_denominators(document, quantity.end, lambda offset: _noun_end(document, parse, offset))
    if found is None or found.end > limit or (found.kind == "span" and quantity.kind != "amount"):
        return quantity
    if quantity.per and quantity.per in found.per:
        return quantity
    per = ", ".join(part for part in (quantity.per, found.per) if part)
    end = found.end if found.joined else quantity.end
    return replace(quantity, end=end, per=per, rules=(*quantity.rules, "denominator"))


def _with_denominator_of(first: Quantity, second: Quantity, document: Document) -> Quantity:
    """« de 3,62 € à 3,71 € le m³ »: the denominator stands once, behind the second value."""
    if first.per or not second.per or (first.kind, first.unit) != (second.kind, second.unit):
        return first
    if not is_passage(document.folded, first.start, first.end, second.start, document.lang):
        return first
    return replace(first, per=second.per, rules=(*first.rules, "denominator-of-second"))


def _with_noun_of(first: Quantity, second: Quantity, document: Document) -> Quantity:
    """« 7 des 12 recommandations », "10,000 of the 45,000 applicants": what both count stands behind the second."""
    if first.kind is not None or first.form != "number" or second.unit != "1" or not second.unit_text:
        return first
    between = document.folded[first.end : second.start].lower().split()
    of = words(document.lang, "of")
    if not between or not (between[0] in of or between[0] in words(document.lang, "of-the")):
        return first
    if any(word not in of and word not in determiners(document.lang) for word in between[1:]):
        return first
    rules = (*first.rules, "noun-of-second")
    return replace(first, kind="count", unit="1", unit_text=second.unit_text, rules=rules)


def _noun_end(document: Document, parse: Parse, offset: int) -> int:
    """End of the noun phrase that begins at a document offset; the offset itself where none does."""
    k = parse.at(offset)
    phrase = counted_phrase(parse, k, document.lang) if k is not None else None
    return offset if phrase is None else phrase.end


def _wording(document: Document, start: int, end: int) -> str:
    return unicodedata.normalize("NFC", " ".join(document.text[start:end].split()))

"""What a number is per: « par habitant », « pour 10 000 habitants », « le litre », "a week", "per person per day".

The words stand in languages/denominators.csv; units and times get their code, other nouns stay as written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import regex

from pipeline.languages.compiled import compile_pattern
from pipeline.model import Document
from pipeline.quantities import scan
from pipeline.quantities.denominator_numbers import is_denominator_number, skip_noun
from pipeline.quantities.denominator_words import TIME_CODES, Words, scale_words, words_of
from pipeline.quantities.numerals import Numeral, find_numerals
from pipeline.quantities.unit_lookup import linking, lookup

__all__ = ["Denominator", "find_denominators", "find_rates", "find_slash", "is_denominator_number"]

NounEnd = Callable[[int], int]
DenominatorKind = Literal["time", "thing", "span"]
MOST_PARTS = 3  # per person, per day, per km
NUMBER_WIDTH = 30  # no denominator's number is longer


@dataclass(frozen=True, slots=True)
class Denominator:
    """A denominator at start:end. per: as the table writes it, things before times (`1 m2, 1 mo`).

    joined: it belongs inside the quote (nothing stands between it and the unit but « net », « de CO2 »). kind: "span"
    for a length of time that an amount is spread over (« sur cinq ans »), which only amounts have.
    """

    start: int
    end: int
    per: str
    joined: bool
    kind: DenominatorKind


def find_denominators(document: Document, pos: int, noun_end: NounEnd | None = None) -> Denominator | None:
    """The denominators that follow a quantity which ends at pos, all of them as one.

    noun_end: the end of the noun phrase that begins at an offset; without it a noun is one word. Returns None where
    none follows.
    """
    return (
        _adjacent(document, pos, noun_end)
        or _behind_complement(document, pos, noun_end)
        or _in_brackets(document, pos, noun_end)
        or _behind_noun(document, pos)
    )


def find_rates(document: Document, start: int, end: int, noun_end: NounEnd | None = None) -> tuple[Denominator, ...]:
    """Every denominator and adjective of rate between two offsets, wherever it stands: « Chaque jour », « annuels ».

    For denominators that stand away from their number; whether one belongs to a number is for the caller to say.
    """
    text, found, pos = document.folded, [], start
    table = words_of(document.lang)
    for match in scan.find_all(table.anywhere, text, start, end):
        if match.start() >= pos:
            rate = _adjective(match, table) or _adjacent(document, match.start(), noun_end)
            if rate is None or rate.end > end or rate.kind == "span":
                continue
            if rate.kind == "time" or not match["indefinite"]:  # "a person who" is nobody's rate
                found.append(rate)
                pos = rate.end
    return tuple(found)


def _adjective(match: regex.Match[str], table: Words) -> Denominator | None:
    """« annuel », "annual": of whichever noun it stands beside."""
    per = table.values.get(match["adjective"].lower()) if match["adjective"] else None
    return Denominator(match.start(), match.end(), per, False, "time") if per else None


def find_slash(document: Document, pos: int) -> Denominator | None:
    """The denominators written on a unit that ends at pos: « €/MWh », « kWh/m²/an », « L/100 km », « € / hab. »."""
    parts: list[Denominator] = []
    while len(parts) < MOST_PARTS:
        match = _SLASH.match(document.folded, parts[-1].end if parts else pos)
        if match is None:
            break
        part = _item(document, match.end(), None, number=True, noun=match.group() == "/", counted=False)
        if part is None:
            break
        parts.append(part)
    return _together(pos, parts, True) if parts else None


# --- reading one denominator ------------------------------------------------------------------------------------------

_SLASH = compile_pattern(r" ?/ ?")
_ANY_WORD = compile_pattern(r"\p{L}[\p{L}\p{M}\d₂-]*+")
_WORD = compile_pattern(r"(?>\p{Ll}[\p{Ll}\p{M}'-]{1,30}+)(?<!['-])")
_NAME_OR_WORD = compile_pattern(r"(?>\p{L}[\p{L}\p{M}'-]{1,30}+)(?<!['-])")


def _adjacent(document: Document, pos: int, noun_end: NounEnd | None) -> Denominator | None:
    """Denominators from pos on, words such as « nets » skipped before the first."""
    table, parts = words_of(document.lang), list[Denominator]()
    at = pos
    while len(parts) < MOST_PARTS:
        part = _one(document, at, noun_end)
        if part is None and not parts:
            skipped = table.qualifier.match(document.folded, pos)
            part = _one(document, skipped.end(), noun_end) if skipped else None
        if part is None:
            break
        parts.append(part)
        join = table.join.match(document.folded, part.end)
        at = join.end() if join else part.end
    return _together(pos, parts, True) if parts else None


def _behind_complement(document: Document, pos: int, noun_end: NounEnd | None) -> Denominator | None:
    """« grammes | de CO2 par kilomètre » is one expression; « MWh | of electricity a year » has its rate outside."""
    link = words_of(document.lang).complement.match(document.folded, pos)
    if link is None:
        return None
    end = noun_end(link.end()) if noun_end else _word_end(document.folded, link.end())
    found = _adjacent(document, end, noun_end) if end > link.end() else None
    if found is None or found.kind == "span":
        return None
    return Denominator(pos, found.end, found.per, found.kind == "thing", found.kind)


def _behind_noun(document: Document, pos: int) -> Denominator | None:
    """« 5 M€ d'aides | sur trois ans », "a $757 million plan | over six years": what is spread over time."""
    end = skip_noun(document, pos)
    found = _adjacent(document, end, None) if end is not None else None
    if found is None or found.kind != "span":
        return None
    return Denominator(pos, found.end, found.per, False, "span")


def _in_brackets(document: Document, pos: int, noun_end: NounEnd | None) -> Denominator | None:
    """« 450 M€ (sur 3 ans) »: alone in its brackets, which stay outside the quote."""
    found = _adjacent(document, pos + 2, noun_end) if document.folded[pos : pos + 2] == " (" else None
    if found is None or document.folded[found.end : found.end + 1] != ")":
        return None
    return Denominator(pos, found.end, found.per, False, found.kind)


def _one(document: Document, pos: int, noun_end: NounEnd | None) -> Denominator | None:
    """One denominator at pos (a space allowed): opening word and what it opens, or an adjective of rate."""
    table, text = words_of(document.lang), document.folded
    start = _skip_space(text, pos)
    fixed = table.fixed.match(text, start)
    if fixed and not _before_its_noun(document, fixed):
        per = table.values[fixed.group().lower()]
        return Denominator(start, fixed.end(), per, True, _kind_of(per))
    for role, opening in table.openings:
        match = opening.match(text, start)
        if match is None:
            continue
        part = _opened(document, role, start, match.end(), noun_end)
        if part is not None:
            return Denominator(start, part.end, part.per, True, part.kind)
    return None


def _before_its_noun(document: Document, match: regex.Match[str]) -> bool:
    """Where adjectives come first, "monthly growth" is the rate of another thing, not of the number before it."""
    if match.group().lower() not in words_of(document.lang).before_noun:
        return False
    return scan.is_noun_like(scan.word_after(document.folded, match.end()), document.lang)


def _opened(document: Document, role: str, opens: int, pos: int, noun_end: NounEnd | None) -> Denominator | None:
    if role == "span":
        part = _item(document, pos, None, number=True, noun=False, known=False)
        return _span(part) if part else None
    numeral = _numeral(document, pos)
    if role in ("number", "thing_number", "maybe_number") and numeral is not None:
        if numeral.weak or not is_denominator_number(document, pos, pos + numeral.end):
            return None
        return _item(document, pos, noun_end, number=True, noun=True)
    if role in ("number", "thing_number"):
        return None
    if role == "unit_number":
        return _item(document, pos, None, number=True, noun=False) if numeral else None
    if role in ("per", "maybe_number"):
        return _item(document, pos, noun_end, number=True, noun=True, name=role == "per")
    if role == "each":
        return _item(document, pos, noun_end, number=False, noun=True)
    return _item(document, pos, noun_end, number=False, noun=False)  # an article: units and listed nouns only


def _span(part: Denominator) -> Denominator | None:
    number, unit = part.per.split(" ", 1)
    if unit not in TIME_CODES or Decimal(number) <= 1:
        return None
    return Denominator(part.start, part.end, part.per, True, "span")


def _item(
    document: Document,
    pos: int,
    noun_end: NounEnd | None,
    *,
    number: bool,
    noun: bool,
    known: bool = True,
    counted: bool = True,
    name: bool = False,
) -> Denominator | None:
    """« 1 000 litres », « m² », « habitant », « an »: a number if there is one, and what is counted.

    number: one may stand first. noun: any noun will do, else only units and, if known, the nouns listed. counted: a
    noun may have a number (not so behind a stroke: « 24 h/24 et »). name: it may have a capital ("per Canadian").
    """
    table, text = words_of(document.lang), document.folded
    numeral = _numeral(document, pos) if number else None
    at, value = (pos, Decimal(1)) if numeral is None else (pos + numeral.end, abs(numeral.value))
    if numeral is not None:
        at = _skip_space(text, at)
        link = linking(document.lang).match(text, at)
        at = link.end() if link else at
    listed = table.listed.match(text, at)
    hit = lookup(document, at)
    end = hit.end if hit is not None else -1
    if known and listed and listed.end() >= end:
        end, (count, what) = listed.end(), table.values[listed.group().lower()].split(" ", 1)
        value *= Decimal(count)
    elif hit is not None and (hit.form.kind == "measure" or (hit.form.kind == "amount" and numeral is not None)):
        what, value = hit.form.unit, value * (hit.factor if hit.form.kind == "measure" else 1)
    elif noun and (counted or numeral is None):
        end = _noun(document, at, noun_end, _NAME_OR_WORD if name else _WORD)
        what = _written(document, at, end)
    else:
        return None
    if end <= at or table.not_after.match(text, end):
        return None
    per = f"{value.normalize():f} {what}"
    return Denominator(pos, end, per, True, _kind_of(per))


def _numeral(document: Document, pos: int) -> Numeral | None:
    window = document.folded[pos : pos + NUMBER_WIDTH]
    found = find_numerals(window, document.lang)
    if found and found[0].start == 0 and not found[0].indefinite:
        return found[0] if found[0].value > 0 else None
    scale = words_of(document.lang).scale.match(window)  # « par million d'habitants »
    return Numeral(0, scale.end(), scale_words(document.lang)[scale.group().lower()]) if scale else None


def _noun(document: Document, pos: int, noun_end: NounEnd | None, pattern: regex.Pattern[str]) -> int:
    """End of the noun phrase at pos; pos itself where what stands there is none (« par rapport à », « par l'État »)."""
    word = pattern.match(document.folded, pos)
    if word is None or words_of(document.lang).stop.match(document.folded, pos):
        return pos
    end = noun_end(pos) if noun_end else word.end()
    return max(end, pos)


def _skip_space(text: str, pos: int) -> int:
    return pos + 1 if text[pos : pos + 1] == " " else pos


def _word_end(text: str, pos: int) -> int:
    word = _ANY_WORD.match(text, pos)
    return word.end() if word else pos


def _written(document: Document, start: int, end: int) -> str:
    return unicodedata.normalize("NFC", " ".join(document.text[start:end].split()))


def _kind_of(per: str) -> DenominatorKind:
    return "time" if per.split(" ", 1)[-1] in TIME_CODES else "thing"


def _together(start: int, parts: list[Denominator], joined: bool) -> Denominator:
    """Several denominators as one: things first, then times (docs/claims.md, 24: `1 ménage, 1 a`)."""
    ordered = sorted(parts, key=lambda part: part.kind == "time")
    kinds = {part.kind for part in parts}
    kind: DenominatorKind = "span" if "span" in kinds else "thing" if "thing" in kinds else "time"
    return Denominator(start, parts[-1].end, ", ".join(part.per for part in ordered), joined, kind)

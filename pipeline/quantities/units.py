"""The unit of a number: behind it (« 8,7 % », « 15 M€ », "62-kilometre"), or a currency before it ("US$312").

Purely textual; the parse is not needed. Denominators that are written on the unit (« €/MWh », « q/ha ») are read here,
those that follow it in words are read by `denominators`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from pipeline.languages.compiled import compile_pattern
from pipeline.model import Document, Kind
from pipeline.quantities import scan
from pipeline.quantities.denominators import find_slash
from pipeline.quantities.unit_lookup import Hit, linking, lookup, lookup_before, lookup_scaled, scale_letters

SUM_REACH = 200  # characters before a number in which the sum may stand whose scale letters it repeats
_RANGE_OF_SUM = compile_pattern(r"(?:\p{Sc}|(?<!\p{L})\p{Lu}{3}) ?[0-9][0-9.,]{0,9}(?: ?[-–—] ?| \p{L}{1,2} )$")
NO_UNIT = frozenset(",;:.!?)]»\n")  # with which no unit begins


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit as written. start:end covers the unit with its scale letters and its own denominator.

    unit: canonical code; unit_text: as written without scale letters and denominator; factor: scale letters and
    sub-units (« M€ » 1000000, « centimes » 0.01); per: the denominator on the unit (« €/MWh » → `1 MW.h`).
    flags: `ambiguous-unit` where nothing says whose dollars. rule: the entry that gave it.
    """

    start: int
    end: int
    kind: Kind
    unit: str
    unit_text: str
    factor: Decimal
    per: str
    flags: tuple[str, ...]
    rule: str


def find_unit(document: Document, pos: int) -> UnitMatch | None:
    """The unit directly behind a numeral that ends at pos: after a space, a linking word, or the hyphen of a compound.

    Returns None where what follows is no unit: a counted noun, punctuation, a word that only looks like a unit.
    """
    text = document.folded
    if text[pos : pos + 1] in NO_UNIT:
        return None
    start, glued = _unit_start(text, pos)
    hit = _longest(lookup(document, start, glued), lookup_scaled(document, start, glued))
    if hit is None and not glued:
        link = linking(document.lang).match(text, start)
        if link is not None:
            hit = _longest(lookup(document, link.end()), lookup_scaled(document, link.end(), False))
    return None if hit is None else _match(document, start, hit)


def find_unit_before(document: Document, pos: int) -> UnitMatch | None:
    """The currency sign or code directly before a number (or its sign) that starts at pos: "US$", « CHF », "€".

    None too where the sign belongs to an earlier number (« 12 $ 30 »).
    """
    hit = lookup_before(document, pos)
    if hit is None or (hit.end < pos and _behind_number(document, hit.start)):
        return None
    return UnitMatch(hit.start, hit.end, hit.form.kind, hit.form.unit, document.text[hit.start : hit.end],
                     hit.factor, "", hit.form.flags, f"before:{hit.form.rule}")  # fmt: skip


def find_scale_letters(document: Document, pos: int) -> tuple[int, Decimal] | None:
    """Scale letters behind a number that ends at pos and has its currency before it: (their end, their factor)."""
    return scale_letters(document, pos)


def find_repeated_letters(document: Document, start: int, end: int) -> tuple[int, Decimal] | None:
    """The scale letters behind the number start:end, of a sum just named: « 12 M€ contre 10 M », "$5-10m".

    Its currency is left out. Returns (their end, their factor).
    """
    folded = document.folded
    letters = scale_letters(document, end) if folded[end : end + 2].strip()[:1].isalpha() else None
    if letters is None:
        return None
    if _RANGE_OF_SUM.search(scan.before(folded, start, 30)):
        return letters
    written = regex.escape(folded[end : letters[0]].strip())
    sum_before = compile_pattern(
        rf"(?:\p{{Sc}}|(?<!\p{{L}})\p{{Lu}}{{3}}) ?[0-9][0-9.,]{{0,9}} ?{written}(?!\p{{L}})|[0-9] ?{written} ?\p{{Sc}}"
    )
    return letters if sum_before.search(scan.before(folded, start, SUM_REACH)) else None


def _unit_start(text: str, pos: int) -> tuple[int, bool]:
    if text[pos : pos + 1] == " ":
        return pos + 1, False
    if text[pos : pos + 1] == "-" and text[pos + 1 : pos + 2].isalpha():
        return pos + 1, True
    return pos, True


def _longest(*hits: Hit | None) -> Hit | None:
    return max((hit for hit in hits if hit is not None), key=lambda hit: hit.end, default=None)


def _match(document: Document, start: int, hit: Hit) -> UnitMatch:
    end, per = hit.end, hit.form.per
    slash = find_slash(document, hit.end)
    if slash is not None and not per:
        end, per = slash.end, slash.per
    return UnitMatch(start, end, hit.form.kind, hit.form.unit, document.text[hit.start : hit.end],
                     hit.factor, per, hit.form.flags, hit.form.rule)  # fmt: skip


def _behind_number(document: Document, start: int) -> bool:
    """Whether the sign at `start` closes an earlier number, scale letters between or not."""
    left = document.folded[max(0, start - 6) : start].rstrip(" ")
    letters = len(left) - len(left.rstrip("kKmMdGTrsnb"))
    return left[: len(left) - letters].rstrip(" ")[-1:].isdigit()

"""Which numbers of a text belong to a denominator, and are therefore no quantities of their own.

Purely textual: it runs before the parse, over every number of a document.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.languages.compiled import compile_pattern
from pipeline.model import Document
from pipeline.quantities import scan
from pipeline.quantities.denominator_words import TIME_CODES, Words, scale_words, words_of
from pipeline.quantities.forms import MONEY_SIGNS
from pipeline.quantities.numerals import find_numerals
from pipeline.quantities.unit_lookup import linking, lookup, lookup_before

REACH = 60  # how far to the left the quantity may stand that a denominator belongs to
PAUSES = frozenset(",;:.!?")
_YEARS = range(1900, 2101)
SCALE_WIDTH = 4  # « $2.4bn », « CHF 70 mrd. »
_NOUN_FOLLOWS = compile_pattern(r" ?[\p{L}€$£]")


def is_denominator_number(document: Document, start: int, end: int) -> bool:
    """Whether the number at start:end is part of a denominator: the 10 000 of « 70 pour 10 000 habitants ».

    Purely textual. A preposition that may also mean a purpose or an agent (« 412 M€ pour 9 sites », « par 93 voix »)
    needs a round number behind a number that is no sum of money, or « un X pour 15 Y ».
    """
    table, text = words_of(document.lang), document.folded
    left = scan.before(text, start, REACH)
    sign = left[-1:] in MONEY_SIGNS  # "for every $1 spent"
    if sign:
        left, start = left[:-1], start - 1
    opening = table.opening.match(left)
    if sign and (opening is None or opening["word"].lower() not in table.sure):
        return False
    if opening is None or not (_NOUN_FOLLOWS.match(text, end) or _is_bracketed(opening["word"], text, end, table)):
        return False
    opens = start - len(left) + opening.start("word")
    in_unit = lookup(document, opens)
    if in_unit is not None and in_unit.end >= end:  # « pour cent »
        return False
    return _takes_number(document, opening["word"].lower(), opens, start, end)


def _is_bracketed(word: str, text: str, end: int, table: Words) -> bool:
    """Nothing is named: "Admissions (per 100,000)"."""
    return text[end : end + 1] == ")" and word.lower() in table.sure


def _takes_number(document: Document, word: str, opens: int, start: int, end: int) -> bool:
    """Whether the opening word at `opens` makes a denominator of the number at start:end."""
    table, text = words_of(document.lang), document.folded
    hit = lookup(document, end + (text[end : end + 1] == " "))
    measured = hit is not None and hit.form.kind == "measure"
    timed = hit is not None and hit.form.unit in TIME_CODES
    if word == "/":
        return (measured and text[opens - 1 : opens].isalpha()) or text[opens - 1 : opens] in MONEY_SIGNS
    if word in table.sure:
        return True
    before = _quantity_before(document, opens)
    if timed and word in table.every:
        return before == "amount"  # « 150 000 euros tous les quinze ans »
    if word in table.span:
        tail = table.tail.match(scan.before(text, opens, REACH))  # « 20 000 € par exploitation sur 3 ans »
        before = _quantity_before(document, opens - len(tail.group())) if tail else before
        return timed and (before == "amount" or _amount_before_noun(document, opens))
    if word in table.unit_only:
        return before != "" and hit is not None and text[:opens].rstrip(" ")[-1:] not in PAUSES
    if before == "amount" or not before:
        # "$6 million for 240 miles of road" is no price of a mile
        rate = word not in table.maybe | table.things or _is_round(document, start, end)
        return before != "" and measured and not timed and rate
    if word in table.things and timed:
        return False  # « 1 500 places pour cinq ans », "nurses for five years": how long, not per what
    if word in table.maybe:
        link = linking(document.lang).match(text, end + 1)
        noun = scan.word_after(text, link.end() if link else end)
        return _is_round(document, start, end) and scan.is_noun_like(noun, document.lang)
    return _is_round(document, start, end) or _is_one_for(document, opens)


def skip_noun(document: Document, pos: int) -> int | None:
    """End of the one or two plain words behind a sum that a length of time may follow; None where there are none."""
    table, text = words_of(document.lang), document.folded
    match = table.spread.match(text, pos)
    if match is None:
        return None
    small = scan.small_words(document.lang)
    first, _, second = match["words"].partition(" ")
    if first in small:
        return None
    return match.start("words") + len(first) if not second or second in small else match.end()


def _amount_before_noun(document: Document, opens: int) -> bool:
    """Whether a sum and one or two plain words stand before `opens`: "$757 million plan | over"."""
    text = document.folded
    left = scan.before(text, opens, REACH)
    base = opens - len(left)
    small = scan.small_words(document.lang)
    spaces = [base + k for k, sign in enumerate(left[:-1]) if sign == " "]
    return any(
        skip_noun(document, space) == opens - 1
        and scan.word_before(text, space).lower() not in small
        and _quantity_before(document, space) == "amount"
        for space in spaces[-3:]
    )


def _is_one_for(document: Document, opens: int) -> bool:
    """« un enseignant pour 15 élèves »: the one is a number; in "HASP 2.0, a platform for 24 experiments" it is not."""
    left = scan.before(document.folded, opens, REACH).rstrip(" ")
    match = words_of(document.lang).one_for.search(left)
    numerals = find_numerals(left, document.lang)
    return match is not None and bool(numerals) and numerals[-1].start >= match.start()


def _is_round(document: Document, start: int, end: int) -> bool:
    """Ten, a hundred, 100 000: the numbers that rates are given for."""
    written = document.folded[start:end]
    numerals = find_numerals(written, document.lang)
    value = numerals[0].value if numerals else scale_words(document.lang).get(written.lower(), Decimal(0))
    return value >= 10 and value.normalize().as_tuple().digits == (1,)


def _quantity_before(document: Document, offset: int) -> str:
    """What stands before an offset in its block: "amount" right before it, "number" somewhere near, "" nothing."""
    window = scan.before(document.folded, offset, REACH)
    left, base = window.rstrip(" ("), offset - len(window)
    kind = _unit_ends(document, base + len(left))
    numerals = find_numerals(left, document.lang)
    if kind == "amount" or not numerals:
        return kind
    last = numerals[-1]
    if not last.grouped and not last.words and int(last.value) in _YEARS and not kind:
        return ""  # « la stratégie 2050 vise un million d'arbres », "the Vision 2030 plan calls for 100 schools"
    if lookup_before(document, base + last.start) is not None and len(left) - last.end <= SCALE_WIDTH:
        return "amount"
    return "number"


def _unit_ends(document: Document, end: int) -> str:
    """Kind of the unit whose last letter stands right before `end`, a word or a sign; "" if there is none."""
    text = document.folded
    for start in range(max(0, end - 30), end):
        if not text[start].isspace() and (start == 0 or not text[start - 1].isalpha() or not text[start].isalpha()):
            hit = lookup(document, start)
            if hit is not None and hit.end == end:
                return hit.form.kind
    return ""

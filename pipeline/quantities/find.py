"""Every quantity of a document: numerals with their units, bounds, signs and ranges, and what was dropped and why.

Reads the text only; the parse comes later. The order matters: first what is no number at all (calendar, vetoes), then
forms of several numbers (one in N, fractions, factors), then single numbers, then ranges, then bounds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.linguistics.calendar import CalendarSpan, find_calendar
from pipeline.linguistics.numbering import numbered_blocks
from pipeline.model import Document, Dropped, Quantity
from pipeline.quantities import bounds, scan, vetoes
from pipeline.quantities.denominator_words import TIME_CODES
from pipeline.quantities.factors import find_factors
from pipeline.quantities.fractions import find_fractions
from pipeline.quantities.numerals import Numeral, find_numerals
from pipeline.quantities.one_in_n import find_one_in_n
from pipeline.quantities.piece import Piece
from pipeline.quantities.ranges import drop_pairs, is_linked, join_ranges
from pipeline.quantities.short_names import settle_short_names
from pipeline.quantities.single import Single, read_single
from pipeline.quantities.units import find_unit
from pipeline.quantities.vetoes import Spans, Veto

CAP_REACH = 70
CALENDAR_REASONS = {"date": "date", "time": "time", "year": "period", "period": "period"}


@dataclass(frozen=True, slots=True)
class Found:
    """The quantities of a document and the numbers that are none, both in order of the text."""

    quantities: tuple[Quantity, ...]
    dropped: tuple[Dropped, ...]


def find_quantities(document: Document) -> Found:
    """All quantities of a document. Spans do not overlap; `text[start:end]` is the quote. Never raises on any text.

    A counted noun is not part of the quote yet: a number without a unit has kind None.
    """
    folded, lang = document.folded, document.lang
    calendar = find_calendar(folded, lang)
    spans = [
        Veto(span.start, span.end, CALENDAR_REASONS[span.kind])
        for span in calendar
        if span.certain and not _has_unit(document, span.end) and not _is_count(document, span)
    ]
    years = {span.start: span.end for span in calendar if not span.certain}
    walls = sorted({edge for span in calendar for edge in (span.start, span.end)})
    numerals = find_numerals(folded, lang, walls)
    ruled_out = vetoes.find_vetoes(folded, lang, numerals)
    listed = [Veto(document.blocks[k].start, end, "list") for k, end in numbered_blocks(document).items()]
    firm = Spans([*spans, *listed, *(veto for veto in ruled_out if not veto.unless_unit)])
    soft = Spans([veto for veto in ruled_out if veto.unless_unit])

    live, dropped = _sift(numerals, firm)
    special = _choose(
        [find_one_in_n(document, live), find_factors(folded, lang, live), find_fractions(document, live)], firm
    )
    pieces, also_dropped = _read_singles(document, live, special, soft, years)
    pieces, pairs = drop_pairs(join_ranges(sorted([*pieces, *special], key=lambda p: p.start), folded, lang), folded)
    dropped += [*also_dropped, *pairs]
    bounded: list[Piece] = []
    for piece in pieces:
        bounded.append(_with_cap(bounded[-1] if bounded else None, _with_bound(piece, folded, lang), folded, lang))
    return Found(
        tuple(piece.finished() for piece in settle_short_names(bounded)),
        tuple(sorted(dropped, key=lambda drop: drop.start)),
    )


def _has_unit(document: Document, pos: int) -> bool:
    """Figures that look like calendar talk but carry a unit: « les 40 °C » are no decade."""
    if not document.folded[pos - 1 : pos].isdigit():
        return False
    unit = find_unit(document, pos)
    return unit is not None and (unit.kind in ("percentage", "amount") or not unit.unit_text[:1].isalpha())


def _is_count(document: Document, span: CalendarSpan) -> bool:
    """Four digits ("over 2000 people") behind bound words and before a plural."""
    folded, lang = document.folded, document.lang
    if span.kind != "year" or span.end - span.start != 4 or not scan.is_plural(scan.word_after(folded, span.end), lang):
        return False
    return bounds.find_bound_before(folded, span.start, lang) is not None


def _sift(numerals: Sequence[Numeral], firm: Spans) -> tuple[list[Numeral], list[Dropped]]:
    """The numerals that may be quantities, and those that calendar or vetoes rule out."""
    live, dropped = [], []
    for numeral in numerals:
        veto = firm.over(numeral.start, numeral.end)
        if veto is None:
            live.append(numeral)
        elif not numeral.weak:
            dropped.append(Dropped(numeral.start, numeral.end, veto.reason))
    return live, dropped


def _choose(finds: Sequence[Sequence[Piece]], firm: Spans) -> list[Piece]:
    """Pieces that do not overlap, an earlier list before a later one; none where the calendar or a veto speaks."""
    chosen: list[Piece] = []
    for pieces in finds:
        taken = sorted(chosen, key=lambda piece: piece.start)
        starts = [piece.start for piece in taken]
        last_end = -1
        for piece in pieces:
            i = bisect_right(starts, piece.start)
            free = (i == 0 or taken[i - 1].end <= piece.start) and (i == len(taken) or taken[i].start >= piece.end)
            if free and piece.start >= last_end and firm.over(piece.start, piece.end) is None:
                chosen.append(piece)
                last_end = piece.end
    return sorted(chosen, key=lambda piece: piece.start)


def _read_singles(
    document: Document, live: Sequence[Numeral], special: Sequence[Piece], soft: Spans, years: dict[int, int]
) -> tuple[list[Piece], list[Dropped]]:
    """The numbers that no special form has taken, with their units."""
    starts = [piece.start for piece in special]
    blocks = _Blocks(document)
    pieces: list[Piece] = []
    dropped: list[Dropped] = []
    fallen: Dropped | None = None
    end = 0
    for k, numeral in enumerate(live):
        i = bisect_right(starts, numeral.start)
        taken = (i > 0 and special[i - 1].end > numeral.start) or (i < len(special) and special[i].start < numeral.end)
        if taken or numeral.start < end:
            continue
        if fallen is not None and _goes_on(document, fallen, numeral):
            fallen = Dropped(numeral.start, numeral.end, fallen.reason)
            dropped.append(fallen)
            continue
        if _is_in_noun_phrase(document, numeral, live[k - 1] if k else None):
            dropped.append(Dropped(numeral.start, numeral.end, "class-label"))
            continue
        following = live[k + 1] if k + 1 < len(live) else None
        single = Single(
            document, numeral, following, soft, years, blocks.is_title(numeral.start), blocks.is_first(numeral.start)
        )
        piece = read_single(single)
        if isinstance(piece, Piece):
            limit = special[i].start if i < len(special) else len(document.folded)
            floor = max(end, special[i - 1].end if i else 0)
            if floor <= piece.start and piece.end <= limit:
                pieces.append(piece)
                end = piece.end
        elif piece is not None:
            dropped.append(piece)
            fallen = piece
    return pieces, dropped


def _goes_on(document: Document, fallen: Dropped, numeral: Numeral) -> bool:
    """Whether a number is the rest of a reference (« 787-9 »), or the next of two (« les HPV 16 et 18 »)."""
    folded = document.folded
    if fallen.end == numeral.start - 1 and folded[fallen.end] in "-/.:":
        return True
    if fallen.reason not in ("name", "label") or numeral.words or numeral.grouped or numeral.scale != 1:
        return False
    if not is_linked(folded, fallen.end, numeral.start, document.lang):
        return False
    following = scan.word_after(folded, numeral.end)
    return find_unit(document, numeral.end) is None and not scan.is_noun_like(following, document.lang)


def _is_in_noun_phrase(document: Document, numeral: Numeral, last: Numeral | None) -> bool:
    """A hyphened number word says which things another number counts: "36,000 three-person households"."""
    folded = document.folded
    if last is None or not numeral.words or last.end != numeral.start - 1 or folded[last.end] != " ":
        return False
    hyphened = folded[numeral.end : numeral.end + 1] == "-" and folded[numeral.end + 1 : numeral.end + 2].isalpha()
    return hyphened and find_unit(document, numeral.end) is None


def _with_bound(piece: Piece, folded: str, lang: str) -> Piece:
    """The bound said before the number, else around or behind it, else « une centaine »."""
    if piece.bound != "=":
        return piece
    found = bounds.find_bound_before(folded, piece.start, lang, of_time=piece.unit in TIME_CODES)
    if found is None:
        found = bounds.find_bound_around(folded, piece.start, piece.end, lang)
    if found is not None:
        return replace(piece, bound=found.bound, rules=(*piece.rules, "bound-before"))
    glued = bounds.find_bound_glued(folded, piece.end, lang)
    if glued is not None:
        return replace(piece, end=glued.end, bound=glued.bound, bound_after=True, rules=(*piece.rules, "bound-glued"))
    found = bounds.find_bound_after(folded, piece.end, lang)
    if found is None and piece.kind is None:
        found = bounds.find_bound_behind_noun(folded, piece.end, lang)
    if found is not None:
        return replace(piece, bound=found.bound, bound_after=True, rules=(*piece.rules, "bound-after"))
    return replace(piece, bound="~", rules=(*piece.rules, "about-word")) if piece.approximate else piece


def _with_cap(last: Piece | None, piece: Piece, folded: str, lang: str) -> Piece:
    """« ne dépasse pas 55 dB le jour et 50 dB la nuit »: a cap holds for the like quantity coordinated with it.

    Behind « ou » it holds for any quantity: « jusqu'à 800 cigarettes ou 1 kg de tabac ».
    """
    if last is None or last.bound != "<=" or last.bound_after or piece.bound != "=":
        return piece
    if piece.kind is None or piece.start - last.end > CAP_REACH:
        return piece
    alternative = (last.kind, last.unit) != (piece.kind, piece.unit)
    if not bounds.is_coordinated(folded, last.end, piece.start, lang, alternative=alternative):
        return piece
    return replace(piece, bound="<=", rules=(*piece.rules, "cap-carried"))


class _Blocks:
    """Which block an offset is in."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._starts = [block.start for block in document.blocks]

    def is_title(self, pos: int) -> bool:
        """Whether it is a title or heading, where every word may have a capital."""
        i = bisect_right(self._starts, pos) - 1
        return i >= 0 and pos < self._blocks[i].end and self._blocks[i].kind in ("title", "heading")

    def is_first(self, pos: int) -> bool:
        """Whether nothing stands before it in its block."""
        i = bisect_right(self._starts, pos) - 1
        return i >= 0 and self._blocks[i].start == pos

"""Two numbers that are the ends of one range, told apart from a passage from one value to another.

« entre 3 et 5 % », "5-10%", « de 10 à 15 millions » are one quantity. « est passé de 6 000 à 5 000 euros », "rises from
$2m to $3m" are two, and so is any pair with words between its ends (« de 77 % dans A à 8 % dans B »). The verbs of
passing stand in languages/ranges.csv.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Literal

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.model import Dropped
from pipeline.quantities import scan
from pipeline.quantities.piece import Piece

PASSAGE: Literal["passage"] = "passage"
_CLAUSE_END = compile_pattern(r"[;:.!?]|, ")
_STOP = compile_pattern(r"[.;:!?\n](?![0-9])")
ALIKE = 20  # « passé de 1,2 à 1,5 million »: figures of one size share their scale
FIGURES_APART = 1000  # « de 10 à 15 000 » may mean 10 000: worth a look


def join_ranges(pieces: list[Piece], folded: str, lang: str) -> list[Piece]:
    """Join neighbouring pieces that are one range; everything else stays. pieces: in order, none overlapping."""
    joined: list[Piece] = []
    passed = -1  # where the last pair that is a passage ends: « …passe de 1 à 2 et B de 3 à 4 » needs its verb once
    for piece in pieces:
        last = joined[-1] if joined else None
        both = None if last is None else _join(last, piece, folded, lang)
        if both is PASSAGE or (isinstance(both, Piece) and last is not None and _goes_on(folded, passed, last.start)):
            passed, both = piece.end, None
        if isinstance(both, Piece):
            joined[-1] = both
            continue
        if last is not None and _is_from_to(last, piece, folded, lang):
            joined[-1] = _with_unit_of(last, piece)
        joined.append(piece)
    return joined


def is_linked(folded: str, start: int, end: int, lang: str) -> bool:
    """Whether nothing but « et », « ou », « à » or a dash stands between two offsets."""
    return end - start <= 5 and _words(lang).link.fullmatch(folded, start, end) is not None


def opens_range(folded: str, end: int, lang: str) -> bool:
    """Whether a linking word and another figure follow on a number that ends at `end`."""
    link = _words(lang).link.match(folded, end)
    return link is not None and folded[link.end() : link.end() + 1].isdigit()


def is_passage(folded: str, first_start: int, first_end: int, second_start: int, lang: str) -> bool:
    """Whether two quotes stand in « de A à B », "from A to B": what one is per, the other is too."""
    words = _words(lang)
    link = words.link.fullmatch(folded, first_end, second_start) if second_start - first_end <= 5 else None
    return bool(link and link["to"] and words.opener.search(scan.before(folded, first_start, 30)))


def _goes_on(folded: str, passed: int, start: int) -> bool:
    """Whether a passage ended at `passed` in the same sentence."""
    return 0 <= passed <= start <= passed + 80 and not _STOP.search(folded, passed, start)


def drop_pairs(pieces: list[Piece], folded: str) -> tuple[list[Piece], list[Dropped]]:
    """Let go of « un » that no range has taken, and of two bare figures joined by a hyphen (« 3-1 », « 12-34 »)."""
    kept: list[Piece] = []
    dropped: list[Dropped] = []
    for k, piece in enumerate(pieces):
        last, following = pieces[k - 1] if k else None, pieces[k + 1] if k + 1 < len(pieces) else None
        joined = (last is not None and _hyphen(last, piece, folded)) or (
            following is not None and _hyphen(piece, following, folded)
        )
        if piece.weak and piece.kind is None:
            continue
        if joined and not piece.words:
            dropped.append(Dropped(piece.start, piece.end, "label"))
        else:
            kept.append(piece)
    return kept, dropped


def _is_from_to(first: Piece, second: Piece, folded: str, lang: str) -> bool:
    """« de 6 000 à 5 000 euros », « 2 milliards et 4 milliards de livres »: the unit stands once, on the second."""
    if first.kind is not None or second.kind is None or first.form != "number" or second.form != "number":
        return False
    if second.start - first.end > 5 or second.per or second.prefixed:
        return False
    words = _words(lang)
    link = words.link.fullmatch(folded, first.end, second.start)
    left = scan.before(folded, first.start, 30)
    if link is None or words.between.search(left):
        return False
    if link["to"] and words.opener.search(left):
        return True
    if link["to"] and not link["or"] and second.kind == "percentage" and first.value > second.value > 0:
        return True  # "by 54 to 46 percent"
    small = scan.word_before(folded, first.start).lower() in scan.small_words(lang)
    if link["and"] and small and first.scale == 1 and _are_alike(first, second):
        return True  # « de 2 et 3 % respectivement », "of $12 and 15 million"
    # A scale word takes its unit behind it: where it has none, it shares that of the next.
    return bool(link["to"] or link["and"]) and first.scale != 1 and second.scale != 1 and second.kind == "amount"


def _are_alike(first: Piece, second: Piece) -> bool:
    """Figures of one size."""
    figure = abs(second.value / second.scale)
    return bool(figure) and 1 / ALIKE <= abs(first.value) / figure <= ALIKE


def _with_unit_of(first: Piece, second: Piece) -> Piece:
    """The first value of a passage with the unit of the second, and its scale where both figures are alike in size."""
    value, scale, flags = first.value, first.scale, first.flags
    if first.scale == 1 and second.scale != 1 and _are_alike(first, second):
        value, scale, flags = value * second.scale, second.scale, (*flags, "scale-suspect")
    return replace(
        first,
        value=value,
        scale=scale,
        kind=second.kind,
        unit=second.unit,
        unit_text=second.unit_text,
        flags=flags,
        rules=(*first.rules, "unit-of-second"),
    )


def _hyphen(first: Piece, second: Piece, folded: str) -> bool:
    return first.kind is None and folded[first.end : second.start] == "-" and first.form == second.form == "number"


def _join(first: Piece, second: Piece, folded: str, lang: str) -> Piece | Literal["passage"] | None:
    alike = first.form == second.form and first.form in ("number", "fraction")
    # "two to three times"
    times = second.form == "factor" and first.kind is None and second.number_start == second.start
    if not alike and not times and not ({first.form, second.form} == {"number", "fraction"} and first.words):
        return None
    if second.start - first.end > 12 or first.value_max is not None or first.bound_after:
        return None
    words = _words(lang)
    link = words.link.fullmatch(folded, first.end, second.start)
    if link is None or ((second.sign and link["dash"]) and not folded[first.end : second.start].strip()):
        return None
    left = scan.before(folded, first.start, 70)
    between = words.between.search(left) is not None
    if link["and"] and not between:
        return None
    if not _share_unit(first, second):
        return None
    low, high = _share_scale(first, second)
    if low is None or (abs(low) >= abs(high) if min(low, high) >= 0 or first.sign != second.sign else low == high):
        return None
    if low > high and not (low < 0 and high < 0):
        return None
    if link["dash"] and not _is_dashed(first, second, folded):
        return None
    opened = words.opener.search(left) is not None
    if link["to"] and not opened and first.kind is not None and low > 0 and high / low >= FIGURES_APART:
        return None  # « 1,20 m à 2 000 m » of altitude
    if link["to"] and not between:
        bare = second.kind is None and not scan.is_noun_like(scan.word_after(folded, second.end), lang)
        if _passes(left, opened, bool(first.unit), words) or (bare and words.by_bare.search(left)):
            return PASSAGE
    flags = tuple(dict.fromkeys((*first.flags, *second.flags)))
    if first.scale == 1 and second.scale == 1 and low > 0 and high / low >= FIGURES_APART:
        flags = (*flags, "scale-suspect")
    unit = second if second.unit or second.kind else first
    return replace(
        second,
        start=first.start,
        number_start=first.number_start,
        value=min(low, high),
        value_max=max(low, high),
        kind=unit.kind,
        unit=unit.unit,
        unit_text=unit.unit_text,
        per=unit.per,
        form=second.form if times else "range",
        sign=first.sign or second.sign,
        words=first.words and second.words,
        approximate=first.approximate or second.approximate,
        weak=False,
        flags=flags,
        rules=(*first.rules, *(rule for rule in second.rules if rule not in first.rules), "range"),
    )


def _share_unit(first: Piece, second: Piece) -> bool:
    """The unit stands on both ends alike, or on the second only; a prefix currency may stand on the first only."""
    if first.kind is None:
        return second.weak is False or second.kind is not None or first.words
    if second.kind is None:
        return first.prefixed and second.bare_end
    return (first.kind, first.unit, first.per or second.per) == (second.kind, second.unit, second.per or first.per)


def _share_scale(first: Piece, second: Piece) -> tuple[Decimal | None, Decimal]:
    """« de 10 à 15 millions »: the scale word (or the scale letters) of the second end is meant for both."""
    if first.scale == 1 and second.scale != 1 and abs(first.value) < abs(second.value / second.scale):
        if first.kind is None or first.prefixed:
            return first.value * second.scale, second.value
        return None, second.value
    return first.value, second.value


def _is_dashed(first: Piece, second: Piece, folded: str) -> bool:
    """« 5-10 % » and "$5-10 million"; not « 3-1 », and not two bare figures of a reference (« 12-34 »)."""
    if first.end < len(folded) and folded[first.start - 1 : first.start] in ("-", "/", "."):
        return False
    broken = first.value != int(first.value) and second.value != int(second.value)  # "(1.1–1.9)"
    return first.prefixed or second.kind is not None or broken or scan.word_after(folded, second.end) != ""


def _passes(left: str, opened: bool, unit_on_first: bool, words: _Words) -> bool:
    """Whether the words before say that one value became the other, so that both are claims of their own."""
    if opened:
        left = left.rstrip(" ").rpartition(" ")[0].rstrip(" ,")  # "will triple, from 3 to 9"
    clause = _CLAUSE_END.split(left)[-1]
    if words.spread.search(clause):
        return False
    if opened and words.passing.search(clause):
        return True
    return unit_on_first and not opened and words.by_to.search(clause) is not None


class _Words:
    """The compiled forms of one language."""

    def __init__(self, lang: str) -> None:
        lists: dict[str, list[str]] = {}
        for row in languages.rows("ranges", lang):
            lists.setdefault(row["class"], []).append(row["form"])

        def any_of(name: str) -> str:
            return "|".join(lists.get(name, ["(?!)"]))

        edge, flags = r"(?<![\p{L}\p{N}])", regex.IGNORECASE
        self.link = compile_pattern(
            rf" (?P<to>{any_of('to')}|(?P<or>{any_of('or')})) | (?P<and>{any_of('and')}) |(?P<dash> ?[-–—] ?)", flags
        )
        self.between = compile_pattern(rf"{edge}(?:{any_of('between')}) (?:\p{{L}}{{1,8}} ?'?){{0,2}}$", flags)
        self.opener = compile_pattern(rf"{edge}(?:{any_of('opener')})(?:(?<=')|[ ])$", flags)
        self.passing = compile_pattern(rf"{edge}(?:{any_of('passing')})(?!\p{{L}})", flags)
        self.by_to = compile_pattern(rf"{edge}(?:{any_of('by-to')})(?!\p{{L}})", flags)
        # "fell by 11 to 34.": by so many, to so many
        by = rf"{edge}(?:{any_of('by-to')})(?: (?:{any_of('by')}))?"
        self.by_bare = compile_pattern(rf"{by}(?: \p{{L}}{{4,10}})? $", flags)
        self.spread = compile_pattern(rf"{edge}(?:{any_of('spread')})(?!\p{{L}})", flags)


@cache
@compiles("ranges")
def _words(lang: str) -> _Words:
    return _Words(lang)

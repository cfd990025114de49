"""The words before or behind a number that say how the text holds it: about, at least, more than, up to.

The forms stand in languages/bounds.csv. A comparison of two values (« 4 100 de plus », "10,000 fewer", « a dépassé de
1,9 °C ») states a gap, not a bound: its words never touch the number on the side where the forms below are looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.model import Bound
from pipeline.quantities import scan

BEFORE_WIDTH = 110
# A bound behind a counted noun stands within a few plain words: « 15 élèves par classe au maximum ».
_GAP_WORDS = compile_pattern(r"[\p{L}' -]{1,44}")


@dataclass(frozen=True, slots=True)
class BoundWords:
    """A bound, where its words begin and end, and the form that matched."""

    start: int
    end: int
    bound: Bound


def find_bound_before(folded: str, pos: int, lang: str, *, of_time: bool = False) -> BoundWords | None:
    """The bound whose words end directly before `pos`, where the quote (sign and currency included) begins.

    of_time: whether the number counts days, hours and the like; « sous », "within" then mean at most.
    """
    left = scan.before(folded, pos, BEFORE_WIDTH)
    if of_time and (match := _table(lang).before_time.match(left)) is not None:
        return BoundWords(pos - len(left) + match.start(), pos, "<=")
    if _table(lang).any_before.match(left) is None:  # as for most numbers
        return None
    best: tuple[int, Bound] | None = None
    for pattern, bound in _table(lang).before:
        match = pattern.match(left)
        # The longest form wins: « pas moins de » over « moins de », « ne dépasse pas » over « dépasse ».
        if match is not None and (best is None or match.start() < best[0]):
            best = (match.start(), bound)
    return None if best is None else BoundWords(pos - len(left) + best[0], pos, best[1])


def find_bound_after(folded: str, pos: int, lang: str) -> BoundWords | None:
    """The bound whose words follow directly on `pos`, the end of the quote."""
    right = scan.after(folded, pos, 60)
    for pattern, bound in _table(lang).after:
        match = pattern.match(right)
        if match is not None:
            return BoundWords(pos + match.start("form"), pos + match.end(), bound)
    return None


def find_bound_glued(folded: str, pos: int, lang: str) -> BoundWords | None:
    """A bound ("100+ clinics", "400-plus villages") without a space, which stays in the quote."""
    for pattern, bound in _table(lang).glued:
        match = pattern.match(folded, pos)
        if match is not None:
            return BoundWords(pos, match.end(), bound)
    return None


def find_bound_behind_noun(folded: str, pos: int, lang: str) -> BoundWords | None:
    """As find_bound_after, with a counted noun phrase of a few words between, and a pause behind the bound."""
    right = scan.after(folded, pos, 60)
    for pattern, bound in _table(lang).behind:
        match = pattern.search(right)
        if match is None or not _GAP_WORDS.fullmatch(right, 0, match.start("form")):
            continue
        gap = right[: match.start("form")].lower().replace("'", "' ").split()
        if 0 < len(gap) <= 6 and not any(word.strip("'") in _table(lang).stops for word in gap):
            return BoundWords(pos + match.start("form"), pos + match.end(), bound)
    return None


def find_bound_around(folded: str, start: int, end: int, lang: str) -> BoundWords | None:
    """The bound said on both sides: « la barre des 200 000 devrait être franchie », "the 9 million mark was passed"."""
    table = _table(lang)
    left = table.around.match(scan.before(folded, start, 50))
    right = table.around_after.search(scan.after(folded, end, 50)) if left else None
    if left is None or right is None:
        return None
    return BoundWords(start - len(left.group()), end + right.end(), table.around_bound)


def is_coordinated(folded: str, start: int, end: int, lang: str, *, alternative: bool = False) -> bool:
    """Whether nothing but « … et », « … et à » stands between two quantities of one sentence.

    alternative: only « … ou », "… or" counts.
    """
    pattern = _table(lang).alternative if alternative else _table(lang).coordinated
    return pattern.fullmatch(folded, start, end) is not None


@dataclass(frozen=True, slots=True)
class _Table:
    coordinated: regex.Pattern[str]
    alternative: regex.Pattern[str]
    any_before: regex.Pattern[str]
    before: tuple[tuple[regex.Pattern[str], Bound], ...]
    before_time: regex.Pattern[str]
    after: tuple[tuple[regex.Pattern[str], Bound], ...]
    glued: tuple[tuple[regex.Pattern[str], Bound], ...]
    behind: tuple[tuple[regex.Pattern[str], Bound], ...]
    stops: frozenset[str]
    around: regex.Pattern[str]
    around_after: regex.Pattern[str]
    around_bound: Bound


@cache
@compiles("bounds")
def _table(lang: str) -> _Table:
    rows = languages.rows("bounds", lang)
    slots = {row["side"]: row["form"] for row in rows if row["side"] in ("article", "adverb")}
    by_side: dict[str, dict[Bound, list[str]]] = {}
    for row in rows:
        form = row["form"].replace("{article}", slots["article"]).replace("{adverb}", slots["adverb"])
        by_side.setdefault(row["side"], {}).setdefault(cast(Bound, row["bound"]), []).append(form)
    gap = r"(?:(?<=')|(?<!')[ ])"

    article = f"(?:{slots['article']}{gap})?"

    def ends_with(forms: list[str], then: str = article) -> regex.Pattern[str]:
        return scan.ending(
            rf"(?<![\p{{L}}\p{{N}}])(?:{'|'.join(languages.longest_first(forms))})(?:{gap}|(?<=[<>≥≤≈~±])){then}"
        )

    before = tuple((ends_with(forms), bound) for bound, forms in by_side["before"].items())
    any_before = ends_with([form for forms in by_side["before"].values() for form in forms])
    after = tuple(
        (compile_pattern(rf"[ ]?,?[ ]?(?P<form>{'|'.join(forms)})(?![\p{{L}}-])", regex.IGNORECASE), bound)
        for bound, forms in by_side["after"].items()
    )
    behind = tuple(
        (compile_pattern(rf"(?<=[ ])(?P<form>{'|'.join(forms)})(?= ?(?:[.,;:)!?»\"]|$))", regex.IGNORECASE), bound)
        for bound, forms in by_side["after"].items()
    )
    inside = {form for row in rows if row["side"] == "inside" for form in row["form"].split()}
    around, around_after = by_side["around"], by_side["around-after"]
    bound = next(iter(around))

    def joined_by(side: str) -> regex.Pattern[str]:
        joiners = "|".join(row["form"] for row in rows if row["side"] == side)
        return compile_pattern(rf"[^.;:!?\n0-9]{{0,60}}(?<= (?:{joiners})) ", regex.IGNORECASE)

    return _Table(
        joined_by("coordinated"),
        joined_by("alternative"),
        any_before,
        before,
        ends_with(by_side["before-time"]["<="], then=""),
        after,
        tuple(
            (compile_pattern(f"(?:{'|'.join(forms)})(?![\\p{{L}}\\p{{N}}])", regex.IGNORECASE), bound)
            for bound, forms in by_side["glued"].items()
        ),
        behind,
        scan.small_words(lang) - inside,
        scan.ending(rf"(?<!\p{{L}})(?:{'|'.join(around[bound])}) ?"),
        compile_pattern("|".join(around_after[bound]), regex.IGNORECASE),
        bound,
    )

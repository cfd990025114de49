"""Read a number that is written in digits: its groups, its decimal mark, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline import languages
from pipeline.languages.compiled import compile_pattern

# A run of digits in groups of three by one and the same separator, then perhaps decimals; the same in the groups of
# lakh and crore (4,50,00,000); else plain digits.
DIGITS = (
    r"(?>[1-9][0-9]?(?:,[0-9]{2}(?![0-9]))++,[0-9]{3}(?![0-9])(?:\.[0-9]++)?"
    r"|[1-9][0-9]{0,2}(?P<sep>[ .,'])[0-9]{3}(?:(?P=sep)[0-9]{3})*+(?![0-9])(?:[.,][0-9]++)?"
    r"|[0-9]++(?:[.,][0-9]++)?)"
)
VULGAR = dict(
    zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8".split(), strict=True)
)

_POINT_DECIMALS = compile_pattern(r"(?<![0-9.,])[0-9]{1,4}\.[0-9]{1,2}(?![0-9.])")
_COMMA_DECIMALS = compile_pattern(r"(?<![0-9.,])[0-9]{1,4},[0-9]{1,2}(?![0-9,])")
_ONE_GROUP = compile_pattern(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What digits say. other: the second reading where a single mark before three digits leaves two."""

    value: Decimal
    grouped: bool
    other: Decimal | None = None
    flags: tuple[str, ...] = ()


@cache
def decimal_mark(lang: str) -> str:
    """The mark that a language sets between whole and decimals."""
    return languages.forms("number_words", lang, **{"class": "decimal"})[0]


def is_point_decimal(folded: str) -> bool:
    """Whether a text writes its decimals with a point only, as French-speaking Switzerland does for money."""
    return _POINT_DECIMALS.search(folded) is not None and _COMMA_DECIMALS.search(folded) is None


def read_digits(text: str, lang: str, *, point_decimal: bool = False, scale: str = "") -> Reading:
    """Read digits as a release prints them.

    text: a match of DIGITS. lang: its decimal mark is the first choice; the other mark then groups thousands.
    point_decimal: the document writes decimals with a point. scale: "singular" or "plural" where a scale word follows:
    « 1.254 million » can only be 1.254, « 1.084 millions » only 1084.
    Returns the number as printed, exact. A mark before three digits may be read both ways: then `other` is the second.
    Source: BIPM, SI Brochure, 9th ed., 5.4.4, for spaces; usage of each country for the rest.

    >>> read_digits("153 400", "fr").value
    Decimal('153400')
    """
    mark = decimal_mark(lang)
    other_mark = "." if mark == "," else ","
    if _ONE_GROUP.fullmatch(text):
        return _read_one_group(text, mark, other_mark, point_decimal, scale)
    last = max(text.rfind("."), text.rfind(","))
    tail = text[last + 1 :] if last >= 0 else ""
    repeated = last >= 0 and text.count(text[last]) > 1
    if last >= 0 and not repeated:
        whole = _strip(text[:last])
        grouped = whole != text[:last]
        flags = ("scale-suspect",) if text[last] == "," != mark and not grouped else ()
        return Reading(Decimal(f"{whole}.{tail}"), grouped, flags=flags)
    return Reading(Decimal(_strip(text)), grouped=not text.isdigit())


def _read_one_group(text: str, mark: str, other_mark: str, point_decimal: bool, scale: str) -> Reading:
    """« 12.345 » or « 12,345 »: one mark, three digits behind it."""
    as_decimal, as_whole = Decimal(text.replace(",", ".")), Decimal(text.replace(",", "").replace(".", ""))
    if other_mark in text:
        zeros = text.endswith("000") and not scale  # « 3.000 emplois », even where decimals have a point
        if mark == "," and not zeros and (point_decimal or scale == "singular"):
            return Reading(as_decimal, grouped=False, other=as_whole)
        return Reading(as_whole, grouped=True, other=as_decimal)
    if text.endswith(f"{mark}000") and not scale and mark == ",":
        # Nobody prints three zeros as decimals of a count or a sum: the mark of the other language has slipped in.
        return Reading(as_whole, grouped=True, other=as_decimal, flags=("scale-suspect",))
    return Reading(as_decimal, grouped=False, other=as_whole)


def _strip(text: str) -> str:
    return text.translate({ord(mark): None for mark in " .,'"})

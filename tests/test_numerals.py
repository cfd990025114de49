"""Numbers in digits and in words, exactly: tables, an oracle for words, and every way of writing a decimal."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_to_num import alpha2digit  # type: ignore[import-untyped]

from pipeline.quantities.numerals import Numeral, find_numerals
from tests.cases import cases
from tests.quantity_marks import read_marked


def _numerals(text: str, lang: str) -> tuple[Numeral, ...]:
    return find_numerals(text, lang)


@pytest.mark.parametrize("case", cases("numerals"))
def test_numerals(case: dict[str, str]) -> None:
    marked = read_marked(case["text"], case["lang"])
    found = _numerals(marked.document.folded, case["lang"])
    numeral = next((n for n in found if (n.start, n.end) == (marked.start, marked.end)), None)
    assert numeral is not None, [marked.document.text[n.start : n.end] for n in found]
    assert numeral.indefinite == ("i" in case["marks"]), case["why"]
    if not numeral.indefinite:
        assert numeral.value == Decimal(case["value"]), case["why"]
        assert numeral.approximate == ("~" in case["marks"]), case["why"]
        assert ("scale-suspect" in numeral.flags) == ("?" in case["marks"]), case["why"]


@pytest.mark.parametrize("case", cases("not_numerals"))
def test_not_numerals(case: dict[str, str]) -> None:
    assert [n for n in _numerals(case["text"], case["lang"]) if not n.weak] == [], case["why"]


# --- words: two independent readers ----------------------------------------------------------------------------------

FRENCH_SMALL = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
FRENCH_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
ENGLISH_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def write_french(number: int) -> str:
    """A whole number below 10^15 in French words, 1990 hyphens inside the hundreds."""
    for scale, one, many in (
        (10**12, "billion", "billions"),
        (10**9, "milliard", "milliards"),
        (10**6, "million", "millions"),
    ):
        if number >= scale:
            over, rest = divmod(number, scale)
            head = f"{write_french(over)} {one if over == 1 else many}"
            return head if not rest else f"{head} {write_french(rest)}"
    if number >= 1000:
        over, rest = divmod(number, 1000)
        head = "mille" if over == 1 else f"{_invariable(write_french(over))} mille"
        return head if not rest else f"{head} {write_french(rest)}"
    if number >= 100:
        over, rest = divmod(number, 100)
        head = "cent" if over == 1 else f"{FRENCH_SMALL[over]} cent"
        return f"{head}{'s' if over > 1 and not rest else ''}" if not rest else f"{head} {write_french(rest)}"
    if number < 20:
        return FRENCH_SMALL[number]
    ten, rest = divmod(number, 10)
    if ten in (7, 9):
        ten, rest = ten - 1, rest + 10
    if not rest:
        return FRENCH_TENS[ten] + ("s" if ten == 8 else "")
    joiner = "-et-" if rest in (1, 11) and ten != 8 else "-"
    return f"{FRENCH_TENS[ten]}{joiner}{FRENCH_SMALL[rest]}"


def _invariable(words: str) -> str:
    """« quatre-vingts » and « deux cents » lose their s before « mille »."""
    return words[:-1] if words.endswith(("cents", "vingts")) else words


def write_english(number: int) -> str:
    """A whole number below 10^15 in English words, with the British "and"."""
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= scale:
            over, rest = divmod(number, scale)
            joiner = " and " if 0 < rest < 100 else " "
            return f"{write_english(over)} {name}" + (f"{joiner}{write_english(rest)}" if rest else "")
    if number >= 100:
        over, rest = divmod(number, 100)
        return f"{ENGLISH_SMALL[over]} hundred" + (f" and {write_english(rest)}" if rest else "")
    if number < 20:
        return ENGLISH_SMALL[number]
    ten, rest = divmod(number, 10)
    return ENGLISH_TENS[ten - 2] + (f"-{ENGLISH_SMALL[rest]}" if rest else "")


NUMBERS = st.one_of(st.integers(2, 2000), st.integers(2, 10**15 - 1))


@given(NUMBERS)
def test_french_words_are_read_back(number: int) -> None:
    text = f"Le total atteint {write_french(number)} unités"
    assert [n.value for n in _numerals(text, "fr")] == [number], text


@given(NUMBERS)
def test_english_words_are_read_back(number: int) -> None:
    text = f"The total reached {write_english(number)} units"
    assert [n.value for n in _numerals(text, "en")] == [number], text


# What text2num gets wrong, so that it is no oracle there: it knows no French billion, and drops a final « et demi ».
ORACLE_LIMIT = {"fr": 10**12 - 1, "en": 10**12 - 1}


@pytest.mark.parametrize("lang", ["fr", "en"])
@given(number=st.integers(10, 10**9))
def test_words_as_the_oracle_reads_them(lang: str, number: int) -> None:
    if number > ORACLE_LIMIT[lang]:
        return
    words = write_french(number) if lang == "fr" else write_english(number)
    read = alpha2digit(words, lang)
    if read.isdigit():  # else the oracle has cut the number in two
        assert [n.value for n in _numerals(f"x {words} units", lang)] == [Decimal(read)], words


# --- digits: every way of writing ------------------------------------------------------------------------------------

STYLES = {
    "fr": ((" ", ","), ("\u202f", ","), ("\u00a0", ","), (".", ","), ("'", "."), ("'", ",")),
    "en": ((",", "."), (" ", "."), ("\u2009", "."), ("'", ".")),
}


@pytest.mark.parametrize("lang", ["fr", "en"])
@given(
    data=st.data(),
    number=st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False, allow_infinity=False),
    sign=st.sampled_from(["", "-", "+", "\u2212"]),
)
def test_decimals_are_read_back(lang: str, data: st.DataObject, number: Decimal, sign: str) -> None:
    group, mark = data.draw(st.sampled_from(STYLES[lang]))
    written = f"{number:,}".replace(",", "\0").replace(".", mark).replace("\0", group)
    marked = read_marked(f"La hausse est de [{sign}{written}] %", lang)
    found = _numerals(marked.document.folded, lang)
    expected = -number if sign in ("-", "\u2212") else number
    assert [(n.value, n.start, n.end) for n in found] == [(expected, marked.start, marked.end)], written


@pytest.mark.parametrize("lang", ["fr", "en"])
@given(text=st.text(max_size=200))
def test_any_text(lang: str, text: str) -> None:
    last = 0
    for numeral in find_numerals(text, lang):
        assert last <= numeral.start < numeral.end <= len(text)
        last = numeral.end

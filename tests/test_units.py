"""Units, currencies and denominators: tables of what is read and of what is none, and the whole of CLDR.

In the tables a bar stands at the end of the numeral and another at the end of what is read: « 8,7| %| en 2025 ».
"""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from pipeline import languages
from pipeline.languages.characters import fold_characters
from pipeline.model import Block, Document
from pipeline.quantities.currencies import currency_names, no_codes
from pipeline.quantities.denominators import find_denominators, find_rates, is_denominator_number
from pipeline.quantities.unit_forms import cldr_names
from pipeline.quantities.units import find_scale_letters, find_unit, find_unit_before
from tests.cases import cases
from tests.ucum import is_ucum


def _document(text: str, lang: str, country: str = "") -> Document:
    return Document("test", text, fold_characters(text), lang, (Block(0, len(text), "prose"),), country=country)


def _marked(case: dict[str, str]) -> tuple[Document, list[int]]:
    """The text without its bars, and where they stood."""
    parts = case["text"].split("|")
    offsets = [sum(len(part) for part in parts[: k + 1]) for k in range(len(parts) - 1)]
    return _document("".join(parts), case["lang"], case.get("country", "")), offsets


@pytest.mark.parametrize("case", [*cases("units"), *cases("currencies")])
def test_unit_behind_a_number(case: dict[str, str]) -> None:
    document, (pos, end) = _marked(case)
    unit = find_unit(document, pos)
    assert unit is not None, case["why"]
    read = (unit.unit, unit.unit_text, unit.factor, unit.per, " ".join(unit.flags), unit.end)
    text = case["unit_text"] or document.text[unit.start : unit.end]
    assert read == (case["unit"], text, Decimal(case["factor"] or 1), case["per"], case["flags"], end), case["why"]


@pytest.mark.parametrize("case", cases("currencies_before"))
def test_currency_before_a_number(case: dict[str, str]) -> None:
    document, (start, pos, end) = _marked(case)
    unit = find_unit_before(document, pos)
    assert unit is not None, case["why"]
    assert (unit.unit, unit.start, " ".join(unit.flags)) == (case["unit"], start, case["flags"]), case["why"]
    number_end = pos
    while document.folded[number_end : number_end + 1] in {*"0123456789.,'"}:
        number_end += 1
    letters = find_scale_letters(document, number_end)
    assert (letters or (number_end, Decimal(1))) == (end, Decimal(case["factor"] or 1)), case["why"]


@pytest.mark.parametrize("case", cases("not_units"))
def test_what_is_no_unit(case: dict[str, str]) -> None:
    document, (pos,) = _marked(case)
    assert find_unit(document, pos) is None, case["why"]
    assert find_unit_before(document, 0) is None


@pytest.mark.parametrize("case", cases("denominators"))
def test_denominator_behind_a_quantity(case: dict[str, str]) -> None:
    document, (pos, end) = _marked(case)
    found = find_denominators(document, pos)
    assert found is not None, case["why"]
    read = (found.per, found.end if found.joined else pos, found.kind)
    assert read == (case["per"], end, case["kind"]), case["why"]


@pytest.mark.parametrize("case", cases("not_denominators"))
def test_what_is_no_denominator(case: dict[str, str]) -> None:
    document, (pos,) = _marked(case)
    assert find_denominators(document, pos) is None, case["why"]


@pytest.mark.parametrize("case", cases("denominator_numbers"))
def test_number_of_a_denominator(case: dict[str, str]) -> None:
    document, (start, end) = _marked(case)
    assert is_denominator_number(document, start, end) == (case["is"] == "yes"), case["why"]


@pytest.mark.parametrize("case", cases("rates"))
def test_rates_anywhere(case: dict[str, str]) -> None:
    document = _document(case["text"], case["lang"])
    found = find_rates(document, 0, len(document.text))
    assert "; ".join(rate.per for rate in found) == case["per"], case["why"]


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_every_cldr_unit_is_read(lang: str) -> None:
    """By name in both numbers; a name that CLDR gives to two units (gallon, carat, calorie) is read as one of them."""
    codes: dict[str, set[str]] = {}
    for row in languages.rows("cldr_units", lang):
        for name in cldr_names(row["cldr"], lang) if row["unit"] else ():
            codes.setdefault(name.lower(), set()).add(row["unit"])
    assert len(codes) > 300
    assert [name for name in codes if not any(_reads(f"12 {name}", lang, code) for code in codes[name])] == []


def test_every_cldr_unit_has_a_row() -> None:
    rows = {row["cldr"]: row for row in languages.rows("cldr_units", "*")}
    known = {unit for lang in languages.LANGUAGES for unit in Locale.parse(lang)._data["unit_patterns"]}
    assert set(rows) == known
    left_out = [row for row in rows.values() if not row["unit"]]
    assert all(row["note"] for row in left_out)
    assert len(left_out) <= 25


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_every_cldr_currency_is_read(lang: str) -> None:
    """By name in both numbers and by code. A name that two currencies share is read as the present one."""
    missed = []
    for code in Locale.parse(lang).currencies:
        for name in currency_names(code, lang):
            unit = find_unit(_document(f"12 {name}", lang), 2)
            if unit is None or unit.kind != "amount" or (unit.unit != code and not _shared(name, code, lang)):
                missed.append((code, name, unit and unit.unit))
        if code not in no_codes() and not _reads(f"12 {code}", lang, code):
            missed.append((code, code, None))
    assert missed == []


@pytest.mark.parametrize("table", ["units", "cldr_units"])
def test_codes_are_ucum(table: str) -> None:
    codes = {row["unit"] for lang in languages.LANGUAGES for row in languages.rows(table, lang) if row["unit"]}
    prefixed = {
        prefix + row["unit"]
        for lang in languages.LANGUAGES
        for row in languages.rows(table, lang)
        for prefix in row.get("prefixes", "").split()
    }
    assert [code for code in sorted(codes | prefixed) if not is_ucum(code)] == []


@given(text=st.text(alphabet="0123456789 ,.'-/%‰$€£¥kKmMdGgthLWCl²³°µaeinoprsuxyé\n()", max_size=80), data=st.data())
def test_any_text_is_safe(text: str, data: st.DataObject) -> None:
    """No exception on any text, spans inside it; what is read begins where it was asked for."""
    lang, country = data.draw(st.sampled_from(languages.LANGUAGES)), data.draw(st.sampled_from(["", "CA", "CH", "XX"]))
    document = _document(text, lang, country)
    pos = data.draw(st.integers(0, len(text)))
    unit, before = find_unit(document, pos), find_unit_before(document, pos)
    assert unit is None or pos <= unit.start < unit.end <= len(text)
    assert before is None or 0 <= before.start < before.end <= pos
    found = find_denominators(document, pos)
    assert found is None or pos <= found.start < found.end <= len(text)
    find_scale_letters(document, pos)
    is_denominator_number(document, pos, min(len(text), pos + 3))
    assert all(rate.per for rate in find_rates(document, 0, len(text)))


PIECES = ["12 degrés ", "par par ", "/an/an", "m/m/m", "a day a year ", "pour 10 000 ", "€" * 9]


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_text(piece: str) -> None:
    """One pass over a text four times as long takes less than twelve times as long; the best of three passes counts."""
    few, many = (min(_pass(_document(piece * copies, "fr")) for _ in range(3)) for copies in (150, 600))
    assert many < 12 * few + 0.05


def _pass(document: Document) -> float:
    began = perf_counter()
    for pos in range(0, len(document.text), 7):
        find_unit(document, pos)
        find_denominators(document, pos)
    find_rates(document, 0, len(document.text))
    return perf_counter() - began


def _reads(text: str, lang: str, unit: str) -> bool:
    found = find_unit(_document(text, lang), 2)
    return found is not None and found.unit == unit and found.end == len(text)


def _shared(name: str, code: str, lang: str) -> bool:
    others = [other for other in Locale.parse(lang).currencies if other != code]
    return any(name.lower() in (known.lower() for known in currency_names(other, lang)) for other in others)

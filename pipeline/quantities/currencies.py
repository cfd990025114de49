"""Compile the currencies of one language, and decide whose « dollars » a document means.

Names come from CLDR (formal: « yuans renminbi chinois »), the short forms people write from languages/currencies.csv,
codes from ISO 4217 as CLDR lists them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from babel.core import get_global

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.quantities.forms import Form
from pipeline.quantities.unit_forms import CLDR_LOCALES, cldr, compile_cell

NO_CODE = "no-code"


def currency_forms(lang: str) -> Iterator[Form]:
    """Every form of money in a language: ours first, then ISO codes, then CLDR's names, current currencies first."""
    ours = [form for row in languages.rows("currencies", lang) if row["style"] != NO_CODE for form in _own_forms(row)]
    yield from ours
    known = {form.form.lower() for form in ours if not form.countries}
    names = cldr("en")["currency_names"]
    current = current_codes()
    for code in sorted(names, key=lambda code: (code not in current, code)):
        if code not in no_codes():
            yield Form(code, "symbol", "amount", code, rule="iso-4217")
        for name in currency_names(code, lang):
            if name.lower() not in known:
                known.add(name.lower())
                yield Form(name, "name", "amount", code, rule="cldr-currency")


def currency_names(code: str, lang: str) -> tuple[str, ...]:
    """CLDR's names of a currency, singular and plural, in one language."""
    names: dict[str, None] = {}
    for locale in CLDR_LOCALES.get(lang, (lang,)):
        data = cldr(locale)
        for name in (*dict(data["currency_names_plural"].get(code, {})).values(), data["currency_names"].get(code)):
            if name:
                names[name] = None
    return tuple(names)


@cache
def no_codes() -> frozenset[str]:
    """ISO codes that are not read: words of headlines, conferences, codes of no money (« TOP 5 », « COP 28 »)."""
    return frozenset(row["form"] for row in languages.rows("currencies", "*") if row["style"] == NO_CODE)


def whose(form: Form, country: str) -> Form:
    """The form with the currency that it means in a country; its default, flagged if need be, where that is unknown.

    Source: docs/claims.md, 15; a country's money is CLDR's.
    """
    if not form.family:
        return form
    tender = money_of(country)
    if tender in form.family:
        return replace(form, unit=tender, flags=())
    return form


@cache
def money_of(country: str) -> str:
    """ISO 4217 code of a country's present tender; empty for an unknown country."""
    for code, _since, until, tender in get_global("territory_currencies").get(country, ()):
        if tender and until is None:
            return str(code)
    return ""


@cache
def current_codes() -> frozenset[str]:
    """Codes of all money that is tender somewhere today."""
    return frozenset(money_of(country) for country in get_global("territory_currencies")) - {""}


def _own_forms(row: Mapping[str, str]) -> Iterator[Form]:
    for word in dict.fromkeys(filter(None, (row["form"], row["plural"]))):
        yield Form(
            form=word,
            style=row["style"],
            kind="amount",
            unit=row["unit"],
            factor=Decimal(row["factor"] or 1),
            glue=row["glue"],
            side=row["side"],
            countries=frozenset(row["countries"].split()),
            not_before=compile_cell(row["not_before"]),
            evidence=compile_cell(row["evidence"]),
            family=_family(row["family"]),
            flags=tuple(row["flags"].split()),
            rule="currency",
        )


@cache
def _family(cell: str) -> frozenset[str]:
    """`~franc`: every present currency that CLDR's English calls a franc; else the codes as listed."""
    if not cell.startswith("~"):
        return frozenset(cell.split())
    word = compile_pattern(rf"(?i)\b(?:{'|'.join(cell[1:].split())})\b")
    names = cldr("en")["currency_names"]
    return frozenset(code for code in current_codes() if word.search(names.get(code, "")))

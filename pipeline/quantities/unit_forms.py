"""Compile the units of one language: our own table, SI prefixes applied, and the names that CLDR gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from decimal import Decimal
from functools import cache
from typing import Any, cast

import regex
from babel.localedata import LocaleDataDict, load

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.model import Kind
from pipeline.quantities.forms import Form

# en_GB beside en: the same names in -re; the pattern of a unit is "{0} kilomètres".
CLDR_LOCALES: Mapping[str, tuple[str, ...]] = {"en": ("en", "en_GB")}


def unit_forms(lang: str) -> Iterator[Form]:
    """Every form of the units of a language, our own first: where both have a form, ours holds."""
    ours = [form for row in languages.rows("units", lang) for form in _own_forms(row, lang)]
    yield from ours
    known = {form.form.lower() for form in ours if not form.countries}
    for row in languages.rows("cldr_units", lang):
        if row["unit"]:
            yield from (form for form in _cldr_forms(row, lang) if form.form.lower() not in known)


def cldr_names(unit: str, lang: str) -> tuple[str, ...]:
    """The names of a CLDR unit, singular and plural, in one language. Empty where CLDR has none."""
    names: dict[str, None] = {}
    for locale in CLDR_LOCALES.get(lang, (lang,)):
        patterns = cldr(locale)["unit_patterns"].get(unit, {}).get("long", {})
        for number, pattern in dict(patterns).items():
            if number != "per" and pattern.startswith("{0}"):
                names[pattern[3:].strip()] = None
    return tuple(names)


@cache
def cldr(locale: str) -> LocaleDataDict:
    """CLDR's data of a locale, aliases resolved."""
    return LocaleDataDict(cast("MutableMapping[str | int | None, Any]", load(locale)))


@cache
def prefixes(lang: str) -> Mapping[str, str]:
    """UCUM prefix -> its name in a language (k -> kilo)."""
    return {row["code"]: row["form"] for row in languages.rows("prefixes", lang)}


def compile_cell(cell: str) -> regex.Pattern[str] | None:
    """A pattern cell of a table, or None where it is empty."""
    return compile_pattern(cell) if cell else None


def _own_forms(row: Mapping[str, str], lang: str) -> Iterator[Form]:
    for prefix in ("", *row["prefixes"].split()):
        for word in filter(None, (row["form"], row["plural"])):
            yield Form(
                form=_prefixed(word, prefix, row["style"], lang),
                style=row["style"],
                kind=_kind(row["kind"]),
                unit=prefix + row["unit"],
                factor=Decimal(row["factor"] or 1),
                per=row["per"],
                glue=row["glue"],
                countries=frozenset(row["countries"].split()),
                not_before=_ignore_case(row["not_before"]),
                evidence=compile_cell(row["evidence"]),
                flags=tuple(row["flags"].split()),
                rule=f"unit:{row['unit']}",
            )


def _prefixed(word: str, prefix: str, style: str, lang: str) -> str:
    if not prefix:
        return word
    return (prefix.replace("u", "µ") if style == "symbol" else prefixes(lang)[prefix]) + word


def _cldr_forms(row: Mapping[str, str], lang: str) -> Iterator[Form]:
    for name in cldr_names(row["cldr"], lang):
        yield Form(name, "name", _kind(row["kind"]), row["unit"], per=row["per"], rule=f"cldr:{row['cldr']}")


def _ignore_case(cell: str) -> regex.Pattern[str] | None:
    return compile_pattern(cell, regex.IGNORECASE) if cell else None


def _kind(cell: str) -> Kind:
    kinds: Mapping[str, Kind] = {"measure": "measure", "percentage": "percentage", "count": "count"}
    return kinds[cell]

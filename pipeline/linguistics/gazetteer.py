"""Names of countries, divisions, cities and their peoples in a text.

Way in: `find_place_names`. The names are rows of languages/places.csv; the countries come from CLDR, through Babel, so
that the table only holds the short forms people write (« Chine », "UK") and what CLDR does not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, cast

from babel import Locale

from pipeline.languages import rows
from pipeline.languages.compiled import compile_pattern

PlaceKind = Literal["country", "division", "city", "region", "demonym"]

_WORD = compile_pattern(r"(?<![\p{L}\p{N}_@])\p{L}++")
_NO_COUNTRIES = frozenset({"ZZ", "XA", "XB", "EZ", "UN"})  # CLDR's codes for what is unknown, a test or an organisation
_SHORTEST_IN_CAPITALS = 4  # "US" is listed; « EURE » and the like are found, "LOT" and "WALES" in a row of capitals too


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name found in a text. name: its usual form; country: ISO 3166 alpha-2, "EU", or "" for a part of the world."""

    start: int
    end: int
    name: str
    country: str
    kind: PlaceKind


_Entry = tuple[str, str, str, PlaceKind]  # form, name, country, kind


def find_place_names(folded: str, lang: str) -> tuple[PlaceName, ...]:
    """Names of places and peoples in a folded text, in order, the longest where two begin together, none overlapping.

    folded: text with straight apostrophes and plain spaces. A name that is a part of a hyphenated one (« Paris » in
    « Paris-Saclay ») is not found, nor is a small-letter word, demonyms apart.
    """
    names = _names(lang)
    if names.keys().isdisjoint(_WORD.findall(folded)):
        return ()  # most sentences name no place, and this says so at once
    found: list[PlaceName] = []
    behind = 0
    for word in _WORD.finditer(folded):
        if word.start() < behind or not (entries := names.get(word[0])) or _glued_before(folded, word.start()):
            continue
        for form, name, country, kind in entries:
            end = word.start() + len(form)
            if folded.startswith(form, word.start()) and not _goes_on(folded, end):
                found.append(PlaceName(word.start(), end, name, country, kind))
                behind = end
                break
    return tuple(found)


def _glued_before(folded: str, start: int) -> bool:
    return start > 1 and folded[start - 1] in "-/." and folded[start - 2].isalnum()


def _goes_on(folded: str, end: int) -> bool:
    after = folded[end : end + 2]
    if not after:
        return False
    return after[0].isalnum() or (after[0] in "-–@/_" and len(after) == 2 and after[1].isalnum())


@cache
def _names(lang: str) -> Mapping[str, tuple[_Entry, ...]]:
    """First word of a name -> the names that begin with it, longest first. The table goes before CLDR."""
    entries: dict[str, _Entry] = {}
    for row in rows("places", lang):
        if row["kind"] != "demonym":
            _add(entries, row["form"], row["name"], row["country"], cast(PlaceKind, row["kind"]))
    for code, name in Locale.parse(lang).territories.items():
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
            for form in _written_forms(name):
                _add(entries, form, form, code, "country")
    for row in rows("places", lang):  # last: « Suisse » is the country before it is an inhabitant
        if row["kind"] == "demonym":
            for form in (row["form"], row["form"][0].upper() + row["form"][1:]):
                _add(entries, form, row["name"], row["country"], "demonym")
    by_word: dict[str, list[_Entry]] = {}
    for entry in entries.values():
        match = _WORD.match(entry[0])
        if match:
            by_word.setdefault(match[0], []).append(entry)
    ordered = {word: tuple(sorted(group, key=lambda one: -len(one[0]))) for word, group in by_word.items()}
    return MappingProxyType(ordered)


def _written_forms(name: str) -> tuple[str, ...]:
    """CLDR's name as texts write it: « Myanmar (Birmanie) » -> « Myanmar », "Bosnia & Herzegovina" -> with "and"."""
    plain = name.replace("’", "'").split(" (")[0]
    return (plain, plain.replace("&", "and")) if "&" in plain else (plain,)


def _add(entries: dict[str, _Entry], form: str, name: str, country: str, kind: PlaceKind) -> None:
    entries.setdefault(form, (form, name, country, kind))
    if len(form) >= _SHORTEST_IN_CAPITALS and kind != "demonym":
        entries.setdefault(form.upper(), (form.upper(), name, country, kind))

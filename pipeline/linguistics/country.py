"""The country that a release is about: it decides whose dollars, francs or pounds are meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache

from pipeline.languages import LANGUAGES, rows
from pipeline.languages.characters import fold_characters
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.gazetteer import find_place_names

_DOMAIN = compile_pattern(r"(?<![\p{L}\d.-])(?:[\p{L}\d-]{1,63}\.){1,8}(\p{L}{2,12})(?![\p{L}\d-])")
_LOOK_AT = 20_000  # characters of the body
# A publisher speaks in its own currency, whatever country its title names; the body only breaks ties or fills gaps.
_DOMAIN_WEIGHT, _PUBLISHER_WEIGHT, _TITLE_WEIGHT, _BODY_WEIGHT = 5.0, 4.0, 3.0, 2.0


def guess_country(title: str, publisher: str, folded: str, lang: str = "") -> str:
    """ISO 3166 alpha-2 code of the country, or EU; "" where nothing points to one.

    title, publisher: of the document, either may be empty; folded: its folded text; lang: its language, all of ours
    if not given. Places and peoples count (languages/places.csv and CLDR), and the publisher's domain.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    scores[_find_domain_country(publisher)] += _DOMAIN_WEIGHT
    _add(scores, _count_places(publisher, lang), _PUBLISHER_WEIGHT)
    _add(scores, _count_places(title, lang), _TITLE_WEIGHT)
    _add(scores, _count_places(folded[:_LOOK_AT], lang, alone=False), _BODY_WEIGHT)
    scores.pop("", None)
    return max(scores, key=lambda country: scores[country]) if scores else ""


def _add(scores: defaultdict[str, float], found: Mapping[str, int], weight: float) -> None:
    total = sum(found.values())
    for country, times in found.items():
        scores[country] += weight * times / total


def _find_domain_country(publisher: str) -> str:
    for match in _DOMAIN.finditer(publisher.lower()):
        suffix = match[1]
        special = _domains().get(suffix)
        if special is not None:
            return special
        if len(suffix) == 2:
            return suffix.upper()
    return ""


def _count_places(text: str, lang: str, *, alone: bool = True) -> Counter[str]:
    """Country -> how often a place or people of it is named; a name that two languages know counts once.

    alone: whether one city is enough (a body names cities in passing, and « Nice » opens English sentences).
    """
    folded = fold_characters(text)
    found = {
        place.start: (place.country, place.kind)
        for one in ((lang,) if lang else LANGUAGES)
        for place in find_place_names(folded, one)
        if place.country
    }
    times = Counter(country for country, _ in found.values())
    sure = {country for country, kind in found.values() if alone or kind != "city" or times[country] > 1}
    return Counter({country: number for country, number in times.items() if country in sure})


@cache
def _domains() -> dict[str, str]:
    return {row["form"]: row["country"] for row in rows("domains", "*")}

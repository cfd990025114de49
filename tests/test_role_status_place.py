"""Role, direction, prices, status and place of the number in brackets, one case a line."""

from __future__ import annotations

import pytest
from cases import cases
from marked import read_marked

from pipeline.context.place import resolve_place
from pipeline.context.place_titles import place_of_title
from pipeline.context.prices import resolve_prices
from pipeline.context.role import direction, resolve_role
from pipeline.context.scene import Discourse
from pipeline.context.status import resolve_status
from pipeline.languages import rows
from pipeline.linguistics.gazetteer import find_place_names
from pipeline.linguistics.models import parse_sentences
from pipeline.linguistics.sentences import split_sentences

HEADER = "statistics.example.org\n2025-03-04"
CLASSES = {
    "change_words": {"verb", "causative", "verb-object", "adjacent", "noun", "growth", "after", "after-compared"},
    "prices": {"after", "adjective", "both"},
}
SIGNS = {"-": -1, "": 0, "+": 1}


@pytest.mark.model
@pytest.mark.parametrize("case", cases("roles"))
def test_role_and_direction(case: dict[str, str]) -> None:
    marked = read_marked(case["text"], case["lang"], parsed=True)
    role = resolve_role(marked.asked, marked.scene, (), Discourse())
    found = (role.value, direction(marked.asked, marked.scene, ()))
    assert found == (case["role"], SIGNS[case["sign"]]), (case["why"], role.rule)


@pytest.mark.model
@pytest.mark.parametrize("case", cases("status"))
def test_status(case: dict[str, str]) -> None:
    marked = read_marked(case["text"], case["lang"], parsed=True)
    status = resolve_status(marked.asked, marked.scene, (), Discourse())
    assert status.value == case["status"], (case["why"], status.rule)


@pytest.mark.model
@pytest.mark.parametrize("case", cases("places"))
def test_place(case: dict[str, str]) -> None:
    titled = read_marked(f"{case['title']}\n\n{HEADER}\n\n{case['text']}", case["lang"], parsed=True)
    document = titled.scene.document
    title = parse_sentences(document, split_sentences(document)[:1])[0]
    discourse = Discourse(title_place=place_of_title(document, title))
    place = resolve_place(titled.asked, titled.scene, (), discourse)
    assert place.value == case["place"], (case["why"], place.rule)


@pytest.mark.parametrize("case", cases("prices"))
def test_prices(case: dict[str, str]) -> None:
    marked = read_marked(case["text"], case["lang"], parsed=False)
    prices = resolve_prices(marked.asked, marked.scene, (), Discourse())
    assert prices.value == case["prices"], (case["why"], prices.rule)


@pytest.mark.parametrize("case", cases("place_names"))
def test_place_names(case: dict[str, str]) -> None:
    found = find_place_names(case["text"], case["lang"])
    names = "|".join(f"{case['text'][name.start : name.end]}:{name.country}:{name.kind}" for name in found)
    assert names == case["names"], case["why"]


def test_every_word_of_the_tables_is_used() -> None:
    for table, classes in CLASSES.items():
        found = {row["class"] for lang in ("fr", "en") for row in rows(table, lang)}
        assert found <= classes, f"{table}.csv has classes that nothing reads: {sorted(found - classes)}"

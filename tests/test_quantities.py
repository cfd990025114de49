"""Quantities as a whole: value, unit, bound and form of a marked number; ranges; what is dropped and why."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import languages
from pipeline.errors import InputError
from pipeline.model import Block, Document
from pipeline.quantities import bounds, unit_lookup, vetoes
from pipeline.quantities.find import find_quantities
from pipeline.quantities.vetoes import find_vetoes
from pipeline.reading import make_document
from tests.cases import cases
from tests.quantity_marks import Marked, read_marked


@pytest.mark.parametrize("case", cases("quantities"))
def test_quantities(case: dict[str, str]) -> None:
    marked = read_marked(case["text"], case["lang"])
    quantity = next((q for q in marked.find().quantities if (q.start, q.end) == (marked.start, marked.end)), None)
    assert quantity is not None, _quotes(marked)
    assert quantity.value == Decimal(case["value"]), case["why"]
    assert quantity.value_max == (Decimal(case["value_max"]) if case["value_max"] else None), case["why"]
    assert (quantity.unit, quantity.bound, quantity.form) == (case["unit"], case["bound"], case["form"]), case["why"]


@pytest.mark.parametrize("case", cases("not_quantities"))
def test_not_quantities(case: dict[str, str]) -> None:
    marked = read_marked(case["text"], case["lang"])
    found = marked.find()
    assert not [q for q in found.quantities if q.start < marked.end and marked.start < q.end], case["why"]
    reasons = {drop.reason for drop in found.dropped if drop.start < marked.end and marked.start < drop.end}
    assert reasons == {case["reason"]}, case["why"]


@pytest.mark.parametrize("case", cases("bounds"))
def test_bounds(case: dict[str, str]) -> None:
    marked = read_marked(case["text"], case["lang"])
    found = [q.bound for q in marked.find().quantities if q.start <= marked.start < q.end]
    assert found == [case["bound"]], case["why"]


@pytest.mark.parametrize("case", cases("ranges"))
def test_ranges(case: dict[str, str]) -> None:
    document = make_document(f"Total: {case['text']}.", doc_id="case", lang=case["lang"], title="-")
    got = [
        f"{q.value.normalize():f}" + ("" if q.value_max is None else f"..{q.value_max.normalize():f}")
        for q in find_quantities(document).quantities
    ]
    assert ",".join(got) == case["got"], case["why"]


@pytest.mark.parametrize("case", cases("whole_sentences"))
def test_whole_sentences(case: dict[str, str]) -> None:
    """All quantities of a sentence and nothing else: bound, value and unit of each."""
    document = make_document(case["text"], doc_id="case", lang=case["lang"], title="-")
    found = []
    for quantity in find_quantities(document).quantities:
        ends = (quantity.value, quantity.value_max) if quantity.value_max is not None else (quantity.value,)
        values = "..".join(f"{end.normalize():f}" for end in ends)
        found.append(f"{quantity.bound}{values} {quantity.unit}".strip())
    assert "; ".join(found) == case["found"]


def _veto_rows() -> list[tuple[str, str, str, str]]:
    rows = []
    for lang in languages.LANGUAGES:
        for row in languages.rows("vetoes", lang):
            rows.append((lang, row["reason"], row["example"], row["twin"]))
    return rows


@pytest.mark.parametrize(("lang", "reason", "example", "twin"), _veto_rows())
def test_vetoes(lang: str, reason: str, example: str, twin: str) -> None:
    """Each pattern of vetoes.csv rules its example out, for its reason, and lets its twin stay in."""
    ruled_out = {veto.reason for veto in find_vetoes(example, lang)}
    assert reason in ruled_out, example
    assert reason not in {veto.reason for veto in find_vetoes(twin, lang)}, twin


# --- any text --------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    "1 12 2025 3,5 1.250 1 000 000 % € $ £12m km/h de à et sur entre un une deux trois cent mille million milliards "
    "et demi plus de moins de jusqu'à ( ) - – . , ; : / \n n° article page one two half a third of in out of times "
    "hundred thousand bn point tiers quart doublé multiplié par fois 14 h 30 15 M€ +3 -2 ½ XIVe 5G".split(" ")
)


def _document(text: str, lang: str) -> Document:
    """A document of one block, without the reader, which would refuse what is no release."""
    return Document("any", text, text, lang, (Block(0, len(text), "prose"),))


@pytest.mark.parametrize("lang", ["fr", "en"])
@given(
    text=st.one_of(
        st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
    )
)
def test_any_text(lang: str, text: str) -> None:
    found = find_quantities(_document(text, lang))
    last = 0
    for quantity in found.quantities:
        assert last <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(text)
        assert quantity.value.is_finite()
        assert quantity.value_max is None or quantity.value < quantity.value_max
        last = quantity.end
    for drop in found.dropped:
        assert 0 <= drop.start < drop.end <= len(text)
        assert drop.reason


HARD = [
    "1",
    "1.",
    "1 ",
    "1,1 ",
    "-1",
    "(1",
    "(",
    "deux cent ",
    "un sur ",
    "plus de ",
    "entre 1 et ",
    "a.",
    "et demi ",
    "1/",
    "article 1, ",
]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("unit", HARD)
def test_time_grows_with_length(unit: str, lang: str) -> None:
    """Four times the text takes about four times the time; a backtracking pattern would take sixteen.

    The best of three passes counts: the machine may have other things to do.
    """
    size = 4000
    find_quantities(_document(unit * 10, lang))
    short, long = (min(_seconds((unit * length)[:length], lang) for _ in range(3)) for length in (size, 4 * size))
    assert long < 10 * max(short, 0.02), (short, long)


def _seconds(text: str, lang: str) -> float:
    started = time.perf_counter()
    find_quantities(_document(text, lang))
    return time.perf_counter() - started


def test_a_hundred_thousand_digits() -> None:
    assert find_quantities(_document("7" * 100_000, "fr")).quantities == ()


def _quotes(marked: Marked) -> list[str]:
    return [marked.document.text[q.start : q.end] for q in marked.find().quantities]


@pytest.mark.parametrize(
    ("table", "build"), [("bounds", bounds._table), ("vetoes", vetoes._patterns), ("units", unit_lookup.after)]
)
def test_a_broken_pattern_names_its_row(
    table: str, build: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = languages.rows

    def broken(name: str, lang: str) -> tuple[Mapping[str, str], ...]:
        good = rows(name, lang)
        bad = {**good[3], **dict.fromkeys(("form", "pattern", "not_before"), "(?:"), "line": "77"}
        return (*good[:3], bad, *good[4:]) if name == table else good

    monkeypatch.setattr(languages, "rows", broken)
    with pytest.raises(InputError, match=f"{table}.csv:77"):
        build.__wrapped__("fr")  # type: ignore[attr-defined]  # past the cache

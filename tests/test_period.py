"""Periods mean what the contract says, and each number of a sentence gets its own; so does the basis of a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.context import iso_periods as iso
from pipeline.context.basis import resolve_basis
from pipeline.context.links import find_links
from pipeline.context.period import resolve_period
from pipeline.context.period_mentions import find_period_mentions
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.linguistics.calendar import find_calendar
from pipeline.linguistics.parse import Parse, Token
from pipeline.model import Block, Document, Kind, Quantity, Sentence
from tests.cases import cases

SPAN = regex.compile(r"\[([^\]]*)\]")
CLAIM = regex.compile(r"\[(?P<quote>[^|\]]*)\|(?P<role>[^|\]]*)\|(?P<period>[^|\]]*)\|(?P<basis>[^|\]]*)\]")


def _document(text: str, lang: str, published: str) -> Document:
    return Document("test", text, text, lang, (Block(0, len(text), "prose"),), published=date.fromisoformat(published))


@pytest.mark.parametrize("case", cases("periods"))
def test_a_mention_has_its_value_and_use(case: dict[str, str]) -> None:
    mark = SPAN.search(case["text"])
    assert mark is not None
    text = SPAN.sub(r"\1", case["text"])
    document = _document(text, case["lang"], case["published"])
    calendar = find_calendar(text, case["lang"])
    mentions = find_period_mentions(document, Sentence(0, len(text), 0), calendar, document.published)
    found = [m for m in mentions if m.start <= mark.start() + len(mark[1]) / 2 < m.end]
    assert [(m.value, m.use) for m in found] == [(case["value"], case["use"])], case["why"]


@dataclass(frozen=True, slots=True)
class Asked:
    quote: str
    role: str
    period: str
    basis: str


@pytest.mark.parametrize("case", cases("period_claims"))
def test_each_number_gets_its_period_and_basis(case: dict[str, str]) -> None:
    scene, asked = _scene(case)
    discourse = Discourse(title_period=case["title_period"])
    drafts: tuple[Draft, ...] = ()
    for i, (quantity, ask) in enumerate(zip(scene.quantities, asked, strict=True)):
        fields = {"role": Resolved(ask.role, "given")}
        fields["basis"] = resolve_basis(i, scene, (*drafts, Draft(quantity, dict(fields))), discourse)
        fields["period"] = resolve_period(i, scene, (*drafts, Draft(quantity, dict(fields))), discourse)
        drafts = (*drafts, Draft(quantity, fields))
    got = [Asked(a.quote, a.role, d["period"], d["basis"]) for a, d in zip(asked, drafts, strict=True)]
    assert got == asked, case["why"]


def _scene(case: dict[str, str]) -> tuple[Scene, list[Asked]]:
    """The scene of a sentence with its numbers marked [quote|role|period|basis]; words are tokens without grammar."""
    text, quantities, asked, last = "", [], [], 0
    for match in CLAIM.finditer(case["text"]):
        text += case["text"][last : match.start()]
        start, quote = len(text), match["quote"]
        text += quote
        quantities.append(Quantity(start, len(text), start, len(text), Decimal(1), kind=_kind(quote), unit="1"))
        asked.append(Asked(quote, match["role"], match["period"], match["basis"]))
        last = match.end()
    text += case["text"][last:]
    document, sentence = _document(text, case["lang"], case["published"]), Sentence(0, len(text), 0)
    parse = _words(text)
    links = find_links(document, sentence, parse, tuple(quantities))
    calendar = find_calendar(text, case["lang"])
    mentions = find_period_mentions(document, sentence, calendar, document.published)
    return Scene(document, sentence, parse, tuple(quantities), links, mentions), asked


def _kind(quote: str) -> Kind:
    if regex.search(r"%|per ?cent|point", quote):
        return "percentage"
    return "amount" if regex.search(r"[€$£]", quote) else "count"


def _words(text: str) -> Parse:
    found = enumerate(regex.finditer(r"[\p{L}\p{N}]+|[^\p{L}\p{N}\s]", text))
    return Parse(tuple(Token(i, m.start(), m.end(), m[0], m[0].lower(), "X", "other", 0, "", "") for i, m in found))


@given(text=st.text(), published=st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)))
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_any_text_gives_mentions(lang: str, text: str, published: date | None) -> None:
    document = Document("test", text, text, lang, (Block(0, len(text), "prose"),), published=published)
    calendar = find_calendar(text, lang)
    for mention in find_period_mentions(document, Sentence(0, len(text), 0), calendar, published):
        assert not mention.value or iso.bounds(mention.value) is not None


@given(day=st.dates(date(1950, 1, 1), date(2080, 12, 31)), steps=st.integers(-30, 30))
@pytest.mark.parametrize("shape", ["{0.year}", "{0:%Y-%m}", "{0.year}-Q2", "{0.year}-S1"])
def test_a_shift_can_be_undone(shape: str, day: date, steps: int) -> None:
    period = shape.format(day)
    unit = iso.kind_of(period)
    assert iso.shifted(iso.shifted(period, unit, steps), unit, -steps) == period

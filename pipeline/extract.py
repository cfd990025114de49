"""The conductor: one document in, its claims out.

reading → sentences → quantities → gate → parse → context → claims. Each stage is a function of the floor below;
this module only carries values from one to the next and remembers which rule gave what.
"""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from pipeline.context import discourse as talk
from pipeline.context.basis import resolve_basis
from pipeline.context.doubts import find_doubts
from pipeline.context.elision import fill_elided
from pipeline.context.indicator import resolve_indicator
from pipeline.context.links import find_links
from pipeline.context.period import resolve_period
from pipeline.context.period_mentions import find_period_mentions
from pipeline.context.place import resolve_place
from pipeline.context.place_mentions import find_place_mentions
from pipeline.context.prices import resolve_prices
from pipeline.context.relative_days import find_relative_days
from pipeline.context.role import direction, resolve_role
from pipeline.context.scene import Discourse, Draft, Resolved, Resolver, Scene
from pipeline.context.status import resolve_status
from pipeline.context.unit_context import settle_unit
from pipeline.context.whole import resolve_whole
from pipeline.linguistics.calendar import CalendarSpan, find_calendar
from pipeline.linguistics.country import guess_country
from pipeline.linguistics.models import parse_sentences
from pipeline.linguistics.parse import Parse
from pipeline.linguistics.sentences import split_sentences
from pipeline.model import Claim, Document, Extraction, Quantity, Role, Sentence, Status
from pipeline.quantities.find import find_quantities
from pipeline.quantities.nouns import complete
from pipeline.reading import make_document

ParseSentences = Callable[[Document, Sequence[Sentence]], list[Parse]]

# The order matters: a resolver reads the columns before its own in `earlier[-1]`.
_RESOLVERS: tuple[tuple[str, Resolver], ...] = (
    ("role", resolve_role),
    ("indicator", resolve_indicator),
    ("whole", resolve_whole),
    ("basis", resolve_basis),
    ("prices", resolve_prices),
    ("period", resolve_period),
    ("place", resolve_place),
    ("status", resolve_status),
)


class Extractor:
    """Documents in, claims out; keep one for many documents, so that models load once.

    parse: how sentences become parses; by default our own models, loaded at the first sentence that holds a number.
    """

    def __init__(self, parse: ParseSentences = parse_sentences) -> None:
        self._parse = parse

    def extract(self, document: Document) -> Extraction:
        """All numeric claims of a document, the numbers that are none with the reason, and which rule gave what."""
        document = _with_country(document)
        sentences = split_sentences(document)
        found = find_quantities(document)
        calendar = find_calendar(document.folded, document.lang)
        held = _by_sentence(sentences, found.quantities)
        gated = [k for k, quantities in enumerate(held) if quantities or _is_title(document, sentences[k])]
        if not found.quantities:
            gated = []  # a text without numbers asks for no model
        parses = dict(zip(gated, self._parse(document, [sentences[k] for k in gated]), strict=True))
        state = talk.begin(document, _title_parse(document, sentences, parses), found.quantities)
        claims: list[Claim] = []
        trace: dict[int, tuple[tuple[str, str, str], ...]] = {}
        repeats: Counter[tuple[str, str, int]] = Counter()
        for k, sentence in enumerate(sentences):
            state = talk.enter_block(state, document, sentence.block)
            scene = _make_scene(document, sentence, parses.get(k, Parse(())), held[k], calendar)
            drafts, scene = _resolve(scene, state)
            for i, draft in enumerate(drafts):
                claim = _make_claim(draft, scene, repeats, find_doubts(i, scene, draft))
                claims.append(claim)
                trace[claim.start] = _trace(draft)
            state = talk.after(state, scene, drafts)
        return Extraction(document, tuple(claims), found.dropped, len(sentences), trace)


def extract(
    text: str,
    *,
    lang: str | None = None,
    published: date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    doc_id: str = "text",
) -> list[Claim]:
    """The numeric claims of one text, in its order. For many texts, keep an Extractor.

    lang: "fr" or "en", detected where None. published: resolves « l'an dernier »; read from the text where None.
    Raises InputError for a text that cannot be read (empty, binary, a language we do not know).
    """
    document = make_document(text, doc_id=doc_id, lang=lang, title=title, publisher=publisher, published=published)
    return list(Extractor().extract(document).claims)


def _with_country(document: Document) -> Document:
    if document.country:
        return document
    return replace(document, country=guess_country(document.title, document.publisher, document.folded))


def _by_sentence(sentences: Sequence[Sentence], quantities: Sequence[Quantity]) -> list[tuple[Quantity, ...]]:
    """The quantities of each sentence, by where their number begins; one outside every sentence is left out."""
    held: list[list[Quantity]] = [[] for _ in sentences]
    k = 0
    for quantity in quantities:
        while k < len(sentences) and sentences[k].end <= quantity.number_start:
            k += 1
        if k < len(sentences) and sentences[k].start <= quantity.number_start:
            held[k].append(quantity)
    return [tuple(some) for some in held]


def _is_title(document: Document, sentence: Sentence) -> bool:
    """Titles are parsed with or without a number: their place holds for the whole release."""
    return document.blocks[sentence.block].kind == "title"


def _title_parse(document: Document, sentences: Sequence[Sentence], parses: dict[int, Parse]) -> Parse | None:
    for k, sentence in enumerate(sentences):
        if _is_title(document, sentence):
            return parses.get(k)
    return None


def _make_scene(
    document: Document,
    sentence: Sentence,
    parse: Parse,
    quantities: tuple[Quantity, ...],
    calendar: tuple[CalendarSpan, ...],
) -> Scene:
    first, last = (bisect_left(calendar, edge, key=_start) for edge in (sentence.start, sentence.end))
    dates, days = calendar[first:last], find_relative_days(document, sentence, parse)
    stops = (*map(_start, dates), *(day.start for day in days))
    whole = complete(document, parse, quantities, stops)
    return Scene(
        document=document,
        sentence=sentence,
        parse=parse,
        quantities=whole,
        links=find_links(document, sentence, parse, whole),
        periods=(
            *days,
            *find_period_mentions(document, sentence, dates, document.published),
        ),
        places=find_place_mentions(document, sentence, parse),
    )


def _start(span: CalendarSpan) -> int:
    return span.start


def _resolve(scene: Scene, state: Discourse) -> tuple[tuple[Draft, ...], Scene]:
    """The drafts of a sentence's quantities, and the scene with their elided units filled in."""
    drafts: tuple[Draft, ...] = ()
    for i in range(len(scene.quantities)):
        quantity = fill_elided(i, scene, drafts, state)
        scene = _with_quantity(scene, i, quantity)
        fields: dict[str, Resolved] = {}
        for column, resolver in _RESOLVERS:
            fields[column] = resolver(i, scene, (*drafts, Draft(quantity, dict(fields))), state)
            if column == "indicator":
                quantity = settle_unit(i, scene, (*drafts, Draft(quantity, dict(fields))))
                scene = _with_quantity(scene, i, quantity)
        draft = Draft(quantity, fields)
        drafts = (*drafts, _signed(i, scene, (*drafts, draft)))
    return drafts, scene


def _with_quantity(scene: Scene, i: int, quantity: Quantity) -> Scene:
    if scene.quantities[i] is quantity:
        return scene
    return replace(scene, quantities=(*scene.quantities[:i], quantity, *scene.quantities[i + 1 :]))


def _signed(i: int, scene: Scene, drafts: tuple[Draft, ...]) -> Draft:
    """The draft with the sign of its direction: a fall is negative, a factor and a printed sign stay (contract, 11)."""
    draft = drafts[-1]
    quantity = draft.quantity
    if draft["role"] != "change" or quantity.signed or quantity.unit == "{x}":
        return draft
    if direction(i, scene, drafts) >= 0:
        return draft
    if quantity.value_max is None:
        return replace(draft, quantity=replace(quantity, value=-quantity.value))
    return replace(draft, quantity=replace(quantity, value=-quantity.value_max, value_max=-quantity.value))


def _make_claim(
    draft: Draft, scene: Scene, repeats: Counter[tuple[str, str, int]], doubts: tuple[str, ...]
) -> Claim:
    quantity, document = draft.quantity, scene.document
    quote = document.text[quantity.start : quantity.end]
    sentence = document.text[scene.sentence.start : scene.sentence.end]
    key = (sentence, quote, quantity.start - scene.sentence.start)
    repeats[key] += 1
    told = (flag for field in draft.fields.values() for flag in field.flags)
    flags = dict.fromkeys((*quantity.flags, *told, *doubts))
    return Claim(
        claim_id=_claim_id(document.doc_id, key, repeats[key]),
        doc_id=document.doc_id,
        lang=document.lang,
        kind=quantity.kind or "count",
        bound=quantity.bound,
        value=_plain(quantity.value),
        value_max=None if quantity.value_max is None else _plain(quantity.value_max),
        unit=quantity.unit or "1",
        unit_text=unicodedata.normalize("NFC", quantity.unit_text),
        per=unicodedata.normalize("NFC", quantity.per),
        indicator=draft["indicator"],
        role=cast(Role, draft["role"]),
        basis=draft["basis"],
        prices=draft["prices"],
        whole=draft["whole"],
        place=draft["place"],
        period=draft["period"],
        status=cast(Status, draft["status"]),
        quote=quote,
        start=quantity.start,
        end=quantity.end,
        sentence=sentence,
        flags=tuple(flags),
    )


def _claim_id(doc_id: str, key: tuple[str, str, int], nth: int) -> str:
    """Stable under edits elsewhere: from the document's name, the sentence, the quote and its place in the sentence."""
    sentence, quote, offset = key
    material = "\0".join((doc_id, sentence, quote, str(offset), str(nth)))
    return hashlib.sha256(material.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(value: Decimal) -> Decimal:
    """The same number without an exponent: 2.4E+12 becomes 2400000000000; digits printed after the mark stay."""
    return Decimal(format(value, "f"))


def _trace(draft: Draft) -> tuple[tuple[str, str, str], ...]:
    """(column, value, rule) of a claim, the number first."""
    number = ("number", str(draft.quantity.value), " + ".join(draft.quantity.rules))
    return (number, *((column, field.value, field.rule) for column, field in draft.fields.items()))

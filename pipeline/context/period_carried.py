"""What a text passes on about time: what a sentence leaves to its paragraph, what the title says, who takes it.

What is passed on is written `past|future`, since a claim about what was observed does not take a year that lies ahead;
the part behind the bar may be missing.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import regex

from pipeline import languages
from pipeline.context import iso_periods as iso
from pipeline.context.clauses import Clause, clause_at, find_clauses, is_future
from pipeline.context.cues import cue_pattern
from pipeline.context.period_mentions import find_period_mentions
from pipeline.context.scene import Draft, Scene
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.calendar import find_calendar
from pipeline.model import Document, Sentence

TIMEOUT = 1.0
_COMPOUND = 4  # tokens from an auxiliary to its participle
HOLDING = ("holds", "deadline", "since")  # the uses of a mention that date a claim
NAMED = ("attached", "sentence", "sentence-after")  # rules that read the period off the sentence
CARRIED = ("paragraph", "lead-in", "title", "none", "contre")  # rules that name no period of the sentence itself


def period_for_paragraph(scene: Scene, drafts: tuple[Draft, ...], before: str = "") -> str:
    """What this sentence leaves to the next ones of its paragraph, `past|future`; `before` where it adds nothing.

    A month or longer; not the day of an event, not a period that a claim is only compared with.
    """
    published = scene.document.published
    today = published.isoformat() if published is not None else ""  # « actuellement » dates no paragraph
    dated = [(d["period"], d.fields["period"].rule) for d in drafts if d["period"] not in ("", today)]
    expected = {d["period"] for d in drafts if d["status"] in ("forecast", "target")}
    if not drafts:
        dated = [
            (m.value, "named")
            for m in scene.periods
            if m.use in HOLDING and not m.local and m.shift is None and m.value
        ]
    past, future = both(before)
    ahead = [one for one in dated if iso.is_after(one[0], published) or one[0] in expected - _over(expected, published)]
    behind = [one for one in dated if one not in ahead]
    if behind:
        # The latest is what the text speaks of; an earlier one beside it is what that is held against.
        value, rule = max(behind, key=lambda one: (iso.bounds(one[0]) or (date.min, date.min))[1])
        if rule not in CARRIED and iso.length_in_months(value) >= 1:
            past, future = value, "" if not ahead else future
    for value, rule in ahead:
        if rule not in CARRIED and iso.length_in_months(value) >= 1:
            future = value
    return pair(past, future)


def _over(periods: set[str], published: date | None) -> set[str]:
    """Those that had ended when the text was published."""
    return {period for period in periods if iso.is_over(period, published)}


def period_of_title(document: Document) -> str:
    """What the title dates, `past|future`: a deadline in it is for what lies ahead only."""
    block = next((block for block in document.blocks if block.kind == "title"), None)
    if block is None:
        return ""
    sentence = Sentence(block.start, block.end, document.blocks.index(block))
    calendar = find_calendar(document.folded[: block.end], document.lang)
    past = future = ""
    text = document.folded[block.start : block.end].lower()
    will = table_pattern(document.lang, "ahead").search(text, timeout=TIMEOUT) is not None
    for mention in find_period_mentions(document, sentence, calendar, document.published):
        if not mention.value or mention.shift is not None:
            continue
        if mention.use == "deadline" or (will and iso.is_after(mention.value, document.published)):
            future = mention.value
        elif mention.use in ("holds", "since"):
            past = mention.value
    return pair(past, future)


def looks_ahead(i: int, scene: Scene) -> bool:
    """Whether the number's clause speaks of what is to come: a future or conditional verb, or a word of intent."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    start, end = _clause(i, scene)
    if any("Tense=Fut" in t.morph or "Mood=Cnd" in t.morph for t in tokens if start <= t.start < end):
        return True
    text = scene.folded(start, end).lower()
    if table_pattern(lang, "ahead").search(text, timeout=TIMEOUT):
        return True
    finite = _finite_clause(i, scene)
    verb = None if finite is None or finite.verb is None else tokens[finite.verb]
    over = verb is not None and "Tense=Past" in verb.morph and verb.pos == "VERB"  # "the plan included three hospitals"
    if table_pattern(lang, "intent").search(text, timeout=TIMEOUT) and not over:
        return True
    if finite is None:
        return False
    if verb is not None and start <= verb.start < end and is_future(verb, finite, scene.parse, lang):
        return True
    # « le projet mobilise 150 personnes et doit permettre de … »: only what stands in that very clause
    text = scene.folded(tokens[finite.first].start, tokens[finite.last].end).lower()
    return cue_pattern("status_cues", lang, **{"class": "planned"}).search(text, timeout=TIMEOUT) is not None


def will_be(i: int, scene: Scene) -> bool:
    """Whether the verb of the number's clause is in the future or the conditional."""
    finite = _finite_clause(i, scene)
    if finite is None or finite.verb is None:
        return False
    return is_future(scene.parse.tokens[finite.verb], finite, scene.parse, scene.document.lang)


def looks_around(i: int, scene: Scene) -> bool:
    """Whether the verb of the number's clause is in the present: what is going on, in a period that has begun."""
    finite = _finite_clause(i, scene)
    if finite is None or finite.verb is None or "Tense=Pres" not in scene.parse.tokens[finite.verb].morph:
        return False
    behind = scene.parse.tokens[finite.verb + 1 : finite.verb + _COMPOUND]
    return not any("Tense=Past" in token.morph for token in behind)


def _finite_clause(i: int, scene: Scene) -> Clause | None:
    """The clause around the number, as the parse has it."""
    at = scene.parse.at(scene.quantities[i].number_start)
    return None if at is None else clause_at(find_clauses(scene.parse, scene.document.lang, at), at)


def _clause(i: int, scene: Scene) -> tuple[int, int]:
    """The stretch between the semicolons (and bracketing commas before a verb) around the number."""
    relative = _relative_clause(i, scene)
    if relative is not None:
        return relative
    quantity, text = scene.quantities[i], scene.folded(scene.sentence.start, scene.sentence.end)
    at = quantity.start - scene.sentence.start
    left = max(text.rfind(";", 0, at), text.rfind(" : ", 0, at)) + 1
    right = text.find(";", at)
    end = right if right >= 0 else len(text)
    # An apposition between commas has no verb of its own: "losses, at 2.1 metres a year, are projected to grow".
    comma, close = text.rfind(",", left, at), text.find(",", quantity.end - scene.sentence.start, end)
    if comma >= 0 and close >= 0 and at - comma <= 12 and close - at <= 40:
        return scene.sentence.start + comma, scene.sentence.start + close
    return scene.sentence.start + left, scene.sentence.start + end


def _relative_clause(i: int, scene: Scene) -> tuple[int, int] | None:
    """Of "The project, which occupies 1,150 people, should allow …": the relative clause that the number stands in."""
    finite = _finite_clause(i, scene)
    if finite is None or finite.relative is None:
        return None
    start = scene.parse.tokens[finite.relative].start
    return (start, scene.parse.tokens[finite.last].end) if start < scene.quantities[i].start else None


def is_standing(i: int, scene: Scene, first_of_pair: bool) -> bool:
    """A rule, a threshold, a dimension: it does not take the title's period."""
    if first_of_pair and looks_ahead(i, scene):
        return True
    lang, quantity = scene.document.lang, scene.quantities[i]
    start, end = _clause(i, scene)
    texts = {
        "sentence": scene.folded(start, end).lower(),
        "before": scene.folded(max(start, quantity.start - 60), quantity.start).lower(),
        "after": scene.folded(quantity.end, min(end, quantity.end + 40)).lower(),
    }
    return any(pattern.search(texts[scope], timeout=TIMEOUT) for scope, pattern in _standing(lang))


@cache
def _standing(lang: str) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((row["scope"], compile_pattern(row["pattern"])) for row in languages.rows("standing_cues", lang))


@cache
def table_pattern(lang: str, *classes: str) -> regex.Pattern[str]:
    """The patterns of some classes of calendar.csv, as one."""
    return compile_pattern(
        "|".join(row["form"] for row in languages.rows("calendar", lang) if row["class"] in classes) or "(?!)"
    )


def both(pair: str) -> tuple[str, str]:
    """The past and the future part."""
    past, _, future = pair.partition("|")
    return past, future


def past_of(pair: str) -> str:
    """The part that observed claims take."""
    return pair.partition("|")[0]


def pair(past: str, future: str) -> str:
    """Both parts as one text."""
    return f"{past}|{future}" if future else past

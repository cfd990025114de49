"""Names in a sentence that may be places: known to the gazetteer, to the model, or shaped like one.

Way in: `find_candidates`. Which of them are places, and of what use, is decided in place_mentions.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.languages import rows
from pipeline.languages.characters import fold_characters
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.gazetteer import find_place_names
from pipeline.linguistics.parse import Parse
from pipeline.model import Document, Sentence

TABLE = "place_words"
PLACE_ENTITIES = frozenset({"LOC", "GPE"})
# after « dans », "in", "at" the small models call many a place a person or an organisation, so these do not veto there
_OTHER_ENTITIES = frozenset({"MONEY", "LAW", "EVENT", "PRODUCT", "WORK_OF_ART", "NORP", "TIME", "CARDINAL"})
_LONGEST_UNKNOWN = 2  # words of a name that only its preposition shows to be a place
_LOOK_AT = 20_000  # characters of the body
_BEFORE = 30  # characters before a name
_CAPITALS = r"\p{Lu}[\p{L}']*+(?:(?:-\p{L}+)|(?:\s\p{Lu}\p{Ll}[\p{L}']*+))*+"
_NAME = compile_pattern(_CAPITALS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a place, by its offsets in the document."""

    start: int
    end: int
    known: bool  # in the gazetteer
    entity: bool  # a place to the model


def find_candidates(document: Document, sentence: Sentence, parse: Parse | None) -> list[Candidate]:
    """The names in a sentence that may be places, in order of the text, overlapping ones as the longest of them."""
    known = [*_known(document, sentence), *_governed(document, sentence), *_located(document, sentence)]
    return _merge([*known, *_entities(document, parse), *_shaped(document, sentence, parse)])


def _known(document: Document, sentence: Sentence) -> list[Candidate]:
    text = document.folded[sentence.start : sentence.end]
    names = find_place_names(text, document.lang)
    found: list[Candidate] = []
    for place in (name for name in names if name.kind != "demonym"):
        # « Grand Lyon », "East Ayrshire"
        part = match_places(document.lang, r"(?-i:{})\s$", text[: place.start], "part")
        start = place.start if part is None else part.start()
        found.append(Candidate(sentence.start + start, sentence.start + place.end, True, False))
    return found


def _governed(document: Document, sentence: Sentence) -> list[Candidate]:
    """The place that the publisher governs, where the sentence names it: Kettleborough of "Kettleborough Council"."""
    name = _place_of_council(document.publisher, document.lang)
    if not name:
        return []
    text = document.folded[sentence.start : sentence.end]
    found = regex.finditer(rf"(?<![\p{{L}}-]){regex.escape(name)}(?![\p{{L}}-])", text, timeout=TIMEOUT)
    return [Candidate(sentence.start + m.start(), sentence.start + m.end(), True, False) for m in found]


@lru_cache(maxsize=64)
def _place_of_council(publisher: str, lang: str) -> str:
    """The name within that of a council or town; "" for any other publisher."""
    folded = fold_characters(publisher)
    behind = match_places(lang, r"^(?:{article}\s)?(?-i:(\p{Lu}[\p{L}' -]*?))\s(?-i:{})$", folded, "council")
    before = match_places(lang, rf"^(?-i:{{}})\s?(?:{{article}}\s?)?(?-i:({_CAPITALS}))", folded, "council-of")
    found = behind or before
    ordinary = found is None or not never(lang).isdisjoint(found[1].split())  # "Medical Research Council"
    return "" if found is None or ordinary else found[1]


@cache
def never(lang: str) -> frozenset[str]:
    """Words with a capital that are in no name of a place."""
    return frozenset(row["form"] for row in rows(TABLE, lang) if row["class"] == "never")


def _entities(document: Document, parse: Parse | None) -> list[Candidate]:
    """The model's places, cut down to the proper name in them (« département de l'Aude » -> « Aude »)."""
    found: list[Candidate] = []
    tokens = parse.tokens if parse else ()
    for token in tokens:
        if token.entity in PLACE_ENTITIES and token.pos in ("PROPN", "NOUN", "X", "ADJ") and token.text[:1].isupper():
            name = _NAME.match(document.folded, token.start, timeout=TIMEOUT)
            if name and (not found or name.start() >= found[-1].end):
                found.append(Candidate(name.start(), name.end(), False, True))
    return found


def _shaped(document: Document, sentence: Sentence, parse: Parse | None) -> list[Candidate]:
    """« dans le Haouz », « province de Settat », "Upper Hutt residents": names that nobody else knows."""
    found: list[Candidate] = []
    if parse is None or not parse.tokens:
        return found
    text = document.folded[sentence.start : sentence.end]
    for match in _shape(document.lang).finditer(text, timeout=TIMEOUT):
        start, end = sentence.start + match.start("name"), sentence.start + match.end("name")
        k = parse.at(start)
        if k is None or match["name"].isupper() or _is_other_entity(parse.tokens[k].entity, match, document.lang):
            continue
        if len(match["name"].split()) > _LONGEST_UNKNOWN and match["class"] is None:
            continue
        named = any(token.pos == "PROPN" for token in parse.tokens[k:] if token.start < end)
        titled = document.blocks[sentence.block].kind == "title"
        noun = parse.tokens[k].pos == "NOUN" and k > 1
        named = named or (noun and (titled or parse.tokens[k - 2].text.islower()))
        if named or match["class"] is not None:
            found.append(Candidate(start, end, False, False))
    return found


def _located(document: Document, sentence: Sentence) -> list[Candidate]:
    """Names of a title that the body puts behind a preposition of place: "Dartmoor peat" beside "across Dartmoor"."""
    block, lang = document.blocks[sentence.block], document.lang
    if block.kind != "title":
        return []
    body = document.folded[block.end : block.end + _LOOK_AT]
    located = cue_pattern(TABLE, lang, r"{}\s$", **{"class": "locative", "kind": ""})
    found: list[Candidate] = []
    for match in _NAME.finditer(document.folded, sentence.start, sentence.end):
        name = match[0].removesuffix("'s")
        if name.isupper() or not never(lang).isdisjoint(name.split()) or not _date_names(lang).isdisjoint(name.split()):
            continue
        uses = (use.start() for use in regex.finditer(rf"{regex.escape(name)}(?=[.,;:)]|\s\p{{Ll}})", body))
        if any(located.search(body[max(0, start - _BEFORE) : start]) for start in uses):
            found.append(Candidate(match.start(), match.start() + len(name), True, False))
    return found


def _is_other_entity(entity: str, match: regex.Match[str], lang: str) -> bool:
    """Does the model know it for no place? "the Kidal region" counts all the same, unless it is a people's name."""
    if entity == "NORP":
        following = match.string[match.end() : match.end() + 2]
        classed = match["class"] is not None or match_places(lang, r"^\s{}", match.string[match.end() :], "class")
        if classed or not (following[:1] == " " and following[1:].islower()):  # "in Lakeside", "in Muslim schools"
            return any(name.kind == "demonym" for name in find_place_names(match["name"], lang))
    if entity == "DATE":
        return not _date_names(lang).isdisjoint(match["name"].split())
    return entity in _OTHER_ENTITIES


@cache
def _date_names(lang: str) -> frozenset[str]:
    """Months, weekdays and seasons, with a capital."""
    classes = ("month", "weekday", "season")
    return frozenset(row["form"].capitalize() for row in rows("calendar", lang) if row["class"] in classes)


@cache
def _shape(lang: str) -> regex.Pattern[str]:
    def group(*kinds: str, **where: str) -> str:
        # the shape looks for capitals, so only the cue words may differ in case
        return f"(?i:{cue_pattern(TABLE, lang, '{}', **{'class': kinds, **where}).pattern})"

    def as_written(kind: str) -> str:
        return f"(?-i:{cue_pattern(TABLE, lang, '{}', **{'class': kind}).pattern})"

    article = cue_pattern(TABLE, lang, "{}", **{"class": "article"}).pattern
    small = as_written("article")  # the capital one of « à La Rochelle » belongs to the name
    # "at Port of Felixstowe": the class word is no name of its own
    thing = rf"{group('locative', kind='thing')}\s(?:{small}\s?)+"  # "on the Migneint"; "on Northgate" may be a firm
    strong = rf"{group('locative', 'origin', kind='')}\s?(?:{small}\s?)*"
    before = rf"(?:{thing}|{strong})(?!{group('class', 'class-of')}\s{group('of')})"
    class_before = rf"(?P<class>{group('class', 'class-of')}\s{group('of')}\s?(?:{small}\s?)?)"
    behind = rf"(?:{group('class')}|{as_written('class-after')})"  # "Blue Water Bridge", with a capital
    capitals = _CAPITALS.replace(r"\s\p{Lu}", rf"\s(?!{behind})\p{{Lu}}")  # "Lagos" in "Lagos State"
    class_after = rf"(?P<class>(?<![\p{{L}}-])(?=(?-i:{capitals})\s{behind}))"
    own = rf"(?!{small}\s|(?i:{article})\s\P{{Lu}}|^(?i:{article})\s)"  # no other article
    led = rf"(?<![\p{{L}}-])(?={as_written('lead')}\s)"  # "Lake Mead"
    inhabited = rf"(?=(?-i:{capitals})\s{group('inhabitants')})"
    whole = rf"{class_before}{own}(?P<name>{_CAPITALS})"  # "District of Logan Lake"
    return compile_pattern(rf"(?:{whole}|(?:{before}|{class_after}|{inhabited}|{led}){own}(?P<name>{capitals}))")


def _merge(candidates: list[Candidate]) -> list[Candidate]:
    """In order of the text, overlapping ones as the longest of them."""
    merged: list[Candidate] = []
    for one in sorted(candidates, key=lambda candidate: (candidate.start, -candidate.end)):
        if merged and one.start < merged[-1].end:
            last = merged[-1]
            known, entity = last.known or one.known, last.entity or one.entity
            # a known name inside a longer shaped one (« Hainan » in "Hainan Free Trade Port") is the place
            wider = one if one.known and not last.known else last
            merged[-1] = replace(wider, known=known, entity=entity)
        else:
            merged.append(one)
    return merged


def match_places(lang: str, shape: str, text: str, *kinds: str, start: bool = False) -> regex.Match[str] | None:
    """Search (or match, at the start) a shape; its {} are forms of the kinds, {of} and {article} of those classes."""
    for name in ("of", "article"):
        shape = shape.replace("{" + name + "}", cue_pattern(TABLE, lang, "{}", **{"class": name}).pattern)
    pattern = cue_pattern(TABLE, lang, shape, **{"class": kinds})
    return pattern.match(text, timeout=TIMEOUT) if start else pattern.search(text, timeout=TIMEOUT)

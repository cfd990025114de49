"""The places that a sentence names, and how: as where its numbers hold, or only beside it.

Way in: `find_place_mentions`. Names come from the gazetteer, from the model's entities and from the shape
« preposition + (class word +) Proper Name »; vetoes and cues are rows of languages/place_words.csv.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import regex

from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.context.scene import PlaceMention
from pipeline.languages import forms, rows
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.gazetteer import find_place_names
from pipeline.linguistics.parse import Parse
from pipeline.model import Document, Sentence

_TABLE = "place_words"
_PLACE_ENTITIES = frozenset({"LOC", "GPE"})
# after « dans », "in", "at" the small models call many a place a person or an organisation, so these do not veto there
_OTHER_ENTITIES = frozenset({"DATE", "MONEY", "LAW", "EVENT", "PRODUCT", "WORK_OF_ART", "NORP", "TIME", "CARDINAL"})
_LONGEST_UNKNOWN = 2  # words of a name that only its preposition shows to be a place
_CAPITALS = r"\p{Lu}[\p{L}']*+(?:(?:-\p{L}+)|(?:\s\p{Lu}\p{Ll}[\p{L}']*+))*+"
_NAME = compile_pattern(_CAPITALS)
_DATELINE = compile_pattern(r"^(?:[^.;:]|\.(?=\s?[\d(])){3,70}?\s(?:[–—-]|--)\s")
_DATED = compile_pattern(r",?\s(?:\p{L}{1,4}\s)?(?:\p{L}+\s)?\d{1,2}(?:er|st|nd|rd|th)?\s?(?:\p{L}+\s|,\s)?\d{4}\.?")
_CAPITALISED = compile_pattern(r"\s\p{Lu}\p{Ll}")
_LAST_WORD = compile_pattern(r"(\p{L}++)\s$")
_INNER = compile_pattern(r"(\p{Lu}\p{Ll}[\p{L}-]*+)\s(?:(?:de|d'|du|des|of)\s?(?:la\s|l'|les\s)?)?$")
_GLUED_BEFORE = compile_pattern(r"[$£€]\s?$|\d{4,6}\s$|[-–/@.]$")
_GLUED_AFTER = compile_pattern(r"\s?\d|\s?[–-]\s?\p{Lu}|\s?[$£€¥]")
_BEHIND = 60  # characters looked at before a name


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    known: bool  # in the gazetteer
    entity: bool  # a place to the model


def find_place_mentions(document: Document, sentence: Sentence, parse: Parse | None) -> tuple[PlaceMention, ...]:
    """Every place named in the sentence, in order, as written, with its class word (« canton de Vaud »).

    Without a parse only the gazetteer is asked. Publishers, datelines, addresses, organisations, persons and demonyms
    are left out; a place that is only compared with has the use "compared".
    """
    found: list[PlaceMention] = []
    candidates = [*_known(document, sentence), *_entities(document, parse), *_shaped(document, sentence, parse)]
    for candidate in _merge(candidates):
        mention = _as_mention(candidate, document, sentence, parse)
        if mention and (not found or mention.start >= found[-1].end):
            found.append(mention)
    found = _without_appositions(found, document)
    return tuple(sorted([*found, *_world(document, sentence)], key=lambda mention: mention.start))


def _without_appositions(mentions: list[PlaceMention], document: Document) -> list[PlaceMention]:
    """« Shandong, dans l'est de la Chine, … », "Bulle (Switzerland)": the second only says where the first lies."""
    found: list[PlaceMention] = []
    for mention in mentions:
        if found and mention.use == "holds" and _lies_in(found[-1], mention, document):
            mention = replace(mention, use="compared", rule="place-apposition")
        found.append(mention)
    return found


def _lies_in(inner: PlaceMention, outer: PlaceMention, document: Document) -> bool:
    lang, folded = document.lang, document.folded
    gap, closing = folded[inner.end : outer.start], folded[outer.end : outer.end + 1]
    if closing == ")":
        return regex.fullmatch(r"\s\([^()\d,;]{0,30}", gap) is not None
    if closing != "," or not _match(lang, r"^,\s(?:\p{L}+\s){0,2}?{}\s?[^,;:.\d]{0,25}$", gap, "locative", start=True):
        return False
    before = folded[max(0, inner.start - _BEHIND) : inner.start]
    located = _match(lang, r"{}\s?(?:{article}\s?)*$", before, "locative")
    return not located or (_is_country(outer.name, lang) and not _is_country(inner.name, lang))


def _is_country(name: str, lang: str) -> bool:
    return any(found.kind == "country" for found in find_place_names(name, lang))


def _world(document: Document, sentence: Sentence) -> list[PlaceMention]:
    """« dans le monde », "in the world", but not « le premier du monde »."""
    lang, text = document.lang, document.folded[sentence.start : sentence.end]
    found: list[PlaceMention] = []
    if not any(form in text.lower() for form in forms(_TABLE, lang, **{"class": "world"})):
        return found
    article = cue_pattern(_TABLE, lang, **{"class": "article"}).pattern
    locative = cue_pattern(_TABLE, lang, **{"class": "locative"}).pattern
    for match in cue_pattern(_TABLE, lang, rf"{locative}\s?{article}\s?({{}})", **{"class": "world"}).finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if not cue_pattern(_TABLE, lang, **{"class": "superlative"}).search(before):
            start, end = sentence.start + match.start(1), sentence.start + match.end(1)
            found.append(PlaceMention(start, end, document.text[start:end], "holds", "place-world"))
    return found


# --- candidates -------------------------------------------------------------------------------------------------------


def _known(document: Document, sentence: Sentence) -> list[_Candidate]:
    text = document.folded[sentence.start : sentence.end]
    names = find_place_names(text, document.lang)
    places = [name for name in names if name.kind != "demonym"]
    return [_Candidate(sentence.start + place.start, sentence.start + place.end, True, False) for place in places]


def _entities(document: Document, parse: Parse | None) -> list[_Candidate]:
    """The model's places, cut down to the proper name in them (« département de l'Aude » -> « Aude »)."""
    found: list[_Candidate] = []
    tokens = parse.tokens if parse else ()
    for token in tokens:
        if token.entity in _PLACE_ENTITIES and token.pos in ("PROPN", "NOUN", "X", "ADJ") and token.text[:1].isupper():
            name = _NAME.match(document.folded, token.start, timeout=TIMEOUT)
            if name and (not found or name.start() >= found[-1].end):
                found.append(_Candidate(name.start(), name.end(), False, True))
    return found


def _shaped(document: Document, sentence: Sentence, parse: Parse | None) -> list[_Candidate]:
    """« dans le Haouz », "at Echuca", « province de Settat », "Settat province": names that nobody else knows."""
    found: list[_Candidate] = []
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
        if parse.tokens[k].pos == "PROPN" or match["class"] is not None:
            found.append(_Candidate(start, end, False, False))
    return found


def _is_other_entity(entity: str, match: regex.Match[str], lang: str) -> bool:
    """Does the model know it for no place? "the Kidal region" counts all the same, unless it is a people's name."""
    classed = match["class"] is not None or _match(lang, r"^\s{}", match.string[match.end() :], "class")
    if entity == "NORP" and classed:
        return any(name.kind == "demonym" for name in find_place_names(match["name"], lang))
    return entity in _OTHER_ENTITIES


@cache
def _shape(lang: str) -> regex.Pattern[str]:
    def group(*kinds: str) -> str:
        # the shape looks for capitals, so only the cue words may differ in case
        return f"(?i:{cue_pattern(_TABLE, lang, '{}', **{'class': kinds}).pattern})"

    before = rf"(?:{group('locative')}\s?(?:{group('article')}\s?)*)"
    class_before = rf"(?P<class>{group('class', 'class-of')}\s{group('of')}\s?(?:{group('article')}\s?)?)"
    class_after = rf"(?P<class>(?<![\p{{L}}-])(?=(?-i:{_CAPITALS})\s{group('class')}))"
    shape = rf"(?:{before}|{class_before}|{class_after})(?!{group('article')}\s)(?P<name>{_CAPITALS})"
    return compile_pattern(shape)


def _merge(candidates: list[_Candidate]) -> list[_Candidate]:
    """In order of the text, overlapping ones as the longest of them."""
    merged: list[_Candidate] = []
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


# --- from a candidate to a mention ------------------------------------------------------------------------------------


def _as_mention(one: _Candidate, document: Document, sentence: Sentence, parse: Parse | None) -> PlaceMention | None:
    lang, folded = document.lang, document.folded
    before = folded[max(sentence.start, one.start - _BEHIND) : one.start]
    after = folded[one.end : min(sentence.end, one.end + 30)]
    if _is_vetoed(one, before, after, document, sentence, parse):
        return None
    opened = _match(lang, r"({}\s?(?:{of}\s?)(?:{article}\s?)?)$", before, "class", "class-of")
    if opened and _is_administration(one.start - len(opened[1]), sentence, document):
        opened = None
    start, end = (one.start - len(opened[1]) if opened else one.start), one.end
    classed = None if opened else _match(lang, r"^\s{}", after, "class", start=True)
    if classed and "noun-last" in _order(lang):
        end = one.end + classed.end()
    located = _match(lang, r"{}\s?(?:{article}\s?)*$", folded[max(sentence.start, start - _BEHIND) : start], "locative")
    if not (one.known or located or opened or classed or (one.entity and start > sentence.start)):
        return None
    if one.entity and not (one.known or located or opened or classed) and _is_ordinary(one, parse):
        return None
    lead = folded[max(sentence.start, start - _BEHIND) : start]
    beside = _match(lang, r"({}\s)$", lead, "class")  # « la région Bretagne »
    lead = lead[: beside.start()] if beside else lead
    use = "compared" if _is_compared(lead, folded[end : end + 20], lang) else "holds"
    if _is_dateline(one, document, sentence):
        return None
    side = _match(lang, r"({}\s)$", folded[max(sentence.start, start - _BEHIND) : start], "compass")
    start -= len(side[1]) if side else 0  # "southern Africa" is not all of Africa
    name = " ".join(document.text[start:end].split())
    rule = "place-class-word" if opened or classed else "place-gazetteer" if one.known else "place-entity"
    return PlaceMention(start, end, name, "compared" if use == "compared" else "holds", rule)


def _is_vetoed(
    one: _Candidate, before: str, after: str, document: Document, sentence: Sentence, parse: Parse | None
) -> bool:
    lang, name = document.lang, document.folded[one.start : one.end]
    if any(character.isdigit() for character in name) or len(name) < 2:
        return True
    if not one.known and name.split()[0] in _never(lang):
        return True
    if not one.known and (len(name) < 3 or name.isupper()):
        return True
    bracketed = before.endswith("(") and after.startswith(")")  # "Regulation (EU) 2023/1804"
    if bracketed or _GLUED_BEFORE.search(before):
        return True
    if _GLUED_AFTER.match(after) or _match(lang, r"^\s{}", after, "currency", start=True):
        return True  # « France 2030 », « ligne Rodez – Séverac », "Hong Kong dollars"
    if _match(lang, r"^{}(?!\p{L})", name.lower(), "organisation", start=True):
        return True
    if _match(lang, r"{}s?(?:\s\p{Ll}+)?\s(?:{of}\s?)(?:{article}\s?)?$", before, "organisation"):
        return True
    return _is_in_longer_name(one, before, after, document, sentence, parse)


def _is_in_longer_name(
    one: _Candidate, before: str, after: str, document: Document, sentence: Sentence, parse: Parse | None
) -> bool:
    """« Banque de France », « Air France », « France Travail », « Val d'Orne », "Statistics Canada"."""
    k = parse.at(one.start) if parse else None
    entity = parse.tokens[k].entity if parse and k is not None else ""
    located = _match(document.lang, r"{}\s?(?:{article}\s?)*$", before, "locative")
    located = located or _match(document.lang, r"{}\s(?:{of}\s?)(?:{article}\s?)?$", before, "class", "class-of")
    if entity in ("PER", "PERSON", "ORG") and not located and not one.known:
        return True
    headline = document.blocks[sentence.block].kind in ("title", "heading")
    if document.lang and "noun-last" in _order(document.lang):
        named = parse is not None and k is not None and _is_longer_entity(k, parse)
        owned = _match(document.lang, "^{}", after, "possessive")  # "Brittany's households"
        return named and entity == "ORG" and not (headline or located or owned)
    if _follows_noun(k, before, document.lang, parse):
        return True
    inner = _INNER.search(before)
    if inner:
        first = one.start - len(before) + inner.start() <= sentence.start
        if not first and not _match(document.lang, "^{}$", inner[1], "class"):
            return True
    return bool(_CAPITALISED.match(after)) and entity not in _PLACE_ENTITIES and not headline


def _is_administration(start: int, sentence: Sentence, document: Document) -> bool:
    """« la Ville de Montréal », "the City of York": a capital within the sentence makes it the town's government."""
    word = document.folded[start:].split(" ", 1)[0]
    kinds = {row["kind"] for row in rows(_TABLE, document.lang) if row["form"] == word.lower()}
    return start > sentence.start and word[:1].isupper() and "city" in kinds


def _is_longer_entity(k: int, parse: Parse) -> bool:
    """Is a word beside it part of the same entity ("Statistics Canada", not "EU")?"""
    beside = [parse.tokens[j] for j in (k - 1, k + 1) if 0 <= j < len(parse.tokens)]
    return any(token.entity == parse.tokens[k].entity and token.text[:1].isupper() for token in beside)


def _follows_noun(k: int | None, before: str, lang: str, parse: Parse | None) -> bool:
    """« Air France », « Santé publique France »: a name straight behind a noun, where a place has a preposition."""
    word = _LAST_WORD.search(before)
    if not word or _match(lang, "^{}$", word[1], "locative", "of", "article", "class", "compared"):
        return False
    if cue_pattern("role_cues", lang, **{"class": ("preposition", "and", "versus", "part")}).fullmatch(word[1]):
        return False
    if parse is None or k is None or k == 0:
        return True
    return parse.tokens[k - 1].pos in ("NOUN", "ADJ", "PROPN")


def _is_dateline(one: _Candidate, document: Document, sentence: Sentence) -> bool:
    """« Bruxelles, 15 janvier 2026 – », "DAKAR/GENEVA – " at the head of a block."""
    block = document.blocks[sentence.block]
    if one.start == block.start and _DATED.fullmatch(document.folded[one.end : sentence.end].rstrip()):
        return block.kind == "prose"  # « Francfort, le 18 décembre 2025. »
    match = _DATELINE.match(document.folded[block.start : block.start + 80])
    if sentence.start != block.start or not match or one.end > block.start + match.end() or block.kind != "prose":
        return False
    head = match[0]
    agency = regex.search(r"\d.*\(", head)  # "Nairobi, Jan. 26 (KNA) -- "
    return bool(regex.search(r"\d{4}", head) or agency) or head.split()[0].isupper()


def _is_compared(before: str, after: str, lang: str) -> bool:
    if _match(lang, r"{}\s?(?:{article}\s?)*$", before, "origin"):
        return False
    if _match(lang, r"{}\s?(?:{article}\s?)*$", before, "compared"):
        return True
    return _match(lang, r"^\s?{}", after, "compared-after", start=True) is not None


def _is_ordinary(one: _Candidate, parse: Parse | None) -> bool:
    """Is a name that only the model takes for a place no proper noun?"""
    k = parse.at(one.start) if parse else None
    return parse is None or k is None or parse.tokens[k].pos != "PROPN"


@cache
def _never(lang: str) -> frozenset[str]:
    return frozenset(row["form"] for row in rows(_TABLE, lang) if row["class"] == "never")


@cache
def _order(lang: str) -> frozenset[str]:
    return frozenset(row["form"] for row in rows("grammar", lang) if row["class"] == "order")


def _match(lang: str, shape: str, text: str, *kinds: str, start: bool = False) -> regex.Match[str] | None:
    """Search (or match, at the start) a shape; its {} are forms of the kinds, {of} and {article} of those classes."""
    for name in ("of", "article"):
        shape = shape.replace("{" + name + "}", cue_pattern(_TABLE, lang, "{}", **{"class": name}).pattern)
    pattern = cue_pattern(_TABLE, lang, shape, **{"class": kinds})
    return pattern.match(text, timeout=TIMEOUT) if start else pattern.search(text, timeout=TIMEOUT)

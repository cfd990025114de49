"""The places that a sentence names, and how: as where its numbers hold, or only beside it.

Way in: `find_place_mentions`. Names come from the gazetteer, from the model's entities and from the shape
« preposition + (class word +) Proper Name »; vetoes and cues are rows of languages/place_words.csv.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from pipeline.context.cues import cue_pattern
from pipeline.context.place_candidates import PLACE_ENTITIES, TABLE, Candidate, find_candidates, match_places, never
from pipeline.context.scene import PlaceMention
from pipeline.languages import forms, rows
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.datelines import dateline_end
from pipeline.linguistics.gazetteer import find_place_names
from pipeline.linguistics.parse import Parse
from pipeline.model import Document, Sentence

_DATED = compile_pattern(r",?\s(?:\p{L}{1,4}\s)?(?:\p{L}+\s)?\d{1,2}(?:er|st|nd|rd|th)?\s?(?:\p{L}+\s|,\s)?\d{4}\.?")
_CAPITALISED = compile_pattern(r"\s\p{Lu}\p{Ll}")
_CAPITAL_BEFORE = compile_pattern(r"(?<=[\p{Ll},] )\p{Lu}\p{Ll}+ $|^The \p{Lu}\p{Ll}+ $")
_LAST_WORD = compile_pattern(r"(\p{L}++)\s$")
_GLUED_BEFORE = compile_pattern(r"[$£€]\s?$|[-–/@.]$")
_POSTCODE = compile_pattern(r"\d{4,6}\s$")
_GLUED_AFTER = compile_pattern(r"\d|\s?[–-]\s?\p{Lu}|\s?[$£€¥]")
_NUMBERED = compile_pattern(r"\s\d{1,4}(?![\d.,]?\d|\s\d{3}|\s?%)")  # « France 2030 », « Lyon 3 »
_BEHIND = 60  # characters looked at before a name


def find_place_mentions(document: Document, sentence: Sentence, parse: Parse | None) -> tuple[PlaceMention, ...]:
    """Every place named in the sentence, in order, as written, with its class word (« canton de Vaud »).

    Without a parse only the gazetteer is asked. Publishers, datelines, addresses, organisations, persons and demonyms
    are left out; a place that is only compared with has the use "compared".
    """
    found: list[PlaceMention] = []
    for candidate in find_candidates(document, sentence, parse):
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
    if gap == ", " and closing in (",", "."):  # "Kokomo, Indiana, …"
        kinds = {name.kind for name in find_place_names(inner.name, lang)}
        return kinds <= {"city"} and _is_wider(outer.name, lang)
    if closing == ")":
        return regex.fullmatch(r"\s\([^()\d,;]{0,30}", gap) is not None
    shape = r"^,\s(?:\p{L}+\s){0,2}?{}\s?[^,;:.\d]{0,25}$"
    if closing != "," or not match_places(lang, shape, gap, "locative", start=True):
        return False
    before = folded[max(0, inner.start - _BEHIND) : inner.start]
    located = match_places(lang, r"{}\s?(?:{article}\s?)*$", before, "locative")
    return not located or (_is_country(outer.name, lang) and not _is_country(inner.name, lang))


def _is_wider(name: str, lang: str) -> bool:
    return any(found.kind in ("country", "division") for found in find_place_names(name, lang))


def _is_country(name: str, lang: str) -> bool:
    return any(found.kind == "country" for found in find_place_names(name, lang))


def _world(document: Document, sentence: Sentence) -> list[PlaceMention]:
    """« dans le monde », "in the world", but not « le premier du monde »."""
    lang, text = document.lang, document.folded[sentence.start : sentence.end]
    found: list[PlaceMention] = []
    if not any(form in text.lower() for form in forms(TABLE, lang, **{"class": "world"})):
        return found
    article = cue_pattern(TABLE, lang, **{"class": "article"}).pattern
    locative = cue_pattern(TABLE, lang, **{"class": "locative"}).pattern
    for match in cue_pattern(TABLE, lang, rf"{locative}\s?{article}\s?({{}})", **{"class": "world"}).finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if not cue_pattern(TABLE, lang, **{"class": "superlative"}).search(before):
            start, end = sentence.start + match.start(1), sentence.start + match.end(1)
            found.append(PlaceMention(start, end, document.text[start:end], "holds", "place-world"))
    return found


# --- from a candidate to a mention ------------------------------------------------------------------------------------


def _as_mention(one: Candidate, document: Document, sentence: Sentence, parse: Parse | None) -> PlaceMention | None:
    lang, folded = document.lang, document.folded
    before = folded[max(sentence.start, one.start - _BEHIND) : one.start]
    after = folded[one.end : min(sentence.end, one.end + 30)]
    if _is_vetoed(one, before, after, document, sentence, parse):
        return None
    opened = match_places(lang, r"({}\s?(?:{of}\s?)(?:{article}\s?)?)$", before, "class", "class-of")
    if opened and _is_administration(one.start - len(opened[1]), sentence, document):
        opened = None
    start, end = (one.start - len(opened[1]) if opened else one.start), one.end
    classed = None if opened else match_places(lang, r"^\s{}", after, "class", start=True)
    classed = classed or (None if opened else match_places(lang, r"^\s(?-i:{})", after, "class-after", start=True))
    if classed and "noun-last" in _order(lang):
        end = one.end + classed.end()
    elif not opened and one.entity and "noun-last" in _order(lang):
        classed = match_places(lang, r"\s{}$", folded[one.start : one.end], "class")  # "Butte County will receive"
    lead = folded[max(sentence.start, start - _BEHIND) : start]
    named = opened and opened[1][:1].isupper() and _CAPITAL_BEFORE.search(lead)  # "the School District of Philadelphia"
    if named or (opened and _is_of_organisation(lead, lang)):
        return None  # « le Groupe hospitalier du Val d'Orne »
    located = match_places(lang, r"{}\s?(?:{article}\s?)*$", lead, "locative", "origin")
    located = located or match_places(lang, r"^\s{}", after, "inhabitants", start=True)
    located = located or match_places(lang, r"^(?-i:{})\s", folded[start:end], "lead", start=True)
    if not (one.known or located or opened or classed or (one.entity and start > sentence.start)):
        return None
    if one.entity and not (one.known or located or opened or classed):
        # "The Centre has …" is no place; "the Yangpu pilot zone" is one
        titled = document.blocks[sentence.block].kind == "title"
        alone = "noun-last" in _order(lang) and not titled and not _is_before_noun(one, parse)
        if (alone and match_places(lang, r"{}\s$", before, "article")) or _is_ordinary(one, parse):
            return None
    beside = match_places(lang, r"({}\s)$", lead, "class")  # « la région Bretagne »
    lead = lead[: beside.start()] if beside else lead
    use = "compared" if _is_compared(lead, folded[end : end + 20], lang) else "holds"
    if _is_dateline(one, document, sentence):
        return None
    side = match_places(lang, r"({}\s)$", folded[max(sentence.start, start - _BEHIND) : start], "compass")
    start -= len(side[1]) if side else 0  # "southern Africa" is not all of Africa
    name = " ".join(document.text[start:end].split())
    rule = "place-class-word" if opened or classed else "place-gazetteer" if one.known else "place-entity"
    return PlaceMention(start, end, name, "compared" if use == "compared" else "holds", rule)


def _is_vetoed(
    one: Candidate, before: str, after: str, document: Document, sentence: Sentence, parse: Parse | None
) -> bool:
    lang, name = document.lang, document.folded[one.start : one.end]
    if any(character.isdigit() for character in name) or len(name) < 2:
        return True
    if match_places(lang, r"^(?:{article}\s?)?{}$", name, "class", "back"):
        return True  # "The Province is providing …" stands for a place, but is no name of one
    if _is_of_agency(one, name, before, after, lang):
        return True
    if not one.known and name.split()[0] in never(lang):
        return True
    if not one.known and (len(name) < 3 or name.isupper()):
        return True
    bracketed = before.endswith("(") and after.startswith(")")  # "Regulation (EU) 2023/1804"
    if bracketed or _GLUED_BEFORE.search(before):
        return True
    if _POSTCODE.search(before) and "noun-last" not in _order(lang):  # but "2026 U.S. Corn Crop"
        return True
    if not one.known and after[1:2].isdigit():
        return True  # "set at KSh 1,200"
    numbered = _NUMBERED.match(after) and not match_places(lang, r"{}\s?(?:{article}\s?)*$", before, "locative")
    gapped = one.known and match_places(lang, r"(?:,|{})\s(?:{article}\s?)?$", before, "and")  # « …, la Wallonie 361 »
    if numbered and not gapped:
        return True
    if _GLUED_AFTER.match(after) or match_places(lang, r"^\s{}", after, "currency", start=True):
        return True  # « France 2030 », « ligne Rodez – Séverac », "Hong Kong dollars"
    if match_places(lang, r"^{}(?!\p{L})", name.lower(), "organisation", start=True):
        return True
    if _is_of_organisation(before, lang):
        return True
    return _is_in_longer_name(one, before, after, document, sentence, parse)


def _is_of_agency(one: Candidate, name: str, before: str, after: str, lang: str) -> bool:
    """"US Department of Labor", "B.C. Wildfire Service", "Statistics South Africa", "in the Crown Court"."""
    if match_places(lang, r"^\s(?:(?-i:\p{Lu})[\p{L}&'-]*\s){0,2}(?-i:{})", after, "organisation-after", start=True):
        return True
    if match_places(lang, r"(?-i:{})\s(?:{article}\s)?$", before, "organisation-after"):
        return True
    if match_places(lang, r"(?-i:{})\s$", before, "organisation-before"):
        return True
    return not one.known and match_places(lang, r"\s(?-i:{})$", name, "organisation-after") is not None


def _is_of_organisation(before: str, lang: str) -> bool:
    """« le ministère de », « la Société d'habitation du »: what stands before makes the name that of an institution."""
    shape = r"{}s?(?:\s(?:d')?\p{Ll}+)?\s(?:{of}\s?)(?:{article}\s?)?$"
    return match_places(lang, shape, before, "organisation") is not None


def _is_in_longer_name(
    one: Candidate, before: str, after: str, document: Document, sentence: Sentence, parse: Parse | None
) -> bool:
    """« Banque de France », « Air France », « France Travail », « Val d'Orne », "Statistics Canada"."""
    k = parse.at(one.start) if parse else None
    entity = parse.tokens[k].entity if parse and k is not None else ""
    located = match_places(document.lang, r"{}\s?(?:{article}\s?)*$", before, "locative", "origin")
    located = located or match_places(document.lang, r"{}\s(?:{of}\s?)(?:{article}\s?)?$", before, "class", "class-of")
    located = located or match_places(document.lang, r"^\s{}", after, "inhabitants", start=True)  # "Leeds residents"
    if entity in ("PER", "PERSON", "ORG") and not located and not one.known:
        return True
    headline = document.blocks[sentence.block].kind in ("title", "heading")
    if document.lang and "noun-last" in _order(document.lang):
        named = parse is not None and k is not None and _is_longer_entity(k, parse)
        owned = match_places(document.lang, "^{}", after, "possessive")  # "Brittany's households"
        classed = match_places(document.lang, r"^\s{}(?!\s(?-i:\p{Lu}))", after, "class")  # "Lagos State recorded"
        return named and entity == "ORG" and not (headline or located or owned or classed)
    if _follows_noun(k, before, document.lang, parse):
        return True
    inner = match_places(document.lang, r"((?-i:\p{Lu}\p{Ll})[\p{L}-]*)\s(?:{of}\s?(?:{article}\s?)?)?$", before)
    if inner:
        first = one.start - len(before) + inner.start() <= sentence.start
        if not first and not match_places(document.lang, "^{}$", inner[1], "class"):
            return True
    return bool(_CAPITALISED.match(after)) and entity not in PLACE_ENTITIES and not headline


def _is_administration(start: int, sentence: Sentence, document: Document) -> bool:
    """« la Ville de Montréal », "the City of York": a capital within the sentence makes it the town's government."""
    word = document.folded[start:].split(" ", 1)[0]
    kinds = {row["kind"] for row in rows(TABLE, document.lang) if row["form"] == word.lower()}
    return start > sentence.start and word[:1].isupper() and "city" in kinds


def _is_longer_entity(k: int, parse: Parse) -> bool:
    """Is a word beside it part of the same entity ("Statistics Canada", not "EU")?"""
    beside = [parse.tokens[j] for j in (k - 1, k + 1) if 0 <= j < len(parse.tokens)]
    return any(token.entity == parse.tokens[k].entity and token.text[:1].isupper() for token in beside)


def _follows_noun(k: int | None, before: str, lang: str, parse: Parse | None) -> bool:
    """« Air France », « Santé publique France »: a name straight behind a noun, where a place has a preposition."""
    word = _LAST_WORD.search(before)
    if not word or match_places(lang, "^{}$", word[1], "locative", "of", "article", "class", "compared"):
        return False
    if cue_pattern("role_cues", lang, **{"class": ("preposition", "and", "versus", "part")}).fullmatch(word[1]):
        return False
    if parse is None or k is None or k == 0:
        return True
    return parse.tokens[k - 1].pos in ("NOUN", "ADJ", "PROPN")


def _is_dateline(one: Candidate, document: Document, sentence: Sentence) -> bool:
    """« Bruxelles, 15 janvier 2026 – », "DAKAR/GENEVA – " at the head of a block."""
    block = document.blocks[sentence.block]
    if one.start == block.start and _DATED.fullmatch(document.folded[one.end : sentence.end].rstrip()):
        return block.kind == "prose"  # « Francfort, le 18 décembre 2025. »
    return one.end <= dateline_end(document.folded, block, document.lang)


def _is_compared(before: str, after: str, lang: str) -> bool:
    if match_places(lang, r"{}\s?(?:{article}\s?)*$", before, "origin"):
        return False
    if match_places(lang, r"\d\s?{}\s(?:{of}\s?)(?:{article}\s?)?$", before, "distance"):
        return True  # « à 40 km de Paris »
    if match_places(lang, r"{}\s?(?:{article}\s?)*$", before, "compared"):
        return True
    return match_places(lang, r"^\s?{}", after, "compared-after", start=True) is not None


def _is_ordinary(one: Candidate, parse: Parse | None) -> bool:
    """Is a name that only the model takes for a place no proper noun?"""
    k = parse.at(one.start) if parse else None
    return parse is None or k is None or parse.tokens[k].pos != "PROPN"


def _is_before_noun(one: Candidate, parse: Parse | None) -> bool:
    k = parse.at(one.end) if parse else None
    return parse is not None and k is not None and parse.tokens[k].pos in ("NOUN", "PROPN", "ADJ")


@cache
def _order(lang: str) -> frozenset[str]:
    return frozenset(row["form"] for row in rows("grammar", lang) if row["class"] == "order")

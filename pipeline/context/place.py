"""Which place a number is about: claims.md, point 23.

Ways in: `resolve_place` for a number, `place_for_paragraph` for what a sentence leaves to the next ones. The mentions
are found in place_mentions.py, the place of the title in place_titles.py.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import regex

from pipeline.context.clauses import clause_at, find_clauses
from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.context.place_candidates import match_places
from pipeline.context.scene import Discourse, Draft, PlaceMention, Resolved, Scene
from pipeline.languages import rows
from pipeline.linguistics.gazetteer import find_place_names

_TABLE = "place_words"
_REACH = 400  # characters before a number
_NEXT = 4  # words between a place and the number that it opens
_RANK_REACH = 40  # characters between « le plus élevé », « 7e » and « du pays »
_LOCAL_RULES = frozenset({"place-behind", "place-before", "place-bracketed", "place-of-sentence"})


def resolve_place(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """The place as named in the text; "" if none. A `Resolver`."""
    named = _respectively(i, scene) or _in_sentence(i, scene)
    if named:
        mention, rule = named
        return Resolved(_bare_if_title(mention, discourse), rule)
    meant = _meant_by_class_word(i, scene, discourse)
    if meant:
        return Resolved(meant, "place-class-word-back")
    title = discourse.title_place
    if _opens_with(scene, "national") and not _is_a(title, "country", scene.document.lang):
        return Resolved("", "place-national")  # « Au niveau national, … » in a release about a canton
    if discourse.paragraph_place and not _opens_with(scene, "overall", "national"):
        return Resolved(discourse.paragraph_place, "place-of-paragraph")
    if discourse.lead_in_place:
        return Resolved(discourse.lead_in_place, "place-of-lead-in")
    return Resolved(title, "place-of-title" if title else "place-none")


def _opens_with(scene: Scene, *kinds: str) -> bool:
    """« Au total, … », "Nationwide, …": the sentence takes the whole again, whatever part the last one spoke of."""
    text = scene.folded(scene.sentence.start, scene.sentence.end).lower()
    opening = cue_pattern(_TABLE, scene.document.lang, r"^\W*{}\s?,", **{"class": kinds})
    return opening.match(text, timeout=TIMEOUT) is not None


def _is_a(place: str, kind: str, lang: str) -> bool:
    return any(name.kind == kind for name in find_place_names(place, lang))


def place_for_paragraph(scene: Scene, drafts: tuple[Draft, ...], discourse: Discourse) -> str:
    """The place that governs the sentences behind this one in its paragraph; "" where this one changes nothing."""
    holding = [mention for mention in scene.places if mention.use == "holds"]
    if not drafts:
        return _bare_if_title(holding[0], discourse) if holding else ""
    places = {draft["place"] for draft in drafts}
    rules = {resolved.rule for draft in drafts if (resolved := draft.fields.get("place"))}
    if len(places) == 1 and rules & (_LOCAL_RULES | {"place-class-word-back"}):
        return places.pop()
    first = drafts[0].fields.get("place")
    if len(places) > 1 and first and first.rule == "place-bracketed":
        return ""
    opening = [mention for mention in holding if mention.end <= drafts[0].quantity.start]
    return _bare_if_title(opening[-1], discourse) if opening else ""


def _in_sentence(i: int, scene: Scene) -> tuple[PlaceMention, str] | None:
    """The mention that governs number i: the one it is bracketed behind, the next in its clause, the last before it."""
    quantity = scene.quantities[i]
    holding = [mention for mention in scene.places if mention.use == "holds"]
    before = [mention for mention in holding if mention.end <= quantity.start]
    named = [mention for mention in scene.places if mention.end <= quantity.start]  # "ahead of Italy (22%)" too
    if named and _opens_number(scene.folded(named[-1].end, quantity.start), scene.document.lang):
        return named[-1], "place-bracketed"
    compared = [m for m in scene.places if m.use == "compared" and m.start >= quantity.end]
    behind = [mention for mention in holding if mention.start >= quantity.end]
    beside = bool(compared) and compared[0].start < behind[0].start if behind else False
    if beside:  # but "312 refugees from Syria arrived in Hull"
        gap = range(compared[0].end, behind[0].start)
        beside = not any(token.pos == "VERB" and token.start in gap for token in scene.parse.tokens)
    if behind and _is_own(i, behind[0], scene) and not beside:
        return behind[0], "place-behind"
    inside = [m for m in holding if quantity.start <= m.start < quantity.end]
    if inside:
        return inside[0], "place-behind"
    if before:
        return before[-1], "place-before"
    only = [m for m in scene.places if m.start >= quantity.end]
    return (only[0], "place-of-sentence") if len(only) == 1 and only == behind and _runs_on(i, only[0], scene) else None


def _runs_on(i: int, mention: PlaceMention, scene: Scene) -> bool:
    """"It runs five sites and employs 300 people in Ohio": nothing between breaks off, and nobody else takes over."""
    start, end = scene.quantities[i].end, mention.start
    if set(",;:()–—") & set(scene.folded(start, end)):
        return False
    return not any(token.dep == "subject" for token in scene.parse.tokens if start <= token.start < end)


def _respectively(i: int, scene: Scene) -> tuple[PlaceMention, str] | None:
    """"Kerala and Bihar grew 0.4% and 1.7%, respectively": as many places as numbers, each its own."""
    lang = scene.document.lang
    text = scene.folded(scene.sentence.start, scene.sentence.end).lower()
    if not cue_pattern(_TABLE, lang, **{"class": "respectively"}).search(text, timeout=TIMEOUT):
        return None
    row = _row_around(i, [(q.start, q.end) for q in scene.quantities], scene)
    holding = [m for m in scene.places if m.use == "holds" and m.end <= scene.quantities[row[0]].start]
    if len(row) < 2 or len(holding) < len(row):
        return None
    places = holding[-len(row) :]
    if len(_row_around(0, [(m.start, m.end) for m in places], scene)) != len(row) and not _has_numbers(places, scene):
        return None
    return places[i - row[0]], "place-respectively"


def _has_numbers(places: list[PlaceMention], scene: Scene) -> bool:
    """« la Flandre a enregistré 517 faillites, la Wallonie 361 et Bruxelles 270 »: one number behind or before each."""
    gaps = ((one.end, other.start) for one, other in pairwise(places))
    return all(sum(start <= q.start < end for q in scene.quantities) == 1 for start, end in gaps)


def _row_around(i: int, spans: list[tuple[int, int]], scene: Scene) -> range:
    """The spans around span i that only commas, « et », "and" and small words stand between."""
    shape = r"\s*(?:,|,?\s*{})\s*(?:\p{L}{1,3}['\s]\s?){0,2}"
    joined = cue_pattern("role_cues", scene.document.lang, shape, **{"class": "and"})

    def is_joined(j: int) -> bool:
        return joined.fullmatch(scene.folded(spans[j][1], spans[j + 1][0]).lower(), timeout=TIMEOUT) is not None

    first = last = i
    while first > 0 and is_joined(first - 1):
        first -= 1
    while last + 1 < len(spans) and is_joined(last):
        last += 1
    return range(first, last + 1)


def _is_own(i: int, mention: PlaceMention, scene: Scene) -> bool:
    """Is a place behind number i said of it? In its clause, and no other number nearer, but for those of one list."""
    parse, quantity = scene.parse, scene.quantities[i]
    first, second = parse.at(quantity.number_start), parse.at(mention.start)
    if first is None or second is None:
        return False
    clauses = find_clauses(parse, scene.document.lang, first)
    if clause_at(clauses, first) != clause_at(clauses, second):
        return False
    between = scene.folded(quantity.end, mention.start)
    if _opens_next(between, i, mention, scene):
        return False  # « À Nice, la hausse est de 5 % et à Lyon de 2 % »
    if cue_pattern("role_cues", scene.document.lang, **{"class": "clause"}).search(between.lower(), timeout=TIMEOUT):
        return False  # "…, while in Limpopo the rate was …"
    if (")" in between and "(" not in between) or ";" in between:
        return False
    for j in range(i + 1, len(scene.quantities)):
        if scene.quantities[j].start >= mention.start:
            break
        link = scene.links[j] if j < len(scene.links) else None
        gap = scene.folded(scene.quantities[j - 1].end, scene.quantities[j].start).strip().lower()
        # « 12 M€ pour 30 projets en Corse » too
        joined = cue_pattern("role_cues", scene.document.lang, r"^(?:,|,?\s?{})$", **{"class": ("and", "for")})
        if not joined.match(gap) and not (link and link.kind in ("list", "bracket", "from-to", "soit")):
            return False
    # « X (41 %) et dans le canton de Vaud (34,2 %) », « … et le Jura 132 »: a place that its own number follows
    following = [q for q in scene.quantities if q.start >= mention.end]
    gap = scene.folded(mention.end, following[0].start) if following else "-"
    return bool(gap.strip()) and not _opens_number(gap, scene.document.lang)


def _opens_next(between: str, i: int, mention: PlaceMention, scene: Scene) -> bool:
    """Is a place behind a conjunction, with another number behind it, where number i has a place before it?"""
    if i + 1 >= len(scene.quantities) or not any(m.end <= scene.quantities[i].start for m in scene.places):
        return False
    joined = cue_pattern("role_cues", scene.document.lang, r"^\s*,?\s*{}\s(?:\p{L}+['\s]\s?){0,2}$", **{"class": "and"})
    gap = scene.folded(mention.end, max(mention.end, scene.quantities[i + 1].start))
    return joined.match(between.lower(), timeout=TIMEOUT) is not None and len(gap.split()) < _NEXT


def _opens_number(gap: str, lang: str) -> bool:
    """Does a place give its name to the number behind it: « Vaud (34 %) », « Vaud : 34 % », « à Dakhla avec 0,6 % »?"""
    joined = cue_pattern(_TABLE, lang, **{"class": "with"})
    return gap.strip() in ("(", ":") or joined.fullmatch(gap.strip().lower(), timeout=TIMEOUT) is not None


def _bare_if_title(mention: PlaceMention, discourse: Discourse) -> str:
    """"the Brittany region" in a release about Brittany is Brittany."""
    title = discourse.title_place
    if title and mention.name != title and mention.name.startswith(title + " "):
        return title
    return mention.name


def _meant_by_class_word(i: int, scene: Scene, discourse: Discourse) -> str:
    """« la ville », « le pays », "the region": the place of that kind that the title or the paragraph has named."""
    lang, quantity = scene.document.lang, scene.quantities[i]
    text = scene.folded(max(scene.sentence.start, quantity.start - _REACH), quantity.start)
    matches = list(_back(lang).finditer(text, timeout=TIMEOUT))
    if not matches:
        return ""
    match = matches[-1]
    if match_places(lang, r"{}\s$", text[: match.start(1)], "last-named") and discourse.previous:
        return discourse.previous[-1]["place"]  # « dans ce dernier département »
    near = text[max(0, match.start() - _RANK_REACH) : match.start()].rpartition(",")[2]
    if _superlative(lang).search(near, timeout=TIMEOUT):
        return ""
    kind = _kind_of_class(match[1].lower(), lang)
    if match[1].lower() in discourse.paragraph_place.lower().split():  # « la province » behind « province de Liège »
        return discourse.paragraph_place
    for place in (discourse.title_place, discourse.paragraph_place, discourse.lead_in_place):
        names = find_place_names(place, lang)
        if names and names[0].kind == kind:
            return place
    return discourse.title_place


@cache
def _back(lang: str) -> regex.Pattern[str]:
    """A definite article and a class word that no name follows."""
    article = cue_pattern(_TABLE, lang, "{}", **{"class": "article"}).pattern
    of = cue_pattern(_TABLE, lang, "{}", **{"class": "of"}).pattern
    last = cue_pattern(_TABLE, lang, "{}", **{"class": "last-named"}).pattern
    shape = rf"(?:{article}|{of}|{last})\s?({{}})(?!\s{of}|\s(?-i:\p{{Lu}}))"
    return cue_pattern(_TABLE, lang, shape, **{"class": ("class", "back")})


@cache
def _superlative(lang: str) -> regex.Pattern[str]:
    ordinal = "|".join(row["form"] for row in rows(_TABLE, lang) if row["class"] == "ordinal-ending")
    return cue_pattern(_TABLE, lang, rf"{{}}|\d(?:{ordinal})\b", **{"class": "superlative"})


def _kind_of_class(word: str, lang: str) -> str:
    kinds = (row["kind"] for row in rows(_TABLE, lang) if row["form"] == word and row["class"] in ("class", "back"))
    return next(kinds, "")

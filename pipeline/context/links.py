"""What a quantity hangs on: « X, soit N », « contre N », « (+N %) », « dont N », « …, à N », a list without its verb.

Read from the words between a quantity and the one before it; a finite verb between them cuts the link.
"""

from __future__ import annotations

from functools import cache
from typing import cast

from pipeline.context.scene import Link, LinkKind
from pipeline.context.verb_groups import is_verb
from pipeline.languages import rows
from pipeline.linguistics.parse import Parse, Token
from pipeline.linguistics.phrases import NOMINAL, determiners, is_finite, words
from pipeline.model import Document, Quantity, Sentence

_OPENERS = ",;:(—–"


def find_links(
    document: Document, sentence: Sentence, parse: Parse, quantities: tuple[Quantity, ...]
) -> tuple[Link | None, ...]:
    """The link of each quantity of a sentence, None where it stands on its own."""
    adjuncts = _adjuncts(document, quantities)
    links: list[Link | None] = []
    for i in range(len(quantities)):
        links.append(_link(i, document, sentence, parse, quantities, adjuncts, links))
    return tuple(links)


def tokens_between(parse: Parse, start: int, end: int) -> tuple[Token, ...]:
    """The tokens that lie wholly between two document offsets."""
    return tuple(token for token in parse.tokens if token.start >= start and token.end <= end)


def _link(
    i: int,
    document: Document,
    sentence: Sentence,
    parse: Parse,
    quantities: tuple[Quantity, ...],
    adjuncts: frozenset[int],
    earlier: list[Link | None],
) -> Link | None:
    quantity, lang = quantities[i], document.lang
    left = quantities[i - 1].end if i else sentence.start
    window = document.folded[left : quantity.start].lower()
    between = tokens_between(parse, left, quantity.start)
    cue = _cue(left, window, between, lang)
    if cue and not (cue == "dont" and _names_part(window, between, lang)):
        return Link(cue, _head(i, cue, quantities, adjuncts) if i else None)
    if _in_bracket(window):
        inside = between[_last_open(between) + 1 :]
        if not any(is_finite(token) for token in inside):
            return Link("bracket", i - 1 if i and not _cut(between[: _last_open(between)], lang) else None)
    if i == 0:
        return None
    if _compares(document, quantity, lang) and (_joins(between, lang) or not any(is_finite(t) for t in between)):
        return Link("soit", _nearest(i, quantities, adjuncts))
    if _restates(i, parse, quantities, between, lang):
        return Link("soit", i - 1)
    if _out_of(i, document, sentence, quantities):
        return Link("dont", i - 1)
    if _is_list(window, between, lang) and not _opens_clause(i, parse, quantities, between):
        return _coordinated(i, between, earlier[i - 1])
    alike = quantities[i - 1].kind in (quantity.kind, None) or quantity.kind is None
    if alike and _is_from_to(i, document, sentence, window, between, quantities):
        return Link("from-to", i - 1)
    return None


@cache
def _cues(lang: str) -> tuple[tuple[str, LinkKind], ...]:
    found = [(row["form"], cast(LinkKind, row["kind"])) for row in rows("links", lang)]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def _cue(left: int, window: str, between: tuple[Token, ...], lang: str) -> LinkKind | None:
    """The kind of the cue that opens the last segment of the window, if no finite verb follows it."""
    for position in reversed(_segment_starts(window)):  # the cue nearest to the number
        segment = window[position:].lstrip(" ,;:(—–-")
        for form, kind in _cues(lang):
            if segment.startswith(form) and not segment[len(form) : len(form) + 1].isalpha():
                if kind == "change-to" and segment[len(form) :].strip():
                    continue
                named = (t for t in between if t.start >= left + len(form) and t.pos in ("NOUN", "PROPN"))
                empty = words(lang, "generic") | words(lang, "goal")
                if position == 0 and any(t.lower not in empty for t in named):
                    continue  # « la vaccination contre la rougeole …, dont N »
                offset = len(window) - len(segment) + len(form)
                if not any(is_finite(token) for token in between if token.start >= left + offset):
                    return kind
    kinds: tuple[LinkKind, ...] = ("contre", "dont")
    return next((kind for kind in kinds if _ends_with(kind, left, window, between, lang)), None)


def _ends_with(wanted: LinkKind, left: int, window: str, between: tuple[Token, ...], lang: str) -> bool:
    """A cue right before the number, whatever is before it: "spent £4m on roads compared with £3m", « 3 ans de prison
    dont 18 mois ».
    """
    for form in words(lang, "by-contrast"):
        window = window.replace(form, "-" * len(form))
    empty = words(lang, "generic") | words(lang, "goal")
    for form, kind in _cues(lang):
        at = window.rfind(f" {form} ") if kind == wanted else -1
        behind = [t for t in between if t.start > left + at + len(form)] if at >= 0 else None
        if behind is not None and not any(is_finite(t) or (t.pos in NOMINAL and t.lower not in empty) for t in behind):
            return True
    return False


def _names_part(window: str, between: tuple[Token, ...], lang: str) -> bool:
    """« dont des excès de vitesse (62 %) »: the part is named, and the number in a bracket behind it."""
    opened = _last_open(between)
    if not _in_bracket(window) or opened < 0:
        return False
    cue = next((k for k in range(opened, -1, -1) if between[k].lower in words(lang, "part-cue")), None)
    return cue is not None and any(t.pos in NOMINAL for t in between[cue + 1 : opened])


def _segment_starts(window: str) -> list[int]:
    """Where a cue may stand: at the window's start, and behind each comma, colon or bracket."""
    return [0, *(k + 1 for k, character in enumerate(window) if character in _OPENERS)]


def _head(i: int, kind: LinkKind, quantities: tuple[Quantity, ...], adjuncts: frozenset[int]) -> int:
    """Which earlier quantity: for « contre » the nearest of the same unit, else the nearest that is no adjunct."""
    if kind in ("contre", "after"):
        for j in range(i - 1, -1, -1):
            same = quantities[j].kind == quantities[i].kind and quantities[j].unit == quantities[i].unit
            if same and quantities[j].form == quantities[i].form:
                return j
    if kind == "dont":  # « 2 milliards pour 63 villes, dont 410 millions »: of the nearest of its own kind
        alike = [j for j in range(i - 1, -1, -1) if quantities[j].kind == quantities[i].kind is not None]
        return alike[0] if alike else i - 1
    if kind == "soit" and quantities[i].kind == quantities[i - 1].kind == "amount":
        return i - 1  # « …, pour 3,1 Md€ d'aides, soit 34 600 € par logement »
    return _nearest(i, quantities, adjuncts)


def _nearest(i: int, quantities: tuple[Quantity, ...], adjuncts: frozenset[int]) -> int:
    """The quantity before, but not one in a prepositional phrase (« accueillis dans 58 200 écoles, soit … »)."""
    return next((j for j in range(i - 1, -1, -1) if j not in adjuncts), i - 1)


def _adjuncts(document: Document, quantities: tuple[Quantity, ...]) -> frozenset[int]:
    """Which quantities stand right behind a preposition that makes them a circumstance."""
    prepositions = words(document.lang, "adjunct")
    found = set()
    for j, quantity in enumerate(quantities):
        before = document.folded[max(0, quantity.start - 24) : quantity.start].lower().split()
        if before and before[-1] in prepositions:
            found.add(j)
    return frozenset(found)


def _in_bracket(window: str) -> bool:
    return window.rfind("(") > window.rfind(")")


def _last_open(between: tuple[Token, ...]) -> int:
    return max((k for k, token in enumerate(between) if "(" in token.text), default=-1)


def _cut(between: tuple[Token, ...], lang: str) -> bool:
    """Does a new clause begin between the earlier quantity and the bracket?"""
    return any(is_finite(token) or token.lower in words(lang, "contrast") for token in between)


def _is_list(window: str, between: tuple[Token, ...], lang: str) -> bool:
    """« …, l'éolien terrestre 19 % et … »: a noun phrase and no verb between two quantities."""
    if not between or any(is_finite(token) for token in between):
        return False
    if any(token.pos == "VERB" and "VerbForm=Inf" in token.morph for token in between):
        return False  # « porter sa capacité à N et produire M » : another verb
    if any(token.pos == "VERB" and is_verb(token.lower, lang, "causative") for token in between):
        return False  # « …, portant à N le nombre de localités »
    that_of = words(lang, "that-of") if "noun-last" in words(lang, "order") else frozenset()
    if any(token.lower in words(lang, "relative") - that_of for token in between):
        return False
    return any(token.text in (",", ";") or token.pos == "CCONJ" for token in between)


def _out_of(i: int, document: Document, sentence: Sentence, quantities: tuple[Quantity, ...]) -> bool:
    """« Sur 257 métiers, 158 manquaient de candidats »: the first number is the whole of the second."""
    before = document.folded[sentence.start : quantities[i - 1].start].lower().split()
    while before and before[-1] in determiners(document.lang):
        before = before[:-1]
    between = document.folded[quantities[i - 1].end : quantities[i].start]
    opens = " ".join(before) in words(document.lang, "out-of")
    return i == 1 and opens and between.rstrip().endswith(",") and len(between.split()) <= 3


def _opens_clause(i: int, parse: Parse, quantities: tuple[Quantity, ...], between: tuple[Token, ...]) -> bool:
    """« …, et 3 150 permis ont été retirés »: a counted noun that is the subject of its own verb."""
    after = parse.at(quantities[i].end)
    joined = any(token.pos == "CCONJ" for token in between) and len(between) <= 3
    return joined and quantities[i].kind == "count" and after is not None and is_finite(parse.tokens[after])


def _compares(document: Document, quantity: Quantity, lang: str) -> bool:
    """« 4 100 de plus », "10,000 fewer": a comparative stands right behind the number."""
    behind = document.folded[quantity.end : quantity.end + 12].lower().split()[:2]
    if behind and (behind[0] in words(lang, "of") or behind[0] in words(lang, "degree")):
        del behind[0]
    return bool(behind) and behind[0].strip(",.;)") in words(lang, "comparative")


def _joins(between: tuple[Token, ...], lang: str) -> bool:
    """Does the number open a piece of its own: "the most since records began and 7.1% more than in July"?"""
    rest = [t for t in between if t.lower not in words(lang, "bound-of")]
    return bool(rest) and (rest[-1].text == "," or rest[-1].pos == "CCONJ")


def _restates(i: int, parse: Parse, quantities: tuple[Quantity, ...], between: tuple[Token, ...], lang: str) -> bool:
    """"802,500 incidents – around 26,000 every day", "€2.9 billion, over a quarter of the budget, will be spent"."""
    quantity, last = quantities[i], quantities[i - 1]
    rest = [t for t in between if t.lower not in words(lang, "bound-of") and t.pos not in ("DET", "ADV", "ADP")]
    if len(rest) != 1:
        return False
    if rest[0].text in ("–", "—", "-"):
        return quantity.kind is None
    k = parse.at(quantity.end)
    part = quantity.form == "fraction" or quantity.unit == "%"
    if rest[0].text != "," or not part or last.kind not in ("amount", "count", "measure") or k is None:
        return False
    if parse.tokens[k].lower not in words(lang, "of") | words(lang, "of-the"):
        return False
    closing = next((t for t in parse.tokens[k : k + 12] if t.text in (",", ".", ";") or is_finite(t)), None)
    return closing is not None and closing.text == ","


def _coordinated(i: int, between: tuple[Token, ...], before: Link | None) -> Link:
    """A list member; « dont 412 médecins et 1 350 infirmiers » goes on with the dont of the member before."""
    if before is not None and before.kind == "dont" and not any(t.text == ";" for t in between):
        named = any(token.pos in ("NOUN", "PROPN") for token in between)
        if not named:
            return before
    return Link("list", i - 1)


def _is_from_to(
    i: int,
    document: Document,
    sentence: Sentence,
    window: str,
    between: tuple[Token, ...],
    quantities: tuple[Quantity, ...],
) -> bool:
    """« de 40 % en 2021 à 70 % », "from 93 in 2010 to 64": of-word before the first, to-word before the second."""
    first = quantities[i - 1]
    before = document.folded[sentence.start : first.start].lower().split()
    opened = bool(before) and before[-1].split("'")[0] in words(document.lang, "from")
    closed = any(token.lower in words(document.lang, "to") for token in between)
    return opened and closed and not any(is_finite(token) for token in between)

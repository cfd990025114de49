"""The words around a number: its clause, what links it to the words before it, what follows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.context.clauses import is_finite_verb
from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.context.scene import Scene
from pipeline.context.verb_groups import is_verb
from pipeline.languages.compiled import compile_pattern
from pipeline.model import Quantity

Link = Literal["by", "of", "to", "from", ""]
_TABLE = "role_cues"
_STATUS_TABLE = "status_cues"
_BREAK = compile_pattern(r"[;:•]|(?<=\s)[–—](?=\s)")
_REACH = 400  # characters on either side: what is farther off says nothing about a number
_LINKS: tuple[Link, ...] = ("to", "by", "of", "from")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a quantity, in lower case, folded.

    clause: from the start of its clause up to `link`; segment: the same, but not further back than the quantity before
    it. Filler words between (« près de », "about") are left out. link: how the number hangs on what is before it:
    « de » / "by", "of", « à » / "to", "from", or directly. right: the words behind, up to the end of the clause.
    label: what stands before the colon where the clause begins with one. opening: the segment with its link; near: with
    its fillers as well.
    """

    clause: str
    segment: str
    link: Link
    right: str
    label: str
    near: str
    opening: str


def look_around(i: int, scene: Scene) -> Surroundings:
    """The words around quantity `i` of the scene."""
    quantity, sentence = scene.quantities[i], scene.sentence
    first = max(sentence.start, quantity.start - _REACH)
    last = min(sentence.end, quantity.end + _REACH)
    previous = scene.quantities[i - 1].end - first if i else 0
    folded, lang = scene.document.folded, scene.document.lang
    return _around(folded, first, quantity.start, quantity.end, last, max(previous, 0), lang)


@lru_cache(maxsize=256)  # several resolvers ask for the same number
def _around(folded: str, first: int, here: int, end: int, last: int, previous: int, lang: str) -> Surroundings:
    before, after = folded[first:here].lower(), folded[end:last].lower()
    start, label = _clause_start(before, lang)
    near = before[max(start, previous) :]
    opening = strip_fillers(near, lang)
    segment, link = _strip_link(opening, lang)
    clause = segment if start >= previous else _strip_link(strip_fillers(before[start:], lang), lang)[0]
    stop = _BREAK.search(after, timeout=TIMEOUT)
    return Surroundings(clause, segment, link, after[: stop.start()] if stop else after, label, near, opening)


def _clause_start(before: str, lang: str) -> tuple[int, str]:
    """Where the clause that ends the text begins, and the label before it if it begins after a colon."""
    start, label, behind = 0, "", 0
    for match in _BREAK.finditer(before, timeout=TIMEOUT):
        label = before[behind : match.start()].strip() if match[0] == ":" else ""
        start = behind = match.end()
    conjunctions = cue_pattern(_TABLE, lang, **{"class": "clause"})
    for match in conjunctions.finditer(before, start, timeout=TIMEOUT):
        start, label = match.start(), ""
    return start, label


def strip_fillers(text: str, lang: str) -> str:
    """The text without the words at its end that only qualify the number behind (« près de », "about", "the")."""
    fillers = cue_pattern(_TABLE, lang, r"(?:{}[\s]*+)++$", **{"class": "filler"})
    return fillers.sub("", text, timeout=TIMEOUT).rstrip()


def _strip_link(text: str, lang: str) -> tuple[str, Link]:
    for kind in _LINKS:
        match = cue_pattern(_TABLE, lang, "{}$", **{"class": kind}).search(text, timeout=TIMEOUT)
        if match:
            return strip_fillers(text[: match.start()], lang), kind
    return text, ""


def opens_from_to(i: int, scene: Scene) -> bool:
    """« ramenée de 6 000 à 5 000 euros », « de 1 h 10 à 50 minutes »: does number `i` begin a way from one to another?

    « baisse de 5 %, à 300 M€ », « de 2 points à 12 % » are another matter: a comma, or another unit.
    """
    if i + 1 >= len(scene.quantities):
        return False
    opener = cue_pattern(_TABLE, scene.document.lang, "{}$", **{"class": "way-from"})
    if not opener.search(look_around(i, scene).opening, timeout=TIMEOUT):
        return False
    this, following = scene.quantities[i], scene.quantities[i + 1]
    alike = this.unit == following.unit or not (this.unit and following.unit)
    alike = alike or this.kind == following.kind == "measure"
    between = scene.folded(this.end, following.start)
    if any(is_finite_verb(t) for t in scene.parse.tokens if this.end <= t.start < following.start):
        return False  # « a crû de 3 % et son prix est retombé à 2 % »
    return alike and not any(mark in between for mark in ",;(.") and look_around(i + 1, scene).link == "to"


def is_set_against(i: int, scene: Scene) -> bool:
    """« contre 38,3 % un an plus tôt », "against requests worth €1.1 billion": what another is held against."""
    if i == 0:
        return False
    versus = cue_pattern(_TABLE, scene.document.lang, r"{}[\s,]*$", **{"class": "versus"})
    if versus.search(look_around(i, scene).segment, timeout=TIMEOUT):
        return any(other.kind == scene.quantities[i].kind for other in scene.quantities[:i])
    link = scene.links[i] if i < len(scene.links) else None
    return link is not None and link.kind == "contre"


def is_of_now(around: Surroundings, quantity: Quantity, scene: Scene) -> bool:
    """« le taux, actuellement de 6,4 %, devrait … », "6.5 per cent at present": said of the day it is written."""
    lang = scene.document.lang
    before = cue_pattern(_STATUS_TABLE, lang, "{}$", **{"class": "now"}).search(around.segment, timeout=TIMEOUT)
    if before:  # "from 300 beds now to 500": the word is of the number before
        return quantity == scene.quantities[0] or "," in around.segment[: before.start()]
    ends = cue_pattern(_STATUS_TABLE, lang, **{"class": "coordinator"}).pattern
    behind = cue_pattern(_STATUS_TABLE, lang, rf"^\s*{{}}\s*(?:[,;).]|$|{ends})", **{"class": "now"})
    if behind.search(around.right, timeout=TIMEOUT):
        return True
    closing = cue_pattern(_STATUS_TABLE, lang, r"^[^,;:(]*\s{}\s*[.,]?\s*$", **{"class": "now"})
    if closing.match(around.right, timeout=TIMEOUT) and quantity == scene.quantities[-1]:
        return _is_present(quantity, scene)  # "half of households own enough nets today"
    present = cue_pattern(_STATUS_TABLE, lang, r"{}(?:\s[\p{L}'-]+){1,2}$", **{"class": "now"})
    opening = cue_pattern(_STATUS_TABLE, lang, r"^\W*{}(?!\p{L})", **{"class": "now"})
    if present.search(around.segment, timeout=TIMEOUT) or opening.match(around.clause, timeout=TIMEOUT):
        return _is_present(quantity, scene)  # « il y a dix ans, 3 % ; aujourd'hui, la part atteint 18 % »
    return False


def _is_present(quantity: Quantity, scene: Scene) -> bool:
    """Is its verb in the present: "woodland now covers 19%", but not "today awarded $41m"?"""
    verbs = [t for t in scene.parse.tokens if is_finite_verb(t)]
    before = [t for t in verbs if t.end <= quantity.start]
    own = before[-1] if before else verbs[0] if verbs else None
    if own is None or own.dep in ("aux", "aux_pass"):  # "has today selected"
        return False
    return "Tense=Pres" in own.morph and not is_verb(own.lower, scene.document.lang, "announce")

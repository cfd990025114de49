"""Whether a number is at current or at constant prices, where the text says so.

Way in: `resolve_prices`. A phrase behind a number (« en euros constants », "in real terms") is said of that number; one
within the subject (« le PIB en volume », "real GDP") of every change, amount or share that the subject's verb carries.
"""

from __future__ import annotations

import regex

from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.languages.compiled import compile_pattern
from pipeline.model import Quantity

_TABLE = "prices"
_STRONG = compile_pattern(r"[;:]\s*(?=\S)|(?<=\s)[–—](?=\s)")
_BREAK = compile_pattern(r"[;](?=\s)")
_COMMA = compile_pattern(r"[,(]|\s\p{Ll}{2,3}\s")  # or a conjunction
_REACH_BEFORE = 400  # characters before a number
_REACH = 60  # characters between a number and the phrase behind it


def resolve_prices(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """"current", "constant" or "". A `Resolver`; it reads the number's role from `earlier[-1]` if that is there."""
    quantity = scene.quantities[i]
    if quantity.kind in ("count", "measure") or quantity.form in ("one-in-n", "factor"):
        return Resolved("", "prices-none")
    behind = _behind(i, scene)
    if behind:
        return Resolved(behind, "prices-said-of-number")
    if _is_level_percentage(i, quantity, earlier):
        return Resolved("", "prices-none")
    subject = _before(i, scene)
    if subject:
        return Resolved(subject, "prices-of-subject")
    carried = _carried(i, scene, earlier)
    return Resolved(carried, "prices-of-head" if carried else "prices-none")


def _behind(i: int, scene: Scene) -> str:
    """The phrase that follows the number, before the next number and within its clause."""
    quantity = scene.quantities[i]
    stop = scene.quantities[i + 1].start if i + 1 < len(scene.quantities) else scene.sentence.end
    after = scene.folded(quantity.end, min(stop, quantity.end + _REACH))
    strong = _STRONG.search(after)
    after = after[: strong.start()] if strong else after
    found = _pattern(scene, "after", "both").search(after, timeout=TIMEOUT)
    if not found or (i + 1 < len(scene.quantities) and _belongs_to_next(after, found)):
        return ""
    return _prices_of(found[1], scene)


def _belongs_to_next(after: str, found: regex.Match[str]) -> bool:
    """« +2 %, et en volume de 1 % », "4%, and in real terms 1%": a phrase at the head of the next member."""
    return "," in after[: found.start()] and bool(after[found.end() :].strip(" ),(;."))


def _before(i: int, scene: Scene) -> str:
    """A phrase between the last strong break and the number that is not said of an earlier number."""
    quantity = scene.quantities[i]
    first = max(scene.sentence.start, quantity.start - _REACH_BEFORE)
    before = scene.folded(first, quantity.start)
    breaks = [match.end() for match in _BREAK.finditer(before)]
    start = first + (breaks[-1] if breaks else 0)
    said = [j for j in range(i) if scene.quantities[j].start >= start]
    reach = scene.quantities[said[0]].start if said else quantity.start
    opening = scene.folded(start, reach)
    subject = list(_pattern(scene, "adjective", "both").finditer(opening, timeout=TIMEOUT))
    frame = cue_pattern(_TABLE, scene.document.lang, r"^\W*({}),", **{"class": "after"})
    framed = frame.match(opening, timeout=TIMEOUT)
    if framed:  # « À prix courants, … », "In real terms, …"
        subject = [framed]
    near = scene.quantities[i - 1].end if said else start
    between = scene.folded(near, quantity.start)
    own = list(_pattern(scene, "adjective", "both", "after").finditer(between, timeout=TIMEOUT))
    if own and (not said or _is_fresh(between, own[-1])):
        return _prices_of(own[-1][1], scene)
    if not subject or _has_new_subject(near, quantity.start, said, scene):
        return ""
    return _prices_of(subject[-1][1], scene)


def _is_fresh(between: str, found: regex.Match[str]) -> bool:
    """Does the phrase stand behind a comma or a conjunction, and so belong to what follows?"""
    return bool(_COMMA.search(between[: found.start()])) or found.start() > _REACH


def _has_new_subject(start: int, end: int, said: list[int], scene: Scene) -> bool:
    """Does another verb with a subject of its own stand between the earlier number and this one?"""
    if not said:
        return False
    between = [token for token in scene.parse.tokens if start <= token.start < end]
    return any(token.dep == "subject" and token.pos in ("NOUN", "PROPN") for token in between)


def _carried(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> str:
    """« après +0,3 % », "the changes ranged from …" behind « ; »: as the number it is compared or coordinated with."""
    link = scene.links[i] if i < len(scene.links) else None
    if link and link.head is not None and link.head < len(earlier) and link.kind in ("contre", "after", "from-to"):
        return earlier[link.head]["prices"]
    quantity = scene.quantities[i]
    before = scene.folded(max(scene.sentence.start, quantity.start - _REACH_BEFORE), quantity.start)
    changes = cue_pattern("change_words", scene.document.lang, r"[;]\s(?:\p{L}+\s){0,2}{}", **{"class": "growth"})
    if changes.search(before, timeout=TIMEOUT):
        found = list(_pattern(scene, "adjective", "both").finditer(before, timeout=TIMEOUT))
        return _prices_of(found[-1][1], scene) if found else ""
    return ""


def _is_level_percentage(i: int, quantity: Quantity, earlier: tuple[Draft, ...]) -> bool:
    """A rate or a share is at no prices unless the phrase is said of it."""
    role = earlier[-1]["role"] if len(earlier) > i else ""
    return quantity.kind == "percentage" and role not in ("change", "")


def _pattern(scene: Scene, *kinds: str) -> regex.Pattern[str]:
    return cue_pattern(_TABLE, scene.document.lang, "({})", **{"class": kinds})


def _prices_of(form: str, scene: Scene) -> str:
    constant = cue_pattern(_TABLE, scene.document.lang, prices="constant")
    return "constant" if constant.fullmatch(form, timeout=TIMEOUT) else "current"

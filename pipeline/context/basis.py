"""What a change is measured from: the year, quarter, month before, another named base, or the mean of several years.

Only what the claim's own sentence says, for it or for a change that it is coordinated with. Fixed expressions stand in
languages/basis.csv; a named base (« par rapport à 2019 ») is a mention of `scene.periods` that is used for comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from pipeline import languages
from pipeline.context import iso_periods as iso
from pipeline.context.clauses import is_finite_verb
from pipeline.context.cues import cue_pattern
from pipeline.context.period import resolve_period
from pipeline.context.period_links import is_against, is_of_next_verb, pair_of
from pipeline.context.period_uses import word_pattern
from pipeline.context.scene import Discourse, Draft, PeriodMention, Resolved, Scene
from pipeline.context.surroundings import look_around
from pipeline.languages.compiled import compile_pattern

_TIMEOUT = 1.0
_STEPS = {
    ("year", -1): "yoy",
    ("period", -1): "yoy",
    ("month", -12): "yoy",
    ("half", -1): "hoh",
    ("month", -6): "hoh",
    ("quarter", -1): "qoq",
    ("month", -3): "qoq",
    ("month", -1): "mom",
}


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    value: str
    rule: str


def resolve_basis(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """The basis of quantity i if its role is `change`, else ""; the role is read from its own draft, the last one."""
    if not earlier or earlier[-1].quantity != scene.quantities[i] or earlier[-1]["role"] != "change":
        return Resolved("", "no-change")
    own = _own(i, scene, earlier, discourse)
    if own is not None:
        return Resolved(own.value, own.rule)
    for step in (_of_bracket, _of_level_behind, _of_two_levels, _of_coordinated):
        found = step(i, scene, earlier, discourse)
        if found is not None:
            return found
    basis = discourse.lead_in_basis
    if basis.startswith("since ") and _is_year_before(basis[6:], resolve_period(i, scene, earlier, discourse).value):
        basis = "yoy"  # « par rapport à août 2024 : » in a release about August 2025
    return Resolved(basis, "lead-in" if basis else "none")


def basis_of_lead_in(scene: Scene) -> str:
    """The basis that a line ending in a colon gives to the lines below it ("change from the preceding quarter:")."""
    text = scene.folded(scene.sentence.start, scene.sentence.end).lower()
    for mention in scene.periods:
        step = _STEPS.get(mention.shift, "") if mention.shift else ""
        if mention.use == "comparison" and mention.rule != "cue-aside" and (step or mention.value):
            return step or f"since {mention.value}"
    for basis, pattern in _patterns(scene.document.lang):
        if basis != "avg" and pattern.search(text, timeout=_TIMEOUT):
            return basis
    return ""


def _own(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> _Found | None:
    """The nearest cue that belongs to the number: behind it up to the next number, else before it."""
    quantity = scene.quantities[i]
    start, stop = quantity.end if quantity.per else quantity.number_end, _stop(i, scene)  # "tonnes a year": its unit
    behind = _cues_between(i, start, stop, scene, earlier, discourse)
    for found in behind:
        if not _belongs_to_next(i, found.start, stop, scene) and not is_of_next_verb(i, found.start, scene):
            return found
    left = _left(i, scene)
    before = _cues_between(i, left, quantity.start, scene, earlier, discourse)
    if i and before and left == scene.quantities[i - 1].end and not _broken(scene.folded(left, before[-1].start)):
        return None  # directly behind the number before: it is that one's
    return before[-1] if before else None


def _left(i: int, scene: Scene) -> int:
    """Where the words before a number begin: behind the number before, or at a semicolon."""
    left = scene.quantities[i - 1].end if i else scene.sentence.start
    return left + scene.folded(left, scene.quantities[i].start).rfind(";") + 1


def _stop(i: int, scene: Scene) -> int:
    """Where the words behind a number end: at the next number that says something new, or at a semicolon."""
    stop = scene.sentence.end
    for j in range(i + 1, len(scene.quantities)):
        link = scene.links[j] if j < len(scene.links) else None
        if (link is None or link.kind not in ("bracket", "change-to")) and not _goes_on(j, scene):
            stop = scene.quantities[j].start
            break
    cut = scene.folded(scene.quantities[i].end, stop).find(";")
    return scene.quantities[i].end + cut if cut >= 0 else stop


def _goes_on(j: int, scene: Scene) -> bool:
    """Whether number j only goes on with a row of them: « de 12 %, 8,5 % et 3 % en mars sur un an »."""
    if scene.quantities[j].unit != scene.quantities[j - 1].unit:
        return False
    between = scene.folded(scene.quantities[j - 1].end, scene.quantities[j].start).lower()
    link = cue_pattern("role_cues", scene.document.lang, **{"class": ("by", "of")}).pattern
    shape = rf"^\s*(?:,|,?\s*{{}})\s*(?:{link}\s*)?$"
    row = cue_pattern("role_cues", scene.document.lang, shape, **{"class": "and"})
    return row.match(between, timeout=_TIMEOUT) is not None


def _broken(text: str) -> bool:
    return bool(set(",;:–—") & set(text))


def _belongs_to_next(i: int, at: int, stop: int, scene: Scene) -> bool:
    """« … 10 %, tandis que, sur un an, l'emploi recule de 3 % »: behind a comma and before the next number's verb."""
    if stop == scene.sentence.end or not _broken(scene.folded(scene.quantities[i].end, at)):
        return False
    if scene.folded(stop, stop + 1) == ";":
        return False
    return any(t.pos in ("VERB", "AUX") and at <= t.start < stop for t in scene.parse.tokens)


def _cues_between(
    i: int, start: int, end: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse
) -> list[_Found]:
    """Fixed expressions and named bases between two offsets, in order."""
    text = scene.folded(start, end).lower()
    found = []
    taken: list[tuple[int, int]] = []
    for mention in scene.periods:
        if start <= mention.start and mention.end <= end:
            value = _named_base(i, mention, scene, earlier, discourse)
            if value:
                found.append(_Found(mention.start, value, "named-base"))
                taken.append((mention.start, mention.end))
    for basis, pattern in _patterns(scene.document.lang):
        for match in pattern.finditer(text, timeout=_TIMEOUT):
            at = start + match.start()
            if any(q.start < at < q.end for q in scene.quantities):
                continue  # "by £117 to £1,641 a year": the denominator of the other
            if not any(a < start + match.end() and at < b for a, b in taken):
                found.append(_Found(at, basis, f"words-{basis}"))
                taken.append((at, start + match.end()))
    return sorted(found, key=lambda one: one.start)


def _named_base(i: int, mention: PeriodMention, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> str:
    """The basis that a mention gives: yoy where it is the same period a year before, else `since` it."""
    if mention.rule == "since-duration" and _is_year_before(mention.value.partition("/")[0], _this_year(scene)):
        return "yoy"  # « depuis un an »
    if mention.use == "since" and mention.value:
        return f"since {mention.value.partition('/')[0]}"
    if mention.use != "comparison" or mention.rule == "cue-aside":
        return ""
    if mention.shift in _STEPS:
        return _STEPS[mention.shift]
    right = scene.folded(mention.end, min(mention.end + 40, scene.sentence.end)).lower()
    if word_pattern(scene.document.lang, "forecast-text").search(right, timeout=_TIMEOUT):
        return ""
    if "/" in mention.value and not regex.search(r"\d{4}", scene.folded(mention.start, mention.end)):
        return ""  # « la moyenne des cinq dernières années »: a norm
    period = resolve_period(i, scene, earlier, discourse).value
    value = mention.value
    if mention.shift is not None:
        unit, steps = mention.shift
        reach = iso.bounds(period)
        if unit == "same-of":
            # Without a period of its own the claim is of the publication's year: the year before is yoy all the same.
            year = reach[0].year if reach else scene.document.published.year if scene.document.published else 0
            if year - steps == 1:
                return "yoy"
            value = iso.shifted(period, "year", steps - year) or f"{steps}"
        else:
            value = iso.shifted(period, unit, steps)
    if mention.rule == "cue-comparison" and value and _is_year_before(value, period):
        return "yoy"
    return f"since {value}" if value else ""


def _this_year(scene: Scene) -> str:
    return f"{scene.document.published.year}" if scene.document.published is not None else ""


def _is_year_before(base: str, period: str) -> bool:
    """Whether the base is the claim's own period one year earlier."""
    return bool(period) and (iso.shifted(period, "year", -1) == base or _is_whole_year(period, base))


def _is_whole_year(period: str, base: str) -> bool:
    """« de janvier à décembre 2024 » against 2023."""
    reach, before = iso.bounds(period), iso.bounds(base)
    whole = reach is not None and iso.length_in_months(period) == 12 and iso.kind_of(base) == "year"
    return whole and reach is not None and before is not None and reach[0].toordinal() == before[1].toordinal() + 1


def _of_bracket(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A bracket that restates a change takes its basis."""
    link = scene.links[i] if i < len(scene.links) else None
    if link is None or link.kind != "bracket" or link.head is None or link.head >= i:
        return None
    return Resolved(earlier[link.head]["basis"], "bracket") if earlier[link.head]["role"] == "change" else None


def _of_level_behind(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« en recul de 26 % contre 26 563 un an plus tôt », "down 26% from 26,563 in the same period of last year"."""
    if i + 1 >= len(scene.quantities) or not (is_against(i + 1, scene) or look_around(i + 1, scene).link == "from"):
        return None
    end = scene.quantities[i + 1].end
    if not _goes_along(i + 1, scene):
        return None
    for found in _cues_between(i, end, _stop(i + 1, scene), scene, earlier, discourse):
        if not _broken(scene.folded(end, found.start)):
            return Resolved(found.value, "level-behind")
    return None


def _of_two_levels(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« 20 % en 2024, contre 18 % en 2018, soit une hausse de 2 points »: since the level compared with."""
    link = scene.links[i] if i < len(scene.links) else None
    if link is None or link.kind not in ("soit", "list", "representing", "bracket") or i < 2:
        return None
    for j in range(i - 1, max(-1, i - 3), -1):
        pair = pair_of(j, scene)
        named = pair is not None and pair[1] == j
        left = is_against(j, scene) or (pair is None and look_around(j, scene).link == "from")
        base = j if left else pair[0] if pair is not None and named else None
        if base is None or base >= len(earlier) or earlier[base]["role"] == "change":
            continue
        period, value = resolve_period(i, scene, earlier, discourse).value, earlier[base]["period"]
        if not value or value == period:
            return None
        # « de 62 % en 2023 à 68 % en 2024 » names its base; « contre 66 % un an plus tôt » is the year before
        is_yoy = not named and _is_year_before(value, period)
        return Resolved("yoy" if is_yoy else f"since {value}", "two-levels")
    return None


def _of_coordinated(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« a augmenté de 20 % en glissement annuel, tandis que celle de B a augmenté de 11 % »."""
    if _has_own_measure(i, scene):
        return None
    for j in range(i - 1, -1, -1):
        if earlier[j]["role"] != "change":
            continue
        between = scene.folded(scene.quantities[j].end, scene.quantities[i].start)
        basis = earlier[j]["basis"]
        if not basis or (";" in between and _has_own_period(i, scene)):
            break
        if basis == "avg" and _has_own_period(i, scene):
            break
        return Resolved(basis, "coordinated")
    return _base_behind_both(i, scene, earlier, discourse)


def _has_own_measure(i: int, scene: Scene) -> bool:
    """« 1,75 point au-dessous de son sommet », "5% more than planned": held against something that is no date."""
    lang, quantity = scene.document.lang, scene.quantities[i]
    right = scene.folded(quantity.end, min(quantity.end + 60, scene.sentence.end)).lower()
    term = cue_pattern("role_cues", lang, **{"class": ("whole", "definite", "versus")}).pattern
    term = f"(?:{term}|{cue_pattern('status_cues', lang, **{'class': 'than'}).pattern})"
    shape = rf"^\s*{{}}\s{term}"
    if cue_pattern("change_words", lang, shape, **{"class": "after"}).search(right, timeout=_TIMEOUT):
        return True
    if any(m.rule == "over-n" and m.start == quantity.end + 1 for m in scene.periods):
        return True  # « de 3 % en un an et de 28 % en cinq ans »
    return _norm(lang).match(right, timeout=_TIMEOUT) is not None


@cache
def _norm(lang: str) -> regex.Pattern[str]:
    """« par rapport à la moyenne quinquennale », "above the five-year average"."""
    held = "|".join(map(regex.escape, languages.forms("calendar", lang, **{"class": "comparing"})))
    norm = cue_pattern("role_cues", lang, **{"class": "norm"}).pattern
    return compile_pattern(rf"^\s*(?:{held})\s(?:[\p{{L}}\d-]+\s){{0,3}}?{norm}")


def _base_behind_both(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A base behind a comma at the end holds for all: "by 2% in 2025 and by 80% by 2050, compared with 2020"."""
    for j in range(i + 1, len(scene.quantities)):
        if not _goes_along(j, scene):
            return None
        start, stop = scene.quantities[j].end, _stop(j, scene)
        for found in _cues_between(i, start, stop, scene, earlier, discourse):
            if found.rule == "named-base" and "," in scene.folded(start, found.start):
                return Resolved(found.value, "behind-both")
    return None


def _goes_along(j: int, scene: Scene) -> bool:
    """Does number j only add a step to the one before it: no verb, nothing stronger than a comma between?"""
    start, end = scene.quantities[j - 1].end, scene.quantities[j].start
    verb = any(is_finite_verb(t) for t in scene.parse.tokens if start <= t.start < end)
    return not verb and not set(";:–—") & set(scene.folded(start, end))


def _has_own_period(i: int, scene: Scene) -> bool:
    stop = scene.quantities[i + 1].start if i + 1 < len(scene.quantities) else scene.sentence.end
    return any(m.use == "holds" and scene.quantities[i].end <= m.start < stop for m in scene.periods)


@cache
def _patterns(lang: str) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((row["basis"], compile_pattern(row["pattern"])) for row in languages.rows("basis", lang))

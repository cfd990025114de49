"""When a claim holds: its own words, else its sentence, else the claim it hangs on, else what the text has said before.

The mentions of the sentence are given (`scene.periods`); here each number gets the one that belongs to it.
"""

from __future__ import annotations

from pipeline.context import iso_periods as iso
from pipeline.context.period_carried import (
    CARRIED,
    HOLDING,
    TIMEOUT,
    is_standing,
    looks_ahead,
    past_of,
    period_for_paragraph,
    period_of_title,
    table_pattern,
)
from pipeline.context.period_inherited import from_discourse
from pipeline.context.period_links import (
    has_break,
    is_against,
    is_goal,
    is_of_aside,
    is_of_later_clause,
    is_of_next_verb,
    is_of_other_tense,
    is_of_pair,
    is_of_part,
    is_of_relative,
    is_property,
    is_spread,
    is_taken,
    leaves,
    opens_clause,
    pair_of,
    ranges,
    said_before,
    usable,
    value_of,
    without_rolling,
)
from pipeline.context.scene import Discourse, Draft, PeriodMention, Resolved, Scene
from pipeline.context.surroundings import is_of_now, is_set_against, look_around
from pipeline.languages.compiled import compile_pattern

__all__ = ["period_for_paragraph", "period_of_title", "resolve_period"]

_ASIDE = compile_pattern(r"[^,;:–—()]*,[\p{L}' ]{0,12}")
_BETWEEN_COMMAS = compile_pattern(r",(?!\d)(?:[^,;:]|,(?=\d))*+,(?!\d)")
_SPEECH = compile_pattern(r"[:,]\s++[«“\"]")
_LOCAL_REACH = 60  # characters between « the June rate of » and its number
_LONGEST, _HEAD = 150, 4  # but "This year's allocation brings the total number of classes to 3,735"
_SAME_AS_HEAD = ("soit", "bracket", "representing", "dont", "list", "change-to")


def resolve_period(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """The period of quantity i; "" where nothing in reach gives one."""
    scene = without_rolling(i, scene, earlier, discourse)
    bracketed = _bracketed(i, scene, earlier, discourse)
    if bracketed is not None:
        return bracketed
    if is_against(i, scene):
        return _of_compared(i, scene, earlier, discourse)
    for step in (_now, _local, _split_range, _attached, _from_head, _governing, _following):
        found = step(i, scene, earlier, discourse)
        if found is not None:
            return found
    return from_discourse(i, scene, discourse)


# --- the sentence itself -------------------------------------------------------------------------------------------


def _of_compared(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """« contre 870 M€ et 61 projets un an plus tôt »: the date behind, counted from the claim compared with."""
    local = _local(i, scene, earlier, discourse)
    if local is not None:
        return local
    head = _head_period(i, scene, earlier, discourse)
    for mention in usable(scene, ("holds", "comparison", "deadline", "since")):
        if mention.start < scene.quantities[i].number_end or mention.local or mention.rule == "cue-aside":
            continue
        between = scene.folded(scene.quantities[i].number_end, mention.start)
        if set(";:()") & set(between) or opens_clause(i, mention, scene):
            break
        value = _same_part(mention, head) or value_of(mention, head, scene, discourse)
        if value:
            return Resolved(value, "contre")
    if is_goal(i, scene):
        return Resolved("", "none")
    return Resolved(head, "contre")


def _same_part(mention: PeriodMention, head: str) -> str:
    """« 5 929 en octobre, contre 7 329 l'an dernier »: the same month of the last year; "" where that is not meant."""
    last = iso.shifted(head, "year", -1)
    relative = mention.rule in ("relative", "ago") and mention.shift is None
    return last if relative and last != mention.value and last.startswith(mention.value + "-") else ""


def _bracketed(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« 7 % de moins qu'en octobre 2024 (16,5 millions) »: what was counted at the date that it stands behind."""
    quantity = scene.quantities[i]
    if quantity.kind == "percentage" or quantity.signed:
        return None
    for mention in reversed(usable(scene, ("comparison",))):
        if mention.end <= quantity.start and scene.folded(mention.end, quantity.start).strip() == "(":
            value = value_of(mention, _base(i, scene, earlier, discourse), scene, discourse)
            return Resolved(value, "contre") if value else None
    return None


def _now(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« la part, aujourd'hui de 10 %, … »: the day of publication."""
    published = scene.document.published
    if published is None or not is_of_now(look_around(i, scene), scene.quantities[i], scene):
        return None
    return Resolved(published.isoformat(), "now")


def _local(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A date before the noun that the number belongs to: "the June 2024 rate of 1,327,000"."""
    left = scene.quantities[i - 1].end if i else scene.sentence.start
    for mention in reversed(scene.periods):
        if mention.local and left <= mention.start and mention.end <= scene.quantities[i].start:
            value = value_of(mention, _head_period(i, scene, earlier, discourse), scene, discourse)
            reach = scene.folded(mention.end, scene.quantities[i].start)
            opens = mention.start - scene.sentence.start < _HEAD
            near = len(reach) < (_LONGEST if opens else _LOCAL_REACH) and not set(",;:") & set(reach)
            return Resolved(value, "sentence" if opens else "local") if value and near else None
    return None


def _split_range(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« entre 2018 et 2024, … est passé de A à B »: A is of 2018, B of 2024."""
    pair = pair_of(i, scene)
    if pair is None:
        return None
    if any(_attached_mention(j, scene) not in (None, *ranges(scene)) for j in pair):
        return None
    for mention in ranges(scene):
        first, _, last = mention.value.partition("/")
        return Resolved(first if i == pair[0] else last, "end-of-range")
    return None


def _attached(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """The date directly behind the number: « 40 % en 2021 »."""
    mention = _attached_mention(i, scene)
    if mention is None:
        return None
    if mention.use == "since" and _governing(i, scene, earlier, discourse) is not None:
        return None  # only the base of the change; the sentence dates it
    base = _base(i, scene, earlier, discourse)
    back = i > 0 and (look_around(i, scene).link == "from" or is_set_against(i, scene))
    value = (_same_part(mention, base) if back else "") or value_of(mention, base, scene, discourse)
    if iso.is_day(value) and is_property(i, scene):
        return None
    return Resolved(value, "attached" if mention.shift is None else "contre") if value else None


def _base(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> str:
    """What « un an plus tôt » is counted from: the last number that is not itself only compared with."""
    for j in range(min(i, len(earlier)) - 1, -1, -1):
        if not is_against(j, scene) and earlier[j]["period"]:
            return earlier[j]["period"]
    return said_before(scene, discourse)


def _attached_mention(i: int, scene: Scene) -> PeriodMention | None:
    start = scene.quantities[i].number_end
    stop = scene.quantities[i + 1].start if i + 1 < len(scene.quantities) else scene.sentence.end
    for mention in usable(scene, HOLDING):
        if start <= mention.start < stop and not mention.local:
            between = scene.folded(min(scene.quantities[i].end, mention.start), mention.start)
            return None if has_break(between) or is_of_next_verb(i, mention.start, scene) else mention
    return None


def _from_head(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """« …, soit N », « (+N %) », « dont N », « représentant N »: the period of the claim it hangs on."""
    link = scene.links[i] if i < len(scene.links) else None
    if link is None or link.kind not in _SAME_AS_HEAD or link.head is None or not 0 <= link.head < min(i, len(earlier)):
        return None
    head = link.head
    while is_against(head, scene):  # « 20 % en 2024, contre 18 % en 2018, soit une hausse de 2 points »
        above = scene.links[head]
        if above is None or above.head is None or above.head >= head:
            return None
        head = above.head
    resolved = earlier[head].fields.get("period")
    if resolved is None or not resolved.value or resolved.rule == "local":
        return None
    between = scene.folded(scene.quantities[head].end, scene.quantities[i].start)
    if ";" in between and iso.is_after(resolved.value, scene.document.published) and not looks_ahead(i, scene):
        return None  # « 5 000 places d'ici à 2030 ; 1 200 sont déjà ouvertes »
    along = _both_ends(i, head, scene, earlier)
    if along:
        return Resolved(along, "both-ends")
    if resolved.rule == "title" and is_standing(i, scene, False):
        return Resolved("", "none")
    if resolved.rule in CARRIED or link.kind == "list":
        own = _governing(i, scene, earlier, discourse) or _following(i, scene, earlier, discourse)
        if own is not None:
            return own
    return Resolved(resolved.value, resolved.rule, resolved.flags)


def _both_ends(i: int, head: int, scene: Scene, earlier: tuple[Draft, ...]) -> str:
    """« passée de A en 2014 à B en 2022, soit 2,8 % par an »: a mean of the years between."""
    pair = pair_of(head, scene)
    if pair is None or head != pair[1] or len(earlier) <= i or earlier[i]["basis"] != "avg":
        return ""
    first, last = (earlier[j]["period"] for j in pair)
    return f"{first}/{last}" if first and last and "/" not in first + last and first < last else ""


def _governing(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """The last date before the number that is nobody else's own."""
    quantity, pair = scene.quantities[i], pair_of(i, scene)
    for mention in reversed(usable(scene, HOLDING)):
        if mention.end > quantity.start or mention.local or is_taken(mention, scene):
            continue
        if is_of_aside(i, mention, scene) or is_of_relative(i, mention, scene):
            continue
        between = scene.folded(mention.end, quantity.start).lower()
        alone = scene.folded(mention.start - 1, mention.end + 1)[:: mention.end - mention.start + 1] == "()"
        if between.count(")") > between.count("(") and not alone:
            continue  # said in a bracket that is closed
        if _SPEECH.search(between) and mention.end <= quantity.start:
            continue  # « a déclaré mardi : « Nous comptons 12 sites » »: when it was said
        if mention.use == "holds" and table_pattern(scene.document.lang, "now").search(between, timeout=TIMEOUT):
            break  # « En 2010, elles étaient 62 % ; elles sont désormais 76 % »
        if pair is not None and i == pair[1] and scene.quantities[pair[0]].end <= mention.start:
            continue
        value = value_of(mention, said_before(scene, discourse), scene, discourse)
        if iso.is_after(value, scene.document.published):
            if mention.use == "holds" and leaves(i, scene):
                continue  # « À compter de 2026, le prix passera de A à B »: A is what holds before
            if ";" in between and not looks_ahead(i, scene):
                continue  # « 5 000 places d'ici à 2030 ; 1 200 sont déjà ouvertes »
        if value:
            return Resolved(value, "sentence")
        if mention.rule == "season-bare":
            return Resolved("", "season", ("season-bare",))
    return None


def _following(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """A date further on in the sentence: « 240 000 €, une trentaine de passages et 12 km seront sécurisés en 2026 »."""
    quantity, pair = scene.quantities[i], pair_of(i, scene)
    if ((pair is not None and i == pair[0]) or leaves(i, scene)) and not is_spread(i, scene):
        return None  # « passera de A à B en 2026 »: A has no period of its own
    for mention in usable(scene, ("holds", "deadline")):
        if mention.start < quantity.end or mention.local or mention.shift is not None or is_taken(mention, scene):
            continue
        between = scene.folded(quantity.end, mention.start)
        if between.count("(") > between.count(")") and between.strip() != "(":
            return None
        if set(";:–—") & set(between) or table_pattern(scene.document.lang, "outdone").search(
            between.lower(), timeout=TIMEOUT
        ):
            return None
        if is_of_other_tense(i, mention, scene):
            return None
        far = mention.use == "deadline" and has_break(_BETWEEN_COMMAS.sub("", between))
        if far or is_of_later_clause(i, mention, scene):
            return None
        if is_of_part(i, mention, scene) or is_of_pair(i, mention, scene):
            continue
        if (
            iso.is_day(mention.value)
            and has_break(between)
            and between.count(",") != 2  # « N demandeurs d'emploi, dont M, étaient inscrits fin septembre »
            and not _ASIDE.fullmatch(between)
        ):
            return None  # but « un accident a été déploré, le 3 mars, à … »
        if iso.is_day(mention.value) and is_property(i, scene):
            return None
        value = value_of(mention, "", scene, discourse)
        return Resolved(value, "sentence-after") if value else None
    return None


def _head_period(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> str:
    link = scene.links[i] if i < len(scene.links) else None
    seen = 0
    while link is not None and link.head is not None and is_against(link.head, scene) and seen < len(scene.links):
        link, seen = scene.links[link.head], seen + 1
    if link is not None and link.head is not None and link.head < min(i, len(earlier)):
        return earlier[link.head]["period"]
    if i:
        return earlier[i - 1]["period"]
    if discourse.previous:
        return discourse.previous[-1]["period"]
    return past_of(discourse.paragraph_period) or past_of(discourse.title_period)

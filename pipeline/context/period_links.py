"""How the numbers of a sentence and its dates belong together: what is compared, from-to pairs, dates already taken."""

from __future__ import annotations

from dataclasses import replace

from pipeline import languages
from pipeline.context import iso_periods as iso
from pipeline.context.clauses import clause_at, find_clauses, is_finite_verb, is_future
from pipeline.context.cues import cue_pattern
from pipeline.context.period_carried import NAMED, TIMEOUT, looks_ahead, past_of, table_pattern
from pipeline.context.period_uses import word_pattern
from pipeline.context.scene import Discourse, Draft, PeriodMention, Scene
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.parse import Token

_COMPOUND = compile_pattern(r"[\d\p{L}]-\p{L}")
_BRACKET = compile_pattern(r"\([^()]*\)")
_BREAK = compile_pattern(r"[,:](?!\d)|[;–—()]")
_LONGEST_OPENING = 25  # characters between the comma that opens an aside and its number


def is_against(i: int, scene: Scene) -> bool:
    """Whether it is what another number is held against: « contre N », "up from N", « après N »; or listed with one."""
    while not _is_base(i, scene):
        link = scene.links[i] if i < len(scene.links) else None
        if link is None:
            return False
        if link.kind in ("contre", "after"):
            left = scene.quantities[i - 1].end if i else scene.sentence.start
            last = scene.folded(left, scene.quantities[i].start).split()[-1:]
            return not set(last) & set(languages.forms("calendar", scene.document.lang, **{"class": "joiner"}))
        if link.kind != "list" or link.head is None or link.head >= i:
            return False
        # A date between the two closes the comparison: « contre 67 un an auparavant, et 1 287 blessés ».
        head_end = scene.quantities[link.head].end
        if any(head_end <= mention.start < scene.quantities[i].start for mention in scene.periods):
            return False
        i = link.head  # step by step and not by recursion: a list may have thousands of members
    return True


def _is_base(i: int, scene: Scene) -> bool:
    """Of "fell to 12.5 cases, from 31 in 2022"."""
    left = scene.folded(scene.quantities[i - 1].end, scene.quantities[i].start).lower() if i else ""
    return word_pattern(scene.document.lang, "base").search(left, timeout=TIMEOUT) is not None


def opens_clause(i: int, mention: PeriodMention, scene: Scene) -> bool:
    """Whether a number that starts anew stands between the number and the mention."""
    for j in range(i + 1, len(scene.quantities)):
        if scene.quantities[j].start >= mention.start:
            return False
        link = scene.links[j] if j < len(scene.links) else None
        if link is None or link.kind != "list":
            return True
    return False


def pair_of(i: int, scene: Scene) -> tuple[int, int] | None:
    """The two numbers of « de A à B » that i is one of."""
    for j, link in enumerate(scene.links):
        if link is None or link.head is None or i not in (j, link.head):
            continue
        if link.kind == "from-to" or (link.kind == "change-to" and leaves(link.head, scene)):
            return link.head, j
    return None


def leaves(i: int, scene: Scene) -> bool:
    """Whether the number is where a change starts from: « passera de N », "climbed from N"."""
    start = scene.quantities[i].start
    text = scene.folded(max(scene.sentence.start, start - 60), start).lower()
    return table_pattern(scene.document.lang, "leaves").search(text, timeout=TIMEOUT) is not None


def is_property(i: int, scene: Scene) -> bool:
    """What a thing is like, not what happened that day: "the 15-member committee … on 3 September"."""
    return _COMPOUND.search(scene.folded(scene.quantities[i].start, scene.quantities[i].end + 3)) is not None


def ranges(scene: Scene) -> list[PeriodMention]:
    """The stretches whose ends two numbers may be of: « entre 2018 et 2024 », but not « pour la période 2028-2034 »."""
    return [
        m
        for m in usable(scene, ("holds",))
        if "/" in m.value and m.rule in ("years", "months", "days") and _apart(m.value) and not _is_for(m, scene)
    ]


def _is_for(mention: PeriodMention, scene: Scene) -> bool:
    left = scene.folded(max(scene.sentence.start, mention.start - 60), mention.start).lower()
    return word_pattern(scene.document.lang, "for-span").search(left, timeout=TIMEOUT) is not None


def _apart(value: str) -> bool:
    """A stretch to climb along, not a split year (2025/2026) in which things are counted."""
    first, _, last = value.partition("/")
    return not (len(first) == len(last) == 4 and int(last) - int(first) == 1)


def is_taken(mention: PeriodMention, scene: Scene) -> bool:
    """Whether a number that is only compared with (« contre 5,1 GW en 2024 ») stands before it and claims it."""
    before = [j for j, quantity in enumerate(scene.quantities) if quantity.end <= mention.start]
    if not before or not is_against(before[-1], scene):
        return False
    return not set(";)") & set(scene.folded(scene.quantities[before[-1]].end, mention.start))


def is_of_aside(i: int, mention: PeriodMention, scene: Scene) -> bool:
    """« La hausse, de 4 % fin 2024, est revenue à 2 % »: dated in passing, between the subject and its verb."""
    before = [j for j in range(i) if scene.quantities[j].end <= mention.start]
    if not before or scene.folded(mention.end, mention.end + 1) != ",":
        return False
    opening = scene.folded(scene.sentence.start, scene.quantities[before[-1]].start)
    if "," not in opening or len(opening) - opening.rfind(",") > _LONGEST_OPENING:
        return False
    reach, published = iso.bounds(mention.value), scene.document.published
    if reach is None or (published is not None and reach[1] >= published):
        return False  # « la récolte, attendue à 70 millions en 2026, dépasserait … »
    first = next((t.start for t in scene.parse.tokens if is_finite_verb(t)), None)
    return first is not None and mention.end <= first < scene.quantities[i].start


def is_of_relative(i: int, mention: PeriodMention, scene: Scene) -> bool:
    """Of "Costs, which were $13bn in 2020, would rise by half": a past year in a clause that is closed again."""
    if scene.folded(mention.end, mention.end + 1) != ",":
        return False
    reach, published = iso.bounds(mention.value), scene.document.published
    if reach is None or published is None or reach[1] >= published or not looks_ahead(i, scene):
        return False
    at, own = scene.parse.at(mention.start), scene.parse.at(scene.quantities[i].number_start)
    if at is None or own is None:
        return False
    clause = clause_at(find_clauses(scene.parse, scene.document.lang, at), at)
    return clause.relative is not None and clause.relative <= at and own > clause.last


def is_of_later_clause(i: int, mention: PeriodMention, scene: Scene) -> bool:
    """« s'est élevé à 4,3 Md€, un montant qui pourrait atteindre 26 Md€ en 2030 »: the year of what comes after."""
    if not iso.is_after(mention.value, scene.document.published):
        return False
    quantity, ahead = scene.quantities[i], table_pattern(scene.document.lang, "ahead", "intent")
    left = scene.folded(scene.sentence.start, quantity.start).lower().rpartition(";")[2]
    ahead_already = ahead.search(left, timeout=TIMEOUT) or _has_future(
        scene, quantity.start - len(left), quantity.start
    )
    verbs = [t for t in scene.parse.tokens if is_finite_verb(t) and t.end <= mention.start]
    # its own verb: the last one before it, else the first one behind it, of which it is the subject
    own = next((t for t in reversed(verbs) if t.end <= quantity.start), verbs[0] if verbs else None)
    subject_of = _verb_of_subject(quantity.number_start, scene)
    if subject_of is not None and subject_of.start > quantity.start:
        return False  # "confirmed that 399 classes will open in September"
    if own is None or ahead_already or _has_future(scene, own.start, own.end):
        return False
    if own.pos == "AUX":  # « sont prévus » is one verb
        following = scene.parse.tokens[own.i + 1 : own.i + 4]
        own = next((t for t in following if "VerbForm=Part" in t.morph), own)
    between = scene.folded(max(quantity.end, own.end), mention.start).lower()
    return ahead.search(between, timeout=TIMEOUT) is not None or _has_future(
        scene, max(quantity.end, own.end), mention.start
    )


def _verb_of_subject(start: int, scene: Scene) -> Token | None:
    """The verb in whose subject the number at an offset stands."""
    k, tokens = scene.parse.at(start), scene.parse.tokens
    for _ in range(4):
        if k is None or tokens[k].head == k:
            return None
        if tokens[k].dep == "subject":
            return tokens[tokens[k].head]
        k = tokens[k].head
    return None


def is_of_next_verb(i: int, at: int, scene: Scene) -> bool:
    """« a investi 3 M€ et prévoit de tout raccorder d'ici 2026 »: do the words at an offset go with the second verb?"""
    quantity, tokens = scene.quantities[i], scene.parse.tokens
    between = [t for t in tokens if quantity.end <= t.start < at]
    if not any(is_finite_verb(t) for t in between) or not any(t.pos == "CCONJ" for t in between):
        return False
    return any(is_finite_verb(t) and t.end <= quantity.start for t in tokens)


def is_of_other_tense(i: int, mention: PeriodMention, scene: Scene) -> bool:
    """"The line runs twice a day and carried 41,000 passengers last year": the date of the second verb alone."""
    parse, lang, quantity = scene.parse, scene.document.lang, scene.quantities[i]
    between = [t for t in parse.tokens if quantity.end <= t.start < mention.start]
    verbs = [t for t in parse.tokens if is_finite_verb(t) and t.end <= mention.start]
    if len(verbs) < 2 or not any(t.pos == "CCONJ" for t in between) or verbs[-1] not in between:
        return False
    own, last = next((t for t in reversed(verbs) if t.end <= quantity.start), verbs[0]), verbs[-1]
    own = _verb_of_subject(quantity.number_start, scene) or own
    if own.start > last.start:
        return False  # "399 classes, … and 177 in …, will open in September"
    ahead = is_future(last, clause_at(find_clauses(parse, lang, last.i), last.i), parse, lang)
    past = ["Tense=Pres" not in t.morph or t.dep in ("aux", "aux_pass") for t in (own, last)]
    return past == [False, True] or (ahead and past[0] and "Tense=Past" in own.morph)


def is_of_part(i: int, mention: PeriodMention, scene: Scene) -> bool:
    """« 1 500 postes, dont 400 dès 2026 »: the year of a part of what number i counts."""
    parts = [
        j
        for j, link in enumerate(scene.links)
        if j > i and link is not None and link.kind == "dont" and scene.quantities[j].end <= mention.start
    ]
    return bool(parts) and not has_break(scene.folded(scene.quantities[parts[-1]].end, mention.start))


def is_of_pair(i: int, mention: PeriodMention, scene: Scene) -> bool:
    """« a reculé d'un quart, passant de 42 854 en 2010 à 35 000 en 2023 »: the years of the two ends."""
    before = [j for j in range(i + 1, len(scene.quantities)) if scene.quantities[j].end <= mention.start]
    if not before or (pair := pair_of(before[-1], scene)) is None or i in pair:
        return False
    return not has_break(scene.folded(scene.quantities[before[-1]].end, mention.start))


def _has_future(scene: Scene, start: int, end: int) -> bool:
    near = (token for token in scene.parse.tokens if start <= token.start < end)
    return any("Tense=Fut" in token.morph or "Mood=Cnd" in token.morph for token in near)


def is_spread(i: int, scene: Scene) -> bool:
    """« varie de N à Bordeaux à M à Lille en 2025 »: both ends hold at the same time."""
    start = scene.quantities[i].start
    text = scene.folded(max(scene.sentence.start, start - 60), start).lower()
    spread = cue_pattern("role_cues", scene.document.lang, **{"class": "spread"})
    return spread.search(text, timeout=TIMEOUT) is not None


def is_goal(i: int, scene: Scene) -> bool:
    """Of "against a target of 2 per cent": a goal holds at no time of its own."""
    left = scene.quantities[i - 1].end if i else scene.sentence.start
    text = scene.folded(left, scene.quantities[i].start).lower()
    goal = cue_pattern("status_cues", scene.document.lang, **{"class": "noun", "status": "target"})
    return goal.search(text, timeout=TIMEOUT) is not None


def has_break(text: str) -> bool:
    """Whether a comma, a semicolon or the like stands in the text; a bracket that is closed again does not count."""
    return _BREAK.search(_BRACKET.sub("", text)) is not None


def usable(scene: Scene, uses: tuple[str, ...]) -> list[PeriodMention]:
    """The sentence's mentions of these uses, in order."""
    return [mention for mention in scene.periods if mention.use in uses]


def without_rolling(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Scene:
    """The scene without the last or next twelve months, where those date something else.

    « a augmenté de 3 % au cours des douze derniers mois »: they are what the change is measured over. « 76 % des
    ménages déclarent une dégradation au cours des douze derniers mois »: they are what the survey asked about.
    """
    rolling = [mention for mention in scene.periods if _is_rolling_year(mention)]
    if not rolling or i >= len(earlier):
        return scene
    dated = bool(discourse.paragraph_period or discourse.title_period)
    behind = scene.folded(scene.quantities[i].end, max(scene.quantities[i].end, rolling[0].start)).lower()
    asked = dated and word_pattern(scene.document.lang, "survey-verb").search(behind, timeout=TIMEOUT) is not None
    if not asked and earlier[i]["basis"] != "yoy":
        return scene
    return replace(scene, periods=tuple(mention for mention in scene.periods if mention not in rolling))


def _is_rolling_year(mention: PeriodMention) -> bool:
    first, _, last = mention.value.partition("/")
    return mention.rule in ("sided", "sided-one") and bool(last) and iso.shifted(last, "year", -1) == first


def said_before(scene: Scene, discourse: Discourse) -> str:
    """What « un an plus tôt » at the head of a sentence is counted from: the day of the sentence before as well."""
    held = past_of(discourse.paragraph_period) or past_of(discourse.title_period)
    last = next((d["period"] for d in reversed(discourse.previous) if d.fields["period"].rule in NAMED), "")
    return last if iso.is_day(last) and iso.is_over(last, scene.document.published) else held


def value_of(mention: PeriodMention, base: str, scene: Scene, discourse: Discourse) -> str:
    """The mention's own value, or the base moved by its shift."""
    if mention.rule == "that-date":
        # « durant la même période » is not that of a number that was only compared with
        main = [draft for draft in discourse.previous if draft.fields["period"].rule != "contre"] or discourse.previous
        return main[-1]["period"] if main else ""
    if mention.shift is None:
        return mention.value
    unit, steps = mention.shift
    reach = iso.bounds(base)
    if unit == "same-of":
        return iso.shifted(base, "year", steps - reach[0].year) if reach else ""
    if unit == "period":
        unit = "year"
    return iso.shifted(base, unit, steps)

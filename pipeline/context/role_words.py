"""What the words beside a number say of its role: change words before and behind it, the subject, a printed sign.

Each `by_…` function gives a Reading, or None where its words are not there. The words are rows of
languages/change_words.csv and role_cues.csv; role.py asks them in order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex

from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.context.scene import Scene
from pipeline.context.surroundings import Surroundings, look_around, opens_from_to, strip_fillers
from pipeline.languages.compiled import compile_pattern
from pipeline.model import Quantity, Role

PERCENT_UNITS = frozenset({"%", "pp", "{bp}", "‰"})
LONGEST_LABEL = 60  # characters
_TRIGGERS = ("verb", "causative", "noun", "growth")


@dataclass(frozen=True, slots=True)
class Reading:
    """A role, which way a change goes (-1, 1, or 0 where nothing says), and the rule that found it."""

    role: Role
    sign: int
    rule: str


_BRACKET = compile_pattern(r"^\s*\([^()]{1,20}\)")

Before = Callable[[int], Reading]  # the reading of an earlier number of the sentence


def by_words_after(quantity: Quantity, around: Surroundings, lang: str) -> Reading | None:
    """« 4 100 de plus », "10,000 fewer", "39 per cent below", "a 9% drop"."""
    right = _BRACKET.sub("", around.right, timeout=TIMEOUT)  # "216 tonnes (6.5%) higher"
    match = changes(lang, "after", shape=r"^\s*({})").match(right, timeout=TIMEOUT)
    if match and not _is_additional(match, around, lang):
        return _change(match[1], lang, ("after",), "role-more-or-less")
    if not quantity.signed and cues(lang, "threshold-after", shape=r"^\s*(?:[\p{L}-]+\s)?{}").match(around.right):
        return Reading("level", 0, "role-threshold")
    if quantity.kind != "percentage" and quantity.form != "fraction":
        return None
    return _by_word_behind(around, lang, "noun", "growth")


def by_words_within(i: int, scene: Scene) -> Reading | None:
    """« 3 euros de plus par mois », "$3 more per month": between the unit and its denominator."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if not quantity.per or quantity.kind == "count":
        return None
    inside = scene.folded(quantity.number_end, quantity.end).lower()
    match = changes(lang, "after", shape=r"\s({})\s").search(inside, timeout=TIMEOUT)
    return _change(match[1], lang, ("after",), "role-more-or-less") if match else None


def _is_additional(match: regex.Match[str], around: Surroundings, lang: str) -> bool:
    """"Nine more beds will open": beds that are added, where nothing says more than what."""
    behind = around.right[match.end() :]
    if not cues(lang, "more-of", shape="{}$").search(match[1], timeout=TIMEOUT):
        return False
    than = cue_pattern("status_cues", lang, **{"class": "than"})
    return behind[:2].strip().isalpha() and not than.search(behind, timeout=TIMEOUT)


def by_compared_after(quantity: Quantity, around: Surroundings, lang: str) -> Reading | None:
    """"6% over last year", "3 points under the norm"; asked last, as "a fall of 6% over one year" is another matter."""
    if quantity.kind != "percentage" and quantity.form != "fraction":
        return None
    return _by_word_behind(around, lang, "after-compared")


def _by_word_behind(around: Surroundings, lang: str, *kinds: str) -> Reading | None:
    # "0.3 points to growth" is no growth of 0.3 points, nor « 5 % une amélioration » an improvement of 5 %
    link = cues(lang, "preposition", "to", "indefinite", "definite").pattern
    noun = changes(lang, *kinds, shape=rf"^[\s-]*(?:(?!{link})\p{{L}}+\s)?({{}})").match(around.right, timeout=TIMEOUT)
    return _change(noun[1], lang, kinds, "role-change-noun-after") if noun else None


def by_words_before(i: int, scene: Scene, around: Surroundings) -> Reading | None:
    """« a augmenté de N », « une hausse des prix de N », "fell by N", "rose N", « perd N », "a drop of N"."""
    lang, quantity = scene.document.lang, scene.quantities[i]
    if around.link == "":
        return _by_direct_verb(quantity, around, lang)
    if (around.link in ("to", "from") and not _is_pace(around, lang)) or (
        opens_from_to(i, scene) and not _goes_on(i, scene)
    ):
        return None
    if quantity.value_max is not None and cues(lang, "spread", shape="{}$").search(around.segment, timeout=TIMEOUT):
        return None  # « l'amende varie de 24 à 250 euros »
    adjacent = changes(lang, "adjacent", shape=r"({})$").search(around.segment, timeout=TIMEOUT)
    if adjacent:
        return _change(adjacent[1], lang, ("adjacent",), "role-change-before")
    now = cue_pattern("status_cues", lang, **{"class": "now"}).pattern  # « qui est aujourd'hui de 60 jours »
    if cues(lang, "copula", shape=rf"{{}}(?:\s{now})?$").search(around.segment, timeout=TIMEOUT):
        return None
    if _is_threshold(i, scene, around):
        return Reading("level", 0, "role-threshold")
    own = _by_own_noun(quantity, around, lang)
    if own and own.rule != "role-pace":
        return own
    return _by_nearest_trigger(i, scene, around, "by" if own else around.link)


def _goes_on(i: int, scene: Scene) -> bool:
    """« recule de 2,1 % pour s'établir à 4 % »: a second verb says where the change led to."""
    start, end = scene.quantities[i].end, scene.quantities[i + 1].start
    return any("VerbForm=Inf" in t.morph for t in scene.parse.tokens if start <= t.start < end)


def _by_direct_verb(quantity: Quantity, around: Surroundings, lang: str) -> Reading | None:
    """"rose 16.2%", « perd 106 900 élèves ». "will cut 300 posts" counts posts: only of a percentage is it a change."""
    kinds = ("verb", "verb-object", *(("causative",) if quantity.kind == "percentage" else ()))
    if cues(lang, "represent", shape="{}$").search(around.segment, timeout=TIMEOUT):  # "made up 34%"
        return None
    if quantity.unit in ("%", "1") and quantity.kind != "count" and is_percent_of(around, lang):
        return None  # "lost 18% of their colonies": a part of them
    if cues(lang, "spread", shape=r"{}$").search(strip_fillers(around.segment, lang), timeout=TIMEOUT):
        return None  # « ont varié entre 35 en Suède et 118 en Italie »
    if quantity.unit not in PERCENT_UNITS and quantity.form != "fraction" and is_percent_of(around, lang):
        kinds = ("verb-object",)  # "dropped 14 million gallons of water": they let it fall
    adverb = cues(lang, "adverb").pattern  # "fell sharply 3%"
    verb = changes(lang, *kinds, shape=rf"({{}})(?:\s{adverb})?$").search(around.segment, timeout=TIMEOUT)
    return _change(verb[1], lang, kinds, "role-change-verb") if verb else None


def _is_threshold(i: int, scene: Scene, around: Surroundings) -> bool:
    """« le seuil communautaire de 3 % »: not how much anything moves, nor a part of anything."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if around.link not in ("of", "by") or quantity.signed or is_percent_of(around, lang):
        return False
    noun = cues(lang, "threshold", shape=r"{}(?P<after>(?:\s[\p{L}-]+){0,2})$").search(around.segment, timeout=TIMEOUT)
    if noun is None:
        return False
    said = [t for t in scene.parse.tokens if t.end <= quantity.start and t.lower in noun["after"].split()]
    return not any(t.pos in ("VERB", "AUX") for t in said)  # « le seuil est abaissé de 500 euros »


def _is_pace(around: Surroundings, lang: str) -> bool:
    """"at a 2.6 percent annual rate": a pace, of whatever moves."""
    return cues(lang, "pace", shape=r"^\s*(?:\p{L}+\s)?{}").match(around.right, timeout=TIMEOUT) is not None


def _by_own_noun(quantity: Quantity, around: Surroundings, lang: str) -> Reading | None:
    """« un budget de N », « une nouvelle érosion de N », "a drop of N": the noun that the number itself completes."""
    shape = r"{}\s((?:[\p{L}'-]+\s){0,2}[\p{L}'-]+\s?)$"
    found = cues(lang, "indefinite", shape=shape).search(around.segment, timeout=TIMEOUT)
    if not found or cues(lang, "time-noun").search(found[1], timeout=TIMEOUT):
        return None
    change = changes(lang, "noun", "growth").search(found[1], timeout=TIMEOUT)
    if change and _is_result(change[0], quantity, lang):
        return Reading("level", 0, "role-result")
    if change:
        return _change(change[0], lang, ("noun", "growth"), "role-change-noun")
    kinds = ("verb", "causative")
    participle = changes(lang, *kinds, shape=r"\s({})\s*$").search(found[1], timeout=TIMEOUT)
    if participle:  # « un tarif réduit de 50 % »
        return _change(participle[1], lang, kinds, "role-change-before")
    if cues(lang, "share-noun").search(found[1], timeout=TIMEOUT):
        return Reading("share", 0, "role-share-noun")
    if cues(lang, "pace").search(found[1], timeout=TIMEOUT):
        return Reading("level", 0, "role-pace")
    return Reading("level", 0, "role-own-noun")


def _is_result(noun: str, quantity: Quantity, lang: str) -> bool:
    """« une perte de 45 millions d'euros », "a loss of $2m": a result; jobs or points lost are changes."""
    return quantity.kind == "amount" and cues(lang, "result").fullmatch(noun, timeout=TIMEOUT) is not None


def _by_nearest_trigger(i: int, scene: Scene, around: Surroundings, link: str) -> Reading | None:
    """The last change word of the clause: before this number, or before one that this one continues."""
    lang = scene.document.lang
    kinds = ("noun", "growth") if link == "of" else _TRIGGERS
    here = last_match(changes(lang, *kinds), around.segment)
    if here:
        if link == "of" and len(around.segment[here.end() :].split()) > 6:
            return None
        bare = cues(lang, "by", "of", shape=r"\p{L}\s{}\s?$").search(around.segment[: here.start()], timeout=TIMEOUT)
        if _is_result(here[0], scene.quantities[i], lang):
            return Reading("level", 0, "role-result")
        if bare and scene.quantities[i].kind == "count" and around.segment[here.end() :].strip():
            return None  # « les annonces de réduction de prix de 1 016 sites »: a kind of announcements
        return _change(here[0], lang, kinds, "role-change-before")
    if link == "of" or i == 0:
        return None
    trigger = last_match(changes(lang, *kinds), around.clause)
    if trigger and any(_is_change_before(j, scene) for j in range(i)):
        return _change(trigger[0], lang, kinds, "role-change-shared")
    return None


def _is_change_before(j: int, scene: Scene) -> bool:
    around = look_around(j, scene)
    return around.link in ("by", "") and by_words_before(j, scene, around) is not None


def by_verb_of_clause(around: Surroundings, lang: str) -> Reading | None:
    """"grew fastest in Queensland (1.1 per cent)": the change that the verb before tells."""
    verb = last_match(changes(lang, "verb", "causative"), around.clause)
    return _change(verb[0], lang, ("verb", "causative"), "role-change-verb") if verb else None


def by_subject(i: int, scene: Scene, around: Surroundings) -> Reading | None:
    """« La baisse attendue atteint N », "Annual growth was N", « Inflation : N »: the number is the change itself."""
    lang, quantity = scene.document.lang, scene.quantities[i]
    link = cues(lang, "preposition", "to", "by").pattern
    opening = rf"(?:^\s*|[,(]\s*|{cues(lang, 'definite').pattern}\s?)"
    head = rf"{opening}(?:[\p{{L}}-]+\s)?({{}})"
    compound = rf"{opening}(?:(?!{link})[\p{{L}}-]+\s){{0,3}}?({{}})"  # "euro area inflation"
    is_label = bool(around.label) and "," not in around.label and len(around.label) <= LONGEST_LABEL
    if is_label and not around.clause.strip():
        label = changes(lang, "noun", "growth", shape=r"^\W*" + head).match(around.label, timeout=TIMEOUT)
        return _change(label[1], lang, ("noun", "growth"), "role-change-label") if label else None
    subject = last_match(changes(lang, "noun", "growth", shape=head), around.clause)
    subject = subject or last_match(changes(lang, "growth", shape=compound), around.clause)
    if not subject or cues(lang, "preposition", shape=r"{}\s*$").search(around.clause[: subject.start()]):
        return None
    between = around.clause[subject.end() :]
    if quantity.unit in ("%", "‰") and subject[1] not in around.segment and is_percent_of(around, lang):
        return None
    if quantity.unit in PERCENT_UNITS:
        stated = bool(cues(lang, "state").search(between, timeout=TIMEOUT)) or around.link in ("to", "by", "of")
        stated = stated or cues(lang, "with", shape="{}$").search(around.segment, timeout=TIMEOUT) is not None
        stated = stated or changes(lang, "growth").fullmatch(subject[1], timeout=TIMEOUT) is not None
    else:
        stated = "," not in between and bool(cues(lang, "state", shape=r"{}(?:\s\p{L}+)?$").search(between))
    if not stated:
        return None
    if _is_result(subject[1], quantity, lang):
        return Reading("level", 0, "role-result")
    return _change(subject[1], lang, ("noun", "growth"), "role-change-subject")


def by_sign(i: int, scene: Scene, around: Surroundings) -> Reading | None:
    """« (+2,2 %) », « ( –24 300 ) », "+$2.4bn" are changes; « à −0,25 % », « un solde de −4 points » levels."""
    quantity, lang = scene.quantities[i], scene.document.lang
    if not quantity.signed:
        return None
    points = quantity.unit in ("pp", "{point}")
    left = scene.folded(scene.sentence.start, quantity.start).lower() if points else around.clause
    kinds = ("level-noun",) if quantity.kind != "percentage" else ("level-noun", "rate-noun")
    if around.link in ("to", "from") or cues(lang, *kinds).search(left, timeout=TIMEOUT):
        return Reading("level", 0, "role-signed-level")
    bracketed = around.segment.rstrip().endswith("(")
    plus = scene.document.folded[quantity.start] == "+"
    if quantity.kind == "percentage" or plus or bracketed:
        return Reading("change", 0, "role-signed")
    return None


def is_percent_of(around: Surroundings, lang: str) -> bool:
    """Is the percentage followed by its whole (« 31 % des accidents »)?"""
    bound = cues(lang, "bound-behind").pattern  # "10 per cent or more of sessions"
    return cues(lang, "whole", shape=rf"^\s*(?:{bound}\s)?{{}}").match(around.right, timeout=TIMEOUT) is not None


def is_of_norm(around: Surroundings, lang: str) -> bool:
    """« la moitié de celle d'une année normale », "half of the usual level", "98% of its 2019 level"."""
    path = cues(lang, "norm-path").pattern
    shape = rf"^\s*(?:{path}\s?|(?:19|20)\d\d\s){{0,6}}{{}}"
    return cues(lang, "norm", shape=shape).match(around.right, timeout=TIMEOUT) is not None


def cues(lang: str, *kinds: str, shape: str = "{}") -> regex.Pattern[str]:
    """The pattern of some classes of languages/role_cues.csv."""
    return cue_pattern("role_cues", lang, shape, **{"class": kinds})


def changes(lang: str, *kinds: str, shape: str = "{}") -> regex.Pattern[str]:
    """The pattern of some classes of languages/change_words.csv."""
    return cue_pattern("change_words", lang, shape, **{"class": kinds})


def _change(word: str, lang: str, kinds: tuple[str, ...], rule: str) -> Reading:
    """A change by this word of the table, with its sign."""
    for sign, value in (("-", -1), ("+", 1)):
        if cue_pattern("change_words", lang, "{}", **{"class": kinds, "sign": sign}).fullmatch(word, timeout=TIMEOUT):
            return Reading("change", value, rule)
    return Reading("change", 0, rule)


def last_match(pattern: regex.Pattern[str], text: str) -> regex.Match[str] | None:
    """The last match in a text."""
    found = list(pattern.finditer(text, timeout=TIMEOUT))
    return found[-1] if found else None

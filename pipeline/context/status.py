"""Whether a number was observed, is forecast, or is aimed at.

Way in: `resolve_status`, after claims.md, point 25: the clause that governs the number decides, by the tense of its
verb and by the words of intent in it (languages/status_cues.csv).
"""

from __future__ import annotations

import sys

import regex

from pipeline.context import iso_periods as iso
from pipeline.context.clauses import (
    Clause,
    clause_at,
    closed_class,
    find_clauses,
    has_infinitive,
    is_finite_verb,
    is_future,
)
from pipeline.context.cues import TIMEOUT, cue_pattern
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.surroundings import Surroundings, is_of_now, is_set_against, look_around, opens_from_to
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.parse import Token
from pipeline.model import Quantity, Status

_TABLE = "status_cues"
_YEAR = compile_pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NOUN_REACH = 40  # characters between « objectif » and its number
_LONGEST_ASIDE = 7  # tokens between a number and the comma that ends what is said in passing
_OBJECT_REACH = 4  # tokens from a number back to the verb of « beat the target by N »
_NEAR_PARTICIPLE = 2  # words between a number with its noun and « prévus », "expected"


def resolve_status(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """observed, forecast or target. Never empty. A `Resolver`."""
    quantity, lang, around = scene.quantities[i], scene.document.lang, look_around(i, scene)
    own = _own_cue(quantity, around, scene) or _estimate_of_open_period(i, around, scene, earlier)
    if own:
        return Resolved(own, "status-own-cue")
    left = around.link == "from" and quantity.value_max is None  # "will range from 3 to 5" is one
    if is_set_against(i, scene) or left or opens_from_to(i, scene) or _goes_on_against(i, scene):
        return Resolved("observed", "status-base-of-comparison")
    link = scene.links[i] if i < len(scene.links) else None
    if link and link.kind in ("soit", "bracket") and link.head is not None and link.head < len(earlier):
        return Resolved(earlier[link.head]["status"] or "observed", "status-of-head")
    at = scene.parse.at(quantity.number_start)
    if at is None:
        return Resolved("observed", "status-no-verb")
    clause = clause_at(find_clauses(scene.parse, lang, at), at)
    if _is_aside(quantity, clause, scene):
        return Resolved("observed", "status-aside")
    found = _of_clause(clause, quantity, scene, discourse)
    if found.rule == "status-tense" and found.value == "forecast" and _is_over(i, scene, earlier):
        return Resolved("observed", "status-over")
    return found


def _is_over(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> bool:
    """« seront relevés de 2 % en février, après une hausse de 4 % l'an dernier »: its own date lies behind."""
    period = earlier[i].fields.get("period") if i < len(earlier) else None
    if period is None or period.rule not in ("attached", "contre"):
        return False
    return iso.is_over(period.value, scene.document.published)


def status_of_lead_in(scene: Scene) -> str:
    """What a lead-in says of the bullets below it: « Investissements prévus en 2026 : » -> forecast; "" if nothing."""
    parse, lang = scene.parse, scene.document.lang
    text = scene.folded(scene.sentence.start, scene.sentence.end).lower()
    status = _cue_status(text, lang, "verb") or _cue_status(text, lang, "noun")
    if status or not parse.tokens:  # a sentence without numbers has not been parsed
        return status or ""
    clause = find_clauses(parse, lang, len(parse.tokens) - 1)[-1]
    if clause.verb is not None and is_future(parse.tokens[clause.verb], clause, parse, lang):
        return "forecast"
    return ""


def _own_cue(quantity: Quantity, around: Surroundings, scene: Scene) -> Status | None:
    """A cue said of the number itself: « 5,8 milliards prévus », « un objectif de 164 000 », "a goal of 70"."""
    lang = scene.document.lang
    if is_of_now(around, quantity, scene):
        return "observed"
    aside = _pattern(lang, r"[,(]\s*(?:[\p{L}-]+\s)?({})(?:\s[\p{L}']+){0,2}$", "verb")
    opening = aside.search(around.segment, timeout=TIMEOUT)
    if opening and not _is_than(around.segment[: opening.start(1)], lang):  # « la récolte, attendue à 70 millions, … »
        return _status_of(opening[1], lang, "verb")
    plan = _pattern(lang, r"{}(?:\s[\p{L}'-]+){0,2}$", "plan-adjective").search(around.segment, timeout=TIMEOUT)
    if plan:  # "an indicative budget of N"
        return "forecast"
    behind = around.right.split(",")[0]
    near = rf"^\s*(?:[\p{{L}}'-]+\s){{0,{_NEAR_PARTICIPLE}}}({{}})"
    participle = _pattern(lang, near, "verb").match(behind, timeout=TIMEOUT)
    if participle and _is_participle(participle.start(1), quantity, scene):
        active = participle[1] in closed_class(lang, "agent")  # "300 projects aimed at schools"
        if not active and not _is_than(behind[: participle.start(1)], lang):
            return _status_of(participle[1], lang, "verb")
    nouns = list(_pattern(lang, "({})", "noun").finditer(around.segment, timeout=TIMEOUT))
    inside = around.segment[nouns[-1].end() :] if nouns else ""
    if nouns and not around.link and inside.strip() in closed_class(lang, "copula"):
        return _status_of(nouns[-1][1], lang, "noun")  # "The target was 500 homes"
    if nouns and around.link in ("by", "of") and len(around.segment) - nouns[-1].end() <= _NOUN_REACH:
        if around.link == "by" and not inside and _is_object(quantity, scene):
            return None  # "Sales beat the target by 12%"
        if "," not in inside and not _has_verb_between(quantity, len(inside), scene):
            return _status_of(nouns[-1][1], lang, "noun")
    return None


def _estimate_of_open_period(i: int, around: Surroundings, scene: Scene, earlier: tuple[Draft, ...]) -> Status | None:
    """"growth for 2025 was put at 1.2 per cent", written before that year is over, can only be a forecast.

    An estimate (« la récolte est estimée à ») is one only of what has not begun.
    """
    published, lang = scene.document.published, scene.document.lang
    reach = iso.bounds(earlier[i]["period"]) if i < len(earlier) else None
    if published is None or reach is None or reach[1] <= published:
        return None
    kinds = ("put", "estimated") if reach[0] > published else ("put",)
    return "forecast" if _pattern(lang, "{}$", *kinds).search(around.segment, timeout=TIMEOUT) else None


def _is_participle(offset: int, quantity: Quantity, scene: Scene) -> bool:
    k = scene.parse.at(quantity.end + offset)
    if k is None:
        return False
    token = scene.parse.tokens[k]
    if k and scene.parse.tokens[k - 1].pos == "AUX":
        return False
    return token.pos == "ADJ" or "VerbForm=Part" in token.morph


def _is_object(quantity: Quantity, scene: Scene) -> bool:
    """Whether the word directly before "by N" is a noun that a finite verb stands before, with an article between."""
    k = scene.parse.at(quantity.start)
    if k is None or k < _OBJECT_REACH or scene.parse.tokens[k - 1].lower not in closed_class(scene.document.lang, "by"):
        return False
    return is_finite_verb(scene.parse.tokens[k - _OBJECT_REACH]) and scene.parse.tokens[k - 3].pos == "DET"


def _has_verb_between(quantity: Quantity, length: int, scene: Scene) -> bool:
    start = quantity.start - length
    return any(t.pos in ("VERB", "AUX") and start <= t.start < quantity.start for t in scene.parse.tokens)


def _is_aside(quantity: Quantity, clause: Clause, scene: Scene) -> bool:
    """« la ligne, longue de 44,5 km, va être modernisée », "the 15-member committee will…": said in passing."""
    tokens, verb = scene.parse.tokens, clause.verb
    if verb is None or tokens[verb].start < quantity.end:
        return False
    if scene.document.folded[quantity.number_end : quantity.number_end + 1] == "-":
        return True
    behind, before = scene.parse.at(quantity.end), scene.parse.at(quantity.start)
    if behind is None or before is None:
        return False
    closed = next((t for t in tokens[behind : behind + _LONGEST_ASIDE] if t.text == "," or is_finite_verb(t)), None)
    if closed is None or closed.text != ",":
        return False
    opened = [t.i for t in tokens[clause.first : before] if t.text in (",", "(")]
    return bool(opened) and before - opened[-1] > 1 and tokens[opened[-1] + 1].pos in ("ADJ", "VERB", "ADP", "ADV")


def _goes_on_against(i: int, scene: Scene) -> bool:
    """"against requests worth €1.1 billion from applicants in 14 Member States": the second of them."""
    if i == 0 or not is_set_against(i - 1, scene):
        return False
    between = scene.folded(scene.quantities[i - 1].end, scene.quantities[i].start).lower()
    coordinator = _pattern(scene.document.lang, "{}", "coordinator")
    return not set(",;") & set(between) and not coordinator.search(between, timeout=TIMEOUT)


def _of_clause(clause: Clause, quantity: Quantity, scene: Scene, discourse: Discourse) -> Resolved:
    lang, tokens = scene.document.lang, scene.parse.tokens
    start, end = tokens[clause.first].start, tokens[clause.last].end
    text = scene.folded(start, end).lower()
    versus = cue_pattern("role_cues", lang, **{"class": "versus"})
    against = versus.search(text, max(0, quantity.end - start), timeout=TIMEOUT)
    if not any(is_set_against(j, scene) for j, other in enumerate(scene.quantities) if other.start > quantity.end):
        against = None  # « la protection contre les crues »
    own = scene.folded(quantity.start, quantity.end).lower()  # "up to 120 targets can be tracked": no target
    words = text[: against.start()] if against else text
    words = words.replace(own, " " * len(own), 1) if quantity.kind == "count" else words
    said = _cue_status(words, lang, "verb", quantity.end - start)
    verb = tokens[clause.verb] if clause.verb is not None else None
    past = verb is not None and _is_past(verb, clause, scene)
    if said and not (past and (_is_attributive(start, text, scene) or _is_of_other(quantity, start, text, scene))):
        return Resolved(said, "status-verb")
    end = start + against.start() if against else end
    deadline = _has_deadline(text[: end - start], start, end, scene)
    if verb and verb.lower in closed_class(lang, "wish") and has_infinitive(verb, clause, scene.parse):
        return Resolved("target", "status-verb")
    planned = _pattern(lang, "{}", "planned").search(text, timeout=TIMEOUT)  # « doit permettre de »
    if planned or (verb and is_future(verb, clause, scene.parse, lang) and not _was_unable(verb, scene)):
        return Resolved("target", "status-deadline") if deadline else Resolved("forecast", "status-tense")
    reach = max(0, (verb.end if verb else quantity.start) - start)
    noun = _pattern(lang, "({})", "noun").search(text[:reach], timeout=TIMEOUT)
    set_at = _pattern(lang, "{}", "set-at")  # « l'objectif a été fixé à 60 »
    if noun and (verb is None or not past or set_at.search(text[: quantity.start - start], timeout=TIMEOUT)):
        return Resolved(_status_of(noun[1], lang, "noun"), "status-noun")
    if deadline and not past:
        return Resolved("target", "status-deadline")
    if verb is None:
        return _of_nominal(quantity, scene, discourse)
    return Resolved("observed", "status-tense")


def _is_attributive(start: int, text: str, scene: Scene) -> bool:
    """"The waiting list for planned care fell": the first cue only describes a noun."""
    cue = _pattern(scene.document.lang, "({})", "verb").search(text, timeout=TIMEOUT)
    at = scene.parse.at(start + cue.start()) if cue else None
    return at is not None and scene.parse.tokens[at].dep == "amod"


def _was_unable(verb: Token, scene: Scene) -> bool:
    """"9.3% of people could not heat their homes": tells what was so."""
    lang, next_ = scene.document.lang, scene.parse.tokens[verb.i + 1 : verb.i + 2]
    unable = verb.lower in closed_class(lang, "inability")
    return unable and any(token.lower in closed_class(lang, "negation") for token in next_)


def _is_of_other(quantity: Quantity, start: int, text: str, scene: Scene) -> bool:
    """« Au lieu des 3 % prévus, la croissance n'a été que de 1,2 % »: the cue stands behind another number."""
    cue = _pattern(scene.document.lang, "({})", "verb").search(text, timeout=TIMEOUT)
    return cue is not None and any(q.end + 1 == start + cue.start() for q in scene.quantities if q != quantity)


def _of_nominal(quantity: Quantity, scene: Scene, discourse: Discourse) -> Resolved:
    """No verb: a bullet is as its lead-in says, a headline's bare infinitive announces (“Firm to create 500 jobs”)."""
    lang, kind = scene.document.lang, scene.document.blocks[scene.sentence.block].kind
    if discourse.lead_in_status in ("forecast", "target"):
        return Resolved(discourse.lead_in_status, "status-from-lead-in")
    if kind in ("title", "heading", "bullet"):
        numbered = scene.quantities[0].start if kind == "bullet" else quantity.start  # "$2 million to build 14 towers"
        for token, after in zip(scene.parse.tokens, scene.parse.tokens[1:], strict=False):
            infinitive = token.lower in closed_class(lang, "title-infinitive") and after.pos in ("VERB", "AUX")
            if infinitive and after.end < min(numbered, quantity.start):
                return Resolved("forecast", "status-title-infinitive")
    return Resolved("observed", "status-no-verb")


# --- cues -------------------------------------------------------------------------------------------------------------


def _pattern(lang: str, shape: str, *kinds: str) -> regex.Pattern[str]:
    return cue_pattern(_TABLE, lang, shape, **{"class": kinds})


def _cue_status(text: str, lang: str, kind: str, behind: int = sys.maxsize) -> Status | None:
    """The status of the first cue of a kind, those that only compare (« que prévu », "than expected") left out.

    behind: where the words behind the number begin; what aims or expects there, the number is not expected but expects.
    """
    for match in _pattern(lang, "({})", kind).finditer(text, timeout=TIMEOUT):
        if not _is_than(text[: match.start()], lang) and not _is_of_law(text[: match.start()], lang):
            status = _status_of(match[1], lang, kind)
            agent = status == "target" or match[1] in closed_class(lang, "agent")
            if not agent or match.start() < behind:
                return status
    return None


def _is_than(before: str, lang: str) -> bool:
    return _pattern(lang, r"{}\s*$", "than").search(before, timeout=TIMEOUT) is not None


def _is_of_law(before: str, lang: str) -> bool:
    """« La loi prévoit 12 semaines de congé »: what a legal text lays down is in force."""
    return _pattern(lang, r"{}(?:\s[\p{L}'-]+){0,3}\s$", "law").search(before, timeout=TIMEOUT) is not None


def _status_of(form: str, lang: str, kind: str) -> Status:
    target = cue_pattern(_TABLE, lang, "{}", **{"class": kind, "status": "target"})
    return "target" if target.fullmatch(form, timeout=TIMEOUT) else "forecast"


def _is_past(verb: Token, clause: Clause, scene: Scene) -> bool:
    if "Tense=Imp" in verb.morph:
        return True
    # « il s'agit » has the form of a simple past, which French releases do not use and English ones do
    if "Tense=Past" in verb.morph and "simple-past" in closed_class(scene.document.lang, "tense"):
        return True
    following = scene.parse.tokens[verb.i + 1 : min(verb.i + 4, clause.last + 1)]
    return verb.pos == "AUX" and verb.dep == "aux" and any("Tense=Past" in t.morph for t in following)


def _has_deadline(text: str, start: int, end: int, scene: Scene) -> bool:
    """« d'ici 2030 », « à l'horizon », "by 2030" in the clause."""
    lang = scene.document.lang
    if any(p.use == "deadline" and start <= p.start < end for p in scene.periods):
        return True
    if _pattern(lang, "{}", "deadline").search(text, timeout=TIMEOUT):
        return True
    published = scene.document.published
    for match in _pattern(lang, r"{}\s+(?:[\p{L}-]+\s+){0,4}((?:19|20)\d\d)", "by").finditer(text, timeout=TIMEOUT):
        if published is None or int(match[1]) >= published.year:
            return True
    return False

"""What a number says of its indicator: a level, a change of it, or a share of a whole; and which way a change goes.

Ways in: `resolve_role` and `direction`. The rules look at the words around the number (languages/change_words.csv and
role_cues.csv): what links it to the words before (« de », "by", « à », "to"), and which of them it hangs on.
"""

from __future__ import annotations

from typing import cast

from pipeline.context.cues import TIMEOUT
from pipeline.context.role_links import by_bracket, by_coordination, by_list, by_versus
from pipeline.context.role_shares import by_bearer, by_part, by_share
from pipeline.context.role_words import (
    PERCENT_UNITS,
    Before,
    Reading,
    by_compared_after,
    by_sign,
    by_subject,
    by_words_after,
    by_words_before,
    by_words_within,
    changes,
    cues,
    is_of_norm,
)
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.surroundings import Surroundings, look_around
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.phrases import is_finite, words
from pipeline.model import Role

_YEAR = compile_pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLAUSE_END = compile_pattern(r"[.,;](?:\s|$)")
# rules by which a number is the inflation or the growth itself, which « elle », "it" may then take up
_OF_GROWTH = frozenset(
    {"role-change-subject", "role-change-label", "role-as-compared", "role-of-pronoun", "role-of-list"}
)


def resolve_role(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """level, change or share: claims.md, point 20 and the columns' table. Never empty. A `Resolver`."""
    reading = _read(i, scene, _readings_before(i, scene, earlier), discourse.lead_in_role)
    if reading.rule == "role-bare-percentage" and _speaks_of_growth(i, scene, earlier, discourse):
        reading = Reading("change", 0, "role-of-pronoun")
    if reading.rule == "role-bare-percentage" and _takes_up_share(i, scene, earlier, discourse):
        reading = Reading("share", 0, "role-of-pronoun")
    if reading.rule == "role-restated" and reading.role == "level" and _is_percent_beside(i, scene):
        given = [draft for draft in discourse.previous if draft.quantity.unit == "%"]
        growth = bool(given) and given[-1]["role"] == "change"
        reading = Reading("change", 0, "role-as-before") if growth else Reading("share", 0, "role-bracketed")
    return Resolved(reading.role, reading.rule, ("role-guessed",) if reading.rule == "role-bare-percentage" else ())


def direction(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> int:
    """-1 for a fall, 1 for a rise, 0 where the number is no change, is a factor or has its sign printed (point 11)."""
    quantity = scene.quantities[i]
    if quantity.signed or quantity.form == "factor" or quantity.unit == "{x}":
        return 0
    reading = _read(i, scene, _readings_before(i, scene, earlier), "")
    return reading.sign if reading.role == "change" else 0


def _speaks_of_growth(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> bool:
    """"Excluding energy, it was 2.7 per cent": does a pronoun stand for the inflation or growth that was just given?"""
    quantity = scene.quantities[i]
    pronouns = cues(scene.document.lang, "it")
    subjects = [t for t in scene.parse.tokens if t.end <= quantity.start and t.dep == "subject"]
    if not subjects or not pronouns.fullmatch(subjects[-1].lower, timeout=TIMEOUT):
        return False
    given = [draft for draft in (*discourse.previous, *earlier[:i]) if draft.quantity.unit == quantity.unit]
    return bool(given) and given[-1]["role"] == "change" and given[-1].fields["role"].rule in _OF_GROWTH


def _takes_up_share(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> bool:
    """"62 per cent left within a day; afterwards the figure was 41 per cent": does it stand for the share before?"""
    quantity, lang = scene.quantities[i], scene.document.lang
    subjects = [t for t in scene.parse.tokens if t.end <= quantity.start and t.dep == "subject"]
    if not subjects or subjects[-1].lower not in words(lang, "generic"):
        return False
    if not any(is_finite(t) for t in scene.parse.tokens[subjects[-1].i + 1 : subjects[-1].i + 2]):
        return False
    given = [draft for draft in (*discourse.previous, *earlier[:i]) if draft.quantity.unit == quantity.unit]
    return bool(given) and given[-1]["role"] == "share"


def _is_percent_beside(i: int, scene: Scene) -> bool:
    """"Rents were £1,416 (5.0%)", "Income tax: R739 billion (39.8%)": growth as before, else a share."""
    quantity, head = scene.quantities[i], scene.quantities[i - 1]
    return quantity.unit == "%" and head.kind in ("amount", "measure", "count")


def role_of_lead_in(scene: Scene) -> str:
    """"change" where a lead-in announces changes (« Évolution sur un an : », "change from the preceding quarter:")."""
    text = scene.folded(scene.sentence.start, scene.sentence.end).lower()
    noun = changes(scene.document.lang, "growth", shape=r"(?:^|,)\s*(?:\p{L}+\s){0,2}{}")
    return "change" if noun.search(text, timeout=TIMEOUT) else ""


def _readings_before(i: int, scene: Scene, earlier: tuple[Draft, ...]) -> Before:
    """What was read of the numbers before: from their drafts where there are some, else by reading them again."""
    if len(earlier) >= i and all(draft["role"] for draft in earlier[:i]):
        return lambda j: _of_draft(earlier[j])
    readings: list[Reading] = []
    for j in range(i):
        readings.append(_read(j, scene, readings.__getitem__, ""))
    return readings.__getitem__


def _of_draft(draft: Draft) -> Reading:
    role = draft.fields["role"]
    falls = draft.quantity.value < 0 and not draft.quantity.signed
    sign = 0 if role.value != "change" or draft.quantity.signed else -1 if falls else 1
    return Reading(cast(Role, role.value), sign, role.rule)


def _read(i: int, scene: Scene, before: Before, lead_in_role: str) -> Reading:
    quantity, around = scene.quantities[i], look_around(i, scene)
    lang = scene.document.lang
    if quantity.form in ("one-in-n", "factor", "fraction"):
        return _read_ratio(i, scene, around)
    return (
        by_coordination(i, scene, around, before)
        or by_versus(i, scene, around, before, linked=False)
        or by_words_after(quantity, around, lang)
        or by_words_within(i, scene)
        or by_part(i, scene, around)
        or by_bracket(i, scene, around, before)
        or by_words_before(i, scene, around)
        or by_compared_after(quantity, around, lang)
        or by_versus(i, scene, around, before, linked=True)
        or by_bearer(quantity, around, lang)
        or by_subject(i, scene, around)
        or by_sign(i, scene, around)
        or by_list(i, scene, around, before)
        or by_share(i, scene, around, before)
        or _by_default(i, scene, around, lead_in_role)
    )


# --- fractions and factors --------------------------------------------------------------------------------------------


def _read_ratio(i: int, scene: Scene, around: Surroundings) -> Reading:
    quantity, lang = scene.quantities[i], scene.document.lang
    if quantity.form == "one-in-n":
        return Reading("share", 0, "role-one-in-n")
    if quantity.form == "factor" or quantity.unit == "{x}":
        return _read_factor(i, scene, around)
    if "factor-halve" in quantity.rules:
        return Reading("change", -1, "role-factor-verb")  # "to halve emissions": by a half
    if is_of_norm(around, lang):
        return Reading("level", 0, "role-of-a-norm")
    changed = by_words_after(quantity, around, lang) or by_words_before(i, scene, around)
    return changed if changed and changed.role == "change" else Reading("share", 0, "role-fraction")


def _read_factor(i: int, scene: Scene, around: Surroundings) -> Reading:
    """A factor over time is a change; one between groups or against a norm is a level."""
    lang, quantity = scene.document.lang, scene.quantities[i]
    quote = scene.folded(quantity.start, quantity.end).lower()
    if not cues(lang, "times", "more").search(quote, timeout=TIMEOUT):  # « doublé », « divisé par deux », "threefold"
        return Reading("change", 0, "role-factor-verb")
    clause = _CLAUSE_END.split(around.right, maxsplit=1)[0]
    if is_of_norm(around, lang) and not _YEAR.search(clause):
        return Reading("level", 0, "role-of-a-norm")
    if not clause.strip(" )") and cues(lang, "more", shape="{}$").search(quote, timeout=TIMEOUT):
        if _compares_places(i, scene, around):
            return Reading("level", 0, "role-factor-of")  # « entre 35 en Suède et 118 en Italie, soit 3,4 fois plus »
        return Reading("change", 0, "role-factor-more")  # « soit cinq fois plus. »: than before
    dated = bool(_YEAR.search(clause) or cues(lang, "past").search(clause, timeout=TIMEOUT))
    dated = dated or any(p.use in ("comparison", "since") and p.start >= quantity.end for p in scene.periods)
    return Reading("change", 0, "role-factor-over-time") if dated else Reading("level", 0, "role-factor-of")


def _compares_places(i: int, scene: Scene, around: Surroundings) -> bool:
    """Were the two numbers before said of two places, or of two ends of a spread?"""
    if i < 2:
        return False
    if cues(scene.document.lang, "spread").search(around.clause, timeout=TIMEOUT):
        return True
    reach = ((scene.quantities[j].end, scene.quantities[j + 1].start) for j in (i - 2, i - 1))
    return all(any(start <= place.start < end for place in scene.places) for start, end in reach)


def _by_default(i: int, scene: Scene, around: Surroundings, lead_in_role: str) -> Reading:
    quantity, following = scene.quantities[i], scene.quantities[i + 1 : i + 2]
    bracketed = following and scene.folded(quantity.end, following[0].start).strip() == "("  # "Food: $18bn (+3%)"
    alone = not around.clause.strip() and not bracketed
    if lead_in_role == "change" and (quantity.unit in PERCENT_UNITS or quantity.signed or alone):
        return Reading("change", 0, "role-from-lead-in")
    return Reading("level", 0, "role-bare-percentage" if quantity.unit == "%" else "role-level")

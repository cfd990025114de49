"""The period of a number whose sentence names none: what the lead-in, the paragraph or the title has said."""

from __future__ import annotations

from pipeline.context import iso_periods as iso
from pipeline.context.period_carried import NAMED, TIMEOUT, both, is_standing, looks_ahead, looks_around, will_be
from pipeline.context.period_links import is_property, is_taken, leaves, pair_of, usable
from pipeline.context.period_uses import word_pattern
from pipeline.context.scene import Discourse, Resolved, Scene


def from_discourse(i: int, scene: Scene, discourse: Discourse) -> Resolved:
    """The period that the lead-in, the paragraph or the title gives to a number whose sentence gives none."""
    ahead = looks_ahead(i, scene) and not is_property(i, scene)
    pair = pair_of(i, scene)
    first_of_pair = (pair is not None and pair[0] == i) or (leaves(i, scene) and i + 1 < len(scene.quantities))
    if discourse.lead_in_period and discourse.paragraph_period == discourse.lead_in_period:
        past, future = both(discourse.lead_in_period)
        return Resolved(future if ahead and future else past or future, "lead-in")
    taken_up = _taken_up(i, scene, discourse)
    if taken_up is not None:
        return taken_up
    past, future = both(discourse.paragraph_period)
    value = future if ahead and future and not first_of_pair else past
    if not value and future and not iso.is_after(future, scene.document.published) and looks_around(i, scene):
        value = future  # « en 2026 », written in that year: it has begun
    if value:
        return Resolved(value, "paragraph")
    beyond = _beyond_colon(i, scene, discourse)
    if beyond is not None:
        return beyond
    past, future = both(discourse.title_period)
    value = past or (future if ahead else "")
    over = value == past and iso.is_over(value, scene.document.published)
    if over and ahead and (iso.is_day(value) or will_be(i, scene)):
        value = ""  # what will be was not counted then
    # « une classe compte au plus six élèves et deux assistants »
    capped = any(other.bound in ("<=", ">=") for other in scene.quantities) and looks_around(i, scene)
    if not value or capped or is_standing(i, scene, first_of_pair):
        return Resolved("", "none")
    return Resolved(value, "title")


def _taken_up(i: int, scene: Scene, discourse: Discourse) -> Resolved | None:
    """« Au 28 février, N étaient inscrits. Cela constitue une hausse de M »: dated as the claim that it takes up."""
    text = scene.folded(scene.sentence.start, scene.quantities[i].start).lower()
    if not discourse.previous or not word_pattern(scene.document.lang, "takes-up").search(text, timeout=TIMEOUT):
        return None
    main = [draft for draft in discourse.previous if draft.fields["period"].rule in NAMED]
    # a month or longer is the paragraph's anyhow; only a day does not carry on by itself
    return Resolved(main[-1]["period"], "taken-up") if main and iso.is_day(main[-1]["period"]) else None


def _beyond_colon(i: int, scene: Scene, discourse: Discourse) -> Resolved | None:
    """« 1,6 million de ménages se tournent vers le bois : 20 % s'en servaient en 2024 »: better than the title."""
    for mention in usable(scene, ("holds",)):
        if (
            mention.start < scene.quantities[i].end
            or mention.local
            or mention.shift is not None
            or is_taken(mention, scene)
        ):
            continue
        between = scene.folded(scene.quantities[i].end, mention.start)
        if ";" in between or not mention.value or iso.is_day(mention.value) or ":" not in between:
            return None
        return Resolved(mention.value, "sentence-after")
    return None

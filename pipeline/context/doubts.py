"""Where a person should look: the flags of a claim that rests on a rule that often goes wrong.

Way in: `find_doubts`. Which rules those are was measured on releases that the rules had not been written for;
languages/doubts.csv lists them. What a flag asks to be checked stands in docs/claims.md.
"""

from __future__ import annotations

from functools import cache

from pipeline.context.period_carried import looks_around
from pipeline.context.place_candidates import match_places
from pipeline.context.scene import Draft, Scene
from pipeline.languages import rows
from pipeline.quantities.denominator_words import TIME_CODES

_NEAR = 8  # letters by which an indicator is known again at the head of its sentence


def find_doubts(i: int, scene: Scene, draft: Draft) -> tuple[str, ...]:
    """The flags of number `i` with all its columns resolved, beside those that its unit and its resolvers gave."""
    found = [flag for flag, asked in _STRUCTURAL if asked(i, scene, draft)]
    for column, rule, of, flag in _weak_rules():
        given = draft.quantity.rules if column == "number" else (draft.fields[column].rule,)
        if rule in given and _is_of(of, draft):
            found.append(flag)
    return tuple(dict.fromkeys(found))


def _is_of(kind: str, draft: Draft) -> bool:
    """Whether a weak rule is weak for this number: for all, for one kind, or for lengths of time."""
    if kind == "time":
        return draft.quantity.unit in TIME_CODES
    return kind in ("", draft.quantity.kind)


@cache
def _weak_rules() -> tuple[tuple[str, str, str, str], ...]:
    return tuple((row["column"], row["rule"], row["of"], row["flag"]) for row in rows("doubts", "*"))


# --- doubts that no single rule tells ---------------------------------------------------------------------------------


def _is_change_without_period(i: int, scene: Scene, draft: Draft) -> bool:
    """A change happened at some time; where nothing said when, something was overlooked."""
    return draft["role"] == "change" and not draft["period"]


def _takes_title_at_risk(i: int, scene: Scene, draft: Draft) -> bool:
    """The title's period, for what is still to come, what is measured, or what is told in the present."""
    if draft.fields["period"].rule != "title":
        return False
    return draft["status"] != "observed" or draft.quantity.kind == "measure" or looks_around(i, scene)


def _has_unread_place(i: int, scene: Scene, draft: Draft) -> bool:
    """No place, though a preposition of place stands before a capital: « à Xyz »."""
    if draft.fields["place"].rule != "place-none":
        return False
    text = scene.folded(scene.sentence.start, scene.sentence.end)
    return match_places(scene.document.lang, r"{}\s?(?:{article}\s?)*(?-i:\p{Lu}\p{Ll})", text, "locative") is not None


def _names_somebody(i: int, scene: Scene, draft: Draft) -> bool:
    """An indicator with a capital inside the sentence: somebody's name rather than what is measured."""
    written = draft["indicator"]
    head, first = scene.folded(scene.sentence.start, scene.sentence.end), written.split(" ")[0]
    capital = first[:1].isupper() and not first.isupper()
    return capital and written[:_NEAR] not in head[: _NEAR + 8]


_STRUCTURAL = (
    ("no-period", _is_change_without_period),
    ("period-from-title", _takes_title_at_risk),
    ("place-unread", _has_unread_place),
    ("indicator-is-name", _names_somebody),
)

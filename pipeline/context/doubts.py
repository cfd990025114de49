"""Where a person should look: the flags of a claim that rests on a rule that often goes wrong.

Way in: `find_doubts`. Which rules those are was measured on releases that the rules had not been written for;
languages/doubts.csv lists them. What a flag asks to be checked stands in docs/claims.md.
"""

from __future__ import annotations

from functools import cache

from pipeline.context.scene import Draft, Scene
from pipeline.languages import rows

_NEAR = 8  # letters by which an indicator is known again at the head of its sentence


def find_doubts(i: int, scene: Scene, draft: Draft) -> tuple[str, ...]:
    """The flags of number `i` with all its columns resolved, beside those that its unit and its resolvers gave."""
    found = [flag for flag, asked in _STRUCTURAL if asked(i, scene, draft)]
    for column, rule, of, flag in _weak_rules():
        given = draft.quantity.rules if column == "number" else (draft.fields[column].rule,)
        if rule in given and of in ("", draft.quantity.kind):
            found.append(flag)
    return tuple(dict.fromkeys(found))


@cache
def _weak_rules() -> tuple[tuple[str, str, str, str], ...]:
    return tuple((row["column"], row["rule"], row["of"], row["flag"]) for row in rows("doubts", "*"))


# --- doubts that no single rule tells ---------------------------------------------------------------------------------


def _takes_title_ahead(i: int, scene: Scene, draft: Draft) -> bool:
    """The title's period for what is still to come."""
    return draft.fields["period"].rule == "title" and draft["status"] != "observed"


def _names_somebody(i: int, scene: Scene, draft: Draft) -> bool:
    """An indicator with a capital inside the sentence: somebody's name rather than what is measured."""
    written = draft["indicator"]
    head, first = scene.folded(scene.sentence.start, scene.sentence.end), written.split(" ")[0]
    capital = first[:1].isupper() and not first.isupper()
    return capital and written[:_NEAR] not in head[: _NEAR + 8]


_STRUCTURAL = (("period-guessed", _takes_title_ahead), ("indicator-is-name", _names_somebody))

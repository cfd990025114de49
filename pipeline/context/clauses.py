"""Cut a sentence into clauses, each around one finite verb.

The tree of a small model is not asked where a clause ends, only which word is a verb's subject; ends are found at
punctuation, relatives and coordinators (languages/status_cues.csv).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.context.cues import cue_pattern
from pipeline.languages import rows
from pipeline.linguistics.parse import Parse, Token

_STRONG = frozenset({";", ":", "–", "—", "•"})
_REACH = 150  # tokens on either side, so that the work on an endless line stays small
_NEAR = 3  # tokens between a relative and its verb, when its subject does not stand between


@dataclass(frozen=True, slots=True)
class Clause:
    """Token indices from first to last, inclusive; verb, relative: its finite verb and its relative word, if any."""

    first: int
    last: int
    verb: int | None
    relative: int | None = None


@cache
def closed_class(lang: str, kind: str) -> frozenset[str]:
    """The forms of one class of languages/status_cues.csv."""
    return frozenset(row["form"] for row in rows("status_cues", lang) if row["class"] == kind)


def find_clauses(parse: Parse, lang: str, around: int) -> tuple[Clause, ...]:
    """The clauses near token `around`, in order; together they cover what is near (of a common sentence: all).

    One clause without verb where there is no verb.
    """
    return _clauses(_Same(parse), lang, around if len(parse.tokens) > _REACH else 0)


class _Same:
    """A parse as a key: the same object, so that its words need not be compared."""

    __slots__ = ("parse",)

    def __init__(self, parse: Parse) -> None:
        self.parse = parse

    def __hash__(self) -> int:
        return id(self.parse)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.parse is self.parse


@lru_cache(maxsize=8)  # every resolver asks for the clauses of the sentence at hand
def _clauses(same: _Same, lang: str, around: int) -> tuple[Clause, ...]:
    parse = same.parse
    first, behind = max(0, around - _REACH), min(len(parse.tokens), around + _REACH)
    tokens = parse.tokens[first:behind]
    none = closed_class(lang, "not-verb")
    sure = cue_pattern("status_cues", lang, **{"class": "ending-sure"})  # « atteindra », taken for a participle
    finite = [
        token.i
        for token in tokens
        if (is_finite_verb(token) or (token.pos == "VERB" and sure.fullmatch(token.lower))) and token.lower not in none
    ]
    verbs = [i for i in finite if not _in_condition(i, parse, lang)]
    if not verbs:
        return (Clause(first, behind - 1, None),)
    starts = [first, *(_boundary(before, verb, parse, lang) for before, verb in pairwise(verbs))]
    ends = [*(start - 1 for start in starts[1:]), behind - 1]
    return tuple(
        Clause(start, end, verb, _relative_of(start, verb, parse, lang))
        for start, end, verb in zip(starts, ends, verbs, strict=True)
    )


def clause_at(clauses: tuple[Clause, ...], i: int) -> Clause:
    """The clause that governs token `i`; what stands before a relative belongs to the clause around it."""
    for k, clause in enumerate(clauses):
        if clause.first <= i <= clause.last:
            if clause.relative is None or i >= clause.relative:
                return clause
            for other in clauses[k + 1 :]:
                if other.relative is None and other.first > clause.relative:
                    return other
            return Clause(clause.first, clause.relative - 1, None)
    return clauses[-1]


def is_finite_verb(token: Token) -> bool:
    """A verb or auxiliary with a tense of its own."""
    if token.pos not in ("VERB", "AUX"):
        return False
    if "VerbForm=Fin" in token.morph or "VerbType=Mod" in token.morph:
        return True
    return token.pos == "AUX" and "VerbForm" not in token.morph


def is_future(verb: Token, clause: Clause, parse: Parse, lang: str) -> bool:
    """Future or conditional, by morphology, by ending, or by auxiliary (will; « va » + infinitive)."""
    sure, likely = (cue_pattern("status_cues", lang, **{"class": f"ending-{kind}"}) for kind in ("sure", "likely"))
    if verb.lower in closed_class(lang, "weak") or sure.fullmatch(verb.lower):
        return True
    tagged = "Tense=Fut" in verb.morph or "Mood=Cnd" in verb.morph
    if tagged and likely.fullmatch(verb.lower):  # « géraient » is tagged so, too
        return True
    if verb.lower in closed_class(lang, "going"):
        return has_infinitive(verb, clause, parse)
    return _shares_modal(verb, clause, parse, lang)


def has_infinitive(verb: Token, clause: Clause, parse: Parse) -> bool:
    """Does an infinitive follow within a few words?"""
    following = parse.tokens[verb.i + 1 : min(verb.i + 4, clause.last + 1)]
    return any(token.pos in ("VERB", "AUX") and "VerbForm=Inf" in token.morph for token in following)


def _shares_modal(verb: Token, clause: Clause, parse: Parse, lang: str) -> bool:
    """"would create 250 jobs and cost £9 million": a second verb without subject, behind the first one's auxiliary."""
    tokens = parse.tokens
    if clause.first == 0 or tokens[clause.first].lower not in closed_class(lang, "coordinator"):
        return False
    if verb.i - clause.first > 2 or any(t.dep == "subject" for t in tokens[clause.first : verb.i]):
        return False
    before = clause_at(find_clauses(parse, lang, clause.first), clause.first - 1)
    return before.verb is not None and tokens[before.verb].lower in closed_class(lang, "weak")


def _in_condition(i: int, parse: Parse, lang: str) -> bool:
    """« si la température tombait »: the condition has the status of what it is a condition of."""
    for token in reversed(parse.tokens[max(0, i - 8) : i]):
        if token.text in (",", ";", ":") or is_finite_verb(token):
            return False
        if token.lower in closed_class(lang, "if"):
            return token.pos == "SCONJ"
    return False


def _boundary(before: int, verb: int, parse: Parse, lang: str) -> int:
    """First token of the clause of `verb`, behind the verb `before`."""
    tokens = parse.tokens
    strong = [k for k in range(before + 1, verb) if tokens[k].text in _STRONG]
    if strong:
        return strong[-1] + 1
    group = _group(verb, parse)
    subjects = [k for k in range(before + 1, verb) if tokens[k].dep == "subject" and tokens[k].head in group]
    reach = subjects[0] if subjects else verb
    openers = closed_class(lang, "relative") | closed_class(lang, "coordinator") | closed_class(lang, "subordinator")
    for k in range(reach, before, -1):
        if tokens[k].lower in openers and tokens[k].pos in ("PRON", "SCONJ", "CCONJ", "ADV", "DET"):
            return k
        if tokens[k].text == ",":
            return k + 1
    return reach


def _group(verb: int, parse: Parse) -> frozenset[int]:
    """A finite auxiliary and the verb it belongs to."""
    token = parse.tokens[verb]
    return frozenset({verb, token.head}) if token.dep in ("aux", "cop") else frozenset({verb})


def _relative_of(start: int, verb: int, parse: Parse, lang: str) -> int | None:
    tokens = parse.tokens
    for k in range(verb - 1, start - 1, -1):
        if tokens[k].lower in closed_class(lang, "relative") and tokens[k].pos in ("PRON", "SCONJ", "DET", "ADV"):
            if verb - k <= _NEAR or any(t.dep == "subject" for t in tokens[k + 1 : verb]):
                return k
        if tokens[k].text == ",":
            return None
    return None

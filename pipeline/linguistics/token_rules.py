"""The rules by which a model turns fine tags into parts of speech and morphology, read from one table a document.

spaCy runs them through its matcher, token by token, which takes a fifth of an English parse. Nearly all of them ask
one token for its tag, label and small-letter form: what they give to such a token is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_RULER = "attribute_ruler"
_ASKED = ("TAG", "DEP", "LOWER", "IS_SPACE")  # of a token, by the patterns that we can read
_GIVEN = ("POS", "MORPH")  # what a Parse reads of what the rules write
_LOWER = _ASKED.index("LOWER")
_SETS = {"IN": True, "NOT_IN": False}

_Traits = tuple[int, ...]  # of a token, in the order of _ASKED, as spaCy's numbers


class _Test(NamedTuple):
    """What one trait of a token must be, or must not be."""

    trait: int
    values: frozenset[int]
    among: bool

    def holds(self, traits: _Traits) -> bool:
        return (traits[self.trait] in self.values) == self.among


class _Rule(NamedTuple):
    """Tests of one token after the other; `given` goes to the one at `target`. Later rules go before earlier ones."""

    tests: tuple[tuple[_Test, ...], ...]
    target: int
    given: tuple[tuple[int, int], ...]  # (place in _GIVEN, value)


class TokenRules:
    """The rules of a pipeline, applied to its Docs in place of the component that they were taken from."""

    def __init__(self, rules: tuple[_Rule, ...], spelled: frozenset[int]) -> None:
        self._rules = rules
        self._spelled = spelled  # the forms that some rule asks for: all others are one to us
        self._known: dict[_Traits, tuple[int, ...]] = {}  # the rules whose first tests hold

    def apply(self, doc: Doc) -> None:
        """Write part of speech and morphology, as the component would have."""
        if not self._rules:
            return
        traits = [self._relevant(row) for row in doc.to_array(list(_ASKED)).tolist()]
        written: dict[int, list[tuple[int, int, int]]] = {}  # token -> (rule, place, value)
        for i, own in enumerate(traits):
            for r in self._opening(own):
                rule = self._rules[r]
                if self._goes_on(rule, traits, i):
                    written.setdefault(i + rule.target, []).extend((r, *one) for one in rule.given)
        table: Any = doc.to_array(list(_GIVEN))
        for i, values in written.items():
            for _, place, value in sorted(values):
                table[i, place] = value
        doc.from_array(list(_GIVEN), table)

    def _relevant(self, row: list[int]) -> _Traits:
        if row[_LOWER] not in self._spelled:
            row[_LOWER] = 0
        return tuple(row)

    def _opening(self, traits: _Traits) -> tuple[int, ...]:
        found = self._known.get(traits)
        if found is None:
            found = tuple(r for r, rule in enumerate(self._rules) if _hold(rule.tests[0], traits))
            self._known[traits] = found
        return found

    @staticmethod
    def _goes_on(rule: _Rule, traits: list[_Traits], i: int) -> bool:
        if i + len(rule.tests) > len(traits):
            return False
        return all(_hold(tests, traits[i + k]) for k, tests in enumerate(rule.tests) if k)


def take_rules(nlp: Language) -> TokenRules:
    """The rules of a pipeline's attribute ruler, which is then removed; none where it has none.

    Rules that write nothing a Parse reads (lemmas, fine tags), or ask about white space, which is no token of ours, are
    left out. A ruler with a pattern of another kind than we can read stays where it is, and we have no rules.
    """
    none = TokenRules((), frozenset())
    if not nlp.has_pipe(_RULER):
        return none
    ruler: Any = nlp.get_pipe(_RULER)
    rules: list[_Rule] = []
    for entry in ruler.patterns:
        attributes = entry["attrs"]
        given = tuple((k, _number(name, attributes, nlp)) for k, name in enumerate(_GIVEN) if name in attributes)
        patterns = [p for p in entry["patterns"] if not any("IS_SPACE" in token for token in p)]
        if not given or not patterns:
            continue
        if not {*attributes} <= {*_GIVEN, "TAG", "LEMMA"}:
            return none
        for pattern in patterns:
            tests = tuple(_read(token, nlp.vocab.strings) for token in pattern)
            if any(test is None for test in tests):
                return none
            rules.append(_Rule(tuple(test for test in tests if test is not None), entry["index"], given))
    nlp.remove_pipe(_RULER)
    asked = (test for rule in rules for tests in rule.tests for test in tests if test.trait == _LOWER)
    return TokenRules(tuple(rules), frozenset(value for test in asked for value in test.values))


def _number(name: str, attributes: Mapping[str, Any], nlp: Language) -> int:
    """The number that spaCy has for a part of speech or a morphology."""
    from spacy.symbols import IDS  # type: ignore[import-not-found]

    value = attributes[name]
    if name == "MORPH":
        return int(nlp.vocab.morphology.add(value))
    return int(IDS[value] if isinstance(value, str) else value)


def _read(token: Mapping[str, Any], strings: StringStore) -> tuple[_Test, ...] | None:
    """The tests of one token of a pattern; None where it asks what we do not read."""
    tests = []
    for name, wanted in token.items():
        if name not in _ASKED or not isinstance(wanted, str | dict):
            return None
        kinds = wanted if isinstance(wanted, dict) else {"IN": [wanted]}
        if not kinds.keys() <= _SETS.keys():
            return None
        for kind, values in kinds.items():
            tests.append(_Test(_ASKED.index(name), frozenset(strings.add(v) if v else 0 for v in values), _SETS[kind]))
    return tuple(tests)


def _hold(tests: tuple[_Test, ...], traits: _Traits) -> bool:
    return all(test.holds(traits) for test in tests)

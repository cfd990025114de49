"""Dependency labels of any model to common names and one shape, that of Universal Dependencies.

Two families of labels come in: Universal Dependencies (French) and ClearNLP (English). They differ in one thing that
matters to rules: ClearNLP hangs a noun on its preposition, Universal Dependencies hangs the preposition on its noun.
Table: languages/dependencies.csv; its `shape` column marks the ClearNLP labels that have to be turned round.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.languages import rows

_PREDICATES = frozenset({"VERB", "AUX", "ADJ", "ADV"})
_NOMINALS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
_TURNED = frozenset({"complement", "clause"})


def common_relations(
    labels: Sequence[str], heads: Sequence[int], tags: Sequence[str]
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Common relation names and heads of a sentence.

    labels: the model's; heads: index of each token's head, its own for a root; tags: Universal POS. Three sequences
    of one length. An unknown label is looked up without its subtype (`obl:arg` as `obl`), else it is "other".

    >>> common_relations(["ROOT", "prep", "pobj"], [0, 0, 1], ["VERB", "ADP", "NOUN"])
    (('root', 'case', 'oblique'), (0, 2, 0))
    """
    pairs = [_common(*pair) for pair in zip(labels, tags, strict=True)]
    names, new = [name for name, _ in pairs], list(heads)
    tree = _Tree(labels, heads, tags, [shape for _, shape in pairs])
    for preposition, complement in tree.complements.items():
        names[complement], new[complement] = _attach(tree, preposition)
        names[preposition] = "mark" if tree.shapes[complement] == "clause" else "case"
        new[preposition] = complement
    for i, head in enumerate(heads):
        if i in tree.complements or head == i or tree.shapes[i] in _TURNED:
            continue
        if head in tree.complements:
            new[i] = tree.complements[head]  # what else hangs on the preposition (« only for ») goes to its noun
        if tree.shapes[i] == "preposition":
            inner = next((p for p in tree.complements if heads[p] == i), None)
            names[i] = "advmod" if inner is None else "case"
            if inner is not None:  # "from within N": both prepositions belong to N
                new[i] = tree.complements[inner]
    for i, name in enumerate(names):
        # « progresse de 3 % »: parsers take the noun for an object now and then. In « construit plus de 300 logements »
        # it is one, so the preposition has to stand directly behind the verb.
        if name == "case" and names[new[i]] == "object" and new[new[i]] == i - 1:
            names[new[i]] = "oblique"
    return tuple(names), tuple(new)


class _Tree:
    """A sentence as the model gave it. complements: preposition -> its noun or clause, the first of several."""

    def __init__(
        self, labels: Sequence[str], heads: Sequence[int], tags: Sequence[str], shapes: Sequence[str]
    ) -> None:
        self.labels, self.heads, self.tags, self.shapes = labels, heads, tags, shapes
        self.complements: dict[int, int] = {}
        for i, shape in enumerate(self.shapes):
            if shape in _TURNED and heads[i] != i and self.shapes[heads[i]] not in _TURNED:
                self.complements.setdefault(heads[i], i)


def _attach(tree: _Tree, preposition: int) -> tuple[str, int]:
    """The relation and head of a preposition's complement."""
    complement, head, label = tree.complements[preposition], tree.heads[preposition], tree.labels[preposition]
    if label == "conj" and head in tree.complements and head != preposition:
        return "conj", tree.complements[head]  # « in A and in B »: B is coordinated with A
    below = preposition
    for _ in tree.heads:  # up through prepositions without a noun of their own
        if head == below:
            return "root", complement
        if tree.shapes[head] != "preposition" or head in tree.complements:
            break
        below, head = head, tree.heads[head]
    else:
        return "root", complement
    head = tree.complements.get(head, head)
    if head == complement:
        return "root", complement
    predicate = tree.tags[head] in _PREDICATES
    if tree.shapes[complement] == "clause":
        return ("advcl" if predicate else "acl"), head
    if label in ("agent", "dative"):
        return _common(label, "ADP")[0], head
    return ("oblique" if predicate else "nmod"), head


@cache
def _common(label: str, tag: str) -> tuple[str, str]:
    """Name and shape of a relation, given the part of speech of the token that has it."""
    name, shape = _relation(label)
    if label == "poss" and tag in ("PRON", "DET"):
        name = "det"
    # "gave schools money": a dative noun
    return name, "" if shape == "preposition" and tag in _NOMINALS else shape


def _relation(label: str) -> tuple[str, str]:
    table = _table()
    return table.get(label) or table.get(label.partition(":")[0]) or ("other", "")


@cache
def _table() -> dict[str, tuple[str, str]]:
    return {row["form"]: (row["relation"], row["shape"]) for row in rows("dependencies", "*")}

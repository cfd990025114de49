"""A parsed sentence, detached from spaCy: what the rules may ask about words, the same in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Token(NamedTuple):
    """One token. Offsets are code points of the document, not of the sentence.

    pos: Universal POS. dep: our common relation names (languages/dependencies.csv): root, subject, object, oblique,
    det, case, amod, nmod, nummod, appos, conj, cc, acl, relcl, advcl, advmod, aux, cop, mark, punct, other; besides
    aux_pass (auxiliary of a passive, whose subject is "subject" too), agent (« par le conseil »), iobj, attr (English
    predicate of "be"; in French the predicate is the head and the verb its "cop"), xcomp, ccomp, flat (names), fixed,
    compound, particle, expl, parataxis. A noun heads its preposition, in English too: relations.py turns it round.
    head: index in the sentence (its own index for the root). morph: Universal features, "Tense=Past|VerbForm=Part".
    lower: the folded text in lower case.
    """

    i: int
    start: int
    end: int
    text: str
    lower: str
    pos: str
    dep: str
    head: int
    morph: str
    entity: str  # "" or the label of the entity it belongs to: LOC, GPE, ORG, PER, MISC …


@dataclass(frozen=True, slots=True)
class Parse:
    """The tokens of one sentence, in order; white space is no token."""

    tokens: tuple[Token, ...]

    def at(self, offset: int) -> int | None:
        """Index of the token that covers the document offset, or of the next one; None behind the last."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.tokens) else None

    def children(self, i: int) -> tuple[int, ...]:
        """Indices of the tokens whose head is token `i`, in order."""
        return tuple(token.i for token in self.tokens if token.head == i and token.i != i)

    def subtree(self, i: int) -> tuple[int, ...]:
        """Indices of token `i` and all below it, in order. Safe on any head indices, cycles included."""
        below: dict[int, list[int]] = {}
        for token in self.tokens:
            if token.head != token.i:
                below.setdefault(token.head, []).append(token.i)
        seen, todo = {i}, [i]
        while todo:
            for child in below.get(todo.pop(), ()):
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
        return tuple(sorted(seen))

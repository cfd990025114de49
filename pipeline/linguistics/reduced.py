"""Past forms that the model takes for the verb of a clause whose verb comes later: "Hours worked in all jobs rose"."""

from __future__ import annotations

from pipeline.linguistics.parse import Token
from pipeline.linguistics.phrases import is_finite, words

_PARTICIPLE = "Tense=Past|VerbForm=Part"
_REACH = 12  # tokens between the participle and the verb


def with_reduced_relatives(tokens: tuple[Token, ...], lang: str) -> tuple[Token, ...]:
    """The tokens with such a form as a participle that qualifies its noun, and the noun as subject of the later verb.

    Nothing changes where a comma, a conjunction, a pronoun or a subject of its own stands before the later verb.
    """
    endings = tuple(words(lang, "past-ending"))
    if not endings:
        return tokens
    tokens = _with_main_verb(tokens)
    changed = list(tokens)
    for k in range(len(tokens)):
        if _is_noun_taken_for_verb(tokens, k):
            changed[k] = tokens[k]._replace(pos="NOUN", morph="")
            continue
        if not (tokens[k].pos == "VERB" and is_finite(tokens[k]) and tokens[k].lower.endswith(endings)):
            continue
        later = _later_verb(tokens, k) if k and tokens[k - 1].pos == "NOUN" and tokens[k - 1].dep == "subject" else None
        if later is None:
            continue
        subject, verb = tokens[k - 1], tokens[later]
        dep, head = (tokens[k].dep, tokens[k].head) if tokens[k].head != later else (verb.dep, verb.head)
        if dep == "root":
            head = later
        changed[k - 1] = subject._replace(head=later)
        changed[k] = tokens[k]._replace(dep="acl", head=k - 1, morph=_PARTICIPLE)
        changed[later] = verb._replace(dep=dep, head=head)
    return tuple(changed)


def _with_main_verb(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """In a sentence that ends in a full stop and has no verb, the first past form behind a noun is its verb.

    "One in five adults named cost as the main barrier."
    """
    if len(tokens) < 5 or tokens[-1].text != "." or any(is_finite(t) for t in tokens):
        return tokens
    for k in range(1, len(tokens)):
        token, before = tokens[k], tokens[k - 1]
        if token.pos == "VERB" and before.pos == "NOUN" and "Tense=Past" in token.morph:
            verb = token._replace(dep="root", head=k, morph="Tense=Past|VerbForm=Fin")
            return (*tokens[:k], verb, *tokens[k + 1 :])
    return tokens


def _is_noun_taken_for_verb(tokens: tuple[Token, ...], k: int) -> bool:
    """"Quad bikes worth £65,000 were recovered": a verb form as subject, right behind a noun that goes with it."""
    token, before = tokens[k], tokens[k - 1]
    compound = k > 0 and before.pos in ("NOUN", "PROPN") and before.dep == "compound" and before.head == k
    if token.pos != "VERB":
        return False
    own = any(t.head == k and t.dep == "subject" for t in tokens)  # "What matters is …"
    alone = token.dep == "subject" and is_finite(token) and not own  # "…, catches worth £214 million crossed the quay"
    return alone or (token.dep in ("subject", "object", "oblique") and compound)


def _later_verb(tokens: tuple[Token, ...], k: int) -> int | None:
    """The finite verb behind the form at `k` that has no subject but the noun before it; None where there is none."""
    for j in range(k + 1, min(k + _REACH, len(tokens))):
        token = tokens[j]
        if token.pos in ("PUNCT", "CCONJ", "SCONJ", "PRON", "NUM") or token.dep == "subject":
            return None
        if is_finite(token):
            owned = any(t.dep == "subject" and t.head in (j, token.head) and k < t.i < j for t in tokens)
            return None if owned or (j > k + 1 and tokens[k + 1].pos not in ("ADP", "ADV")) else j
    return None

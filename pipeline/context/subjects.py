"""Who a number is said of: the subject of its verb, or the noun phrase to its left."""

from __future__ import annotations

from pipeline.context.verb_groups import is_verb_of, shares_subject, verb_group
from pipeline.linguistics.parse import Parse
from pipeline.linguistics.phrases import (
    NOMINAL,
    Phrase,
    determiners,
    is_finite,
    is_participle,
    left_edge,
    make_phrase,
    right_edge,
    words,
)


def subject_of(parse: Parse, group: tuple[int, int], lang: str, skip: frozenset[int] = frozenset()) -> Phrase | None:
    """The subject phrase of a verb group: by the tree, else the nearest noun phrase to its left.

    A relative pronoun stands for its antecedent; a non-finite group takes the noun it qualifies.
    A pronoun comes back as a phrase of one token: the caller resolves it. skip: tokens that are no candidates
    (those of other numbers and of dates).
    """
    first, last = group
    tokens = parse.tokens
    beside = _qualified(parse, first, lang, skip)
    if beside is not None:
        return phrase_around(parse, beside, lang, stop=first)
    if shares_subject(parse, first, lang):
        own = _subject_of_infinitive(parse, first, lang, skip)
        before = verb_group(parse, first, lang)
        if own is not None:
            return phrase_around(parse, own, lang, stop=first)
        if before is not None and before[1] < first:
            return subject_of(parse, before, lang, skip)
    found = [
        token.i
        for token in tokens[:first]
        if token.dep == "subject"
        and token.i not in skip
        and first <= token.head <= max(last, _complement_end(parse, last))
    ]
    nouns = [k for k in found if tokens[k].pos != "PRON"]
    head = (nouns or found)[-1] if found else _nominal_left(parse, first, lang, skip)
    if head is None:
        return None
    if _is_that_of(parse, head, lang):
        return make_phrase(parse, head, right_edge(parse, head, lang, stop=first), head)
    if tokens[head].lower in words(lang, "relative") and tokens[head].pos != "DET":
        antecedent = _nominal_left(parse, head, lang, skip, one=True)
        if antecedent is None:
            return None
        return phrase_around(parse, antecedent, lang, stop=head)
    if tokens[head].pos == "PRON":
        return make_phrase(parse, head, head, head)
    return phrase_around(
        parse, head if not found and not is_finite(tokens[first]) else outermost(parse, head, lang), lang, stop=first
    )


def _qualified(parse: Parse, first: int, lang: str, skip: frozenset[int]) -> int | None:
    """The noun right before a verb form that goes with it, not with the subject.

    "distances averaging N"; « a vu ses ventes reculer de N », "saw sales fall by N".
    """
    tokens = parse.tokens
    if first < 1 or tokens[first - 1].pos not in NOMINAL or first - 1 in skip:
        return None
    ongoing = tokens[first].lower.endswith(tuple(words(lang, "present-ending"))) and not is_finite(tokens[first])
    if ongoing and "noun-last" in words(lang, "order"):
        return outermost(parse, first - 1, lang, of_only=True, skip=skip)
    if tokens[first].pos != "VERB" or "VerbForm=Inf" not in tokens[first].morph:
        return None
    opened = verb_group(parse, left_edge(parse, first - 1, lang), lang)
    if opened is None or not is_verb_of(parse, opened[1], lang, "witness"):
        return None
    return outermost(parse, first - 1, lang, floor=opened[1] + 1, skip=skip)


def _subject_of_infinitive(parse: Parse, first: int, lang: str, skip: frozenset[int]) -> int | None:
    """Of "We expect the endowment to reach N", "Price cap to fall by N": the noun right before to."""
    k = first - 1
    if k < 1 or parse.tokens[k].lower not in words(lang, "to-infinitive"):
        return None
    noun = parse.tokens[k - 1]
    if noun.pos not in NOMINAL or k - 1 in skip or not noun.text[:1].isalpha():
        return None
    return outermost(parse, k - 1, lang, skip=skip)


def subject_left(parse: Parse, group: tuple[int, int], lang: str, skip: frozenset[int] = frozenset()) -> Phrase | None:
    """The nearest noun phrase to the left of a verb group, whatever the tree says."""
    head = _nominal_left(parse, group[0], lang, skip)
    return None if head is None else phrase_around(parse, head, lang, stop=group[0])


def _complement_end(parse: Parse, last: int) -> int:
    """A predicate noun or adjective right behind the group is often the subject's head (« est la première »)."""
    return min(last + 8, len(parse.tokens) - 1)


def phrase_around(parse: Parse, head: int, lang: str, *, stop: int) -> Phrase:
    """The noun phrase around a head, up to a token that is certainly outside."""
    return make_phrase(parse, left_edge(parse, head, lang), right_edge(parse, head, lang, stop=stop), head)


def _is_that_of(parse: Parse, i: int, lang: str) -> bool:
    """« celle des services », « ceux en droit », "that for sprat": a pronoun that points back, and a link."""
    if parse.tokens[i].lower not in words(lang, "that-of"):
        return False
    after = parse.tokens[i + 1] if i + 1 < len(parse.tokens) else None
    links = words(lang, "of") | words(lang, "of-the") | words(lang, "complement") | words(lang, "that-link")
    return after is not None and after.lower in links


def _nominal_left(
    parse: Parse, first: int, lang: str, skip: frozenset[int] = frozenset(), *, one: bool = False
) -> int | None:
    """The nearest noun or subject pronoun to the left, across adverbs, clitics, brackets and relative clauses.

    one: as for `outermost`.
    """
    tokens = parse.tokens
    bare = first < len(tokens) and not is_finite(tokens[first]) and tokens[first].pos not in ("PRON", "NOUN")
    told = first < len(tokens) and tokens[first].pos == "VERB" and not any(is_finite(t) for t in tokens)
    bare = bare and not told  # « Le prix au producteur fixé à 305 francs »: no other verb
    k = _before_aside(parse, first - 1, lang)
    while k >= 0:
        token = tokens[k]
        if k in skip:
            pass
        elif token.pos in NOMINAL and any(c.isalpha() for c in token.text):
            relative = None if bare else _restrictive_left(parse, k, lang)
            if relative is not None:
                k = relative - 1  # « les ménages qui louent un logement dépensent N »
                continue
            return outermost(parse, k, lang, of_only=bare, one=one, skip=skip)
        elif token.pos == "PRON" and (token.lower in words(lang, "pronoun") or token.lower in words(lang, "that-of")):
            return k
        elif token.text == ")":
            while k > 0 and tokens[k].text != "(":
                k -= 1
        elif is_finite(token):
            relative = _relative_left(parse, k, lang)
            if relative is None and k < first - 1:
                return None
            k = k if relative is None else relative
        k -= 1
    return None


def _before_aside(parse: Parse, k: int, lang: str) -> int:
    """« The economy of Shandong, in east China, exceeded »: the token before an aside between commas."""
    tokens = parse.tokens
    if k < 2 or tokens[k].text != ",":
        return k
    opening = next((j for j in range(k - 1, max(k - 16, -1), -1) if tokens[j].text == ","), None)
    if opening is None or opening == 0 or tokens[opening - 1].pos not in (*NOMINAL, "ADJ", "PUNCT"):
        return k
    aside = tokens[opening + 1 : k]
    relative = any(t.lower in words(lang, "relative") for t in aside)
    loose = aside and aside[0].pos in ("ADP", "SCONJ", "ADV", "PART", "VERB") and not any(is_finite(t) for t in aside)
    if relative or loose:
        return opening - 1
    return k


def _restrictive_left(parse: Parse, noun: int, lang: str) -> int | None:
    """The relative word of the clause that ends with the noun, without a comma: « … qui louent un logement »."""
    verb = False
    for k in range(noun - 1, max(noun - 14, 0), -1):
        token = parse.tokens[k]
        if token.pos == "PUNCT":
            return None
        opens = token.pos == "PRON" or parse.tokens[token.head].dep == "relcl"
        if opens and token.lower in words(lang, "relative"):
            return k if verb and parse.tokens[k - 1].pos in (*NOMINAL, "ADJ") else None
        verb = verb or is_finite(token)
    return None


def _relative_left(parse: Parse, verb: int, lang: str) -> int | None:
    """Where the relative clause of a finite verb begins, if it has one: « le barrage, dont le lac s'étire …, »."""
    for k in range(verb - 1, max(verb - 10, -1), -1):
        if parse.tokens[k].lower in words(lang, "relative"):
            return k
        if parse.tokens[k].text == ",":
            return None
    return None


def outermost(
    parse: Parse,
    head: int,
    lang: str,
    *,
    of_only: bool = False,
    one: bool = False,
    floor: int = 0,
    skip: frozenset[int] = frozenset(),
) -> int:
    """From a complement up to the noun that carries it: « la part des ventes » from « ventes » to « part ».

    one: not beyond a noun with an indefinite article, which opens a thing of its own (« le patron d'un fileyeur »).
    """
    tokens = parse.tokens
    of_words = words(lang, "of") | words(lang, "of-the")
    while (
        "noun-first" in words(lang, "order")
        and head > floor
        and tokens[head].pos in ("PROPN", "NOUN")
        and tokens[head - 1].pos in ("NOUN", "PROPN")
        and tokens[head - 1].end + 1 >= tokens[head].start
    ):
        head -= 1  # « le programme Horizon Europe », « la ligne Rodez–Séverac », « taux directeur »
    for _ in range(12):
        k = left_edge(parse, head, lang) - 1
        if k > 2 and tokens[k].pos == "NUM" and tokens[k - 1].lower in of_words:
            if tokens[k - 2].lower in words(lang, "bound-of"):
                k -= 3  # « le taux des plus de 65 ans »
        while k >= 0 and tokens[k].lower in determiners(lang) and tokens[k].lower not in of_words:
            if one and tokens[k].lower in words(lang, "indefinite"):
                return head
            k -= 1
        bare = tokens[k].lower in words(lang, "bare-complement") and k + 1 < len(tokens)
        bare = (
            bare and tokens[k + 1].lower not in determiners(lang) and tokens[k + 1].lower not in words(lang, "growth")
        )
        accounted = tokens[head].lower in words(lang, "accounted") and tokens[k].lower in words(lang, "adverbial-prep")
        if k > 0 and tokens[k].pos == "NOUN" and tokens[k + 1].pos == "ADJ" and "noun-first" in words(lang, "order"):
            head = k  # « le temps de trajet moyen domicile-travail »
            continue
        if k > 1 and tokens[k].lower in words(lang, "that-link") and tokens[k - 1].lower in words(lang, "that-of"):
            return k - 1  # "five times those from restored bog"
        linked = tokens[k].lower in of_words or bare or accounted or (tokens[k].pos == "ADP" and not of_only)
        if k < 1 or not linked:
            return head
        j = k - 1
        if j > 1 and tokens[j].pos == "CCONJ" and bare and "noun-first" in words(lang, "order"):
            j -= 1  # « hors activités financières et d'assurance »
        while j >= 0 and (tokens[j].pos == "ADJ" or (tokens[j].pos == "VERB" and is_participle(tokens[j]))):
            j -= 1
        if j >= floor and tokens[j].lower in words(lang, "that-of"):
            return j  # « celles des résidents »
        if j < floor or j in skip or tokens[j].pos not in NOMINAL or not any(c.isalpha() for c in tokens[j].text):
            return head
        plural = j > 0 and tokens[j - 1].lower in words(lang, "plural-article")
        if tokens[j].lower in words(lang, "preposition-noun") and not plural:
            return head  # « au titre du plan », "in terms of"; not « la baisse des cours du pétrole »
        head = j
    return head


def leading_noun(parse: Parse, number: int, lang: str, floor: int, skip: frozenset[int] = frozenset()) -> Phrase | None:
    """Where no verb stands before the number (titles, asides): the nearest noun phrase to its left."""
    head = _nominal_left(parse, number, lang, skip)
    if head is None or head < floor:
        return None
    if parse.tokens[head].pos == "PRON" and not _is_that_of(parse, head, lang):
        return None
    return phrase_around(parse, head, lang, stop=number)


def following_subject(parse: Parse, number: int, lang: str) -> Phrase | None:
    """The subject of the next finite verb behind the number (« Après une baisse de N, les ventes progressent »)."""
    tokens = parse.tokens
    for k in range(number + 1, len(tokens)):
        if is_finite(tokens[k]):
            phrase = subject_of(parse, (k, k), lang)
            return phrase if phrase is not None and phrase.first > number else None
    return None

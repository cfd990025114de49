"""Who a number is said of: the subject or object of its verb, or the noun that carries it through of."""

from __future__ import annotations

from pipeline.context.verb_groups import is_change, shares_subject, verb_group
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
    if shares_subject(parse, first, lang):
        own = _subject_of_infinitive(parse, first, lang, skip)
        before = verb_group(parse, first, lang)
        if own is not None:
            return _phrase(parse, own, lang, stop=first)
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
    if tokens[head].lower in words(lang, "that-of") and _has_of(parse, head, lang):
        return make_phrase(parse, head, right_edge(parse, head, lang, stop=first), head)
    if tokens[head].lower in words(lang, "relative") and tokens[head].pos != "DET":
        antecedent = _nominal_left(parse, head, lang, skip)
        if antecedent is None:
            return None
        return _phrase(parse, antecedent, lang, stop=head)
    if tokens[head].pos == "PRON":
        return make_phrase(parse, head, head, head)
    return _phrase(
        parse, head if not found and not is_finite(tokens[first]) else _outermost(parse, head, lang), lang, stop=first
    )


def _subject_of_infinitive(parse: Parse, first: int, lang: str, skip: frozenset[int]) -> int | None:
    """Of "We expect the endowment to reach N", "Price cap to fall by N": the noun right before to."""
    k = first - 1
    if k < 1 or parse.tokens[k].lower not in words(lang, "to-infinitive"):
        return None
    noun = parse.tokens[k - 1]
    if noun.pos not in NOMINAL or k - 1 in skip or not noun.text[:1].isalpha():
        return None
    return _outermost(parse, k - 1, lang, skip=skip)


def subject_left(parse: Parse, group: tuple[int, int], lang: str, skip: frozenset[int] = frozenset()) -> Phrase | None:
    """The nearest noun phrase to the left of a verb group, whatever the tree says."""
    head = _nominal_left(parse, group[0], lang, skip)
    return None if head is None else _phrase(parse, head, lang, stop=group[0])


def _complement_end(parse: Parse, last: int) -> int:
    """A predicate noun or adjective right behind the group is often the subject's head (« est la première »)."""
    return min(last + 8, len(parse.tokens) - 1)


def _phrase(parse: Parse, head: int, lang: str, *, stop: int) -> Phrase:
    return make_phrase(parse, left_edge(parse, head, lang), right_edge(parse, head, lang, stop=stop), head)


def _has_of(parse: Parse, i: int, lang: str) -> bool:
    """Is the token directly followed by of: « celle des services », "that of Alberta"?"""
    after = parse.tokens[i + 1] if i + 1 < len(parse.tokens) else None
    return after is not None and after.lower in words(lang, "of") | words(lang, "of-the")


def _nominal_left(parse: Parse, first: int, lang: str, skip: frozenset[int] = frozenset()) -> int | None:
    """The nearest noun or subject pronoun to the left, across adverbs, clitics, brackets and relative clauses."""
    tokens = parse.tokens
    bare = first < len(tokens) and not is_finite(tokens[first])
    k = _before_aside(parse, first - 1)
    while k >= 0:
        token = tokens[k]
        if k in skip:
            pass
        elif token.pos in NOMINAL and any(c.isalpha() for c in token.text):
            return _outermost(parse, k, lang, of_only=bare, skip=skip)
        elif token.pos == "PRON" and (token.lower in words(lang, "pronoun") or token.lower in words(lang, "that-of")):
            return k
        elif token.text == ")":
            while k > 0 and tokens[k].text != "(":
                k -= 1
        elif is_finite(token) and k < first - 1:
            relative = _relative_left(parse, k, lang)
            if relative is None:
                return None
            k = relative
        k -= 1
    return None


def _before_aside(parse: Parse, k: int) -> int:
    """« The economy of Shandong, in east China, exceeded »: the token before an adverbial aside between commas."""
    tokens = parse.tokens
    if k < 2 or tokens[k].text != ",":
        return k
    opening = next((j for j in range(k - 1, max(k - 12, -1), -1) if tokens[j].text == ","), None)
    if opening is not None and opening > 0 and tokens[opening + 1].pos in ("ADP", "SCONJ"):
        return opening - 1
    return k


def _relative_left(parse: Parse, verb: int, lang: str) -> int | None:
    """Where the relative clause of a finite verb begins, if it has one: « le barrage, dont le lac s'étire …, »."""
    for k in range(verb - 1, max(verb - 10, -1), -1):
        if parse.tokens[k].lower in words(lang, "relative"):
            return k
        if parse.tokens[k].text == ",":
            return None
    return None


def _outermost(
    parse: Parse,
    head: int,
    lang: str,
    *,
    of_only: bool = False,
    floor: int = 0,
    skip: frozenset[int] = frozenset(),
) -> int:
    """From a complement up to the noun that carries it: « la part des ventes » from « ventes » to « part »."""
    tokens = parse.tokens
    of_words = words(lang, "of") | words(lang, "of-the")
    while (
        "noun-first" in words(lang, "order")
        and head > floor
        and tokens[head].pos == "PROPN"
        and tokens[head - 1].pos in ("NOUN", "PROPN")
        and tokens[head - 1].end + 1 >= tokens[head].start
    ):
        head -= 1  # « le programme Horizon Europe », « la ligne Rodez–Séverac »
    for _ in range(12):
        k = left_edge(parse, head, lang) - 1
        while k >= 0 and tokens[k].lower in determiners(lang) and tokens[k].lower not in of_words:
            k -= 1
        bare = tokens[k].lower in words(lang, "bare-complement") and k + 1 < len(tokens)
        bare = (
            bare and tokens[k + 1].lower not in determiners(lang) and tokens[k + 1].lower not in words(lang, "growth")
        )
        if k < 1 or not (tokens[k].lower in of_words or bare or (tokens[k].pos == "ADP" and not of_only)):
            return head
        j = k - 1
        while j >= 0 and (tokens[j].pos == "ADJ" or (tokens[j].pos == "VERB" and is_participle(tokens[j]))):
            j -= 1
        if j < floor or j in skip or tokens[j].pos not in NOMINAL or not any(c.isalpha() for c in tokens[j].text):
            return head
        if tokens[j].lower in words(lang, "preposition-noun"):
            return head  # « au titre du plan », "in terms of"
        head = j
    return head


def noun_before(parse: Parse, number: int, lang: str, floor: int) -> Phrase | None:
    """The noun phrase that carries a number through of: « un budget de N », « une hausse de N », "a drop of N".

    Also « X, de N » and « X, long de N » (the phrase before the comma), and "X, at N,".
    """
    tokens = parse.tokens
    of_words = words(lang, "of") | words(lang, "of-the")
    k = _before_bound(parse, number, lang, floor)
    aside_link = k >= floor and _is_aside(parse, k, floor) and tokens[k].lower in words(lang, "at")
    if k < floor or not (aside_link or tokens[k].lower in of_words | words(lang, "worth")):
        return None
    link = k
    k -= 1
    if k >= floor and tokens[k].lower in words(lang, "dimension-adjective") and (k == 0 or tokens[k - 1].text != ","):
        return None  # « Haute de 62 mètres, la fusée … »
    if k - 1 >= floor and tokens[k].pos in ("ADJ", "VERB") and tokens[k - 1].text == ",":
        k -= 1  # « la ligne Rodez, longue de 44 km », « le plan, doté de 3 M€ »
    aside = k >= floor and tokens[k].text == ","
    if aside:
        k -= 1
    while k >= floor and (
        tokens[k].pos == "ADJ" or (tokens[k].pos == "VERB" and is_participle(tokens[k])) or _is_year(tokens[k].text)
    ):
        if is_change(tokens[k].lower, lang):
            return None  # « des émissions réduites de 90 % »: the participle governs the number, as a verb does
        k -= 1
    if k < floor or tokens[k].pos not in NOMINAL or not any(c.isalpha() for c in tokens[k].text):
        return None
    head = _outermost(parse, k, lang, of_only=not aside, floor=floor)
    last = right_edge(parse, head, lang, stop=link)
    return make_phrase(parse, left_edge(parse, head, lang), max(last, k), head)


def _is_year(text: str) -> bool:
    """« un budget 2026 de 3,9 milliards »: a year between the noun and its number."""
    return len(text) == 4 and text.isdigit()


def _before_bound(parse: Parse, number: int, lang: str, floor: int) -> int:
    """Index of the link word before a number, across « plus de », « près de », "nearly", articles."""
    tokens = parse.tokens
    k = number - 1
    of_words = words(lang, "of") | words(lang, "of-the")
    while k >= floor:
        if tokens[k].lower in of_words and k - 1 >= floor and tokens[k - 1].lower in words(lang, "bound-of"):
            k -= 2
        elif k > floor and f"{tokens[k - 1].lower} {tokens[k].lower}" in words(lang, "bound-pair"):
            k -= 2
        elif tokens[k].pos in ("ADV", "SYM") or (tokens[k].pos == "DET" and tokens[k].lower not in of_words):
            k -= 1
        elif tokens[k].lower in words(lang, "bound-of") or tokens[k].lower in words(lang, "range"):
            k -= 1
        else:
            break
    return k


def _is_aside(parse: Parse, k: int, floor: int) -> bool:
    """Does the link word stand right behind a comma?"""
    return k - 1 >= floor and parse.tokens[k - 1].text == ","


def leading_noun(parse: Parse, number: int, lang: str, floor: int, skip: frozenset[int] = frozenset()) -> Phrase | None:
    """Where no verb stands before the number (titles, asides): the nearest noun phrase to its left."""
    head = _nominal_left(parse, number, lang, skip)
    if head is None or head < floor or parse.tokens[head].pos == "PRON":
        return None
    return _phrase(parse, head, lang, stop=number)


def object_between(parse: Parse, verb: int, number: int, lang: str) -> Phrase | None:
    """The object between a causative verb and its number: « porter le budget à N », "lift capacity by N"."""
    tokens = parse.tokens
    for k in range(verb + 1, number):
        token = tokens[k]
        if token.pos in NOMINAL and any(c.isalpha() for c in token.text):
            return _phrase(parse, k, lang, stop=_preposition_before(parse, number, k))
        if token.pos not in ("DET", "ADJ", "ADV", "PRON", "VERB"):
            return None
    return None


def object_after(parse: Parse, after: int, lang: str) -> Phrase | None:
    """The object behind the number: « réduire de 45 % les émissions industrielles »."""
    tokens = parse.tokens
    if after < len(tokens) and tokens[after].lower in determiners(lang):
        k = after
        while k < len(tokens) and tokens[k].pos in ("DET", "ADJ"):
            k += 1
        if k < len(tokens) and tokens[k].pos in NOMINAL:
            return _phrase(parse, k, lang, stop=len(tokens))
    return None


def _preposition_before(parse: Parse, number: int, floor: int) -> int:
    k = number - 1
    while k > floor and parse.tokens[k].pos != "ADP":
        k -= 1
    return k if k > floor else number


def following_subject(parse: Parse, number: int, lang: str) -> Phrase | None:
    """The subject of the next finite verb behind the number (« Après une baisse de N, les ventes progressent »)."""
    tokens = parse.tokens
    for k in range(number + 1, len(tokens)):
        if is_finite(tokens[k]):
            phrase = subject_of(parse, (k, k), lang)
            return phrase if phrase is not None and phrase.first > number else None
    return None

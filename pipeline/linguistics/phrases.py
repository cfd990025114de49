"""Noun phrases over a parse: where one begins, where it ends, and what of it names the thing.

The parse is a witness, not a judge: heads and attachments of a small model are wrong too often (« valeur ajoutée »,
grouped digits), so extents are scanned over parts of speech and closed-class words (languages/grammar.csv), and the
tree is only asked who is whose subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.languages import rows
from pipeline.linguistics.parse import Parse, Token

NOMINAL = frozenset({"NOUN", "PROPN", "X", "SYM"})
CONTENT = NOMINAL | {"ADJ", "VERB", "NUM"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: token indices from first to last (inclusive), its head, and document offsets."""

    first: int
    last: int
    head: int
    start: int
    end: int


@cache
def words(lang: str, kind: str) -> frozenset[str]:
    """The forms of one closed class of languages/grammar.csv, in lower case."""
    return frozenset(row["form"] for row in rows("grammar", lang) if row["class"] == kind)


@cache
def determiners(lang: str) -> frozenset[str]:
    """Articles, demonstratives, possessives and quantifiers that open a noun phrase."""
    kinds = ("definite", "indefinite", "demonstrative", "possessive", "quantifier")
    return frozenset().union(*(words(lang, kind) for kind in kinds))


def is_finite(token: Token) -> bool:
    """A verb or auxiliary that carries a clause (no participle, no infinitive)."""
    return token.pos == "AUX" or (token.pos == "VERB" and "VerbForm=Fin" in token.morph)


def is_participle(token: Token) -> bool:
    """A participle, as tagged; English -ing and -ed forms before a noun are often tagged as plain verbs."""
    return "VerbForm=Part" in token.morph or "VerbForm=Ger" in token.morph


def make_phrase(parse: Parse, first: int, last: int, head: int) -> Phrase:
    """A phrase from token indices."""
    end = parse.tokens[last].end
    while parse.tokens[last].text[: end - parse.tokens[last].start].endswith((".", ",", ";")) and last > first:
        end -= 1  # the stop that a tokenizer leaves on « A400M. »
    return Phrase(first, last, head, parse.tokens[first].start, end)


def left_edge(parse: Parse, head: int, lang: str) -> int:
    """First token of the noun phrase around `head`, without determiner: adjectives and compounds before it."""
    tokens = parse.tokens
    first = head
    while first > 0 and tokens[first].text[:1] in "-–" and tokens[first - 1].end == tokens[first].start:
        first -= 1  # « chimie-pharma », cut by the tokenizer before its hyphen
    last_noun = "noun-last" in words(lang, "order")
    while first > 0:
        token = tokens[first - 1]
        if token.lower in determiners(lang) or token.lower in words(lang, "link") | words(lang, "foresees"):
            break
        chain = _chain_start(tokens, first - 1) if last_noun else first - 1
        if chain < first - 1:
            first = chain  # "stocks-to-use ratio"
        elif token.text in ("-", "–") and first >= 2 and tokens[first - 2].end == token.start:
            first -= 2
        elif token.pos == "ADJ" or (last_noun and token.pos in ("NOUN", "PROPN", "X")):
            first -= 1
        elif last_noun and token.pos == "VERB" and token.dep in ("amod", "compound", "nmod"):
            if tokens[head].dep == "conj" and tokens[tokens[head].head].pos == "VERB":
                break  # "arrested two people and recovered goods": the verb of its own object
            first -= 1
        elif last_noun and token.lower in ("'s", "'") and first >= 2 and tokens[first - 2].pos in NOMINAL:
            first -= 2
        elif token.text in ("-", "–") and first >= 2 and tokens[first - 2].end == token.start:
            first -= 2
        elif (
            token.pos == "NUM" and first >= 3 and tokens[first - 2].text == "-" and tokens[first - 2].end == token.start
        ):
            first -= 3  # "under-five mortality"
        elif token.pos == "ADV" and tokens[first].pos in ("ADJ", "VERB") and first != head and token.dep == "advmod":
            first -= 1
        elif last_noun and token.text.isdigit() and tokens[first - 2].lower in words(lang, "numbered") and first >= 2:
            first -= 2  # "Tier 1 ratio", "type 1 departments"
        elif last_noun and token.pos == "CCONJ" and first >= 2 and _shares(tokens, first, head, lang):
            first -= 2
        else:
            break
    return first


def _chain_start(tokens: tuple[Token, ...], i: int) -> int:
    """Where the words that hyphens tie to token `i` begin; `i` where none does."""
    while i >= 2 and tokens[i - 1].text == "-" and tokens[i - 2].end == tokens[i - 1].start < tokens[i].start:
        if tokens[i - 1].end != tokens[i].start:
            break
        i -= 2
    return i


def _shares(tokens: tuple[Token, ...], first: int, head: int, lang: str) -> bool:
    """Of "food and drink exports", "rural and urban areas" the first, which goes with the head as what follows does."""
    token = tokens[first - 2]
    noun = token.dep in ("nmod", "compound") and token.pos in ("NOUN", "PROPN")
    fraction = first >= 3 and tokens[first - 3].lower in words(lang, "indefinite")  # "by a fifth and solar generation"
    quality = token.dep == "amod" and token.pos == tokens[first].pos == "ADJ" and not fraction
    return token.head == head and (noun or quality)


def right_edge(parse: Parse, head: int, lang: str, *, stop: int | None = None) -> int:
    """Last token of the full noun phrase around `head`: every complement up to a verb, a comma, a relative.

    stop: a token index that is certainly outside (the verb of a subject, the number itself).
    """
    tokens = parse.tokens
    stop = len(tokens) if stop is None else stop
    last = head
    while last + 1 < stop:
        token = tokens[last + 1]
        unknown = token.pos == "PRON" and tokens[last].pos == "ADP" and token.lower not in words(lang, "pronoun")
        unknown = unknown or _is_second_of_two(parse, head, last + 1, lang)
        if (
            not unknown
            and token.pos in ("PUNCT", "AUX", "SCONJ", "PRON")
            and not (token.pos == "SCONJ" and parse.tokens[last + 2].lower in words(lang, "accounted"))
            and token.text not in ("-", "–", "'", '"', "«", "»")
        ):
            break
        if token.lower in words(lang, "relative") or (
            token.lower in words(lang, "link") and not opens_complement(parse, last + 1)
        ):
            break
        after = tokens[last + 2].lower if last + 2 < len(tokens) else ""
        if token.pos == "ADP" and f"{token.lower} {after}" in words(lang, "adverbial"):
            break  # « les tués par rapport à 2005 »
        if token.lower in words(lang, "comparative") and after in words(lang, "bound-link") and last + 2 < stop:
            break  # "imports more than doubled"
        accounted = after in words(lang, "accounted")  # « le résultat avant impôt », "profit before tax"
        if is_finite(token) or _bounds(parse, last + 1, stop, lang):
            break
        if token.lower in words(lang, "adverbial-prep") and not accounted:
            break
        if token.pos == "CCONJ" and not (
            last + 2 < stop
            and tokens[last + 2].dep != "mark"  # « la consommation des bâtiments et d'éviter … »
            and (
                tokens[last + 2].pos in ("ADP", "DET", "ADJ", "NOUN", "PROPN")
                or _is_second_of_two(parse, head, last + 2, lang)
            )
        ):
            break
        last += 1
    while last > head and tokens[last].pos in ("ADP", "DET", "CCONJ", "ADV", "PUNCT", "PRON", "PART"):
        if (tokens[last].pos in ("ADV", "PRON") and tokens[last - 1].pos == "ADP") or tokens[last].dep == "flat":
            break  # « capacité de dessalement »: a noun that the model does not know
        last -= 1
    return last


def _is_second_of_two(parse: Parse, head: int, i: int, lang: str) -> bool:
    """« l'écart entre le taux d'emploi des femmes et celui des hommes »: the pronoun of the second of a pair."""
    tokens = parse.tokens
    if tokens[i].lower not in words(lang, "that-of") or tokens[i - 1].pos != "CCONJ":
        return False
    return any(t.lower in words(lang, "between") for t in tokens[head:i])


def _bounds(parse: Parse, i: int, stop: int, lang: str) -> bool:
    """« supérieur à », "smaller than", « pouvant atteindre »: it measures the noun; not « le réseau supérieur »."""
    token, after = parse.tokens[i], parse.tokens[i + 1] if i + 1 < len(parse.tokens) else None
    if token.lower in words(lang, "bound-adjective"):
        measures = after is not None and i + 1 >= stop and after.pos in ("NUM", "SYM", "ADP", "DET", "ADV")
        return after is None or measures or after.lower in words(lang, "bound-link")
    ongoing = token.pos == "VERB" and token.lower.endswith(tuple(words(lang, "present-ending")))
    return ongoing and after is not None and "VerbForm=Inf" in after.morph


def opens_complement(parse: Parse, i: int) -> bool:
    """« le vaccin contre la grippe »: a link word that is here a plain preposition before its noun."""
    tokens = parse.tokens
    return tokens[i].pos == "ADP" and i + 1 < len(tokens) and tokens[i + 1].pos in ("DET", "NOUN", "PROPN")

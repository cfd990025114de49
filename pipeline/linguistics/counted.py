"""The counted noun phrase behind a number: its head noun, adjectives, and complements without determiner.

Contract, point 18. Scanned over parts of speech and closed-class words, as in phrases.py.
"""

from __future__ import annotations

from pipeline.linguistics.parse import Parse, Token
from pipeline.linguistics.phrases import (
    Phrase,
    determiners,
    is_finite,
    is_participle,
    make_phrase,
    opens_complement,
    words,
)


def counted_phrase(parse: Parse, i: int, lang: str, *, limit: int | None = None) -> Phrase | None:
    """The counted noun phrase that begins at token `i`, directly behind a number; None where none begins.

    Its extent is that of the contract, point 18: head noun, adjectives, complements without determiner.
    limit: a document offset that it does not cross.
    """
    if limit is not None:
        parse = Parse(tuple(token for token in parse.tokens if token.end <= limit))
    tokens = parse.tokens
    if i < len(tokens) and tokens[i].lower in words(lang, "of"):
        i += 1
    if i >= len(tokens) or not _opens(parse, i, lang):
        return None
    if "noun-last" in words(lang, "order"):
        return _noun_last(parse, i, lang)
    return _noun_first(parse, i, lang)


def _opens(parse: Parse, i: int, lang: str) -> bool:
    """Can a counted noun phrase begin at this token?"""
    token = parse.tokens[i]
    if _is_superlative(parse, i, lang):
        return True
    if token.lower in words(lang, "comparative") or token.lower in words(lang, "link"):
        return False
    if token.pos in ("NOUN", "PROPN", "ADJ", "X"):
        return any(character.isalpha() for character in token.text)
    if _hyphened_number(parse, i):  # "36,000 three-person households"
        return "noun-last" in words(lang, "order")
    if token.pos == "ADV" and "noun-last" in words(lang, "order"):  # "640 newly trained nurses"
        after = parse.tokens[i + 1] if i + 1 < len(parse.tokens) else None
        return after is not None and after.pos in ("ADJ", "VERB") and _before_noun(parse, i + 1)
    if token.pos == "VERB":  # « 58 morts », « 1 287 blessés », "unemployed people": participles taken for nouns
        return is_participle(token) or not is_finite(token)
    return False


def _is_superlative(parse: Parse, i: int, lang: str) -> bool:
    """« les 50 plus grandes entreprises »: more, behind an article and a number, with its adjective and a noun."""
    tokens = parse.tokens
    if tokens[i].lower not in words(lang, "comparative") or i < 2 or "noun-first" not in words(lang, "order"):
        return False
    opened = tokens[i - 2].lower in words(lang, "definite") | words(lang, "of-the") | words(lang, "possessive")
    return opened and i + 2 < len(tokens) and tokens[i + 1].pos == "ADJ" and tokens[i + 2].pos in ("ADJ", "NOUN")


def _hyphened_number(parse: Parse, i: int) -> bool:
    """Is token `i` the number of a compound adjective: "three-person", "10-year"?"""
    tokens = parse.tokens
    if tokens[i].pos != "NUM" or i + 2 >= len(tokens):
        return False
    return tokens[i + 1].text == "-" and tokens[i + 1].start == tokens[i].end and tokens[i + 2].pos in ("NOUN", "ADJ")


def _noun_first(parse: Parse, i: int, lang: str) -> Phrase | None:
    """French order: adjectives, head noun, then adjectives and bare complements."""
    tokens = parse.tokens
    head = i + 1 if _is_superlative(parse, i, lang) else i
    while head + 1 < len(tokens) and tokens[head].pos == "ADJ" and tokens[head + 1].pos in ("ADJ", "NOUN", "PROPN"):
        if _gap(tokens, head):
            break
        head += 1
    # « postes supplémentaires » tagged ADJ ADJ has no noun: the first one is the head then
    if tokens[head].pos == "ADJ" and head > i and tokens[i].pos == "ADJ":
        head = i
    last = _extend_noun_first(parse, head, lang)
    return make_phrase(parse, i, last, head)


def _extend_noun_first(parse: Parse, last: int, lang: str, depth: int = 0) -> int:
    tokens = parse.tokens
    while last + 1 < len(tokens):
        token = tokens[last + 1]
        if _gap(tokens, last) and token.start != tokens[last].end + 1:
            break
        if token.lower in words(lang, "rate-adjective") or token.lower in words(lang, "link"):
            break
        if token.pos in ("ADJ", "NOUN", "PROPN", "X") and token.lower not in determiners(lang):
            if _is_verb_like(parse, last + 1, lang):
                break  # « le bâtiment de quatre étages compte 12 logements »
            if token.pos == "PROPN" and token.entity in ("LOC", "GPE", "PER") and "-" not in token.text:
                break  # « coquilles Saint-Jacques » are one name
            past = token.lower.endswith(tuple(words(lang, "participle-ending")))
            participle = past and (token.pos == "ADJ" or token.dep == "amod")
            complement = last + 2 < len(tokens) and (
                tokens[last + 2].lower in words(lang, "participle-prep")
                or (tokens[last + 2].lower in words(lang, "link") and opens_complement(parse, last + 2))
            )
            clitic = last + 3 < len(tokens) and is_finite(tokens[last + 3])  # « 246 000 propriétaires privés en ont »
            if participle and complement and not clitic:
                break  # « d'enfants vaccinés en Afrique », « vaccinés contre la rougeole »
            linked = last + 2 < len(tokens) and tokens[last + 2].pos == "ADP"
            if linked and token.lower in words(lang, "complement-adjective"):
                break  # « des élèves issus de 42 collèges »
            last += 1
        elif (token.pos == "NUM" and _is_code(token.text)) or token.lower.startswith(tuple(words(lang, "prefix"))):
            last += 1  # « voitures M7 »
        elif token.text.isdigit() and last + 2 < len(tokens) and tokens[last + 2].start == token.end:
            if not tokens[last + 2].text[:1].isalpha():
                break
            last += 2  # « stations de base 5G », cut in two by the tokenizer
        elif token.pos == "VERB" and is_participle(token) and not _has_complement(parse, last + 1, lang):
            last += 1
        elif token.lower in words(lang, "bare-complement") and depth < 4:
            end = _bare_complement(parse, last + 1, lang, depth)
            if end is None:
                break
            last = end
        else:
            break
    return last


def _is_code(text: str) -> bool:
    return any(c.isalpha() for c in text) and any(c.isdigit() for c in text)


def _bare_complement(parse: Parse, i: int, lang: str, depth: int) -> int | None:
    """Last token of « de / à / en / par + bare noun » that begins at the preposition `i`."""
    tokens = parse.tokens
    j = i + 1
    if j >= len(tokens):
        return None
    noun = tokens[j]
    if "VerbForm=Inf" in noun.morph:  # « permis de conduire », « postes à pourvoir »
        after = tokens[j + 1].pos if j + 1 < len(tokens) else ""
        return j if after not in ("DET", "NOUN", "PROPN", "PRON", "NUM") else None
    if noun.pos not in ("NOUN", "PROPN", "ADJ", "X") and not (noun.pos == "VERB" and is_participle(noun)):
        return None
    if (
        noun.lower in words(lang, "adverbial")
        or f"{tokens[i].lower} {noun.lower}" in words(lang, "adverbial")
        or noun.lower in determiners(lang)
        or noun.lower in words(lang, "comparative")
    ):
        return None
    place = noun.entity in ("LOC", "GPE", "PER") and noun.pos == "PROPN"
    if place or (noun.text[:1].isupper() and not noun.text.isupper()):
        return None
    if tokens[i].lower in words(lang, "per-word") and noun.lower not in words(lang, "cause"):
        return None
    if noun.lower in words(lang, "calendar-noun"):
        return None
    while tokens[j].pos == "ADJ" and j + 1 < len(tokens) and tokens[j + 1].pos == "NOUN":
        j += 1
    return _extend_noun_first(parse, j, lang, depth + 1)


def _has_complement(parse: Parse, i: int, lang: str) -> bool:
    """Does the participle at `i` take a complement behind it (« développés à Beijing »)?"""
    tokens = parse.tokens
    if i + 1 >= len(tokens):
        return False
    after = tokens[i + 1]
    if tokens[i].lower.endswith(tuple(words(lang, "quality-ending"))):
        return False  # « postes vacants »: a present participle does not agree
    linked = after.lower in words(lang, "link") and not opens_complement(parse, i + 1)  # « vaccinés contre la … »
    return after.pos in ("ADP", "DET", "NOUN", "PROPN", "NUM", "ADV") and not linked


def _noun_last(parse: Parse, i: int, lang: str) -> Phrase | None:
    """English order: whatever stands before the head noun, then `of` + bare noun."""
    tokens = parse.tokens
    head, j = None, i
    while j < len(tokens):
        token = tokens[j]
        if (j > i and tokens[j - 1].end < token.start - 1) or (head is not None and _goes_on_otherwise(parse, j)):
            break
        if token.pos in ("NOUN", "PROPN", "X"):
            if head is not None and (token.lower in words(lang, "calendar-noun") or _is_verb_like(parse, j, lang)):
                break
            head = j
        elif head is not None and (token.pos == "CCONJ" or token.text == ","):
            shared = shared_noun(parse, head)
            if shared is None or shared < j:
                break
            head = j = shared
        elif token.pos == "ADJ" or (token.pos == "VERB" and not is_finite(token)):
            pass
        elif token.text in ("-", "–") or token.lower in ("'s", "'") or _hyphened_number(parse, j):
            pass
        elif token.pos == "ADV" and j + 1 < len(tokens) and tokens[j + 1].pos in ("ADJ", "VERB"):
            pass
        elif token.pos == "CCONJ" and head is None and j + 1 < len(tokens) and tokens[j + 1].pos == "ADJ":
            pass
        else:
            break
        j += 1
    if head is None:
        return None
    last = head
    if last + 2 < len(tokens) and tokens[last + 1].lower in words(lang, "bare-complement"):
        after = tokens[last + 2]
        bare = after.pos in ("NOUN", "ADJ", "X") and after.lower not in determiners(lang)
        if bare and not after.entity.startswith("DATE"):
            inner = _noun_last(parse, last + 2, lang)
            if inner is not None:
                last = inner.last
    return make_phrase(parse, i, last, head)


def _goes_on_otherwise(parse: Parse, j: int) -> bool:
    """A quality or verb behind the head noun that begins no further noun: "help farmers replace ageing pumps"."""
    token = parse.tokens[j]
    return (token.pos in ("ADJ", "VERB") and not _before_noun(parse, j)) or "VerbForm=Inf" in token.morph


def shared_noun(parse: Parse, i: int) -> int | None:
    """Of "hospital and community health projects" the noun that what stands at `i` shares; None where it shares none.

    Only where nothing but nouns, adjectives and commas stands between;.
    """
    tokens = parse.tokens
    noun = tokens[i].head
    if tokens[i].dep not in ("nmod", "compound", "amod") or noun <= i + 1:
        return None
    between = tokens[i + 1 : noun]
    if tokens[noun].pos not in ("NOUN", "PROPN") or not any(t.pos == "CCONJ" for t in between):
        return None
    inside = all(t.pos in ("NOUN", "PROPN", "ADJ", "CCONJ") or t.text in (",", "-") for t in between)
    return noun if inside else None


def _is_verb_like(parse: Parse, j: int, lang: str) -> bool:
    """A verb that looks like a noun, right before a number: "The 2.5 km tunnel cost £40 million"."""
    before_number = j + 1 >= len(parse.tokens) or parse.tokens[j + 1].pos in ("NUM", "SYM")  # cut off before it
    return before_number and parse.tokens[j].lower in words(lang, "verb-like")


def _before_noun(parse: Parse, j: int) -> bool:
    """Is there a noun directly behind the modifiers at `j`?"""
    tokens = parse.tokens
    while j < len(tokens) and (tokens[j].pos in ("ADJ", "VERB") or tokens[j].text in ("-", "–")):
        if tokens[j].pos == "VERB" and is_finite(tokens[j]):
            return False
        j += 1
    return j < len(tokens) and tokens[j].pos in ("NOUN", "PROPN")


def _gap(tokens: tuple[Token, ...], i: int) -> bool:
    """Is there more than one character between token i and the next?"""
    return tokens[i + 1].start > tokens[i].end + 1

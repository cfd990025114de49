"""The verb that governs a number: the group of verb and auxiliaries to its left."""

from __future__ import annotations

from functools import cache

import regex

from pipeline.context.cues import cue_pattern
from pipeline.languages import LANGUAGES, longest_first, rows
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.parse import Parse, Token
from pipeline.linguistics.phrases import NOMINAL, is_finite, is_participle, words


def is_verb_of(parse: Parse, i: int, lang: str, kind: str) -> bool:
    """Does the verb at token `i` begin with a stem of this class of languages/verbs.csv?"""
    return is_verb(parse.tokens[i].lower, lang, kind)


def is_verb(word: str, lang: str, kind: str) -> bool:
    """Does a word in lower case begin with a stem of this class of languages/verbs.csv?"""
    return bool(_stems(lang, kind).match(word))


def verb_group(parse: Parse, number: int, lang: str, floor: int = 0, *, finite: bool = False) -> tuple[int, int] | None:
    """The verb group nearest to the left of token `number`: its first and last token, or None.

    A group is a run of verbs and auxiliaries with clitics and adverbs between (« n'a pas encore dépassé »).
    A past participle without auxiliary (« les montants engagés ») is a group only where the number is its own
    complement (« fixée à 150 € »). finite: only a group that carries a clause.
    """
    tokens = parse.tokens
    for k in range(number - 1, floor - 1, -1):
        if tokens[k].lower in words(lang, "in-a-row") and tokens[k - 1].pos == "NOUN":
            continue  # "for the third year running"
        if tokens[k].dep == "amod" and tokens[k + 1].pos == "NOUN" and "noun-last" in words(lang, "order"):
            continue  # "its waiting list"
        if k and tokens[k - 1].text == "-" and tokens[k - 1].end == tokens[k].start > tokens[k - 1].start:
            continue  # "the stocks-to-use ratio"
        close = k + 1 < len(tokens) and tokens[k + 1].pos in ("NUM", "SYM")
        if close and tokens[k].lower in words(lang, "bound-of"):
            continue  # "an estimated £44 million"
        if tokens[k].pos in ("VERB", "AUX") and not _qualifies_noun(parse, k, number, lang):
            first = _group_start(parse, k, floor, lang)
            if not finite or any(is_finite(token) for token in tokens[first : k + 1]):
                return first, k
        if _mistagged_verb(parse, k, number, lang):
            return _group_start(parse, k, floor, lang) if tokens[k - 1].pos == "AUX" else k, k
    return None


@cache
def _stems(lang: str, kind: str) -> regex.Pattern[str]:
    stems = longest_first(row["stem"] for row in rows("verbs", lang) if row["class"] == kind)
    return compile_pattern("(?:" + ("|".join(regex.escape(stem) for stem in stems) or "(?!)") + ")")


def _group_start(parse: Parse, last: int, floor: int, lang: str) -> int:
    tokens = parse.tokens
    first, j = last, last
    while j > floor:
        j -= 1
        if tokens[j].text == "," and tokens[first].pos == "VERB":
            j = _before_aside(parse, j, floor)
            if j < floor:
                break
        if tokens[j].pos in ("VERB", "AUX"):
            past = is_past_participle(tokens[j], lang)
            noun_like = (
                "VerbForm=Part" in tokens[j].morph
                and j > 0
                and tokens[j - 1].pos == "ADP"
                and tokens[j - 1].lower not in words(lang, "gerund")
            )
            infinitive = "VerbForm=Inf" in tokens[j].morph and j > 0 and tokens[j - 1].pos == "ADP"
            if noun_like or (infinitive and tokens[first].pos == "VERB" and is_finite(tokens[first])):
                break  # « le revenu par habitant s'est établi », « le permis de conduire coûte »
            qualifies = past and j > 0 and tokens[j - 1].pos in (*NOMINAL, "ADJ")
            two = tokens[j].pos == tokens[first].pos == "VERB" and is_finite(tokens[j]) and is_finite(tokens[first])
            if qualifies or two or tokens[j].dep == "relcl":
                break  # two: « les élèves dont les parents travaillent paient N »
            first = j
        elif not (tokens[j].pos in ("ADV", "PART") or is_clitic(parse, j)):
            break
    return first


def _before_aside(parse: Parse, comma: int, floor: int) -> int:
    """Of « ont, quant à eux, augmenté » the auxiliary before the aside that a comma closes; -1 where none is."""
    tokens = parse.tokens
    for k in range(comma - 1, max(comma - 9, floor), -1):
        if tokens[k].text == ",":
            return k - 1 if tokens[k - 1].pos == "AUX" and not is_finite(tokens[comma + 1]) else -1
        if is_finite(tokens[k]) or tokens[k].text in (";", ":"):
            return -1
    return -1


def is_past_participle(token: Token, lang: str) -> bool:
    """A past participle, as tagged or by its ending (« importé », of which the model only says that it is a verb)."""
    if "VerbForm" not in token.morph:
        return token.pos == "VERB" and token.lower.endswith(tuple(words(lang, "participle-ending")))
    return "VerbForm=Part" in token.morph and "Tense=Past" in token.morph


def _qualifies_noun(parse: Parse, k: int, number: int, lang: str) -> bool:
    """Is the token a past participle without auxiliary that does not govern the number itself?"""
    tokens = parse.tokens
    token = tokens[k]
    if token.pos != "VERB" or "Tense=Past" not in token.morph or "VerbForm=Part" not in token.morph:
        return False
    j = k - 1
    while j >= 0 and (tokens[j].pos in ("ADV", "PART") or is_clitic(parse, j)):
        j -= 1
    if j >= 0 and tokens[j].pos in ("AUX", "VERB"):
        return False
    # « atteint une moyenne de 19 jours »: the average is no noun of its own
    between = [t for t in tokens[k + 1 : number] if t.lower not in words(lang, "bound-of")]
    return any(t.pos in NOMINAL or t.pos == "PRON" for t in between) or len(between) > 5


def _mistagged_verb(parse: Parse, k: int, number: int, lang: str) -> bool:
    """A verb right before its number that the model took for a noun (« le PIB accélère (+0,5 %) »)."""
    tokens = parse.tokens
    if k == 0 or tokens[k].pos not in ("NOUN", "ADJ", "PROPN") or tokens[k - 1].pos in ("DET", "ADP"):
        return False
    if tokens[k].lower in words(lang, "bound-adjective"):
        return False
    if tokens[k - 1].pos == "ADJ" and "noun-last" in words(lang, "order"):
        return False
    word, between = tokens[k].lower, tokens[k + 1 : number]
    if word in words(lang, "verb-like"):  # "crime cost an estimated £44 million"
        whom = bool(between) and between[0].pos == "DET"  # "fly-tipping costs the council £3 million"
        small = ("ADV", "DET", "SYM", "NOUN") if whom else ("ADV", "DET", "SYM")
        if "noun-first" in words(lang, "order") and len(between) == 1 and between[0].pos == "ADP":
            return True  # « le riz compte pour 41 % »
        return all(t.pos in small or t.lower in words(lang, "bound-of") for t in between)
    if any(t.pos not in ("ADP", "ADV", "DET", "PUNCT", "SYM", "PART") for t in between):
        return False
    match = _stems(lang, "measure").match(word)
    return bool(match and match.end() > 4) or bool(
        cue_pattern("change_words", lang, **{"class": ("verb", "adjacent")}).fullmatch(word)
    )


def is_clitic(parse: Parse, j: int) -> bool:
    """« s' », « y », « en »: a short pronoun between subject and verb."""
    token = parse.tokens[j]
    return token.pos == "PRON" and len(token.lower.rstrip("'")) <= 2 and token.dep not in ("subject",)


def shares_subject(parse: Parse, first: int, lang: str) -> bool:
    """« … et augmente de N », « pour se fixer à N », "to reach N": a verb that goes on with the subject before it."""
    tokens = parse.tokens
    if tokens[first].lower in words(lang, "having"):
        return True  # "Rates eased to 4.1%, having peaked at 6.2%"
    k = first - 1
    while k > 0 and (tokens[k].pos == "ADV" or is_clitic(parse, k)):
        k -= 1
    if k <= 0:
        return False
    infinitive = "VerbForm=Inf" in tokens[first].morph or tokens[k].lower in words(lang, "to-verb")
    return tokens[k].pos == "CCONJ" or (infinitive and tokens[k].pos in ("ADP", "PART"))


def is_change(word: str, lang: str) -> bool:
    """Is the word a verb or participle of change (languages/change_words.csv)?"""
    return bool(cue_pattern("change_words", lang, **{"class": ("verb", "participle", "adjacent")}).fullmatch(word))


def is_passive(group: tuple[int, int], parse: Parse) -> bool:
    """Is the group an auxiliary of being and a participle (« est plafonnée », « ont été ramenées », "was cut")?"""
    tokens = parse.tokens
    passive = any(tokens[k].lower in _being() for k in range(group[0], group[1]))
    ongoing = "Aspect=Prog" in tokens[group[1]].morph  # "is cutting"
    return passive and is_participle(tokens[group[1]]) and not ongoing


def has_auxiliary(parse: Parse, i: int) -> bool:
    """Does an auxiliary of having stand before the participle at token `i` (« a presque doublé »)?"""
    tokens = parse.tokens
    k = i - 1
    while k > 0 and tokens[k].pos in ("ADV", "PART"):
        k -= 1
    return k >= 0 and tokens[k].pos == "AUX" and tokens[k].lower not in _being()


@cache
def _being() -> frozenset[str]:
    """The forms of « être » and "be", in every language of verbs.csv: none of them is a form of having elsewhere."""
    return frozenset(row["stem"] for lang in LANGUAGES for row in rows("verbs", lang) if row["class"] == "being")

"""How a phrase of the text becomes the wording of a column: without determiner, place, period or « nombre de »."""

from __future__ import annotations

import unicodedata
from functools import cache

import regex

from pipeline.context.scene import Scene
from pipeline.languages import forms, longest_first
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.phrases import determiners, words

_PREPOSITIONS = ("preposition", "of", "of-the", "definite", "indefinite", "and")


@cache
def _trailing_link(lang: str) -> regex.Pattern[str]:
    """The prepositions and articles that are left hanging once a place or a period is cut off behind them."""
    links = longest_first(frozenset().union(*(words(lang, kind) for kind in _PREPOSITIONS)))
    return compile_pattern(r"(?:(?<=[\s'(])|^)(?:" + "|".join(map(regex.escape, links)) + r")\s*$", regex.I)


@cache
def _here(lang: str, kind: str = "here") -> regex.Pattern[str]:
    """« de la ville », « du pays », "in the country": the place of the document, said with a class word.

    kind: "then" for its time, « sur la période », "in the quarter".
    """
    here = forms("grammar", lang, **{"class": kind})
    return compile_pattern(r"\s+(?:" + "|".join(map(regex.escape, here)) + r")$", regex.I)


@cache
def _heads(lang: str, kind: str) -> regex.Pattern[str]:
    """A head that only says « number of » or « growth of », with the words that may stand between."""
    heads = longest_first(words(lang, kind))
    rates = "|".join(map(regex.escape, longest_first(words(lang, "rate-word")))) or "(?!)"
    of_words = words(lang, "of") | words(lang, "of-the")
    of_words |= words(lang, "growth-of") if kind != "number-of" else frozenset()
    links = longest_first(of_words | (words(lang, "complement") if kind == "goal" else frozenset()))
    most = "|".join(f"{a} {m}" for a in words(lang, "definite") for m in words(lang, "most"))
    adjective = rf"(?:\s+(?:(?:{most})\s+)?\p{{L}}+)?"  # « les hausses les plus fortes de »
    if "noun-first" not in words(lang, "order"):
        adjective = ""  # "total cost of" is no « total de »
    return compile_pattern(
        r"^(?:(?:"
        + rates
        + r")\s+)?(?:(?:"
        + "|".join(map(regex.escape, heads))
        + rf"){adjective}\s+)(?:"
        + "|".join(regex.escape(link) + (r"\s*" if link.endswith("'") else r"\s+") for link in links)
        + r")",
        regex.I,
    )


# "the Bank's holdings", "Canada's harvest": who owns it is where or whose, not what; "operators' age" stays.
_BRACKETS = compile_pattern(r"\s*\([^()]*\)")
_LINK = compile_pattern(r"'s?\s+|\s+|[\s,:]+")
_PLURAL_OWNER = compile_pattern(r"^\p{L}+s'\s")  # "Renewables' share", at the head of a sentence
_POSSESSOR = compile_pattern(r"^(?:\p{Lu}[\p{L}.-]*+(?:\s(?=\p{Lu}))?){1,4}'s?\s+(?=\p{L})")


def strip_determiner(phrase: str, lang: str) -> str:
    """The phrase without the articles, possessives and demonstratives that open it.

    >>> strip_determiner("l'aide", "fr")
    'aide'
    """
    forms = determiners(lang)
    while True:
        lowered = phrase.lower().replace("’", "'")
        first, _, rest = lowered.partition(" ")
        elided = lowered[: lowered.find("'") + 1]
        if rest and first in forms:
            phrase = phrase[len(first) + 1 :].lstrip()
        elif elided in forms:
            phrase = phrase[len(elided) :]
        else:
            return phrase


def strip_head(phrase: str, lang: str, kind: str) -> str:
    """Without a head of one class: "number-of" or "growth" (languages/grammar.csv), and its link and article."""
    match = _heads(lang, kind).match(phrase.replace("’", "'"))
    return strip_determiner(phrase[match.end() :], lang) if match and phrase[match.end() :].strip() else phrase


def span_text(scene: Scene, start: int, end: int, *, keep_place: bool = False) -> str:
    """The words of a span as a column writes them: NFC, single spaces, no place, no period, no brackets.

    keep_place: for `whole`, which keeps « de la ville », « national » (« PIB de la ville ») but not a place's name.
    """
    lang = scene.document.lang
    start, end = _trim(_behind_number(start, end, scene), end, scene)
    phrase = unicodedata.normalize("NFC", " ".join(_without_places(start, end, scene).split()))
    phrase = _BRACKETS.sub("", phrase, timeout=1.0).strip(" ,;:.«»\"'–—-(")
    phrase = _here(lang, "then").sub("", phrase)
    if not keep_place:
        phrase = _here(lang).sub("", phrase)
        if _is_name(start, scene) and not (start == scene.sentence.start and _PLURAL_OWNER.match(phrase)):
            phrase = _POSSESSOR.sub("", phrase)
        first, _, rest = strip_determiner(phrase, lang).partition(" ")
        owner = first.lower().replace("’", "'").removesuffix("'s")
        own = first[:1].isupper() and rest[:1].isupper()  # "National Highways Authority"
        if rest and not own and (first.lower() in words(lang, "here-adjective") or owner in words(lang, "here-noun")):
            return (
                rest if owner != first.lower() or first.lower() in words(lang, "here-adjective") else f"{first} {rest}"
            )
    # « des 409 millions »: where a number was all there was, its article alone names nothing
    return strip_determiner(phrase, lang) if strip_determiner(f"{phrase} {phrase}", lang) != phrase else ""


def _is_name(start: int, scene: Scene) -> bool:
    """Is the capital at `start` that of a name, and not the one a sentence opens with ("Nurses' pay")?"""
    k = scene.parse.at(start)
    return start != scene.sentence.start or k is None or scene.parse.tokens[k].pos == "PROPN"


def _behind_number(start: int, end: int, scene: Scene) -> int:
    """The start behind a number that opens the span, and its of: « un million et demi de salariés »."""
    for quantity in scene.quantities:
        if quantity.number_start <= start < quantity.number_end < end:
            k = scene.parse.at(quantity.number_end)
            links = words(scene.document.lang, "of") | words(scene.document.lang, "of-the")
            if k is not None and scene.parse.tokens[k].lower in links:
                return scene.parse.tokens[k].end
            return quantity.number_end
    return start


def _without_places(start: int, end: int, scene: Scene) -> str:
    """The text of a span without the places inside it: "average UK house price", « prix à Lyon du mètre carré »."""
    text, folded, lang = scene.document.text, scene.document.folded, scene.document.lang
    pieces, behind = [], start
    for place in scene.places:
        if not behind < place.start < place.end < end:
            continue
        before = folded[behind : place.start]
        link = _trailing_link(lang).search(before.rstrip())
        inside = link is not None and link[0].strip().lower() in words(lang, "locative")
        if inside and link is not None and folded[place.end] == " ":
            pieces.append(text[behind : behind + link.start()])
        elif "noun-last" in words(lang, "order") and link is None and before[-1:] == " " and folded[place.end] == " ":
            pieces.append(text[behind : place.start])
        else:
            continue
        behind = place.end
    return "".join((*pieces, text[behind:end]))


def _trim(start: int, end: int, scene: Scene) -> tuple[int, int]:
    """Cut a place or period off either end, with the preposition and article before it."""
    folded, lang = scene.document.folded, scene.document.lang
    names = {(m.start, m.end) for m in scene.places}
    sizes = {(q.start, q.end) for q in scene.quantities if q.kind in ("measure", "amount", "percentage")}
    cuts = sorted(names | sizes | {(m.start, m.end) for m in scene.periods})
    moved = True
    while moved and start < end:
        moved = False
        for cut_start, cut_end in cuts:
            if cut_start > start and cut_start < end and not folded[cut_end:end].strip(" ,()'s"):
                head = folded[start:cut_start].rstrip()
                link = _trailing_link(lang).search(head)
                bound = head[: link.start()].split()[-1:] if link else head.split()[-1:]
                if (cut_start, cut_end) in sizes and bound and bound[0].lower() in words(lang, "bound-of"):
                    continue  # « les allocataires de moins de 30 ans »
                named = (cut_start, cut_end) in names and "noun-first" in words(lang, "order")
                if link is None and named and head[-1:].isalpha():
                    continue  # « coquilles Saint-Jacques », « plan Bretagne »: part of a name
                if link is None and (cut_start, cut_end) in names:
                    head = _before_adjectives(head, start, scene)  # "pubs in rural Wales"
                    link = _trailing_link(lang).search(head)
                while link and link.start() > 0:
                    head = head[: link.start()].rstrip(" ,(")
                    link = _trailing_link(lang).search(head)
                if head:
                    end, moved = _before_participle(start, start + len(head), scene), True
            elif cut_start <= start < cut_end < end:
                rest = folded[cut_end:end]
                skip = _LINK.match(rest)
                if skip:
                    start, moved = cut_end + skip.end(), True
            if moved:
                break
    return start, end


def _before_adjectives(head: str, start: int, scene: Scene) -> str:
    """The text before a place without the adjectives that go with the place, where a word of where opens them."""
    tokens, k = scene.parse.tokens, scene.parse.at(start + len(head) - 1)
    while k is not None and k > 0 and tokens[k].pos == "ADJ" and tokens[k].text[:1].islower():
        k -= 1
    opened = k is not None and tokens[k].lower in words(scene.document.lang, "locative")
    return head[: tokens[k].end - start] if opened and k is not None and tokens[k].start > start else head


def _before_participle(start: int, end: int, scene: Scene) -> int:
    """The end without a present participle whose place is cut off: "visitors departing (Ireland)"."""
    k = scene.parse.at(end - 1)
    if k is None or k == 0 or scene.parse.tokens[k - 1].start < start:
        return end
    token = scene.parse.tokens[k]
    ongoing = token.pos == "VERB" and token.lower.endswith(tuple(words(scene.document.lang, "present-ending")))
    return scene.parse.tokens[k - 1].end if ongoing else end

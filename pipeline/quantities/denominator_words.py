"""The words of denominators, compiled once per language from languages/denominators.csv."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.quantities import scan

TIME_CODES = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})
SCALE_WORDS = ("thousand", "word")  # classes of languages/scales.csv


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns and sets of one language. `openings` in the order in which they are tried."""

    openings: tuple[tuple[str, regex.Pattern[str]], ...]
    opening: regex.Pattern[str]  # any opening word at the end of a text
    tail: regex.Pattern[str]  # « par exploitation » at the end of a text
    spread: regex.Pattern[str]  # « d'aides », "plan" between a sum and « sur trois ans »
    fixed: regex.Pattern[str]
    listed: regex.Pattern[str]
    qualifier: regex.Pattern[str]
    complement: regex.Pattern[str]
    join: regex.Pattern[str]
    scale: regex.Pattern[str]
    stop: regex.Pattern[str]
    not_after: regex.Pattern[str]
    anywhere: regex.Pattern[str]
    one_for: regex.Pattern[str]
    values: dict[str, str]
    before_noun: frozenset[str]
    sure: frozenset[str]
    maybe: frozenset[str]
    every: frozenset[str]
    things: frozenset[str]  # may also mean a purpose or a length of time
    unit_only: frozenset[str]
    span: frozenset[str]


def is_spread(per: str) -> bool:
    """« 12 millions sur trois ans »: the length of time that one sum is spread over, which is not that of another."""
    number, _, unit = per.partition(" ")
    return unit in TIME_CODES and number != "1"


@cache
def scale_words(lang: str) -> dict[str, Decimal]:
    """Scale words that stand for a number by themselves: « mille », "thousand", « million »."""
    rows = languages.rows("scales", lang)
    return {row["form"]: Decimal(row["factor"]) for row in rows if row["class"] in SCALE_WORDS}


@cache
@compiles("denominators")
def words_of(lang: str) -> Words:
    """The words of one language. Raises InputError for a faulty table."""
    rows = languages.rows("denominators", lang)

    def words(*roles: str) -> list[str]:
        return [row["form"] for row in rows if row["role"] in roles]

    def compiled(pattern: str) -> regex.Pattern[str]:
        return compile_pattern(pattern, regex.IGNORECASE)

    def either(*roles: str) -> str:
        return f"(?:{scan.alternation(words(*roles))})"

    openers = ("per", "maybe_number", "each", "indefinite", "number", "thing_number", "unit_number", "article", "span")
    edge = r"(?![\p{L}\p{M}\d])"
    plain = r"(?>\p{Ll}[\p{Ll}-]*+)"
    after_word = r"(?:(?<=['/]) ?| )"
    return Words(
        openings=tuple((role, compiled(either(role) + after_word)) for role in openers),
        opening=scan.ending(rf"(?:(?<![\p{{L}}\p{{M}}])(?=\p{{L}})|(?=/))(?P<word>{either(*openers)}){after_word}"),
        tail=scan.ending(rf" {either('per', 'maybe_number', 'each')} [\p{{L}}\p{{M}}'-]+ "),
        spread=compiled(rf" (?:{either('complement')}(?:(?<=') ?| ))?(?P<words>{plain}(?: {plain})?)"),
        fixed=compiled(either("fixed", "rate", "adverb") + edge),
        listed=compiled(either("time", "noun") + edge),
        qualifier=compiled(rf"(?: {either('qualifier')}{edge}){{1,2}}+"),
        complement=compiled(r" " + either("complement").replace(r"'", r"'") + r"(?:(?<=') ?| )"),
        join=compiled(rf"(?: {either('join')}|,)(?= )"),
        scale=compiled(f"(?:{scan.alternation(scale_words(lang))}){edge}"),
        stop=compiled(either("stop") + r"(?:(?<=')|(?![\p{L}\p{M}]))"),
        not_after=compiled(rf"(?:[ -]{either('not_after')})(?:(?<=')|{edge})"),
        anywhere=compiled(
            rf"(?<![\p{{L}}\p{{M}}'])(?:{either('per', 'maybe_number', 'each')}{after_word}"
            rf"|(?P<indefinite>{either('indefinite')}){after_word}"
            rf"|(?P<adjective>{either('rate', 'adverb', 'adjective')}){edge}|{either('fixed')}{edge})"
        ),
        one_for=compiled(rf"(?<![\p{{L}}\d.,])(?:{either('one')}|1) (?:\p{{L}}[\p{{L}}'-]*+ ?){{1,3}}$"),
        values={row["form"].lower(): row["value"] for row in rows if row["value"]},
        before_noun=frozenset(word.lower() for word in words("adverb")),
        sure=frozenset(word.lower() for word in words("per")),
        maybe=frozenset(word.lower() for word in words("maybe_number")),
        every=frozenset(word.lower() for word in words("number")),
        things=frozenset(word.lower() for word in words("thing_number")),
        unit_only=frozenset(word.lower() for word in words("article", "unit_number")),
        span=frozenset(word.lower() for word in words("span")),
    )

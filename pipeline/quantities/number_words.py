"""The number words of a language, out of languages/number_words.csv and scales.csv, compiled for `numerals`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import cast

import regex

from pipeline import languages
from pipeline.languages.compiled import compile_pattern
from pipeline.languages.patterns import compiles
from pipeline.quantities import scan
from pipeline.quantities.digits import DIGITS
from pipeline.quantities.wording import AtomClass

NEVER = "(?!)"
_FIRST_WORD = compile_pattern(r"\p{L}++")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, compiled: what a numeral is made of and what may stand beside it."""

    pattern: regex.Pattern[str]
    opening: regex.Pattern[str]  # where `pattern` may match: a digit or a word …
    openings: frozenset[str]  # … and the words that may
    slip: regex.Pattern[str]
    values: dict[str, tuple[AtomClass, Decimal, str]]
    glue: regex.Pattern[str]
    article: regex.Pattern[str]
    definite: regex.Pattern[str]
    vague: regex.Pattern[str]
    elided: regex.Pattern[str]
    also_adjective: frozenset[str]
    minus: regex.Pattern[str]
    sign: regex.Pattern[str]


@cache
@compiles("number_words")
def load_words(lang: str) -> Words:
    """The patterns of a language; the tables are read once."""
    values: dict[str, tuple[AtomClass, Decimal, str]] = {}
    classes: dict[str, list[str]] = {}
    for row in languages.rows("number_words", lang):
        if row["value"] or row["class"] == "mark":
            values[row["form"]] = (cast(AtomClass, row["class"]), Decimal(row["value"] or 0), "any")
        else:
            classes.setdefault(row["class"], []).append(row["form"])
    for row in languages.rows("scales", lang):
        values[row["form"]] = (cast(AtomClass, row["class"]), Decimal(row["factor"]), row["plural"])
    plain = [form for form, (cls, _, _) in values.items() if cls != "letters"]
    capitals = [form for form, (cls, _, _) in values.items() if cls == "letters" and len(form) == 1]
    letters = [form for form, (cls, _, _) in values.items() if cls == "letters" and len(form) > 1]
    plurals = scan.alternation(languages.forms("plurals", lang))
    follow = classes["letter_before"][0].replace("{plural}", f"(?:{plurals})")
    body = (
        rf"(?<![\p{{N}}/.,])(?P<whole>[0-9]{{1,3}}) (?P<vulgar>1/[2348]|2/3|3/[48]|[57]/8)(?![\p{{L}}\p{{N}}/])"
        rf"|(?P<digits>{DIGITS})(?![½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]| [½⅓⅔¼¾])|(?:(?P<whole>[0-9]+) ?)?(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])"
        rf"|(?<![\p{{L}}\p{{N}}_])(?:{scan.alternation(plain)})(?![\p{{L}}_])"
        rf"|(?<=[0-9] ?)(?:{scan.alternation(letters)})(?![\p{{L}}\p{{Sc}}]| ?\p{{Sc}})"
        rf"|(?<=[0-9] ?)(?-i:{scan.alternation(capitals)})(?={follow})"
    )
    joiner = scan.alternation(classes["joiner"])
    slips = scan.alternation(classes["slip_before"])
    signs = scan.alternation(classes["sign_before"])
    scales = scan.alternation(form for form, (cls, _, _) in values.items() if cls == "word")
    article = classes.get("article", [])
    return Words(
        pattern=compile_pattern(body, regex.IGNORECASE),
        opening=compile_pattern(r"[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|(?<![\p{L}\p{N}_])\p{L}++"),
        openings=frozenset(match[0] for form in values if (match := _FIRST_WORD.match(form.lower())) is not None),
        slip=compile_pattern(
            rf"(?<!\p{{L}})(?:{slips})'? ?[0-9]{{1,3}}(?:, | ,)[0-9]{{1,2}}\|(?: (?:{scales})(?!\p{{L}})| ?%)",
            regex.IGNORECASE,
        ),
        values={form.lower(): value for form, value in values.items()},
        glue=compile_pattern(
            rf" |-|(?P<joiner>[ -](?:{joiner})[ -])|(?P<link> (?:{scan.alternation(classes['link'])}) )",
            regex.IGNORECASE,
        ),
        article=scan.ending(rf"(?<![\p{{L}}\p{{N}}'])(?:{scan.alternation(article)}) " if article else NEVER),
        definite=scan.ending(rf"(?<!\p{{L}})(?:{scan.alternation(classes['definite'])}) "),
        vague=scan.ending(rf"(?<!\p{{L}})(?:{scan.alternation(classes['vague'])})(?: \p{{L}}{{3,12}})? "),
        elided=scan.ending(rf"(?<!\p{{L}})(?:{scan.alternation(classes.get('elided', []))})"),
        also_adjective=frozenset(classes.get("also_adjective", [])),
        minus=scan.ending(
            rf"(?<!(?<!\p{{L}})(?:{scan.alternation(classes['no_minus'])})[ -])(?<!\p{{L}}')(?<![\p{{L}}-])"
            rf"(?P<sign>{scan.alternation(classes['minus'])}) "
        ),
        # A hyphen between two words or figures is none; a dash with a space behind it only where an opening bracket,
        # a colon or a small word stands before it, else it is a bullet or a parenthesis.
        sign=scan.ending(
            rf"(?<![\p{{L}}\p{{N}})\]_/.-])(?<![0-9] ?\p{{L}}{{0,2}}[%€$]) ?(?:(?P<sign>[+-])"
            rf"|(?<=[(:;] ?|(?<!\p{{L}})(?:{signs}) )(?P<sign>[-–−]) |(?P<sign>\+) )"
        ),
    )

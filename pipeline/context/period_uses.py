"""What a sentence uses a calendar expression for: to date a claim, to compare, to set a deadline, to name a thing.

Read from the words beside it: languages/period_cues.csv, and the word classes of languages/calendar.csv.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, cast

import regex

from pipeline import languages
from pipeline.context.cues import cue_pattern
from pipeline.languages.compiled import compile_pattern
from pipeline.linguistics.calendar import CalendarSpan
from pipeline.linguistics.phrases import determiners, words
from pipeline.model import Document, Sentence

Use = Literal["holds", "comparison", "deadline", "since", "event", "name"]

_TIMEOUT = 1.0
_NEAR = 80  # characters to either side of a date
_SMALL = 4  # letters of a word that a title in title case may leave small
_DASH = compile_pattern(r"\)? ?(?:\([^()]{1,30}\) ?|/[^/\n]{1,20}/ ?)?[–—-]")
_CLAUSE_START = compile_pattern(r"[,;:(–—]\s")
_UNIT_OR_WORD = compile_pattern(r" ?[\p{L}€$£%°]")


def find_use(document: Document, span: CalendarSpan, left: str, right: str) -> tuple[Use, str, bool]:
    """Use, rule, and whether the mention is local to the noun behind it."""
    lang = document.lang
    if span.form in ("year", "years"):  # « une hausse sur l'exercice 2024 », "an increase over fiscal year 2024"
        left = _span_word(lang).sub("", left)
    left = _aside(lang).sub(r"\1", left)  # "3% less, in real terms, than in 2023"
    if _is_dateline(document, span):
        return "event", "dateline", False
    cues = _cues(lang)
    for use, side, kinds, pattern in cues:
        if use == "local" or not _may_be(use, kinds, span, document, left):
            continue
        if side == "before" and pattern.search(left, timeout=_TIMEOUT):
            return _as_use(use), f"cue-{use}", _is_local(right, lang)
        if side == "after" and pattern.match(right, timeout=_TIMEOUT):
            if use == "comparison" and not _compares(left, lang):
                continue
            if use == "event" and left.strip(" ,") not in _openers(lang):
                continue
            return _as_use(use), f"cue-{use}", _is_local(right, lang)
    if _is_named_year(document, span, left):
        return "name", "capitalised-name", False
    if span.form in ("since-n",):
        return (
            ("comparison", "cue-aside", False)
            if _is_superlative(document, span)
            else ("since", "since-duration", False)
        )
    if span.form == "same-of" and span.year is None and span.offset is None and _opens_clause(left, lang):
        return "holds", "same-period", False  # « À la même date, 84 dossiers étaient ouverts »
    if span.form == "same-of" and not left.strip() and right.startswith(","):
        return "holds", "same-period", False  # « L'an dernier à la même époque, on en comptait 238 900 »
    if span.form == "same-of":
        return "comparison" if _compares(left, lang) or not left.strip() else "holds", "same-period", False
    if span.form == "relative" and span.unit == "day" and span.side != "now" and not span.day:
        return "event", "day-of-speech", False
    return "holds", span.form, _is_local(right, lang)


def _may_be(use: str, kinds: str, span: CalendarSpan, document: Document, left: str) -> bool:
    """Whether a cue that is for some kinds of expressions is for this one."""
    if kinds == "relative":
        return span.form == "relative"
    if kinds == "duration":
        return span.form == "since-n"
    if kinds == "day":
        return _can_be_event(span)
    if kinds == "period":
        return not _is_date(span)
    if kinds != "year" or span.kind == "date":
        return kinds != "year"
    if use != "name":
        return True
    # « le programme 2026 prévoit »: the programme of that year, not one named after it
    named = span.form in ("year", "years") and not _has_preposition(left, document.lang)
    return named and not _is_current(document, span)


def _is_date(span: CalendarSpan) -> bool:
    return span.kind == "date" or (span.form == "relative" and span.unit == "day" and span.side != "now")


def _is_current(document: Document, span: CalendarSpan) -> bool:
    """Is it the year of publication, the one before or the one after?"""
    published = document.published
    return published is not None and span.year is not None and abs(span.year - published.year) <= 1


def _as_use(cue: str) -> Use:
    """An aside (« le plus haut depuis 2010 », « en base 2020 ») is a comparison too; its rule tells it apart."""
    return "comparison" if cue == "aside" else cast(Use, cue)


def _can_be_event(span: CalendarSpan) -> bool:
    return span.kind == "date" or (span.form == "relative" and span.unit in ("day", "week")) or span.form == "month"


def _is_dateline(document: Document, span: CalendarSpan) -> bool:
    """« Alençon, 12 mars 2026 – Le conseil … »: a day near a block's start with a dash behind it."""
    if span.kind != "date":
        return False
    start = max((block.start for block in document.blocks if block.start <= span.start), default=0)
    behind = document.folded[span.end : span.end + 40]
    return span.start - start <= 60 and _DASH.match(behind) is not None


def _has_preposition(left: str, lang: str) -> bool:
    return _preposition(lang).search(left) is not None


def _is_named_year(document: Document, span: CalendarSpan, left: str) -> bool:
    """« France 2030 », "Paris 2024": a capitalised word directly before the year, not at the start of the sentence."""
    if span.kind != "year" or not left.endswith(" "):
        return False
    word = document.folded[max(0, span.start - 30) : span.start - 1].split(" ")[-1].split("'")[-1]
    opened = word[:1] in '«"“‘(' and len(word) > 1
    word = word.lstrip('«"“‘(')
    before = left[: len(left) - len(word) - 1].rstrip()
    quoted = opened or before.endswith(("«", '"', "“"))
    if not word[:1].isupper() or not word[-1:].isalpha() or len(word) < 2 or (word.isupper() and not quoted):
        return False
    if word.lower() in words(document.lang, "preposition"):
        return False  # « En 2050, … » at the head of a quotation
    if _is_current(document, span) and _is_in_title_case(document, span):
        return False  # "Agency Forecasts 2026 Corn Crop", where every word has a capital
    return (quoted or (bool(before) and before[-1].isalpha())) and word.lower() not in _year_nouns(document.lang)


def _is_in_title_case(document: Document, span: CalendarSpan) -> bool:
    """Does every longer word of its block begin with a capital?"""
    block = next(block for block in document.blocks if block.start <= span.start < block.end)
    words_ = document.folded[block.start : block.end].split()
    longer = [word for word in words_ if len(word) > _SMALL and word.isalpha()]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


def _is_superlative(document: Document, span: CalendarSpan) -> bool:
    """« une première depuis dix ans », "the first time in ten years": how rare it is, not when it was counted."""
    left = document.folded[max(0, span.start - 50) : span.start].lower() + "depuis"
    text = document.folded[span.start : span.end].lower()
    return any(
        pattern.search(left + " ")
        for use, side, _, pattern in _cues(document.lang)
        if use == "aside" and side == "before"
    ) or not text.startswith(tuple(_since_words(document.lang)))


def _compares(left: str, lang: str) -> bool:
    """Whether the words before say that something is held against this."""
    return _comparing(lang).search(left, timeout=_TIMEOUT) is not None


def _opens_clause(left: str, lang: str) -> bool:
    """Whether nothing but a preposition (« à », "on") stands before it in its clause."""
    return _CLAUSE_START.split(left)[-1].strip() in ("", *_word_class(lang, "same_opener"))


def _is_local(right: str, lang: str) -> bool:
    return any(pattern.match(right, timeout=_TIMEOUT) for pattern in _local_cues(lang))


def is_coming(document: Document, sentence: Sentence, span: CalendarSpan) -> bool:
    """Whether a verb of the sentence looks ahead: then a month without a year is the next one, not the last."""
    before = document.folded[max(sentence.start, span.start - _NEAR) : span.start].lower()
    behind = document.folded[span.end : min(sentence.end, span.end + _NEAR)].lower()
    coordinator = cue_pattern("role_cues", document.lang, **{"class": "and"}).search(behind, timeout=_TIMEOUT)
    own = behind[: coordinator.start()] if coordinator else behind  # "was 3.8% in May and is expected to fall"
    return any(_ahead(document.lang).search(text, timeout=_TIMEOUT) for text in (before, own))


def is_count(document: Document, span: CalendarSpan) -> bool:
    """Four digits without a cue are a year only where nothing is counted behind them."""
    if span.certain or (_is_current(document, span) and "grouped" in _word_class(document.lang, "thousands")):
        return False  # "2026 corn crop", where a number of things is "2,026"
    before = document.folded[max(0, span.start - 40) : span.start].lower()
    if _yearly_noun(document.lang).search(before, timeout=_TIMEOUT):
        return False  # « les comptes 2025 bouclent », « le bilan 2024 montre », "Census 2021 shows"
    behind = document.folded[span.end : span.end + 12]
    return _UNIT_OR_WORD.match(behind) is not None and not _small_word(document.lang).match(behind)


# --- compiling the tables -------------------------------------------------------------------------------------------


@cache
def _small_word(lang: str) -> regex.Pattern[str]:
    forms = languages.forms("calendar", lang, **{"class": "after_year"})
    return compile_pattern(rf" (?:{'|'.join(map(regex.escape, forms)) or '(?!)'})\b")


@cache
def _cues(lang: str) -> tuple[tuple[str, str, str, regex.Pattern[str]], ...]:
    found = []
    for row in languages.rows("period_cues", lang):
        shape = (
            rf"(?<![\p{{L}}\p{{N}}])(?:{row['pattern']})(?:(?<=')| ?)$" if row["side"] == "before" else row["pattern"]
        )
        found.append((row["use"], row["side"], row["kinds"], compile_pattern(shape)))
    return tuple(found)


@cache
def _local_cues(lang: str) -> tuple[regex.Pattern[str], ...]:
    return tuple(pattern for use, _, _, pattern in _cues(lang) if use == "local")


@cache
def word_pattern(lang: str, name: str) -> regex.Pattern[str]:
    """The patterns of one class of period_words.csv, as one."""
    return compile_pattern("|".join(languages.forms("period_words", lang, **{"class": name})) or "(?!)")


@cache
def _word_class(lang: str, name: str) -> tuple[str, ...]:
    return languages.forms("calendar", lang, **{"class": name})


@cache
def _yearly_noun(lang: str) -> regex.Pattern[str]:
    """A noun that years are put to (and one adjective), or any noun behind an article."""
    articles = "|".join(sorted(form if form.endswith("'") else f"{form} " for form in determiners(lang)))
    nouns = "|".join(sorted(_year_nouns(lang) - words(lang, "preposition") - determiners(lang)))
    return compile_pattern(rf"(?<![\p{{L}}\p{{N}}])(?:(?:{nouns}) (?:\p{{L}}{{4,}} )?|(?:{articles})\p{{L}}{{4,}} )$")


@cache
def _span_word(lang: str) -> regex.Pattern[str]:
    return compile_pattern(rf"(?<= )(?:{'|'.join(map(regex.escape, _word_class(lang, 'span_word')))}) $")


@cache
def _preposition(lang: str) -> regex.Pattern[str]:
    words = "|".join(map(regex.escape, _word_class(lang, "before_year"))) or "(?!)"
    return compile_pattern(rf"(?<![\p{{L}}\p{{N}}])(?:{words})(?:(?<=')| )$")


@cache
def _comparing(lang: str) -> regex.Pattern[str]:
    words = "|".join(map(regex.escape, _word_class(lang, "comparing"))) or "(?!)"
    return compile_pattern(rf"(?<![\p{{L}}\p{{N}}])(?:{words})(?: [\p{{L}}'-]+){{0,4}} ?$")


@cache
def _aside(lang: str) -> regex.Pattern[str]:
    """Words between commas directly before « que », "than"."""
    words = "|".join(map(regex.escape, _word_class(lang, "than"))) or "(?!)"
    return compile_pattern(rf", [\p{{L}}' -]{{2,30}},( (?:{words})(?:(?<=')| )[\p{{L}}' ]{{0,20}})$")


@cache
def _than(lang: str) -> regex.Pattern[str]:
    words = "|".join(map(regex.escape, _word_class(lang, "than"))) or "(?!)"
    return compile_pattern(rf"(?<![\p{{L}}\p{{N}}])(?:{words})(?: [\p{{L}}'-]+)?(?:(?<=')| ?)$")


@cache
def _ahead(lang: str) -> regex.Pattern[str]:
    return compile_pattern(
        "|".join(row["form"] for row in languages.rows("calendar", lang) if row["class"] == "ahead") or "(?!)"
    )


@cache
def _openers(lang: str) -> frozenset[str]:
    return frozenset(("", *_word_class(lang, "opener")))


@cache
def _year_nouns(lang: str) -> frozenset[str]:
    return frozenset(_word_class(lang, "year_noun"))


@cache
def _since_words(lang: str) -> tuple[str, ...]:
    return tuple(form for form in _word_class(lang, "since_word"))


def is_held_against(left: str, lang: str) -> bool:
    """Whether the word directly before says that something is measured from here: « que », "than", "from"."""
    return _than(lang).search(left, timeout=_TIMEOUT) is not None

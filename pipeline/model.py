"""The records that pass between the floors: a document, the quantities found in it, the claims they become.

All offsets are code points into `Document.text`; all numbers are exact decimals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Lang = str  # "fr" or "en": the languages that have rows in pipeline/languages/
BlockKind = Literal["title", "publisher", "date", "caption", "source", "annex", "heading", "bullet", "prose"]
Kind = Literal["amount", "percentage", "count", "measure", "ratio"]
Bound = Literal["=", "~", ">", ">=", "<", "<="]
Role = Literal["level", "change", "share"]
Status = Literal["observed", "forecast", "target"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch of a document: a title, a heading, one bullet, one paragraph of prose."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Document:
    """One release as it was read.

    text: exactly as read (offsets are promises). folded: the same length, code point by code point, with
    every kind of space shown as U+0020, apostrophes as ', minus signs and dashes before a digit as -, full-width
    digits as ASCII, and the line ends inside a block as spaces; all rules look at `folded`, quotes come from `text`.
    """

    doc_id: str
    text: str
    folded: str
    lang: Lang
    blocks: tuple[Block, ...]
    title: str = ""
    publisher: str = ""
    published: date | None = None
    country: str = ""  # ISO 3166 alpha-2 of the place the document is about; decides whose "dollars"
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by rule; `block` is the index of its block in the document."""

    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text with what is written on it: unit, bound, range, denominator.

    start, end: the quote. number_start, number_end: the numeral alone (of a range: from first to last numeral).
    value, value_max: at full scale, unsigned unless a sign is printed. kind is None and unit "" while nothing
    beside the number says what it counts (an elided unit or a counted noun, both filled in later).
    form: how it is expressed; per_text: the denominator's own words, if inside or beside the quote.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal
    value_max: Decimal | None = None
    kind: Kind | None = None
    unit: str = ""
    unit_text: str = ""
    per: str = ""
    bound: Bound = "="
    form: Literal["number", "fraction", "factor", "one-in-n", "mark", "range"] = "number"
    signed: bool = False  # a sign is printed
    noun: str = ""  # of one-in-n: the noun between (« Français » of « un Français sur cinq »)
    bound_after: bool = False  # the bound words stand behind the number
    flags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()  # names of the rules that built it, for `explain`


@dataclass(frozen=True, slots=True)
class Dropped:
    """A number of the text that is no claim, and the name of the rule that says so."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One numeric claim: the columns of the table, in their order. See docs/claims.md for each."""

    claim_id: str
    doc_id: str
    lang: Lang
    kind: Kind
    bound: Bound
    value: Decimal
    value_max: Decimal | None
    unit: str
    unit_text: str
    per: str
    indicator: str
    role: Role
    basis: str
    prices: str
    whole: str
    place: str
    period: str
    status: Status
    quote: str
    start: int
    end: int
    sentence: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document. `trace` maps a claim's start to (column, value, rule) lines."""

    document: Document
    claims: tuple[Claim, ...]
    dropped: tuple[Dropped, ...]
    sentences: int  # how many sentences the document has
    trace: dict[int, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)

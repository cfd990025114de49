"""Lines of a folded text, and what a line is by itself: a bullet, a caption, a date, a table row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from pipeline.languages import forms, rows
from pipeline.languages.characters import LINE_ENDS
from pipeline.languages.compiled import compile_pattern

_LINE = compile_pattern(rf"([^\r{LINE_ENDS}]*+)(?:\r\n|[\r{LINE_ENDS}]|$)")
_RULE = compile_pattern(r"[-=_*~#+|:. ]{3,}+")
_ROW = compile_pattern(r"\|.*\||.*?\S {3,}+\S*?\d.*")
_DOMAIN = compile_pattern(r"(?:https?://)?(?:[\p{L}\d-]+\.)+\p{L}{2,12}(?:/\S*)?")
_OTHER_SCRIPT = compile_pattern(r"(?=.*\p{L})[^\p{Latin}\d]*+")
_LABEL_VALUE = compile_pattern(
    r"(?:[^:|.;()]++|\([^():]*+\))++: ?(?:[-+±~<>≤≥(] ?|\p{Sc}|\p{Lu}{1,3}\$?\p{Sc}? ?){0,3}\d.*"
)
_FINAL = compile_pattern(r"[.!?…;:。]['\"”»)\]*_ ]*+$")
_TIMEOUT = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the spaces around it. gap: a blank line or a rule stands before it.

    kind: "rule", "heading", "bullet", "row", "caption", "source", "annex", "contact", "label", "domain" or "".
    """

    start: int
    end: int
    text: str
    indent: int
    gap: bool
    kind: str
    marker: str

    @property
    def ended(self) -> bool:
        """Whether a final punctuation mark, colon or semicolon closes it."""
        return _FINAL.search(self.text, max(0, len(self.text) - 8)) is not None

    @property
    def label_value(self) -> bool:
        """Whether it reads like a line of a table: « label : number »."""
        return _LABEL_VALUE.fullmatch(self.text, timeout=_TIMEOUT) is not None


def split_lines(folded: str, lang: str) -> tuple[Line, ...]:
    """The lines of a folded text that hold anything, in order, each with its kind."""
    lines, gap = [], True
    for match in _LINE.finditer(folded):
        raw = match[1]
        text = raw.strip(" ")
        if not text or _RULE.fullmatch(text):
            gap = gap or match.end() > match.start()
            continue
        indent = len(raw) - len(raw.lstrip(" "))
        start = match.start() + indent
        kind, marker = _find_kind(text, lang)
        lines.append(Line(start, start + len(text), text, indent, gap, kind, marker))
        gap = False
    return tuple(lines)


def starts_with_word(text: str, lang: str, kind: str) -> bool:
    """Whether a line begins with one of the words that headers.csv lists under `kind`."""
    return _lead(lang, kind).match(text) is not None


def _find_kind(text: str, lang: str) -> tuple[str, str]:
    for marker, pattern in _markers():
        if match := pattern.match(text):
            return marker, match[0]
    if _ROW.fullmatch(text, timeout=_TIMEOUT):
        return "row", ""
    if _image_file().search(text) or _OTHER_SCRIPT.fullmatch(text):
        return "caption", ""
    bare = text.strip("*_ ")
    for kind in ("caption", "source", "contact"):
        if (match := _lead(lang, kind).match(bare)) and bare[match.end() :].lstrip("*_ ").startswith(":"):
            return kind, ""
    if bare.startswith("©"):
        return "caption", ""
    for kind in ("annex", "label"):
        if (match := _lead(lang, kind).match(bare)) and _is_alone(bare[match.end() :], kind):
            return kind, ""
    if _DOMAIN.fullmatch(bare):
        return "domain", ""
    return "", ""


def _is_alone(rest: str, kind: str) -> bool:
    """« Annexes », « Annexe 1 : tableaux », « Communiqué de presse n° 12 », but no sentence that begins so."""
    rest = rest.strip()
    if kind == "label":
        numbered = len(rest) <= 40 and not rest.endswith(".") and any(c.isdigit() for c in rest)
        return rest in ("", ":") or numbered
    return not rest or rest[0] in ":(" or rest[0].isdigit() or (len(rest) <= 2 and rest[0].isupper())


@cache
def _markers() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    kept = (row for row in rows("markers", "*") if row["kind"] != "quote")
    return tuple((row["kind"], compile_pattern(row["pattern"])) for row in kept)


@cache
def _lead(lang: str, kind: str) -> regex.Pattern[str]:
    words = "|".join(regex.escape(form) for form in forms("headers", lang, kind=kind))
    return compile_pattern(rf"(?:{words})(?![\p{{L}}\p{{N}}'-]) ?", regex.IGNORECASE)


@cache
def _image_file() -> regex.Pattern[str]:
    return compile_pattern(rf"\.(?:{'|'.join(forms('headers', '*', kind='image-file'))})\)?$", regex.IGNORECASE)

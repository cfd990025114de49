"""Documents as JSON Lines in, each line an object: {"id", "text", "lang"?, "published"?, "title"?, "publisher"?}."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import regex

from pipeline.errors import InputError
from pipeline.model import Document
from pipeline.reading import make_document

NAME = "stdin"
DAY = regex.compile(r"\d{4}-\d\d-\d\d")
SHAPE = 'Write {"id": "…", "text": "…"} on one line'


def read_lines(lines: Iterable[bytes], *, lang: str | None = None) -> Iterator[tuple[int, Document | InputError]]:
    """Each line's number with its document, or with the error that it is. Empty lines are passed over.

    lang: the language of documents that name none (else it is detected).
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        try:
            yield number, _read_line(number, line, lang, seen)
        except InputError as error:
            yield number, error


def _read_line(number: int, line: bytes, lang: str | None, seen: dict[str, int]) -> Document:
    fields = _read_object(number, line)
    doc_id, text = _text(number, fields, "id"), _text(number, fields, "text")
    if not doc_id or text is None:
        raise InputError(NAME, number, f'"{"text" if doc_id else "id"}" is missing', SHAPE)
    if doc_id in seen:
        problem = f"the id {doc_id!r} is that of line {seen[doc_id]}"
        raise InputError(NAME, number, problem, "Give each document an id of its own")
    seen[doc_id] = number
    own_lang, title, publisher = (_text(number, fields, name) for name in ("lang", "title", "publisher"))
    published = _day(number, _text(number, fields, "published"))
    try:
        return make_document(
            text, doc_id=doc_id, lang=own_lang or lang, title=title, publisher=publisher, published=published
        )
    except InputError as error:
        raise InputError(NAME, number, error.problem, error.mend) from None


def _read_object(number: int, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError(NAME, number, "the line is not UTF-8", "Write JSON in UTF-8") from None
    except (ValueError, RecursionError):  # RecursionError: a hundred thousand brackets
        raise InputError(NAME, number, "the line is not JSON", SHAPE) from None
    if not isinstance(value, dict):
        raise InputError(NAME, number, "the line is JSON, but no object", SHAPE)
    return value


def _text(number: int, fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(NAME, number, f'"{name}" is no string', f'Write "{name}": "…"')
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        problem = f'"{name}" holds half a character (a lone surrogate)'
        raise InputError(NAME, number, problem, "Write the character whole") from None
    return value


def _day(number: int, text: str | None) -> date | None:
    if not text:
        return None
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError(NAME, number, f'"published" {text[:40]!r} is no day', "Write it like 2026-02-05")

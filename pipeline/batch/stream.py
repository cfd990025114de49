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
        if not line.removeprefix(codecs.BOM_UTF8).strip():
            continue
        try:
            read_id(number, line, seen, name=NAME)
            yield number, read_line(number, line, lang=lang, name=NAME)
        except InputError as error:
            yield number, error


def read_id(number: int, line: bytes, seen: dict[str, int], *, name: str) -> str:
    """The id of a line's document; it is put into `seen`. name: of the file, in errors.

    Raises InputError for a line that is no document, or whose id is in `seen`.
    """
    fields = _read_object(name, number, line)
    doc_id, text = _text(name, number, fields, "id"), _text(name, number, fields, "text")
    if not doc_id or text is None:
        raise InputError(name, number, f'"{"text" if doc_id else "id"}" is missing', SHAPE, code="bad-json")
    if doc_id in seen:
        problem = f"the id {doc_id!r} is that of line {seen[doc_id]}"
        raise InputError(name, number, problem, "Give each document an id of its own", code="repeated-id")
    seen[doc_id] = number
    return doc_id


def read_line(number: int, line: bytes, *, lang: str | None, name: str, doc_id: str | None = None) -> Document:
    """The document of a line. lang: where it names none; doc_id: instead of its own. Raises InputError."""
    fields = _read_object(name, number, line)
    own_lang, title, publisher = (_text(name, number, fields, one) for one in ("lang", "title", "publisher"))
    published = _day(name, number, _text(name, number, fields, "published"))
    try:
        return make_document(
            _text(name, number, fields, "text") or "",
            doc_id=doc_id or _text(name, number, fields, "id") or "",
            lang=own_lang or lang,
            title=title,
            publisher=publisher,
            published=published,
        )
    except InputError as error:
        raise InputError(name, number, error.problem, error.mend, code=error.code) from None


def _read_object(name: str, number: int, line: bytes) -> dict[str, Any]:
    if number == 1:
        line = line.removeprefix(codecs.BOM_UTF8)
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError(name, number, "the line is not UTF-8", "Write JSON in UTF-8", code="encoding") from None
    except (ValueError, RecursionError):  # RecursionError: a hundred thousand brackets
        raise InputError(name, number, "the line is not JSON", SHAPE, code="bad-json") from None
    if not isinstance(value, dict):
        raise InputError(name, number, "the line is JSON, but no object", SHAPE, code="bad-json")
    return value


def _text(file: str, number: int, fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(file, number, f'"{name}" is no string', f'Write "{name}": "…"', code="bad-json")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        problem = f'"{name}" holds half a character (a lone surrogate)'
        raise InputError(file, number, problem, "Write the character whole", code="bad-json") from None
    return value


def _day(file: str, number: int, text: str | None) -> date | None:
    if not text:
        return None
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError(file, number, f'"published" {text[:40]!r} is no day', "Write it like 2026-02-05", code="bad-json")

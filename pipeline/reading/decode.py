"""Bytes to text: the byte order mark, then strict UTF-8, then cp1252 with a warning."""

from __future__ import annotations

import codecs
from pathlib import Path

import regex

from pipeline.errors import InputError

_MARKS = (  # the longer mark first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
)
_CONTROL = regex.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LOOK_AT = 65_536
_MOST_CONTROLS = 0.1  # share of control characters above which bytes are no text


def decode(data: bytes, path: Path | str) -> tuple[str, tuple[str, ...]]:
    """The text of a file and the warnings for its reader; a byte order mark is no part of the text.

    path: named in errors. Raises InputError for bytes that are no text, or in no encoding that we read.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(path, None, f"this is {what}, not text", "Save it as plain text (.txt) or Markdown (.md)")
    text, warnings = _decode(data, path)
    head = text[:_LOOK_AT]
    if "\0" in head or len(_CONTROL.findall(head)) > _MOST_CONTROLS * len(head):
        raise InputError(path, None, "this is a binary file, not text", "Save it as plain text (.txt), UTF-8")
    return text, warnings


def _decode(data: bytes, path: Path | str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                problem = f"byte {error.start + len(mark)} does not fit the encoding of its byte order mark, {encoding}"
                raise InputError(path, None, problem, "Save the file again as UTF-8") from error
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        at = error.start
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, at) + 1
        problem = "these bytes are neither UTF-8 nor cp1252"
        raise InputError(path, line, problem, "Save the file again as UTF-8") from error
    return text, (f"not UTF-8 at byte {at}: read as cp1252 (Windows)",)

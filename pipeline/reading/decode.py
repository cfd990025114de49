"""Bytes to text: the byte order mark, then the declared charset, then UTF-8, then cp1252 with a warning."""

from __future__ import annotations

import codecs
from pathlib import Path

from pipeline.errors import InputError
from pipeline.languages.compiled import compile_pattern

_MARKS = (  # the longer mark first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = compile_pattern(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MANY_BYTES = compile_pattern(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What the bytes of UTF-8 look like when they were read as cp1252 and written as UTF-8 again: « Ã© », « â€™ », « Â  ».
_TWICE = compile_pattern(
    r"[\xc2\xc3][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]|â€"
)
_LOOK_AT = 65_536
_MOST_CONTROLS = 0.1  # share of control characters above which bytes are no text
_WIDE = 0.3  # share of NULs at every other byte from which bytes are UTF-16 without its mark
_FEW = 20  # one broken byte among so many whole characters is damage, not another encoding
_SAVE = "Save the file again as UTF-8"


def decode(data: bytes, path: Path | str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a file and the warnings for its reader; a byte order mark is no part of the text.

    path: named in errors. declared: the charset that the file names itself by. Raises InputError for bytes that are no
    text, or in no encoding that we read.
    """
    text, warnings = _decode(data, path, declared)
    head = text[:_LOOK_AT]
    if "\0" in head or len(_CONTROL.findall(head)) > _MOST_CONTROLS * len(head):
        problem = "this is a binary file, not text"
        raise InputError(path, None, problem, "Save it as plain text (.txt), UTF-8", code="binary")
    return _undo_twice(text, warnings)


def _decode(data: bytes, path: Path | str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                problem = f"byte {error.start + len(mark)} does not fit the encoding of its byte order mark, {encoding}"
                raise InputError(path, None, problem, _SAVE, code="encoding") from error
    if wide := _wide(data):
        try:
            return data.decode(wide), (f"read as {wide}, though it has no byte order mark",)
        except UnicodeDecodeError:
            pass
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    else:
        return _as_declared(data, text, declared)
    if declared is not None and _known(declared) not in (None, "utf-8"):
        try:
            return data.decode(declared), ()
        except (UnicodeDecodeError, ValueError):
            pass
    whole = len(_MANY_BYTES.findall(data))
    if len(data) - at <= 3 and not data[at:].isascii() and data[:at].decode("utf-8"):
        return data[:at].decode("utf-8"), (f"the last character is cut off at byte {at}",)
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    if whole > _FEW * broken:
        return mended, (f"not UTF-8 at byte {at}: {broken} unreadable characters are shown as \ufffd",)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, at) + 1
        problem = "these bytes are neither UTF-8 nor cp1252"
        raise InputError(path, line, problem, _SAVE, code="encoding") from error
    return text, (f"not UTF-8 at byte {at}: read as cp1252 (Windows)",)


def _as_declared(data: bytes, text: str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """Bytes that are UTF-8. What is not plain ASCII is so by no accident, whatever the file declares."""
    known = _known(declared)
    if known in (None, "utf-8", "ascii") or data.isascii():
        return text, ()
    return text, (f"declared as {declared}, but it is UTF-8",)


def _known(charset: str | None) -> str | None:
    try:
        return None if charset is None else codecs.lookup(charset).name
    except LookupError:
        return None


def _wide(data: bytes) -> str | None:
    head = data[:_LOOK_AT]
    half = len(head) // 2
    if half < 2:
        return None
    if head[1::2].count(0) > _WIDE * half and not head[0::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > _WIDE * half and not head[1::2].count(0) else None


def _undo_twice(text: str, warnings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Text that was encoded twice, read back once more; anything else as it is."""
    if len(_TWICE.findall(text[:_LOOK_AT])) < 2:
        return text, warnings
    try:
        # cp1252 leaves five bytes undefined, which other programs pass through as control characters.
        once = b"".join(_byte(sign) for sign in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text, warnings
    return once, (*warnings, "encoded as UTF-8 twice: read back once")


def _byte(sign: str) -> bytes:
    return bytes([ord(sign)]) if 0x80 <= ord(sign) <= 0x9F else sign.encode("cp1252")

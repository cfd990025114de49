"""The ways in: a file, its bytes, or a text that somebody already has, to a Document."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import regex

from pipeline.errors import InputError
from pipeline.languages import LANGUAGES
from pipeline.languages.characters import fold_characters
from pipeline.languages.compiled import compile_pattern
from pipeline.model import Document
from pipeline.reading.blocks import find_blocks, fold_line_ends
from pipeline.reading.content import Content
from pipeline.reading.decode import decode
from pipeline.reading.docx import is_docx, read_docx
from pipeline.reading.html import read_html
from pipeline.reading.language import detect_language
from pipeline.reading.lines import split_lines
from pipeline.reading.metadata import find_published, find_publisher, find_title
from pipeline.reading.pdf import read_pdf

MAX_BYTES = 20_000_000
_HTML = (".html", ".htm", ".xhtml")
_TEXT = (".txt", ".text", ".md", ".markdown", *_HTML, ".pdf", ".docx", "")
_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
)
_LOOKS_LIKE_HTML = compile_pattern(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<!doctype html|<html[\s>]|<\?xml[^>]*+>\s*+<(?:!doctype )?html)", regex.IGNORECASE
)
_DAY_IN_NAME = compile_pattern(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_NO_SUFFIX = compile_pattern(r"\.[\d_ -]++")  # « bulletin.2025 »
_SAVE = "Save it as plain text (.txt), Markdown, HTML, PDF or Word (.docx)"


def read_document(
    path: Path | str, *, doc_id: str | None = None, lang: str | None = None, published: date | None = None
) -> Document:
    """Read one file: plain text, Markdown, HTML, PDF, Word.

    doc_id: the file's stem if not given. lang, published: found in the text if not given; published stays None
    where neither the text nor the file's name gives a date. Raises InputError for a file that is missing, too large,
    empty or no text, and for an unknown language.
    """
    path = Path(path)
    return read_bytes(load_bytes(path), path=path, doc_id=doc_id, lang=lang, published=published)


def load_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises InputError for one that is missing, no ordinary file, too large or closed to us."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(path, None, "this is a directory", "Name a file in it", code="no-file")
        if not stat.S_ISREG(status.st_mode):  # a pipe would keep us waiting
            raise InputError(path, None, "this is no ordinary file", "Name a text file", code="no-file")
        if status.st_size > MAX_BYTES:
            problem = f"the file has {status.st_size} bytes, more than {MAX_BYTES}"
            raise InputError(path, None, problem, "Split it into documents", code="too-large")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(path, None, "there is no such file", "Check the name", code="gone") from error
    except (OSError, ValueError) as error:
        problem = f"the file cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(path, None, problem, "Check its rights", code="unreadable") from error


def read_bytes(
    data: bytes,
    *,
    path: Path | str = "bytes",
    doc_id: str | None = None,
    lang: str | None = None,
    published: date | None = None,
) -> Document:
    """Read a file's bytes; `path` is what errors call it, and its ending a hint. Otherwise as read_document."""
    content = _read_content(data, path)
    document = _make(
        content.text,
        path,
        doc_id or Path(path).stem or "text",
        lang or detect_language(fold_characters(content.text), path, content.lang) if content.text.strip() else lang,
        content.title,
        content.publisher,
        published or content.published,
        content.warnings,
    )
    return document if document.published else replace(document, published=_day_in_name(path))


def _read_content(data: bytes, path: Path | str) -> Content:
    """What the bytes are decides how they are read; the ending only where they do not say."""
    suffix = Path(path).suffix.lower()
    if data.startswith(b"%PDF-") or (suffix == ".pdf" and data.strip()):
        return read_pdf(data, path)
    if data.startswith(b"PK\x03\x04") and (suffix == ".docx" or is_docx(data)):
        return read_docx(data, path)
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(path, None, f"this is {what}, not text", _SAVE, code="unsupported-format")
    if suffix not in _TEXT and not _NO_SUFFIX.fullmatch(suffix):
        raise InputError(path, None, f"{suffix} files are not read", _SAVE, code="unsupported-format")
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise InputError(path, None, "the document is empty", "Give a text", code="empty")
    if suffix == ".docx":
        return read_docx(data, path)
    if suffix in _HTML or _LOOKS_LIKE_HTML.match(data):
        return read_html(data, path)
    text, warnings = decode(data, path)
    return Content(text, warnings=warnings)


def _day_in_name(path: Path | str) -> date | None:
    """« 2026-02-05-emploi.pdf », « 20260205_emploi.txt »: a whole day, year first, in the name of the file."""
    for match in _DAY_IN_NAME.finditer(Path(path).name):
        try:
            return date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            continue
    return None


def make_document(
    text: str,
    *,
    doc_id: str = "text",
    lang: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    published: date | None = None,
) -> Document:
    """A Document from a text; what is given stands, what is None is looked for in the text.

    A title that is given need not stand in the text. Raises InputError for an empty text, for an unknown language,
    and for a long text that is plainly in none of ours. `country` is left empty: the extractor fills it.
    """
    return _make(text, doc_id, doc_id, lang, title, publisher, published, ())


def _make(
    text: str,
    path: Path | str,
    doc_id: str,
    lang: str | None,
    title: str | None,
    publisher: str | None,
    published: date | None,
    warnings: tuple[str, ...],
) -> Document:
    if lang is not None and lang not in LANGUAGES:
        mend = f"Use one of {', '.join(LANGUAGES)}"
        raise InputError(path, None, f"{lang!r} is no language we read", mend, code="unknown-language")
    folded = fold_characters(text)
    if not folded.strip():
        raise InputError(path, None, "the document is empty", "Give a text", code="empty")
    lang = lang or detect_language(folded, path)
    lines = split_lines(folded, lang)
    blocks = find_blocks(lines, lang, title)
    folded = fold_line_ends(folded, blocks)
    return Document(
        doc_id=doc_id,
        text=text,
        folded=folded,
        lang=lang,
        blocks=blocks,
        title=find_title(text, blocks) if title is None else title,
        publisher=find_publisher(text, blocks) if publisher is None else publisher,
        published=published or find_published(folded, blocks, lang),
        warnings=warnings,
    )

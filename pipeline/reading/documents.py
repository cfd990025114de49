"""The ways in: a file, its bytes, or a text that somebody already has, to a Document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.errors import InputError
from pipeline.languages import LANGUAGES
from pipeline.languages.characters import fold_characters
from pipeline.model import Document
from pipeline.reading.blocks import find_blocks, fold_line_ends
from pipeline.reading.decode import decode
from pipeline.reading.language import detect_language
from pipeline.reading.lines import split_lines
from pipeline.reading.metadata import find_published, find_publisher, find_title

SUFFIXES = (".txt", ".text", ".md", ".markdown", "")
MAX_BYTES = 20_000_000


def read_document(
    path: Path | str, *, doc_id: str | None = None, lang: str | None = None, published: date | None = None
) -> Document:
    """Read one .txt or .md file.

    doc_id: the file's stem if not given. lang, published: found in the text if not given; published stays None
    where the text gives no date. Raises InputError for a file that is missing, too large, empty or no text, and for
    an unknown language.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        problem = f"{path.suffix} files are not read"
        raise InputError(path, None, problem, "Save it as plain text (.txt) or Markdown (.md)")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(path, None, f"the file has {size} bytes, more than {MAX_BYTES}", "Split it into documents")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(path, None, "there is no such file", "Check the name") from error
    except IsADirectoryError as error:
        raise InputError(path, None, "this is a directory", "Name a file in it") from error
    except OSError as error:
        raise InputError(path, None, f"the file cannot be read: {error.strerror}", "Check its rights") from error
    return read_bytes(data, path=path, doc_id=doc_id, lang=lang, published=published)


def read_bytes(
    data: bytes,
    *,
    path: Path | str = "bytes",
    doc_id: str | None = None,
    lang: str | None = None,
    published: date | None = None,
) -> Document:
    """Read a file's bytes; `path` is what errors call it. Otherwise as read_document."""
    text, warnings = decode(data, path)
    return _make(text, path, doc_id or Path(path).stem or "text", lang, None, None, published, warnings)


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
        raise InputError(path, None, f"{lang!r} is no language we read", f"Use one of {', '.join(LANGUAGES)}")
    folded = fold_characters(text)
    if not folded.strip():
        raise InputError(path, None, "the document is empty", "Give a text")
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

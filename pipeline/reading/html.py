"""HTML to text: our own lines of the page, and trafilatura to tell the article from what stands around it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import regex

from pipeline.errors import InputError
from pipeline.languages import LANGUAGES
from pipeline.languages.compiled import compile_pattern
from pipeline.reading.content import Content
from pipeline.reading.decode import decode
from pipeline.reading.html_lines import HtmlLine, Page, read_lines

_CHARSET = compile_pattern(rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([\w.:-]{2,40})", regex.IGNORECASE)
_XML_CHARSET = compile_pattern(rb"\s*+<\?xml[^>]{0,200}?encoding\s*+=\s*+[\"']([\w.:-]{2,40})", regex.IGNORECASE)
_HEAD = 4096
_DAY = compile_pattern(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_WORD = compile_pattern(r"\w++")
_DEEPEST = 200  # a tree that is nested deeper makes tree-based readers stumble
_LARGEST = 3_000_000  # characters; larger pages are tables, and a tree of them costs more than it tells
_LEAST_TEXT = 250  # characters; what trafilatura finds on a page with less is no article
_LEAST_SHARE = 0.2  # of the page's own words, below which trafilatura has missed the article
_LINKED = 0.6  # share of links above which a line is navigation
_SHINGLE = 4
_DATES = (
    "article:published_time",
    "datepublished",
    "dcterms.issued",
    "dcterms.date",
    "dcterms.created",
    "dc.date.issued",
    "dc.date",
    "dc.date.created",
    "publication_date",
    "pubdate",
    "publishdate",
    "date",
    "og:published_time",
)
_TITLES = ("og:title", "dcterms.title", "dc.title", "twitter:title")
_PUBLISHERS = ("og:site_name", "dcterms.publisher", "dc.publisher", "publisher", "application-name")


def read_html(data: bytes, path: Path | str) -> Content:
    """The article of a page, one paragraph or table row a line, and the metadata that the page states.

    path: named in errors. Raises InputError for bytes that are no text, and for a page without text.
    """
    text, warnings = decode(data, path, _declared(data))
    page = read_lines(text)
    lines = _article(page, _main_text(text, page))
    if not lines:
        raise InputError(path, None, "the page has no text", "Save the article itself as text", code="no-text")
    lang = page.lang[:2].lower()
    return Content(
        text=_join(lines),
        title=_title(page, lines),
        publisher=next((page.meta[name] for name in _PUBLISHERS if page.meta.get(name)), _data_publisher(page)),
        published=_published(page),
        lang=lang if lang in LANGUAGES else None,
        warnings=warnings,
    )


def _declared(data: bytes) -> str | None:
    match = _XML_CHARSET.match(data[:_HEAD]) or _CHARSET.search(data[:_HEAD])
    return match[1].decode("ascii", "replace") if match else None


def _main_text(html: str, page: Page) -> str:
    """What trafilatura takes for the article; "" where it is not to be asked or finds none."""
    if page.depth > _DEEPEST or len(html) > _LARGEST or sum(len(line.text) for line in page.lines) < _LEAST_TEXT:
        return ""
    try:
        import trafilatura
    except ImportError:  # its parts do not always fit together; our own lines do without it
        return ""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(html, output_format="txt", include_comments=False, favor_recall=True)
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        return ""
    return found or ""


def _article(page: Page, main: str) -> list[HtmlLine]:
    """From the first line of the article (or its heading) to the last; all lines where nobody knows which it is."""
    lines = page.lines
    shingles = {size: _shingles(main, size) for size in (2, _SHINGLE)}
    held = [i for i, line in enumerate(lines) if _stands_in(line, shingles)]
    words = sum(len(_WORD.findall(line.text)) for line in lines)
    if not held or len(_WORD.findall(main)) < _LEAST_SHARE * words:
        return [line for line in lines if not _is_navigation(line)] or lines
    first, last = held[0], held[-1]
    heading = max((i for i, line in enumerate(lines[:first]) if line.tag == "h1"), default=first)
    while last + 1 < len(lines) and lines[last + 1].tag in ("tr", "figcaption", "caption", "li"):
        last += 1  # the rest of a table or list that the article ends with
    inside = set(held)
    return [
        line
        for i, line in enumerate(lines[heading : last + 1], heading)
        if i in inside or i == heading or not _is_navigation(line)
    ]


def _shingles(text: str, size: int) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return set(zip(*(words[k:] for k in range(size)), strict=False))


def _stands_in(line: HtmlLine, shingles: dict[int, set[tuple[str, ...]]]) -> bool:
    words = _WORD.findall(line.text.lower())
    size = _SHINGLE if len(words) >= _SHINGLE else 2
    return len(words) >= 2 and tuple(words[:size]) in shingles[size] and not _is_navigation(line)


def _is_navigation(line: HtmlLine) -> bool:
    return line.linked > _LINKED * len(line.text) and line.tag not in ("h1", "tr")


def _join(lines: Sequence[HtmlLine]) -> str:
    parts: list[str] = []
    for above, line in zip((None, *lines), lines, strict=False):
        if above is not None:
            same = above.tag == line.tag and not line.gap
            parts.append("\n" if same else "\n\n")
        parts.append(line.text)
    return "".join(parts) + "\n"


def _title(page: Page, lines: Sequence[HtmlLine]) -> str | None:
    heading = next((line.text for line in lines if line.tag == "h1"), "")
    stated = next((page.meta[name] for name in _TITLES if page.meta.get(name)), "")
    return heading or stated or page.title or None


def _published(page: Page) -> date | None:
    stated = [page.meta[name] for name in _DATES if name in page.meta]
    for text in (*stated, *(value for value in _data_values(page, "datePublished") if isinstance(value, str))):
        if match := _DAY.match(text):
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None


def _data_publisher(page: Page) -> str | None:
    for value in _data_values(page, "publisher"):
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and name.strip():
            return name.strip()
    return None


def _data_values(page: Page, key: str) -> Iterator[Any]:
    """The values of a key of the page's JSON-LD: of its top objects, of their lists, and of their @graph."""
    tops = list(page.data)
    for top in tops[:100]:
        if isinstance(top, list):
            tops.extend(top)
        elif isinstance(top, dict):
            graph = top.get("@graph")
            tops.extend(graph if isinstance(graph, list) else [])
    for top in tops[:200]:
        if isinstance(top, dict) and key in top:
            yield top[key]

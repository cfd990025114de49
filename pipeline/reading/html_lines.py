"""HTML as lines, in one pass and without a tree, so that no nesting is too deep and no page too broken.

What a tree-based reader loses is kept: captions, asides, the rows of tables, exponents. A number that a <br> cuts stays
one, footnote marks and what is not shown go.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import regex

from pipeline.languages.compiled import compile_pattern
from pipeline.reading.superscripts import read_superscript

_SKIPPED = frozenset("script style template noscript svg math iframe object select button textarea nav footer".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3"
    " h4 h5 h6 header hr html legend li main ol p pre section summary table tbody tfoot thead title tr ul".split()
)
_HIDDEN = compile_pattern(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", regex.IGNORECASE)
_SPACES = compile_pattern(r"[ \t\r\f\n]++")
_GROUP = compile_pattern(r"\d{3}(?!\d)")
_LONGEST_CELL = 300  # characters; a table with longer cells lays out a page
_LONGEST_DATA = 500_000  # characters of JSON-LD


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """A line of a page. linked: how many of its characters are links; gap: it is a paragraph of its own."""

    text: str
    linked: int
    tag: str
    gap: bool


@dataclass(slots=True)
class Page:
    """A page as its lines and what its head says. meta: lower-case name or property -> content, the first of each."""

    lines: list[HtmlLine] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    data: list[Any] = field(default_factory=list)
    title: str = ""
    lang: str = ""
    depth: int = 0


def read_lines(html: str) -> Page:
    """The lines of a page in their order, its metadata, and how deep its elements are nested."""
    reader = _Reader()
    last = html.rfind("<!--")
    reader.feed(html if last < 0 or html.find("-->", last) >= 0 else html[:last])  # a comment that never ends
    reader.close()
    reader.flush()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._text: list[str] = []
        self._linked = self._depth = self._links = 0
        self._tag, self._gap = "", True
        self._skip, self._skip_depth = "", 0
        self._cells: list[str] | None = None  # of the row being read
        self._note: list[str] | None = None  # inside <sup>
        self._collect: list[str] | None = None  # inside <title> or JSON-LD
        self._cut = False  # a <br> stands behind a digit

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._depth += 1
            self.page.depth = max(self.page.depth, self._depth)
        if self._skip:
            self._skip_depth += tag == self._skip
            return
        named = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._keep_meta(named)
        elif tag == "html":
            self.page.lang = named.get("lang") or named.get("xml:lang", "")
        if tag == "title" or (tag == "script" and "ld+json" in named.get("type", "")):
            self._collect = []
        elif tag in _SKIPPED or (tag not in _VOID and _is_hidden(named)):
            self._skip, self._skip_depth = tag, 1
        elif tag == "sup":
            self._note = []
        elif tag == "br":
            self._break()
        elif tag == "a":
            self._links += 1
        elif tag == "table" or (tag == "tr" and self._cells is not None):
            self._end_row()
            self.flush()
        elif tag == "tr":
            self.flush()
            self._cells = []
        elif tag in ("td", "th") and self._cells is not None:
            self._cells.append("")
        elif tag in _BLOCKS and self._cells is None:
            self.flush()
            self._tag, self._gap = tag, tag != "li"
        elif tag in _BLOCKS:
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        self._depth = max(0, self._depth - (tag not in _VOID))
        if self._skip:
            self._skip_depth -= tag == self._skip
            if not self._skip_depth:
                self._skip = ""
        elif self._collect is not None and tag in ("title", "script"):
            self._keep_collected(tag, "".join(self._collect))
        elif tag == "sup" and self._note is not None:
            note, self._note = "".join(self._note).strip(), None
            self._add(read_superscript(note, self._before()))
        elif tag == "a":
            self._links = max(0, self._links - 1)
        elif tag in ("tr", "table"):
            self._end_row()
            self.flush()
        elif tag in _BLOCKS and self._cells is None:
            self.flush()

    def handle_data(self, data: str) -> None:
        if self._collect is not None:
            self._collect.append(data)
        elif self._note is not None:
            self._note.append(data)
        elif not self._skip:
            self._add(_SPACES.sub(" ", data))

    def flush(self) -> None:
        """End the line."""
        gap = self._gap
        for part in "".join(self._text).split("\n"):
            part = _SPACES.sub(" ", part).strip(" ")
            if part:
                part = f"• {part}" if self._tag == "li" else part
                self.page.lines.append(HtmlLine(part, min(self._linked, len(part)), self._tag, gap))
                gap = False
        self._text, self._linked, self._tag, self._gap, self._cut = [], 0, "", True, False

    def _add(self, text: str) -> None:
        if self._cut and text.strip():
            self._cut = False
            self._text.append("\u00a0" if _GROUP.match(text.lstrip()) else "\n")
            text = text.lstrip()
        if self._cells:
            self._cells[-1] += text
        elif self._cells is None:
            self._text.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _break(self) -> None:
        if self._cells is not None:
            self._add(" ")
        elif self._before()[-1:].isdigit():
            self._cut = True
        else:
            self._text.append("\n")

    def _before(self) -> str:
        if self._cells:
            return self._cells[-1]
        return "".join(self._text[-3:]).rstrip(" ")

    def _end_row(self) -> None:
        cells, self._cells = self._cells, None
        if not cells:
            return
        cells = [_SPACES.sub(" ", cell).strip(" ") for cell in cells]
        if sum(map(bool, cells)) < 2 or max(map(len, cells)) > _LONGEST_CELL:
            for cell in filter(None, cells):
                self.page.lines.append(HtmlLine(cell, 0, "td", True))
        else:
            shown = " | ".join(cell.replace("|", "/") for cell in cells)
            self.page.lines.append(HtmlLine(f"| {shown} |", min(self._linked, len(shown)), "tr", False))
        self._linked = 0

    def _keep_meta(self, named: dict[str, str]) -> None:
        name = named.get("property") or named.get("name") or named.get("itemprop", "")
        if name and named.get("content"):
            self.page.meta.setdefault(name.lower(), named["content"].strip())

    def _keep_collected(self, tag: str, text: str) -> None:
        self._collect = None
        if tag == "title":
            self.page.title = self.page.title or " ".join(text.split())
        elif len(text) <= _LONGEST_DATA:
            try:
                self.page.data.append(json.loads(text))
            except (ValueError, RecursionError):
                return


def _is_hidden(named: dict[str, str]) -> bool:
    return "hidden" in named or named.get("aria-hidden") == "true" or bool(_HIDDEN.search(named.get("style", "")))


"""Word documents to text, by python-docx (the extra `docx`): paragraphs and table rows in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.reading.content import Content

if TYPE_CHECKING:
    from docx.document import Document as Word

_MOST_UNPACKED = 200_000_000  # bytes; a document that unpacks to more is a trap
_PART = "word/document.xml"


def is_docx(data: bytes) -> bool:
    """Whether a zip archive is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _PART in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def read_docx(data: bytes, path: Path | str) -> Content:
    """The text of a Word document. path: named in errors. Raises InputError for one that is damaged or a trap.

    The dates in its properties are often those of a template, and are not used.
    """
    try:
        import docx
    except ImportError:
        mend = "Install Relevé with its extra docx, or save it as text"
        raise InputError(path, None, "Word documents are not read here", mend, code="unsupported-format") from None
    _check_size(data, path)
    try:
        word = docx.Document(io.BytesIO(data))
        text = "\n\n".join(_blocks(word))
    except (KeyError, ValueError, OSError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        raise InputError(
            path, None, f"this Word document is damaged ({error})"[:200], "Save it as text", code="damaged"
        ) from None
    if not text.strip():
        raise InputError(path, None, "this Word document has no text", "Save it as text", code="no-text")
    return Content(text + "\n", title=_title(word))


def _check_size(data: bytes, path: Path | str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InputError(path, None, "this Word document is damaged", "Save it again", code="damaged") from None
    if size > _MOST_UNPACKED:
        problem = f"this Word document unpacks to {size} bytes, more than {_MOST_UNPACKED}"
        raise InputError(path, None, problem, "Save it as text", code="too-large")


def _blocks(word: Word) -> Iterator[str]:
    from docx.table import Table

    for block in word.iter_inner_content():
        if isinstance(block, Table):
            yield "\n".join(_row(row) for row in block.rows)
        elif block.text.strip():
            style = (block.style.name or "") if block.style is not None else ""
            yield f"• {block.text.strip()}" if style.startswith("List") else block.text.strip()


def _row(row: Any) -> str:
    cells: list[str] = []
    last = None
    for cell in row.cells:
        if cell._tc is last:  # noqa: SLF001  (a merged cell is handed out once for each column)
            continue
        last = cell._tc  # noqa: SLF001
        cells.append(" ".join(cell.text.split()).replace("|", "/"))
    return f"| {' | '.join(cells)} |"


def _title(word: Word) -> str | None:
    for block in word.paragraphs[:10]:
        style = (block.style.name or "") if block.style is not None else ""
        if style in ("Title", "Heading 1") and block.text.strip():
            return block.text.strip()
    return None

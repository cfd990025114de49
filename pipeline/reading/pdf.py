"""PDF to text, by way of a child process that may fail without harm."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.reading.content import Content
from pipeline.reading.pdf_layout import Segment, read_pages

SECONDS = 20
MEGABYTES = 1500
CHARACTERS = 5_000_000
_CHILD = Path(__file__).with_name("pdf_child.py")
_SAVE = "Save it as text, or print it to a new PDF"
_PROBLEMS = {
    "damaged": ("this PDF is damaged", _SAVE),
    "encrypted": ("this PDF is locked with a password", "Save it without the password"),
    "memory": (f"this PDF takes more than {MEGABYTES} MB to read", _SAVE),
    "too-large": (f"this PDF holds more than {CHARACTERS} characters", "Split it into documents"),
    "timeout": (f"this PDF takes more than {SECONDS} s to read", _SAVE),
    "no-text": ("this PDF holds pictures of pages and no text (a scan)", "Run text recognition (OCR) over it first"),
}


def read_pdf(data: bytes, path: Path | str) -> Content:
    """The text of a PDF: columns in order, hyphenation joined, without page numbers and running heads.

    path: named in errors. Raises InputError for a file that is damaged, locked, a scan, or too much for the child
    process. The day on which a PDF was made says little about the release in it, and is not used.
    """
    answer = _ask_child(data, path)
    if "error" in answer:
        raise _error(answer["error"], path)
    pages = answer["pages"]
    text = read_pages([(page[0], [Segment(*one) for one in page[1]]) for page in pages if page])
    lost = [number for number, page in enumerate(pages, 1) if page is None]
    if not text.strip():
        raise _error("damaged" if lost or not pages else "no-text", path)
    named = ", ".join(map(str, lost[:10]))
    return Content(text + "\n", warnings=(f"page {named} cannot be read",) if lost else ())


def _ask_child(data: bytes, path: Path | str) -> dict[str, Any]:
    command = [sys.executable, "-I", str(_CHILD), *map(str, (MEGABYTES, SECONDS, CHARACTERS))]
    try:
        child = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise _error("timeout", path) from None
    try:
        answer = json.loads(child.stdout)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    if -child.returncode == signal.SIGXCPU:
        raise _error("timeout", path)
    if -child.returncode in (signal.SIGABRT, signal.SIGTRAP) or b"MemoryError" in child.stderr:
        raise _error("memory", path)  # the library aborts when it is given no more
    problem = f"reading this PDF ended with exit code {child.returncode}"
    raise InputError(path, None, problem, _SAVE, code="damaged")


def _error(code: str, path: Path | str) -> InputError:
    problem, mend = _PROBLEMS[code]
    return InputError(path, None, problem, mend, code=code)

"""The text of a PDF with its places, in a process of its own: `python pdf_child.py MEGABYTES SECONDS CHARACTERS`.

A PDF is a program in disguise, and the library that reads it is not ours: it may crash, loop or eat the memory, and
then only this process is lost. The file comes on stdin; one JSON object goes to stdout: either "error", or "pages", a
list of [width, segments] with a segment as [left, bottom, right, top, text], None for a page that cannot be read.
Imports nothing of ours, so that it starts fast.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any


def main() -> None:
    """Read stdin, write stdout."""
    megabytes, seconds, characters = (int(argument) for argument in sys.argv[1:4])
    _limit(megabytes, seconds)
    import pypdfium2  # type: ignore[import-untyped]

    try:
        answer = _read(pypdfium2, sys.stdin.buffer.read(), characters)
    except pypdfium2.PdfiumError as error:
        answer = {"error": "encrypted" if "assword" in str(error) or "ecurity" in str(error) else "damaged"}
    except MemoryError:
        answer = {"error": "memory"}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


def _limit(megabytes: int, seconds: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(pypdfium2: Any, data: bytes, characters: int) -> dict[str, Any]:
    document = pypdfium2.PdfDocument(data)
    pages: list[Any] = []
    for number in range(len(document)):
        try:
            width, segments = _read_page(document[number])
        except pypdfium2.PdfiumError:
            pages.append(None)
            continue
        characters -= sum(len(segment[4]) for segment in segments)
        if characters < 0:
            return {"error": "too-large"}
        pages.append([width, segments])
    return {"pages": pages, "title": document.get_metadata_value("Title")}


def _read_page(page: Any) -> tuple[float, list[list[Any]]]:
    turned = page.get_rotation()
    _, _, width, height = page.get_mediabox()
    segments = _segments(page.get_textpage())
    if sum(s[3] - s[1] > s[2] - s[0] for s in segments if len(s[4]) > 3) * 2 <= len(segments):
        if turned in (90, 270):  # the lines lie, and so would their order
            page.set_rotation(0)
            segments = _segments(page.get_textpage())
        return width, segments
    # Text that is drawn upwards (on a page that is turned, or on one that the reader has to turn) is laid flat.
    if turned == 270:
        return height, [[height - t, left, height - b, right, text] for left, b, right, t, text in segments]
    return height, [[b, width - right, t, width - left, text] for left, b, right, t, text in segments]


def _segments(text: Any) -> list[list[Any]]:
    found = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        found.append([left, bottom, right, top, text.get_text_bounded(left, bottom, right, top)])
    return found


if __name__ == "__main__":
    main()

"""Small PDF files, written by hand: text at given places, and whatever a test wants to be wrong with them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

Line = tuple[float, float, str]  # from the left, from the bottom, in points; the text in WinAnsi


def make_pdf(pages: Sequence[Sequence[Line]], *, rotate: int = 0, extra: str = "", kids: str = "") -> bytes:
    """A PDF of A4 pages. rotate: of every page. extra: entries of the trailer. kids: instead of the page tree's own."""
    streams = [
        b"BT /F1 11 Tf "
        + b" ".join(b"1 0 0 1 %g %g Tm (%s) Tj" % (x, y, _escaped(text)) for x, y, text in lines)
        + b" ET"
        for lines in pages
    ]
    return make_pdf_of(streams, rotate=rotate, extra=extra, kids=kids)


def make_pdf_of(
    streams: Sequence[bytes], *, rotate: int = 0, extra: str = "", kids: str = "", padding: int = 0
) -> bytes:
    """A PDF whose pages have these content streams. padding: so many megabytes of blanks behind each, well packed."""
    count = len(streams)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % ((kids or " ".join(f"{4 + 2 * k} 0 R" for k in range(count))).encode(), count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for k, stream in enumerate(streams):
        packed = _pack(stream, padding)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (rotate, 5 + 2 * k)
        )
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out) + end + trailer % (len(objects) + 1, extra.encode(), len(out))


def column(x: float, texts: Sequence[str], *, top: float = 780, step: float = 14) -> list[Line]:
    """Lines of text below each other."""
    return [(x, top - step * k, text) for k, text in enumerate(texts)]


def _pack(stream: bytes, padding: int) -> bytes:
    packer = zlib.compressobj(9)
    packed = packer.compress(stream) + packer.flush(zlib.Z_FULL_FLUSH)
    if padding:  # after a full flush the same input gives the same output: pack a megabyte once
        megabyte = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
        packed += megabyte * padding
    return packed + packer.flush()


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")

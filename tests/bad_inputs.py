"""Files that newsrooms do drop into a folder, and some that only an enemy would: one function each, by its name.

`make_all(folder)` writes them; tests/data/bad_inputs.csv says what has to become of each.
"""

from __future__ import annotations

import gzip
import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

from pdfs import column, make_pdf, make_pdf_of

PROSE = (
    "La région Bretagne compte 153 400 élèves en 2025, selon le rectorat. "
    "Le budget des lycées atteint 12,5 millions d’euros, en hausse de 3 % sur un an.\n"
)
GERMAN = "Die Zahl der Arbeitslosen ist im Mai um 3 Prozent gesunken und liegt bei 2 Millionen. Das ist nicht viel.\n"
PDF = make_pdf([column(50, ["La région compte 153 400 élèves en 2025,", "et le budget des lycées atteint 12 euros."])])
MAKERS: dict[str, Callable[[Path], object]] = {}


def _file(name: str, data: bytes | str) -> None:
    content = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    MAKERS[name] = lambda folder: (folder / name).write_bytes(content)


def _maker(name: str) -> Callable[[Callable[[Path], object]], None]:
    def keep(make: Callable[[Path], object]) -> None:
        MAKERS[name] = make

    return keep


def make_all(folder: Path) -> None:
    """Write every file of MAKERS into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for make in MAKERS.values():
        make(folder)


def html(body: str, head: str = "") -> str:
    """A page."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


# Bytes
_file("empty.txt", b"")
_file("bom-only.txt", b"\xef\xbb\xbf")
_file("white-space.txt", " \n\t\r\n\u00a0\u2009\n")
_file("nuls.txt", PROSE.replace(" ", "\0"))
_file("utf16.txt", b"\xff\xfe" + PROSE.encode("utf-16-le"))
_file("utf16-no-mark.txt", PROSE.encode("utf-16-le"))
_file("utf16-big-no-mark.txt", PROSE.encode("utf-16-be"))
_file("utf16-odd.txt", b"\xff\xfe" + PROSE.encode("utf-16-le")[:-1])
_file("cp1252.txt", PROSE.encode("cp1252"))
_file("twice-encoded.txt", PROSE.encode().decode("cp1252", "replace").replace("\ufffd", ""))
_file("twice-encoded-well.txt", "Créé en été : la région compte 153 400 élèves.\n".encode().decode("cp1252").encode())
_file("cut-multibyte.txt", ("é" * 10 + " " + PROSE + "é").encode()[:-1])
_file("one-bad-byte.txt", (PROSE * 5).encode().replace(b"euros", b"eur\xffos", 1))
_file("lone-cr.txt", "La région compte 153 400 élèves.\rElle a 12 lycées.\rFin.\r")
_file("random.txt", bytes(range(256)) * 40)
_file("five-megabyte-line.txt", PROSE.strip() + " Le rectorat publie la liste des lycées dans les régions." * 92_000)
_file("million-characters.txt", (PROSE + "Il est dans la liste des lycées.\n" * 32_000)[:1_000_000] + "x")
_file("gzip.html", gzip.compress(html(PROSE).encode()))
_file("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(200))
_file("old-office.doc", b"\xd0\xcf\x11\xe0" + bytes(200))
_file("zip-named.docx", b"PK\x03\x04" + bytes(100))
_file("text-named.docx", PROSE)
_file("html-named.txt", html(f"<p>{PROSE}</p>"))
_file("pdf-named.txt", PDF)
_file("text-named.pdf", PROSE)
_file("=cmd.txt", PROSE)
_file("two\nlines.txt", PROSE)
_file('with "quotes", and a comma.txt', PROSE)
_file("-o.txt", PROSE)
_file("2026-02-05-dated.txt", "Les ventes ont baissé de 12 % l’an dernier.\n")


@_maker("hundred-megabytes.txt")
def _hundred(folder: Path) -> None:
    with (folder / "hundred-megabytes.txt").open("wb") as handle:
        handle.truncate(100_000_000)  # sparse


@_maker("directory.pdf")
def _directory(folder: Path) -> None:
    (folder / "directory.pdf").mkdir()
    (folder / "directory.pdf" / "inside.txt").write_text(PROSE, encoding="utf-8")


@_maker("loop.txt")
def _loop(folder: Path) -> None:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "loop").symlink_to(folder, target_is_directory=True)


@_maker("nowhere.txt")
def _nowhere(folder: Path) -> None:
    (folder / "nowhere.txt").symlink_to(folder / "no such file")


@_maker("fifo.txt")
def _fifo(folder: Path) -> None:
    os.mkfifo(folder / "fifo.txt")


@_maker("unreadable.txt")
def _unreadable(folder: Path) -> None:
    (folder / "unreadable.txt").symlink_to("/proc/self/mem")  # an ordinary file to all appearances, also for root


@_maker("name-\\xff.txt")
def _bytes_name(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/name-\xff.txt")).write_text(PROSE, encoding="utf-8")


@_maker("same/a.txt")
def _same(folder: Path) -> None:
    for name in ("same", "other"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text(PROSE, encoding="utf-8")


# HTML
_file("nested.html", "<div>" * 200_000 + f"<p>{PROSE}</p>")
_file(
    "entities.html",
    "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><html><body><p>&i;</p><p>{PROSE}</p></body></html>",
)
_file(
    "table.html",
    "<html lang=fr><table>" + "".join(f"<tr><td>Lycée {k}</td><td>{k} élèves</td></tr>" for k in range(20_000)),
)
_file("script.html", html(f"<p>La région compte <script>var x = 99;</script>153 400 élèves.</p><p>{PROSE}</p>"))
_file("charset-lies.html", html(f"<p>{PROSE}</p>", '<meta charset="iso-8859-1">'))
_file("charset-declared.html", html(f"<p>{PROSE}</p>", '<meta charset="iso-8859-15">').encode("iso-8859-15", "replace"))
_file("charset-mark.html", b"\xff\xfe" + html(f"<p>{PROSE}</p>", '<meta charset="utf-8">').encode("utf-16-le"))
_file("no-text.html", html("<img src=a.png><script>1</script>"))
_file("never-closed.html", f"<html><body><p>{PROSE}<!-- " + "<p>9 " * 1000)

# PDF
_file("cut.pdf", PDF[: len(PDF) // 3])
_file(
    "locked.pdf",
    make_pdf(
        [column(50, ["La région compte 12 lycées."])],
        extra=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({'o' * 32}) /U ({'u' * 32}) /P -44 >> /ID [(a)(a)]",
    ),
)
_file("scan.pdf", make_pdf([[]]))
LEFT = "La région compte cette année 153|400 élèves, selon le recense-|ment que publie|le rectorat."
RIGHT = "Le budget des lycées atteint 12,5|millions d'euros, en hausse de|3 % sur un an, dit|le ministre."
BOTH = zip(column(50, LEFT.split("|")), column(320, RIGHT.split("|")), strict=True)
_file("columns.pdf", make_pdf([[line for pair in BOTH for line in pair]]))
_file("turned.pdf", make_pdf_of([b"BT /F1 11 Tf 0 1 -1 0 50 50 Tm (La ville compte 153 ponts.) Tj ET"], rotate=90))
_file("bomb.pdf", make_pdf_of([b"BT /F1 11 Tf (A) Tj ET "], padding=1500))
_file("circular.pdf", make_pdf([[]], kids="2 0 R"))

# Text
_file("zero-width.txt", "La région compte 153\u200b400 élèves et 12 lycées.\n")
_file("bidi.txt", "La région compte \u202e153 400\u202c élèves et \u206712 lycées\u2069.\n")
_file("nfd.txt", unicodedata.normalize("NFD", PROSE))
_file("ligatures.txt", "L’oﬃce ﬁnance 153 400 élèves et 12 lycées en 2025.\n")
_file("arabic-digits.txt", "La région compte ١٥٣ élèves et 12 lycées.\n")
_file("five-thousand-digits.txt", f"La région compte {'9' * 5000} élèves et 12 lycées.\n")
_file("31-february.txt", "Santé publique\n31 février 2026\n\nLa région compte 12 lycées depuis le 31 février 2026.\n")
_file("no-date.txt", "La région compte 12 lycées.\n")
_file("german.txt", GERMAN)
_file("mixed.txt", PROSE * 3 + GERMAN)
_file("formula.txt", "=HYPERLINK(\"http://x\",\"12 lycées\")\n\n@SUM(A1) compte 12 lycées.\n\n-2+3 est une formule.\n")
_file("na.txt", "NA\n\nÀ NA, la région compte 12 lycées.\n")
_file("surrogate.jsonl", '{"id": "s", "text": "\\ud800 12 lycées"}\n')
_file(
    "lines.jsonl",
    "\n".join(
        [
            json.dumps({"id": "good", "text": PROSE}),
            "not json",
            json.dumps({"id": "no text"}),
            json.dumps({"id": "good", "text": PROSE}),
            "[" * 100_000,
            json.dumps({"id": "last", "text": PROSE, "published": "2026-02-05"}),
        ]
    ),
)

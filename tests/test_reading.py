"""Reading: bytes to text, blocks, header lines, language, and what no text may break."""

from __future__ import annotations

import contextlib
import textwrap
from datetime import date
from pathlib import Path

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.languages.characters import fold_characters
from pipeline.model import Document
from pipeline.reading import make_document, read_bytes, read_document

NEWLINE = "⏎"


@pytest.mark.parametrize("case", cases("blocks"))
def test_blocks(case: dict[str, str]) -> None:
    """Each line of the table names the kinds of the blocks in order."""
    document = make_document(case["text"].replace(NEWLINE, "\n"), lang=case["lang"])
    assert "|".join(block.kind for block in document.blocks) == case["blocks"], case["why"]


@pytest.mark.parametrize("case", cases("headers"))
def test_header_lines(case: dict[str, str]) -> None:
    """Title, publisher and date of publication; the date is never made up."""
    document = make_document(case["text"].replace(NEWLINE, "\n"), lang=case["lang"])
    published = document.published.isoformat() if document.published else ""
    assert (document.title, document.publisher, published) == (
        case["title"],
        case["publisher"],
        case["published"],
    ), case["why"]


@pytest.mark.parametrize("case", cases("characters"))
def test_characters_have_one_look(case: dict[str, str]) -> None:
    """Same length, one look; the table writes rare characters as escapes."""
    text = case["text"].encode("ascii").decode("unicode_escape")
    folded = fold_characters(text)
    assert folded == case["folded"].encode("latin-1").decode("unicode_escape"), case["why"]
    assert len(folded) == len(text)


@pytest.mark.parametrize("case", cases("language"))
def test_language(case: dict[str, str]) -> None:
    """The language whose function words a text has; `none` for a long text in neither."""
    text = case["text"] * int(case["times"])
    if case["lang"] == "none":
        with pytest.raises(InputError, match="neither"):
            make_document(text)
    else:
        assert make_document(text).lang == case["lang"], case["why"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("L’été\r\n".encode(), "L’été\r\n"),
        (b"\xef\xbb\xbfL'\xc3\xa9t\xc3\xa9", "L'été"),
        ("\ufeffL’été".encode("utf-16-le"), "L’été"),
        ("\ufeffL’été".encode("utf-16-be"), "L’été"),
        ("\ufeffL’été".encode("utf-32-le"), "L’été"),
    ],
    ids=ascii,
)
def test_encodings_that_need_no_guess(data: bytes, text: str) -> None:
    """A byte order mark decides and is dropped; without one the text is UTF-8, kept to the last line end."""
    document = read_bytes(data)
    assert (document.text, document.warnings) == (text, ())


def test_cp1252_is_read_with_a_warning() -> None:
    """Bytes that are no UTF-8 are Windows Western, and the reader is told."""
    document = read_bytes("L’été coûte 3 € – déjà".encode("cp1252"))
    assert document.text == "L’été coûte 3 € – déjà"
    assert "cp1252" in document.warnings[0]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b" \r\n\t\xc2\xa0\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"abc\x00def", "binary"),
        (bytes(range(1, 9)) * 20, "binary"),
        (b"caf\xe9 \x81\x8d", "neither UTF-8 nor cp1252"),
        (b"\xff\xfeabc", "byte order mark"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"PK\x03\x04abc", "zip"),
        (b"\x89PNG\r\n", "image"),
    ],
    ids=ascii,
)
def test_bytes_that_are_no_text(data: bytes, problem: str) -> None:
    """One line: the file, what is wrong, how to mend it."""
    with pytest.raises(InputError, match=problem) as caught:
        read_bytes(data, path="inbox/a.txt")
    assert str(caught.value).startswith("inbox/a.txt")
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a directory, a format of another day, a language that nobody has."""
    (tmp_path / "a.odt").write_bytes(b"x")
    (tmp_path / "a.txt").write_text("Bonjour", encoding="utf-8")
    for path, problem in (
        (tmp_path / "no.txt", "no such file"),
        (tmp_path, "directory"),
        (tmp_path / "a.odt", "not read"),
    ):
        with pytest.raises(InputError, match=problem):
            read_document(path)
    with pytest.raises(InputError, match="'de' is no language"):
        read_document(tmp_path / "a.txt", lang="de")


def test_a_file_is_named_after_its_stem(tmp_path: Path) -> None:
    """doc_id is the stem unless given; what is given is not looked for."""
    path = tmp_path / "note.fr.txt"
    path.write_bytes(b"Titre\n\n2026-02-05\n\nLe texte.")
    assert read_document(path).doc_id == "note.fr"
    document = read_document(path, doc_id="n1", lang="en", published=date(2020, 1, 2))
    assert (document.doc_id, document.lang, document.published) == ("n1", "en", date(2020, 1, 2))


def test_what_is_given_stands() -> None:
    """A given title that is not in the text leaves the first line to be what it looks like."""
    document = make_document("Le total est de 3 %.", title="Autre", publisher="Moi", published=date(2026, 1, 1))
    assert (document.title, document.publisher, document.published) == ("Autre", "Moi", date(2026, 1, 1))
    assert [block.kind for block in document.blocks] == ["prose"]
    assert [block.kind for block in make_document("Autre\n\nOui.", title="Autre").blocks] == ["title", "prose"]


ANY_TEXT = st.text(alphabet=st.sampled_from("aB1é -–−.:\r\n\t\u2028\u202f’('•#|»5%")) | st.text()


@given(ANY_TEXT, st.sampled_from(["fr", "en", None]))
def test_any_text_keeps_its_length_and_its_blocks_hold_all(text: str, lang: str | None) -> None:
    """folded has the length of text; blocks are in order, apart, and leave out rules and blanks only."""
    try:
        document = make_document(text, lang=lang)
    except InputError:
        return
    assert document.text == text
    assert len(document.folded) == len(text)
    last = -1
    for block in document.blocks:
        assert last < block.start < block.end <= len(text)
        inside = document.folded[block.start : block.end]
        assert not set(inside) & set("\r\n\v\f\x85\u2028\u2029\t\u202f\u00a0\u2019")
        assert inside == inside.strip(" ")
        assert last < 0 or "\n" in document.folded[last : block.start]
        last = block.end
    outside = list(document.folded)
    for block in document.blocks:
        outside[block.start : block.end] = " " * (block.end - block.start)
    assert not any(sign.isalnum() for sign in outside)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No exception but InputError."""
    with contextlib.suppress(InputError):
        read_bytes(data)


def test_a_long_text_takes_time_in_proportion() -> None:
    """Lines, brackets, digits and spaces by the thousand; minutes would mean backtracking."""
    for piece in (
        "a : b ",
        "1 ",
        "(",
        "a\n",
        "- a\n",
        ". ",
        "   x1",
        "x   ",
        "   ",
        "|a",
        ": ",
        "a.",
        "(a",
        "— ",
        "Aa, 1 janvier ",
    ):
        assert make_document("Le " + piece * 20_000, lang="fr").blocks


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_hard_wrapped_release_has_the_same_blocks(seed: Path, width: int, line_end: str) -> None:
    """The seed release, its lines broken at a width, is read as if they were not."""
    text = seed.read_text(encoding="utf-8")
    lines = [textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")]
    wrapped = make_document(line_end.join(line_end.join(line) for line in lines))
    assert _blocks(wrapped) == _blocks(make_document(text))


def _blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, " ".join(document.folded[block.start : block.end].split())) for block in document.blocks]

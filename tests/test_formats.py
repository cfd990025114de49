"""HTML, PDF and Word to text: what is kept, what goes, and what the file says of itself."""

from __future__ import annotations

import io
from datetime import date

import pytest
from cases import cases
from pdfs import column, make_pdf

from pipeline.errors import InputError
from pipeline.reading import read_bytes
from pipeline.reading.html import read_html
from pipeline.reading.pdf import read_pdf

ARTICLE = """
<h1>Rentrée 2025</h1>
<p>La région compte 153 400 élèves en 2025, selon le rectorat, qui a publié ses chiffres ce matin à Rennes.</p>
<figure><img src="a.jpg"><figcaption>Un lycée de 12 classes</figcaption></figure>
<aside>Chiffre clé : 15 %</aside>
<table><tr><th>Ville</th><th>Élèves</th></tr><tr><td>Rennes</td><td>1 200</td></tr></table>
<p>Le budget des lycées atteint 12,5 millions d’euros, en hausse de 3 % sur un an, selon la région Bretagne.</p>
"""


@pytest.mark.parametrize("case", cases("html"))
def test_html(case: dict[str, str]) -> None:
    text = read_html(case["html"].encode(), "page.html").text
    assert text.strip().replace("\u00a0", "~").replace("\n", "⏎") == case["text"], case["why"]


def test_an_article_without_what_stands_around_it() -> None:
    page = f"""<!doctype html><html lang="fr"><head><title>Rentrée - Région</title>
    <meta property="og:site_name" content="Région Bretagne">
    <meta property="article:published_time" content="2025-09-01T08:00:00+02:00"></head>
    <body><nav><a href="/">Accueil 1</a></nav><div><a href="/x">Menu 2</a> <a href="/y">Contact 3</a></div>
    <article>{ARTICLE}</article>
    <div><a href="/z">À lire aussi : 44 lycées ouvrent</a></div><footer>© 2025, 5 place</footer></body></html>"""
    document = read_bytes(page.encode(), path="rentree.html")
    assert document.text.startswith("Rentrée 2025\n\nLa région")
    assert all(kept in document.text for kept in ("Un lycée de 12 classes", "Chiffre clé : 15 %", "| Rennes | 1 200 |"))
    assert not any(gone in document.text for gone in ("Accueil", "Menu", "44 lycées", "©"))
    assert (document.title, document.publisher) == ("Rentrée 2025", "Région Bretagne")
    assert (document.published, document.lang) == (date(2025, 9, 1), "fr")
    assert [document.text[block.start : block.end] for block in document.blocks if block.kind == "title"] == [
        "Rentrée 2025"
    ]


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="dc.date" content="2025-03-04">', date(2025, 3, 4)),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2025-03-04T10:00"}]}</script>',
            date(2025, 3, 4),
        ),
        ('<meta name="date" content="2025-02-31">', None),
        ('<script type="application/ld+json">{broken</script>', None),
    ],
)
def test_the_day_that_a_page_states(head: str, published: date | None) -> None:
    assert read_html(f"<html><head>{head}</head><body>La ville.</body></html>".encode(), "x").published == published


def test_the_language_that_a_page_states_decides_only_where_its_words_do_not() -> None:
    assert read_bytes(f'<html lang="en"><p>{ARTICLE}</p></html>'.encode(), path="x.html").lang == "fr"
    assert read_bytes(b'<html lang="en"><p>Population: 3</p></html>', path="x.html").lang == "en"


def test_pdf_columns_hyphens_and_page_numbers() -> None:
    left = """La région Bretagne compte 153|400 élèves en 2025, selon le recense-|ment de la population que
        |publie l'Île-de-|France."""
    right = """Le taux de chômage est de 7,4 %|au premier trimestre, en baisse|de 0,3 point sur un an, dit
        |le ministère du travail ce|matin."""
    columns = [(50.0, left), (320.0, right)]
    body = [line for x, text in columns for line in column(x, [one.strip() for one in text.split("|")], top=700)]
    bodies = [body, [(50.0, 700.0, "La deuxième page."), (50.0, 600.0, "Ici.")], [(50.0, 500.0, "La fin.")]]
    pages = [[(50.0, 810.0, "Rapport 2025"), *some, (290.0, 30.0, f"{k}")] for k, some in enumerate(bodies, 1)]
    text = read_pdf(make_pdf(pages), "x").text
    first = text.split("Île-de-France.")[0]
    assert "153\n400 élèves en 2025, selon le recensement de la population" in first
    assert "chômage" not in first, "the left column comes first"
    assert not {"1", "2", "3", "Rapport 2025"} & set(text.splitlines())


def test_word() -> None:
    docx = pytest.importorskip("docx")
    word = docx.Document()
    word.add_heading("Rentrée 2025", level=1)
    word.add_paragraph("La région compte 153 400 élèves en 2025.")
    word.add_paragraph("12 lycées", style="List Bullet")
    table = word.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Rennes", "1 200"
    data = io.BytesIO()
    word.save(data)
    document = read_bytes(data.getvalue(), path="rentree.docx")
    assert document.text.split("\n\n") == [
        "Rentrée 2025", "La région compte 153 400 élèves en 2025.", "• 12 lycées", "| Rennes | 1 200 |\n",
    ]  # fmt: skip
    assert (document.title, document.published, document.doc_id) == ("Rentrée 2025", None, "rentree")
    with pytest.raises(InputError, match="damaged"):
        read_bytes(data.getvalue()[:2000] , path="cut.docx")


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("2026-02-05-emploi.txt", date(2026, 2, 5)),
        ("cp_20260205.txt", date(2026, 2, 5)),
        ("2026-02-31.txt", None),
        ("05-02-2026.txt", None),
        ("2026-02.txt", None),
        ("123202602051.txt", None),
    ],
)
def test_the_day_in_the_name_of_a_file(name: str, published: date | None) -> None:
    assert read_bytes(b"La ville compte 3 ponts.", path=name).published == published

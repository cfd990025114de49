"""The report in a browser, opened from the disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from accessible import findings
from conftest import until
from reviewing import SEED, put, put_copies, put_seed, put_text

from pipeline.check.report import check_corpus
from pipeline.reading import make_document
from pipeline.review.page import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Page

MANY = 500


def open_report(page: Page, folder: Path) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    address = (folder / "report.html").as_uri()
    page.goto(address)
    until(page, "document.documentElement.dataset.ready !== undefined")
    assert [one for one in requests if not one.startswith(("file:", "data:"))] == []


@pytest.fixture
def seed_report(tmp_path: Path, corpus: Path) -> Path:
    claims = put_seed(tmp_path, corpus)
    wrong = [replace(claims[0], place="Shanghai"), *claims[1:]]
    write_report(tmp_path / "report.html", golds=check_corpus(corpus, {SEED: wrong}))
    return tmp_path


def test_a_mark_leads_to_its_row_and_back(page: Page, seed_report: Path) -> None:
    open_report(page, seed_report)
    assert page.locator("mark").count() == 24
    page.click("mark >> nth=2")
    assert page.inner_text("tr.current .pick").endswith("8,7\u202f%")
    assert "#" in page.url
    page.click("#rows tbody tr >> nth=5")
    sixth = page.evaluate("document.querySelectorAll('mark')[5].textContent")
    assert page.locator("mark.current").inner_text() == sixth
    page.hover("mark >> nth=0")
    card = page.inner_text("#card")
    assert "2\u202f400\u202f000\u202f000\u202f000" in card
    assert "Shanghai" in card  # what the gold file disagrees with
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()


def test_the_language_can_be_switched(page: Page, seed_report: Path) -> None:
    open_report(page, seed_report)
    assert page.locator("html").get_attribute("lang") == "fr"
    page.click("text=EN")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "figures extracted" in page.inner_text("#overview")
    assert "2,400,000,000,000" in page.inner_text("#rows")
    assert page.locator("#text").get_attribute("lang") == "fr"
    page.reload()
    assert page.locator("html").get_attribute("lang") == "en"


def test_filters_count_and_dim(page: Page, seed_report: Path) -> None:
    open_report(page, seed_report)
    page.click(".chip[data-kind=percentage]")
    shown = page.locator("#rows tbody tr").count()
    assert 0 < shown < 24
    assert page.locator("mark:not(.dim)").count() == shown
    assert page.inner_text("#shown") == f"{shown} sur 24"
    page.fill("#q", "industries numeriques")
    until(page, "document.querySelectorAll('#rows tbody tr').length < 4")
    page.click("#reset")
    assert page.locator("#rows tbody tr").count() == 24
    page.check("#differs")
    assert page.locator("#rows tbody tr").count() == 1


def test_dropped_numbers_say_why(page: Page, tmp_path: Path) -> None:
    put_text(tmp_path, "d", "Titre\n\n12 ponts en 2025.")
    write_report(tmp_path / "report.html")
    open_report(page, tmp_path)
    page.hover(".dropped")
    assert "période" in page.inner_text("#card")


def test_marks_stand_right_behind_astral_characters(page: Page, tmp_path: Path) -> None:
    put_text(tmp_path, "d", "Titre 😀\n\n😀🏰 donne 12 ponts 🏰 et 7 tours")
    write_report(tmp_path / "report.html")
    open_report(page, tmp_path)
    assert page.locator("mark").all_inner_texts() == ["12", "7"]


def test_plots_over_time_never_mix_units(page: Page, tmp_path: Path) -> None:
    text = "Titre\n\nCible 12 puis 7 puis 30 puis 5 puis 8"
    claims = put_text(tmp_path, "d", text)
    told = [
        {"period": "2024"},
        {"period": "2025", "status": "forecast", "bound": ">"},
        {"period": "2026", "status": "target", "value_max": claims[2].value + 5},
        {"period": "2024", "unit": "km", "kind": "measure"},
        {"period": "2025", "unit": "km", "kind": "measure"},
    ]
    changed = tuple(replace(claim, indicator="cible", **cells) for claim, cells in zip(claims, told, strict=True))  # type: ignore[arg-type]
    put(tmp_path, make_document(text, doc_id="d", lang="fr"), changed)
    write_report(tmp_path / "report.html")
    open_report(page, tmp_path)
    until(page, "document.querySelectorAll('.plot').length == 2")
    assert page.locator(".plot >> nth=0").locator(".point").count() == 3
    assert page.locator(".plot >> nth=0").locator(".dot.hollow").count() == 2
    assert page.locator(".plot >> nth=0").locator(".whisker").count() == 2


def test_a_phone_and_a_printer(page: Page, seed_report: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_report(page, seed_report)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(media="print")
    assert page.locator("#filters").is_hidden()
    assert page.locator("#text").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_keeps_people_out(page: Page, seed_report: Path, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    open_report(page, seed_report)
    page.click("mark >> nth=2")
    assert findings(page) == []


def test_500_documents_stay_responsive(page: Page, tmp_path: Path, record_property: pytest.RecordProperty) -> None:
    line = "Au total {0} ponts, {0} tours et {0} parcs sont ouverts en 2025 dans la ville."
    text = "\n".join(line.format(n) for n in range(10, 19))
    put_copies(tmp_path, f"Communiqué du jour\n\n{text}\n", MANY)
    write_report(tmp_path / "report.html")
    open_report(page, tmp_path)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    ready = float(page.locator("html").get_attribute("data-ready") or "nan")
    filtered = page.evaluate(
        """() => { const start = performance.now(); document.querySelector('.chip[data-kind=count]').click();
                   document.body.offsetHeight; return performance.now() - start; }"""
    )
    page.click("#reset")
    searched = page.evaluate(
        """() => { const filter = document.getElementById('q'), start = performance.now(); filter.value = '17 ponts';
                   filter.dispatchEvent(new Event('input')); return new Promise((done) => { const look = () =>
                   document.getElementById('shown').textContent.includes('sur') ? done(performance.now() - start)
                   : setTimeout(look, 5); look(); }); }"""
    )
    for name, value in (("first paint", paint), ("ready", ready), ("filter", filtered), ("search", searched)):
        record_property(f"{name}, ms, {MANY} documents", round(value))
    assert page.locator("#docs li").count() == MANY
    assert filtered < 1500  # far above what it takes; a loop over loops would be seconds

"""The review page under a person's hands: by keyboard, with everything going wrong that can."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from accessible import findings
from conftest import Review, until
from reviewing import put_seed, put_text
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.review.events import read_events
from pipeline.review.replay import replay, reviewed_claims
from pipeline.review.run import load_run
from pipeline.table.csvfile import read_claims, write_claims

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    until(page, "document.documentElement.dataset.ready !== undefined")


def progress(page: Page, text: str) -> None:
    until(page, f"document.getElementById('progress').textContent === {text!r}")


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def select_words(page: Page, words: str) -> None:
    """Select words of the text as a mouse would, over marks or not."""
    page.evaluate(
        """(words) => {
          for (const block of document.querySelectorAll('#text .block')) {
            const at = block.textContent.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            let seen = 0, started = false;
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const end = seen + node.data.length;
              if (!started && at < end) { range.setStart(node, at - seen); started = true; }
              if (started && at + words.length <= end) { range.setEnd(node, at + words.length - seen); break; }
              seen = end;
            }
            getSelection().removeAllRanges(); getSelection().addRange(range);
            return;
          }
        }""",
        words,
    )


def standing(folder: Path, doc_id: str) -> list[tuple[str, str]]:
    rows = reviewed_claims(load_run(folder), replay(read_events(folder)))[doc_id]
    return [(row.claim.quote, row.judgement.verdict) for row in rows]


def test_the_seed_is_reviewed_by_keyboard(
    page: Page, review: Review, corpus: Path, record_property: pytest.RecordProperty
) -> None:
    put_seed(review.folder, corpus)
    open_page(page, review.start())
    page.keyboard.press("n")
    started = time.perf_counter()
    press(page, "a" * 10 + "r" + "a" * 9)
    progress(page, "20 sur 24 décidés")
    page.keyboard.press("c")
    page.wait_for_selector("#edit")
    page.fill("#edit-place", "Haidian")
    page.fill("#edit-value", "−1 234,5")
    page.keyboard.press("Enter")
    progress(page, "21 sur 24 décidés")
    press(page, "aaa")
    progress(page, "24 sur 24 décidés")
    record_property("seconds for the seed's 24 claims", round(time.perf_counter() - started, 2))
    claims = load_run(review.folder).by_id["beijing-digital-economy-2025-fr"].claims
    judgements = replay(read_events(review.folder)).judgements
    assert [judgements[claim.claim_id].verdict for claim in claims] == [
        *["accept"] * 10, "reject", *["accept"] * 9, "correct", *["accept"] * 3]  # fmt: skip
    assert judgements[claims[20].claim_id].changes == {"value": "-1234.5", "place": "Haidian"}
    press(page, "uuuuu")  # three accepted, the correction, one more
    progress(page, "19 sur 24 décidés")
    page.keyboard.press("d")
    page.wait_for_selector(".docs .done")
    page.reload()
    until(page, "document.documentElement.dataset.ready !== undefined")
    progress(page, "19 sur 24 décidés")
    assert page.locator(".docs .done").count() == 1


def test_nothing_is_lost_when_the_server_is_killed(page: Page, review: Review) -> None:
    put_text(review.folder, "d", "Titre\n\n" + " et ".join(f"{n} ponts" for n in range(1, 31)))
    open_page(page, review.start())
    page.keyboard.press("n")
    press(page, "aaaaa")
    progress(page, "5 sur 30 décidés")
    review.kill()
    page.keyboard.press("a")
    page.wait_for_selector("#trouble")
    assert "Non enregistré" in page.inner_text("#trouble")
    progress(page, "5 sur 30 décidés")  # what is not written is not shown as if it were
    assert len(read_events(review.folder)) == 5
    open_page(page, review.start())
    progress(page, "5 sur 30 décidés")
    page.keyboard.press("n")
    press(page, "a" * 12)
    review.kill()  # while keys are still being worked through
    page.wait_for_selector("#trouble")
    shown = int(page.inner_text("#progress").split()[0])
    assert len(read_events(review.folder)) - shown in (0, 1)


def test_a_missed_claim_behind_emoji_is_added_by_selecting_it(page: Page, review: Review) -> None:
    put_text(review.folder, "d", "Titre 😀\n\nLa ville 😀🏰 compte 12 ponts, une dizaine de tours 🏰 et trois parcs.\n")
    open_page(page, review.start())
    assert page.inner_text("mark") == "12"
    page.keyboard.press("m")
    page.wait_for_selector("#trouble")  # nothing is selected yet
    select_words(page, "trois parcs")
    page.keyboard.press("m")
    page.wait_for_selector("#edit")
    assert page.inner_text("#edit-quote") == "trois parcs"
    page.keyboard.press("Enter")
    page.wait_for_selector(".fault")  # it has no value
    page.fill("#edit-value", "3")
    page.fill("#edit-unit_text", "parcs")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark[data-verdict=add]")
    assert page.inner_text("mark[data-verdict=add]") == "trois parcs"
    page.click("mark >> nth=0")
    page.keyboard.press("c")
    page.wait_for_selector("#edit")
    select_words(page, "12 ponts")
    until(page, "document.getElementById('edit-quote').textContent === '12 ponts'")
    page.focus("#edit-value")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark[data-verdict=correct]")
    assert page.inner_text("mark[data-verdict=correct]") == "12 ponts"
    assert standing(review.folder, "d") == [("12 ponts", "correct"), ("trois parcs", "add")]


def test_an_edited_sheet_shows_on_the_page(page: Page, review: Review, corpus: Path) -> None:
    put_seed(review.folder, corpus)
    open_page(page, review.start())
    claims = list(load_run(review.folder).claims.values())
    path = review.folder / "claims.csv"
    write_claims(claims, path)
    text = path.read_text(encoding="utf-8").replace(",Beijing,", ",Pékin,", 1)
    path.write_text(text, encoding="utf-8", newline="")
    arguments = ["review", str(review.folder), "--import", str(path), "--as", "ana", "--yes"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    page.reload()
    page.wait_for_selector("tr[data-verdict=correct]")
    assert "Pékin" in page.inner_text("tr[data-verdict=correct]")
    page.click("#export")
    until(page, "document.getElementById('export').textContent.includes('24')")
    assert next(iter(read_claims(review.folder / "claims_reviewed.csv"))).place == "Pékin"


def test_two_reviewers_each_with_their_own_keys(page: Page, review: Review) -> None:
    put_text(review.folder, "d", "Titre\n\n12 ponts et 7 tours et 30 parcs")
    open_page(page, review.start())
    page.keyboard.press("?")
    page.click("[data-bind=accept]")
    page.keyboard.press("o")
    page.click("#overlay .main")
    press(page, "nooo")
    progress(page, "3 sur 3 décidés")
    page.fill("#reviewer", "Ben")
    page.keyboard.press("Tab")
    progress(page, "0 sur 3 décidés")
    page.click("h1")
    press(page, "nara")
    progress(page, "3 sur 3 décidés")
    page.reload()
    page.wait_for_selector("table.pair")
    assert "80 %" in page.inner_text("table.pair caption").replace("\u202f", " ").replace("\xa0", " ")
    assert page.inner_text("[data-deed=accept] kbd") == "o"


def test_orphans_are_listed(page: Page, review: Review) -> None:
    put_text(review.folder, "d", "Titre\n\n12 ponts et 7 tours")
    open_page(page, review.start())
    press(page, "na")
    progress(page, "1 sur 2 décidés")
    review.kill()
    put_text(review.folder, "d", "Titre\n\nDouze ponts et 7 tours")
    open_page(page, review.start())
    page.wait_for_selector(".orphans li")
    assert "12" in page.inner_text(".orphans li")


def test_no_text_becomes_markup(page: Page, review: Review) -> None:
    evil = "<img src=x onerror='window.caught=1'></script><script>window.caught=1</script>"
    put_text(review.folder, f"{evil}.txt", f"{evil} 12 ponts\n\n{evil} et 7 tours")
    open_page(page, review.start())
    press(page, "na")
    page.wait_for_selector("tr[data-verdict=accept]")
    page.fill("#reviewer", evil[:50])
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert page.evaluate("window.caught") is None
    assert page.locator("#text img, #text script, #docs img").count() == 0
    assert evil in page.inner_text("#text")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_keeps_people_out(page: Page, review: Review, corpus: Path, theme: str) -> None:
    put_seed(review.folder, corpus)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    open_page(page, review.start())
    press(page, "nar")
    progress(page, "2 sur 24 décidés")
    assert findings(page) == []
    page.keyboard.press("c")
    page.wait_for_selector("#edit")
    assert findings(page) == []

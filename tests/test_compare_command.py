"""`releve compare`: exit codes, files, JSON; the page; the front door."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.compare.model import Comparison
from pipeline.compare.page import page_lines
from pipeline.compare.tables import Named

pytestmark = pytest.mark.model
FR = "Le parc compte 12 500 vélos et 48 gares.\n\nIl a coûté 3,4 millions d'euros, soit 6 % de plus qu'en 2023.\n"
EN = "The fleet has 12,500 bicycles and 48 stations.\n\nIt cost 3.4 million euros, 6% more than in 2023.\n"
OTHER = "The harvest reached 80,000 tonnes.\n\nExports of apples fell by 17%, to 9,100 tonnes, and 31 farms closed.\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    texts = {"a-fr": FR, "a-en": EN, "b-fr": FR, "b-en": EN.replace("3.4", "34"), "c-en": OTHER}
    for name, text in texts.items():
        (tmp_path / "inbox").mkdir(exist_ok=True)
        (tmp_path / "inbox" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "inbox"


def call(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["compare", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_exit_codes(inbox: Path) -> None:
    assert call(inbox / "a-fr.txt", inbox / "a-en.txt")[0] == 0
    code, output = call(inbox / "b-fr.txt", inbox / "b-en.txt")
    assert code == 1
    assert "value: decimal-comma" in output
    code, output = call(inbox / "a-fr.txt", inbox / "c-en.txt")
    assert code == 2
    assert "do not look like editions of one release" in output


def test_what_fails_the_run_can_be_chosen(inbox: Path) -> None:
    (inbox / "d-en.txt").write_text(EN.replace(" and 48 stations", ""), encoding="utf-8")
    pair = inbox / "a-fr.txt", inbox / "d-en.txt"
    assert [call(*pair, "--fail-on", least)[0] for least in ("error", "warning", "note", "never")] == [0, 1, 1, 0]


@pytest.mark.parametrize("arguments", [[], ["one"], ["a", "b", "c"], ["nowhere-fr.txt", "nowhere-en.txt"]])
def test_what_cannot_run(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = call(*arguments)
    assert code == 2
    assert output.count("\n") == 1


def test_json_is_all_there_is_on_stdout(inbox: Path) -> None:
    result = CliRunner().invoke(app, ["compare", str(inbox / "b-fr.txt"), str(inbox / "b-en.txt"), "--json"])
    (pair,) = json.loads(result.stdout)["pairs"]
    (finding,) = pair["findings"]
    assert (pair["alike"], pair["counts"]["agree"], finding["trap"]) == (True, 3, "decimal-comma")
    assert finding["second"]["value"] == "34000000"
    assert FR[finding["first"]["start"] : finding["first"]["end"]] == finding["first"]["quote"]


def test_a_folder_by_name(inbox: Path, tmp_path: Path) -> None:
    code, output = call("--by-name", inbox, "-o", tmp_path / "out")
    assert code == 1
    assert "c-en.txt: it has no other edition" in output
    with (tmp_path / "out/comparison.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["pair"] for row in rows] == ["a"] * 4 + ["b"] * 4
    assert [row["first_quote"] for row in rows if row["severity"]] == ["3,4 millions d'euros"]
    assert (tmp_path / "out/comparison.html").is_file()


def test_one_unlike_pair_of_a_list_does_not_stop_the_others(inbox: Path, tmp_path: Path) -> None:
    (inbox / "pairs.csv").write_text("fr_file,en_file\na-fr.txt,c-en.txt\na-fr.txt,a-en.txt\n", encoding="utf-8")
    code, output = call("--pairs", inbox / "pairs.csv", "-o", tmp_path / "out")
    assert code == 1
    assert "a-fr / a-en: 4 agree" in output
    assert "do not look like" in output


def test_two_ids_of_a_run(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert CliRunner().invoke(app, ["extract", str(inbox), "-o", str(out)]).exit_code == 0
    before = (out / "claims.csv").read_bytes()
    code, output = call("b-fr", "b-en", "-o", out)
    assert code == 1
    assert "value: decimal-comma" in output
    assert (out / "claims.csv").read_bytes() == before
    assert call("b-fr", "unknown", "-o", out)[0] == 2
    with (out / "comparison.csv").open(encoding="utf-8", newline="") as handle:
        ids = {row["first_id"] for row in csv.DictReader(handle)}
    with (out / "claims.csv").open(encoding="utf-8", newline="") as handle:
        assert ids <= {row["claim_id"] for row in csv.DictReader(handle)}


def test_the_front_door() -> None:
    code = "import pipeline, sys; assert 'numpy' not in sys.modules; from pipeline import compare; "
    code += "assert callable(compare); import pipeline.compare.model; assert callable(pipeline.compare)"
    subprocess.run([sys.executable, "-c", code], check=True)


def page(first: str, second: str) -> tuple[str, Comparison]:
    from pipeline import compare

    comparison = compare(first, second)
    return "\n".join(page_lines([Named("<one> & two", comparison)])), comparison


def test_the_page_is_one_file_that_shows_both_texts() -> None:
    html, comparison = page(FR.replace("Le parc", "Le <b>parc</b>"), EN)
    assert "<b>parc" not in html
    assert "Le &lt;b&gt;parc&lt;/b&gt; compte" in html
    assert "&lt;one&gt; &amp; two" in html
    assert not re.search(r"""(?:src|href)=|@import|url\(|https?://(?!www\.w3\.org)""", html)
    keys = re.findall(r'<mark data-k="([\d-]+)"', html)
    assert sorted(keys) == sorted(f"0-{k}" for k, f in enumerate(comparison.findings) for _ in f.claims)


def test_the_page_has_words_for_all_it_shows() -> None:
    from pipeline.languages import LANGUAGES, rows

    html, _ = page(FR, EN.replace("3.4", "34"))
    for lang in LANGUAGES:
        known = {row["key"] for row in rows("page_words", lang)}
        assert set(re.findall(r'data-word="([\w-]+)"', html)) <= known
        from slips import KINDS

        assert set(KINDS) - {"period", "omission", "digit"} <= known

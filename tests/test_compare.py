"""Two claims, two units, two file names: the parts of a comparison, without a model."""

from __future__ import annotations

import csv
import time
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from cases import cases
from fakes import CLAIM

from pipeline.compare.align import align
from pipeline.compare.editions import compare_editions
from pipeline.compare.evidence import Facts
from pipeline.compare.measures import read_unit
from pipeline.compare.model import Edition
from pipeline.compare.pairing import pair_by_name, read_pairs
from pipeline.compare.verdicts import Judge
from pipeline.compare.words import likeness
from pipeline.errors import InputError
from pipeline.languages import rows
from pipeline.model import Claim
from pipeline.reading import make_document


def edition(claims: list[Claim], lang: str = "fr", text: str = "Un texte.") -> Edition:
    return Edition(make_document(text, doc_id=lang, lang=lang), tuple(claims))


def claim(text: str, lang: str) -> Claim:
    """A claim from « bound value [to value] unit kind [change] [per …] »."""
    head, _, per = text.partition(" per ")
    words = head.split()
    bound, value = words[0], words[1]
    upper = words.pop(3) if words[2] == "to" else None
    words = [word for word in words if word != "to"]
    return replace(
        CLAIM, lang=lang, bound=bound, value=Decimal(value), value_max=upper and Decimal(upper), unit=words[2],
        kind=words[3], role="change" if "change" in words else "level", per=per, unit_text=words[2], quote=f"{value} x",
    )  # fmt: skip


@pytest.mark.parametrize("case", cases("compare_verdicts"))
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_verdicts(case: dict[str, str], turned: bool) -> None:
    texts = (case["other"], case["one"]) if turned else (case["one"], case["other"])
    one, other = claim(texts[0], "fr"), claim(texts[1], "en")
    finding = Judge(edition([one]), edition([other], "en")).judge(one, other)
    assert (finding.kind, finding.trap, finding.severity) == (case["kind"], case["trap"], case["severity"]), case["why"]


@pytest.mark.parametrize(
    ("unit", "dimension", "factor"),
    [
        ("Mt{CO2eq}", "g{CO2eq}", 10**12),
        ("km/h", "m/s", Fraction(5, 18)),
        ("GW.h", "Ws", 36 * 10**11),
        ("har", "m2", 10**4),
        ("hm3", "m3", 10**6),
        ("t.km", "gm", 10**9),
        ("{passenger}.km", "{passenger}m", 1000),
        ("EUR", "EUR", 1),
        ("1", "1", 1),
    ],
)
def test_units(unit: str, dimension: str, factor: Fraction | int) -> None:
    assert (read_unit(unit).dimension, read_unit(unit).factor) == (dimension, factor)


def test_every_unit_that_the_tables_give_is_known() -> None:
    units = {row["unit"] for table in ("units", "cldr_units") for lang in ("fr", "en") for row in rows(table, lang)}
    physical = {unit for unit in units if unit and "{" not in unit and "[" not in unit and unit != "unit"}
    unknown = {unit for unit in physical if read_unit(unit).dimension == unit and read_unit(unit).factor == 1}
    base = "% m m2 m3 m/s m/s2 s g W V A Hz Pa N K Cel bit bit/s mol Sv Bq Gy lx lm dB 1 u eV cd rad Ohm ' '' pc"
    assert unknown <= set(base.split())


def test_the_lexicon_says_each_thing_once() -> None:
    seen = [(row["fr"].lower(), row["en"].lower()) for row in rows("lexicon", "*")]
    assert len(seen) == len(set(seen))
    assert all(row["source"] for row in rows("lexicon", "*"))


@pytest.mark.parametrize(
    ("fr", "right", "wrong"),
    [
        ("taux de chômage des jeunes", "youth unemployment rate", "average hourly wage"),
        ("logements sociaux", "social housing units", "hospital workers"),
        ("lits d'hôpital", "hospital beds", "school buildings"),
        ("dépenses de santé", "health expenditure", "defence expenditure"),
        ("exportations de blé", "wheat exports", "rice imports"),
        ("en Allemagne", "in Germany", "in Spain"),
    ],
)
def test_words_find_their_translation(fr: str, right: str, wrong: str) -> None:
    scores = likeness([fr], [right, wrong], ("fr", "en"))[0]
    assert scores[0] > 2 * scores[1]
    assert likeness([right, wrong], [fr], ("en", "fr"))[:, 0] == pytest.approx(scores)


def town(k: int, lang: str) -> Claim:
    """The inhabitants of a made-up town; every second number stands there twice."""
    quote = f"{7 * (k // 2) + 11} {'habitants' if lang == 'fr' else 'inhabitants'}"
    text = f"{quote} {lang}"
    return replace(
        CLAIM, lang=lang, value=Decimal(7 * (k // 2) + 11), quote=quote, start=40 * k, end=40 * k + len(quote),
        unit_text=text, indicator=text, place=f"Ville{k}", sentence=text,
    )  # fmt: skip


def towns(number: int, lang: str) -> Edition:
    lines = [f"Ville{k} {town(k, lang).quote}.".ljust(39) for k in range(number)]
    return edition([town(k, lang) for k in range(number)], lang, "\n".join(lines))


def test_order_decides_between_equal_numbers() -> None:
    first, second = towns(40, "fr"), towns(40, "en")
    assert align(Facts(first), Facts(second)) == tuple((k, k) for k in range(40))


def test_the_cost_grows_no_faster_than_the_table_of_pairs() -> None:
    def cost(number: int) -> float:
        first, second = towns(number, "fr"), towns(number, "en")
        began = time.process_time()
        assert compare_editions(first, second).alike
        return time.process_time() - began

    cost(50)  # the tables are read once
    assert cost(600) < 8 * max(cost(300), 0.05)


@pytest.mark.parametrize("case", cases("compare_names"))
def test_pairs_by_name(case: dict[str, str], tmp_path: Path) -> None:
    for name in case["files"].split():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    pairs, alone = pair_by_name(tmp_path)
    assert [pair.name for pair in pairs] == case["pairs"].split(), case["why"]
    assert [str(path.relative_to(tmp_path)) for path in alone] == case["left"].split(), case["why"]
    assert all("en" in pair.second.as_posix().lower() for pair in pairs)


def test_a_folder_without_pairs_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="differ in the language alone"):
        pair_by_name(tmp_path)


def test_pairs_of_the_corpus(corpus: Path) -> None:
    pairs = read_pairs(corpus / "pairs.csv")
    assert [pair.name for pair in pairs] == ["01", "02", "03", "04", "05", "06"]
    assert all(pair.first.is_file() and pair.second.is_file() for pair in pairs)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a_file,b_file\nx,y\n", "1: the list has no columns"),
        ("fr_file,en_file\nnowhere.txt,x.txt\n", "2: there is no file 'nowhere.txt'"),
        ("fr_file,en_file\n", "there is no pair"),
    ],
)
def test_bad_lists_of_pairs(text: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_pairs(path)
    with pytest.raises(InputError, match="no such list"):
        read_pairs(tmp_path / "none.csv")


def test_slips_and_no_slips_stand_side_by_side() -> None:
    with (Path(__file__).parent / "data/compare_pairs.csv").open(encoding="utf-8", newline="") as handle:
        kinds = [bool(row["kind"]) for row in csv.DictReader(handle)]
    assert kinds.count(True) >= 10
    assert kinds.count(False) >= 10

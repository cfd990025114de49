"""Golds are read or refused with a line, and scores are those of the contract."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from cases import cases
from fakes import CLAIM

from pipeline.check.floors import load_floors, raise_floors
from pipeline.check.gold import GOLD_COLUMNS, read_gold
from pipeline.check.report import check_corpus, load_golds, summary_lines, write_disagreements
from pipeline.check.score import Pair, Score, agree, fold_text, pair_claims, score_pairs, token_f1
from pipeline.errors import InputError
from pipeline.model import Claim
from pipeline.reading import make_document, read_document
from pipeline.table.columns import to_row
from pipeline.table.write import write_rows

TEXT = "La ville compte 3 ponts et 12 écoles."
BRIDGES = replace(CLAIM, start=16, end=23)
SCHOOLS = replace(CLAIM, value=Decimal(12), unit_text="écoles", indicator="écoles", quote="12 écoles", start=27, end=36)


def at(text: str, quote: str) -> Claim:
    start = text.index(quote)
    return replace(CLAIM, quote=quote, start=start, end=start + len(quote))


def gold_row(claim: Claim, **changes: str) -> list[str]:
    return list({**{name: cell for name, cell in to_row(claim).items() if name in GOLD_COLUMNS}, **changes}.values())


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    (tmp_path / "releases").mkdir()
    (tmp_path / "gold").mkdir()
    for doc, must in (("a", "exact"), ("b", "floor")):
        (tmp_path / "releases" / f"{doc}.txt").write_text(TEXT, encoding="utf-8")
        write_rows(tmp_path / "gold" / f"{doc}.csv", GOLD_COLUMNS, [gold_row(BRIDGES), gold_row(SCHOOLS)])
        with (tmp_path / "golds.csv").open("a", encoding="utf-8") as handle:
            handle.write(f"doc_id,must\n{doc},{must}\n" if doc == "a" else f"{doc},{must}\n")
    return tmp_path


@pytest.mark.parametrize("case", cases("paired_spans"))
def test_spans_pair_up_where_the_overlap_holds_the_number(case: dict[str, str]) -> None:
    gold, got = at(case["text"], case["gold"]), at(case["text"], case["got"])
    assert score_pairs(pair_claims([gold], [got])).found == int(case["found"]), case["why"]


def test_each_claim_pairs_once_and_best_overlap_wins() -> None:
    gold = at("12 écoles neuves", "12 écoles neuves")
    short, long = at("12 écoles neuves", "12"), at("12 écoles neuves", "12 écoles")
    assert pair_claims([gold], [short, long]) == (Pair(None, short), Pair(gold, long))


@pytest.mark.parametrize("case", cases("folded_text"))
def test_text_is_compared_after_folding(case: dict[str, str]) -> None:
    same = fold_text(case["one"], case["lang"]) == fold_text(case["two"], case["lang"])
    assert same == (case["same"] == "yes"), case["why"]


def test_decimals_are_compared_by_value() -> None:
    assert agree("value", replace(CLAIM, value=Decimal("8.70")), replace(CLAIM, value=Decimal("8.7")))
    assert not agree("value_max", CLAIM, replace(CLAIM, value_max=Decimal(0)))


@pytest.mark.parametrize(
    ("change", "quantity", "exact"),
    [
        ({}, 1, 1),
        ({"unit_text": "les Ponts"}, 1, 1),
        ({"place": "Paris"}, 1, 0),
        ({"bound": ">"}, 0, 0),
        ({"value_max": Decimal(4)}, 0, 0),
        ({"unit": "%"}, 0, 0),
        ({"kind": "measure"}, 0, 0),
        ({"sentence": "x", "flags": ("no-unit",), "claim_id": "z"}, 1, 1),
    ],
)
def test_levels(change: dict[str, object], quantity: int, exact: int) -> None:
    score = score_pairs(pair_claims([CLAIM], [replace(CLAIM, **change)]))  # type: ignore[arg-type]
    assert (score.found, score.quantity, score.exact) == (1, quantity, exact)


def test_figures() -> None:
    score = Score(gold=4, got=2, found=2, quantity=1)
    assert (score.precision("found"), score.recall("found"), score.f1("found")) == (1, Fraction(1, 2), Fraction(2, 3))
    assert score.f1("quantity") == Fraction(1, 3)
    assert Score().f1("exact") == 1, "nothing to find and nothing found"
    assert Score(got=3).f1("found") == 0
    assert token_f1("production de blé", "production") == Fraction(1, 2)
    assert token_f1("", "") == 1


@pytest.mark.parametrize(
    ("header", "row", "line", "said"),
    [
        (["kind", "what"], [], 1, "'what' is no column"),
        (GOLD_COLUMNS[:-1], [], 1, "'end' is missing"),
        (tuple(reversed(GOLD_COLUMNS)), [], 1, "not in their order"),
        (GOLD_COLUMNS, ["count"], 2, "1 cells"),
        (GOLD_COLUMNS, gold_row(BRIDGES, start="15", end="22"), 2, "not '3 ponts'. It stands at 16:23"),
        (GOLD_COLUMNS, gold_row(BRIDGES, quote="3 tours"), 2, "the text at 16:23 is '3 ponts'"),
        (GOLD_COLUMNS, gold_row(BRIDGES, end="99999"), 2, "the text at 16:99999"),
        (GOLD_COLUMNS, gold_row(BRIDGES, start="x"), 2, "start 'x'"),
        (GOLD_COLUMNS, gold_row(BRIDGES, value="3,5"), 2, "value '3,5'"),
        (GOLD_COLUMNS, gold_row(BRIDGES, status="seen"), 2, "status 'seen'"),
    ],
)
def test_a_bad_gold_is_told_by_file_and_line(
    tmp_path: Path, header: tuple[str, ...], row: list[str], line: int, said: str
) -> None:
    path = tmp_path / "a.csv"
    write_rows(path, header, [row] if row else [])
    with pytest.raises(InputError, match=said) as caught:
        read_gold(path, make_document(TEXT, doc_id="a", lang="fr"))
    assert caught.value.line == line


def test_overlapping_gold_rows_are_refused(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.csv", GOLD_COLUMNS, [gold_row(BRIDGES), gold_row(BRIDGES)])
    with pytest.raises(InputError, match="overlaps"):
        read_gold(tmp_path / "a.csv", make_document(TEXT, doc_id="a", lang="fr"))


def test_a_perfect_table_passes(small_corpus: Path) -> None:
    report = check_corpus(small_corpus, {"a": [BRIDGES, SCHOOLS], "b": [BRIDGES, SCHOOLS]})
    assert report.passed
    assert report.languages["fr"].exact == report.languages["*"].exact == 4
    assert report.disagreements == []


def test_an_exact_gold_is_held_to_the_letter(small_corpus: Path) -> None:
    got = [replace(BRIDGES, unit_text="Ponts"), SCHOOLS]
    report = check_corpus(small_corpus, {"a": got, "b": got})
    assert report.failures == ["a must be exact: 2 of 2 claims are exact, 2 were found, 1 differences"]
    assert report.documents["b"].exact == 2, "of the other golds the folded text counts"


def test_every_disagreement_is_a_line(small_corpus: Path) -> None:
    spurious = replace(CLAIM, quote="La", start=0, end=2)
    report = check_corpus(
        small_corpus, {"a": [BRIDGES, SCHOOLS], "b": [replace(BRIDGES, bound=">", place="=Paris"), spurious]}
    )
    write_disagreements(small_corpus / "check.csv", report)
    with (small_corpus / "check.csv").open(encoding="utf-8", newline="") as handle:
        rows = [tuple(row.values()) for row in csv.DictReader(handle)]
    assert rows == [
        ("b", "La", "spurious", "", "La", "0"),
        ("b", "3 ponts", "bound", "=", ">", "16"),
        ("b", "3 ponts", "place", "", "'=Paris", "16"),
        ("b", "12 écoles", "missing", "12 écoles", "", "27"),
    ]
    assert report.passed, "no floor is set"
    assert any(line.startswith("fr") for line in summary_lines(report))


def test_a_floor_not_reached_fails(small_corpus: Path) -> None:
    (small_corpus / "floors.csv").write_text("lang,metric,floor\nfr,found,70.0\n*,place,100\n", encoding="utf-8")
    report = check_corpus(small_corpus, {"a": [BRIDGES, SCHOOLS], "b": [BRIDGES]})
    assert report.failures == ["fr found is 66.6, the floor is 70.0"]


def test_a_bad_gold_leaves_the_others(small_corpus: Path) -> None:
    (small_corpus / "gold" / "a.csv").write_text("kind\n", encoding="utf-8")
    report = check_corpus(small_corpus, {"b": [BRIDGES, SCHOOLS]})
    assert [error.split(": ")[0] for error in report.errors] == [f"{small_corpus / 'gold' / 'a.csv'}:1"]
    assert list(report.documents) == ["b"]
    assert not report.passed


def test_floors_only_rise(tmp_path: Path) -> None:
    path = tmp_path / "floors.csv"
    path.write_text("lang,metric,floor\nfr,found,95.0\nfr,place,10.0\n", encoding="utf-8")
    raise_floors(path, {"fr": Score(gold=10, got=10, found=9, quantity=7, exact=1)})
    assert path.read_text(encoding="utf-8").split() == [
        "lang,metric,floor", "fr,found,95.0", "fr,quantity,70.0", "fr,exact,10.0", "fr,place,10.0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("load", "content", "said"),
    [
        (load_floors, "lang,floor\n", ":1: this is not the header"),
        (load_floors, "lang,metric,floor\nde,found,1\n", ":2: 'de' is no language"),
        (load_floors, "lang,metric,floor\nfr,beauty,1\n", ":2: 'beauty' is not measured"),
        (load_floors, "lang,metric,floor\nfr,found,120\n", ":2: floor '120'"),
        (load_floors, "lang,metric,floor\nfr,found,1\nfr,found,2\n", ":3: 'found' is already listed"),
        (load_golds, "doc\n", ":1: this is not the header"),
        (load_golds, "doc_id,must\na,maybe\n", ":2: 'a,maybe'"),
        (load_golds, "doc_id,must\na,exact\na,floor\n", ":3: 'a' is already listed"),
    ],
)
def test_bad_lists_are_told_by_file_and_line(
    tmp_path: Path, load: Callable[[Path], object], content: str, said: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}{said}")


def test_the_golds_of_the_corpus_agree_with_themselves(corpus: Path) -> None:
    golds = {
        doc_id: read_gold(
            corpus / "gold" / f"{doc_id}.csv", read_document(corpus / "releases" / f"{doc_id}.txt", doc_id=doc_id)
        )
        for doc_id in load_golds(corpus / "golds.csv")
    }
    report = check_corpus(corpus, golds)
    assert report.errors == []
    assert report.disagreements == []
    assert report.languages["*"].exact == sum(len(gold) for gold in golds.values())

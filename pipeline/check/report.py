"""Check a corpus: score every gold file, list each disagreement, and hold the result against what is required.

A corpus is a folder with `releases/DOC.txt`, `gold/DOC.csv`, `golds.csv` (doc_id,must: `exact` or `floor`) and
`floors.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.check.floors import Floor, load_floors, measure, percent
from pipeline.check.gold import GOLD_COLUMNS, read_gold
from pipeline.check.score import SCORED, Pair, Score, agree, pair_claims, score_pairs
from pipeline.errors import InputError
from pipeline.model import Claim
from pipeline.reading import read_document
from pipeline.table.columns import BY_NAME, format_cell
from pipeline.table.csvfile import guard_cell
from pipeline.table.write import write_rows

ALL = "*"
MUST = ("exact", "floor")
SUFFIXES = (".txt", ".md")
DISAGREEMENT_HEADER = ("doc", "quote", "column", "gold", "got", "start")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One line of check.csv. column: the one that differs; `missing` and `spurious` stand for a whole claim."""

    doc: str
    quote: str
    column: str
    gold: str
    got: str
    start: int


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcome of a check.

    documents: by doc_id; languages: by language, and * for all. held: the same, of the documents that floors are
    about. failures: what is not as it must be; errors: golds that could not be read. All well if both are empty.
    """

    documents: dict[str, Score] = field(default_factory=dict)
    languages: dict[str, Score] = field(default_factory=dict)
    held: dict[str, Score] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether all is as the corpus asks."""
        return not self.failures and not self.errors


def check_corpus(corpus: Path, claims: Mapping[str, Sequence[Claim]]) -> CheckReport:
    """Score the claims, given by doc_id, against the golds of a corpus folder.

    A gold or release that cannot be read is an error of the report and the others are still scored. Raises
    InputError where `golds.csv` or `floors.csv` itself cannot be read.
    """
    report = CheckReport()
    floors = load_floors(corpus / "floors.csv")
    for doc_id, must in load_golds(corpus / "golds.csv").items():
        try:
            document = read_document(_release(corpus, doc_id), doc_id=doc_id)
            gold = read_gold(corpus / "gold" / f"{doc_id}.csv", document)
        except InputError as error:
            report.errors.append(str(error))
            continue
        pairs = pair_claims(gold, claims.get(doc_id, ()))
        score = score_pairs(pairs)
        strict = must == "exact"
        differing = [line for pair in pairs for line in _disagreements(doc_id, pair, strict=strict)]
        report.disagreements.extend(differing)
        report.documents[doc_id] = score
        for lang in (document.lang, ALL):
            report.languages[lang] = report.languages.get(lang, Score()) + score
            if not strict:
                report.held[lang] = report.held.get(lang, Score()) + score
        if strict and differing:
            problem = f"{score.exact} of {score.gold} claims are exact, {score.got} were found"
            report.failures.append(f"{doc_id} must be exact: {problem}, {len(differing)} differences")
    report.failures.extend(_below(floors, report.held))
    return report


def load_golds(path: Path) -> dict[str, str]:
    """doc_id -> `exact` or `floor`, in the order of the file. Raises InputError for any other content."""
    if not path.is_file():
        raise InputError(path, None, "there is no list of golds", "Give a corpus folder that has one (doc_id,must)")
    golds: dict[str, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle)
        if next(reader, []) != ["doc_id", "must"]:
            raise InputError(path, 1, "this is not the header of a list of golds", "Write doc_id,must")
        for row in reader:
            if len(row) != 2 or row[1] not in MUST:
                problem = f"{','.join(row)!r} is not doc_id,must"
                raise InputError(path, reader.line_num, problem, "Write DOC,exact or DOC,floor")
            if row[0] in golds:
                raise InputError(path, reader.line_num, f"{row[0]!r} is already listed", "Keep one row")
            golds[row[0]] = row[1]
    return golds


def write_disagreements(path: Path, report: CheckReport) -> None:
    """Write check.csv: every disagreement as a line."""
    write_rows(path, DISAGREEMENT_HEADER, (_row(line) for line in report.disagreements))


def summary_lines(report: CheckReport) -> list[str]:
    """The figures in percent, for a terminal: F1 by document and language, then the columns' accuracy by language."""
    width = max([len(doc) for doc in report.documents] + [10])
    lines = [f"{'F1, %':{width}}  gold   got   found  quantity   exact  indicator words"]
    scores = {**report.documents, **{lang: report.languages[lang] for lang in sorted(report.languages, reverse=True)}}
    for name, score in scores.items():
        figures = [percent(score.f1(level)) for level in ("found", "quantity", "exact")]
        figures.append(percent(score.indicator_f1()))
        found, quantity, exact, tokens = figures
        lines.append(
            f"{_label(name):{width}}  {score.gold:4}  {score.got:4}  {found:6}  {quantity:8}  {exact:6}  {tokens:15}"
        )
    by_language = sorted(report.languages.items(), reverse=True)
    lines.append("")
    lines.append("pairs that agree, %  " + "".join(f"{_label(lang):>7}" for lang, _ in by_language))
    for column in SCORED:
        lines.append(f"{column:21}" + "".join(f"{percent(score.accuracy(column)):7}" for _, score in by_language))
    return lines


def _label(name: str) -> str:
    return "all" if name == ALL else name


def _release(corpus: Path, doc_id: str) -> Path:
    paths = [corpus / "releases" / f"{doc_id}{suffix}" for suffix in SUFFIXES]
    return next((path for path in paths if path.exists()), paths[0])


def _row(line: Disagreement) -> list[str]:
    texts = [guard_cell("", line.doc), guard_cell("quote", line.quote), line.column]
    return [*texts, guard_cell(line.column, line.gold), guard_cell(line.column, line.got), str(line.start)]


def _disagreements(doc_id: str, pair: Pair, *, strict: bool) -> list[Disagreement]:
    """strict: text and span have to be equal to the letter, as in the release that must come out exact."""
    if pair.got is None and pair.gold is not None:
        return [Disagreement(doc_id, pair.gold.quote, "missing", pair.gold.quote, "", pair.gold.start)]
    if pair.gold is None and pair.got is not None:
        return [Disagreement(doc_id, pair.got.quote, "spurious", "", pair.got.quote, pair.got.start)]
    gold, got = pair.gold, pair.got
    assert gold is not None
    assert got is not None
    differing = [
        name
        for name in (GOLD_COLUMNS if strict else (*SCORED, "quote"))
        if (getattr(gold, name) != getattr(got, name) if strict or name == "quote" else not agree(name, gold, got))
    ]
    cells = [(name, *(format_cell(BY_NAME[name], getattr(claim, name)) for claim in (gold, got))) for name in differing]
    return [Disagreement(doc_id, gold.quote, name, one, two, gold.start) for name, one, two in cells]


def _below(floors: Sequence[Floor], scores: Mapping[str, Score]) -> list[str]:
    failures = []
    for floor in floors:
        reached = percent(measure(scores.get(floor.lang, Score()), floor.metric))
        if reached < floor.percent:
            failures.append(f"{_label(floor.lang)} {floor.metric} is {reached}, the floor is {floor.percent}")
    return failures

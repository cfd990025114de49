"""The floors: figures that the golds must reach, in one readable file, which only ever rise.

`floors.csv` has the columns lang (fr, en, or * for all together), metric (found, quantity, exact: F1; indicator_f1; or
a column: the share of pairs that agree in it) and floor, in percent.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from pathlib import Path

import regex

from pipeline import languages
from pipeline.check.score import SCORED, Score
from pipeline.errors import InputError
from pipeline.table.write import write_rows

HEADER = ("lang", "metric", "floor")
LEVELS = ("found", "quantity", "exact")
METRICS = (*LEVELS, "indicator_f1", *SCORED)
PERCENT = regex.compile(r"\d{1,3}(?:\.\d)?")
STEP = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Floor:
    """What a metric of a language must reach, in percent."""

    lang: str
    metric: str
    percent: Decimal


def measure(score: Score, metric: str) -> Fraction:
    """A metric of a score, from 0 to 1."""
    if metric in LEVELS:
        return score.f1(metric)
    return score.indicator_f1() if metric == "indicator_f1" else score.accuracy(metric)


def percent(share: Fraction) -> Decimal:
    """A share in percent with one decimal, rounded down, so that a figure once reached is never out of reach."""
    return (Decimal(share.numerator) * 100 / Decimal(share.denominator)).quantize(STEP, ROUND_FLOOR)


def load_floors(path: Path) -> tuple[Floor, ...]:
    """The floors of a file, none where there is no file. Raises InputError for a row that is no floor."""
    if not path.exists():
        return ()
    floors: dict[tuple[str, str], Floor] = {}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle)
        if tuple(next(reader, ())) != HEADER:
            raise InputError(path, 1, "this is not the header of a floors file", f"Write {','.join(HEADER)}")
        for row in reader:
            floor = _read_floor(path, reader.line_num, row)
            if (floor.lang, floor.metric) in floors:
                problem = f"{floor.metric!r} is already listed for {floor.lang}"
                raise InputError(path, reader.line_num, problem, "Keep one row")
            floors[floor.lang, floor.metric] = floor
    return tuple(floors.values())


def raise_floors(path: Path, scores: Mapping[str, Score]) -> tuple[Floor, ...]:
    """Write the floors anew: each at what is reached now where that is more, never lower. Returns them.

    scores: by language. The three levels get a floor for every language; other metrics keep the rows they have.
    """
    floors = {(floor.lang, floor.metric): floor for floor in load_floors(path)}
    for lang in scores.keys() & set(languages.LANGUAGES):
        for level in LEVELS:
            floors.setdefault((lang, level), Floor(lang, level, Decimal("0.0")))
    risen = []
    for (lang, metric), floor in floors.items():
        reached = percent(measure(scores[lang], metric)) if lang in scores else floor.percent
        risen.append(Floor(lang, metric, max(floor.percent, reached)))
    risen.sort(key=lambda floor: (floor.lang, METRICS.index(floor.metric)))
    write_rows(path, HEADER, ([floor.lang, floor.metric, f"{floor.percent:.1f}"] for floor in risen), line_end="\n")
    return tuple(risen)


def _read_floor(path: Path, line: int, row: list[str]) -> Floor:
    if len(row) != len(HEADER):
        raise InputError(path, line, f"the row has {len(row)} cells", f"Write {','.join(HEADER)}")
    lang, metric, text = row
    if lang not in (*languages.LANGUAGES, "*"):
        raise InputError(path, line, f"{lang!r} is no language", f"Use {', '.join(languages.LANGUAGES)} or *")
    if metric not in METRICS:
        raise InputError(path, line, f"{metric!r} is not measured", f"Use one of {' '.join(METRICS)}")
    if not PERCENT.fullmatch(text) or Decimal(text) > 100:
        raise InputError(path, line, f"floor {text!r} is no percentage", "Write it like 92.5")
    return Floor(lang, metric, Decimal(text))

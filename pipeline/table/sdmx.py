"""Claims as SDMX-CSV: one observation a row, under the names that statistics offices give to such columns.

Source: SDMX Technical Specifications 2.1/3.0 (SDMX-CSV), cross-domain concepts and code lists (CL_OBS_STATUS).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import regex

from pipeline.languages.characters import fold_characters
from pipeline.linguistics.gazetteer import find_place_names
from pipeline.model import Claim
from pipeline.table.csvfile import guard_text
from pipeline.table.write import write_rows

FLOW = "RELEVE:CLAIMS(1.0)"
COLUMNS = (
    "DATAFLOW",
    "CLAIM_ID",
    "DOC_ID",
    "INDICATOR",
    "REF_AREA",
    "REF_AREA_TEXT",
    "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_VALUE_MAX",
    "UNIT_MEASURE",
    "UNIT_MULT",
    "OBS_STATUS",
    "CLAIM_STATUS",
    "BOUND",
    "ROLE",
    "BASIS",
    "PRICES",
    "WHOLE",
    "PER",
    "COMMENT_OBS",
)
_OBS_STATUS = {"observed": "A", "forecast": "F", "target": "F"}  # the list has no code for a target: see CLAIM_STATUS
_FREE = frozenset("CLAIM_ID DOC_ID INDICATOR REF_AREA REF_AREA_TEXT UNIT_MEASURE WHOLE PER COMMENT_OBS".split())
_NO_AREA, _NO_UNIT = "_Z", "PURE_NUMB"
_MULTS = (12, 9, 6, 3)
_YEARS = regex.compile(r"(\d{4})/(\d{4})")
_MONTHS = regex.compile(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)")
_DAYS = regex.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")


def write_sdmx(claims: Iterable[Claim], path: Path) -> None:
    """Write claims as SDMX-CSV, in the order given; whole or not at all."""
    write_rows(path, COLUMNS, (to_observation(claim) for claim in claims))


def to_observation(claim: Claim) -> list[str]:
    """The cells of a claim. OBS_VALUE times ten to the power UNIT_MULT is its value, exactly.

    REF_AREA: the ISO 3166 code where the place is a country, _Z where there is none, else the place as named.
    TIME_PERIOD: an interval as its start and its duration.
    """
    mult = find_mult([value for value in (claim.value, claim.value_max) if value is not None])
    cells = [
        FLOW,
        claim.claim_id,
        claim.doc_id,
        claim.indicator,
        _area(claim.place, claim.lang) if claim.place else _NO_AREA,
        claim.place,
        to_time_period(claim.period),
        _scaled(claim.value, mult),
        "" if claim.value_max is None else _scaled(claim.value_max, mult),
        _NO_UNIT if claim.unit == "1" else claim.unit,
        str(mult),
        _OBS_STATUS[claim.status],
        claim.status,
        claim.bound,
        claim.role,
        claim.basis,
        claim.prices,
        claim.whole,
        claim.per,
        claim.quote,
    ]
    return [guard_text(cell) if name in _FREE else cell for name, cell in zip(COLUMNS, cells, strict=True)]


def find_mult(values: Iterable[Decimal]) -> int:
    """The greatest of 12, 9, 6, 3 and 0 that leaves all values whole: 2400000000000 is 2400 with 9."""
    values = [value for value in values if value]
    fits = (mult for mult in _MULTS if values and all(value % (Decimal(10) ** mult) == 0 for value in map(abs, values)))
    return next(fits, 0) if all(len(value.as_tuple().digits) <= 28 for value in values) else 0


def to_time_period(period: str) -> str:
    """An ISO 8601 interval of ours as SDMX has it, « 2021/2025 » as 2021-01-01/P5Y; other periods as they are."""
    if match := _YEARS.fullmatch(period):
        return f"{match[1]}-01-01/P{int(match[2]) - int(match[1]) + 1}Y"
    if match := _MONTHS.fullmatch(period):
        months = 12 * (int(match[3]) - int(match[1])) + int(match[4]) - int(match[2]) + 1
        return f"{match[1]}-{match[2]}-01/P{months}M"
    if match := _DAYS.fullmatch(period):
        days = (date.fromisoformat(match[2]) - date.fromisoformat(match[1])).days + 1
        return f"{match[1]}/P{days}D"
    return period


def _scaled(value: Decimal, mult: int) -> str:
    return format(value, "f")[:-mult] if mult else format(value, "f")  # a whole number that ends in so many noughts


@lru_cache(maxsize=4096)
def _area(place: str, lang: str) -> str:
    folded = fold_characters(place)
    for name in find_place_names(folded, lang):
        if name.kind == "country" and (name.start, name.end) == (0, len(folded)):
            return name.country or place
    return place

"""Plant translator's slips in a clean pair of editions, at random but seeded, and see whether they are reported.

`python tests/slips.py 1000` (from the root) prints the table of 1,000 injections by kind.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import regex as re

from pipeline.check.gold import read_gold
from pipeline.compare.editions import compare_editions
from pipeline.compare.model import Edition, Finding
from pipeline.compare.sources import make_edition
from pipeline.extract import Extractor
from pipeline.linguistics.models import parse_sentences
from pipeline.linguistics.parse import Parse
from pipeline.linguistics.sentences import split_sentences
from pipeline.model import Claim, Document, Sentence
from pipeline.reading import make_document, read_document

ROOT = Path(__file__).parents[1]
RELEASES, GOLD, EDITIONS = ROOT / "corpus/releases", ROOT / "corpus/gold", ROOT / "tests/data/editions"
CLEAN = ("pair-02", "pair-04", "school", "energy", "health", "harvest", "labour")
KINDS = (
    "long-scale", "decimal-comma", "digit-swap", "factor-1000", "currency", "unit-not-converted", "percent-for-points",
    "opposite-direction", "opposite-bound", "range-end", "period", "omission", "digit",
)  # fmt: skip
# What a slip may be reported as; a slip of one digit has no name of its own.
ALSO = {"omission": "missing", "digit": "value", "factor-1000": "value", "opposite-bound": "bound"}


@dataclass(frozen=True)
class Slip:
    """A changed text: text[start:end] of the edition `side` of a pair has become `new`; it is about claim `about`."""

    kind: str
    pair: str
    side: int
    about: Claim
    start: int
    end: int
    new: str


class CachedExtractor(Extractor):
    """An extractor that parses a sentence once, wherever it stands: a slip changes one sentence of a document."""

    def __init__(self) -> None:
        super().__init__(self._parse_cached)
        self._known: dict[tuple[str, str], tuple[int, Parse]] = {}

    def _parse_cached(self, document: Document, sentences: Sequence[Sentence]) -> list[Parse]:
        keys = [(document.lang, document.folded[s.start : s.end]) for s in sentences]
        new = [s for s, key in zip(sentences, keys, strict=True) if key not in self._known]
        for s, parse in zip(new, parse_sentences(document, new), strict=True):
            self._known[document.lang, document.folded[s.start : s.end]] = (s.start, parse)
        return [_moved(*self._known[key], s.start) for s, key in zip(sentences, keys, strict=True)]


def _moved(was: int, parse: Parse, start: int) -> Parse:
    by = start - was
    return parse if not by else Parse(tuple(t._replace(start=t.start + by, end=t.end + by) for t in parse.tokens))


def paths(pair: str) -> tuple[Path, Path]:
    folder = RELEASES if pair.startswith("pair-") else EDITIONS
    return folder / f"{pair}-fr.txt", folder / f"{pair}-en.txt"


def editions(pair: str, extractor: Extractor) -> tuple[Edition, Edition]:
    first, second = (make_edition(extractor.extract(read_document(path))) for path in paths(pair))
    return first, second


def gold_editions(pair: str) -> tuple[Edition, Edition]:
    documents = [read_document(path) for path in paths(pair)]
    first, second = (Edition(d, read_gold(GOLD / f"{d.doc_id}.csv", d)) for d in documents)
    return first, second


def inject(slip: Slip, edition: Edition, extractor: Extractor) -> Edition:
    text = edition.document.text
    changed = text[: slip.start] + slip.new + text[slip.end :]
    return make_edition(extractor.extract(make_document(changed, doc_id=edition.name, lang=edition.document.lang)))


def all_slips(pair: str, clean: tuple[Edition, Edition]) -> dict[str, list[Slip]]:
    """Every slip that can be planted in a pair, by kind."""
    found: dict[str, list[Slip]] = defaultdict(list)
    for side, edition in enumerate(clean):
        for claim in edition.claims:
            for kind, start, end, new in (*_word_slips(edition, claim), *_number_slips(edition, claim)):
                if edition.document.text[start:end] != new:
                    found[kind].append(Slip(kind, pair, side, claim, start, end, new))
    return found


def _word_slips(edition: Edition, claim: Claim) -> Iterator[tuple[str, int, int, str]]:
    text, lang = edition.document.folded, edition.document.lang
    for row in _rows():
        if row["lang"] != lang:
            continue
        low, high = claim.start, claim.end
        if row["where"] == "before":
            low, high = max(0, claim.start - 25), claim.start
        elif row["where"] == "after":
            low, high = claim.end, claim.end + 25
        match = re.search(row["old"], text[low:high])
        if row["kind"] == "percent-for-points" and claim.role != "change":
            continue
        # an amount is as well written in the other words; the currency stands once in « francs », once in CHF
        if match and not (row["where"] == "before" and re.search(r"[\d.;:]", text[low + match.end() : high])):
            yield row["kind"], low + match.start(), low + match.end(), row["new"]


def _number_slips(edition: Edition, claim: Claim) -> Iterator[tuple[str, int, int, str]]:
    text, mark = edition.document.folded, "," if edition.document.lang == "fr" else "."
    quote = text[claim.start : claim.end]
    numeral = re.search(r"\d[\d .,']*\d|\d", quote)
    if numeral is None or claim.kind == "ratio":
        yield from _sentence_slips(edition, claim)
        return
    at, digits = claim.start + numeral.start(), numeral[0]
    if claim.value_max is None:
        if mark in digits and not digits.startswith("0"):
            yield "decimal-comma", at, at + len(digits), digits.replace(mark, "")
        for k in range(len(digits) - 1):
            if digits[k : k + 2].isdigit() and digits[k] != digits[k + 1] and digits[k + 1] != "0":
                swapped = digits[:k] + digits[k + 1] + digits[k] + digits[k + 2 :]
                if len(digits) <= 4 or k == 0:
                    yield "digit-swap", at, at + len(digits), swapped
        if re.fullmatch(r"\d{1,3}([ ,'])\d{3}", digits):
            yield "factor-1000", at, at + len(digits), re.split(r"[ ,']", digits)[0]
        first = digits[0]
        yield "digit", at, at + 1, str(int(first) % 9 + 1)
    else:
        last = list(re.finditer(r"\d+(?:[ ,.']\d+)*", quote))[-1]
        yield "range-end", claim.start + last.start(), claim.start + last.end(), _other_number(last[0])
    yield from _sentence_slips(edition, claim)


def _sentence_slips(edition: Edition, claim: Claim) -> Iterator[tuple[str, int, int, str]]:
    """A sentence with this claim alone left out; the year of the claim's sentence changed."""
    for s in split_sentences(edition.document):
        if s.start <= claim.start < s.end:
            text = edition.document.text[s.start : s.end]
            alone = sum(s.start <= other.start < s.end for other in edition.claims) == 1
            if alone and edition.document.blocks[s.block].kind == "prose":
                yield "omission", s.start, s.end, ""
            year = re.search(r"(?<![\d-])20[12]\d(?![\d-])", text)
            if year and claim.period[:4] == year[0] and "/" not in claim.period:
                yield "period", s.start + year.start(), s.start + year.end(), str(int(year[0]) - 1)


def _other_number(numeral: str) -> str:
    """The numeral with another first digit."""
    return str(int(numeral[0]) % 9 + 1) + numeral[1:]


def _rows() -> list[dict[str, str]]:
    with (ROOT / "tests/data/compare_slips.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@dataclass(frozen=True)
class Outcome:
    """found: the claim is reported; named: by the name of its trap; false: what else is reported."""

    slip: Slip
    found: bool
    named: bool
    false: tuple[Finding, ...]
    reported: tuple[Finding, ...]


def try_slip(slip: Slip, clean: tuple[Edition, Edition], extractor: Extractor) -> Outcome:
    changed = list(clean)
    changed[slip.side] = inject(slip, clean[slip.side], extractor)
    comparison = compare_editions(changed[0], changed[1])
    reported = comparison.reported("warning")
    hits, false = [], []
    for finding in reported:
        (hits if _is_about(finding, slip, changed[slip.side], clean) else false).append(finding)
    wanted = {slip.kind, ALSO.get(slip.kind, "")}
    named = any(wanted & {finding.trap, finding.kind, finding.verdict} for finding in hits)
    return Outcome(slip, bool(hits) and comparison.alike, named, tuple(false), reported)


def _is_about(finding: Finding, slip: Slip, edition: Edition, clean: tuple[Edition, Edition]) -> bool:
    """Whether a finding is about the claim that was changed (of a year: about a claim that it dates)."""
    claim = (finding.first, finding.second)[slip.side]
    if slip.kind == "period":
        return finding.kind == "period"
    if slip.kind == "omission":
        return claim is None and finding.verdict == "missing"
    if claim is None:
        return False
    # of two claims that one change touches (« entre 2 et 3 »), either will do
    moved = len(slip.new) - (slip.end - slip.start)
    low, high = min(slip.start, slip.about.start), max(slip.end, slip.about.end) + max(0, moved)
    return low <= claim.start < high


def run(number: int, seed: int = 7, pairs: Sequence[str] = CLEAN) -> tuple[list[Outcome], Counter[str]]:
    """That many outcomes, spread evenly over the kinds; and what is reported of the clean pairs themselves."""
    extractor = CachedExtractor()
    clean = {pair: editions(pair, extractor) for pair in pairs}
    noise = Counter({p: len(compare_editions(*two).reported("warning")) for p, two in clean.items()})
    pools: dict[str, list[Slip]] = {kind: [] for kind in KINDS}
    for pair, two in clean.items():
        for kind, slips in all_slips(pair, two).items():
            pools[kind].extend(slips)
    dice = random.Random(seed)
    outcomes = []
    for n in range(number):
        pool = pools[KINDS[n % len(KINDS)]]
        slip = dice.choice(pool)
        outcomes.append(try_slip(slip, clean[slip.pair], extractor))
    return outcomes, noise


def table(outcomes: Sequence[Outcome]) -> list[str]:
    lines = [f"{'kind':20} {'planted':>8} {'places':>7} {'found':>7} {'named':>7} {'false alarms a pair':>20}"]
    for kind in (*KINDS, "all"):
        some = [o for o in outcomes if kind in (o.slip.kind, "all")]
        places = len({(o.slip.pair, o.slip.side, o.slip.start, o.slip.new) for o in some})
        found, named = (Decimal(sum(getattr(o, a) for o in some)) / max(1, len(some)) for a in ("found", "named"))
        false = Decimal(sum(len(o.false) for o in some)) / max(1, len(some))
        lines.append(f"{kind:20} {len(some):8} {places:7} {found:7.3f} {named:7.3f} {false:20.3f}")
    return lines


if __name__ == "__main__":
    began = time.monotonic()
    outcomes, noise = run(int(sys.argv[1]) if len(sys.argv) > 1 else 120, int(sys.argv[2]) if len(sys.argv) > 2 else 7)
    told = set()
    for o in outcomes:
        key = (o.slip.pair, o.slip.side, o.slip.start, o.slip.new)
        if key not in told and (not o.found or o.false or not o.named):
            told.add(key)
            seen = [(f.kind, f.trap, f.first and f.first.quote, f.second and f.second.quote) for f in o.reported]
            print(o.slip.kind, *key, repr(o.slip.about.quote), seen)
    print("\n".join(table(outcomes)))
    print("clean pairs:", dict(noise), f"{time.monotonic() - began:.0f} s")

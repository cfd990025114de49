"""The texts of the bench: the corpus, a mixed set with numbers in a third of the sentences, single short releases."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from pipeline.linguistics.sentences import split_sentences
from pipeline.quantities.find import find_quantities
from pipeline.reading import make_document

CORPUS = Path(__file__).parents[1] / "corpus" / "releases"
TEMPLATES = Path(__file__).with_name("sentences.csv")
SHORT = 24  # single short releases
PARTS = ("opening", "subject", "verb", "object", "ending")


@dataclass(frozen=True, slots=True)
class TextSet:
    """name: corpus, mixed or short; share: of the sentences that hold a number."""

    name: str
    lang: str
    texts: tuple[str, ...]
    share: float

    @property
    def characters(self) -> int:
        """Of all its texts."""
        return sum(map(len, self.texts))


def make_sets(lang: str) -> tuple[TextSet, ...]:
    """The three sets of a language; the same in every run."""
    releases = corpus_texts(lang)
    plain, held = _sentences(releases, lang)
    generator = Generator(lang)
    mixed = []
    for text in releases[::3]:
        held_here = _sentences((text,), lang)[1]
        blocks = (f"{generator.sentence()} {one} {generator.sentence()}" for one in held_here)
        mixed.append("\n\n".join(blocks))
    short = [f"{generator.sentence()}\n\n{held[k * 7 % len(held)]} {generator.sentence()}" for k in range(SHORT)]
    share = len(held) / (len(held) + len(plain))
    return (
        TextSet("corpus", lang, releases, share),
        TextSet("mixed", lang, tuple(mixed), 1 / 3),
        TextSet("short", lang, tuple(short), 1 / 3),
    )


def corpus_texts(lang: str) -> tuple[str, ...]:
    """The releases of a language, in order of name."""
    paths = sorted(CORPUS.glob("*.txt"))
    return tuple(path.read_text("utf-8") for path in paths if lang in path.stem.split("-"))


class Generator:
    """Sentences without a number, from the parts in sentences.csv."""

    def __init__(self, lang: str) -> None:
        self._dice = random.Random(1)
        with TEMPLATES.open(encoding="utf-8", newline="") as handle:
            rows = [row for row in csv.DictReader(handle) if row["lang"] == lang]
        self._forms = {part: [row["form"] for row in rows if row["part"] == part] for part in PARTS}

    def sentence(self) -> str:
        """The next one."""
        opening, *rest = (self._dice.choice(self._forms[part]) for part in PARTS)
        return f"{opening}, {' '.join(rest)}."


def _sentences(texts: tuple[str, ...], lang: str) -> tuple[list[str], list[str]]:
    """Those without and those with a number."""
    plain: list[str] = []
    held: list[str] = []
    for text in texts:
        document = make_document(text, lang=lang)
        starts = [quantity.number_start for quantity in find_quantities(document).quantities]
        for sentence in split_sentences(document):
            group = held if any(sentence.start <= start < sentence.end for start in starts) else plain
            group.append(" ".join(text[sentence.start : sentence.end].split()))
    return plain, held

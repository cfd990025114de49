"""Where our own time goes: stages, components of the model, the length of a document, text without numbers."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from bench.texts import Generator
from pipeline.extract import Extractor
from pipeline.linguistics.country import guess_country
from pipeline.linguistics.entities import needs_entities
from pipeline.linguistics.models import load_model
from pipeline.linguistics.products import one_thread
from pipeline.linguistics.sentences import split_sentences
from pipeline.quantities.find import find_quantities
from pipeline.reading import make_document
from pipeline.table.columns import to_row

_STAGES = {
    "_with_country": "country",
    "split_sentences": "sentences",
    "find_quantities": "quantities",
    "find_calendar": "calendar",
    "_make_scene": "context: scene",
    "_resolve": "context: resolvers",
}


def profile_stages(texts: Sequence[str], lang: str) -> dict[str, float]:
    """Seconds a stage, over all texts once; "rest" is what none of them covers."""
    times: dict[str, float] = defaultdict(float)
    module = sys.modules["pipeline.extract"]
    extractor = Extractor()
    documents = [make_document(text, lang=lang) for text in texts]
    for document in documents:
        extractor.extract(document)  # tables and models are loaded
    with _watched(module, _STAGES, times):
        extractor = Extractor(parse=_timed(module.__dict__["parse_sentences"], "parse", times))
        start = time.process_time()
        documents = [_timed(make_document, "reading", times)(text, lang=lang) for text in texts]
        claims = [claim for document in documents for claim in extractor.extract(document).claims]
        for claim in claims:
            _timed(to_row, "table", times)(claim)
        whole = time.process_time() - start
    return {**times, "rest": max(0.0, whole - sum(times.values()))}


def profile_model(texts: Sequence[str], lang: str) -> dict[str, float]:
    """Seconds a component of the model, on the sentences that pass the gate, in batches."""
    shown = [sentence for text in texts for sentence in _gated(text, lang)]
    nlp = load_model(lang)
    times: dict[str, float] = {}
    with one_thread():
        start = time.process_time()
        docs = [nlp.make_doc(text) for text in shown]
        times["tokenizer"] = time.process_time() - start
        for name, component in nlp.pipeline:
            pipe: Any = component
            some = [doc for doc in docs if name != "ner" or needs_entities(doc.text, lang)]
            start = time.process_time()
            for _ in pipe.pipe(some, batch_size=64):
                pass
            times[name] = time.process_time() - start
    return times


def rules_alone(lang: str, characters: int = 200_000) -> float:
    """Characters a second up to the gate, on text without numbers."""
    generator = Generator(lang)
    text = "\n\n".join(" ".join(generator.sentence() for _ in range(4)) for _ in range(characters // 500))
    extractor = Extractor()
    extractor.extract(make_document(text[:2000], lang=lang))
    return len(text) / min(_time(lambda: extractor.extract(make_document(text, lang=lang))) for _ in range(3))


def growth(texts: Sequence[str], lang: str) -> dict[str, float]:
    """Time for a document twice and ten times as long, over that for it once; 2 and 10 where time is linear."""
    once = "\n\n".join(texts[:4])
    extractor = Extractor()
    documents = {n: make_document("\n\n".join([once] * n), lang=lang) for n in (1, 2, 10)}
    best: dict[int, float] = {}
    for _ in range(3):
        for n, document in documents.items():
            seconds = _time(partial(extractor.extract, document))
            best[n] = min(seconds, best.get(n, seconds))
    return {"2x": best[2] / best[1], "10x": best[10] / best[1]}


def _gated(text: str, lang: str) -> list[str]:
    document = make_document(text, lang=lang)
    guess_country(document.title, document.publisher, document.folded)
    starts = [quantity.number_start for quantity in find_quantities(document).quantities]
    spans = [(s.start, s.end) for s in split_sentences(document)]
    return [document.folded[a:b].replace("\n", " ") for a, b in spans if any(a <= start < b for start in starts)]


def _time(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _timed(function: Callable[..., Any], name: str, times: dict[str, float]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            times[name] += time.process_time() - start

    return call


@contextmanager
def _watched(module: Any, names: dict[str, str], times: dict[str, float]) -> Iterator[None]:
    real = {name: module.__dict__[name] for name in names}
    module.__dict__.update({name: _timed(real[name], stage, times) for name, stage in names.items()})
    try:
        yield
    finally:
        module.__dict__.update(real)

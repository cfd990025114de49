"""spaCy models and what they see: sentences in, detached parses out.

Importing this module does not import spaCy; the first sentence that has to be parsed does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.languages import rows
from pipeline.languages.characters import fold_characters
from pipeline.linguistics.datelines import dateline_end
from pipeline.linguistics.entities import needs_entities
from pipeline.linguistics.fastload import no_collections, short_expressions, without_command_line
from pipeline.linguistics.headlines import sentence_case
from pipeline.linguistics.parse import Parse, Token
from pipeline.linguistics.products import one_thread, use_numpy_products, use_one_thread
from pipeline.linguistics.reduced import with_reduced_relatives
from pipeline.linguistics.relations import common_relations
from pipeline.linguistics.token_rules import TokenRules, take_rules
from pipeline.model import Document, Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore
    from spacy.tokens import Doc, Span

__all__ = ["load_model", "parse_from_span", "parse_sentences", "use_one_thread"]

# Components that nobody here asks; the lemmatizer's tables alone cost a second and 130 MB, and `disable` loads them.
# The strings are the spelling of 700,000 words with a vector: vectors are found by hash, labels bring their own.
_UNUSED = ("lemmatizer", "senter", "strings")
_ENTITIES = "ner"
_BATCH = 64
_PARTICIPLE = "Tense=Past|VerbForm=Part"
_LONGEST = 20_000  # characters; a longer stretch without a stop is no sentence, and is not worth the model's memory
_PLACES = ("IDX", "LENGTH", "HEAD", "IS_SPACE")
_HEAD, _IS_SPACE = 2, 3
_LABELS = ("POS", "DEP", "MORPH", "ENT_TYPE")
_POS, _DEP, _MORPH, _ENTITY = range(4)
_names: dict[int, str] = {}  # of labels: some hundreds
_COMMON = 50_000  # words (some 15 MB) that are kept for good
_ZONE = 200_000  # characters after which spaCy forgets the words it has seen


def load_model(lang: str) -> Language:
    """The trained pipeline of a language: tok2vec, morphology or tags, parser, entities. Loaded once a process.

    Raises InputError where the model's package is not installed; nothing is ever downloaded.
    """
    return _load(lang)[0]


@cache
def _load(lang: str) -> tuple[Language, TokenRules]:
    package = rows("models", lang)[0]["package"]
    with no_collections():
        with without_command_line():
            import spacy
        try:
            with short_expressions():
                nlp = spacy.load(package, exclude=_UNUSED)
        except OSError as error:
            raise InputError(package, None, "the language model is not installed", "Run `make extract`") from error
    use_numpy_products(nlp)
    return nlp, take_rules(nlp)


def parse_sentences(document: Document, sentences: Sequence[Sentence]) -> list[Parse]:
    """One Parse a sentence, in order; offsets are those of the document, `text` is its text, `lower` the folded one.

    The model is shown the folded text, so that a curly apostrophe is the straight one that it was trained on. What
    the model takes for several sentences stays one Parse with several roots. Entities are looked for where a name
    could be one that the gazetteer does not have.
    """
    if not sentences:
        return []
    starts = [_without_dateline(document, sentence) for sentence in sentences]
    texts = [_shown(document, *pair).replace("\n", " ") for pair in zip(sentences, starts, strict=True)]
    with one_thread(), _zone(document.lang).take(sum(map(len, texts))) as nlp:
        docs = list(nlp.pipe(texts, batch_size=_BATCH, disable=[_ENTITIES]))
        for doc in docs:
            _load(document.lang)[1].apply(doc)
        asked = [doc for doc, text in zip(docs, texts, strict=True) if needs_entities(text, document.lang)]
        _find_entities(nlp, asked)
        return [_make_parse(doc[:], start, document) for doc, start in zip(docs, starts, strict=True)]


def _without_dateline(document: Document, sentence: Sentence) -> int:
    """Where a sentence begins, for the model."""
    return max(sentence.start, dateline_end(document.folded, document.blocks[sentence.block], document.lang))


def _shown(document: Document, sentence: Sentence, start: int) -> str:
    """What the model is shown of a sentence from `start`: folded text, a headline with capitals on names only."""
    end, block = min(sentence.end, start + _LONGEST), document.blocks[sentence.block]
    if block.kind in ("title", "heading"):
        return sentence_case(document, block, start, end)
    return document.folded[start:end]


class _Zone:
    """A memory zone of spaCy that lasts for several documents: what words they share is looked up once.

    Tokens are copied to plain strings before the next text comes in, so nothing outlives the zone. The first words,
    which are the common ones, are kept for good: only outside of a zone does the tokenizer remember how a word is cut.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp, self._stack, self._left = nlp, ExitStack(), 0

    @contextmanager
    def take(self, characters: int) -> Iterator[Language]:
        """The pipeline, for texts of so many characters."""
        if self._left <= 0:
            self._stack.close()
        if self._left <= 0 and len(self._nlp.vocab) > _COMMON:
            self._stack.enter_context(self._nlp.memory_zone())
            self._left = _ZONE
        self._left -= characters
        yield self._nlp


@cache
def _zone(lang: str) -> _Zone:
    return _Zone(load_model(lang))


def _find_entities(nlp: Language, docs: Sequence[Doc]) -> None:
    if docs and nlp.has_pipe(_ENTITIES):
        for _ in nlp.get_pipe(_ENTITIES).pipe(docs, batch_size=_BATCH):  # type: ignore[attr-defined]
            pass  # each Doc is given its entities in place


def parse_from_span(span: Span, offset: int = 0) -> Parse:
    """The Parse of a span of somebody's own Doc, which needs a parser's heads and labels.

    offset: added to the Doc's character offsets. A token whose head lies outside the span becomes a root.
    """
    return _make_parse(span, offset, None)


def _make_parse(span: Span, offset: int, document: Document | None) -> Parse:
    lang = document.lang if document else span.doc.lang_
    read: Any = span  # whose type does not know of to_array
    places = read.to_array(_numbers(_PLACES)).astype("int64").tolist()  # unsigned, and a head to the left is negative
    labels = read.to_array(_numbers(_LABELS)).tolist()
    stop = places[-1][0] + places[-1][1] if places else 0
    folded = document.folded[offset : offset + stop] if document else fold_characters(span.doc.text)
    kept = [k for k, place in enumerate(places) if not place[_IS_SPACE]]
    index = {k: i for i, k in enumerate(kept)}
    heads = [index.get(_head(k, places), i) for i, k in enumerate(kept)]
    shown = [folded[start : start + length] for start, length in (places[k][:2] for k in kept)]
    lowers = [form.lower() for form in shown]
    names = _spell([labels[k] for k in kept], span.doc.vocab.strings)
    sure = [_closed_class(lang).get(lower) for lower in lowers]
    for name, known in zip(names, sure, strict=True):
        if known is not None and name[_POS] != known[0]:
            name[_MORPH] = known[1] or name[_MORPH]
    tags = [name[_POS] if known is None else known[0] for name, known in zip(names, sure, strict=True)]
    for i in range(1, len(kept)):
        if tags[i] == "VERB" and lowers[i - 1] in _noun_openers(lang) and "VerbForm=Part" in names[i][_MORPH]:
            tags[i] = "NOUN"  # « suspension de permis », « revenu par habitant »: no participle stands there
    for i, lower in enumerate(lowers):
        if tags[i] == "VERB" and "VerbForm=Part" not in names[i][_MORPH] and lower.endswith(_participle_endings(lang)):
            names[i][_MORPH] = _PARTICIPLE  # « le coût, supporté à 60 % par l'État, est estimé à »: no finite verb
    relations, heads_ = common_relations([name[_DEP] for name in names], heads, tags)
    text = document.text if document else span.doc.text
    tokens = []
    for i, k in enumerate(kept):
        start = places[k][0] + offset
        end = start + places[k][1]
        said = text[start:end] if document else text[start - offset : end - offset]
        tokens.append(
            Token(i, start, end, said, lowers[i], tags[i], relations[i], heads_[i], names[i][_MORPH], names[i][_ENTITY])
        )
    return Parse(with_reduced_relatives(tuple(tokens), lang))


@cache
def _numbers(attributes: tuple[str, ...]) -> list[int]:
    from spacy.attrs import IDS  # type: ignore[import-not-found]

    return [IDS[name] for name in attributes]


def _head(k: int, places: list[list[int]]) -> int:
    """Of a token, by its place in the span; it may lie outside. White space, which is no token of ours, is skipped."""
    head = k + places[k][_HEAD]
    while 0 <= head < len(places) and places[head][_IS_SPACE] and places[head][_HEAD]:
        head += places[head][_HEAD]
    return int(head)


def _spell(labels: list[list[int]], strings: StringStore) -> list[list[str]]:
    """The names behind spaCy's numbers, which are hashes of them and so the same in every vocabulary."""
    for label in {label for row in labels for label in row} - _names.keys():
        _names[label] = strings[label] if strings[label] != "_" else ""  # "_": no morphology
    return [[_names[label] for label in row] for row in labels]


@cache
def _closed_class(lang: str) -> dict[str, tuple[str, str]]:
    """Words that are always of one part of speech, with their morphology: « envers », « progresse »."""
    return {row["form"]: (row["pos"], row["morph"]) for row in rows("part_of_speech", lang)}


@cache
def _participle_endings(lang: str) -> tuple[str, ...]:
    """Endings that no verb has but a past participle."""
    return tuple(row["form"] for row in rows("grammar", lang) if row["class"] == "sure-participle-ending")


@cache
def _noun_openers(lang: str) -> frozenset[str]:
    """Prepositions behind which no participle stands, only a noun."""
    return frozenset(row["form"] for row in rows("grammar", lang) if row["class"] == "noun-opener")

"""Relations brought to one shape, and parses with document offsets."""

from __future__ import annotations

import re

import pytest
import spacy
from cases import cases
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.languages import rows
from pipeline.linguistics.fastload import short_expressions, shorten
from pipeline.linguistics.headlines import sentence_case
from pipeline.linguistics.models import load_model, parse_from_span, parse_sentences
from pipeline.linguistics.parse import Parse, Token
from pipeline.linguistics.relations import common_relations
from pipeline.linguistics.sentences import split_sentences
from pipeline.reading import make_document

with short_expressions():  # the import compiles the long expression otherwise: three seconds
    from spacy.lang.fr import tokenizer_exceptions as exceptions

TAGS = ("NOUN", "VERB", "ADP", "ADJ", "PRON", "PUNCT", "AUX", "PROPN")


@pytest.mark.parametrize("case", cases("relations"))
def test_relations_have_one_shape(case: dict[str, str]) -> None:
    """Each case is `word/TAG/label>head` in, `relation>head` out, heads counted from 0."""
    words = [word.split("/") for word in case["parsed"].split()]
    labels = [word[2].split(">")[0] for word in words]
    heads = [int(word[2].split(">")[1]) for word in words]
    names, new = common_relations(labels, heads, [word[1] for word in words])
    assert [f"{name}>{head}" for name, head in zip(names, new, strict=True)] == case["common"].split(), case["why"]


@st.composite
def _trees(draw: st.DrawFn) -> tuple[list[str], list[int], list[str]]:
    """Any labels over any heads, a tree or not."""
    size = draw(st.integers(1, 12))
    labels = st.sampled_from([row["form"] for row in rows("dependencies", "*")] + ["obl:arg", "unheard-of"])
    return (
        draw(st.lists(labels, min_size=size, max_size=size)),
        draw(st.lists(st.integers(0, size - 1), min_size=size, max_size=size)),
        draw(st.lists(st.sampled_from(TAGS), min_size=size, max_size=size)),
    )


@given(_trees())
def test_any_heads_give_heads_in_range(tree: tuple[list[str], list[int], list[str]]) -> None:
    """No exception and no head outside the sentence, whatever a model says."""
    names, heads = common_relations(*tree)
    assert len(names) == len(heads) == len(tree[0])
    assert all(0 <= head < len(heads) for head in heads)


@given(st.data())
def test_a_tree_stays_a_tree(data: st.DataObject) -> None:
    """Where the model's heads hold no cycle, ours hold none either."""
    size = data.draw(st.integers(1, 10))
    heads = [0, *(data.draw(st.integers(0, i - 1)) for i in range(1, size))]
    order = data.draw(st.permutations(range(size)))
    place = {old: new for new, old in enumerate(order)}
    heads = [place[heads[old]] for old in order]
    labels = data.draw(
        st.lists(
            st.sampled_from(["prep", "pobj", "pcomp", "conj", "det", "nsubj", "agent", "cc"]),
            min_size=size,
            max_size=size,
        )
    )
    tags = data.draw(st.lists(st.sampled_from(TAGS), min_size=size, max_size=size))
    _, new = common_relations(labels, heads, tags)
    for i in range(size):
        steps, at = 0, i
        while new[at] != at:
            at, steps = new[at], steps + 1
            assert steps <= size, (labels, heads, new)


def test_short_expression_means_the_same() -> None:
    """Alternatives that begin and end alike are joined; one that is built otherwise passes as it is."""
    letters = "a-z" * 400
    own = ("anti[-]", "m(?:icr|in)i[-]", "a|b", "(?:a", "x.?y", "x{2}")
    full = f"(?iu)(?:^x.y$)|{'|'.join(f'(?:^{one}[{letters}]*$)' for one in own)}|(?:^[{letters}]+a[{letters}]$)"
    assert shorten(full) == (
        f"(?iu)(?:^(?:anti[-]|m(?:icr|in)i[-]|x.?y)[{letters}]*$)|(?:^[{letters}]+(?:a)[{letters}]$)|(?:^x.y$)"
        f"|(?:^a|b[{letters}]*$)|(?:^(?:a[{letters}]*$)|(?:^x{{2}}[{letters}]*$)"
    )
    assert shorten("a|b") == "a|b"


@pytest.mark.parametrize("case", cases("headlines"))
def test_headlines(case: dict[str, str]) -> None:
    """A headline in title case or in capitals is shown with capitals on names only."""
    document = make_document(f"{case['headline']}\n\n{case['body']}", lang=case["lang"])
    title = document.blocks[0]
    assert title.kind == "title"
    assert sentence_case(document, title, title.start, title.end) == case["shown"], case["why"]


@pytest.mark.model
@pytest.mark.slow
def test_the_short_expression_matches_what_the_long_one_does() -> None:
    """spaCy's own expression, put together and compiled as it is, agrees on prefixed, elided and plain words."""
    short = load_model("fr").tokenizer.token_match
    assert len(short.__self__.pattern) < 200_000, "the model was loaded with the long expression"
    long = re.compile("(?iu)" + "|".join(f"(?:{part})" for part in exceptions._regular_exp)).match
    words = ["prud'hommes", "premier-ministre", "www.a-b.fr", "a@b.fr", "300", "l'eau", "anti", "-anti", "États-Unis"]
    for prefix in (*exceptions._hyphen_prefix, *exceptions._elision_prefix):
        plain = "".join(sign for sign in prefix if sign.isalpha() or sign == " ")
        words += [f"{start}{mark}{rest}" for start in (plain, plain.title()) for mark in "-'" for rest in ("eau", "9")]
    assert len({bool(long(word)) for word in words}) == 2
    assert [word for word in words if bool(short(word)) != bool(long(word))] == []


@pytest.mark.model
@pytest.mark.parametrize("case", cases("parses"))
def test_parse_of_a_sentence(case: dict[str, str]) -> None:
    """The relation and head word that a rule will look for are there."""
    document = make_document(case["text"], lang=case["lang"], title="")
    (parse,) = parse_sentences(document, split_sentences(document)[:1])
    token = next(token for token in parse.tokens if token.lower == case["word"])
    head = parse.tokens[token.head]
    assert (token.dep, head.lower) == (case["relation"], case["head"]), case["why"]


@pytest.mark.model
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_parse_tokens_point_into_the_document(lang: str) -> None:
    """Offsets are the document's, quotes are its text, no token is white space, one sentence is one parse."""
    text = "Titre\n\nL’usine a produit 3\u202f000 t\nen 2024\u00a0; 5 %. Et puis : oui ! End.\n\n- 2 points   de mieux"
    document = make_document(text, lang=lang)
    sentences = split_sentences(document)
    parses = parse_sentences(document, sentences)
    assert len(parses) == len(sentences)
    for sentence, parse in zip(sentences, parses, strict=True):
        assert parse.tokens
        for i, token in enumerate(parse.tokens):
            assert token.i == i
            assert sentence.start <= token.start < token.end <= sentence.end
            assert text[token.start : token.end] == token.text
            assert document.folded[token.start : token.end].lower() == token.lower
            assert token.text.strip()
            assert 0 <= token.head < len(parse.tokens)
            assert parse.at(token.start) == i


def test_parse_from_a_span_of_somebodys_doc() -> None:
    """Heads outside the span become roots, white space goes, offsets are shifted."""
    doc = spacy.tokens.Doc(
        spacy.blank("en").vocab,
        words=["Sales", "\n", "rose", "by", "3", "%"],
        spaces=[False, False, True, True, False, False],
        heads=[2, 0, 2, 2, 5, 3],
        deps=["nsubj", "dep", "ROOT", "prep", "nummod", "pobj"],
        pos=["NOUN", "SPACE", "VERB", "ADP", "NUM", "NOUN"],
    )
    parse = parse_from_span(doc[:], offset=100)
    assert [(t.text, t.start, t.dep, t.head) for t in parse.tokens] == [
        ("Sales", 100, "subject", 1),
        ("rose", 106, "root", 1),
        ("by", 111, "case", 4),
        ("3", 114, "nummod", 4),
        ("%", 115, "oblique", 1),
    ]
    assert [t.head for t in parse_from_span(doc[4:6]).tokens] == [1, 1]


def test_a_parse_answers_questions_about_its_tokens() -> None:
    """`at`, `children`, `subtree` on a parse made by hand, with a cycle that must not hang."""
    heads = [1, 1, 3, 2]
    tokens = tuple(Token(i, 2 * i, 2 * i + 1, "x", "x", "NOUN", "other", head, "", "") for i, head in enumerate(heads))
    parse = Parse(tokens)
    assert (parse.at(0), parse.at(1), parse.at(6), parse.at(7)) == (0, 1, 3, None)
    assert parse.children(1) == (0,)
    assert parse.subtree(1) == (0, 1)
    assert parse.subtree(2) == (2, 3)


def test_no_sentences_load_no_model() -> None:
    """An empty gate costs nothing."""
    assert parse_sentences(make_document("Rien."), ()) == []


@pytest.mark.model
@given(st.text(min_size=1, max_size=60), st.sampled_from(["fr", "en"]))
@settings(max_examples=40)
def test_any_text_is_parsed(text: str, lang: str) -> None:
    """Whatever the characters: one parse a sentence, tokens in order, inside the sentence, heads in range."""
    try:
        document = make_document(text, lang=lang)
    except InputError:
        return
    sentences = split_sentences(document)
    for sentence, parse in zip(sentences, parse_sentences(document, sentences), strict=True):
        at = sentence.start
        for token in parse.tokens:
            assert at <= token.start < token.end <= sentence.end
            assert 0 <= token.head < len(parse.tokens)
            at = token.end

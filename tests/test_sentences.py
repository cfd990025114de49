"""Sentence boundaries: a table with ‖ where one ends (‖‖ where no space follows), and what holds for any text."""

from __future__ import annotations

import pytest
import regex
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.linguistics.datelines import dateline_end
from pipeline.linguistics.sentences import split_sentences
from pipeline.model import Block, Document
from pipeline.reading import make_document

MARK = "‖"
LIST_MARK = regex.compile(r"^(?:[-•–*] |\d\. |[a-z]\) )")


def _document(text: str, lang: str) -> Document:
    return Document("case", text, text, lang, (Block(0, len(text), "prose"),))


@pytest.mark.parametrize("case", cases("sentences"))
def test_sentences_end_where_the_table_says(case: dict[str, str]) -> None:
    """The marks of the table come out again; a list mark stands outside."""
    text = case["text"].replace(MARK * 2, "").replace(MARK, " ")
    parts = LIST_MARK.sub("", case["text"]).replace(MARK * 2, MARK).split(MARK)
    document = _document(text, case["lang"])
    assert [text[s.start : s.end] for s in split_sentences(document)] == parts, case["why"]


TEXTS = st.text(alphabet=st.sampled_from("aéB 1.!?…«»\"')(\n-–M,;:$%9#"), min_size=1, max_size=200) | st.text(
    min_size=1
)


@given(TEXTS, st.sampled_from(["fr", "en"]))
def test_sentences_lie_in_their_blocks_in_order(text: str, lang: str) -> None:
    """No overlap, no crossing, nothing with a letter or digit left out but list marks."""
    try:
        document = make_document(text, lang=lang)
    except InputError:
        assert not text.strip() or not document_has_text(text)
        return
    sentences = split_sentences(document)
    covered = set[int]()
    last = 0
    for sentence in sentences:
        block = document.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert sentence.start >= last
        last = sentence.end
        covered.update(range(sentence.start, sentence.end))
    for block in document.blocks:
        first = min((s.start for s in sentences if block.start <= s.start < block.end), default=block.end)
        left_out = [i for i in range(first, block.end) if i not in covered and document.folded[i] != " "]
        assert not left_out


def document_has_text(text: str) -> bool:
    """Whether anything in a text is no space, control or invisible character."""
    return bool(regex.search(r"[^\s\p{C}\p{Z}]", text))


def test_a_long_text_takes_time_in_proportion() -> None:
    """Stops, brackets and initials by the thousand split without backtracking."""
    for piece in ("A. ", "...", "(. ", "« . » ", "a.B", "1. "):
        text = piece * 20_000
        assert split_sentences(_document(text, "fr")) is not None


@pytest.mark.parametrize("case", cases("openings"))
def test_what_stands_before_a_sentence(case: dict[str, str]) -> None:
    """Numbers of paragraphs stand outside of a sentence; a dateline ends none, and the model is not shown it."""
    document = make_document("Title\n\n" + case["text"].replace("¶", "\n\n").replace("|", ""), lang=case["lang"])
    shown = [
        document.folded[max(s.start, dateline_end(document.folded, document.blocks[s.block], document.lang)) : s.end]
        for s in split_sentences(document)[1:]
    ]
    parts = [part.rpartition("|")[2].strip() for part in case["text"].split("¶")]
    assert shown == parts, case["why"]

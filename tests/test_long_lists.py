"""A sentence with hundreds of numbers: every one is read, and none is too many."""

from __future__ import annotations

import pytest

from pipeline.extract import extract


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "lead", "noun"), [("fr", "Les relevés donnent", "cas"), ("en", "The counts are", "cases")]
)
def test_a_long_list_is_read_to_its_end(lang: str, lead: str, noun: str) -> None:
    numbers = range(101, 701)
    text = f"{lead} {', '.join(f'{number} {noun}' for number in numbers)}."
    assert [int(claim.value) for claim in extract(text, lang=lang, title="")] == list(numbers)

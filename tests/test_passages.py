"""Whole passages with several dates, places and figures: what each number means, when, where and how sure it is."""

from __future__ import annotations

from datetime import date

import pytest
import regex
from cases import cases

from pipeline.extract import Extractor
from pipeline.reading import make_document

# [quote|role|basis|period|place|status]; a role that ends in a minus sign is a fall
CLAIM = regex.compile(r"\[([^|\]]*)\|([^|\]]*)\|([^|\]]*)\|([^|\]]*)\|([^|\]]*)\|([^|\]]*)\]")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.model
@pytest.mark.parametrize("case", cases("passages"))
def test_each_number_of_a_passage_has_its_meaning(case: dict[str, str], extractor: Extractor) -> None:
    body = CLAIM.sub(r"\1", case["text"])
    published = date.fromisoformat(case["published"])
    document = make_document(f"{case['title']}\n\n{body}", doc_id="passage", lang=case["lang"], published=published)
    claims = extractor.extract(document).claims
    shift, last, asked, found = document.text.index(body), 0, [], []
    length = 0
    for match in CLAIM.finditer(case["text"]):
        length += match.start() - last
        start, last = shift + length, match.end()
        length += len(match[1])
        asked.append(match.groups())
        claim = next((c for c in claims if c.start < shift + length and c.end > start), None)
        if claim is not None:
            role = claim.role + ("-" if claim.role == "change" and claim.value < 0 else "")
            found.append((match[1], role, claim.basis, claim.period, claim.place, claim.status))
    assert found == asked, case["why"]

"""The reviewed claims in the formats of annotation tools: Label Studio, spaCy's DocBin, JSON Lines with spans.

Offsets are code points in all of them: Label Studio (since 1.5), doccano, Prodigy and spaCy count that way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.model import Claim
from pipeline.review.events import read_events
from pipeline.review.replay import replay, reviewed_claims
from pipeline.review.run import Held, load_run
from pipeline.table.columns import to_row
from pipeline.table.write import replacing

SPANS_KEY = "claims"
IN_TEXT = ("claim_id", "doc_id", "lang", "quote", "start", "end", "sentence")  # told by the span itself
NAMES = {"label-studio": "claims.label-studio.json", "docbin": "claims.spacy", "spans-jsonl": "claims.spans.jsonl"}
Document = tuple[Held, list[Claim]]


def export_run(folder: Path, form: str, path: Path | None = None) -> tuple[Path, int, list[str]]:
    """Write the claims of an output folder for another tool, corrections applied and rejected ones left out.

    form: a key of NAMES. Returns the file, how many claims are in it, and notes for people.
    """
    run = load_run(folder)
    table = reviewed_claims(run, replay(read_events(folder)))
    documents = [(held, [row.claim for row in table[held.doc_id]]) for held in run.documents]
    path = path or folder / NAMES[form]
    notes = _WRITERS[form](documents, path)
    return path, sum(len(claims) for _, claims in documents), notes


def _write_label_studio(documents: list[Document], path: Path) -> list[str]:
    """Tasks with predictions. The labelling set-up needs <Labels name="label" toName="text"> and <Text name="text">."""
    with replacing(path) as handle:
        handle.write("[")
        for number, (held, claims) in enumerate(documents):
            task = {
                "data": {"text": held.text, **_meta(held)},
                "predictions": [{"model_version": "releve", "result": [_region(claim) for claim in claims]}],
            }
            handle.write(("," if number else "") + "\n" + json.dumps(task, ensure_ascii=False))
        handle.write("\n]\n")
    return ['use <Labels name="label" toName="text"> and <Text name="text" value="$text"/>']


def _region(claim: Claim) -> dict[str, Any]:
    value = {"start": claim.start, "end": claim.end, "text": claim.quote, "labels": [claim.kind]}
    return {"id": claim.claim_id, "from_name": "label", "to_name": "text", "type": "labels", "value": value,
            "meta": _cells(claim)}  # fmt: skip


def _write_docbin(documents: list[Document], path: Path) -> list[str]:
    """Docs with spans under `claims`, labelled by kind, with the claim_id as id; inside a token they grow."""
    import spacy
    from spacy.tokens import DocBin

    from pipeline.linguistics.fastload import short_expressions

    with short_expressions():
        blank = {lang: spacy.blank(lang) for lang in sorted({held.entry.lang for held, _ in documents})}
    docs, grown = DocBin(store_user_data=True), 0
    for held, claims in documents:
        doc = blank[held.entry.lang].make_doc(held.text)
        doc.user_data |= _meta(held)
        spans = []
        for claim in claims:
            span = doc.char_span(claim.start, claim.end, claim.kind, alignment_mode="expand", span_id=claim.claim_id)
            if span is not None:
                grown += (span.start_char, span.end_char) != (claim.start, claim.end)
                spans.append(span)
                doc.user_data[claim.claim_id] = _cells(claim)
        doc.spans[SPANS_KEY] = spans
        docs.add(doc)
    part = path.with_name(f".{path.name}")
    docs.to_disk(part)
    part.replace(path)
    return [f"{grown} spans grew to whole tokens"] if grown else []


def _write_spans(documents: list[Document], path: Path) -> list[str]:
    """A document a line: `spans` as Prodigy reads them, `label` as doccano does."""
    with replacing(path) as handle:
        for held, claims in documents:
            handle.write(json.dumps(_spans(held, claims), ensure_ascii=False) + "\n")
    return []


def _spans(held: Held, claims: list[Claim]) -> Mapping[str, Any]:
    spans = [{"start": c.start, "end": c.end, "label": c.kind, "id": c.claim_id, "claim": _cells(c)} for c in claims]
    return {"text": held.text, "spans": spans, "label": [[c.start, c.end, c.kind] for c in claims], "meta": _meta(held)}


def _meta(held: Held) -> dict[str, str]:
    return {"doc_id": held.doc_id, "lang": held.entry.lang, "published": held.entry.published}


def _cells(claim: Claim) -> dict[str, str]:
    return {name: cell for name, cell in to_row(claim).items() if name not in IN_TEXT and cell}


def read_docbin(path: Path) -> Iterator[Any]:
    """The Docs of an exported file."""
    import spacy
    from spacy.tokens import DocBin

    yield from DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("xx").vocab)


_WRITERS: Mapping[str, Callable[[list[Document], Path], list[str]]] = {
    "label-studio": _write_label_studio,
    "docbin": _write_docbin,
    "spans-jsonl": _write_spans,
}

"""What workers load before their first document: the model and the patterns of the language that it is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.batch.one import ExtractsDocuments
from pipeline.batch.pool import ANY, Needs
from pipeline.batch.tasks import Task
from pipeline.errors import InputError
from pipeline.languages import LANGUAGES, rows
from pipeline.languages.characters import fold_characters
from pipeline.languages.compiled import save_patterns
from pipeline.linguistics.models import use_one_thread
from pipeline.reading import make_document
from pipeline.reading.language import detect_language

_LOOK_AT = 6_000  # bytes; a page of a news site says little before that
_BYTES = 250_000
_PACKED = (".pdf", ".docx")


def make_needs(extractor: Callable[[], ExtractsDocuments]) -> Needs[Task]:
    """What a pool has to know of documents. extractor: gives the one of its process."""
    return Needs(guess_language, lambda lang: warm_up(extractor, lang), time_share)


def guess_language(task: Task) -> str:
    """The language that a task's document seems to be in, at little cost; ANY where that takes reading it.

    Nothing depends on it but which worker gets the document.
    """
    if task.asked:
        return task.asked
    if Path(task.path).suffix.lower() in _PACKED:
        return ANY
    try:
        with Path(task.path).open("rb") as handle:
            handle.seek(task.start)
            data = handle.read(min(_LOOK_AT, task.size) if task.line else _LOOK_AT)
        return detect_language(fold_characters(data.decode("utf-8", "ignore")), task.path)
    except (OSError, InputError):  # the worker meets it again, and tells
        return ANY


def time_share(task: Task) -> int:
    """How many times the time limit a task may take: once for each 250 kB begun.

    A page with a number on each of 20,000 lines takes half a minute for its megabyte, and should.
    """
    return 1 + task.size // _BYTES


def warm_up(extractor: Callable[[], ExtractsDocuments], lang: str) -> None:
    """Have the extractor load what a language needs, by a text of it: the examples that its tables give."""
    if lang not in LANGUAGES:
        return
    use_one_thread()
    examples = [row[column] for row in rows("vetoes", lang) for column in ("example", "twin")]
    extractor().extract(make_document("\n\n".join(filter(None, examples)), doc_id="warm-up", lang=lang))
    save_patterns()  # workers end without leave

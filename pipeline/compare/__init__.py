"""Two editions of one release: which of their numbers agree, which changed in translation, which are missing.

    from pathlib import Path
    from pipeline import compare
    comparison = compare(Path("release-fr.txt"), Path("release-en.txt"))
    for finding in comparison.reported("warning"):
        print(finding.kind, finding.trap, finding.detail)

The rules are the table "Two editions of one release" of the contract.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.compare.model import Comparison, Edition
    from pipeline.model import Extraction

__all__ = ["compare"]

def compare(first: Path | str | Extraction, second: Path | str | Extraction) -> Comparison:
    """Compare two editions of one release.

    first, second: a file (Path), a text (str), or what an Extractor gave for a document. The order does not matter but
    for the order of the result. `alike` of the result is False where the two do not look like editions of one release.
    Raises InputError for a file or text that cannot be read.
    """
    from pipeline.compare.editions import compare_editions
    from pipeline.compare.sources import Sources, make_edition
    from pipeline.model import Extraction
    from pipeline.reading import make_document

    sources = Sources(None)

    def edition(given: Path | str | Extraction, name: str) -> Edition:
        if isinstance(given, Extraction):
            return make_edition(given)
        if isinstance(given, Path):
            return sources.read(given)
        return sources.edition(make_document(given, doc_id=name), name)

    return compare_editions(edition(first, "first"), edition(second, "second"))

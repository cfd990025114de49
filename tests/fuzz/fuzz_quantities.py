"""Coverage-guided fuzzing of the number rules: any text, no exception, spans that hold.

`make fuzz` runs it for a minute (FUZZ_SECONDS says how long); a crash is written to a file that replays it:
`.venv/bin/python tests/fuzz/fuzz_quantities.py FILE`.
"""

from __future__ import annotations

import sys

from pipeline.errors import InputError
from pipeline.linguistics.sentences import split_sentences
from pipeline.quantities.find import find_quantities
from pipeline.reading import make_document

ALPHABET = " \n\u00a0\u202f.,'’-−–%€$£°½²0123456789abcdeéèilmnoqrstuvxMkGhdL()«»:;/"


def check(data: bytes) -> None:
    """One input: the first byte chooses the language, the others letters that numbers are made of, or plain UTF-8."""
    if len(data) < 2:
        return
    lang = "fr" if data[0] & 1 else "en"
    plain = data[0] & 2
    text = data[1:].decode("utf-8", "replace") if plain else "".join(ALPHABET[b % len(ALPHABET)] for b in data[1:])
    try:
        document = make_document(text, doc_id="fuzz", lang=lang)
    except InputError:
        return  # empty or binary: refused, as it should be
    found = find_quantities(document)
    last = 0
    for quantity in found.quantities:
        if not last <= quantity.start < quantity.end <= len(text):
            raise AssertionError(f"span {quantity.start}:{quantity.end} in {text!r}")
        last = quantity.end
    split_sentences(document)


def main() -> None:
    """Hand over to atheris, which is only needed here."""
    import atheris

    atheris.instrument_all()
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

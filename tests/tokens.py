"""Made-up French tokens, and spaCy's own expression for tokens that stay whole, to compare ours with.

`python tests/tokens.py` compares them on 100,000 tokens and on the French corpus (a minute); the suite on fewer.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.lang.fr import tokenizer_exceptions as exceptions

_LETTERS = "aàâbcçdeéèêfghiîïjklmnoôpqrstuùûvwxyzœÆÉA"
_JOINTS = ("-", "'", "’", "–", "—", "‐", ".", "/", "")


def full_token_match() -> Callable[[str], Any]:
    """spaCy's own expression, put together and compiled as it is (some seconds)."""
    return re.compile("(?iu)" + "|".join(f"(?:{part})" for part in exceptions._regular_exp)).match


def make_tokens(count: int) -> list[str]:
    """The same ones in every run: listed prefixes and fragments in any case, joined with words, digits, addresses."""
    dice = random.Random(7)
    listed = [*exceptions._hyphen_prefix, *exceptions._elision_prefix, *exceptions._infixes_exc]
    plain = [re.sub(r"\[(.)[^\]]*\]|[^\w' -]", r"\1", form) for form in listed]

    def word() -> str:
        return "".join(dice.choice(_LETTERS) for _ in range(dice.randrange(0, 9)))

    def piece() -> str:
        made = dice.choice((word, lambda: dice.choice(plain), lambda: str(dice.randrange(10_000))))()
        return dice.choice((str, str, str.title, str.upper))(made)

    made = []
    for k in range(count):
        token = dice.choice(_JOINTS).join(piece() for _ in range(dice.randrange(1, 4)))
        made.append(f"{word()}@{word()}.fr" if k % 50 == 0 else f"www.{word()}.fr" if k % 50 == 1 else token)
    return made


def main() -> None:
    """Compare on 100,000 tokens and the whole French corpus; exit 1 where they differ."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from bench.texts import corpus_texts
    from pipeline.linguistics.models import load_model

    tokenizer = load_model("fr").tokenizer
    short, long = tokenizer.token_match, full_token_match()
    made = make_tokens(100_000)
    differ = [token for token in made if bool(short(token)) != bool(long(token))]
    ours = [[token.text for token in tokenizer(text)] for text in (*corpus_texts("fr"), " ".join(made))]
    tokenizer.token_match = long
    theirs = [[token.text for token in tokenizer(text)] for text in (*corpus_texts("fr"), " ".join(made))]
    whole = sum(bool(long(token)) for token in made)
    print(f"{len(made)} tokens ({whole} stay whole): {len(differ)} differ; texts: {sum(map(len, ours))} tokens, "
          f"{'the same' if ours == theirs else 'NOT the same'}")
    sys.exit(1 if differ or ours != theirs else 0)


if __name__ == "__main__":
    main()

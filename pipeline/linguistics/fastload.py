"""Load a French spaCy model in half the time: one regular expression written shorter, with the same meaning.

spaCy's French tokenizer holds an expression of 1.45 million characters: some 250 alternatives (« anti-… », « micro-… »)
that each spell out the same class of 2,000 letters. Compiling it takes three seconds. Alternatives with one ending
are joined here into one (`^aX$|^bX$` is `^(?:a|b)X$`), so the class is compiled a few times instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_HUGE = 500_000  # characters; no other expression of spaCy comes near
_BETWEEN = re.compile(r"\)\|\(\?:(?=\^)")
_CLASS = re.compile(r"\[[^\[\]\\]{0,20}\](?=\[[^\]]{1000})|\[[^\]]{1000}")


@contextmanager
def short_expressions() -> Iterator[None]:
    """Within the block re.compile gets huge expressions in their short form; all others pass untouched.

    Not to be entered by two threads at once: re.compile is one for the process.
    """
    real = re.compile

    def compile_short(pattern: Any, flags: Any = 0) -> Any:
        if isinstance(pattern, str) and len(pattern) > _HUGE:
            pattern = shorten(pattern)
        return real(pattern, flags)

    re.compile = compile_short
    try:
        yield
    finally:
        re.compile = real


@cache
def shorten(pattern: str) -> str:
    """The same expression with the alternatives that end alike joined. As it came, if it is not built that way."""
    flags = re.match(r"(?:\(\?[a-z]+\))?", pattern)
    opening = flags[0] if flags else ""
    body = pattern[len(opening) :]
    if not (body.startswith("(?:^") and body.endswith(")")):
        return pattern
    endings: dict[str, list[str]] = {}
    for alternative in _BETWEEN.split(body[3:-1]):
        tail = _CLASS.search(alternative)
        anchored = alternative.startswith("^") and alternative.endswith("$")
        if anchored and tail and _is_balanced(alternative[: tail.start()]):
            endings.setdefault(alternative[tail.start() : -1], []).append(alternative[1 : tail.start()])
        else:
            endings.setdefault("", []).append(alternative)
    plain = endings.pop("", [])
    joined = [f"^(?:{'|'.join(f'(?:{head})' for head in heads)}){ending}$" for ending, heads in endings.items()]
    return opening + "|".join(f"(?:{part})" for part in (*joined, *plain))


def _is_balanced(head: str) -> bool:
    try:
        re.compile(head)
    except re.error:
        return False
    return head.count("(") == head.count(")")

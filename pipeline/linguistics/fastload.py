"""Start spaCy in half the time: without its command line or garbage collections, and one regular expression shorter.

`import spacy` also imports its command line, and with it two HTTP clients, a template engine and 400 modules in all
that no program needs to parse a sentence: a third of the time.

spaCy's French tokenizer holds an expression of 1.45 million characters: some 250 alternatives (« anti-… », « micro-… »)
that each spell out the same class of 2,000 letters. Compiling it takes three seconds. Alternatives that begin and end
alike are joined here into one (`^aX$|^bX$` is `^(?:a|b)X$`), so the class is compiled six times instead.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

_HUGE = 500_000  # characters; no other expression of spaCy comes near
_BETWEEN = re.compile(r"\)\|\(\?:(?=\^)")
_LETTERS = r"\[[^\]]{1000,}\]"  # the class of all letters
# `^` + letters or nothing, what is an alternative's own, letters and the rest + `$`
_ALTERNATIVE = re.compile(rf"\^(?P<opening>(?:{_LETTERS}[+*])?)(?P<own>(?:(?!{_LETTERS}).)*)(?P<ending>{_LETTERS}.*)\$")
_SIMPLE = r"(?:[^()\[\]\\|?*+{]|\[[^\[\]\\]*\])\??"
_WHOLE = re.compile(rf"(?:{_SIMPLE}|\(\?:(?:{_SIMPLE}|\|)*\)\??)*")  # may be cut out and put beside others


@contextmanager
def without_command_line() -> Iterator[None]:
    """Within the block the first `import spacy` leaves out `spacy.cli`, which can be imported as ever afterwards."""
    names = () if "spacy" in sys.modules else ("spacy.cli", "spacy.cli.info")
    for name in names:
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__dict__["info"] = _info  # what `import spacy` asks of it, to be `spacy.info`
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


def _info(*args: Any, **options: Any) -> Any:
    """`spacy.info`, with the command line that it is a part of."""
    from spacy.cli.info import info

    return info(*args, **options)


@contextmanager
def no_collections() -> Iterator[None]:
    """Within the block Python looks for no garbage: a model is half a million objects, and none of them is."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


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
    """The same expression with the alternatives that begin and end alike joined. As it came, if not built that way."""
    flags = re.match(r"(?:\(\?[a-z]+\))?", pattern)
    head = flags[0] if flags else ""
    body = pattern[len(head) :]
    if not (body.startswith("(?:^") and body.endswith(")")):
        return pattern
    alike: dict[tuple[str, str], list[str]] = {}
    plain = []
    for alternative in _BETWEEN.split(body[3:-1]):
        parts = _ALTERNATIVE.fullmatch(alternative)
        if parts and _WHOLE.fullmatch(parts["own"]):
            alike.setdefault((parts["opening"], parts["ending"]), []).append(parts["own"])
        else:
            plain.append(alternative)
    joined = [f"^{opening}(?:{'|'.join(own)}){ending}$" for (opening, ending), own in alike.items()]
    return head + "|".join(f"(?:{part})" for part in (*joined, *plain))

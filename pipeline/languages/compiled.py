"""Compiled expressions, kept from one process to the next, beside Python's own byte code and trusted like it.

`regex` compiles in Python: the seven hundred expressions behind the language tables take it half a second, the first
time a text is read. What it makes of them is a list of numbers that it lets us pickle and gives back in a twentieth
of the time. The file stands in `__pycache__` and holds for one version of `regex` and of Python; where it cannot be
written, or Python is told to write no byte code, every process compiles for itself.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import pickle
import sys
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import AnyStr, cast

import regex

_MOST = 3000  # expressions; a file with more holds many that no table asks for any longer
_Key = tuple[str | bytes, int]
_asked: dict[_Key, regex.Pattern[str] | regex.Pattern[bytes]] = {}


def compile_pattern(pattern: AnyStr, flags: int = 0) -> regex.Pattern[AnyStr]:
    """The same as `regex.compile`, which raises regex.error; for expressions of ours, not for any made from a text."""
    key = (pattern, int(flags))
    found = _asked.get(key)
    if found is None:
        kept = _kept().get(key)
        found = _asked[key] = pickle.loads(kept) if kept else regex.compile(pattern, flags)
    return cast("regex.Pattern[AnyStr]", found)


def save_patterns() -> bool:
    """Write what this process has compiled for the next one; whether there was anything to write, and a place for it.

    Called at the end of every process. The file is replaced whole: another process reads the old one or the new one.
    """
    new = {key: pickle.dumps(found) for key, found in _asked.items() if key not in _kept()}
    if not new or sys.dont_write_bytecode:
        return False
    path = _path()
    known = _read(path)  # anew: other processes write too
    if len(known) + len(new) > _MOST:
        known = {key: known[key] for key in _asked if key in known}
    content = pickle.dumps(known | new)
    try:
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_bytes(hashlib.sha256(content).digest() + content)
        part.replace(path)
    except OSError:  # a folder that is not ours, a full disk: the next process compiles too
        return False
    return True


@cache
def _kept() -> dict[_Key, bytes]:
    atexit.register(save_patterns)
    return _read(_path())


def _path() -> Path:
    """Where Python keeps its byte code of this file: beside it, or where PYTHONPYCACHEPREFIX says."""
    return Path(cache_from_source(__file__)).with_suffix(f".regex-{regex.__version__}")


def _read(path: Path) -> dict[_Key, bytes]:
    """Empty where there is no such file, or it is not as it was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    digest, rest = content[:32], content[32:]
    if hashlib.sha256(rest).digest() != digest:
        return {}
    return cast("dict[_Key, bytes]", pickle.loads(rest))

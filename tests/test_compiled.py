"""Compiled expressions kept beside the byte code: the same ones come back, and a spoilt file is as good as none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.languages import compiled
from pipeline.languages.compiled import compile_pattern, save_patterns

ASK = """
import regex
from pipeline.languages import compiled
asked = []
regex.compile, real = lambda *given: asked.append(given) or real(*given), regex.compile
found = compiled.compile_pattern(r"(?P<n>\\d++)[ ,](?:euros?|%)(?<!x)", regex.IGNORECASE)
print(len(asked), found.search("A 12 EUROS")["n"], found.flags & regex.IGNORECASE > 0)
"""


def _ask(folder: Path, *options: str) -> str:
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run([sys.executable, *options, "-c", ASK], env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _stored(folder: Path) -> list[Path]:
    return list(folder.rglob("compiled.*.regex-*"))


def test_the_next_process_compiles_nothing(tmp_path: Path) -> None:
    """What one process compiled, another is given, with the same meaning, names and flags."""
    assert _ask(tmp_path) == "1 12 True"
    assert _ask(tmp_path) == "0 12 True"


@pytest.mark.parametrize("spoil", [b"", b"x" * 100, None], ids=["empty", "other bytes", "cut short"])
def test_a_spoilt_file_is_as_good_as_none(tmp_path: Path, spoil: bytes | None) -> None:
    """It is neither believed nor an error, and is written anew."""
    _ask(tmp_path)
    (path,) = _stored(tmp_path)
    path.write_bytes(path.read_bytes()[:-9] if spoil is None else spoil)
    assert _ask(tmp_path) == "1 12 True"
    assert _ask(tmp_path) == "0 12 True"


def test_nothing_is_written_where_python_writes_no_byte_code(tmp_path: Path) -> None:
    """`python -B` is obeyed."""
    assert _ask(tmp_path, "-B") == "1 12 True"
    assert _stored(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then every process compiles for itself."""
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setattr(compiled, "_path", lambda: tmp_path / "file" / "store")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    compile_pattern("asked for by this test alone")
    assert save_patterns() is False

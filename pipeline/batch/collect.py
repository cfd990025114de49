"""Which files are meant by the paths a person gives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex

from pipeline.errors import InputError

SUFFIXES = (".txt", ".md")
# A folder of releases often holds a note about itself. It is no release; named on its own it is read like any file.
NOTES = regex.compile(r"(?:readme|license|licence|changelog|contributing)\b.*", regex.IGNORECASE)


def collect_files(paths: Iterable[Path], *, leave_out: Path | None = None) -> tuple[list[Path], list[InputError]]:
    """The files to read, sorted, each once, and an error for every path that is not there.

    A file is taken as it is named. Of a folder we take every .txt and .md file below it but hidden ones and notes
    about the folder (README and the like); symbolic links to folders are not followed. leave_out: a folder that is
    passed over, the one we write to.
    """
    found: dict[Path, Path] = {}
    errors = []
    for path in paths:
        if path.is_dir():
            found.update((_absolute(file), file) for file in _below(path, leave_out))
        elif path.is_file():
            found[_absolute(path)] = path
        else:
            problem = "this is no ordinary file" if path.exists() else "there is no such file or folder"
            errors.append(InputError(path, None, problem, "Check the name"))
    return sorted(found), errors


def label_file(path: Path, home: Path) -> str:
    """How a file is called in the tables: its path from `home` if it lies below, else from the root; always with /.

    Bytes of a name that are not UTF-8 are shown as \\xff.
    """
    path = _absolute(path)
    shown = path.relative_to(home).as_posix() if path.is_relative_to(home) else path.as_posix()
    return os.fsencode(shown).decode("utf-8", "backslashreplace")


def make_ids(labels: Iterable[str]) -> dict[str, str]:
    """A document id for every label: the file name without its ending, or the whole label where two would be equal."""
    stems: dict[str, list[str]] = {}
    for label in labels:
        name = label.rsplit("/", 1)[-1]
        stem = name.rsplit(".", 1)[0] if "." in name[1:] else name
        stems.setdefault(stem, []).append(label)
    return {label: stem if len(same) == 1 else label for stem, same in stems.items() for label in same}


def _below(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    out = None if leave_out is None else _absolute(leave_out)
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and _absolute(Path(parent, name)) != out]
        for name in names:
            path = Path(parent, name)
            wanted = path.suffix.lower() in SUFFIXES and not name.startswith(".") and not NOTES.fullmatch(path.stem)
            if wanted and path.is_file():
                yield path


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))

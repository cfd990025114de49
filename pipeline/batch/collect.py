"""Which files are meant by the paths a person gives, what they are called in the tables, and their documents' ids."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import regex

from pipeline.errors import InputError

JSON_LINES = (".jsonl", ".ndjson")
SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", *JSON_LINES)
# Documents all the same, and a person who drops one into the folder has to hear that it was not read.
UNREAD = (".doc", ".rtf", ".odt", ".pages", ".epub", ".eml", ".msg")
# A folder of releases often holds a note about itself. It is no release; named on its own it is read like any file.
NOTES = regex.compile(r"(?:readme|license|licence|changelog|contributing)\b.*", regex.IGNORECASE)
_ESCAPED = regex.compile(r"\\x([89a-f][0-9a-f])")


def collect_files(paths: Iterable[Path], *, leave_out: Path | None = None) -> tuple[list[Path], list[InputError]]:
    """The files to read, sorted, each once, and an error for every path that is no file.

    A file is taken as it is named. Of a folder we take every file below it that has one of our endings, but hidden
    ones and notes about the folder (README and the like); symbolic links to folders are not followed. leave_out: a
    folder that is passed over, the one we write to.
    """
    found: dict[Path, Path] = {}
    errors = []
    for path in paths:
        if path.is_dir():
            for one in _below(path, leave_out):
                if isinstance(one, InputError):
                    errors.append(one)
                else:
                    found[_absolute(one)] = one
        elif path.is_file():
            found[_absolute(path)] = path
        else:
            errors.append(_no_file(path))
    return sorted(found), errors


def label_file(path: Path, home: Path) -> str:
    """How a file is called in the tables: its path from `home` if it lies below, else from the root; always with /.

    Bytes of a name that are not UTF-8 are shown as \\xff.
    """
    path = _absolute(path)
    shown = path.relative_to(home).as_posix() if path.is_relative_to(home) else path.as_posix()
    return os.fsencode(shown).decode("utf-8", "backslashreplace")


def label_is_there(label: str, home: Path) -> bool:
    """Whether the file that `label_file` called so is still there; yes where that cannot be told."""
    raw = _ESCAPED.sub(lambda match: os.fsdecode(bytes([int(match[1], 16)])), label)
    return any(_is_there(home / name) for name in {label, raw})


def make_ids(labels: Iterable[str], sources: Mapping[str, str] | None = None) -> dict[str, str]:
    """A document id for every label: the file name without its ending, or the whole label where two would be equal.

    sources: label -> the JSON Lines file that a document stands in; its id is then what follows that name.
    """
    names: dict[str, list[str]] = {}
    for label in labels:
        source = (sources or {}).get(label, label)
        name = _stem(label) if source == label else label[len(source) + 1 :] if label[len(source)] == "/" else label
        names.setdefault(name, []).append(label)
    return {label: name if len(same) == 1 else label for name, same in names.items() for label in same}


def _stem(label: str) -> str:
    name = label.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0] if "." in name[1:] else name


def _below(folder: Path, leave_out: Path | None) -> Iterator[Path | InputError]:
    out = None if leave_out is None else _absolute(leave_out)
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".") and _absolute(Path(parent, name)) != out]
        for name in names:
            path = Path(parent, name)
            suffix = path.suffix.lower()
            if suffix not in (*SUFFIXES, *UNREAD) or name.startswith(".") or NOTES.fullmatch(path.stem):
                continue
            yield path if path.is_file() else _no_file(path)
    for error in closed:
        problem = f"the folder cannot be opened ({error.strerror})"
        yield InputError(error.filename, None, problem, "Check its rights", code="unreadable")


def _no_file(path: Path) -> InputError:
    if path.exists():
        return InputError(path, None, "this is no ordinary file", "Check the name", code="no-file")
    if path.is_symlink():
        return InputError(path, None, "the file that this link points to is not there", "Mend the link", code="gone")
    return InputError(path, None, "there is no such file or folder", "Check the name", code="gone")


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))

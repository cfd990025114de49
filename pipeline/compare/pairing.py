"""Which files are editions of one another: a list of pairs, or the names of the files in a folder."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import regex

from pipeline.batch.collect import collect_files
from pipeline.errors import InputError
from pipeline.languages import LANGUAGES

_HEADERS = (("fr_file", "en_file"), ("first", "second"), ("a", "b"))
_FOLDERS = (".", "releases")
_ALONE = r"(?<![\p{L}\p{N}])(?:%s)(?:[-_][A-Za-z]{2})?(?![\p{L}\p{N}])"
_TOKEN = regex.compile(_ALONE.replace("?:%s", "|".join(LANGUAGES)), regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files to compare, and what the pair is called."""

    name: str
    first: Path
    second: Path


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """The pairs of a CSV with the columns fr_file and en_file (or first and second), each pair once, in its order.

    File names are taken from the folder of the CSV, or from `releases/` in it. A column `pair` names the pair.
    Raises InputError for a missing file or column, and for a row that names no file.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            names = next((names for names in _HEADERS if set(names) <= set(reader.fieldnames or ())), None)
            if names is None:
                raise InputError(path, 1, "the list has no columns for two files", "Begin it with fr_file,en_file")
            found: dict[tuple[Path, Path], Pair] = {}
            for row in reader:
                files = [_find(path, reader.line_num, row[name]) for name in names]
                name = row.get("pair") or f"{files[0].stem} / {files[1].stem}"
                found.setdefault((files[0], files[1]), Pair(name, files[0], files[1]))
    except FileNotFoundError:
        raise InputError(path, None, "there is no such list of pairs", "Check the name") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(path, None, f"it is no UTF-8 CSV ({error})", "Save it as CSV in UTF-8") from None
    if not found:
        raise InputError(path, None, "there is no pair in this list", "Add a row for each pair")
    return tuple(found.values())


def pair_by_name(folder: Path) -> tuple[tuple[Pair, ...], tuple[Path, ...]]:
    """The pairs of a folder whose paths differ in the language alone, and the files that are left alone.

    `x-fr.txt` and `x-en.txt`, `x.fr.html` and `x.en.html`, `fr/x.pdf` and `en/x.pdf` are pairs; the endings may differ.
    Raises InputError for a folder that is not there or has no pair.
    """
    if not folder.is_dir():
        raise InputError(folder, None, "there is no such folder", "Name the folder that holds the editions")
    files, _ = collect_files([folder])
    groups: dict[str, dict[str, Path]] = {}
    for path in files:
        name = path.absolute().relative_to(folder.absolute()).with_suffix("").as_posix()
        tokens = list(_TOKEN.finditer(name))
        if tokens:
            last = tokens[-1]
            key = f"{name[: last.start()]}*{name[last.end() :]}"
            groups.setdefault(key, {}).setdefault(last[1].lower(), path)
    pairs, paired = [], set()
    for key, editions in sorted(groups.items()):
        present = [lang for lang in LANGUAGES if lang in editions]
        for lang in present[1:]:
            first, second = editions[present[0]], editions[lang]
            pairs.append(Pair(regex.sub(r"^\W+|[\s._/-]*\*[\s._/-]*", "", key) or key, first, second))
            paired |= {first, second}
    if not pairs:
        problem = "no two files have names that differ in the language alone"
        raise InputError(folder, None, problem, "Name them x-fr and x-en")
    return tuple(pairs), tuple(path for path in files if path not in paired)


def _find(path: Path, line: int, name: str | None) -> Path:
    for folder in _FOLDERS:
        found = path.parent / folder / (name or "")
        if name and found.is_file():
            return found
    raise InputError(path, line, f"there is no file {name!r}", "Name it as seen from the folder of the list")

"""What decides an extraction besides the document: our rules, and the models and libraries they lean on."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

import regex

PACKAGE = Path(__file__).parents[1]
# What lies above the extractor (this file included) only moves claims about.
ABOVE = ("table", "batch", "check", "compare", "review", "cli.py", "component.py", "errors.py", "__init__.py")
REQUIREMENT = regex.compile(r"[\w.-]+")


@cache
def extractor_version() -> str:
    """A short name that changes when any rule, word list, model or library of the extractor does.

    It reads files and never imports the extractor, so that a run with nothing to do stays a matter of an instant.
    """
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE)
        if path.suffix in (".py", ".csv") and inside.parts[0] not in ABOVE:
            digest.update(f"{inside.as_posix()}\n".encode() + path.read_bytes())
    for name, version in _libraries():
        digest.update(f"{name} {version}\n".encode())
    return digest.hexdigest()[:16]


def _libraries() -> list[tuple[str, str]]:
    found = []
    try:
        wanted = metadata.requires("releve") or []
    except metadata.PackageNotFoundError:  # run from a source folder that is not installed
        return []
    for requirement in wanted:
        name = REQUIREMENT.match(requirement)
        if name and "extra ==" not in requirement:
            try:
                found.append((name[0], metadata.version(name[0])))
            except metadata.PackageNotFoundError:
                continue
    return sorted(found)

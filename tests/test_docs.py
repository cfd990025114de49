"""What the documents say holds: the commands they name exist, their examples run, their links lead somewhere.

And what the project's files must never hold: an address of a package index, or a path of somebody's machine.
"""

from __future__ import annotations

import csv
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.fr.md")
PAGES = (
    *READMES,
    "CONTRIBUTING.md",
    "corpus/README.md",
    "docs/architecture.md",
    "docs/claims.md",
    "docs/clusters.md",
    "docs/compare.md",
    "docs/review.md",
    "pipeline/languages/README.md",
)
# Put together here, so that this file does not hold what it looks for.
INDEX_HOSTS = tuple(name + ".org" for name in ("py" + "pi", "python" + "hosted", "npm" + "js", "anaconda"))
MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:work|opt|root|home|Users|mnt|tm" + r"p)/\w")
INDEX_OPTION = re.compile(r"^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--trusted-host)\b", re.MULTILINE)
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def committed() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is, or is about to be, part of the project; other people's texts aside."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout.splitlines()  # fmt: skip
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive: no git, no history
        hidden = {".venv", "outputs", "build", ".hypothesis"}
        listed = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
        listed = [name for name in listed if not hidden & set(Path(name).parts) and "cache" not in name]
    for name in listed:
        path = ROOT / name
        if path.is_file() and not name.startswith(("corpus/releases/", "corpus/gold/")):
            yield name, path.read_text(encoding="utf-8", errors="replace")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code(page: str) -> str:
    """All that a page sets as code: the blocks and the bits between backticks."""
    text = read(page)
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))])


def examples(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", read(page), re.DOTALL)


def subcommands() -> set[str]:
    import typer.main

    from pipeline.cli import app

    return set(getattr(typer.main.get_command(app), "commands", {}))


@pytest.mark.parametrize("page", PAGES)
def test_named_commands_exist(page: str) -> None:
    named = set(re.findall(r"(?:^|[\s/])releve ([a-z]+)", code(page)))
    assert named <= subcommands()


@pytest.mark.parametrize("page", READMES)
def test_every_command_is_documented(page: str) -> None:
    assert subcommands() <= set(re.findall(r"releve ([a-z]+)", code(page)))


@pytest.mark.parametrize("page", PAGES)
def test_named_make_targets_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|\s)make ([a-z-]+)", code(page), re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", read(page))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_named_folders_and_files_exist(page: str) -> None:
    named = re.findall(r"`((?:pipeline|tests|corpus|docs|requirements)/[\w./-]+)`", read(page))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.model
@pytest.mark.parametrize("example", examples("README.md"), ids=lambda block: block.split("\n")[0])
def test_readme_examples_run(example: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})
    assert re.search(r"\d", capsys.readouterr().out)


@pytest.mark.parametrize("page", READMES)
def test_readme_table_is_that_of_the_seed(page: str) -> None:
    with (ROOT / "corpus/gold/beijing-digital-economy-2025-fr.csv").open(encoding="utf-8", newline="") as handle:
        gold = [{k: v.replace("\u202f", " ") for k, v in row.items()} for row in csv.DictReader(handle)]
    lines = [line.strip("|").split("|") for line in read(page).splitlines() if line.startswith("|")]
    header = [cell.strip() for cell in lines[0]]
    shown = [dict(zip(header, (cell.strip() for cell in line), strict=True)) for line in lines[2:5]]
    assert header[0] == "kind"
    for row in shown:
        assert any(row.items() <= claim.items() for claim in gold), row


def test_the_two_readmes_show_the_same_code() -> None:
    english, french = map(examples, READMES)
    assert english == french
    assert english


def test_no_file_names_a_package_index_or_a_machine() -> None:
    found = []
    for name, text in committed():
        if any(host in text for host in INDEX_HOSTS) or MACHINE_PATH.search(text):
            found.append(name)
        if name.startswith("requirements/") and name.endswith((".txt", ".in")) and INDEX_OPTION.search(text):
            found.append(name)
    assert found == []


def locked() -> dict[str, str]:
    return {name: version for name, version, _ in PINNED.findall(read("requirements/lock.txt"))}


def test_lock_has_hashes_for_every_requirement_and_nothing_else() -> None:
    rest = PINNED.sub("", read("requirements/lock.txt"))
    assert [line for line in rest.splitlines() if line.strip() and not line.lstrip().startswith("#")] == []
    assert "://" not in read("requirements/lock.txt")


def test_lock_pins_what_is_asked_for() -> None:
    asked = {name for file in ("base", "dev") for name in map(package, requirements(file))}
    assert asked <= set(locked())


def test_pyproject_asks_for_what_the_lock_is_made_from() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert sorted([*project["dependencies"], "setuptools"]) == sorted(requirements("base"))


def test_changelog_knows_the_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[?{re.escape(version)}\b", read("CHANGELOG.md"), re.MULTILINE)


def requirements(file: str) -> list[str]:
    lines = read(f"requirements/{file}.in").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def package(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0].lower()


def test_every_language_table_is_described() -> None:
    described = set(re.findall(r"`(\w+\.csv)`", read("pipeline/languages/README.md")))
    assert described == {path.name for path in (ROOT / "pipeline/languages").glob("*.csv")}

"""`releve compare`: arguments in, lines and files out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.compare.sources import Sources
    from pipeline.compare.tables import Named

OUTPUTS = Path("outputs")
DIFFER = 1
CSV_NAME, PAGE_NAME = "comparison.csv", "comparison.html"
Least = Literal["error", "warning", "note", "never"]


def compare_command(
    editions: Annotated[list[str] | None, typer.Argument(metavar="A B", help="Two files, or two ids of a run.")] = None,
    pairs: Annotated[Path | None, typer.Option(metavar="CSV", help="List of pairs: columns fr_file, en_file.")] = None,
    by_name: Annotated[
        Path | None, typer.Option("--by-name", metavar="DIR", help="Folder of x-fr / x-en, x.fr / x.en, fr/x / en/x.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder of the run, and for the page and the CSV.")
    ] = None,
    fail_on: Annotated[Least, typer.Option("--fail-on", help="From which severity on the exit code is 1.")] = "warning",
    as_json: Annotated[bool, typer.Option("--json", help="What is reported as JSON on stdout, nothing else.")] = False,
) -> None:
    """Compare editions of a release: numbers that changed in translation, that were rounded, that are missing.

    Exit 0: they agree; 1: numbers differ or are missing; 2: it could not run, or the texts are no editions of one
    release. With -o, --pairs or --by-name it writes comparison.csv and comparison.html, the texts side by side.

    \b
    Examples:
      releve compare release-fr.txt release-en.txt
      releve compare release-fr.txt release-en.txt -o outputs/ --fail-on error
      releve compare --by-name inbox/ --json
    """
    from pipeline.compare.sources import Sources

    ways = [bool(editions), pairs is not None, by_name is not None]
    if sum(ways) != 1 or (editions and len(editions) != 2):
        raise InputError("compare", None, "it takes two editions, --pairs or --by-name", "See: releve compare --help")
    writes = out or (None if editions else OUTPUTS)
    sources = Sources(out or OUTPUTS)
    compared, errors = _compare(sources, editions, pairs, by_name)
    if as_json:
        from pipeline.compare.tables import to_json

        typer.echo(to_json(compared))
    else:
        _print(compared)
    if writes is not None and compared:
        _write(writes, compared, quiet=as_json)
    for error in errors:
        typer.echo(str(error), err=True)
    if not compared:
        raise typer.Exit(2)
    wanted = fail_on != "never" and any(one.comparison.reported(fail_on) for one in compared)
    if wanted or errors:
        raise typer.Exit(DIFFER)


def _compare(
    sources: Sources, editions: list[str] | None, pairs: Path | None, by_name: Path | None
) -> tuple[list[Named], list[InputError]]:
    """The comparisons, and an error for every pair of a list that could not be compared."""
    from pipeline.compare.editions import check_alike, compare_editions
    from pipeline.compare.pairing import pair_by_name, read_pairs
    from pipeline.compare.tables import Named

    if editions:
        comparison = compare_editions(sources.get(editions[0]), sources.get(editions[1]))
        check_alike(comparison)
        return [Named(f"{comparison.first.name} / {comparison.second.name}", comparison)], []
    found, alone = pair_by_name(by_name) if by_name is not None else (read_pairs(pairs or Path()), ())
    for path in alone:
        typer.echo(f"{path}: it has no other edition by its name, so it is left out", err=True)
    compared, errors = [], []
    for pair in found:
        try:
            comparison = compare_editions(sources.read(pair.first), sources.read(pair.second))
            check_alike(comparison)
        except InputError as error:
            errors.append(error)
            continue
        compared.append(Named(pair.name, comparison))
    return compared, errors


def _print(compared: list[Named]) -> None:
    from pipeline.compare.tables import SHOWN, show_rows, summary
    from pipeline.table.show import plain_table, print_table

    for one in compared:
        typer.echo(summary(one))
        rows = show_rows(one.comparison)
        if rows and sys.stdout.isatty():
            print_table(SHOWN, rows)
        elif rows:
            typer.echo("\n".join("  " + line for line in plain_table(SHOWN, rows)))
        typer.echo("")


def _write(out: Path, compared: list[Named], *, quiet: bool) -> None:
    from pipeline.compare.page import write_page
    from pipeline.compare.tables import write_comparison

    write_comparison(out / CSV_NAME, compared)
    write_page(out / PAGE_NAME, compared)
    if not quiet:
        typer.echo(f"The table is {out / CSV_NAME}, the texts side by side {out / PAGE_NAME}")

"""The commands of this floor: `releve review`, `gold` and `export`. Arguments in, lines out."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.review.sheet_changes import Import

Lines = Callable[[], AbstractContextManager[None]]
OUTPUTS, CORPUS = Path("outputs"), Path("corpus")
NEEDS_A_PERSON = 1
SHOWN = 40
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder that was extracted into.")]


class Form(StrEnum):
    """What `export` writes."""

    label_studio = "label-studio"
    docbin = "docbin"
    spans_jsonl = "spans-jsonl"


def register(app: typer.Typer, lines_for_people: Lines) -> None:
    """Add our commands to the application. lines_for_people: shows bad input as a line, and ends with its code."""

    @app.command()
    def review(
        folder: Folder = OUTPUTS,
        name: Annotated[str | None, typer.Option("--as", metavar="NAME", help="Who reviews; else the user.")] = None,
        sheet: Annotated[
            Path | None, typer.Option("--import", metavar="FILE", help="Take decisions from an edited .csv or .xlsx.")
        ] = None,
        yes: Annotated[bool, typer.Option("--yes", help="With --import: apply without asking.")] = False,
        port: Annotated[int | None, typer.Option(metavar="N", help="Where the page is served.")] = None,
        browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    ) -> None:
        """Look at every figure in its text; accept, correct, reject, and add what was missed.

        The page is served on this machine only, until Ctrl-C. Decisions are kept in the folder and survive a new
        extraction; the table with them applied is claims_reviewed.csv and .xlsx.

        \b
        Examples:
          releve review outputs
          releve review outputs --import outputs/claims.xlsx
        """
        with lines_for_people():
            reviewer = name or _user()
            if sheet is not None:
                _import(folder, sheet, reviewer, apply=yes)
            else:
                _serve(folder, reviewer, port, browser=browser)

    @app.command()
    def gold(
        document: Annotated[str, typer.Argument(metavar="DOC", help="The id of a reviewed document.")],
        out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Where it was extracted into.")] = OUTPUTS,
        corpus: Annotated[Path, typer.Option(metavar="DIR", help="The corpus it joins.")] = CORPUS,
        partly: Annotated[bool, typer.Option("--partly", help="Although claims are undecided.")] = False,
        replace: Annotated[bool, typer.Option("--replace", help="Although there is a gold file.")] = False,
    ) -> None:
        """Make a reviewed document a gold file, so that `releve check` scores it from now on.

        \b
        Example:
          releve gold insee-chomage-2026-t1-fr
        """
        with lines_for_people():
            from pipeline.review.gold import make_gold

            for path in make_gold(out, document, corpus, partly=partly, replace=replace):
                typer.echo(str(path))

    @app.command()
    def export(
        folder: Folder = OUTPUTS,
        to: Annotated[Form, typer.Option(help="For Label Studio, for spaCy, or for Prodigy and doccano.")] = (
            Form.spans_jsonl
        ),
        out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="The file to write.")] = None,
    ) -> None:
        """Write the reviewed claims for an annotation tool.

        \b
        Example:
          releve export outputs --to label-studio
        """
        with lines_for_people():
            from pipeline.review.export import export_run

            path, count, notes = export_run(folder, to.value, out)
            for note in notes:
                typer.echo(note, err=True)
            typer.echo(f"{count} claims in {path}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container need not know who runs it
        return "reviewer"


def _serve(folder: Path, reviewer: str, port: int | None, *, browser: bool) -> None:
    from pipeline.review.server import serve

    def announce(address: str) -> None:
        typer.echo(address)
        typer.echo("Ctrl-C ends it; every decision is kept.", err=True)
        sys.stdout.flush()
        if browser:
            import webbrowser

            webbrowser.open(address)

    serve(folder, reviewer=reviewer, port=port, announce=announce)


def _import(folder: Path, path: Path, reviewer: str, *, apply: bool) -> None:
    from pipeline.review.desk import check_name
    from pipeline.review.events import append_events, read_events
    from pipeline.review.replay import replay
    from pipeline.review.reviewed import write_reviewed
    from pipeline.review.run import load_run
    from pipeline.review.sheet import read_sheet
    from pipeline.review.sheet_changes import read_changes

    run, sheet = load_run(folder), read_sheet(path)
    changes = read_changes(sheet, run, replay(read_events(folder)), check_name(reviewer))
    typer.echo(f"{path}: {len(sheet.rows)} rows, {sheet.dialect}")
    _show(changes)
    if changes.events and not apply:
        if not sys.stdin.isatty():
            typer.echo("nothing is changed yet: add --yes", err=True)
            raise typer.Exit(NEEDS_A_PERSON)
        apply = typer.confirm(f"Apply {len(changes.events)} decisions?")
    if changes.events and apply:
        append_events(folder, changes.events)
        typer.echo(f"{len(changes.events)} decisions applied, {write_reviewed(run, read_events(folder))} rows written")
    if changes.problems:
        raise typer.Exit(NEEDS_A_PERSON)


def _show(changes: Import) -> None:
    lines = [*changes.lines[:SHOWN], *([f"… and {len(changes.lines) - SHOWN} more"] if changes.lines[SHOWN:] else [])]
    for line in lines:
        typer.echo(line)
    for problem in changes.problems:
        typer.echo(f"{problem.cell}: {problem.what}. Left out.", err=True)
    if not changes.events:
        typer.echo("there is nothing to change")

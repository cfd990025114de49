"""The `releve` command: arguments in, lines out. What it does lives on the floors below, imported when asked for.

Exit codes: 0 all well, 1 something needs a person (bad documents, gold not met), 2 it could not run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline.compare.command import compare_command
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.batch.one import ExtractsDocuments
    from pipeline.batch.run import BatchResult
    from pipeline.model import Claim, Extraction

NEEDS_A_PERSON, COULD_NOT_RUN, INTERRUPTED = 1, 2, 130
PIPE = "-"
CORPUS, OUTPUTS = Path("corpus"), Path("outputs")


class Format(StrEnum):
    """What `extract` writes."""

    csv = "csv"
    jsonl = "jsonl"
    pipe = "-"


app = typer.Typer(
    name="releve",
    help="The numeric claims of French and English press releases, as a table.",
    rich_markup_mode=None,  # rich would cost more to import than the whole of --help may take
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Lang = Annotated[str | None, typer.Option(help="Language of all documents, fr or en; else each text's own.")]


def main() -> None:
    """Entry point of the `releve` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except KeyboardInterrupt:
        _interrupted()


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders, or - for JSON Lines on stdin.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder for the tables.")] = None,
    to: Annotated[Format | None, typer.Option(help="jsonl: beside the CSV tables; -: JSON Lines on stdout.")] = None,
    lang: Lang = None,
) -> None:
    """Extract the numeric claims of documents.

    One file without -o is shown as a readable table. Everything else goes to a folder (-o, else outputs/) that
    remembers what it was given: only new and changed documents are read, and its tables hold all of them.

    \b
    Examples:
      releve extract release.txt
      releve extract inbox/ -o outputs/
      cat documents.jsonl | releve extract - --to -
    """
    with _lines_for_people():
        _check_lang(lang)
        if PIPE in paths:
            if len(paths) > 1 or out is not None:
                raise InputError(
                    PIPE, None, "stdin is read alone, and goes to stdout", "Write: releve extract - --to -"
                )
            _extract_stream(lang)
        elif len(paths) == 1 and out is None and not Path(paths[0]).is_dir():
            _extract_file(Path(paths[0]), to, lang)
        elif to is Format.pipe:
            raise InputError(PIPE, None, "only one file or stdin goes to stdout", "Give a folder with -o DIR")
        else:
            result = _run([Path(path) for path in paths], out or OUTPUTS, lang, to)
            _print_summary(result, out or OUTPUTS)
            if result.errors:
                raise typer.Exit(NEEDS_A_PERSON)


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text file.")],
    lang: Lang = None,
) -> None:
    """Tell for each number of a text whether it is kept, which rule filled each column, or why it is dropped.

    \b
    Example:
      releve explain release.txt
    """
    with _lines_for_people():
        from pipeline.table.show import explain_lines

        for line in explain_lines(_extraction_of(file, lang)):
            typer.echo(line)


@app.command()
def check(
    corpus: Annotated[Path, typer.Option(metavar="DIR", help="Folder with releases/, gold/ and golds.csv.")] = CORPUS,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder for check.csv.")] = OUTPUTS,
    raise_floors: Annotated[bool, typer.Option("--raise-floors", help="Raise the floors to what is reached.")] = False,
) -> None:
    """Score the extractor against the gold files; exit 1 where the corpus asks for more than is reached.

    \b
    Example:
      releve check --corpus corpus -o outputs
    """
    with _lines_for_people():
        from pipeline.batch.run import load_claims
        from pipeline.check.floors import raise_floors as rewrite
        from pipeline.check.report import check_corpus, load_golds, summary_lines, write_disagreements

        load_golds(corpus / "golds.csv")  # before the work, not after it
        result = _run([corpus / "releases"], out, None, None)
        claims = load_claims(out, result.files)
        report = check_corpus(corpus, {path.stem: claims[label] for label, path in result.files.items()})
        write_disagreements(out / "check.csv", report)
        for line in summary_lines(report):
            typer.echo(line)
        typer.echo(f"{_counted(len(report.disagreements), 'disagreement')} listed in {out / 'check.csv'}")
        for line in (*report.errors, *report.failures):
            _tell(line)
        if raise_floors and not report.errors:
            rewrite(corpus / "floors.csv", report.held)
        if not report.passed or result.errors:
            raise typer.Exit(NEEDS_A_PERSON)


def _extract_stream(lang: str | None) -> None:
    from pipeline.batch.one import ExtractorError, extract_one
    from pipeline.batch.stream import NAME, read_lines
    from pipeline.table.jsonl import to_json

    extractor: ExtractsDocuments | None = None
    bad = 0
    for number, document in read_lines(sys.stdin.buffer, lang=lang):
        if isinstance(document, InputError):
            bad += 1
            _tell(str(document))
            continue
        extractor = extractor or _make_extractor()
        try:
            extraction = extract_one(extractor, document, NAME, number)
        except ExtractorError as error:
            bad += 1
            _tell(str(error))
            continue
        for claim in extraction.claims:
            typer.echo(to_json(claim))
        sys.stdout.flush()
    if bad:
        raise typer.Exit(NEEDS_A_PERSON)


def _extract_file(path: Path, to: Format | None, lang: str | None) -> None:
    claims = _extraction_of(path, lang).claims
    if to is Format.csv:
        from pipeline.table.csvfile import csv_lines

        for line in csv_lines(claims):
            typer.echo(line, nl=False)
    elif to is not None:
        from pipeline.table.jsonl import to_json

        for claim in claims:
            typer.echo(to_json(claim))
    else:
        _print_table(claims)


def _extraction_of(path: Path, lang: str | None) -> Extraction:
    from pipeline.batch.one import extract_one
    from pipeline.reading import read_document

    _check_lang(lang)
    if path.exists() and not path.is_file() and not path.is_dir():
        raise InputError(path, None, "this is no ordinary file", "Name a text file")  # a pipe would keep us waiting
    document = read_document(path, lang=lang)
    for warning in document.warnings:
        _tell(f"{path}: {warning}")
    return extract_one(_make_extractor(), document, path)


def _print_table(claims: Sequence[Claim]) -> None:
    from pipeline.table.show import SHOWN, plain_table, print_table, show_rows

    rows = show_rows(claims)
    if sys.stdout.isatty():
        print_table(SHOWN, rows)
    else:
        typer.echo("\n".join(plain_table(SHOWN, rows)))
    typer.echo(_counted(len(claims), "claim"))


def _make_extractor() -> ExtractsDocuments:
    from pipeline.extract import Extractor

    return Extractor()


def _run(paths: list[Path], out: Path, lang: str | None, to: Format | None) -> BatchResult:
    from pipeline.batch.progress import show_progress
    from pipeline.batch.run import run_batch

    with show_progress(_tell) as progress:
        formats = [] if to is None else [to.value]
        result = run_batch(paths, out, _make_extractor, lang=lang, formats=formats, progress=progress)
    for line in (*result.notes, *(str(error) for error in result.errors)):
        _tell(line)
    return result


def _print_summary(result: BatchResult, out: Path) -> None:
    entries = [result.entries[label] for label in result.files]
    failed = sum(entry.status == "failed" for entry in entries)
    done = sum(result.entries[label].status == "done" for label in result.done if label in result.files)
    unchanged = len(entries) - done - failed
    typer.echo(f"{_counted(len(entries), 'document')}: {done} extracted, {unchanged} unchanged, {failed} failed")
    claims = sum(entry.claims for entry in result.entries.values())
    typer.echo(f"{_counted(claims, 'claim')} in {out / 'claims.csv'}")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _check_lang(lang: str | None) -> None:
    from pipeline.languages import LANGUAGES

    if lang is not None and lang not in LANGUAGES:
        raise InputError("--lang", None, f"{lang!r} is no language we read", f"Use one of {', '.join(LANGUAGES)}")


def _tell(line: str) -> None:
    """One line on stderr, whatever a file name holds."""
    typer.echo("".join(char if char.isprintable() else repr(char)[1:-1] for char in line), err=True)


@contextmanager
def _lines_for_people() -> Iterator[None]:
    """Bad input as its one line and exit 2; Ctrl-C as a line and exit 130; a reader that went away as a quiet end."""
    try:
        yield
        sys.stdout.flush()
    except InputError as error:
        _tell(str(error))
        raise typer.Exit(COULD_NOT_RUN) from None
    except KeyboardInterrupt:
        _interrupted()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


def _interrupted() -> NoReturn:
    _tell("stopped. What was done is kept; the same command goes on from there.")
    raise SystemExit(INTERRUPTED)


app.command("compare")(_lines_for_people()(compare_command))

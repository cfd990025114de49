"""The `releve` command: arguments in, lines out. What it does lives on the floors below, imported when asked for.

Exit codes: 0 all well, 1 something needs a person (bad documents, gold not met), 2 it could not run.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline.compare.command import compare_command
from pipeline.errors import InputError
from pipeline.review.commands import register as register_review

if TYPE_CHECKING:
    from pipeline.batch.one import ExtractsDocuments
    from pipeline.batch.run import BatchResult
    from pipeline.check.report import CheckReport
    from pipeline.model import Claim, Extraction

NEEDS_A_PERSON, COULD_NOT_RUN, INTERRUPTED = 1, 2, 130
PIPE = "-"
CORPUS, OUTPUTS = Path("corpus"), Path("outputs")


class Format(StrEnum):
    """What `extract` writes beside the CSV tables, or on stdout."""

    csv = "csv"
    jsonl = "jsonl"
    xlsx = "xlsx"
    parquet = "parquet"
    sdmx_csv = "sdmx-csv"
    pipe = "-"


class CsvDialect(StrEnum):
    """How the CSV tables are written."""

    plain = "plain"
    excel_fr = "excel-fr"


class Engine(StrEnum):
    """Who does the work."""

    local = "local"
    dask = "dask"


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
    gc.set_threshold(50_000, 20, 100)  # 700 by default: models and tables are objects by the hundred thousand
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
    to: Annotated[list[Format] | None, typer.Option(help="Write this too, repeatable; -: to stdout.")] = None,
    lang: Lang = None,
    force: Annotated[bool, typer.Option("--force", help="Do all documents again, not only the new ones.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be done.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Do at most N now; later runs go on.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Worker processes; else one a core.")] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="What each 250 kB of a document may take.")] = 30.0,
    memory: Annotated[int, typer.Option(min=1, metavar="MB", help="What a worker may take; Linux only.")] = 2000,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only tell what is wrong.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Tell everything as JSON Lines on stderr.")] = False,
    csv_dialect: Annotated[CsvDialect, typer.Option(help="excel-fr: for a French spreadsheet.")] = CsvDialect.plain,
    texts: Annotated[bool, typer.Option("--texts", help="Also write texts/, what the offsets count in.")] = False,
    parts: Annotated[bool, typer.Option("--parts", help="For very large runs: Parquet parts only.")] = False,
    engine: Annotated[Engine, typer.Option(help="dask: on a cluster, or on one that is started here.")] = Engine.local,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Of the Dask cluster.")] = None,
) -> None:
    """Extract the numeric claims of documents: text, Markdown, HTML, PDF, Word, JSON Lines.

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
        formats = [one.value for one in to or ()]
        if PIPE in paths and out is None and len(paths) == 1:
            _extract_stream(lang)
        elif PIPE in paths and len(paths) > 1:
            raise InputError(PIPE, None, "stdin is read alone", "Write: releve extract - --to -")
        elif len(paths) == 1 and out is None and not Path(paths[0]).is_dir() and not dry_run:
            _extract_file(Path(paths[0]), formats, lang)
        elif PIPE in formats:
            raise InputError(PIPE, None, "only one file or stdin goes to stdout", "Give a folder with -o DIR")
        else:
            from pipeline.batch.command import Command, Report

            report = Report(_tell, quiet=quiet, as_json=log_json)
            command = Command(
                paths, out or OUTPUTS, lang, force, limit, jobs, seconds, memory, formats, csv_dialect.value, texts,
                parts, scheduler, dask=engine is Engine.dask or scheduler is not None,
            )  # fmt: skip
            if dry_run:
                code = command.plan(report, typer.echo)
            else:
                beside = None if parts else partial(_write_report, out or OUTPUTS)
                code = command.run(_make_extractor, report, typer.echo, beside)
            if code:
                raise typer.Exit(code)


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
        result = _run([corpus / "releases"], out)
        claims = load_claims(out, result.files)
        report = check_corpus(corpus, {path.stem: claims[label] for label, path in result.files.items()})
        write_disagreements(out / "check.csv", report)
        _write_report(out, report)
        for line in summary_lines(report):
            typer.echo(line)
        typer.echo(f"{_counted(len(report.disagreements), 'disagreement')} listed in {out / 'check.csv'}")
        for line in (*report.errors, *report.failures):
            _tell(line)
        if raise_floors and not report.errors:
            rewrite(corpus / "floors.csv", report.held)
        if not report.passed or result.errors:
            raise typer.Exit(NEEDS_A_PERSON)


def _write_report(out: Path, golds: CheckReport | None = None) -> None:
    from pipeline.review.page import write_report

    write_report(out / "report.html", golds=golds)


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


def _extract_file(path: Path, formats: Sequence[str], lang: str | None) -> None:
    if len(formats) > 1 or not {*formats} <= {"csv", "jsonl", PIPE}:
        raise InputError("--to", None, "stdout takes csv or jsonl, one of them", "Give a folder with -o DIR")
    claims = _extraction_of(path, lang).claims
    if formats == ["csv"]:
        from pipeline.table.csvfile import csv_lines

        for line in csv_lines(claims):
            typer.echo(line, nl=False)
    elif formats:
        from pipeline.table.jsonl import to_json

        for claim in claims:
            typer.echo(to_json(claim))
    else:
        _print_table(claims)


def _extraction_of(path: Path, lang: str | None) -> Extraction:
    from pipeline.batch.one import extract_one
    from pipeline.reading import read_document

    _check_lang(lang)
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


def _run(paths: list[Path], out: Path) -> BatchResult:
    from pipeline.batch.command import Report, count_cores
    from pipeline.batch.run import run_batch

    report = Report(_tell)
    with report.progress() as progress:
        result = run_batch(paths, out, _make_extractor, jobs=count_cores(), progress=progress, tell=_tell)
    report.tell_result(result)
    return result


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
register_review(app, _lines_for_people)

"""The command: what it prints, where, and with which exit code. The extractor is a fake but where a test says so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cases import cases
from fakes import FakeExtractor
from typer.testing import CliRunner

import pipeline
from pipeline import cli
from pipeline.table.columns import NAMES

RUN = CliRunner()
HEAVY = ("spacy", "pandas", "dateparser", "babel", "rich", "regex", "pipeline.extract")


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    FakeExtractor.reset()
    monkeypatch.setattr(cli, "_make_extractor", FakeExtractor)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    path = tmp_path / "ville.txt"
    path.write_text("La ville compte 3 ponts\net 12 écoles en 2025.", encoding="utf-8")
    return path


def releve(*arguments: str | Path, stdin: str | bytes | None = None) -> tuple[int, str, str]:
    result = RUN.invoke(cli.app, [str(argument) for argument in arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def python(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    root = Path(cli.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **options,
    )


@pytest.mark.parametrize("command", ["extract", "explain", "check"])
def test_help_has_an_example(command: str) -> None:
    code, out, _ = releve(command, "--help")
    assert code == 0
    assert f"releve {command} " in out.split("Example")[1]


def test_help_and_front_door_import_nothing_heavy() -> None:
    script = f"import sys, pipeline, pipeline.cli; dir(pipeline); print([m for m in {HEAVY!r} if m in sys.modules])"
    assert python("-c", script).stdout.strip() == "[]"
    assert python("-m", "pipeline", "--help").returncode == 0


def test_front_door() -> None:
    assert set(pipeline.__all__) <= set(dir(pipeline))
    assert pipeline.Claim.__module__ == "pipeline.model"
    with pytest.raises(AttributeError, match="nothing"):
        pipeline.nothing  # noqa: B018


def test_one_file_is_shown_as_a_table(release: Path) -> None:
    code, out, err = releve("extract", release)
    assert (code, err) == (0, "")
    header, first, second, total = out.splitlines()
    assert header.split()[:3] == ["value", "unit", "indicator"]
    assert (first.split()[0], second.split()[0], total) == ("3", "12", "2 claims")
    assert not Path("outputs").exists()


def test_one_file_as_csv_or_json_lines_on_stdout(release: Path) -> None:
    code, out, _ = releve("extract", release, "--to", "csv")
    assert (code, out.splitlines()[0]) == (0, ",".join(NAMES))
    code, out, _ = releve("extract", release, "--to", "-")
    assert [json.loads(line)["quote"] for line in out.splitlines()] == ["3", "12"]


def test_a_folder_goes_to_outputs(release: Path) -> None:
    code, out, err = releve("extract", release.parent)
    assert (code, out.splitlines()) == (
        0,
        ["1 document: 1 extracted, 0 unchanged, 0 failed", "2 claims in outputs/claims.csv"],
    )
    assert "1 of 1: ville.txt" in err
    code, out, err = releve("extract", release.parent)
    assert (code, out.splitlines()[0], err) == (0, "1 document: 0 extracted, 1 unchanged, 0 failed", "")


def test_one_file_into_a_folder(release: Path) -> None:
    assert releve("extract", release, "-o", "tables", "--to", "jsonl")[0] == 0
    assert {path.name for path in Path("tables").iterdir()} >= {
        ".lock",
        "claims.csv",
        "claims.jsonl",
        "claims.xlsx",
        "datapackage.json",
        "documents.csv",
        "ledger.sqlite",
        "rejected.csv",
    }


def test_dry_run_quiet_and_log_json(release: Path) -> None:
    code, out, err = releve("extract", release.parent, "-o", "tables", "--dry-run")
    assert (code, out, err) == (
        0, "would extract ville.txt\n1 documents, 1 to be extracted, 0 to be removed\n", "",
    )  # fmt: skip
    assert not Path("tables").exists()
    assert releve("extract", release.parent, "-o", "tables", "--quiet") == (0, "", "")
    (release.parent / "bad.txt").write_text("", encoding="utf-8")
    code, out, err = releve("extract", release.parent, "-o", "tables", "--force", "--log-json", "--jobs", "1")
    events = [json.loads(line) for line in err.splitlines()]
    assert (code, out, {event["event"] for event in events}) == (1, "", {"document", "rejected", "summary"})
    assert {"documents": 2, "extracted": 1, "failed": 1, "rejected": 1}.items() <= events[-1].items()
    code, out, err = releve("extract", release.parent, "-o", "tables", "--quiet")
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_stdin_into_a_folder() -> None:
    line = '{"id": "a", "text": "Il y a 3 ponts."}\n'
    for _ in range(2):
        code, out, _ = releve("extract", "-", "-o", "tables", stdin=line)
        assert (code, out.splitlines()[1]) == (0, "1 claim in tables/claims.csv")
    assert len(list(Path("tables/stdin").iterdir())) == 1


def test_explain_tells_kept_and_dropped(release: Path) -> None:
    code, out, _ = releve("explain", release)
    assert code == 0
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        "line 1, 16:17  « 3 »  kept",
        "line 2, 27:29  « 12 »  kept",
        "line 2, 40:44  « 2025 »  dropped: period",
        "ville: 2 numbers kept, 1 dropped",
    ]
    filled = [line.split() for line in out.splitlines() if line.startswith(" ")]
    assert ["role", "level", "no-change-word"] in filled
    assert ["value", "3", "digits"] in filled


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("white.txt", b" \n\t ", "empty"),
        ("binary.txt", b"\x00\x01\x02\xff" * 40, ""),
        ("release.pdf", b"%PDF-1.4", ".pdf"),
        ("boom.txt", b"BOOM 3", "a fault of the extractor"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "explain"])
def test_a_bad_file_is_one_line_and_exit_2(tmp_path: Path, name: str, data: bytes, said: str, command: str) -> None:
    (tmp_path / name).write_bytes(data)
    code, out, err = releve(command, name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"{name}: ")
    assert said in err
    assert err.endswith(".\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["extract", "none.txt"], "none.txt: there is no such file. "),
        (["extract", "none", "-o", "out"], "none: there is no such file or folder. "),
        (["explain", "none.txt"], "none.txt: there is no such file. "),
        (["extract", "ville.txt", "--lang", "de"], "--lang: 'de' is no language we read. Use one of fr, en.\n"),
        (["explain", "ville.txt", "--lang", "xx"], "--lang: 'xx' is no language"),
        (["check", "--corpus", "none"], "none/golds.csv: there is no list of golds. "),
        (["extract", "-", "ville.txt"], "-: stdin is read alone"),
        (["extract", ".", "--to", "-"], "-: only one file or stdin goes to stdout"),
    ],
)
def test_what_cannot_run_is_one_line_and_exit_2(release: Path, arguments: list[str], said: str) -> None:
    code, out, err = releve(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(said)


def test_a_bad_document_among_good_ones_is_exit_1(release: Path) -> None:
    (release.parent / "empty.txt").write_text("", encoding="utf-8")
    code, out, err = releve("extract", ".", "-o", "out")
    assert (code, out.splitlines()[0]) == (1, "2 documents: 1 extracted, 0 unchanged, 1 failed")
    assert "empty.txt: the document is empty" in err


def test_a_pipe_does_not_keep_us_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    code, _, err = releve("extract", "pipe.txt")
    assert (code, err) == (2, "pipe.txt: this is no ordinary file. Name a text file.\n")


def test_a_line_stays_one_line_whatever_the_name(tmp_path: Path) -> None:
    code, _, err = releve("extract", "no\nsuch\x1bfile")
    assert (code, err.count("\n")) == (2, 1)
    assert "no\\nsuch\\x1bfile" in err


@pytest.mark.parametrize("arguments", [["extract"], ["extract", "x", "--to", "xml"], ["nonsense"]])
def test_wrong_usage_is_exit_2(arguments: list[str]) -> None:
    assert releve(*arguments)[0] == 2


def test_json_lines_in_input_order_and_nothing_else() -> None:
    lines = [{"id": f"d{n}", "text": f"La ville compte {n} ponts."} for n in (9, 3, 7)]
    code, out, err = releve("extract", "-", "--to", "-", stdin="\n\n".join(json.dumps(line) for line in lines))
    assert (code, err) == (0, "")
    claims = [json.loads(line) for line in out.splitlines()]
    assert [(claim["doc_id"], claim["value"]) for claim in claims] == [("d9", "9"), ("d3", "3"), ("d7", "7")]
    assert list(claims[0]) == list(NAMES)


def test_json_lines_fields_are_used() -> None:
    line = {
        "id": "x",
        "text": "12",
        "lang": "en",
        "published": "2026-02-05",
        "title": "T",
        "publisher": None,
        "extra": 1,
    }
    code, out, _ = releve("extract", "-", stdin="\ufeff" + json.dumps(line))
    assert (code, json.loads(out)["lang"]) == (0, "en")


@pytest.mark.parametrize("case", cases("bad_json_lines"))
def test_a_bad_json_line_is_told_by_its_number_and_the_others_are_done(case: dict[str, str]) -> None:
    good = '{"id": "a", "text": "La ville compte 3 ponts."}'
    code, out, err = releve("extract", "-", "--to", "-", stdin=f"{good}\n{case['line']}\n{good.replace('a', 'b', 1)}\n")
    assert (code, err.count("\n"), len(out.splitlines())) == (1, 1, 2), case["why"]
    assert err.startswith("stdin:2: ")
    assert case["said"] in err


def test_a_json_line_that_is_not_utf_8_or_nested_without_end() -> None:
    code, out, err = releve("extract", "-", stdin=b'{"id": "\xff"}\n' + b"[" * 200_000 + b'\n{"id": "a", "text": "3"}')
    assert (code, len(out.splitlines())) == (1, 1)
    assert err.splitlines()[0] == "stdin:1: the line is not UTF-8. Write JSON in UTF-8."
    assert err.splitlines()[1].startswith("stdin:2: the line is not JSON")


def test_no_line_at_all_is_well() -> None:
    assert releve("extract", "-", "--to", "-", stdin="") == (0, "", "")


def test_check_passes_and_fails_by_its_exit_code(tmp_path: Path) -> None:
    from pipeline.check.gold import GOLD_COLUMNS

    corpus = tmp_path / "corpus"
    for folder in ("releases", "gold"):
        (corpus / folder).mkdir(parents=True)
    (corpus / "releases" / "a.txt").write_text("La ville compte 3 ponts.", encoding="utf-8")
    (corpus / "golds.csv").write_text("doc_id,must\na,exact\n", encoding="utf-8")
    gold = corpus / "gold" / "a.csv"
    gold.write_text(
        ",".join(GOLD_COLUMNS) + "\ncount,=,3,,1,ponts,,ponts,level,,,,,,observed,3,16,17\n", encoding="utf-8"
    )
    code, out, _ = releve("check", "-o", "out")
    assert (code, "0 disagreements" in out) == (0, True)
    gold.write_text(gold.read_text(encoding="utf-8").replace(",=,", ",~,"), encoding="utf-8")
    code, _, err = releve("check", "-o", "out")
    assert (code, "a must be exact: 0 of 1" in err) == (1, True)
    assert (tmp_path / "out" / "check.csv").read_text(encoding="utf-8").splitlines()[1] == "a,3,bound,~,=,16"
    gold.write_text(gold.read_text(encoding="utf-8").replace(",16,17", ",0,1"), encoding="utf-8")
    code, _, err = releve("check", "-o", "out")
    assert (code, err.startswith("corpus/gold/a.csv:2: the text at 0:1 is 'L', not '3'")) == (1, True)


def test_raised_floors_are_kept(tmp_path: Path) -> None:
    from pipeline.check.gold import GOLD_COLUMNS

    corpus = tmp_path / "corpus"
    for folder in ("releases", "gold"):
        (corpus / folder).mkdir(parents=True)
    (corpus / "releases" / "a.txt").write_text("La ville compte 3 ponts.", encoding="utf-8")
    (corpus / "golds.csv").write_text("doc_id,must\na,floor\n", encoding="utf-8")
    (corpus / "gold" / "a.csv").write_text(",".join(GOLD_COLUMNS) + "\n", encoding="utf-8")
    assert releve("check", "--raise-floors")[0] == 0
    assert (corpus / "floors.csv").read_text(encoding="utf-8").splitlines()[1] == "fr,found,0.0"


def test_ctrl_c_is_a_line_and_exit_130(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(self: FakeExtractor, document: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeExtractor, "extract", stop)
    code, _, err = releve("explain", release)
    assert code == 130
    assert err.splitlines()[-1].startswith("stopped.")


def test_ctrl_c_from_outside_is_exit_130() -> None:
    root = Path(cli.__file__).parents[1]
    command = [sys.executable, "-m", "pipeline", "extract", "-", "--to", "-"]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(root)}, stdin=-1, stdout=-1, stderr=-1
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"not json\n")
        process.stdin.flush()
        assert process.stderr.readline().startswith(b"stdin:1: ")  # it is up and reading
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stderr.read().startswith(b"stopped.")

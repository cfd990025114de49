"""`make bench`: how fast we are, beside others on the same texts in the same run. Writes outputs/bench.json and .svg.

Every contender is a process of its own; in each run all of them do each set in turn. Times are CPU seconds, so that a
busy machine changes them less; ratios are of one run, and min, median and max of all runs are told.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.plot import ratio_plot  # noqa: E402
from bench.stages import growth, profile_model, profile_stages, rules_alone  # noqa: E402
from bench.texts import TextSet, make_sets  # noqa: E402

OURS = "releve"
OTHERS = {
    "fr": ("stock_spacy", "parser_and_ner", "recognizers_text", "edsnlp"),
    "en": ("stock_spacy_en", "quantulum3", "cqe"),
}
ELSEWHERE = frozenset({"recognizers_text", "edsnlp", "quantulum3", "cqe"})
# As on anybody's machine: byte code and compiled expressions are kept from one process to the next.
_USUAL = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
SLOWEST = 25.0  # CPU seconds in the first run, after which a contender sits out the rest: the bench has to end


class Contender:
    """A program in its own process."""

    def __init__(self, name: str, bench_python: str) -> None:
        self.name, self.missing = name, ""
        python = bench_python if name in ELSEWHERE else sys.executable
        self.start_up = 0.0
        if not Path(python).exists():
            self.missing = "make bench could not install it"
            return
        command = [python, str(ROOT / "bench" / "contender.py"), name]
        env = {**os.environ, "PYTHONPATH": str(ROOT)} if name == OURS else None
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env
        )
        answer = self._answer()
        self.missing = answer.get("missing", "")
        self.start_up = answer.get("seconds", 0.0)

    def run(self, texts: TextSet) -> dict[str, Any]:
        """What it says about a set."""
        assert self.process.stdin is not None
        print(json.dumps({"lang": texts.lang, "texts": texts.texts}), file=self.process.stdin, flush=True)
        return self._answer()

    def end(self) -> None:
        """Let it go."""
        if hasattr(self, "process"):
            self.process.communicate()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"missing": "it ended without a word"}
        return answer


def main() -> None:
    """Measure, print, write."""
    options = _options()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    result: dict[str, Any] = {"machine": machine}
    ratios: dict[str, tuple[float, float, float]] = {}
    result["start-up"] = _start_ups(options.runs)  # first: a child's peak memory begins at that of this process
    for lang, others in OTHERS.items():
        sets = make_sets(lang)
        names = (f"{texts.name} {texts.characters / 1000:.0f}k ({texts.share:.0%} hold a number)" for texts in sets)
        _say(f"\n{lang}: {'; '.join(names)}")
        result[lang] = _compare(lang, others, sets, options, ratios)
        result[lang]["stages"] = _stages(sets)
        rules, times = rules_alone(lang) / 1000, growth(sets[0].texts, lang)
        result[lang]["rules alone, k characters a second"], result[lang]["growth"] = round(rules), times
        _say(f"  rules alone, text without numbers: {rules:,.0f} k characters a second")
        _say(f"  a document twice as long: x{times['2x']:.2f}; ten times: x{times['10x']:.1f}")
    options.out.mkdir(exist_ok=True)
    (options.out / "bench.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (options.out / "bench.svg").write_text(ratio_plot(ratios), "utf-8")
    _say(f"\nwritten: {options.out / 'bench.json'}, {options.out / 'bench.svg'}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How fast Relevé is, beside others.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--bench-python", default=str(ROOT / ".venv-bench" / "bin" / "python"))
    parser.add_argument("--out", type=Path, default=ROOT / "outputs")
    return parser.parse_args()


def _compare(
    lang: str,
    others: Sequence[str],
    sets: Sequence[TextSet],
    options: argparse.Namespace,
    ratios: dict[str, tuple[float, float, float]],
) -> dict[str, Any]:
    contenders = [Contender(name, options.bench_python) for name in (OURS, *others)]
    report: dict[str, Any] = {"missing": {one.name: one.missing for one in contenders if one.missing}}
    for name, why in report["missing"].items():
        _say(f"  {name}: left out ({why})")
    there = [one for one in contenders if not one.missing]
    seconds: dict[tuple[str, str], list[float]] = {}
    memory: dict[str, int] = {}
    for one in there:
        one.run(sets[2])  # whatever a program does once, it does here
    for _ in range(options.runs):
        for texts in sets:
            for one in list(there):
                answer = one.run(texts)
                if "seconds" not in answer:
                    there.remove(one)
                    continue
                seconds.setdefault((texts.name, one.name), []).append(answer["seconds"])
                memory[one.name] = answer["memory"]
                if answer["seconds"] > SLOWEST:
                    there.remove(one)
    for one in contenders:
        one.end()
    report["first text, CPU seconds"] = {one.name: round(one.start_up, 2) for one in contenders if not one.missing}
    report["memory, MB"] = memory
    report["sets"] = {texts.name: _ratios(texts, seconds, others, ratios) for texts in sets}
    return report


def _ratios(
    texts: TextSet,
    seconds: dict[tuple[str, str], list[float]],
    others: Sequence[str],
    ratios: dict[str, tuple[float, float, float]],
) -> dict[str, Any]:
    ours = seconds[texts.name, OURS]
    speed = texts.characters / statistics.median(ours) / 1000
    _say(f"  {texts.name:7} {OURS} {speed:.0f} k characters a second")
    told: dict[str, Any] = {"characters": texts.characters, OURS: {"k characters a second": round(speed, 1)}}
    for name in others:
        theirs = seconds.get((texts.name, name))
        if not theirs:
            continue
        each = sorted(other / own for own, other in zip(ours, theirs, strict=False))
        low, middle, high = each[0], statistics.median(each), each[-1]
        speed = texts.characters / statistics.median(theirs) / 1000
        told[name] = {"k characters a second": round(speed, 1), "ratio": [round(x, 2) for x in (low, middle, high)]}
        ratios[f"{name}, {texts.lang} {texts.name}"] = (low, middle, high)
        _say(f"          {middle:5.1f} times as fast as {name} ({low:.1f} to {high:.1f}; it does {speed:.0f} k)")
    return told


def _stages(sets: Sequence[TextSet]) -> dict[str, dict[str, float]]:
    told = {}
    for texts in sets[:2]:
        stages = profile_stages(texts.texts, texts.lang)
        whole = sum(stages.values())
        model = profile_model(texts.texts, texts.lang)
        shares = {name: round(value / whole, 3) for name, value in sorted(stages.items(), key=lambda item: -item[1])}
        parts = {name: round(value / sum(model.values()), 3) for name, value in model.items()}
        _say(f"  {texts.name:7} " + ", ".join(f"{name} {share:.0%}" for name, share in shares.items()))
        _say("          of the parse: " + ", ".join(f"{name} {share:.0%}" for name, share in parts.items()))
        told[texts.name] = {**shares, **{f"parse: {name}": share for name, share in parts.items()}}
    return told


def _start_ups(runs: int) -> dict[str, dict[str, float]]:
    """CPU seconds, seconds and MB of commands; the best of the runs."""
    release = ROOT / "corpus" / "releases" / "beijing-digital-economy-2025-fr.txt"
    commands = {
        "releve --help": ["-m", "pipeline", "--help"],
        "releve extract FILE (French)": ["-m", "pipeline", "extract", str(release)],
        "stock fr_core_news_md, first text": ["-c", "import spacy; spacy.load('fr_core_news_md')('Il y a 5 km.')"],
    }
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in commands.items():
            best: dict[str, float] = {}
            for _ in range(min(runs, 2)):
                start = time.perf_counter()
                process = subprocess.Popen(
                    [sys.executable, *arguments],
                    cwd=folder,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={**_USUAL, "PYTHONPATH": str(ROOT)},
                )
                _, _, usage = os.wait4(process.pid, 0)
                process.returncode = 0
                one = {
                    "seconds": time.perf_counter() - start,
                    "CPU seconds": usage.ru_utime + usage.ru_stime,
                    "MB": usage.ru_maxrss / 1024,
                }
                best = {key: min(value, best.get(key, value)) for key, value in one.items()}
            told[name] = {key: round(value, 2) for key, value in best.items()}
            _say(f"  {name}: {best['seconds']:.2f} s, {best['CPU seconds']:.2f} s of CPU, {best['MB']:.0f} MB")
    return told


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

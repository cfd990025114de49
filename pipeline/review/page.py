"""Pages: our own HTML, style and scripts with a run's data in them; the report is one file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.review.payload import Golds, page_json, run_payload
from pipeline.review.run import load_run
from pipeline.table.write import replacing

VIEW = ("base.js", "format.js", "state.js", "summary.js", "text.js", "rows.js", "plots.js")
REVIEW = ("edit.js", "desk.js", "keys.js", "people.js")
LAST = ("start.js",)
MAX_CHARACTERS = 3_000_000  # a thousand releases, in a file of some twenty megabytes
COMPARISON = "comparison.html"  # what `releve compare -o` writes beside the report; linked where it is there


def write_report(path: Path, *, golds: Golds | None = None) -> None:
    """Write the report of the output folder that `path` lies in, e.g. outputs/report.html; whole or not at all.

    A page holds MAX_CHARACTERS of text; it says how many documents are beyond that.
    golds: the outcome of a check of that run, whose scores and disagreements are then shown.
    Raises InputError where nothing has been extracted into the folder.
    """
    payload = run_payload(load_run(path.parent, characters=MAX_CHARACTERS), golds)
    if (path.parent / COMPARISON).is_file():
        payload["comparison"] = COMPARISON
    page = report_page(payload)
    with replacing(path) as handle:
        handle.write(page)


def report_page(payload: dict[str, Any]) -> str:
    """The report: scripts and styles are named by their hash, and nothing else may load or run."""
    script, style = _script(VIEW + LAST), _read("static", "style.css")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return _fill(payload, script, style, policy=policy, nonce="")


def review_page(payload: dict[str, Any], nonce: str) -> str:
    """The review page. Its policy is sent as a header, with the same nonce."""
    return _fill(payload, _script(VIEW + REVIEW + LAST), _read("static", "style.css"), policy="", nonce=nonce)


def _fill(payload: dict[str, Any], script: str, style: str, *, policy: str, nonce: str) -> str:
    mark = f' nonce="{nonce}"' if nonce else ""
    parts = {
        "policy": f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else "",
        "nonce": mark,
        "style": style,
        "script": script,
        "strings": page_json(_strings()),
        "data": page_json(payload),  # last: what stands in a release is never searched for {{…}}
    }
    page = _read("templates", "page.html")
    for name, part in parts.items():
        page = page.replace("{{" + name + "}}", part, 1 if name == "data" else -1)
    return page


def _script(names: tuple[str, ...]) -> str:
    return "'use strict';\n(() => {\n" + "\n".join(_read("static", name) for name in names) + "\n})();\n"


@cache
def _read(folder: str, name: str) -> str:
    return files("pipeline.review").joinpath(folder, name).read_text(encoding="utf-8")


@cache
def _strings() -> dict[str, Any]:
    strings: dict[str, Any] = json.loads(_read("static", "strings.json"))
    return strings


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

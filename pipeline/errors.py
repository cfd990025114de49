"""Errors that are meant for people: which file, which line, what is wrong, what to do."""

from __future__ import annotations

from pathlib import Path


class InputError(Exception):
    """Bad input of any kind: a document, a table of words, a gold file, an option.

    str() gives one line, `file:line: problem. mend.`, which the command line prints as it is. code: a short name of
    the problem, for tables of errors; it stays the same when the wording changes.
    """

    def __init__(self, path: Path | str, line: int | None, problem: str, mend: str, *, code: str = "bad-input") -> None:
        self.path, self.line, self.problem, self.mend, self.code = str(path), line, problem, mend, code
        where = self.path if line is None else f"{self.path}:{line}"
        super().__init__(f"{where}: {problem.rstrip('.')}. {mend.rstrip('.')}.")

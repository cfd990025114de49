"""Write a file whole or not at all, and rows as CSV."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

# RFC 4180 ends lines with CRLF. Python then also quotes a cell that holds a lone CR or LF, so a quote that runs
# over a line end comes back as it was.
CRLF = "\r\n"


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text file (UTF-8, line ends as written) that takes the place of `path` when all is written.

    A reader sees the old file or the new one, never half of it; after an error the old one stands as it was.
    """
    with replacing_file(path) as written, written.open("w", encoding="utf-8", newline="") as handle:
        yield handle


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """As replacing, for writers that open the file themselves: the name under which to write it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    written = Path(name)
    try:
        yield written
        os.fsync(descriptor)
        written.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        written.replace(path)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise
    finally:
        os.close(descriptor)


def write_rows(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    line_end: str = CRLF,
    delimiter: str = ",",
    mark: str = "",
) -> None:
    """Write a CSV file, UTF-8. `line_end` is CRLF for tables people take away, LF for files kept in the project.

    mark: what stands before the header, a byte order mark or nothing.
    """
    with replacing(path) as handle:
        handle.write(mark + csv_record(header, line_end, delimiter))
        handle.writelines(csv_record(row, line_end, delimiter) for row in rows)


def csv_record(cells: Sequence[str], line_end: str = CRLF, delimiter: str = ",") -> str:
    """Cells as one record of a CSV file, with its line end."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=line_end, delimiter=delimiter).writerow(cells)
    return buffer.getvalue()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Matrix products of the models: through numpy's OpenBLAS on one thread, twice as fast as the BLIS that spaCy ships.

On more threads OpenBLAS is slower than BLIS, as these matrices are small and the threads wait for one another. So it
gets one thread while we parse, and then as many as before; whoever uses numpy beside us keeps theirs.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language

_VARIABLE = "OPENBLAS_NUM_THREADS"
_LIBRARIES = "numpy.libs/*openblas*"  # beside the package numpy: where its wheels keep the library
_NAMES = ("scipy_openblas_{}_num_threads64_", "scipy_openblas_{}_num_threads", "openblas_{}_num_threads64_")


class _Threads(NamedTuple):
    """The library's own functions."""

    get: Callable[[], int]
    set: Callable[[int], None]


def use_one_thread() -> None:
    """Have numpy's OpenBLAS start no threads at all in this process; for programs that we start.

    Call it before anything imports numpy; afterwards it does nothing. It sets OPENBLAS_NUM_THREADS unless it is set.
    """
    if "numpy" not in sys.modules:
        os.environ.setdefault(_VARIABLE, "1")


def use_numpy_products(nlp: Language) -> None:
    """Have all models of a pipeline multiply with numpy, where its OpenBLAS can be kept to one thread."""
    if _threads() is None:
        return
    from thinc.api import Model, NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if isinstance(node.ops, NumpyOps):  # a GPU stays a GPU
                node.ops = ops


@contextmanager
def one_thread() -> Iterator[None]:
    """Within the block numpy's OpenBLAS uses one thread."""
    threads = _threads()
    before = threads.get() if threads else 1
    if threads is None or before == 1:
        yield
        return
    threads.set(1)
    try:
        yield
    finally:
        threads.set(before)


@cache
def _threads() -> _Threads | None:
    """None where numpy came from elsewhere than a wheel with OpenBLAS: BLIS stays then."""
    import numpy

    for path in sorted(Path(numpy.__file__).parents[1].glob(_LIBRARIES)):
        try:
            library = ctypes.CDLL(str(path))  # numpy has it loaded: this is the same one
        except OSError:
            continue
        for name in _NAMES:
            get, put = (getattr(library, name.format(verb), None) for verb in ("get", "set"))
            if get is not None and put is not None:
                get.restype, put.argtypes, put.restype = ctypes.c_int, (ctypes.c_int,), None
                return _Threads(get, put)
    return None

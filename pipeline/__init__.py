"""Relevé: the numeric claims of French and English press releases, as a table.

    from pipeline import extract
    extract("Le chômage recule de 0,3 point au troisième trimestre.")  # a list of Claim

Importing this loads no model and touches no file: each name below is fetched when it is first asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.compare import compare
    from pipeline.extract import Extractor, extract
    from pipeline.model import Claim, Document
    from pipeline.table.csvfile import read_claims, write_claims
    from pipeline.table.frame import to_frame

__all__ = ["Claim", "Document", "Extractor", "compare", "extract", "read_claims", "to_frame", "write_claims"]

_HOMES = {
    "Claim": "pipeline.model",
    "Document": "pipeline.model",
    "Extractor": "pipeline.extract",
    "compare": "pipeline.compare",
    "extract": "pipeline.extract",
    "read_claims": "pipeline.table.csvfile",
    "to_frame": "pipeline.table.frame",
    "write_claims": "pipeline.table.csvfile",
}


class _FrontDoor(ModuleType):
    """The package itself. `extract` and `compare` are functions, also after Python has bound the modules so named."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("extract", "compare") and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name]), name)
        setattr(self, name, value)
        return value

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _FrontDoor

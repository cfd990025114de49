"""Many documents: which files, what is new or changed, the ledger that remembers it, and the tables made from it."""

from __future__ import annotations

"""Claims as a table: CSV, JSON Lines, a pandas frame. The columns are those of Claim, declared once."""

from __future__ import annotations

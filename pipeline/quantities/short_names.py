"""Short names of money (« francs », "$") in a document that has named one in full (« francs CFA », "A$").

What the country of the document decides (claims.md, 15) stays; only what is in doubt is read anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.quantities.piece import Piece

AMBIGUOUS = "ambiguous-unit"


def settle_short_names(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, a short name in doubt read as the one money whose full name holds it; unchanged where two do."""
    full: dict[str, tuple[str, tuple[str, ...]]] = {}
    for piece in pieces:
        if piece.kind == "amount" and piece.unit_text and (AMBIGUOUS not in piece.flags or " " in piece.unit_text):
            full.setdefault(piece.unit_text.lower(), (piece.unit, piece.flags))
    return [_settled(piece, full) if full and AMBIGUOUS in piece.flags else piece for piece in pieces]


def _settled(piece: Piece, full: dict[str, tuple[str, tuple[str, ...]]]) -> Piece:
    short = piece.unit_text.lower()
    if piece.kind != "amount" or not short or short in full:
        return piece
    holders = {meant for name, meant in full.items() if _holds(name, short)}
    if len({unit for unit, _ in holders}) != 1:
        return piece
    unit, flags = min(holders, key=lambda meant: len(meant[1]))
    kept = tuple(flag for flag in piece.flags if flag != AMBIGUOUS or flag in flags)
    return replace(piece, unit=unit, flags=kept, rules=(*piece.rules, "named-in-full"))


def _holds(name: str, short: str) -> bool:
    """Whether a full name is the short one with more words or letters: « francs CFA », "US$"."""
    if not short.isalpha():
        return short in name.split(maxsplit=1)[0]
    return short.rstrip("s") in {word.rstrip("s") for word in name.split()}

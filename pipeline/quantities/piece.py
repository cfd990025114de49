"""A quantity while it is being put together: a numeral with what has been found on it so far."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.model import Bound, Kind, Quantity

Form = Literal["number", "fraction", "factor", "one-in-n", "mark", "range"]


@dataclass(frozen=True, slots=True)
class Piece:
    """start, end: the quote so far. scale: of its scale words, 1 if none. prefixed: the currency stands before it.

    weak: « un », "one", a claim only if something licenses it. The other fields are those of Quantity and Numeral.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal
    value_max: Decimal | None = None
    scale: Decimal = Decimal(1)
    other: Decimal | None = None
    kind: Kind | None = None
    unit: str = ""
    unit_text: str = ""
    per: str = ""
    form: Form = "number"
    sign: str = ""
    noun: str = ""
    prefixed: bool = False
    words: bool = False
    weak: bool = False
    grouped: bool = False
    approximate: bool = False
    atoms: int = 1
    bound: Bound = "="
    bound_after: bool = False
    flags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def bare_end(self) -> bool:
        """Nothing stands on the number behind its digits."""
        return self.end == self.number_end

    def _plain(self, value: Decimal) -> Decimal:
        """No exponent; the zeros of « 17,60 » stay, those that a scale has made of « 12,4 milliards » go."""
        exponent = int(value.as_tuple().exponent)
        if exponent < 0 and self.scale != 1:
            value = value.normalize()
            exponent = int(value.as_tuple().exponent)
        return value.quantize(Decimal(1)) if exponent > 0 else value

    def finished(self) -> Quantity:
        """The record that leaves this floor."""
        return Quantity(
            self.start,
            self.end,
            self.number_start,
            self.number_end,
            self._plain(self.value),
            None if self.value_max is None else self._plain(self.value_max),
            self.kind,
            self.unit,
            self.unit_text,
            self.per,
            self.bound,
            self.form,
            bool(self.sign),
            self.noun,
            self.bound_after,
            self.flags,
            self.rules,
        )

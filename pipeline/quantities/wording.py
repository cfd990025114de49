"""Put number words and digits together into one number: the grammar that French and English share.

A number is built from left to right. `room` says how small the next addend must be: after « vingt » below 10, after
« soixante » below 20, after « cent » below 100, after « mille » below 1000. What does not fit begins another number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

AtomClass = Literal[
    "digits",
    "zero",
    "one",
    "unit",
    "teen",
    "ten",
    "score",
    "hundred",
    "thousand",
    "word",
    "letters",
    "half",
    "mark",
    "about",
    "plural",
]
ROOM = {"one": 1, "unit": 1, "teen": 1, "zero": 1, "ten": 10, "score": 20}
SCALES = ("thousand", "word", "letters")


@dataclass(frozen=True, slots=True)
class Atom:
    """A number word, or a run of digits, with its place and value. plural: "yes" for « millions » (see scales.csv)."""

    start: int
    end: int
    cls: AtomClass
    value: Decimal
    text: str
    plural: str = "any"
    grouped: bool = False
    other: Decimal | None = None
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Building:
    """A number while it is being read; `add` refuses an atom that cannot belong to it."""

    atoms: list[Atom] = field(default_factory=list)
    total: Decimal = Decimal(0)
    group: Decimal | None = None
    room: Decimal = Decimal("Infinity")
    last_scale: Decimal | None = None
    scale: Decimal = Decimal(1)
    bare: bool = False  # begins with a scale, a hundred or a dozen that nothing multiplies
    approximate: bool = False
    decimals: list[str] | None = None  # after « virgule », "point"
    end: int = 0

    def add(self, atom: Atom, glue: str) -> bool:
        """Take the next atom if it fits. glue: "" at the start, " ", "-", "joiner" (et, and) or "link" (de, of)."""
        if not self._fits(atom, glue):
            return False
        self.atoms.append(atom)
        if atom.cls != "mark":
            self.end = atom.end
        return True

    @property
    def value(self) -> Decimal:
        """The number read so far."""
        return self.total + (self.group or 0) + self._fraction()

    def _fraction(self) -> Decimal:
        return Decimal("0." + "".join(self.decimals)) if self.decimals else Decimal(0)

    def _fits(self, atom: Atom, glue: str) -> bool:
        if self.decimals is not None and atom.cls not in SCALES:
            return self._add_decimal(atom, glue)
        match atom.cls:
            case "digits":
                return self._add_digits(atom, glue)
            case "zero" | "one" | "unit" | "teen" | "ten" | "score":
                return self._add_word(atom, glue)
            case "hundred":
                return self._add_hundred(atom, glue)
            case "thousand" | "word" | "letters":
                return self._add_scale(atom, glue)
            case "half":
                return self._add_half(atom, glue)
            case "about" | "plural":
                return self._add_about(atom, glue)
            case "mark":
                return self._add_mark(glue)

    def _add_digits(self, atom: Atom, glue: str) -> bool:
        if not self.atoms:
            self.group, self.room = atom.value, Decimal(0)
            return True
        # « 3 millions 500 000 »: only what is plainly the rest of the number.
        whole = atom.grouped or atom.plural == "thousands"
        if glue == " " and self.group is None and self.last_scale and whole and atom.value < self.room:
            self.group, self.room, self.scale = atom.value, Decimal(0), Decimal(1)
            return True
        return False

    def _add_word(self, atom: Atom, glue: str) -> bool:
        if atom.cls == "zero" and self.atoms:
            return False
        if self.atoms and (atom.value >= self.room or glue == "link"):
            return False
        if self.group is None:
            if self.atoms and (self.atoms[0].cls in ("digits", "about") or self.atoms[-1].cls in ("letters", "half")):
                return False
            if self.atoms:
                self.scale = Decimal(1)
            self.group = atom.value
        else:
            # « vingt et un », « soixante et onze »; "two hundred and five". « vingt et deux » is two numbers.
            if glue == "joiner" and self.group % 100 and atom.value not in (1, 11):
                return False
            self.group += atom.value
        self.room = Decimal(ROOM[atom.cls])
        return True

    def _add_hundred(self, atom: Atom, glue: str) -> bool:
        if not self.atoms:
            self.bare, self.group = True, atom.value
        elif self.group is None:
            if glue == "link" or self.atoms[0].cls == "digits" or self.room <= 100:
                return False
            self.group = atom.value
        else:
            if not 1 <= self.group <= 99 or glue not in (" ", "-") or self.atoms[-1].cls in ("digits", "half", "about"):
                return False
            self.group *= atom.value
        self.room = Decimal(100)
        return True

    def _add_scale(self, atom: Atom, glue: str) -> bool:
        if atom.cls == "letters" and (not self.atoms or self.atoms[-1].cls != "digits"):
            return False
        if not self.atoms:
            self.bare, self.total, self.scale = True, atom.value, atom.value
        elif glue == "joiner" or (glue == "link" and self.atoms[-1].cls not in ("about", "plural", *SCALES)):
            return False
        elif self.group is None:
            # « mille milliards », "million million"
            if self.last_scale is None or self.atoms[-1].cls == "half":
                return False
            if atom.cls == "thousand" and atom.value < self.last_scale and glue == " ":
                self.total, self.scale = self.total + atom.value, Decimal(1)  # « un million mille »
            elif atom.value <= self.last_scale and glue != "link":
                return False
            else:
                self.total, self.scale = self.total * atom.value, self.scale * atom.value
        else:
            group = self.group + self._fraction()
            if self.last_scale is None or atom.value < self.last_scale:
                self.scale = atom.value if not self.total else Decimal(1)
                self.total += group * atom.value
            elif atom.value > self.last_scale:
                self.total, self.scale = (self.total + group) * atom.value, atom.value
            else:
                return False
        self.group, self.decimals = None, None
        self.room, self.last_scale = atom.value, atom.value
        return True

    def _add_half(self, atom: Atom, glue: str) -> bool:
        if not self.atoms or glue not in (" ", "-") or self.atoms[-1].cls in ("half", "about", "plural", "zero"):
            return False
        if self.group is not None:
            if self.group != int(self.group):
                return False
            self.group += atom.value
        elif self.last_scale:
            self.total += atom.value * self.last_scale
        self.room = Decimal(0)
        return True

    def _add_about(self, atom: Atom, glue: str) -> bool:
        if not self.atoms:
            self.bare, self.group = True, atom.value
        elif glue == "link" and self.atoms[-1].cls in ("about", "plural") and self.group is not None:
            self.group *= atom.value
        elif glue == " " and self.group is not None and 1 <= self.group <= 99 and atom.cls == "about":
            self.group *= atom.value
        else:
            return False
        self.approximate, self.room = True, Decimal(0)
        return True

    def _add_mark(self, glue: str) -> bool:
        if self.group is None or glue != " " or self.atoms[-1].cls in ("digits", "half", "about", "plural"):
            return False
        self.decimals = []
        return True

    def _add_decimal(self, atom: Atom, glue: str) -> bool:
        """« virgule zéro cinq », « virgule vingt-cinq », "point two five"."""
        assert self.decimals is not None
        if atom.cls not in ROOM or glue not in (" ", "-", "joiner"):
            return False
        previous = self.atoms[-1]
        if previous.cls in ("ten", "score") and 0 < atom.value < ROOM[previous.cls] and self.decimals:
            self.decimals[-1] = str(int(self.decimals[-1]) + int(atom.value))
        elif glue == " ":
            self.decimals.append(str(int(atom.value)))
        else:
            return False
        return True

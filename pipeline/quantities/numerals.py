"""Find every number of a text, in digits and in words, as an exact decimal.

Only numerals: whether one is a date, what unit it has and what bound it carries are questions for other modules. The
words stand in languages/number_words.csv and scales.csv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from pipeline.languages.compiled import compile_pattern
from pipeline.quantities import scan
from pipeline.quantities.digits import DIGITS, VULGAR, decimal_mark, is_point_decimal, read_digits
from pipeline.quantities.number_words import NEVER, Words, load_words
from pipeline.quantities.wording import Atom, Building

_DIGITS = compile_pattern(DIGITS)
_OPEN_POINT = compile_pattern(r"(?:[ (\n$£€+±-]|^)\.$")  # "rose .5 percent"
MAX_DIGITS = 24  # longer runs are account numbers or noise, and would not be exact


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it stands in the text.

    start, end: with the sign and with « un » of « un million ». value: signed, at full scale. scale: the factor of its
    scale words, 1 if none. other: a second reading of the digits (at full scale). words: no digit in it. weak: « un »,
    "one" alone, a number only where something says so. indefinite: « des milliers », no value at all. grouped: digits
    in groups. atoms: how many words and runs of digits it is made of.
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal = Decimal(1)
    other: Decimal | None = None
    approximate: bool = False
    sign: str = ""
    words: bool = False
    weak: bool = False
    indefinite: bool = False
    grouped: bool = False
    atoms: int = 1
    flags: tuple[str, ...] = ()

    @property
    def signed(self) -> bool:
        """Whether a sign is printed."""
        return bool(self.sign)


def find_numerals(folded: str, lang: str, walls: Sequence[int] = ()) -> tuple[Numeral, ...]:
    """All numerals of a folded text, in order, none overlapping another.

    folded: `Document.folded`. lang: a language with rows in number_words.csv. walls: offsets that no numeral may cross
    (the ends of dates: « le 12 250 personnes »). Never raises on any text.
    """
    words = load_words(lang)
    atoms = _find_atoms(folded, lang, words, frozenset(walls))
    numerals: list[Numeral] = []
    building = Building()
    for atom in atoms:
        if building.atoms:
            glue = _glue(folded, building.atoms[-1].end, atom.start, words) if atom.start not in walls else None
            if glue is not None and building.add(atom, glue):
                continue
            _finish(building, folded, words, lang, numerals)
            building = Building()
        building.add(atom, "")
    _finish(building, folded, words, lang, numerals)
    return tuple(numerals)


# --- atoms -----------------------------------------------------------------------------------------------------------


def _find_atoms(folded: str, lang: str, words: Words, walls: frozenset[int]) -> list[Atom]:
    point_decimal: bool | None = None
    atoms: list[Atom] = []
    position = 0
    while (match := _next_word(folded, words, position)) is not None:
        position = match.end()
        if point_decimal is None:
            point_decimal = is_point_decimal(folded)
        if match["vulgar"]:
            over, under = VULGAR.get(match["vulgar"], match["vulgar"]).split("/")
            part = Decimal(over) / Decimal(under)
            if match["whole"]:
                part += Decimal(match["whole"])
            atoms.append(Atom(match.start(), match.end(), "digits", part, match.group()))
        elif match["digits"]:
            atoms.extend(_read_digit_atoms(match, folded, lang, words, point_decimal, walls))
        else:
            cls, value, plural = words.values[match.group().lower()]
            if cls == "half" and not (atoms and atoms[-1].end == match.start() - 1):
                # « et demi » that continues no number: its words may be a number of their own ("and three quarters of")
                position = match.start() + 1 + match.group().find(" ")
                continue
            if cls not in ("word", "about") and _is_compound(folded, match.start(), atoms, words):
                continue
            atoms.append(Atom(match.start(), match.end(), cls, value, match.group(), plural))
    return _join_slips(atoms, folded, words)


def _next_word(folded: str, words: Words, position: int) -> regex.Match[str] | None:
    """The next number word or run of digits. Only the words that can begin one are looked at closely."""
    if folded[max(0, position - 1) : position].isdigit() and folded[position : position + 1].isalpha():
        letters = words.pattern.match(folded, position)  # those of "3bn"
        if letters is not None:
            return letters
    for opening in words.opening.finditer(folded, position):
        first = opening[0]
        if first[0].isalpha() and first.lower() not in words.openings:
            continue
        match = words.pattern.match(folded, opening.start())
        if match is not None:
            return match
    return None


def _is_compound(folded: str, start: int, atoms: Sequence[Atom], words: Words) -> bool:
    """« avant-deux », "inner-six": the tail of another word, unless that word is a number too."""
    hyphen = start >= 2 and folded[start - 1] == "-" and folded[start - 2].isalpha()
    return hyphen and not (atoms and _glue(folded, atoms[-1].end, start, words) is not None)


def _read_digit_atoms(
    match: regex.Match[str], folded: str, lang: str, words: Words, point_decimal: bool, walls: frozenset[int]
) -> list[Atom]:
    """One atom, or two where a wall cuts the run of digits."""
    start, end = match.span("digits")
    if end - start > MAX_DIGITS:
        return []
    cut = next((wall for wall in range(start + 1, end) if wall in walls), None) if end - start < 60 and walls else None
    if cut is not None:
        atoms = []
        for part in _DIGITS.finditer(folded, start, cut):
            reading = read_digits(part.group(), lang, point_decimal=point_decimal)
            atoms.append(Atom(part.start(), part.end(), "digits", reading.value, part.group(), grouped=reading.grouped))
        for part in _DIGITS.finditer(folded, cut, end):
            reading = read_digits(part.group(), lang, point_decimal=point_decimal)
            atoms.append(Atom(part.start(), part.end(), "digits", reading.value, part.group(), grouped=reading.grouped))
        return atoms
    following = scan.word_after(folded, end).lower()
    known = words.values.get(following)
    scale = ""
    if known and known[0] in ("thousand", "word", "letters"):
        scale = {"no": "singular", "yes": "plural"}.get(known[2], "any")
    thousands = known is not None and known[0] == "thousand"
    reading = read_digits(match["digits"], lang, point_decimal=point_decimal, scale=scale)
    if _OPEN_POINT.match(folded, max(0, start - 2), start) and match["digits"].isdigit() and decimal_mark(lang) == ".":
        return [Atom(start - 1, end, "digits", Decimal("0." + match["digits"]), match["digits"])]
    return [
        Atom(
            start,
            end,
            "digits",
            reading.value,
            match["digits"],
            "thousands" if thousands else "any",
            reading.grouped,
            reading.other,
            reading.flags,
        )
    ]


def _join_slips(atoms: list[Atom], folded: str, words: Words) -> list[Atom]:
    """« 33, 3 milliards » and « 33 ,3 % »: a decimal mark with a space slipped in beside it."""
    joined: list[Atom] = []
    for atom in atoms:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.cls == atom.cls == "digits"
            and atom.start - last.end == 2
            and atom.text.isdigit()
            and last.text.isdigit()
            and len(last.text) <= 3
            and len(atom.text) <= 2
            and words.slip.search(scan.before(folded, atom.end, 60) + "|" + scan.after(folded, atom.end, 12))
        ):
            value = Decimal(f"{last.text}.{atom.text}")
            joined[-1] = replace(
                last, end=atom.end, value=value, text=f"{last.text}.{atom.text}", flags=("scale-suspect",)
            )
        else:
            joined.append(atom)
    return joined


def _glue(folded: str, start: int, end: int, words: Words) -> str | None:
    """How two atoms are joined; None where something else stands between them."""
    if end - start > 12:
        return None
    if end == start:
        return " "  # only scale letters may be glued to their figures: "0.4bn"
    match = words.glue.fullmatch(folded, start, end)
    return None if match is None else str(match.lastgroup or folded[start:end])


# --- from atoms to a numeral -----------------------------------------------------------------------------------------


def _finish(building: Building, folded: str, words: Words, lang: str, numerals: list[Numeral]) -> None:
    atoms = [atom for atom in building.atoms if atom.end <= building.end]
    if not atoms or atoms[0].cls in ("half", "mark"):
        return
    first, last = atoms[0], atoms[-1]
    start, end = first.start, last.end
    indefinite, approximate = False, building.approximate
    if first.cls == "letters":
        return
    left = scan.before(folded, start, 30)
    if building.bare:
        article = words.article.match(left)
        if article:
            start -= len(article.group())
        elif first.cls in ("about", "plural") or first.plural == "yes":
            indefinite = True
        elif words.vague.match(left):
            indefinite = True
        elif first.cls == "word" or (first.plural == "any" and len(atoms) == 1 and words.article.pattern != NEVER):
            indefinite = words.definite.match(left) is None
    elif first.cls == "one" and first.end == end and _has_article(folded, first, words):
        return
    is_words = all(atom.cls != "digits" for atom in atoms)
    if len(atoms) == 1 and first.text.lower() in words.also_adjective and not _is_nine(folded, first, lang, words):
        return
    other = None
    if first.other is not None and len(atoms) <= 2:
        other = first.other * building.scale
    numeral = Numeral(
        start,
        end,
        building.value,
        building.scale,
        other,
        approximate,
        "",
        is_words,
        first.cls == "one" and len(atoms) == 1,
        indefinite,
        first.grouped,
        len(atoms),
        first.flags,
    )
    numerals.append(numeral if indefinite else _with_sign(numeral, folded, words))


def _has_article(folded: str, atom: Atom, words: Words) -> bool:
    """« l'un » has its article on it: no number."""
    return words.elided.match(folded, max(0, atom.start - 3), atom.start) is not None


def _is_nine(folded: str, atom: Atom, lang: str, words: Words) -> bool:
    """« neuf » is also "new": a number only before a plural, or behind a word that no adjective follows."""
    if scan.is_plural(scan.word_after(folded, atom.end), lang):
        return True
    previous = scan.word_before(folded, atom.start).lower()
    follows = scan.after(folded, atom.end, 3).lstrip()[:1]
    return (
        previous == ""
        or (previous in scan.small_words(lang) and not words.definite.match(scan.before(folded, atom.start, 12)))
    ) and (follows in ("%", "€", "$") or scan.word_after(folded, atom.end) != "")


def _with_sign(numeral: Numeral, folded: str, words: Words) -> Numeral:
    """A plus or minus printed on the number, or « moins », "minus" before it."""
    left = scan.before(folded, numeral.start, 24)
    match = words.sign.match(left) if not numeral.words else None
    if match is None:
        match = words.minus.match(left)
        if match is None:
            return numeral
        sign = "-"
    else:
        sign = match["sign"] if match["sign"] in "+-" else "-"
    factor = -1 if sign == "-" else 1
    other = None if numeral.other is None else numeral.other * factor
    start = numeral.start - (len(left) - match.start("sign"))
    return replace(numeral, start=start, value=numeral.value * factor, other=other, sign=sign)

"""What only looks like calendar talk (a law's number, a time that lasts, "may" as a verb), and which year is meant."""

from __future__ import annotations

import regex

from pipeline.linguistics.calendar_grammar import Grammar
from pipeline.linguistics.calendar_spans import CalendarSpan


def is_year_range(parts: dict[str, str], left: str, grammar: Grammar) -> bool:
    """Two years in order; a two-digit end must be the next year, else « 2024-12 » (a law, a file) would be one."""
    first, last = written_year(parts), last_written_year(parts)
    if first is None or last is None or left[-1:] in ("/", "-", "."):
        return False
    if "yy" in parts:
        return last == first + 1
    joined = any(grammar.values.get(("joiner", word)) for word in parts["_between"].split())
    return first < last and (last == first + 1 or not joined or grammar.span_cue.search(left) is not None)


def stands_alone(left: str, right: str) -> bool:
    """Four digits inside a reference (« 2025/AP-7 ») are no year; joined to a word they are (« post-2020 »)."""
    if left[-1:] == "-":
        return left[-2:-1].isalpha() or left.endswith("--")
    return (
        left[-1:] not in ("/", ".", ",", "'") and right[:1] != "/" and not (right[:1] == "-" and right[1:2].isdigit())
    )


def continues_years(start: int, lower: str, before: list[CalendarSpan], grammar: Grammar) -> bool:
    """The second year of « en 2021 et 2023 », "in 2021, 2023": as certain as the one before."""
    if not before or before[-1].form not in ("year", "month") or not before[-1].certain:
        return False
    return lower[before[-1].end : start].strip(" ,") in ("", *(form for cls, form in grammar.values if cls == "joiner"))


def is_clock_range(parts: dict[str, str], written: str, left: str, grammar: Grammar) -> bool:
    """« de 9 h à 12 h », « entre 21 h et 6 h »: opening hours, unless a verb says that something lasts so long."""
    if int(parts["hour2"]) < int(parts["hour"]) or {"minute", "minute2"} <= parts.keys():
        return True
    if grammar.to_verb.search(left):
        return False
    joined = any(("joiner", word) in grammar.values for word in written.split())
    return not joined or grammar.between.search(left) is not None or grammar.clock_cue.search(left) is not None


def is_clock(
    parts: dict[str, str], lower: str, start: int, left: str, grammar: Grammar, before: list[CalendarSpan]
) -> bool:
    """« 14 h 30 » is a time of day behind « à », « dès » … unless the verb says that something lasts so long."""
    if before and before[-1].kind in ("date", "time"):  # « le 5 février 2026, 14 h 15 », « à 14 h et 16 h »
        between = lower[before[-1].end : start].strip(" ,")
        if not between or (before[-1].kind == "time" and ("joiner", between) in grammar.values):
            return True
    if grammar.clock_cue.search(left) is None or grammar.to_verb.search(left) or grammar.lasting.search(left):
        return False
    return "minute" in parts or int(parts["hour"]) >= 5 or bool(before and before[-1].kind == "date")


def is_month(
    parts: dict[str, str], folded: str, start: int, end: int, left: str, right: str, grammar: Grammar
) -> bool:
    """A month's name alone must not be a verb (« may »), a planet (« Mars ») or somebody's name."""
    word = parts["month"]
    if (word.endswith(".") and "year" not in parts) or left.endswith("-"):
        return False  # an abbreviation needs its year; « boulevard du Maréchal-Juin » is an address
    proper = folded[start].isupper()
    if ("ambiguous_month", word) not in grammar.values:
        return proper or word != "august" or not grammar.values.get(("capital", "month"))
    capital = bool(grammar.values.get(("capital", "month")))
    if "year" in parts:
        return proper or not capital
    if capital:
        return proper and not grammar.modal_next.match(right) and grammar.month_cue.search(left) is not None
    return not proper and grammar.month_cue.search(left) is not None


def is_verb(match: regex.Match[str], folded: str, grammar: Grammar) -> bool:
    """Where months are capitalised, one that is also a verb must be ("They march 20 miles")."""
    small = not folded[match.start("month")].isupper()
    return small and ("ambiguous_month", match["month"]) in grammar.values and ("capital", "month") in grammar.values


def places_in_time(parts: dict[str, str], left: str, right: str, grammar: Grammar, form: str) -> bool:
    """Not so: the denominator of an amount (« sur cinq ans »), how long a thing takes (« en 45 jours »), an age."""
    if form == "over-n" and (grammar.money.search(left) or grammar.age_before.search(left)):
        return False
    if grammar.age_after.match(right):
        return False
    unit = parts.get("unit") or parts.get("unit_long") or ""
    kind = grammar.values.get(("unit", unit), "")
    single = grammar.values.get(("count", parts.get("count", ""))) == "1"
    return kind not in ("hour", "day", "week") or form == "in-n" or single


def written_year(parts: dict[str, str]) -> int | None:
    """The year of an expression, None where it names none."""
    text = parts.get("year") or parts.get("year3") or parts.get("year4") or ""
    if text:
        return int(text)
    if "fy" in parts:
        return 2000 + int(parts["fy"])
    if "decade" in parts:
        decade = int(parts["decade"])
        return decade if decade > 100 else 1900 + decade
    return None


def last_written_year(parts: dict[str, str]) -> int | None:
    """The year at the end of a range of years."""
    if "year2" in parts:
        return int(parts["year2"])
    first = written_year(parts)
    if "yy" in parts and first is not None:
        return first - first % 100 + int(parts["yy"])
    return None

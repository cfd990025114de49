"""What stands raised in a text: an exponent, the end of an ordinal, or the mark of a footnote."""

from __future__ import annotations

import regex

from pipeline.languages.compiled import compile_pattern

_UNIT_BEFORE = compile_pattern(r"(?<![\p{L}\d])(?:[kcdmhµμ]?m|mi|ft|yd|in|s)$")
_POWER_BEFORE = compile_pattern(r"(?<!\d)10$")
_MARK = compile_pattern(r"[\[(]?(?:\d{1,3}|\*+|[a-z])[\])]?(?:, ?\d{1,3})*+", regex.IGNORECASE)
_ORDINAL = compile_pattern(r"\p{L}{1,4}\.?")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def read_superscript(raised: str, before: str) -> str:
    """The raised text as plain text shows it. before: what stands directly before it.

    « m² » and « 10⁶ » stay what they are, « 2ᵉ » is « 2e », and the mark of a footnote is nothing.
    """
    if raised.lstrip("+-−").isdigit() and (_UNIT_BEFORE.search(before) or _POWER_BEFORE.search(before)):
        return raised.translate(_RAISED)
    if _ORDINAL.fullmatch(raised) and before[-1:].isdigit():
        return raised
    return "" if _MARK.fullmatch(raised) else raised

"""One look for characters that mean the same: spaces, apostrophes, minus signs, digits. Lengths never change."""

from __future__ import annotations

import unicodedata

from pipeline.languages.compiled import compile_pattern

LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# The acute accent typed for an apostrophe (« l´eau ») is common in older releases; the backtick is left to Markdown.
_APOSTROPHES = "\u2019\u2018\u201b\u02bc\u00b4\uff07\u055a"
_MINUS_SIGNS = "\u2212\u2010\u2011\ufe63\uff0d"
_INVISIBLE = "\u200b\u2060\ufeff"
_SIGNS = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_MINUS_SIGNS, "-") | dict.fromkeys(_INVISIBLE, " ")
# An en or em dash is a minus only where a number, or a currency sign and a number, stands directly behind it.
_DASH = compile_pattern(r"[\u2012-\u2015](?=\p{Sc}?[0-9])")


def fold_characters(text: str) -> str:
    """Show every kind of space as ' ', apostrophe as ', minus as -, decimal digit and full-width sign as ASCII.

    text: any string. Line ends stay as they are. Returns a string of the same length, code point by code point.
    Lone surrogates, which no encoder takes, become U+FFFD.

    >>> fold_characters("l\u2019an\u00a0: \u22123,2\u202f%, 2021\u20132025")
    "l'an : -3,2 %, 2021-2025"
    """
    return _DASH.sub("-", text.translate(_FOLDS))


class _Folds(dict[int, str]):
    """What each code point becomes, worked out when it is first met: there are a million, and a text holds eighty."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(code)
        return folded


def _fold(code: int) -> str:
    sign = chr(code)
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Zs" or (kind == "Cc" and sign not in LINE_ENDS):
        return " "
    if kind == "Cs":
        return "\ufffd"
    if 0xFF01 <= code <= 0xFF5E and sign not in _SIGNS:
        return chr(code - 0xFEE0)
    return _SIGNS.get(sign, sign)


_FOLDS = _Folds()

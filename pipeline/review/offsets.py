"""Code points (ours, and Python's) to UTF-16 units (a browser's), and back. They differ behind an emoji."""

from __future__ import annotations

from bisect import bisect_left

BASIC_PLANE = 0xFFFF


class Offsets:
    """The two ways of counting in one text.

    >>> Offsets("😀 5").to_utf16(2), Offsets("😀 5").to_code_points(3)
    (3, 2)
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        # Code-point offsets of the characters that take two units; a text without any costs nothing.
        self._wide = [] if text.isascii() else [at for at, char in enumerate(text) if ord(char) > BASIC_PLANE]
        self._wide_units = [at + nth for nth, at in enumerate(self._wide)]

    def to_utf16(self, offset: int) -> int:
        """The browser's offset of a code-point offset."""
        return offset + bisect_left(self._wide, offset)

    def to_code_points(self, offset: int) -> int:
        """The code-point offset of a browser's offset; one inside a character is that of its end.

        Raises ValueError for an offset outside of the text.
        """
        if not 0 <= offset <= self._length + len(self._wide):
            raise ValueError("the offset lies outside of the text")
        return offset - bisect_left(self._wide_units, offset)

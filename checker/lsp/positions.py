"""Between offsets, which count code points, and the positions of the protocol, which count what the client counts."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right

from lsprotocol import types

_LINE_END = re.compile(r"\r\n?|\n")
_WIDE = {
    types.PositionEncodingKind.Utf8: re.compile(r"[^\x00-\x7f]"),
    types.PositionEncodingKind.Utf16: re.compile(r"[\U00010000-\U0010ffff]"),
}


class Positions:
    """The lines of a text, and its positions in an encoding: columns count bytes, UTF-16 units or code points.

    pygls has the like, but ends lines where `str.splitlines` does: at form feeds and U+2028, where no editor ends one.
    """

    def __init__(self, text: str, encoding: str) -> None:
        self._length = len(text)
        self._starts = array("q", [0])
        self._ends = array("q")  # without the line's end
        for match in _LINE_END.finditer(text):
            self._ends.append(match.start())
            self._starts.append(match.end())
        self._ends.append(len(text))
        # The characters that take more than one unit, and how many more units all up to each of them take.
        self._wide = array("q")
        self._more = array("q", [0])
        pattern = _WIDE.get(types.PositionEncodingKind(encoding)) if not text.isascii() else None
        for match in pattern.finditer(text) if pattern else ():
            character = ord(match.group())
            more = 1 if encoding == types.PositionEncodingKind.Utf16 else 1 + (character > 0x7FF) + (character > 0xFFFF)
            self._wide.append(match.start())
            self._more.append(self._more[-1] + more)

    def position(self, offset: int) -> types.Position:
        """The position of an offset in code points."""
        offset = min(max(0, offset), self._length)
        line = bisect_right(self._starts, offset) - 1
        return types.Position(line, self._units(offset) - self._units(self._starts[line]))

    def range(self, start: int, end: int) -> types.Range:
        """The range of a half-open span in code points."""
        return types.Range(self.position(start), self.position(end))

    def offset(self, position: types.Position) -> int:
        """The offset in code points of a position; one behind its line's end, or in a character, is taken back to the
        nearest before."""
        if position.line >= len(self._starts):
            return self._length
        start, end = self._starts[position.line], self._ends[position.line]
        wanted = self._units(start) + position.character
        return start + bisect_right(range(start + 1, end + 1), wanted, key=self._units)

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends, before its line break."""
        return self._ends[bisect_right(self._starts, offset) - 1]

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def _units(self, offset: int) -> int:
        return offset + self._more[bisect_left(self._wide, offset)]

"""On which line each key of a TOML file stands.

tomllib does not tell, tomlkit keeps no lines either, and the one parser that does (spanned-toml) has not been kept up
since 2022; so this reads only where keys stand, in text that tomllib has accepted.
"""

from __future__ import annotations

import re

from checker.source import Lines

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[\s,]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL)
_BARE = re.compile(r"[^,\]}#\n]+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def lines_of(text: str) -> dict[Path, int]:
    """The line, counted from 1, on which each key, table and item of a list begins; an item's path ends in its number.
    `text` is valid TOML."""
    return _Reader(text).lines


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text = text
        self._places = Lines(text)
        self._tables: dict[Path, int] = {}  # lists of tables, each with the number of its last
        at: Path = ()
        offset = self._blank(0)
        while offset < len(text):
            if text[offset] == "[":
                listed = text.startswith("[[", offset)
                keys, end = self._keys(offset + 1 + listed)
                at = self._header(keys, listed)
                self._note(at, offset)
                offset = end + 1 + listed
            else:
                offset = self._pair(at, offset)
            offset = self._blank(offset)

    def _header(self, keys: list[str], listed: bool) -> Path:
        at: Path = ()
        for n, key in enumerate(keys):
            at = (*at, key)
            if listed and n == len(keys) - 1:
                self._tables[at] = self._tables.get(at, -1) + 1
            if at in self._tables:
                at = (*at, self._tables[at])
        return at

    def _pair(self, table: Path, offset: int) -> int:
        keys, end = self._keys(offset)
        at = (*table, *keys)
        self._note(at, offset)
        return self._value(at, _end(_SPACE, self._text, end + 1))

    def _value(self, at: Path, offset: int) -> int:
        """Where the value at an offset ends."""
        text = self._text
        if text[offset] in "\"'":
            return _end(_STRING, text, offset)
        if text[offset] not in "[{":
            return _end(_BARE, text, offset)
        listed, number = text[offset] == "[", 0
        offset = self._blank(offset + 1)
        while text[offset] not in "]}":
            if listed:
                self._note((*at, number), offset)
                offset, number = self._value((*at, number), offset), number + 1
            else:
                offset = self._pair(at, offset)
            offset = self._blank(offset)
        return offset + 1

    def _keys(self, offset: int) -> tuple[list[str], int]:
        """A dotted key, and the offset behind it."""
        text, keys = self._text, []
        while True:
            offset = _end(_SPACE, text, offset)
            quoted = text[offset] in "\"'"
            end = _end(_STRING if quoted else _BARE_KEY, text, offset)
            keys.append(_unquoted(text[offset:end]) if quoted else text[offset:end])
            offset = _end(_SPACE, text, end)
            if text[offset] != ".":
                return keys, offset
            offset += 1

    def _note(self, at: Path, offset: int) -> None:
        line = self._places.place(offset)[0]
        for length in range(1, len(at) + 1):
            self.lines.setdefault(at[:length], line)

    def _blank(self, offset: int) -> int:
        """Behind white space, comments and the commas of a list."""
        return _end(_BLANK, self._text, offset)


def _end(pattern: re.Pattern[str], text: str, offset: int) -> int:
    match = pattern.match(text, offset)
    assert match is not None
    return match.end()


def _unquoted(key: str) -> str:
    import tomllib

    return str(tomllib.loads(f"key = {key}")["key"])

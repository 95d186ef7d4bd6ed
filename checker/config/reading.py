"""The first stage: the table of one file, checked, with the line of every key."""

from __future__ import annotations

import os
import re
from typing import Any, NamedTuple

from checker.config.keys import PYPROJECT, PYPROJECT_TABLE
from checker.errors import ConfigurationError

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END = re.compile(r" \(at end of document\)$")
_BOM = b"\xef\xbb\xbf"


class Table(NamedTuple):
    """What one file says. `folder` is the one it stands in, `lines` has the line of each key by its path in the
    table."""

    path: str
    folder: str
    values: dict[str, Any]
    lines: dict[tuple[str | int, ...], int]

    def place(self, *at: str | int) -> str:
        """ "file:line" of a key, or of the nearest above it that stands in the file."""
        while at and at not in self.lines:
            at = at[:-1]
        return f"{shown(self.path)}:{self.lines.get(at, 1)}"


def shown(path: str) -> str:
    """A path as messages name it: from the working folder, where it lies below it or beside it."""
    near = os.path.relpath(path)
    return path if near.startswith(os.path.join("..", "..")) else near


def read_table(path: str, *, trusted: bool = False, data: bytes | None = None) -> Table | None:
    """The table of a file, None for a pyproject.toml without one. `trusted` files are those that the user has named;
    `data` is the file's content where it has been read.

    Raises:
        ConfigurationError: the file could not be read, is no TOML, or says what cannot be.
    """
    import tomllib

    if not trusted and os.path.exists(path) and not os.path.isfile(path):
        raise ConfigurationError([f"{shown(path)}: no file; only a file that you name may be something else"])
    text = _text(path, _data(path) if data is None else data)
    try:
        values: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path, text, str(error)) from None
    except RecursionError:
        raise ConfigurationError([f"{shown(path)}: nested too deep"]) from None
    prefix: tuple[str, ...] = ()
    if os.path.basename(path) == PYPROJECT:
        prefix = PYPROJECT_TABLE
        for key in prefix:
            values = values.get(key) if isinstance(values, dict) else None
        if values is None:
            return None
    from checker.config.toml_lines import lines_of
    from checker.config.validating import problems

    lines = {at[len(prefix) :]: line for at, line in lines_of(text).items() if at[: len(prefix)] == prefix}
    table = Table(path, os.path.dirname(path), values, lines)
    if not isinstance(values, dict):
        raise ConfigurationError([f"{table.place()}: “copydesk” must be a table: [{'.'.join(prefix)}]"])
    from checker.config.packed import packed

    if found := problems(values, trusted=trusted, packed=lambda: packed(table)):
        ordered = sorted((lines.get(p.at, 0), p.message, p.at) for p in found)
        raise ConfigurationError([f"{table.place(*at)}: {message}" for _, message, at in ordered])
    return table


def _data(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError([f"{shown(path)}: could not be read ({reason}); check the path"]) from None


def _text(path: str, data: bytes) -> str:
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError([f"{shown(path)}:{line}: not UTF-8; save the file so"]) from None


def _syntax_error(path: str, text: str, said: str) -> ConfigurationError:
    at = _AT_LINE.search(said)
    line = int(at[1]) if at else text.rstrip("\n").count("\n") + 1
    reason = _AT_END.sub(" before the end of the file", _AT_LINE.sub("", said))
    return ConfigurationError([f"{shown(path)}:{line}: no valid TOML: {reason}"])

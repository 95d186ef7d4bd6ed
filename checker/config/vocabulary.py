"""Files of accepted names and words: one entry a line, # begins a comment."""

from __future__ import annotations

import os
from functools import cache

from checker.accepted import normal
from checker.config.reading import shown
from checker.errors import ConfigurationError


@cache
def vocabulary(path: str, named_at: str) -> frozenset[str]:
    """The entries of a file, in the form that rules compare; `named_at` is the "file:line" that names it.

    Raises:
        ConfigurationError: the file could not be read, or is not UTF-8.
    """
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise ValueError("it is no file")  # a pipe or a device may have no end
        with open(path, "rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError([f"{named_at}: the vocabulary {shown(path)} could not be read ({reason})"]) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = "not UTF-8; save the vocabulary so"
        raise ConfigurationError([f"{shown(path)}:{line}: {told} (named at {named_at})"]) from None
    return frozenset(entry for line in text.splitlines() if (entry := normal(_without_comment(line))))


def _without_comment(line: str) -> str:
    """A # inside a word ("C#") begins no comment."""
    return "" if line.lstrip().startswith("#") else line.partition(" #")[0].partition("\t#")[0]

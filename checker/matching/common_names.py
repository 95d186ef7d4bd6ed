"""Which words of names are common in news, and in which place of a name.

One table, checker/tables/name_words.txt, counted by scripts/count_names.py and read on the first question. Words are
folded (checker.matching.folding).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent.parent / "tables" / "name_words.txt"
# Two to the power of this: a name that four different people bear is a name of its own, not a slip of the pen.
_BEARERS = 2


def articles_with(part: str) -> int:
    """In how many of some ten thousand articles of news the word stands as a name, rounded down to a power of two."""
    code = _table().get(part)
    return 1 << int(code[0], 16) if code else 0


def common_given_name(part: str) -> bool:
    """Whether people of many different surnames bear it."""
    return _level(part, 1) >= _BEARERS


def common_surname(part: str) -> bool:
    """Whether people of many different given names bear it."""
    return _level(part, 2) >= _BEARERS


def bearers(part: str) -> int:
    """How many different people bear it as a given name or as a surname, the more of the two, rounded down to a power
    of two; 0 where it is no person's."""
    level = max(_level(part, 1), _level(part, 2))
    return 1 << level if level >= 0 else 0


def _level(part: str, column: int) -> int:
    code = _table().get(part, "---")[column]
    return -1 if code == "-" else int(code, 16)


def family(part: str) -> str:
    """The most frequent spelling of a common name, itself where it has no other: "mohamed" is of "mohammed"."""
    return _table().get(part, "")[4:] or part


@cache
def _table() -> dict[str, str]:
    """Word → its counts, and behind a space its family where it has another."""
    return dict([line.split(" ", 1) for line in _TABLE.read_text(encoding="utf-8").splitlines()])

"""Which words are forms, synonyms or opposites of each other.

One table, checker/tables/relations.txt, made by scripts/build_relations.py from lemminflect and WordNet (docs/data.md)
and read on the first question. Words are base forms in lower case (checker.siblings.base_forms).
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).parent.parent / "tables" / "relations.txt"
_NEGATING = ("un", "in", "im", "il", "ir", "dis", "non", "de", "anti")
_SHORTEST = 4


class _Tables(NamedTuple):
    bases: dict[str, str]
    synonyms: dict[str, frozenset[str]]
    wider: dict[str, frozenset[str]]
    opposites: dict[str, frozenset[str]]


def irregular_base(word: str) -> str | None:
    """The base form of an inflected word where the rules of spelling do not give it."""
    return _tables().bases.get(word)


def synonyms(a: str, b: str) -> bool:
    """Whether two base forms can mean the same or are derived from one another."""
    return b in _tables().synonyms.get(a, ()) or a in _tables().synonyms.get(b, ())


def wider(a: str, b: str) -> bool:
    """Whether one base form can name a kind of what the other names."""
    return b in _tables().wider.get(a, ()) or a in _tables().wider.get(b, ())


@lru_cache(maxsize=50_000)
def opposites(a: str, b: str) -> bool:
    """Whether two base forms are opposites: by the table, or one is the other with a prefix that denies it."""
    from checker.siblings.opposing import opposed

    table = _tables().opposites
    return b in table.get(a, ()) or a in table.get(b, ()) or opposed(a, b) or _denied(a, b) or _denied(b, a)


def _denied(long: str, short: str) -> bool:
    if len(short) < _SHORTEST or not long.endswith(short):
        return len(short) >= _SHORTEST and long.endswith("less") and short.endswith("ful") and long[:-4] == short[:-3]
    return long[: -len(short)] in _NEGATING


@cache
def _tables() -> _Tables:
    tables: dict[str, dict[str, list[str]]] = {"<": {}, "=": {}, "~": {}, "!": {}}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        mark, word, *others = line.split(" ")
        if mark in tables:
            tables[mark][word] = others
    kept = [{w: frozenset(o) for w, o in tables[mark].items()} for mark in "=~!"]
    return _Tables({w: o[0] for w, o in tables["<"].items()}, *kept)

"""Which words are synonyms or opposites of each other.

One table, checker/tables/relations.txt, made by scripts/build_relations.py from lemminflect and WordNet (docs/data.md)
and read on the first question. Words are base forms in lower case (checker.grammar.base_forms).
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).parent.parent / "tables" / "relations.txt"
_NEGATING = ("un", "non", "in", "im", "il", "ir", "dis", "mis")
_SURE = ("un", "non")  # what begins with the others may be another word: "increase" denies no crease
_SHORTEST = 4


class _Tables(NamedTuple):
    synonyms: dict[str, frozenset[str]]
    wider: dict[str, frozenset[str]]
    opposites: dict[str, frozenset[str]]


def synonyms(a: str, b: str) -> bool:
    """Whether two base forms can mean the same or are derived from one another."""
    return b in _tables().synonyms.get(a, ()) or a in _tables().synonyms.get(b, ())


def related(word: str) -> frozenset[str]:
    """The words that can mean the same as a base form, or of which it names a kind, as far as its own entries tell."""
    return _tables().synonyms.get(word, frozenset()) | _tables().wider.get(word, frozenset())


def wider(a: str, b: str) -> bool:
    """Whether one base form can name a kind of what the other names."""
    return b in _tables().wider.get(a, ()) or a in _tables().wider.get(b, ())


@lru_cache(maxsize=50_000)
def opposites(a: str, b: str) -> bool:
    """Whether two base forms are opposites: by the table, or one is the other with a prefix that denies it."""
    from checker.siblings.opposing import opposed

    if synonyms(a, b):
        return False
    table = _tables().opposites
    return b in table.get(a, ()) or a in table.get(b, ()) or opposed(a, b) or denied(a) == b or denied(b) == a


def denied(word: str) -> str:
    """The word that a word denies by its prefix or its ending ("unlikely", "harmless"), or ""."""
    from checker.lexicon import known

    if len(word) < _SHORTEST + 2:
        return ""
    for prefix in _NEGATING:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= _SHORTEST:
            if prefix in _SURE and known(rest):
                return rest
            if rest in _tables().opposites.get(word, ()) or word in _tables().opposites.get(rest, ()):
                return rest
    return word[:-4] + "ful" if word.endswith("less") else ""


@cache
def _tables() -> _Tables:
    tables: dict[str, dict[str, frozenset[str]]] = {"=": {}, "~": {}, "!": {}}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        mark, word, *others = line.split(" ")
        if mark in tables:
            tables[mark][word] = frozenset(others)
    return _Tables(*tables.values())

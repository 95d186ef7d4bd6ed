"""The lexicon: which words English has, how often news uses them, as what, and how often with a capital.

One table, checker/tables/words.txt (its making and licences: docs/data.md), read on the first question. All functions
take words in lower case with straight apostrophes and without a possessive.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "tables" / "words.txt"
_NAME_ONLY, _UNSEEN, _NO_SHARE = "-", ".", "-"


def frequency(word: str) -> float:
    """Occurrences of the word in lower case in a million words of news; 0.0 where news has none."""
    code = _codes().get(word)
    return _per_million(code[0]) if code else 0.0


def known(word: str) -> bool:
    """Whether it is an English word that may stand in lower case (a name alone is none)."""
    code = _codes().get(word)
    return code is not None and code[0] != _NAME_ONLY


def parts_of_speech(word: str) -> str:
    """What the word can be: N noun singular, S noun plural, V verb base form, Z verb third person -s, D past tense,
    P past participle, G -ing form, J adjective, R adverb, F function word. "" where that is not known."""
    code = _codes().get(word)
    return code[2:] if code else ""


def name_share(word: str) -> float:
    """The share, in tenths, of its places in the middle of a sentence of news where it has a capital; 0.0 for a word
    too rare to tell."""
    code = _codes().get(word)
    return 0.0 if not code or code[1] == _NO_SHARE else (ord(code[1]) - 48) / 10


def _per_million(level: str) -> float:
    """The frequency that a character of the table stands for: four steps to each doubling."""
    return 0.0 if level in (_NAME_ONLY, _UNSEEN) else float(2 ** ((ord(level) - 48) / 4) / 8)


@cache
def _codes() -> dict[str, str]:
    fields = _TABLE.read_text(encoding="utf-8").split()
    return dict(zip(fields[::2], fields[1::2], strict=True))

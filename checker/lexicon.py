"""The lexicon: which words English has, how often news uses them, as what, and how often with a capital.

Two tables in checker/tables (their making, form and licences: docs/data.md). common.txt becomes a dictionary on the
first question; rare.txt is searched as text for what common.txt has not, because a hundred thousand words would take
longer to load than most runs to finish. All functions take words in lower case with straight apostrophes and without a
possessive, and answer for any other string that it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import filterfalse
from pathlib import Path

_TABLES = Path(__file__).parent / "tables"
_LONGEST = 40  # characters; a longer string is no word, and not worth keeping
_NAME_ONLY, _UNSEEN, _NO_SHARE = "-", ".", "-"


def frequency(word: str) -> float:
    """Occurrences of the word in lower case in a million words of news; 0.0 where news has none."""
    code = _code(word)
    return _per_million(code[0]) if code else 0.0


def known(word: str) -> bool:
    """Whether it is an English word that may stand in lower case (a name alone is none)."""
    code = _code(word)
    return bool(code) and code[0] != _NAME_ONLY


def parts_of_speech(word: str) -> str:
    """What the word can be: N noun singular, S noun plural, V verb base form, Z verb third person -s, D past tense,
    P past participle, G -ing form, J adjective, R adverb, F function word. "" where that is not known."""
    code = _code(word)
    return code[2:]


def name_share(word: str) -> float:
    """The share, in tenths, of its places in the middle of a sentence of news where it has a capital; 0.0 for a word
    too rare to tell."""
    code = _code(word)
    return 0.0 if not code or code[1] == _NO_SHARE else (ord(code[1]) - 48) / 10


def _per_million(level: str) -> float:
    """The frequency that a character of the table stands for: four steps to each doubling."""
    return 0.0 if level in (_NAME_ONLY, _UNSEEN) else float(2 ** ((ord(level) - 48) / 4) / 8)


def unknown(words: Iterable[str]) -> list[str]:
    """Those of the words, in their order, that consist of letters, are no longer than thirty, and that news and the
    lexicon lack."""
    strange = filterfalse(_common().__contains__, words)
    return [w for w in strange if len(w) <= 30 and w.isalpha() and _rare_code(w)[:1] in ("", _NAME_ONLY)]


def common() -> dict[str, str]:
    """The words that news has at least three times in eight million, as the keys."""
    return _common()


def _code(word: str) -> str:
    return _common().get(word) or (_rare_code(word) if len(word) <= _LONGEST else "")


@cache
def _common() -> dict[str, str]:
    fields = (_TABLES / "common.txt").read_text(encoding="utf-8").split()
    return dict(zip(fields[::2], fields[1::2], strict=True))


@lru_cache(maxsize=50_000)
def _rare_code(word: str) -> str:
    return _searched("rare.txt", word) or ""


@lru_cache(maxsize=50_000)
def misspelling(word: str) -> str | None:
    """The word that a usual misspelling stands for, "" where checker/spelling.py finds it; None for other strings."""
    return _searched("misspellings.txt", word)


def _searched(table: str, word: str) -> str | None:
    """What a table that is searched as text has for a word: "con ceal=D0V cede=D0V " has "D0V" for "conceal"."""
    line = _lines(table).get(word[:3])
    if line is None or " " in word or "=" in word:
        return None
    at = line.find(f" {word[3:]}=")
    if at < 0:
        return None
    start = line.index("=", at) + 1
    return line[start : line.index(" ", start)]


@cache
def _lines(table: str) -> dict[str, str]:
    lines = (_TABLES / table).read_text(encoding="utf-8").split("\n")
    return {line[: line.find(" ")]: line[line.find(" ") :] for line in lines if line}

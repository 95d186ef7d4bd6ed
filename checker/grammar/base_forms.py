"""The base form of a word: "said" is of "say", "treaties" of "treaty", "cancelled" of "cancel"."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from checker.lexicon import frequency, parts_of_speech

# Its lines with "<"; the others are for checker/siblings/relations.py.
_TABLE = Path(__file__).parents[1] / "tables" / "relations.txt"

_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=50_000)
def base_form(word: str) -> str:
    """The base form of a word in lower case; the word itself where it is none or unknown."""
    return _irregular().get(word) or regular_base(word)


@cache
def _irregular() -> dict[str, str]:
    """Inflected words whose base forms the rules of spelling do not give."""
    lines = (line.split(" ") for line in _TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("< "))
    return {word: base for _, word, base, *_ in lines}


def regular_base(word: str) -> str:
    """The base form by the rules of spelling, as far as the lexicon has it with a fitting part of speech."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _first(_singulars(word), "NV") or word
    if word.endswith("ed"):
        return _first(_stems(word[:-2]), "V") or word
    if word.endswith("ing") and len(word) > 5:
        return _first(_stems(word[:-3]), "V") or word
    return word


def _singulars(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return word[:-3] + "y", word[:-1]
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return word[:-2], word[:-1]
    return (word[:-1],)


def _stems(stem: str) -> tuple[str, ...]:
    """Base forms that may stand before -ed or -ing, the likelier first."""
    if len(stem) < 2:
        return ()
    if stem.endswith("i"):
        return (stem[:-1] + "y",)
    if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        return (stem, stem[:-1]) if stem[-1] in "lsz" else (stem[:-1], stem)
    if stem[-1] in "cguvzs" or (stem[-1] not in _VOWELS and stem[-2] in "aiou"):
        return stem + "e", stem
    return stem, stem + "e"


def _first(bases: tuple[str, ...], kinds: str) -> str | None:
    fitting = [b for b in bases if not set(kinds).isdisjoint(parts_of_speech(b))]
    if not fitting:
        return None
    return max(fitting, key=frequency) if len(fitting) > 1 else fitting[0]

"""Near spellings of well-known places of several words.

One table, checker/tables/places.txt, made by scripts/build_gazetteer.py from GeoNames (CC BY 4.0) and read on the
first question.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from checker.lexicon import known
from checker.matching.common_names import articles_with
from checker.matching.folding import fold

_TABLE = Path(__file__).parent.parent / "tables" / "places.txt"
_LONGEST = 4  # words of a place
_SHORTEST = 5  # letters of a word that can be told from another word
_LONG = 8  # letters of a word that may be off by two
_SEEN = 4  # articles: what so many have is spelled as it is meant


class Place(NamedTuple):
    """A right name, and the word in it, counted from 0, that may be misspelled."""

    name: str
    at: int


class Slip(NamedTuple):
    """Words `first` to `last` of a name (half-open) misspell `place`."""

    first: int
    last: int
    place: str


@lru_cache(maxsize=20_000)
def misspelled_place(parts: tuple[str, ...]) -> Slip | None:
    """The first place in a name that is written with one word slightly wrong, or None."""
    count = len(parts)
    if count < 2:
        return None
    words = [fold(part) for part in parts]
    vocabulary = _vocabulary()
    if vocabulary.isdisjoint(words) or all(word in vocabulary or not _may_be_slip(word) for word in words):
        return None
    gaps, right = _places()
    for first in range(count - 1):
        for last in range(first + 2, min(count, first + _LONGEST) + 1):
            window = tuple(words[first:last])
            for at, word in enumerate(window):
                found = gaps.get((*window[:at], "", *window[at + 1 :]))
                if found is None or window in right or "-" in parts[first + at] or not _may_be_slip(word):
                    continue
                for place in found:
                    if _slip(word, fold(place.name.split(" ")[place.at])):
                        return Slip(first, last, place.name)
    return None


def _may_be_slip(word: str) -> bool:
    return len(word) >= _SHORTEST and not known(word) and articles_with(word) < _SEEN


def _slip(word: str, meant: str) -> bool:
    if word[0] != meant[0] or abs(len(word) - len(meant)) > 2:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(word, meant) <= (2 if min(len(word), len(meant)) >= _LONG else 1) and len(meant) >= _SHORTEST


@cache
def _vocabulary() -> frozenset[str]:
    """The words of all places."""
    words = set(_TABLE.read_text(encoding="utf-8").lower().replace("~", "").split())
    return frozenset([word if word.isascii() and word.isalpha() else fold(word) for word in words])


@cache
def _places() -> tuple[dict[tuple[str, ...], list[Place]], frozenset[tuple[str, ...]]]:
    """Places by their words with one word blank, and all right names that are near each other."""
    gaps: dict[tuple[str, ...], list[Place]] = {}
    right: set[tuple[str, ...]] = set()
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        words = tuple(fold(word) for word in line.lstrip("~").split(" "))
        right.add(words)
        if not line.startswith("~"):
            for at in range(len(words)):
                gaps.setdefault((*words[:at], "", *words[at + 1 :]), []).append(Place(line, at))
    return gaps, frozenset(right)

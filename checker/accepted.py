"""Names and words that the house accepts, and whether a passage is one of them or stands inside one."""

from __future__ import annotations

from functools import lru_cache

from checker.annotations.prose import Prose
from checker.annotations.words import WORD


def normal(entry: str) -> str:
    """An entry in the form in which it is compared: lower case, straight apostrophes, single spaces."""
    return " ".join(entry.lower().replace("’", "'").split())


def accepts_name(accepted: frozenset[str], name: str) -> bool:
    """Whether each word of a name is accepted, by itself or as a part of an accepted name."""
    if not accepted:
        return False
    entry = normal(name)
    return entry in accepted or _parts(accepted).issuperset(entry.split())


def stands_in_accepted(accepted: frozenset[str], prose: Prose, start: int, end: int) -> bool:
    """Whether a span of the text is an accepted name or word, or lies inside one."""
    words, longest = prose.words, _longest(accepted)
    first = words.first_at(start)
    if first and words.ends[first - 1] > start:
        first -= 1
    last = words.first_at(end)
    for begin in range(max(0, last - longest), first + 1):
        for stop in range(max(last, begin + 1), min(begin + longest, len(words)) + 1):
            entry = normal(prose.text[min(start, words.starts[begin]) : max(end, words.ends[stop - 1])])
            if entry in accepted or entry.removesuffix("'s") in accepted:
                return True
    return normal(prose.text[start:end]) in accepted


@lru_cache(maxsize=8)
def _longest(accepted: frozenset[str]) -> int:
    """The words of the longest entry."""
    return max((sum(1 for _ in WORD.finditer(entry)) for entry in accepted), default=0)


@lru_cache(maxsize=8)
def _parts(accepted: frozenset[str]) -> frozenset[str]:
    return accepted.union(*(entry.split() for entry in accepted))

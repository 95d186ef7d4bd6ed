"""The other forms of a word: “tell” has “tells”, “telling” and “told”, “previous” has “previously”; and the words of
its root: “expectation” has “expected”."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache

from checker.grammar.base_forms import base_form
from checker.lexicon import common, frequency, known, parts_of_speech

# Endings that words of one root take in each other's place.
_ENDINGS = frozenset(
    "e s d ed es ing able al ally ance ancy ant ate ated ates ating ation ations ative ator y ely ence ency ent er ers"
    " ery ful fully ial ially ible ibly ic ical ically ied ies ily ion ions ional ious ish ise ised ising ism ist ists"
    " ity ive ively ize ized izes izing less ly ment ments ness or ors ory ous ously t th tion tions tive ual ure ption"
    " ptions ution ctive".split()
) | {""}
_SHORTEST_ROOT, _LONGEST_ENDING, _MOST = 4, 6, 10


def other_forms(word: str) -> list[str]:
    """The common words, in lower case, that have the same base form, and the adverb of an adjective or the other way
    round."""
    forms = [*_by_base().get(base_form(word), ()), *_adverbs(word), *_adjectives(word)]
    return [form for form in dict.fromkeys(forms) if form != word]


@lru_cache(maxsize=10_000)
def of_one_root(word: str) -> list[str]:
    """The common words that begin as the word does and differ in endings that words of one root take, the nearest and
    most frequent first, ten at most; a form of the word is among them."""
    words, root = _in_order(), word[: max(_SHORTEST_ROOT, len(word) - _LONGEST_ENDING)]
    found = []
    for other in words[bisect_left(words, root) : bisect_left(words, root + "{")]:
        shared = _shared(word, other)
        if other != word and shared >= _SHORTEST_ROOT and {word[shared:], other[shared:]} <= _ENDINGS:
            found.append((-shared, -frequency(other), other))
    return [other for *_, other in sorted(found)[:_MOST]]


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@cache
def _in_order() -> list[str]:
    return sorted(word for word in common() if word.isalpha() and word.isascii() and known(word))


def _adverbs(adjective: str) -> list[str]:
    """“previous” → “previously”, “able” → “ably”, “happy” → “happily”."""
    if "J" not in parts_of_speech(adjective):
        return []
    formed = (f"{adjective}ly", f"{adjective[:-1]}y" * adjective.endswith("le"), f"{adjective[:-1]}ily")
    return [adverb for adverb in formed if "R" in parts_of_speech(adverb)]


def _adjectives(adverb: str) -> list[str]:
    if not adverb.endswith("ly"):
        return []
    formed = (adverb[:-2], f"{adverb[:-1]}e", f"{adverb[:-3]}y")
    return [adjective for adjective in formed if adverb in _adverbs(adjective)]


@cache
def _by_base() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in common():
        if word.isalpha() and known(word):
            found.setdefault(base_form(word), []).append(word)
    return found

"""The other forms of a word: “tell” has “tells”, “telling” and “told”, “previous” has “previously”."""

from __future__ import annotations

from functools import cache

from checker.lexicon import common, known, parts_of_speech


def other_forms(word: str) -> list[str]:
    """The common words, in lower case, that have the same base form, and the adverb of an adjective or the other way
    round."""
    from checker.siblings.base_forms import base_form

    forms = [*_by_base().get(base_form(word), ()), *_adverbs(word), *_adjectives(word)]
    return [form for form in dict.fromkeys(forms) if form != word]


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
    from checker.siblings.base_forms import base_form

    found: dict[str, list[str]] = {}
    for word in common():
        if word.isalpha() and known(word):
            found.setdefault(base_form(word), []).append(word)
    return found

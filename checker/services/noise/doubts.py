"""From probabilities to doubts: which sentences, and which of their words, may be called broken at all.

The model is unsure where language is free: names, headlines, lists, tables of sport, speech, words of other languages.
So a doubt is raised only about running prose, and about words in lower case outside quotations; where all of the text
is broken, its sentences are judged with what they quote. What the thresholds then make of it is for the rules.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from checker.annotations.prose import Prose
from checker.services.noise.model import SentenceNoise

# Words of one finding may have so many others between them.
_GAP = 1
_FEWEST_WORDS, _FEWEST_IN_BROKEN = 6, 4
_LEAST_PLAIN_SHARE = 0.55
_CLOSED = re.compile(r"[.!?…][\"'”’)\]]*$")
_SHORTEST_UNKNOWN = 3
_PAGE = re.compile(r"[@©|#{}<>]|https?:|www\.|\b(?:Photo|Image|Getty|Reuters/|caption|Read more|Sign up)\b")
# A garbled sentence has a word that is broken, at even odds or better, and marks run from the first such to the last.
_EVEN = 0.5


class Doubt(NamedTuple):
    """A stretch of a field, by half-open offsets, and the probability that it is broken."""

    start: int
    end: int
    probability: float


def garbled(prose: Prose, judged: Sequence[SentenceNoise], least: float, *, all_over: bool = False) -> list[Doubt]:
    """The sentences of running prose that are broken with at least this probability; of each the stretch from the
    first broken word outside quotations to the last. In a text that is broken `all_over`, those of a few words and
    what they quote, too: a machine translates them as it does the rest."""
    found = []
    quoted = Quoted(prose)
    fewest = _FEWEST_IN_BROKEN if all_over else _FEWEST_WORDS
    for span, noise in zip(prose.sentences, judged, strict=True):
        if noise.probability >= least and is_running_prose(prose[span], fewest):
            words = [w for w in noise.words if w.probability >= _EVEN and prose.text[span.start + w.start].isalpha()]
            words = [w for w in words if all_over or not quoted.at(span.start + w.start)]
            if words:
                found.append(Doubt(span.start + words[0].start, span.start + words[-1].end, noise.probability))
    return found


def out_of_place(prose: Prose, judged: Sequence[SentenceNoise], least: float) -> list[Doubt]:
    """The words, and runs of words, of running prose that are broken with at least this probability."""
    found: list[Doubt] = []
    quoted = Quoted(prose)
    for span, noise in zip(prose.sentences, judged, strict=True):
        picked = [n for n, w in enumerate(noise.words) if w.probability >= least]
        if not picked or not is_running_prose(prose[span]):
            continue
        last = -9
        for n in picked:
            word = noise.words[n]
            start, end = span.start + word.start, span.start + word.end
            if not _is_plain(prose.text, start, end) or quoted.at(start):
                continue
            if n - last - 1 <= _GAP:
                best = max(found[-1].probability, word.probability)
                found[-1] = Doubt(found[-1].start, end, best)
            else:
                found.append(Doubt(start, end, word.probability))
            last = n
    return found


def unknown_words(prose: Prose, judged: Sequence[SentenceNoise], least: float) -> list[Doubt]:
    """The words, and runs of words, of running prose that are broken with at least this probability, of which English
    does not have one."""
    doubts = out_of_place(prose, judged, least)
    return [doubt for doubt in doubts if any(map(_is_unknown, prose.text[doubt.start : doubt.end].split()))]


def _is_unknown(word: str) -> bool:
    from checker.lexicon import known
    from checker.spelling import plausible, variant

    if len(word) < _SHORTEST_UNKNOWN or not word.isalpha() or not word.islower():
        return False
    return not (known(word) or plausible(word) or variant(word))


class Quoted:
    """Where a field quotes somebody."""

    def __init__(self, prose: Prose) -> None:
        quotations = sorted((q.start, q.end) for q in prose.quotations)
        self._starts = [start for start, _ in quotations]
        self._ends = list(accumulate((end for _, end in quotations), max))

    def at(self, place: int) -> bool:
        """Whether a character stands in a quotation."""
        before = bisect_right(self._starts, place)
        return bool(before) and place < self._ends[before - 1]


def is_running_prose(sentence: str, fewest: int = _FEWEST_WORDS) -> bool:
    """Whether a sentence is one: closed by its mark, of some words, most of them in lower case, no line of the page."""
    words = sentence.split()
    if len(words) < fewest or not _CLOSED.search(sentence) or _PAGE.search(sentence):
        return False
    return sum(word.strip("\"'“”‘’(),;:").islower() for word in words) >= _LEAST_PLAIN_SHARE * len(words)


def mean_noise(prose: Prose, judged: Sequence[SentenceNoise], typical: float, least_words: int) -> tuple[float, float]:
    """How broken the language of a whole field is, from 0 to 1, and the words that this is said of: the mean of its
    sentences, weighed by their words. What it lacks of `least_words` counts as words of `typical` noise."""
    total = weight = 0.0
    for span, noise in zip(prose.sentences, judged, strict=True):
        words = max(1, prose.text.count(" ", span.start, span.end) + 1)
        total, weight = total + words * noise.probability, weight + words
    lacking = max(0.0, least_words - weight)
    return (total + lacking * typical) / max(weight + lacking, 1), weight + lacking


def _is_plain(text: str, start: int, end: int) -> bool:
    """A word of lower-case letters that is no part of a compound or a contraction."""
    word = text[start:end]
    if not (word.islower() and word.isalpha()):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return before not in ("-", "'", "’", "‑", "/", "@", "#", ".") and after not in ("-", "'", "’", "‑", "/", "@")

"""Scores of an article from its findings: how broken its language is, its quality and its grade."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from checker.article import Article
from checker.finding import Finding, Severity

# A finding's weight by severity. Consistency and readability are matters of polish: they count a quarter.
_WEIGHT = {Severity.ERROR: 4.0, Severity.WARNING: 2.0, Severity.INFO: 0.25}
_POLISH = frozenset({"consistency", "readability"})
_BROKEN = frozenset({"noise", "grammar", "siblings"})
# An article of fewer words is judged as if it had this many, so that one slip in a brief is not a ruin.
_LEAST_WORDS = 150
_LEAST_WORDS_NOISE = 25
_GRADES = ((90, "A"), (80, "B"), (65, "C"), (50, "D"), (30, "E"), (0, "F"))


class Readability(msgspec.Struct, frozen=True):
    """How hard an article's running text is to read.

    `reading_ease` is Flesch's (100 very easy, 60 plain, 30 difficult; it may pass either end), `grade` the American
    school grade of Flesch and Kincaid, `dale_chall` the score of Dale and Chall (to 4.9 grade 4, 9 and more college).
    Sentences are measured in words: their mean, their standard deviation, and the longest. `passive_share` is the share
    of sentences, from 0 to 1, with a verb in the passive.
    """

    reading_ease: float
    grade: float
    dale_chall: float
    mean_sentence_words: float
    sentence_words_deviation: float
    longest_sentence_words: int
    passive_share: float


class Scores(msgspec.Struct, frozen=True):
    """`noise` runs from 0 to 1 with how broken the language is, `quality` from 100 down to 0; `grade` is A to F.
    `readability` is there where the tier "grammar" judged an article in English of a hundred words and more."""

    noise: float
    quality: float
    grade: str
    readability: Readability | None = None


def score(article: Article, findings: Iterable[Finding], readability: Readability | None = None) -> Scores:
    """Scores by the weight of findings per 1,000 words: quality = 100 · exp(-weight / 25),
    noise = 1 - exp(-weight of noise findings per 100 words / 4)."""
    words = len(article.body.words)
    total = broken = 0.0
    for finding in findings:
        weight = _WEIGHT[finding.severity] * (0.25 if finding.category in _POLISH else 1.0)
        total += weight
        broken += weight if finding.category in _BROKEN else 0.0
    quality = 100 * math.exp(-1000 * total / max(words, _LEAST_WORDS) / 25)
    noise = 1 - math.exp(-100 * broken / max(words, _LEAST_WORDS_NOISE) / 4)
    quality = round(quality, 1)
    grade = next(g for least, g in _GRADES if quality >= least)
    return Scores(round(noise, 4), quality, grade, readability)


def formula() -> list[str]:
    """How quality, grade and noise follow from the findings, in sentences with their numbers."""
    weights = ", ".join(f"{'a note' if s is Severity.INFO else f'an {s}' if s is Severity.ERROR else f'a {s}'} {w:g}"
                        for s, w in _WEIGHT.items())  # fmt: skip
    polish, broken = " and ".join(sorted(_POLISH)), ", ".join(sorted(_BROKEN))
    grades = ", ".join(f"{grade} from {least}" for least, grade in _GRADES)
    return [
        f"Each finding has a weight: {weights}; those of {polish} count a quarter.",
        "Quality is 100 · exp(-w / 25), where w is the weight of all findings for 1,000 words; an article of fewer than"
        f" {_LEAST_WORDS} words is judged as if it had so many.",
        f"Grades by quality: {grades}.",
        f"Noise, from 0 to 1, is 1 - exp(-n / 4), where n is the weight of the findings of {broken} for 100 words, of "
        f"which an article has at least {_LEAST_WORDS_NOISE}.",
    ]

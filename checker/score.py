"""Scores of an article: how broken its language is, its quality and its grade, from its findings and, where the tier
noise ran, from the noise model's answer on the whole."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from checker.article import Article
from checker.finding import Finding, Severity

if TYPE_CHECKING:
    from checker.services.noise import ArticleNoise

# A finding's weight by severity. Consistency and readability are matters of polish: they count a quarter.
_WEIGHT = {Severity.ERROR: 4.0, Severity.WARNING: 2.0, Severity.INFO: 0.25}
_POLISH = frozenset({"consistency", "readability"})
_POLISH_SHARE = 0.25
_BROKEN = frozenset({"noise", "grammar", "siblings"})
# An article of fewer words is judged as if it had this many. With _QUALITY_SCALE: one warning and a note or two in a
# brief leave it a B, two different warnings a C, three a D.
_LEAST_WORDS = 300
_QUALITY_SCALE = 36.0
_LEAST_WORDS_NOISE = 25
# So much weight of noise in 100 words leaves 1/e of the soundness.
_NOISE_SCALE = 4.0
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


def score(
    article: Article,
    findings: Iterable[Finding],
    readability: Readability | None = None,
    model: ArticleNoise | None = None,
) -> Scores:
    """Scores by the formula that `formula` gives in words; `model` is None where the tier noise did not run."""
    words = len(article.body.words)
    total = noisy = 0.0
    # Faults of one kind have one cause: a second counts for less than the first.
    for (category, severity, _), count in _counts(findings).items():
        weight = _WEIGHT[severity] * (_POLISH_SHARE if category in _POLISH else 1.0) * math.sqrt(count)
        total += weight
        noisy += weight if category in _BROKEN else 0.0
    noise, broken = model or (0.0, 0.0)
    quality = math.exp(-1000 * total / max(words, _LEAST_WORDS) / _QUALITY_SCALE) * (1 - broken)
    sound = math.exp(-100 * noisy / max(words, _LEAST_WORDS_NOISE) / _NOISE_SCALE) * (1 - noise)
    quality = round(100 * quality, 1)
    grade = next(g for least, g in _GRADES if quality >= least)
    return Scores(round(1 - sound, 4), quality, grade, readability)


def formula() -> list[str]:
    """How quality, grade and noise follow from the findings, in sentences with their numbers."""
    weights = ", ".join(f"{'a note' if s is Severity.INFO else f'an {s}' if s is Severity.ERROR else f'a {s}'} {w:g}"
                        for s, w in _WEIGHT.items())  # fmt: skip
    polish, broken = " and ".join(sorted(_POLISH)), ", ".join(sorted(_BROKEN))
    grades = ", ".join(f"{grade} from {least}" for least, grade in _GRADES)
    return [
        f"Each finding has a weight: {weights}; those of {polish} count a quarter; n findings of one rule and severity"
        " weigh as much as √n of different rules.",
        f"Quality is 100 · exp(-w / {_QUALITY_SCALE:g}) · (1 - b), where w is the weight of all findings for 1,000"
        f" words; an article of fewer than {_LEAST_WORDS} words is judged as if it had so many.",
        "b is the noise model's probability that the article is broken as a whole, if one in ten are; 0 where the"
        " tier noise did not run. Where it ran, its rules' findings have no weight: they are the same witness.",
        f"Grades by quality: {grades}.",
        f"Noise, from 0 to 1, is 1 - exp(-n / {_NOISE_SCALE:g}) · (1 - m), where n is the weight of the findings of"
        f" {broken} for 100 words, of which an article has at least {_LEAST_WORDS_NOISE}, and m how broken the noise"
        " model finds the article's sentences; 0 where the tier noise did not run.",
    ]


def _counts(findings: Iterable[Finding]) -> Counter[tuple[str, Severity, str]]:
    return Counter((finding.category, finding.severity, finding.rule) for finding in findings)

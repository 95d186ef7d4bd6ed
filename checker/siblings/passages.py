"""Two passages with their words aligned, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from checker.annotations.prose import Prose, Span
from checker.siblings.tokens import Token
from checker.siblings.word_alignment import WordAlignment

Kind = Literal["quantity", "name", "negation", "opposite", "gender", "word"]

REACH = 4
_NAMELY = 0.5  # of a word's uses, so many are names
_CAPITALS = 0.6  # of the words of a headline, so many have one
_FEWEST_CAPITALS = 2
FIRM, SURE, WELL = 0.55, 0.62, 0.72  # of the words with content, so many have a counterpart


class Difference(NamedTuple):
    """A word or a phrase of the first passage and what the second has in its role (an empty span where it has
    nothing, as where a denial is missing). Offsets are those of the two fields. `firm` tells whether the two passages
    surely say the same, so that the difference is no addition of the one."""

    kind: Kind
    start: int
    end: int
    other_start: int
    other_end: int
    firm: bool = True


class Passages(NamedTuple):
    """Two passages with their words aligned."""

    prose: Prose
    spans: Sequence[Span]
    other: Prose
    other_spans: Sequence[Span]
    words: WordAlignment
    copied: bool
    both: float  # how much of the two has a counterpart
    sure: bool  # nothing else comes near either of them


def support(words: WordAlignment, first: tuple[int, int], second: tuple[int, int]) -> float:
    """How much the neighbours of two runs of words (half-open ranges) speak for one role: their aligned neighbours,
    words of function at less than half."""
    total = 0.0
    for i in (*range(first[0] - 1, first[0] - 1 - REACH, -1), *range(first[1], first[1] + REACH)):
        if 0 <= i < len(words.first):
            j = words.to_second[i]
            if j >= 0 and second[0] - REACH <= j < second[1] + REACH:
                side = (i < first[0]) == (j < second[0])
                total += (1.0 if words.first[i].content else 0.4) * (1.0 if side else 0.6)
    return total


def coverage(words: WordAlignment, second: bool = False) -> float:
    """The share of the first (or second) passage's words with content that have a counterpart; a number counts
    where it has one, for a number that differs speaks against no pair."""
    tokens, to = (words.second, words.to_first) if second else (words.first, words.to_second)
    content = [i for i, t in enumerate(tokens) if t.content and (not t.number or to[i] >= 0)]
    return sum(to[i] >= 0 for i in content) / max(1, len(content))


def copied(words: WordAlignment) -> float:
    """The share of the neighbouring words of the first passage that are the same neighbours in the second."""
    steps = max(1, len(words.first) - 1)
    same = 0
    for i, (j, k) in enumerate(pairwise(words.to_second)):
        same += j >= 0 and k == j + 1 and words.first[i].lower == words.second[j].lower
    return same / steps


def run_of(tokens: list[Token], start: int, end: int) -> tuple[int, int]:
    """The half-open range of the tokens in a span."""
    inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def plain_word(token: Token) -> bool:
    """Whether a word is one of the language rather than of a name, whatever its capital says."""
    from checker.lexicon import known, name_share

    return known(token.lower) and name_share(token.lower) < _NAMELY


def headline(tokens: Sequence[Token]) -> bool:
    """Whether even plain words have a capital, so that names do not stand out."""
    words = [t for t in tokens[1:] if t.content and not t.number and plain_word(t)]
    return sum(t.text[0].isupper() for t in words) > _CAPITALS * max(_FEWEST_CAPITALS, len(words))

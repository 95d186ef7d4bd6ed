"""Which sentences of a sibling say what a sentence of the article says.

Near copies and translations tell the story in the same order: there the best path is found by dynamic programming with
steps of one to one, one to two, two to one and none, scored by the vectors of the sentences, the vector of several
being their sum (Thompson and Koehn, "Vecalign: Improved Sentence Alignment in Linear Time and Space", 2019). Other
articles on the same event tell it in their own order: there each sentence is paired with the nearest one, and with the
neighbour of that one where the two together are nearer still.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

LEAST = 0.45
"""Cosine below which two sentences are not paired."""
_LEAST_LONE = 0.35  # where the two texts are one sentence each, as headlines are, and there is no other
_MOST_JOINED = 3  # sentences
_FEW = 3  # sentences that may be one sentence in the other text
_GAIN = 0.02  # by so much a second sentence must bring the vectors nearer
_LARGEST = 60_000  # pairs of sentences that the dynamic program may look at
_SKIP = 0.3  # what leaving out a sentence costs, as much as a cosine of 0.6 gains over two of them
_MONOTONE = 0.8  # of the near pairs, so many follow each other in both texts


class Pair(NamedTuple):
    """Sentences of the article and of the sibling that say the same, as half-open ranges, how near they are (the cosine
    of the angle between their vectors), and by how much the nearest others of either text are farther (the margin of
    Artetxe and Schwenk, "Margin-based Parallel Corpus Mining", 2019, as a difference)."""

    first: int
    last: int
    other_first: int
    other_last: int
    score: float
    margin: float = 1.0


def align(ours: Vectors, theirs: Vectors) -> list[Pair]:
    """Pairs sentences, by vectors of unit length, a row each; in the order of the article. A sentence of the article
    is in one pair at the most, one of the sibling may be in several where the texts do not run in parallel."""
    if not len(ours) or not len(theirs):
        return []
    likeness = ours @ theirs.T
    if likeness.size == 1 and _LEAST_LONE <= float(likeness[0, 0]) < LEAST:
        return [Pair(0, 1, 0, 1, float(likeness[0, 0]), float(likeness[0, 0]))]
    if max(len(ours), len(theirs)) in range(2, _FEW + 1) and min(len(ours), len(theirs)) == 1:
        together = _cosine(ours.sum(axis=0), theirs.sum(axis=0))
        if together > float(likeness.max()) - _GAIN and together >= LEAST:
            return [Pair(0, len(ours), 0, len(theirs), together)]
    in_order = likeness.size <= _LARGEST and _parallel(likeness)
    pairs = _in_order(ours, theirs, likeness) if in_order else _nearest(ours, theirs, likeness)
    return [pair._replace(margin=_margin(pair, likeness)) for pair in pairs]


def _margin(pair: Pair, likeness: Vectors) -> float:
    rows, columns = likeness[pair.first : pair.last], likeness[:, pair.other_first : pair.other_last]
    others = [
        part.max()
        for part in (
            rows[:, : pair.other_first],
            rows[:, pair.other_last :],
            columns[: pair.first],
            columns[pair.last :],
        )
        if part.size
    ]
    return pair.score - float(max(others, default=0.0))


def _parallel(likeness: Vectors) -> bool:
    """Whether the sentences that are surely paired come in the same order in both texts."""
    best, back = likeness.argmax(axis=1), likeness.argmax(axis=0)
    sure = [(i, int(j)) for i, j in enumerate(best) if back[j] == i and likeness[i, j] > 0.6]
    if len(sure) < 4 or 2 * len(sure) < min(likeness.shape):
        return False
    rising = sum(b[1] > a[1] for a, b in pairwise(sure))
    return rising >= _MONOTONE * (len(sure) - 1)


def _cosine(a: Vectors, b: Vectors) -> float:
    """The cosine of two sums of vectors."""
    import numpy as np

    return float(a @ b / max(1e-9, float(np.linalg.norm(a)) * float(np.linalg.norm(b))))


def _nearest(ours: Vectors, theirs: Vectors, likeness: Vectors) -> list[Pair]:
    pairs = []
    for i, j in enumerate(likeness.argmax(axis=1).tolist()):
        score, first, last = float(likeness[i, j]), j, j + 1
        for other in (j - 1, j + 1):
            if 0 <= other < len(theirs) and likeness[i, other] > LEAST / 2:
                together = _cosine(ours[i], theirs[j] + theirs[other])
                if together > score + _GAIN:
                    score, first, last = together, min(j, other), max(j, other) + 1
        if score >= LEAST:
            pairs.append(Pair(i, i + 1, first, last, score))
    return _joined(pairs, ours, theirs)


def _joined(pairs: list[Pair], ours: Vectors, theirs: Vectors) -> list[Pair]:
    """Pairs of neighbouring sentences with the same counterpart made one, where together they are nearer to it."""
    joined: list[Pair] = []
    for pair in pairs:
        before = joined[-1] if joined else None
        if before and before.last == pair.first and pair.last - before.first <= _MOST_JOINED:
            low, high = min(before.other_first, pair.other_first), max(before.other_last, pair.other_last)
            overlap = before.other_first < pair.other_last and pair.other_first < before.other_last
            if overlap and high - low <= 2:
                score = _cosine(ours[before.first : pair.last].sum(axis=0), theirs[low:high].sum(axis=0))
                if score > max(before.score, pair.score) + _GAIN:
                    joined[-1] = Pair(before.first, pair.last, low, high, score)
                    continue
        joined.append(pair)
    return joined


_STEPS = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))


def _in_order(ours: Vectors, theirs: Vectors, likeness: Vectors) -> list[Pair]:
    n, m = likeness.shape
    near = likeness.tolist()
    two_theirs = [[_cosine(ours[i], theirs[j] + theirs[j + 1]) for j in range(m - 1)] for i in range(n)]
    two_ours = [[_cosine(ours[i] + ours[i + 1], theirs[j]) for j in range(m)] for i in range(n - 1)]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    came: list[list[tuple[int, int]]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if not i and not j:
                continue
            top, step = -1e9, (1, 0)
            for a, b in _STEPS:
                if i < a or j < b:
                    continue
                if a and b:
                    score = (
                        near[i - 1][j - 1] if a == b else two_theirs[i - 1][j - 2] if b == 2 else two_ours[i - 2][j - 1]
                    )
                    gain = score * (a + b) / 2 - (0.1 if a != b else 0.0)
                else:
                    gain = _SKIP / 2
                if best[i - a][j - b] + gain > top:
                    top, step = best[i - a][j - b] + gain, (a, b)
            best[i][j], came[i][j] = top, step
    pairs = []
    i, j = n, m
    while i or j:
        a, b = came[i][j]
        if a and b:
            score = _cosine(ours[i - a : i].sum(axis=0), theirs[j - b : j].sum(axis=0))
            if score >= LEAST:
                pairs.append(Pair(i - a, i, j - b, j, score))
        i, j = i - a, j - b
    return pairs[::-1]

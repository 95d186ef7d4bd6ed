"""The same look-up as `candidates.Terms`, over arrays that may lie on disk: for more articles than memory holds.

An article is a number from 0, in the order of the digests of the texts; a term is a number from 0, in the order of the
terms that more than one article has. Terms that one article alone has are -1: they weigh in its vector, and lead
nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from checker.siblings.candidates import LOOKED_UP, NEXT_IN_TIME, WEIGHED_TERMS, WINDOW_DAYS, Weighed, weigh
from checker.siblings.find import CANDIDATES, WORTH_READING, days_between
from checker.siblings.likeness import WITHOUT_LEADS, Facts, compare
from checker.siblings.traits import Traits

PAIRS = np.dtype([("i", "<i4"), ("j", "<i4"), ("terms", "<f8"), ("rarest", "<f8"), ("days", "<f8")])
"""Two articles, i < j, and the facts of them but for their leads."""

# Behind all others in a term's postings.
_UNDATED = np.iinfo(np.int32).max
# Facts are computed from dictionaries, of which so many are kept: an article's neighbours are near in time, too.
_KEPT = 2_000
# So many postings are sorted at once.
_AT_ONCE = 4_000_000


class Vectors(NamedTuple):
    """The heaviest terms of n articles: `terms` and `weights` (n, 100), the heaviest first, and `length` (n), how many
    there are of each."""

    terms: NDArray[np.int32]
    weights: NDArray[np.float64]
    length: NDArray[np.uint8]


class Index(NamedTuple):
    """All that a look-up needs, of n articles and t terms.

    `day` (n) is the day of each article as an ordinal, 0 where it has none; `rarity` (t) is how rare each term is. The
    postings of term k are `article`, `when` and `weight` from `start[k]` to `start[k + 1]`, in the order of the days,
    those without a day behind the others.
    """

    day: NDArray[np.int32]
    vectors: Vectors
    rarity: NDArray[np.float64]
    start: NDArray[np.int64]
    article: NDArray[np.int32]
    when: NDArray[np.int32]
    weight: NDArray[np.float64]


def vectors_of(
    traits: Sequence[Traits], number: Callable[[str], int], having: Callable[[str], int], articles: int
) -> Vectors:
    """The vectors of some articles: `number` is that of a term, -1 for one that a single article has; `having` says
    how many of all `articles` have it."""
    shape = (len(traits), WEIGHED_TERMS)
    made = Vectors(np.full(shape, -1, np.int32), np.zeros(shape), np.zeros(len(traits), np.uint8))
    for row, one in enumerate(traits):
        weights = weigh(one, having, articles).weights
        count = len(weights)
        made.terms[row, :count] = [number(term) for term in weights]
        made.weights[row, :count] = list(weights.values())
        made.length[row] = count
    return made


def add_postings(index: Index) -> None:
    """Fills the postings of an index, whose `start` says how many each term has. Sorts a few million at a time."""
    terms, weights = index.vectors.terms, index.vectors.weights
    first, count = 0, len(index.rarity)
    while first < count:
        low = int(index.start[first])
        last = int(np.searchsorted(index.start, low + _AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), count)
        parts = []
        for at in range(0, len(terms), _AT_ONCE // 100):
            some = np.asarray(terms[at : at + _AT_ONCE // 100, :LOOKED_UP])
            rows, columns = np.nonzero((some >= first) & (some < last))
            parts.append((some[rows, columns], (rows + at).astype(np.int32), weights[rows + at, columns]))
        term, article, weight = (np.concatenate(each) for each in zip(*parts, strict=True))
        when = np.asarray(index.day)[article]
        when[when == 0] = _UNDATED
        order = np.lexsort((article, when, term))
        place = slice(low, int(index.start[last]))
        index.article[place], index.when[place], index.weight[place] = article[order], when[order], weight[order]
        first = last


def postings_count(terms: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """How many of some articles lead from each of `count` terms."""
    looked_up = terms[:, :LOOKED_UP]
    return np.bincount(looked_up[looked_up >= 0], minlength=count)


class Lookup:
    """Finds an article's nearest, and compares two."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._weighed = lru_cache(_KEPT)(self._made)

    def pairs(self, articles: Iterable[int]) -> NDArray[np.void]:
        """The pairs of these articles with their nearest that are worth reading on, as PAIRS; a pair of two of them
        comes once."""
        near = {(min(i, j), max(i, j)) for i in articles for j in self.near(i, CANDIDATES)}
        facts = ((i, j, self.facts(i, j)) for i, j in sorted(near))
        likely = [(i, j, *known[:3]) for i, j, known in facts if WITHOUT_LEADS.likelihood(known) >= WORTH_READING]
        return np.array(likely, PAIRS)

    def near(self, i: int, most: int) -> list[int]:
        """The articles that share most with one, the nearest first; as `Terms.near` finds them."""
        index = self._index
        day, terms = int(index.day[i]), index.vectors.terms[i, :LOOKED_UP].tolist()
        articles, shares = [], []
        for term, weight in zip(terms, index.vectors.weights[i, :LOOKED_UP].tolist(), strict=True):
            if term >= 0:
                for first, last in self._places(term, day):
                    articles.append(index.article[first:last])
                    shares.append(weight * index.weight[first:last])
        if not articles:
            return []
        found, which = np.unique(np.concatenate(articles), return_inverse=True)
        # It adds in the order of the terms, the heaviest first, so that the sums are those of Terms to the last bit.
        shared = np.bincount(which, np.concatenate(shares))
        order = np.lexsort((found, -shared))[: most + 1]
        return [j for j in found[order].tolist() if j != i][:most]

    def _places(self, term: int, day: int) -> Iterator[tuple[int, int]]:
        """Where the postings are that a term leads to."""
        start, end = int(self._index.start[term]), int(self._index.start[term + 1])
        bounds = np.array((day - WINDOW_DAYS, day + WINDOW_DAYS + 1, day, _UNDATED), np.int32)  # as the days: no copy
        first, last, middle, dated = np.searchsorted(self._index.when[start:end], bounds).tolist()
        if not day:
            first, last = 0, dated if end - start <= NEXT_IN_TIME else 0
        elif last - first > NEXT_IN_TIME:
            first, last = max(first, middle - NEXT_IN_TIME // 2), min(last, middle + NEXT_IN_TIME // 2)
        if first < last:
            yield start + first, start + last
        if 0 < end - start - dated <= NEXT_IN_TIME:
            yield start + dated, end

    def facts(self, i: int, j: int) -> Facts:
        """The facts of two articles, i < j, but for their leads."""
        days = days_between(int(self._index.day[i]), int(self._index.day[j]))
        return compare(self._weighed(i), self._weighed(j), days)

    def _made(self, i: int) -> Weighed:
        vectors = self._index.vectors
        count = int(vectors.length[i])
        terms = vectors.terms[i, :count]
        # A term that no other article has gets a name that none has.
        names = [str(term) if term >= 0 else f"{i} {at}" for at, term in enumerate(terms.tolist())]
        rarity = self._index.rarity[terms].tolist() if len(self._index.rarity) else [0.0] * count
        weights = vectors.weights[i, :count].tolist()
        return Weighed(dict(zip(names, weights, strict=True)), dict(zip(names, rarity, strict=True)))

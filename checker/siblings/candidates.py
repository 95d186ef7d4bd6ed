"""Which articles may be on one event: those that share rare terms within days. Nearly linear in their number."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from checker.siblings.traits import Traits, usual_share

WINDOW_DAYS = 14
"""Two articles whose dates are further apart are not compared."""
# How much the usual share of a term weighs against what these articles show: as much as this many articles.
_PRIOR_ARTICLES = 2_000
_MOST_WEIGHT = 7.0
_LEAST_WEIGHT = 1.6
WEIGHED_TERMS = 100
"""So many of an article's terms, the heaviest, have a weight."""
LOOKED_UP = 40
"""Only an article's most telling terms are looked up, ..."""
NEXT_IN_TIME = 100
"""... and of a term's articles only those next to it in time."""


class Weighed(NamedTuple):
    """An article's terms with their weights in a vector of length 1, the heaviest first, and how rare each is."""

    weights: dict[str, float]
    rarity: dict[str, float]


class Terms:
    """The terms of a set of articles, and where to find each."""

    def __init__(self, traits: Sequence[Traits]) -> None:
        self._days = [one.day for one in traits]
        self._articles = len(traits)
        self._shared_by = Counter(term for one in traits for term in one.terms)
        self.weighed = [self.weigh(one) for one in traits]
        self._dated: dict[str, list[tuple[int, int]]] = {}
        self._undated: dict[str, list[int]] = {}
        for i, weighed in enumerate(self.weighed):
            for term in list(weighed.weights)[:LOOKED_UP]:
                if self._days[i]:
                    self._dated.setdefault(term, []).append((self._days[i], i))
                else:
                    self._undated.setdefault(term, []).append(i)
        for places in self._dated.values():
            places.sort()

    def weigh(self, traits: Traits, new: frozenset[str] = frozenset()) -> Weighed:
        """An article's terms weighed by what these articles have in common, and with them one that is not among them
        and has the terms `new`."""
        return weigh(traits, lambda term: self._shared_by[term] + (term in new), self._articles + bool(new))

    def near(self, weighed: Weighed, day: int, most: int, but: int = -1) -> list[int]:
        """The articles that share most with one, the nearest first, `but` one."""
        found: dict[int, float] = {}
        for term, weight in list(weighed.weights.items())[:LOOKED_UP]:
            for i in self._places(term, day):
                found[i] = found.get(i, 0.0) + weight * self.weighed[i].weights[term]
        found.pop(but, None)
        return sorted(found, key=lambda i: (-found[i], i))[:most]

    def _places(self, term: str, day: int) -> list[int]:
        undated = self._undated.get(term, [])
        dated = self._dated.get(term, [])
        if day:
            first = bisect_left(dated, (day - WINDOW_DAYS, -1))
            last = bisect_left(dated, (day + WINDOW_DAYS + 1, -1))
            if last - first > NEXT_IN_TIME:
                middle = bisect_left(dated, (day, -1))
                first, last = max(first, middle - NEXT_IN_TIME // 2), min(last, middle + NEXT_IN_TIME // 2)
        else:
            first, last = 0, len(dated) if len(dated) + len(undated) <= NEXT_IN_TIME else 0
        places = [i for _, i in dated[first:last]]
        return places + undated if len(undated) <= NEXT_IN_TIME else places


def weigh(traits: Traits, having: Callable[[str], int], articles: int) -> Weighed:
    """An article's terms weighed by what it and others have in common: `having` says of a term how many of all
    `articles` have it."""
    rarity = {}
    for term in traits.terms:
        rare = rareness(term, having(term), articles)
        if rare is not None:
            rarity[term] = rare
    counts = dict(zip(traits.terms, traits.counts, strict=True))
    heavy = sorted((-(1 + math.log(counts[term])) * rare, term) for term, rare in rarity.items())[:WEIGHED_TERMS]
    length = math.sqrt(sum(weight * weight for weight, _ in heavy)) or 1.0
    return Weighed({term: -weight / length for weight, term in heavy}, rarity)


def rareness(term: str, having: int, articles: int) -> float | None:
    """How rare a term is that so many of all `articles` have; None where it is too common to tell anything."""
    rare = -math.log((having + _PRIOR_ARTICLES * usual_share(term)) / (articles + _PRIOR_ARTICLES))
    return min(rare, _MOST_WEIGHT) if rare >= _LEAST_WEIGHT else None

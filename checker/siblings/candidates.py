"""Which articles may be on one event: those that share rare terms within days. Nearly linear in their number."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from checker.siblings.traits import Traits, usual_share

WINDOW_DAYS = 14
"""Two articles whose dates are further apart are not compared."""
# How much the usual share of a term weighs against what these articles show: as much as this many articles.
_PRIOR_ARTICLES = 2_000
_MOST_WEIGHT = 7.0
_LEAST_WEIGHT = 1.6
_WEIGHED_TERMS = 100
# Only an article's most telling terms are looked up, and of a term's articles only those next to it in time.
_LOOKED_UP = 40
_NEXT_IN_TIME = 100


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
            for term in list(weighed.weights)[:_LOOKED_UP]:
                if self._days[i]:
                    self._dated.setdefault(term, []).append((self._days[i], i))
                else:
                    self._undated.setdefault(term, []).append(i)
        for places in self._dated.values():
            places.sort()

    def weigh(self, traits: Traits, new: frozenset[str] = frozenset()) -> Weighed:
        """An article's terms weighed by what these articles have in common, and with them one that is not among them
        and has the terms `new`."""
        rarity = {}
        articles = self._articles + bool(new)
        for term in traits.terms:
            having = self._shared_by[term] + (term in new)
            share = (having + _PRIOR_ARTICLES * usual_share(term)) / (articles + _PRIOR_ARTICLES)
            if -math.log(share) >= _LEAST_WEIGHT:
                rarity[term] = min(-math.log(share), _MOST_WEIGHT)
        counts = dict(zip(traits.terms, traits.counts, strict=True))
        heavy = sorted((-(1 + math.log(counts[term])) * rare, term) for term, rare in rarity.items())[:_WEIGHED_TERMS]
        length = math.sqrt(sum(weight * weight for weight, _ in heavy)) or 1.0
        return Weighed({term: -weight / length for weight, term in heavy}, rarity)

    def near(self, weighed: Weighed, day: int, most: int, but: int = -1) -> list[int]:
        """The articles that share most with one, the nearest first, `but` one."""
        found: dict[int, float] = {}
        for term, weight in list(weighed.weights.items())[:_LOOKED_UP]:
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
            if last - first > _NEXT_IN_TIME:
                middle = bisect_left(dated, (day, -1))
                first, last = max(first, middle - _NEXT_IN_TIME // 2), min(last, middle + _NEXT_IN_TIME // 2)
        else:
            first, last = 0, len(dated) if len(dated) + len(undated) <= _NEXT_IN_TIME else 0
        places = [i for _, i in dated[first:last]]
        return places + undated if len(undated) <= _NEXT_IN_TIME else places

"""`linkage.linked` over arrays of links: the same groups, found part by part, so that memory holds one at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from checker.siblings.candidates import WINDOW_DAYS
from checker.siblings.linkage import BEST_LINKS, LEAST_AVERAGE, linked


def groups_of(
    day: NDArray[np.int32], i: NDArray[np.int32], j: NDArray[np.int32], likelihood: NDArray[np.float64]
) -> Iterator[list[int]]:
    """The groups of two articles and more, each in rising order. `day` has the day of each article, 0 where it has
    none; each pair `i` < `j` comes once, with its likelihood.

    Two groups join only where their links average `LEAST_AVERAGE`, so at least one of these is as likely: no group
    reaches beyond what such links connect, and each connected part is grouped by itself. Links between parts count
    nowhere, but for what is an article's best.
    """
    best = _best(len(day), i, j, likelihood)
    i, j, likelihood = i[best], j[best], likelihood[best]
    part = _parts(len(day), i, j, likelihood >= LEAST_AVERAGE)
    inside = part[i] == part[j]
    i, j, likelihood = i[inside], j[inside], likelihood[inside]
    order = np.argsort(part[i], kind="stable")
    i, j, likelihood = i[order], j[order], likelihood[order]
    bounds = np.flatnonzero(np.diff(part[i])) + 1
    for some in np.split(np.arange(len(i)), bounds) if len(i) else ():
        members = np.unique((i[some], j[some]))
        one, other = np.searchsorted(members, i[some]).tolist(), np.searchsorted(members, j[some]).tolist()
        links = dict(zip(zip(one, other, strict=True), likelihood[some].tolist(), strict=True))
        for group in linked(day[members].tolist(), links, WINDOW_DAYS):
            if len(group) > 1:
                yield members[group].tolist()


def _best(count: int, i: NDArray[np.int32], j: NDArray[np.int32], likelihood: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which links are among the best of either end."""
    best = np.zeros(len(i), np.bool_)
    ends, others = np.concatenate((i, j)), np.concatenate((j, i))
    order = np.lexsort((others, -np.concatenate((likelihood, likelihood)), ends))
    start = np.searchsorted(ends[order], np.arange(count))
    place = np.arange(len(order)) - start[ends[order]]
    best[order[place < BEST_LINKS] % max(len(i), 1)] = True
    return best


def _parts(count: int, i: NDArray[np.int32], j: NDArray[np.int32], likely: NDArray[np.bool_]) -> NDArray[np.int32]:
    """For each article the least one that likely links connect it with."""
    part = np.arange(count, dtype=np.int32)

    def root(one: int) -> int:
        while part[one] != one:
            part[one] = one = int(part[part[one]])
        return one

    for one, other in zip(i[likely].tolist(), j[likely].tolist(), strict=True):
        low, high = sorted((root(one), root(other)))
        part[high] = low
    return np.array([root(one) for one in range(count)], np.int32)

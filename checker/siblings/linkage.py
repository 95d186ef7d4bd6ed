"""Groups from links: each article's best links, then average linkage over what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

BEST_LINKS = 3
"""With three, two groups on neighbouring events stay apart, because each member finds its three within its own."""
LEAST_AVERAGE = 0.5
"""Two groups join only if the links between them average this."""
# Of two groups the smaller has at least this share of its members linked to the other; missing links count as nothing.
_LINKED_SHARE = 0.5
# The first and the last day of a group without dates.
_LATE, _EARLY = 10_000_000, 0


def linked(days: Sequence[int], links: Mapping[tuple[int, int], float], window: int) -> list[list[int]]:
    """The groups of articles, each in rising order, those of one article among them.

    `days` has the day of each article, 0 where it has none; two groups more than `window` days apart stay apart, or an
    article without a date would join what is years apart. `links` has a likelihood for each pair (i, j), i < j, that
    was compared. Average linkage by a heap: about n log n for n links. The result does not hang on the order of the
    links.
    """
    count = len(days)
    sums = _best(count, links)
    first = [day or _LATE for day in days]
    last = [day or _EARLY for day in days]
    members = [[i] for i in range(count)]
    heap = [(-value, i, j) for i in range(count) for j, (value, _) in sums[i].items() if i < j]
    heapify(heap)

    def average(i: int, j: int) -> float:
        total, known = sums[i].get(j, (0.0, 0))
        return total / max(known, _LINKED_SHARE * min(len(members[i]), len(members[j])), 1)

    while heap and -heap[0][0] >= LEAST_AVERAGE:
        value, i, j = heappop(heap)
        if not members[i] or not members[j] or average(i, j) != -value:
            continue  # one of them has grown since
        if max(first[i], first[j]) - min(last[i], last[j]) > window and _LATE not in (first[i], first[j]):
            continue
        if len(sums[i]) < len(sums[j]):
            i, j = j, i
        members[i] += members[j]
        members[j] = []
        first[i], last[i] = min(first[i], first[j]), max(last[i], last[j])
        del sums[i][j]
        for k, (total, known) in sums[j].items():
            if k != i:
                old, more = sums[i].get(k, (0.0, 0))
                sums[i][k] = sums[k][i] = (old + total, more + known)
                del sums[k][j]
        sums[j] = {}
        for k in sums[i]:
            heappush(heap, (-average(i, k), min(i, k), max(i, k)))
    return sorted(sorted(group) for group in members if group)


def _best(count: int, links: Mapping[tuple[int, int], float]) -> list[dict[int, tuple[float, int]]]:
    """For each article the links that are among the best of either end: the sum of likelihoods, and their number."""
    of: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    for (i, j), value in links.items():
        of[i].append((-value, j))
        of[j].append((-value, i))
    sums: list[dict[int, tuple[float, int]]] = [{} for _ in range(count)]
    for i, mine in enumerate(of):
        for value, j in sorted(mine)[:BEST_LINKS]:
            sums[i][j] = sums[j][i] = (-value, 1)
    return sums

"""From an index to groups: the nearest of each article, the likelihood of each pair, and what they link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from checker.batch.sibling_index import opened
from checker.batch.sibling_rows import Rows
from checker.batch.sibling_steps import Spread, index_in
from checker.siblings.find import ALL_PAIRS
from checker.siblings.grouping import groups_of
from checker.siblings.likeness import WITH_LEADS, Facts
from checker.siblings.postings import PAIRS, Lookup

# So many articles are looked up at once; they are neighbours in time, and so are those that they lead to.
_SEARCHED = 1_000
_JUDGED = 50_000


class Event(NamedTuple):
    """Articles on one event by their numbers, in rising order, and the likelihood of each pair that was compared."""

    articles: list[int]
    likelihood: dict[tuple[int, int], float]


class Links:
    """The pairs of articles that may be on one event, i < j, in rising order, with their likelihoods."""

    def __init__(self, folder: Path, shards: int, table_of: Callable[[int], bytes], rows: Rows, spread: Spread) -> None:
        """`folder` holds the index. Raises ServiceUnavailableError where the encoder cannot be had."""
        self._lookup = Lookup(index_in(opened(folder)))
        self._day = rows.day[rows.first]
        pairs = self._pairs(folder, spread)
        self._leads, self._slot = _leads(folder, shards, table_of, rows, spread, pairs)
        self._key = pairs["i"].astype(np.int64) * max(len(rows.first), 1) + pairs["j"]
        self._likelihood = np.zeros(len(pairs))
        for at in range(0, len(pairs), _JUDGED):
            some = pairs[at : at + _JUDGED]
            self._likelihood[at : at + _JUDGED] = [self._judged(i, j, *facts) for i, j, *facts in some.tolist()]
        self._i, self._j = pairs["i"].copy(), pairs["j"].copy()

    def events(self) -> Iterator[Event]:
        """The groups of two articles and more. In those of up to `find.ALL_PAIRS`, all pairs are compared."""
        for group in groups_of(self._day, self._i, self._j, self._likelihood):
            known = {(i, j): likelihood for i, j, likelihood in self._known(group)}
            if len(group) <= ALL_PAIRS:
                for i, j in combinations(group, 2):
                    if (i, j) not in known:
                        known[i, j] = self._judged(i, j, *self._lookup.facts(i, j)[:3])
            yield Event(group, known)

    def _pairs(self, folder: Path, spread: Spread) -> NDArray[np.void]:
        order = np.argsort(self._day, kind="stable").astype(np.int32)
        parts = (order[at : at + _SEARCHED] for at in range(0, len(order), _SEARCHED))
        found = [pairs for pairs in spread("search", parts, folder) if len(pairs)]
        whole = np.concatenate(found) if found else np.zeros(0, PAIRS)
        key = whole["i"].astype(np.int64) * max(len(order), 1) + whole["j"]
        return whole[np.unique(key, return_index=True)[1]]

    def _known(self, group: list[int]) -> Iterator[tuple[int, int, float]]:
        """The pairs of a group that are linked."""
        members = set(group)
        for i in group:
            for at in range(*np.searchsorted(self._i, (i, i + 1)).tolist()):
                if (j := int(self._j[at])) in members:
                    yield i, j, float(self._likelihood[at])

    def _judged(self, i: int, j: int, terms: float, rarest: float, days: float) -> float:
        alike = float(self._leads[self._slot[i]] @ self._leads[self._slot[j]])
        return WITH_LEADS.likelihood(Facts(terms, rarest, days, alike))


def _leads(
    folder: Path,
    shards: int,
    table_of: Callable[[int], bytes],
    rows: Rows,
    spread: Spread,
    pairs: NDArray[np.void],
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """The vectors of the leads that are to be compared, and where each article's is."""
    read = np.zeros(len(rows.first), np.bool_)
    read[pairs["i"]] = read[pairs["j"]] = True
    slot = np.cumsum(read, dtype=np.int32) - np.int32(1)
    numbers: list[NDArray[Any]] = []

    def parts() -> Iterator[list[str]]:
        for shard in range(shards):
            places, those = rows.those_that_stand(shard)
            if read[those].any():
                numbers.append(those[read[those]])
                table = pq.read_table(pa.BufferReader(table_of(shard)), columns=["lead"], use_threads=False)
                leads = table.take(places[read[those]])["lead"].to_pylist()
                yield [lead.decode("utf-8", "surrogatepass") for lead in leads]

    vectors: NDArray[np.float32] | None = None
    for at, encoded in enumerate(spread("encode", parts())):
        if vectors is None:
            shape = (int(read.sum()), encoded.shape[1])
            vectors = np.lib.format.open_memmap(folder / "leads.npy", "w+", np.float32, shape)
        vectors[slot[numbers[at]]] = encoded
    return np.zeros((0, 0), np.float32) if vectors is None else vectors, slot

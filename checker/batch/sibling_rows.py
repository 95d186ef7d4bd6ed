"""The articles of a corpus as finding siblings counts them: which are copies, and which stand for them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

_COLUMNS = ["row", "id", "digest", "day", "lead", "readable", "siblings"]


class Rows:
    """The articles of all shards, in their order, each with a place from 0.

    Texts that are the same but for white space are one article, with a number in the order of the digests. For each
    place: `number`, -1 where the id was seen before, for such an article is rejected; `day`, 0 where there is none;
    `row`, its place in its shard; `readable`, whether others can be compared with it. `start` has the first place of
    each shard, and how many there are in all. For each number: `first` has the place of its earliest copy, which stands
    for all; `copied` are the numbers that have several. `named` are the siblings that articles name.
    """

    def __init__(self, tables: Iterable[bytes]) -> None:
        """`tables` are those of the shards, of the columns of `sibling_steps.TRAITS`."""
        read = [_read(table) for table in tables]
        self.start = np.cumsum([0, *map(len, read)])
        whole = pa.concat_tables(read)
        self._ids: pa.Array = whole["id"].combine_chunks()
        self.named = Named(whole["siblings"].combine_chunks(), self._ids)
        self.day: NDArray[np.int32] = whole["day"].to_numpy()
        self.row: NDArray[np.int32] = whole["row"].to_numpy()
        self.readable: NDArray[np.bool_] = whole["readable"].to_numpy()
        counted = np.zeros(len(self._ids), np.bool_)
        counted[np.unique(self._ids.dictionary_encode().indices.to_numpy(), return_index=True)[1]] = True
        keys = _keys(whole["digest"].combine_chunks(), whole["lead"].to_numpy(), counted)
        places = np.flatnonzero(counted)
        order = np.lexsort((keys[places, 1], keys[places, 0]))
        self._places = places[order].astype(np.int32)
        new = np.ones(len(order), np.bool_)
        new[1:] = np.any(keys[self._places][1:] != keys[self._places][:-1], axis=1)
        self._bounds = np.append(np.flatnonzero(new), len(order))
        self.number = np.full(len(counted), -1, np.int32)
        self.number[self._places] = np.cumsum(new) - 1
        self.first = self._places[self._bounds[:-1]]
        self.copied: list[int] = np.flatnonzero(np.diff(self._bounds) > 1).tolist()
        for number in self.copied:
            self.first[number] = min(self.copies(number), key=self.age)

    def copies(self, number: int) -> list[int]:
        """The places of an article and of its copies."""
        places: list[int] = self._places[self._bounds[number] : self._bounds[number + 1]].tolist()
        return places

    def id(self, place: int) -> str:
        """The id of the article at a place."""
        told: bytes = self._ids[place].as_py()
        return told.decode("utf-8", "surrogatepass")

    def age(self, place: int) -> tuple[bool, int, str]:
        """What articles are sorted by, the earliest first."""
        day = int(self.day[place])
        return (not day, day, self.id(place))

    def shard(self, place: int) -> int:
        """The shard that an article is from, by its place in the list of all shards."""
        return int(np.searchsorted(self.start, place, side="right")) - 1

    def those_that_stand(self, shard: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The articles of a shard that stand for themselves and their copies: their rows in the shard's table, and
        their numbers."""
        start, end = self.start[shard : shard + 2]
        number = self.number[start:end]
        stands = (number >= 0) & (self.first[number] == np.arange(start, end))
        rows = np.flatnonzero(stands)
        return rows, number[rows]


class Named:
    """The siblings that articles name, by the places of the articles."""

    def __init__(self, names: pa.Array, ids: pa.Array) -> None:
        """`names` are a list for each place, null where it names none; `ids` are those of all places."""
        self._names: pa.Array = names.flatten()
        # Most corpora name none, and need no table of all ids.
        found = pc.index_in(self._names, value_set=ids).fill_null(-1) if len(self._names) else pa.array([], pa.int32())
        self._found: NDArray[np.int32] = found.to_numpy()
        self._bounds = np.cumsum([0, *pc.list_value_length(names).fill_null(0).to_pylist()])

    def between(self, start: int, end: int) -> NDArray[np.bool_]:
        """Whether each article from one place to another names siblings."""
        return np.diff(self._bounds[start : end + 1]) > 0

    def places(self) -> list[int]:
        """The places of the articles that do, rising."""
        places: list[int] = np.flatnonzero(np.diff(self._bounds)).tolist()
        return places

    def of(self, place: int) -> list[int]:
        """The places of those that an article names and that are there, each once, in its order. Of several with one id
        the first is meant."""
        found = self._found[self._bounds[place] : self._bounds[place + 1]].tolist()
        return [other for other in dict.fromkeys(found) if other >= 0 and other != place]

    def absent(self, place: int) -> str | None:
        """The first id that an article names and that is not there."""
        start, end = self._bounds[place : place + 2].tolist()
        at = next((at for at in range(start, end) if self._found[at] < 0), None)
        return None if at is None else self._names[at].as_py().decode("utf-8", "surrogatepass")


def _read(table: bytes) -> pa.Table:
    """The columns of a shard that are held for all; of a lead, whether there is one."""
    some = pq.read_table(pa.BufferReader(table), columns=_COLUMNS, use_threads=False)
    at = some.schema.get_field_index("lead")
    return some.set_column(at, "lead", pc.greater(pc.binary_length(some["lead"]), 0))


def _keys(digests: pa.Array, led: NDArray[np.bool_], counted: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """The digests as two numbers each, which sort as they do. What has no words that lead anywhere, and so no lead, is
    like nothing else."""
    halves = np.frombuffer(digests.buffers()[1], ">u8") if len(digests) else np.zeros(0)
    keys = halves.astype(np.uint64).reshape(-1, 2).copy()
    place = np.cumsum(counted) - 1
    for at in np.flatnonzero(~led).tolist():
        own = (b"%d" % place[at]).ljust(16, b"\0")
        keys[at] = np.frombuffer(own, ">u8").astype(np.uint64)
    return keys

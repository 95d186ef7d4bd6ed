"""The index of all articles of a corpus, in arrays on disk: its terms counted, weighed and sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import DTypeLike, NDArray

from checker.batch.sibling_rows import Rows
from checker.batch.sibling_steps import Arrays, Spread, ToWeigh, index_in
from checker.siblings.candidates import WEIGHED_TERMS, rareness
from checker.siblings.postings import add_postings, postings_count

# So many rows of counts are held before they are summed.
_COUNTS_HELD = 2_000_000


def make_index(folder: Path, shards: int, table_of: Callable[[int], bytes], rows: Rows, spread: Spread) -> None:
    """Writes the arrays of a `postings.Index` of `rows` into a folder; `table_of` answers with the traits of a shard.
    Reads each shard's traits twice, and holds a few bytes of each article and about fifty of each term."""
    terms, having = _terms(shards, table_of, rows)
    ends, letters = np.frombuffer(terms.buffers()[1], np.int32)[: len(terms) + 1], terms.buffers()[2] or b""
    _save(
        folder, term_ends=ends if len(terms) else np.zeros(1, np.int32), term_letters=np.frombuffer(letters, np.uint8)
    )
    articles = len(rows.first)
    strings = (term.decode("utf-8", "surrogatepass") for term in terms.to_pylist())
    rarity = (rareness(term, count, articles) or 0.0 for term, count in zip(strings, having.tolist(), strict=True))
    _save(folder, having=having, all=np.array([articles]), rarity=np.fromiter(rarity, np.float64, len(terms)))
    _save(folder, day=rows.day[rows.first])
    _add_vectors(folder, shards, table_of, rows, spread)
    arrays = opened(folder)
    start = np.zeros(len(terms) + 1, np.int64)
    for at in range(0, articles, 100_000):
        start[1:] += postings_count(arrays["terms"][at : at + 100_000], len(terms))
    _save(folder, start=np.cumsum(start))
    count = int(start.sum())
    for name, kind in (("article", np.int32), ("when", np.int32), ("weight", np.float64)):
        _new(folder, name, (count,), kind)
    add_postings(index_in(opened(folder, writable=True)))


def opened(folder: Path, *, writable: bool = False) -> Arrays:
    """The arrays in a folder, which stay on disk."""
    mode: Any = "r+" if writable else "r"
    return {path.stem: _mapped(path, mode) for path in sorted(folder.glob("*.npy"))}


def _terms(shards: int, table_of: Callable[[int], bytes], rows: Rows) -> tuple[pa.Array, NDArray[np.int32]]:
    """The terms that more than one article has, sorted, and how many have each."""
    held: list[pa.Table] = []
    waiting = 0
    for shard in range(shards):
        some = pq.read_table(pa.BufferReader(table_of(shard)), columns=["terms"], use_threads=False)
        terms = pc.list_flatten(some.take(rows.those_that_stand(shard)[0])["terms"]).combine_chunks()
        counts = terms.value_counts()
        held.append(pa.table({"term": counts.field(0), "count": counts.field(1)}))
        waiting += len(counts)
        if waiting > _COUNTS_HELD:
            held, waiting = [_summed(held)], 0
    whole = _summed(held) if held else pa.table({"term": pa.array([], pa.binary()), "count": pa.array([], pa.int64())})
    whole = whole.filter(pc.greater(whole["count"], 1)).sort_by("term")
    return whole["term"].combine_chunks(), whole["count"].to_numpy().astype(np.int32)


def _summed(counts: Sequence[pa.Table]) -> pa.Table:
    whole = pa.concat_tables(counts).group_by("term", use_threads=False).aggregate([("count", "sum")])
    return whole.rename_columns(["term", "count"])


def _add_vectors(folder: Path, shards: int, table_of: Callable[[int], bytes], rows: Rows, spread: Spread) -> None:
    articles = len(rows.first)
    terms = _new(folder, "terms", (articles, WEIGHED_TERMS), np.int32)
    weights = _new(folder, "weights", (articles, WEIGHED_TERMS), np.float64)
    length = _new(folder, "length", (articles,), np.uint8)
    to_weigh = (ToWeigh(table_of(shard), rows.those_that_stand(shard)[0]) for shard in range(shards))
    for shard, made in enumerate(spread("weigh", to_weigh, folder)):
        numbers = rows.those_that_stand(shard)[1]
        terms[numbers], weights[numbers], length[numbers] = made


def _save(folder: Path, **arrays: NDArray[Any]) -> None:
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


def _new(folder: Path, name: str, shape: tuple[int, ...], kind: DTypeLike) -> NDArray[Any]:
    path = folder / f"{name}.npy"
    if 0 in shape:  # what is empty cannot be mapped
        np.save(path, np.zeros(shape, kind))
        return np.zeros(shape, kind)
    made: NDArray[Any] = np.lib.format.open_memmap(path, "w+", kind, shape)
    return made


def _mapped(path: Path, mode: Any) -> NDArray[Any]:
    with open(path, "rb") as file:
        np.lib.format.read_magic(file)
        shape = np.lib.format.read_array_header_1_0(file)[0]
    array: NDArray[Any] = np.load(path, mmap_mode=None if 0 in shape else mode)
    return array

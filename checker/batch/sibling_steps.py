"""What workers do to find siblings: each step takes a part and answers with values, so that it may run anywhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from checker.article import Article
from checker.batch.files import InputChangedError
from checker.batch.judging import Job
from checker.batch.opening import Opener
from checker.batch.records import Oddities
from checker.batch.shards import Shard
from checker.language import foreign
from checker.printable import encodable
from checker.services.services import Services, silent
from checker.siblings.postings import Index, Lookup, Vectors, vectors_of
from checker.siblings.traits import Traits, traits_of

TRAITS = pa.schema(
    [
        ("row", pa.int32()),
        ("id", pa.binary()),
        ("digest", pa.binary(16)),
        ("day", pa.int32()),
        ("lead", pa.binary()),
        ("terms", pa.list_(pa.binary())),
        ("counts", pa.list_(pa.int32())),
        ("readable", pa.bool_()),
        ("siblings", pa.list_(pa.binary())),
    ]
)
"""The traits of a shard's articles, each with its place among the records; `readable` says whether it is in English, so
that others can be compared with it, `siblings` are the ids that it names, null where it names none. Strings are UTF-8
that may hold lone surrogates."""

# So many characters tell the language.
_TELLING = 3_000

Arrays = Mapping[str, NDArray[Any]]
"""What all workers of a step read: in files that they share, or in memory that a cluster has brought to them."""


class ToWeigh(NamedTuple):
    """The traits of a shard, and which of its rows are to be weighed."""

    table: bytes
    rows: NDArray[np.int64]


class Wanted(NamedTuple):
    """The records of a shard whose texts are wanted, by their places."""

    shard: Shard
    rows: frozenset[int]


class SiblingText(NamedTuple):
    """An article as a sibling: what the rules of the tier "siblings" read of it."""

    id: str
    title: str
    text: str
    source: str | None
    day: int


class Spread(Protocol):
    """A way to have steps done: in this process, in several, on several machines."""

    def __call__(self, step: str, parts: Iterable[Any], arrays: Path | None = None) -> Iterator[Any]:
        """The answers of a step of SiblingWorker on each part, in their order. `arrays` is a folder on this machine of
        arrays that the step reads. Takes no more parts than it can have under way."""
        ...


class SiblingWorker:
    """Does the steps in this process. Its services start when they are first needed."""

    def __init__(self, job: Job, note: Callable[[str], None] = silent) -> None:
        self._services = Services(job.services, note, processes=job.workers)
        self._opener = Opener(job.columns)

    def do(self, step: str, part: Any, arrays: Arrays) -> Any:
        """One step on one part."""
        return getattr(self, step)(part, arrays)

    def gather(self, shard: Shard, _: Arrays) -> bytes | None:
        """The traits of a shard's articles, as the bytes of a Parquet file with the columns of TRAITS; None where it
        does not hold what it held when it was cut."""
        try:
            records = self._opener.records(shard, Oddities())
        except InputChangedError:
            return None
        rows: list[tuple[Any, ...]] = []
        for row, record in enumerate(records):
            if isinstance(record, Article):
                one = traits_of(record)
                readable = not foreign(Article("", record.text[:_TELLING], language=record.language))
                texts = (list(map(_bytes, one.terms)), list(one.counts))
                id_, named = _bytes(encodable(one.id)), record.siblings
                siblings = None if named is None else [_bytes(encodable(name)) for name in named]
                rows.append((row, id_, one.digest, one.day, _bytes(one.lead), *texts, readable, siblings))
        return _table(rows)

    def weigh(self, part: ToWeigh, arrays: Arrays) -> Vectors:
        """The vectors of some articles of a shard."""
        traits = traits_in(part.table, part.rows)
        terms = sorted({term for one in traits for term in one.terms})
        places = pc.index_in(pa.array(map(_bytes, terms), pa.binary()), value_set=vocabulary(arrays))
        number = dict(zip(terms, places.fill_null(-1).to_pylist(), strict=True))
        having = arrays["having"]
        return vectors_of(
            traits, number.__getitem__, lambda t: int(having[number[t]]) if number[t] >= 0 else 1, int(arrays["all"][0])
        )

    def search(self, articles: NDArray[np.int32], arrays: Arrays) -> NDArray[np.void]:
        """The pairs of some articles with their nearest, as `postings.PAIRS`."""
        if self._lookup is None or self._lookup[0] is not arrays:
            self._lookup = arrays, Lookup(index_in(arrays))
        return self._lookup[1].pairs(articles.tolist())

    _lookup: tuple[Arrays, Lookup] | None = None

    def encode(self, leads: list[str], _: Arrays) -> NDArray[np.float32]:
        """The vectors of leads.

        Raises:
            ServiceUnavailableError: the encoder cannot be had.
        """
        return self._services.encoder.encode(leads)

    def texts(self, part: Wanted, _: Arrays) -> list[SiblingText] | None:
        """Some of a shard's articles, in their order; None as `gather`."""
        try:
            records = self._opener.records(part.shard, Oddities())
        except InputChangedError:
            return None
        return [_text(article) for row in sorted(part.rows) if isinstance(article := records[row], Article)]

    def close(self) -> None:
        """Ends the services."""
        self._opener.close()
        self._services.close()


def no_traits() -> bytes:
    """The table of a shard without articles."""
    return _table([])


def _table(rows: Sequence[tuple[Any, ...]]) -> bytes:
    columns = zip(*rows, strict=True) if rows else ((),) * len(TRAITS)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, TRAITS, strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.table(arrays, schema=TRAITS), out, compression="zstd")
    return out.getvalue()


def vocabulary(arrays: Arrays) -> pa.Array:
    """The terms that more than one article has, in their order, where the arrays are."""
    ends, letters = arrays["term_ends"], arrays["term_letters"]
    return pa.Array.from_buffers(pa.binary(), len(ends) - 1, [None, pa.py_buffer(ends), pa.py_buffer(letters)])


def index_in(arrays: Arrays) -> Index:
    """The index that arrays hold."""
    vectors = Vectors(*(arrays[name] for name in Vectors._fields))
    return Index(vectors=vectors, **{name: arrays[name] for name in Index._fields if name != "vectors"})


def traits_in(table: bytes, rows: NDArray[np.int64]) -> list[Traits]:
    """The traits in some rows of a table."""
    some = pq.read_table(pa.BufferReader(table), use_threads=False).take(rows)
    return [
        Traits(
            id=_string(one["id"]),
            digest=one["digest"],
            day=one["day"],
            lead=_string(one["lead"]),
            terms=tuple(map(_string, one["terms"])),
            counts=tuple(one["counts"]),
        )
        for one in some.to_pylist()
    ]


def _text(article: Article) -> SiblingText:
    return SiblingText(
        encodable(article.id),
        encodable(article.title),
        encodable(article.text),
        encodable(article.source) if article.source else None,
        article.date.toordinal() if article.date else 0,
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _string(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")

"""The rows of a Parquet file of any size: never more than a few of them in memory."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import accumulate, repeat
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from checker.batch.files import UnreachableError, explained, filesystem, filesystem_open, is_remote
from checker.batch.lines import LONGEST_LINE, RECORD_COST, SHARD_COST
from checker.batch.shards import Columns

# An article may be long; so few are decoded at once.
_ROWS_AT_ONCE = 32
_BUFFER = 1 << 20
_HASHED_AT_ONCE = 1 << 20
_MOST_NAMES = 20


class RowCut(NamedTuple):
    """A stretch of rows, and about how many bytes of the file it stands for."""

    start: int
    end: int
    size: int


class RowFile:
    """A Parquet file, open."""

    def __init__(self, path: str, columns: Columns) -> None:
        """Raises UnreachableError: it is none, or has no column of texts."""
        self._path = path
        with explained():
            self._file = filesystem_open(path)
            try:
                self._parquet = pq.ParquetFile(self._file, buffer_size=_BUFFER, pre_buffer=False)
            except Exception as error:
                self._file.close()
                raise UnreachableError(f"no Parquet file ({' '.join(str(error).split())[:200]})") from error
        there = self._parquet.schema_arrow.names
        if columns.text not in there:
            self.close()
            raise UnreachableError(
                f"has no column “{columns.text}”, but {listed(there)}; name that of the texts (--text-column)"
            )
        self._columns = [name for name in dict.fromkeys(columns.names().values()) if name in there]
        self._text = columns.text
        self._rows: Iterator[Any] = iter(())
        self._next = -1

    @property
    def names(self) -> list[str]:
        """The names of its columns."""
        return list(map(str, self._parquet.schema_arrow.names))

    @property
    def is_our_own(self) -> bool:
        """Whether it is a table of a report."""
        return b"copydesk" in (self._parquet.schema_arrow.metadata or {})

    def cut(self) -> Iterator[RowCut]:
        """Stretches of rows that cost as much as a shard may."""
        start = row = cost = 0
        size = 0.0
        metadata = self._parquet.metadata
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            if not group.num_rows:
                continue
            stored = sum(group.column(i).total_compressed_size for i in range(group.num_columns)) / group.num_rows
            for length in self._lengths(number, group.num_rows):
                row, cost, size = row + 1, cost + length + RECORD_COST, size + stored
                if cost >= SHARD_COST:
                    yield RowCut(start, row, int(size))
                    start, cost, size = row, 0, 0.0
        if row > start:
            yield RowCut(start, row, int(size))

    def _lengths(self, group: int, rows: int) -> Iterator[int]:
        """How many bytes each text of a row group has; 0 where that cannot be read, which whoever reads it will say.

        What the file says of its sizes is no measure: a text that a thousand rows have may stand in it once.
        """
        known = 0
        with suppress(Exception):
            for batch in self._batches([group], [self._text]):
                lengths = _bytes_long(batch.column(0))
                known += len(lengths)
                yield from lengths
        yield from repeat(0, rows - known)

    def between(self, start: int, end: int) -> Iterator[dict[str, Any] | str]:
        """Each row from one number to another as a record, or why it cannot be read.

        Raises:
            UnreachableError: the file is damaged.
        """
        with explained():
            if self._next != start:
                self._go_to(start)
            for _ in range(start, end):
                record = next(self._rows, None)
                if record is None:
                    return
                self._next += 1
                yield record

    def _go_to(self, start: int) -> None:
        metadata = self._parquet.metadata
        first = 0
        groups = list(range(metadata.num_row_groups))
        while groups and first + metadata.row_group(groups[0]).num_rows <= start:
            first += metadata.row_group(groups.pop(0)).num_rows
        if not first <= self._next <= start:
            self._rows, self._next = self._from(groups), first
        while self._next < start and next(self._rows, None) is not None:
            self._next += 1

    def _from(self, groups: Sequence[int]) -> Iterator[dict[str, Any] | str]:
        if not groups:
            return
        for batch in self._batches(groups, self._columns):
            yield from _records(batch)

    def _batches(self, groups: Sequence[int], columns: list[str]) -> Iterator[Any]:
        return self._parquet.iter_batches(  # type: ignore[no-any-return]
            batch_size=_ROWS_AT_ONCE, row_groups=list(groups), columns=columns, use_threads=False
        )

    def close(self) -> None:
        self._file.close()


def content_of(path: str) -> str:
    """A digest of a file: of its bytes, or of what a store says that they are.

    Raises:
        UnreachableError: it cannot be read.
    """
    if is_remote(path) and (known := _kept_digest(path)):
        return known
    digest = hashlib.blake2b(digest_size=20)
    with explained(), filesystem_open(path) as file:
        while block := file.read(_HASHED_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()


def _kept_digest(path: str) -> str:
    """What the store keeps that is another once the bytes are."""
    with explained():
        system, bare = filesystem(path)
        told = system.info(bare)
    return next((f"{name}-{told[name]}" for name in ("ETag", "etag", "md5Hash", "checksum") if told.get(name)), "")


def _bytes_long(column: Any) -> list[int]:
    """How long each value is, a list as long as its values together; 0 for one that is no string."""
    if pa.types.is_dictionary(column.type):
        lengths = _bytes_long(column.dictionary)
        return [0 if at is None else lengths[at] for at in column.indices.to_pylist()]
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        sums = [0, *accumulate(_bytes_long(column.flatten()))]
        ends = [*accumulate(pc.list_value_length(column).fill_null(0).to_pylist())]
        return [sums[end] - sums[start] for start, end in zip([0, *ends], ends, strict=False)]
    try:
        return pc.binary_length(column).fill_null(0).to_pylist()  # type: ignore[no-any-return]
    except pa.ArrowNotImplementedError:
        return [0] * len(column)


def _records(batch: Any) -> Iterator[dict[str, Any] | str]:
    names = batch.schema.names
    longest = [max(each) for each in zip(*map(_bytes_long, batch.columns), strict=True)]
    if max(longest, default=0) > LONGEST_LINE:
        for row, length in enumerate(longest):
            too_long = f"too big: a value of {length:,} bytes"
            yield too_long if length > LONGEST_LINE else _record(names, batch, row)
        return
    try:
        columns = [column.to_pylist() for column in batch.columns]
    except UnicodeDecodeError:
        yield from (_record(names, batch, row) for row in range(batch.num_rows))
        return
    for values in zip(*columns, strict=True):
        yield _present(zip(names, map(_text, values), strict=True))


def _record(names: Sequence[str], batch: Any, row: int) -> dict[str, Any] | str:
    try:
        return _present((name, _text(column[row].as_py())) for name, column in zip(names, batch.columns, strict=True))
    except UnicodeDecodeError:
        return "not UTF-8"


def _present(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A record of what a row has: a table has each column in every row."""
    return {name: value for name, value in fields if value is not None}


def _text(value: Any) -> Any:
    """The value; bytes, which old writers keep strings as, decoded; none for "not a number", which pandas writes where
    there is none."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if isinstance(value, float) and math.isnan(value) else value


def listed(names: Sequence[str]) -> str:
    """Names of fields as they are told: not all, where there are many."""
    return ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")

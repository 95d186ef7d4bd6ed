"""The rows of a Parquet file of any size: never more than a few of them in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from checker.batch.files import UnreachableError, explained, filesystem, filesystem_open, is_remote
from checker.batch.lines import RECORD_COST, SHARD_COST
from checker.batch.shards import Columns

# An article may be long; so few are decoded at once.
_ROWS_AT_ONCE = 32
_BUFFER = 1 << 20
_HASHED_AT_ONCE = 1 << 20


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
            names = ", ".join(there[:20]) + (", …" if len(there) > 20 else "")
            self.close()
            raise UnreachableError(
                f"has no column “{columns.text}”, but {names}; name that of the texts (--text-column)"
            )
        wanted = (columns.text, columns.id, columns.title, columns.source, columns.date, columns.language)
        self._columns = [name for name in dict.fromkeys(wanted) if name in there]
        self._text = columns.text
        self._rows: Iterator[Any] = iter(())
        self._next = -1

    @property
    def is_our_own(self) -> bool:
        """Whether it is a table of a report."""
        return b"copydesk" in (self._parquet.schema_arrow.metadata or {})

    def cut(self) -> Iterator[RowCut]:
        """Stretches of rows that cost as much as a shard may."""
        start = row = size = 0
        cost = 0.0
        metadata = self._parquet.metadata
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            if not group.num_rows:
                continue
            chunks = [group.column(i) for i in range(group.num_columns)]
            texts = sum(c.total_uncompressed_size for c in chunks if c.path_in_schema.split(".")[0] == self._text)
            each = texts / group.num_rows + RECORD_COST
            stored = sum(c.total_compressed_size for c in chunks) / group.num_rows
            last = row + group.num_rows
            while row < last:
                take = min(last - row, max(1, int((SHARD_COST - cost) / each)))
                row, cost, size = row + take, cost + take * each, size + int(take * stored)
                if cost >= SHARD_COST - each:
                    yield RowCut(start, row, size)
                    start, cost, size = row, 0.0, 0
        if row > start:
            yield RowCut(start, row, size)

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
        for batch in self._parquet.iter_batches(
            batch_size=_ROWS_AT_ONCE, row_groups=list(groups), columns=self._columns, use_threads=False
        ):
            yield from _records(batch)

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


def _records(batch: Any) -> Iterator[dict[str, Any] | str]:
    names = batch.schema.names
    try:
        columns = [column.to_pylist() for column in batch.columns]
    except UnicodeDecodeError:
        yield from (_record(names, batch, row) for row in range(batch.num_rows))
        return
    for values in zip(*columns, strict=True):
        yield dict(zip(names, map(_text, values), strict=True))


def _record(names: Sequence[str], batch: Any, row: int) -> dict[str, Any] | str:
    try:
        return {name: _text(column[row].as_py()) for name, column in zip(names, batch.columns, strict=True)}
    except UnicodeDecodeError:
        return "not UTF-8"


def _text(value: Any) -> Any:
    """The value; bytes, which old writers keep strings as, decoded."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value

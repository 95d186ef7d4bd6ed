"""Puts the tables of the shards together, in the order of the corpus. What is held is one shard and one row group."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from checker.batch.duplicates import duplicates
from checker.batch.kept import DamagedShardError, Done, KeptShard
from checker.batch.store import Store
from checker.batch.tables import ARTICLES, FINDINGS, REJECTED
from checker.errors import WriteError

TABLES = ("articles.parquet", "findings.parquet", "rejected.parquet")
_ROWS_IN_GROUP = 5_000
_DUPLICATE = "duplicate id: an earlier article has it"


def merge(store: Store, names: Sequence[str], folder: Path) -> list[Done]:
    """Writes the tables of a report into a folder, from the shards of these names in the store; returns what is known
    of each shard.

    Raises:
        DamagedShardError: a shard is not what was written; its name is the error's.
        WriteError: the disk takes no more.
    """
    try:
        return _merged(store, names, folder)
    except (OSError, pa.ArrowException) as error:
        raise WriteError(str(folder), f"could not be written ({error})") from error


def _merged(store: Store, names: Sequence[str], folder: Path) -> list[Done]:
    later = duplicates((batch for _, batch in _batches(store, names, "articles", ["id"])), folder)
    facts: list[Done] = []
    with ExitStack() as stack:
        articles, findings, rejected = (
            stack.enter_context(_Table(folder / name, schema))
            for name, schema in zip(TABLES, (ARTICLES, FINDINGS, REJECTED), strict=True)
        )
        place, at = 0, next(later, None)
        for name in names:
            with _opened(store, name) as file:
                shard = KeptShard(name, file)
                facts.append(shard.done)
                again: list[dict[str, Any]] = []
                for batch in shard.batches("articles"):
                    keep = [True] * batch.num_rows
                    while at is not None and at < place + batch.num_rows:
                        keep[at - place] = False
                        at = next(later, None)
                    place += batch.num_rows
                    if not all(keep):
                        again += batch.filter(pa.array([not k for k in keep])).select(_PLACE).to_pylist()
                        batch = batch.filter(pa.array(keep))
                    articles.add(batch)
                rows = pa.array([each["row"] for each in again], pa.int32())
                for batch in shard.batches("findings"):
                    findings.add(batch.filter(pc.invert(pc.is_in(batch["row"], rows))) if again else batch)
                if not again:
                    for batch in shard.batches("rejected"):
                        rejected.add(batch)
                else:
                    bad = [row for batch in shard.batches("rejected") for row in batch.to_pylist()]
                    bad += [each | {"reason": _DUPLICATE} for each in again]
                    rejected.add(pa.RecordBatch.from_pylist(sorted(bad, key=lambda row: row["row"]), rejected.incoming))
    return facts


_PLACE = ["row", "path", "line", "id"]


def _batches(store: Store, names: Sequence[str], table: str, columns: list[str]) -> Iterator[tuple[str, Any]]:
    for name in names:
        with _opened(store, name) as file:
            for batch in KeptShard(name, file).batches(table, columns):
                yield name, batch


@contextmanager
def _opened(store: Store, name: str) -> Iterator[BinaryIO]:
    try:
        with store.opened(name) as file:
            yield file
    except FileNotFoundError as error:
        raise DamagedShardError(name) from error


class _Table:
    """A table of the report while it is written: row groups of one size, whatever the shards."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path = path
        self._schema = schema.with_metadata({"copydesk": path.stem})
        self.incoming = schema.insert(0, pa.field("row", pa.int32()))
        self._held: list[Any] = []
        self._rows = 0

    def __enter__(self) -> _Table:
        self._file = open(self._path, "wb")
        self._writer = pq.ParquetWriter(self._file, self._schema, compression="zstd")
        return self

    def add(self, batch: Any) -> None:
        """Adds rows of a shard, without the column `row`."""
        self._held.append(batch.drop_columns(["row"]))
        self._rows += batch.num_rows
        while self._rows >= _ROWS_IN_GROUP:
            self._write(_ROWS_IN_GROUP)

    def _write(self, rows: int) -> None:
        table = pa.Table.from_batches(self._held, self._schema.remove_metadata()).combine_chunks()
        self._writer.write_table(table.slice(0, rows).replace_schema_metadata(self._schema.metadata), rows)
        rest = table.slice(rows)
        self._held, self._rows = rest.to_batches() if rest.num_rows else [], rest.num_rows

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                if self._rows:
                    self._write(self._rows)
                self._writer.close()
                self._file.flush()
                os.fsync(self._file.fileno())
        finally:
            with suppress(Exception):  # it writes its end when it goes, even where the disk has no room for that
                self._writer.close()
            self._file.close()

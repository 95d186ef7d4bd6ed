"""The tables of a shard as one file: an archive of Parquet files, so that they are there all at once or not at all, and
a damaged one is noticed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from checker.batch.records import Oddity
from checker.batch.store import STATE

FOLDER = f"{STATE}/shards"
_SUFFIX = ".zip"
_INCOMPLETE = ".incomplete.zip"
_FACTS = "facts.json"
_ROWS_AT_ONCE = 2000


class Done(msgspec.Struct, frozen=True):
    """A shard whose tables are kept, and what is known of them: how many rows they have, how many characters the texts
    of the articles. `notes` are what was odd, by kind; `defects` count the failures of rules by rule. `missing` are
    tiers that could not run, with the reason; unless `complete`, something could not be judged, and a later run tries
    again.
    """

    number: int
    key: str
    articles: int
    findings: int
    rejected: int
    characters: int
    notes: dict[str, Oddity] = {}
    defects: dict[str, int] = {}
    missing: dict[str, str] = {}
    complete: bool = True


class ShardTables(NamedTuple):
    """The tables of a shard, each the bytes of a Parquet file with the column `row`."""

    articles: bytes
    findings: bytes
    rejected: bytes


def name_of(key: str, *, complete: bool = True) -> str:
    """The name that the tables of a shard have in the store."""
    return f"{FOLDER}/{key}{_SUFFIX if complete else _INCOMPLETE}"


def finished_keys(names: Iterable[str]) -> set[str]:
    """The keys of the shards that are finished, by the names in the folder of shards."""
    return {name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX) and not name.endswith(_INCOMPLETE)}


def packed(tables: ShardTables, done: Done) -> bytes:
    """The archive. The number of the shard is left out, so that it may stand elsewhere another time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in tables._asdict().items():
            archive.writestr(zipfile.ZipInfo(f"{name}.parquet"), data)
        archive.writestr(zipfile.ZipInfo(_FACTS), msgspec.json.encode(msgspec.structs.replace(done, number=0)))
    return out.getvalue()


class KeptShard:
    """An archive of a shard's tables, open."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        """`name` is that of the file in the store. Raises DamagedShardError."""
        self._name = name
        try:
            self._archive = zipfile.ZipFile(file)
            self.done = msgspec.json.decode(self._archive.read(_FACTS), type=Done)
        except _DAMAGE as error:
            raise DamagedShardError(name) from error

    def batches(self, table: str, columns: list[str] | None = None) -> Iterator[Any]:
        """The rows of the table of a name, some at a time.

        Raises:
            DamagedShardError: it does not hold what was written.
        """
        try:
            data = self._archive.read(f"{table}.parquet")
            yield from pq.ParquetFile(pa.BufferReader(data)).iter_batches(
                batch_size=_ROWS_AT_ONCE, columns=columns, use_threads=False
            )
        except _DAMAGE as error:
            raise DamagedShardError(self._name) from error


class DamagedShardError(Exception):
    """A file in the folder of shards that is gone, or is not what was written: `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


_DAMAGE = (zipfile.BadZipFile, KeyError, msgspec.MsgspecError, EOFError, pa.ArrowInvalid, zlib.error)

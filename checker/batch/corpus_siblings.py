"""Which articles of a corpus are on the same event: what `siblings.find.group` finds, for more articles than memory
holds, in steps that any number of workers do.

Each article becomes a few traits (`sibling_steps`). Copies are told apart from articles (`sibling_rows`), the terms
that articles share are counted and weighed (`sibling_index`), and each article is looked up by its rarest terms among
those of the days around it, never among all. What is likely is compared by its leads, and linked (`sibling_links`).
Then each shard gets a table of its articles' clusters and of their siblings with their texts (`sibling_tables`), so
that it can be judged by itself, wherever. What there is of every article lies on disk; memory holds about a hundred
bytes of each.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from checker.batch.judging import Job
from checker.batch.shards import Shard, SiblingFile
from checker.batch.sibling_index import make_index
from checker.batch.sibling_links import Links
from checker.batch.sibling_rows import Rows
from checker.batch.sibling_steps import TRAITS, Spread, Wanted, no_traits
from checker.batch.sibling_tables import Clusters, Texts
from checker.batch.state import digest_of
from checker.batch.store import STATE, Store

_FOLDER = f"{STATE}/siblings"
_FOUND = "found.json"
# To be raised when what is found, or its form, changes.
_FORMAT = 2


class _Found(msgspec.Struct, frozen=True):
    """What was found for the shards of a corpus: the file of each, None where none of its articles has a cluster."""

    key: str
    files: list[SiblingFile | None]


def with_siblings(shards: Iterable[Shard], job: Job, spread: Spread) -> list[Shard]:
    """The shards, each with the file of its articles' clusters and siblings, which is in the store of the job.

    What an earlier run has found for the same shards is taken as it is, or at least the traits of those that are the
    same. A shard whose input has changed meanwhile has no siblings, and what is found then is not for a later run.

    Raises:
        ServiceUnavailableError: the encoder cannot be had.
        WriteError: the store cannot be written.
    """
    search = _Search(list(shards), job, spread)
    files = search.earlier() or search.files()
    return [msgspec.structs.replace(s, siblings=file) for s, file in zip(search.shards, files, strict=True)]


class _Search:
    """Finds the siblings of all articles, and writes a file for each shard that has some."""

    def __init__(self, shards: Sequence[Shard], job: Job, spread: Spread) -> None:
        self.shards = shards
        self._spread = spread
        self._store = Store(job.out)
        self._names = [f"traits-{job.key(shard)}.parquet" for shard in shards]
        material = (_FORMAT, self._names, job.services.encoder)
        self._key = hashlib.blake2b(msgspec.msgpack.encode(material), digest_size=20).hexdigest()
        self._whole = True

    def earlier(self) -> list[SiblingFile | None] | None:
        """The file of each shard, as an earlier run has found it."""
        try:
            found = msgspec.json.decode(self._store.read(f"{_FOLDER}/{_FOUND}") or b"", type=_Found)
        except msgspec.MsgspecError:
            return None
        if found.key != self._key:
            return None
        sound = all(file is None or digest_of(self._store, file.name) == file.digest for file in found.files)
        return found.files if sound else None

    def files(self) -> list[SiblingFile | None]:
        """The file of each shard."""
        self._gather()
        folder = self._store.path(_FOLDER) if self._store.is_local else None
        with tempfile.TemporaryDirectory(prefix="work-", dir=folder) as work:
            files = self._found(Path(work)) if self.shards else []
        if self._whole:
            self._store.write(f"{_FOLDER}/{_FOUND}", msgspec.json.encode(_Found(self._key, files)))
            if all(shard.kind != "unreadable" for shard in self.shards):  # what is away now may be back the next time
                self._sweep({_FOUND, *self._names, *(file.name.rpartition("/")[2] for file in files if file)})
        return files

    def _gather(self) -> None:
        """Sees to the traits of each shard."""
        here = set(self._store.names(_FOLDER))
        lacking = [at for at, name in enumerate(self._names) if name not in here or not self._can_be_read(at)]
        for at, table in zip(lacking, self._spread("gather", (self.shards[at] for at in lacking)), strict=True):
            if table is None:
                self._whole = False
            else:
                self._store.write(f"{_FOLDER}/{self._names[at]}", table)

    def _can_be_read(self, shard: int) -> bool:
        try:
            with self._store.opened(f"{_FOLDER}/{self._names[shard]}") as file:
                return bool(pq.read_schema(file).equals(TRAITS))
        except (pa.ArrowException, OSError):
            return False

    def _found(self, work: Path) -> list[SiblingFile | None]:
        shards = range(len(self.shards))
        rows = Rows(map(self._table, shards))
        make_index(work, len(shards), self._table, rows, self._spread)
        clusters = Clusters(rows, Links(work, len(shards), self._table, rows, self._spread).events())
        with Texts(work / "texts", len(rows.day)) as texts:
            self._add_texts(clusters, rows, texts)
            return [self._written(clusters.table(shard, texts)) for shard in shards]

    def _table(self, shard: int) -> bytes:
        return self._store.read(f"{_FOLDER}/{self._names[shard]}") or no_traits()

    def _add_texts(self, clusters: Clusters, rows: Rows, texts: Texts) -> None:
        wanted = np.array(clusters.wanted(), np.int64)
        bounds = np.searchsorted(wanted, rows.start).tolist()
        of_shards = [(shard, wanted[bounds[shard] : bounds[shard + 1]]) for shard in range(len(self.shards))]
        asked = [(shard, places) for shard, places in of_shards if len(places)]

        def parts() -> Iterator[Wanted]:
            for shard, places in asked:
                yield Wanted(self.shards[shard], frozenset(rows.row[places].tolist()))

        for (_, places), found in zip(asked, self._spread("texts", parts()), strict=True):
            if found is None:
                self._whole = False
                continue
            for place, text in zip(places.tolist(), found, strict=True):
                texts.add(place, text)

    def _written(self, table: bytes | None) -> SiblingFile | None:
        if table is None:
            return None
        digest = hashlib.blake2b(table, digest_size=20).hexdigest()
        name = f"{_FOLDER}/{digest}.parquet"
        self._store.write(name, table)
        return SiblingFile(name, digest)

    def _sweep(self, needed: set[str]) -> None:
        """Takes away what earlier runs have left."""
        for name in self._store.names(_FOLDER):
            if name not in needed:
                self._store.remove(f"{_FOLDER}/{name}")

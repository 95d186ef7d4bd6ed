"""Judges shards, one after the other, in one process; keeps what it found in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import msgspec

from checker.batch.shards import Columns, Shard, key
from checker.services.services import silent
from checker.services.settings import ServiceSettings
from checker.settings import Settings


@dataclass(frozen=True)
class Job:
    """What every shard of a run is judged by. It travels to the workers whole, once.

    `settings` are those that the shards name by number, `digests` one of each with the code that judges; `out` is the
    folder of the report, local or an address of fsspec; `workers` is how many workers there are in all.
    """

    out: str
    settings: tuple[Settings, ...]
    digests: tuple[str, ...]
    services: ServiceSettings = field(default_factory=ServiceSettings)
    columns: Columns = field(default_factory=Columns)
    workers: int = 1

    def key(self, shard: Shard) -> str:
        """The name that the tables of a shard have in the store."""
        return key(shard, self.digests[shard.settings], self.columns)


class Done(msgspec.Struct, frozen=True):
    """A shard whose tables are kept, and how many rows they have. `notes` count what was odd, by kind; `missing` are
    tiers that could not run, with the reason."""

    number: int
    key: str
    articles: int
    findings: int
    rejected: int
    characters: int
    notes: dict[str, int] = {}
    missing: dict[str, str] = {}


class ShardTables(NamedTuple):
    """The tables of a shard, each with the column `row`."""

    articles: Any
    findings: Any
    rejected: Any


class Worker:
    """Judges shards in this process. Its services start when they are first needed and stay until it is closed; files
    that it reads from stay open, for the next shard follows soon."""

    def __init__(self, job: Job, note: Callable[[str], None] = silent) -> None:
        self.job = job

    def tables(self, shard: Shard) -> ShardTables:
        """Judges a shard. The same shard gives the same tables, whatever else was judged before.

        Raises:
            InputChangedError: what it holds has gone or changed since the corpus was cut.
        """
        raise NotImplementedError

    def judge(self, shard: Shard) -> Done:
        """Judges a shard and keeps its tables in the store, all at once.

        Raises:
            InputChangedError: as `tables`.
            WriteError: the store cannot be written.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Ends the services."""


class Runner(Protocol):
    """A way to have shards judged: in this process, in several, on several machines."""

    def run(self, shards: Iterable[Shard], job: Job) -> Iterator[Done | Failed]:
        """Has a Worker judge each shard, in any order, and yields what came of it once it is kept. Takes no more
        shards than it can have under way, for the corpus may be large.

        Raises:
            CopydeskError: the run cannot go on; what is kept stays.
        """
        ...


class Failed(NamedTuple):
    """A shard that could not be judged, because its input went or changed. The run goes on; it will not be complete."""

    shard: Shard
    reason: str

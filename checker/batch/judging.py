"""Judges shards, one after the other, in one process; keeps what it found in the store."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import pyarrow.parquet as pq

from checker.article import Article
from checker.batch.files import InputChangedError
from checker.batch.forgetting import forget_words
from checker.batch.kept import Done, ShardTables, name_of, packed
from checker.batch.opening import Opener
from checker.batch.records import Oddities, Rejected
from checker.batch.shards import Columns, Shard, key
from checker.batch.store import Store
from checker.batch.tables import (
    ARTICLES,
    FINDINGS,
    REJECTED,
    TableBytes,
    article_row,
    finding_row,
    rejected_row,
    with_row,
)
from checker.engine import PIECE, Engines, Outcome
from checker.recurring import Recurring
from checker.services.services import Services, silent
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


class Failed(NamedTuple):
    """A shard that could not be judged, because its input went or changed. The run goes on; it will not be complete."""

    shard: Shard
    reason: str


class Runner(Protocol):
    """A way to have shards judged: in this process, in several, on several machines."""

    def run(self, shards: Iterable[Shard], job: Job) -> Iterator[Done | Failed]:
        """Has a Worker judge each shard, in any order, and yields what came of it once it is kept. Takes no more
        shards than it can have under way, for the corpus may be large.

        Raises:
            CopydeskError: the run cannot go on; what is kept stays.
        """
        ...


class Worker:
    """Judges shards in this process. Its services start when they are first needed and stay until it is closed; the
    file that it reads from stays open, for the next shard is mostly the next of the same file."""

    def __init__(self, job: Job, note: Callable[[str], None] = silent) -> None:
        self.job = job
        self._engines = Engines(Services(job.services, note, processes=job.workers))
        self._numbers = [self._engines.number(settings) for settings in job.settings]
        self._opener = Opener(job.columns)
        self._store = Store(job.out)

    def tables(self, shard: Shard, siblings: bytes | None = None) -> tuple[ShardTables, Done]:
        """Judges a shard. The same shard gives the same tables, whatever else was judged before, as long as the
        services answer. `siblings` is the content of its file of siblings, where the store is out of reach.

        Raises:
            InputChangedError: what it holds has gone or changed since the corpus was cut.
        """
        engine = self._engines[self._numbers[shard.settings]]
        tally = _Tally()
        records: list[Article | Rejected | None] = list(self._opener.records(shard, tally.oddities))
        siblings_of = self._siblings(shard, siblings)
        recurring = Recurring()
        recurring.count(record for record in records if isinstance(record, Article))
        for row, record in enumerate(records):
            if row % PIECE == 0 and engine.looks_ahead:
                engine.begin(each for each in records[row : row + PIECE] if isinstance(each, Article))
            records[row] = None  # its annotations go with it
            if isinstance(record, Article):
                beside = siblings_of.get(row, _ALONE)
                for what in beside.odd:
                    tally.oddities.add("", what, record.origin.path, record.origin.line)
                tally.add(row, engine.check(record, recurring.lines(record), beside.siblings), beside.cluster)
            elif record is not None:
                tally.rejected.add(rejected_row(row, record))
        forget_words()
        return tally.finish(shard, self.job.key(shard))

    def judge(self, shard: Shard) -> Done:
        """Judges a shard and keeps its tables in the store, all at once.

        Raises:
            InputChangedError: as `tables`.
            WriteError: the store cannot be written.
        """
        tables, done = self.tables(shard)
        keep(self._store, packed(tables, done), done)
        return done

    def outcome(self, shard: Shard) -> Done | Failed:
        """As `judge`, with what a runner yields where the input has changed."""
        try:
            return self.judge(shard)
        except InputChangedError as error:
            return Failed(shard, str(error))

    def _siblings(self, shard: Shard, known: bytes | None) -> dict[int, _Beside]:
        if shard.siblings is None:
            return {}
        with io.BytesIO(known) if known is not None else self._store.opened(shard.siblings.name) as file:
            rows = pq.read_table(file, use_threads=False).to_pylist()
        return {
            each["row"]: _Beside(each["cluster"], tuple(map(_sibling, each["siblings"] or ())), each["odd"] or ())
            for each in rows
        }

    def close(self) -> None:
        """Ends the services."""
        self._opener.close()
        self._engines.close()


class _Beside(NamedTuple):
    """The cluster of an article, its siblings, and what is to be told of them."""

    cluster: str | None
    siblings: tuple[Article, ...]
    odd: Sequence[str]


_ALONE = _Beside(None, (), ())


def keep(store: Store, archive: bytes, done: Done) -> None:
    """Puts the archive of a shard's tables into the store. Raises WriteError."""
    store.write(name_of(done.key, complete=done.complete), archive)


class _Tally:
    """The tables of a shard as they grow, with what is counted on the way."""

    def __init__(self) -> None:
        self.articles = TableBytes(with_row(ARTICLES))
        self.findings = TableBytes(with_row(FINDINGS))
        self.rejected = TableBytes(with_row(REJECTED))
        self.oddities = Oddities()
        self._characters = 0
        self._defects: Counter[str] = Counter()
        self._missing: dict[str, str] = {}
        self._complete = True

    def add(self, row: int, outcome: Outcome, cluster: str | None) -> None:
        article = outcome.article
        self.articles.add(article_row(row, outcome, cluster))
        for finding in outcome.findings:
            self.findings.add(finding_row(row, article, finding))
        self._characters += len(article.text)
        self._defects.update(defect.rule for defect in outcome.defects)
        self._missing.update(outcome.missing)
        self._complete = self._complete and not outcome.gaps and not outcome.missing

    def finish(self, shard: Shard, key_: str) -> tuple[ShardTables, Done]:
        tables = ShardTables(self.articles.finish(), self.findings.finish(), self.rejected.finish())
        done = Done(
            number=shard.number,
            key=key_,
            articles=self.articles.rows,
            findings=self.findings.rows,
            rejected=self.rejected.rows,
            characters=self._characters,
            notes=self.oddities.found,
            defects=dict(self._defects),
            missing=self._missing,
            complete=self._complete,
        )
        return tables, done


def _sibling(row: dict[str, Any]) -> Article:
    return Article(
        id=row["id"], text=row["text"], title=row["title"] or "", source=row["source"] or None, date=row["date"]
    )

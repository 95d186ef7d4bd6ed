"""The whole of a corpus run: what is finished stays, the rest is judged, all of it is merged into the report."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from checker.batch import state
from checker.batch.facts import run_facts
from checker.batch.files import InputChangedError
from checker.batch.judging import Failed, Job, Runner
from checker.batch.kept import FOLDER, DamagedShardError, Done, finished_keys, name_of
from checker.batch.merging import TABLES, merge
from checker.batch.progress import Progress
from checker.batch.records import Oddity
from checker.batch.shards import Shard
from checker.batch.store import STATE, Store
from checker.errors import CopydeskError
from checker.writing import is_temporary, write_bytes

_ROUNDS = 3
_MOST_NOTES = 50


FindSiblings = Callable[[Iterable[Shard]], Iterable[Shard]]
"""Finds, on the whole corpus, the articles on one event: gives the shards back, each with the file in the store that
has the clusters and the siblings of its articles."""


class IncompleteError(CopydeskError):
    """Part of the corpus could not be judged, so there is no report."""


@dataclass(frozen=True)
class Run:
    """What came of a run: whether the report `was_there` already, for nothing had changed since it was written, and how
    many shards were judged in this run, and how many had been before."""

    was_there: bool
    judged: int
    known: int


def run(
    shards: Callable[[], Iterable[Shard]],
    job: Job,
    runner: Runner,
    *,
    write_page: Callable[[Path], None],
    page_code: str,
    told: dict[str, Any],
    progress: Progress,
    note: Callable[[str], None],
    must: Iterable[str] = (),
    siblings: FindSiblings | None = None,
) -> Run:
    """Makes the report of a corpus, whose shards `shards` gives anew each time, always the same. What an earlier run
    has judged is not judged again.

    `write_page` makes the page in the folder of the tables, and `page_code` is another where the page is made
    otherwise. `told` are the settings by their names. `must` are the tiers that were named, without which it is better
    to stop; none where those that are installed run.

    Raises:
        IncompleteError: part of the corpus has gone or changed meanwhile; what could be judged is kept.
        WriteError: the disk takes no more; what could be judged is kept.
        CopydeskError: a runner cannot go on.
    """
    store = Store(job.out)
    store.make()
    needed = frozenset(must)
    with state.locked(store):
        if what := state.changed(store, told):
            note(
                f"the settings have changed since the last run ({', '.join(what)}): what hangs on them is judged again"
            )
        if siblings is not None:
            with_siblings = list(siblings(shards()))
            shards = with_siblings.copy
        facts = run_facts(job, siblings=siblings is not None, named=bool(needed))
        judged = 0
        for _ in range(_ROUNDS):
            keys, new, is_whole = _judge(shards(), job, runner, store, progress, needed)
            judged += new
            there = set(store.names(FOLDER))
            names = [_found(key, there) for key in keys]
            plan = hashlib.blake2b(msgspec.json.encode([page_code, names, facts]), digest_size=20).hexdigest()
            if state.is_finished(store, plan):
                return Run(was_there=True, judged=judged, known=len(keys) - judged)
            try:
                _finish(store, names, facts, plan, write_page)
            except DamagedShardError as error:
                note(f"{error}: was damaged, and is judged again")
                continue
            if is_whole:  # what could not be read now may be back the next time, and is judged already
                for name in there.difference(name.rpartition("/")[2] for name in names):
                    store.remove(f"{FOLDER}/{name}")  # of another corpus, or of other settings
            return Run(was_there=False, judged=judged, known=len(keys) - judged)
        raise IncompleteError(f"{store.out}: what is written there is damaged again and again; is the disk sound?")


def _found(key: str, there: set[str]) -> str:
    whole = name_of(key)
    return whole if whole.rpartition("/")[2] in there else name_of(key, complete=False)


def _judge(
    shards: Iterable[Shard], job: Job, runner: Runner, store: Store, progress: Progress, must: frozenset[str]
) -> tuple[list[str], int, bool]:
    """Has those shards judged that are not finished yet; the keys of all, in their order, how many were judged, and
    whether all of the corpus could be read."""
    finished = finished_keys(store.names(FOLDER))
    judged = 0
    keys: list[str] = []
    sizes: dict[int, int] = {}
    is_whole = True

    def waiting() -> Iterator[Shard]:
        nonlocal is_whole
        for shard in shards:
            is_whole = is_whole and shard.kind != "unreadable"
            keys.append(job.key(shard))
            if keys[-1] in finished:
                progress.skip(shard.size)
            else:
                sizes[shard.number] = shard.size
                yield shard

    failed: list[str] = []
    for result in _results(runner, waiting(), job):
        if isinstance(result, str):
            failed.append(result)
            continue
        judged += 1
        progress.add(sizes.pop(result.number), result.articles)
        for tier, reason in result.missing.items():
            if tier in must:
                raise IncompleteError(f"the tier {tier} could not run: {reason}. What is judged is kept; run it again")
    if failed:
        more = f", and {len(failed) - 1:,} more parts" if len(failed) > 1 else ""
        raise IncompleteError(
            f"{failed[0]}{more}: gone or changed while the corpus was read, so there is no report; what could "
            "be judged is kept, run it again"
        )
    return keys, judged, is_whole


def _results(runner: Runner, shards: Iterable[Shard], job: Job) -> Iterator[Done | str]:
    """What came of each shard, or why there is nothing."""
    try:
        for result in runner.run(shards, job):
            yield result.reason if isinstance(result, Failed) else result
    except InputChangedError as error:
        yield str(error)


def _finish(
    store: Store, names: list[str], facts: dict[str, Any], plan: str, write_page: Callable[[Path], None]
) -> None:
    with _folder(store) as folder:
        try:
            done = merge(store, names, folder)
        except DamagedShardError as error:
            store.remove(error.name)
            raise
        told = facts | _totals(done)
        write_bytes(str(folder / "run.json"), msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")
        before = state.forget_outcome(store)
        if not store.is_local:
            write_page(folder)
        for name in _files(folder):
            store.put(folder / name, name)
        written = _files(folder) if not store.is_local else []
    if store.is_local:
        write_page(Path(store.out))
        written = _files(Path(store.out))
    _sweep(store, before.difference(written))
    state.keep_outcome(store, plan, written)


def _sweep(store: Store, no_more: Collection[str]) -> None:
    """Takes away what a larger report before this one had, and what was being written when a run was killed."""
    for name in store.names("data"):
        if f"data/{name}" in no_more:
            store.remove(f"data/{name}")
    for name in store.names(""):
        if is_temporary(name):
            store.remove(name)


def _totals(done: Iterable[Done]) -> dict[str, Any]:
    """What was odd in the corpus, the most frequent first and each with the first place of all, and what could not be
    judged, counted over all shards."""
    notes: dict[str, Oddity] = {}
    defects: Counter[str] = Counter()
    missing: dict[str, str] = {}
    for each in done:
        for kind, odd in each.notes.items():
            if kind in notes:
                notes[kind].records += odd.records
            else:
                notes[kind] = odd
        defects.update(each.defects)
        missing = each.missing | missing
    most = sorted(notes.items(), key=lambda item: (-item[1].records, item[0]))[:_MOST_NOTES]
    return {
        "notes": [odd for _, odd in most],
        "defects": dict(sorted(defects.items())),
        "missing": dict(sorted(missing.items())),
    }


def _files(folder: Path) -> list[str]:
    """The files of a report in a folder."""
    data = sorted(f"data/{path.name}" for path in folder.glob("data/*"))
    return [name for name in (*TABLES, "run.json", *data, "summary.json", "index.html") if (folder / name).exists()]


@contextmanager
def _folder(store: Store) -> Iterator[Path]:
    """A folder for what is being written; on the disk of the report, where that is one."""
    if not store.is_local:
        with tempfile.TemporaryDirectory(prefix="copydesk-") as name:
            yield Path(name)
        return
    folder = Path(store.path(f"{STATE}/merging"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)

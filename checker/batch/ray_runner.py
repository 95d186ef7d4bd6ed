"""Has shards judged, and siblings found, on a Ray cluster, by the same workers as on one machine.

Workers read the corpus themselves, so every machine must reach it: a shared folder or an object store. What they find
comes back as values, and this process alone writes the report; so its folder may be anywhere.
"""

from __future__ import annotations

import math
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
import pyarrow as pa

from checker.batch.files import InputChangedError
from checker.batch.judging import Failed, Job, Worker, keep
from checker.batch.kept import Done, packed
from checker.batch.local_runner import place_of
from checker.batch.shards import Shard
from checker.batch.sibling_index import opened
from checker.batch.sibling_steps import SiblingWorker
from checker.batch.store import Store
from checker.errors import CopydeskError, WorkerLostError
from checker.version import VERSION

# An actor asks for less than a whole core, or actors on all of them would leave none for Ray's own tasks.
_CORES = 0.9
# A shard that costs more workers than this ends the run; a worker is replaced as often as it takes.
_TRIES = 3


class RayRunner:
    """Judges shards on the cluster of the session, in `workers` actors; in one a core where that is 0."""

    def __init__(self, workers: int, note: Callable[[str], None]) -> None:
        self._workers = workers
        self._note = note

    def run(self, shards: Iterable[Shard], job: Job) -> Iterator[Done | Failed]:
        """Judges each shard, and yields what came of it once it is kept.

        Raises:
            WorkerLostError: workers were lost again and again.
            WriteError: the store cannot be written.
        """
        import ray
        from ray.data import ActorPoolStrategy, DataContext

        rows: list[Any] = [ray.put(row) for row in self._rows(shards, job)]
        if not rows:
            return
        workers, nodes = _size(self._workers)
        tries = ray.remote(num_cpus=0)(_Tries).remote()
        with DataContext.current(DataContext.get_current().copy()):
            context = DataContext.get_current()
            context.enable_progress_bars = context.print_on_execution_start = False
            context.execution_no_progress_timeout_s = -1  # a first shard may wait for a model to be exported
            context.max_consecutive_actor_init_deaths = _TRIES
            judged = ray.data.from_arrow_refs(rows).map_batches(
                _Judge,
                batch_size=1,
                batch_format="pyarrow",
                compute=ActorPoolStrategy(size=min(workers, len(rows)), max_tasks_in_flight_per_actor=2),
                fn_constructor_args=(replace(job, workers=math.ceil(workers / nodes)), os.getcwd(), tries),
                num_cpus=_CORES,
            )
        store = Store(job.out)
        told: set[str] = set()
        with _explained():
            for row in judged.iter_rows():
                for line in row["notes"]:
                    if line not in told:
                        told.add(line)
                        self._note(line)
                if row["failed"] is not None:
                    yield Failed(msgspec.msgpack.decode(row["shard"], type=Shard), row["failed"])
                    continue
                done = msgspec.msgpack.decode(row["done"], type=Done)
                keep(store, row["archive"], done)
                yield done

    def _rows(self, shards: Iterable[Shard], job: Job) -> Iterator[pa.Table]:
        """A table of one row for each shard: its description, and its siblings where they are on this machine alone."""
        store = Store(job.out)
        for shard in shards:
            siblings = store.read(shard.siblings.name) if shard.siblings and store.is_local else None
            yield pa.table(
                {
                    "shard": pa.array([msgspec.msgpack.encode(shard)], pa.binary()),
                    "siblings": pa.array([siblings], pa.large_binary()),
                }
            )


_JUDGED = pa.schema(
    [
        ("shard", pa.binary()),
        ("done", pa.binary()),
        ("archive", pa.large_binary()),
        ("failed", pa.string()),
        ("notes", pa.list_(pa.string())),
    ]
)


class _Judge:
    """An actor that judges shards; its engine and its services stay with it."""

    def __init__(self, job: Job, folder: str, tries: Any, version: str = VERSION) -> None:
        _settle(folder, version)
        self._tries = tries
        self._notes: list[str] = []
        self._worker = Worker(job, self._notes.append)

    def __call__(self, batch: pa.Table) -> pa.Table:
        rows = list(map(self._judged, batch.to_pylist()))
        return pa.Table.from_pylist(rows, schema=_JUDGED)

    def _judged(self, row: dict[str, Any]) -> dict[str, Any]:
        import ray

        shard = msgspec.msgpack.decode(row["shard"], type=Shard)
        if ray.get(self._tries.begin.remote(shard.number)) > _TRIES:
            raise WorkerLostError(
                f"{place_of(shard)}: {_TRIES} workers that judged this were lost; is there enough memory on their"
                " machines? Run it again, or leave this out"
            )
        result: dict[str, Any] = {"shard": row["shard"]}
        try:
            tables, done = self._worker.tables(shard, row["siblings"])
        except InputChangedError as error:
            result["failed"] = str(error)
        else:
            result |= {"done": msgspec.msgpack.encode(done), "archive": packed(tables, done)}
        result["notes"], self._notes[:] = self._notes.copy(), ()
        return result


class _Tries:
    """An actor that counts how often each shard was begun: Ray begins anew what a lost worker had begun, for ever."""

    def __init__(self) -> None:
        self._begun: Counter[int] = Counter()

    def begin(self, number: int) -> int:
        self._begun[number] += 1
        return self._begun[number]


class RaySteps:
    """Does the steps of finding siblings in actors on the cluster of the session. To be used in a `with` block."""

    def __init__(self, job: Job, workers: int, note: Callable[[str], None]) -> None:
        self._job = job
        self._workers = workers
        self._note = note
        self._actors: list[Any] = []

    def __enter__(self) -> RaySteps:
        import ray

        workers, nodes = _size(self._workers)
        actor = ray.remote(num_cpus=_CORES, max_restarts=-1, max_task_retries=_TRIES - 1)(_Step)
        job = replace(self._job, workers=math.ceil(workers / nodes))
        self._actors = [actor.remote(job, os.getcwd()) for _ in range(workers)]
        return self

    def __call__(self, step: str, parts: Iterable[Any], arrays: Path | None = None) -> Iterator[Any]:
        """The answers on each part, in their order; at most two parts an actor are under way.

        Raises:
            WorkerLostError: workers were lost again and again.
        """
        import ray

        those = ray.put(dict(opened(arrays)) if arrays else {})
        rest = enumerate(parts)
        waiting: deque[Any] = deque()
        count = len(self._actors)
        with _explained():
            while True:
                for number, part in islice(rest, 2 * count - len(waiting)):
                    waiting.append(self._actors[number % count].do.remote(step, part, those))
                if not waiting:
                    return
                answer, notes = ray.get(waiting.popleft())
                for line in notes:
                    self._note(line)
                yield answer

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        import ray

        for actor in self._actors:
            ray.kill(actor)


class _Step:
    """An actor that does steps."""

    def __init__(self, job: Job, folder: str, version: str = VERSION) -> None:
        _settle(folder, version)
        self._notes: list[str] = []
        self._worker = SiblingWorker(job, self._notes.append)

    def do(self, step: str, part: Any, arrays: dict[str, Any]) -> tuple[Any, list[str]]:
        answer = self._worker.do(step, part, arrays)
        notes, self._notes[:] = self._notes.copy(), ()
        return answer, notes


def _settle(folder: str, version: str) -> None:
    """Makes a process of the cluster one that does as this one would: the paths of a corpus hang on the working
    folder."""
    from checker.engine import spare_the_collector

    if version != VERSION:
        raise RuntimeError(f"the cluster has copydesk {VERSION}, this machine {version}; install the same on both")
    if os.path.isdir(folder):
        os.chdir(folder)
    spare_the_collector()


def _size(workers: int) -> tuple[int, int]:
    """How many actors there are to be, and on how many machines."""
    import ray

    known: Any = ray
    nodes = [node["Resources"].get("CPU", 0) for node in known.nodes() if node["Alive"]]
    room = sum(int(cores / _CORES) for cores in nodes)
    return max(1, min(workers, room) if workers else room), max(1, sum(cores > 0 for cores in nodes))


@contextmanager
def _explained() -> Iterator[None]:
    """Turns the loss of workers into one line. What a worker raised is raised here as it was."""
    from ray.exceptions import NodeDiedError, ObjectLostError, RayActorError, RayTaskError, WorkerCrashedError

    try:
        yield
    except (RayActorError, WorkerCrashedError, NodeDiedError, ObjectLostError) as error:
        raise WorkerLostError(
            f"workers of the Ray cluster were lost again and again ({type(error).__name__}); is there enough memory on "
            "its machines? What is judged is kept; run it again"
        ) from error
    except RayTaskError as error:
        cause: Any = error
        while cause is not None and not isinstance(cause, CopydeskError):
            cause = getattr(cause, "cause", None) or cause.__cause__
        raise cause or error from error

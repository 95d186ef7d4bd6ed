"""Has shards judged on this machine: in this process, or in several."""

from __future__ import annotations

import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain

from checker.batch.judging import Failed, Job, Worker
from checker.batch.kept import Done
from checker.batch.shards import Shard
from checker.engine import spare_the_collector
from checker.errors import WorkerLostError

# A process may be killed from outside while it judges a shard; one that kills every process is named and ends the run.
_TRIES = 3


class LocalRunner:
    """Judges shards in `processes` processes; with one, in this process."""

    def __init__(self, processes: int, note: Callable[[str], None]) -> None:
        self._processes = processes
        self._note = note

    def run(self, shards: Iterable[Shard], job: Job) -> Iterator[Done | Failed]:
        """Judges each shard, and yields what came of it; at most twice as many shards as processes are under way.

        Raises:
            WorkerLostError: a shard has cost several processes.
            WriteError: the store cannot be written.
        """
        if self._processes > 1:
            yield from _Pool(self._processes, job, self._note).run(iter(shards))
            return
        worker = Worker(job, self._note)
        try:
            yield from map(worker.outcome, shards)
        finally:
            worker.close()


class _Pool:
    """Processes that judge shards, started anew when one of them is lost."""

    def __init__(self, processes: int, job: Job, note: Callable[[str], None]) -> None:
        self._processes = processes
        self._told = (job, note)
        self._lost: Counter[int] = Counter()

    def run(self, shards: Iterator[Shard]) -> Iterator[Done | Failed]:
        again: deque[Shard] = deque()
        while True:
            under_way: dict[Future[Done | Failed], Shard] = {}
            pool = ProcessPoolExecutor(self._processes, initializer=_start_worker, initargs=self._told)
            try:
                pool.submit(int).result()  # all processes fork here, before this one opens anything
                # What was under way when a process was lost comes one at a time, so that the culprit is found.
                while again or (shard := next(shards, None)) is not None or under_way:
                    if again:
                        yield pool.submit(_judge, again[0]).result()
                        again.popleft()
                        continue
                    if shard is not None:
                        try:
                            under_way[pool.submit(_judge, shard)] = shard
                        except BrokenProcessPool:  # by another shard
                            shards = chain((shard,), shards)
                            raise
                    if shard is None or len(under_way) >= 2 * self._processes:
                        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
                        for future in sorted(done, key=lambda each: under_way[each].number):
                            result = future.result()
                            del under_way[future]
                            yield result
                return
            except BrokenProcessPool:
                finished = [each for each in under_way if each.done() and not each.exception()]
                yield from (each.result() for each in finished)
                suspects = sorted((s for f, s in under_way.items() if f not in finished), key=lambda each: each.number)
                if again:
                    suspects = [again[0]]
                else:
                    again.extend(suspects)
                self._lost.update(each.number for each in suspects)
                self._check(suspects)
            finally:
                pool.shutdown(cancel_futures=True)

    def _check(self, suspects: list[Shard]) -> None:
        for shard in suspects:
            if self._lost[shard.number] >= _TRIES:
                raise WorkerLostError(
                    f"{place_of(shard)}: a process that judged this was killed {_TRIES} times; is there enough memory? "
                    "Run it again with fewer --jobs, or leave this out"
                )


def place_of(shard: Shard) -> str:
    """Where a shard stands, for a person."""
    if shard.kind == "lines":
        return f"{shard.path}, from line {shard.first_line:,} on"
    if shard.kind == "rows":
        return f"{shard.path}, rows {shard.start + 1:,} to {shard.end:,}"
    return shard.path or f"{shard.paths[0]} to {shard.paths[-1]}"


_worker: Worker | None = None


def _start_worker(job: Job, note: Callable[[str], None]) -> None:
    global _worker
    _worker = Worker(job, note)
    prepare_process(_worker.close)


def prepare_process(close: Callable[[], None]) -> None:
    """Makes this process one that works for another: it ends with that one, and then calls `close`."""
    from multiprocessing.util import Finalize

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    Finalize(None, close, exitpriority=1)  # a worker ends without running atexit's functions
    spare_the_collector()
    _end_with_the_parent()


def _end_with_the_parent() -> None:
    """A parent that is killed cannot end its workers; they would wait for work for ever."""
    import os
    import threading
    from multiprocessing import parent_process
    from multiprocessing.connection import wait as wait_for

    parent = parent_process()
    assert parent is not None
    above = os.getppid()

    def watch() -> None:
        # The sentinel alone would not do: processes that were started later hold its other end open.
        while os.getppid() == above:
            wait_for([parent.sentinel], timeout=1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _judge(shard: Shard) -> Done | Failed:
    assert _worker is not None
    return _worker.outcome(shard)

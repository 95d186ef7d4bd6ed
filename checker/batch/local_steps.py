"""Has the steps of finding siblings done on this machine: in this process, or in several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from checker.batch.judging import Job
from checker.batch.local_runner import prepare_process
from checker.batch.sibling_index import opened
from checker.batch.sibling_steps import Arrays, SiblingWorker
from checker.errors import WorkerLostError

_TRIES = 3


class LocalSteps:
    """Does the steps in `processes` processes; with one, in this process. To be used in a `with` block."""

    def __init__(self, job: Job, processes: int, note: Callable[[str], None]) -> None:
        self._told = (job, note)
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._worker: SiblingWorker | None = None

    def __enter__(self) -> LocalSteps:
        if self._processes > 1:
            self._start()
        else:
            self._worker = SiblingWorker(*self._told)
        return self

    def __call__(self, step: str, parts: Iterable[Any], arrays: Path | None = None) -> Iterator[Any]:
        """The answers on each part, in their order; at most twice as many parts as processes are under way.

        Raises:
            WorkerLostError: processes were killed again and again.
        """
        if self._worker is not None:
            those = opened(arrays) if arrays else {}
            for part in parts:
                yield self._worker.do(step, part, those)
            return
        rest = iter(parts)
        waiting: deque[Any] = deque()
        answers: dict[int, Future[Any]] = {}
        first = tries = 0
        while True:
            waiting.extend(islice(rest, 2 * self._processes - len(waiting)))
            if not waiting:
                return
            try:
                for at, part in enumerate(waiting, first):
                    if at not in answers:
                        answers[at] = self._submit(step, part, arrays)
                answer = answers[first].result()
            except BrokenProcessPool:
                tries += 1
                if tries >= _TRIES:
                    raise WorkerLostError(
                        f"a process that looked for siblings was killed {_TRIES} times; is there enough memory? Run it "
                        "again with fewer --jobs"
                    ) from None
                answers = {}
                self._start()
                continue
            waiting.popleft()
            del answers[first]
            first += 1
            yield answer

    def _submit(self, step: str, part: Any, arrays: Path | None) -> Future[Any]:
        assert self._pool is not None
        return self._pool.submit(_do, step, part, arrays)

    def _start(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool = ProcessPoolExecutor(self._processes, initializer=_start_worker, initargs=self._told)
        self._pool.submit(int).result()  # all processes fork here, before this one opens anything

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        if self._worker is not None:
            self._worker.close()


_worker: SiblingWorker | None = None
_arrays: tuple[tuple[str, Path] | None, Arrays] = None, {}


def _start_worker(job: Job, note: Callable[[str], None]) -> None:
    global _worker
    _worker = SiblingWorker(job, note)
    prepare_process(_worker.close)


def _do(step: str, part: Any, arrays: Path | None) -> Any:
    global _arrays
    assert _worker is not None
    if arrays is not None and (step, arrays) != _arrays[0]:
        _arrays = (step, arrays), opened(arrays)
    return _worker.do(step, part, _arrays[1])

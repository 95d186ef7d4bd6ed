"""Runs rules over articles in several processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice

from checker.engine import PIECE, Defect, Engines, Item, Outcome, Work, spare_the_collector
from checker.errors import WorkerLostError
from checker.finding import Finding
from checker.readers.unreadable import Unreadable
from checker.score import Scores
from checker.services.services import Services
from checker.services.settings import ServiceSettings
from checker.settings import Settings
from checker.source import Source


def run_in_processes(engines: Engines, work: Iterator[Item], jobs: int) -> Iterator[Outcome | Unreadable]:
    """Judges work in its order, in `jobs` processes. Raises WorkerLostError where one was killed from outside."""
    told = (engines.services.settings, engines.services.note, jobs)
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=told) as pool:
        waiting: deque[tuple[list[Item], Future[list[_Judgement] | None] | None]] = deque()

        def settings_of(items: list[Item]) -> dict[int, Settings]:
            return {w.number: engines.settings[w.number] for w in items if isinstance(w, Work)}

        def joined() -> Iterator[Outcome | Unreadable]:
            items, pending = waiting.popleft()
            judged = pending.result() if pending else []
            if judged is None:  # the process has not met these settings yet
                judged = pool.submit(_judge, _bare(items), settings_of(items)).result() or []
            rest = iter(judged)
            for item in items:
                yield Outcome(item.article, *next(rest)) if isinstance(item, Work) else item

        try:
            # All processes fork here, before anything is read: to look for siblings or results may open the cache,
            # which SQLite lets nobody carry into another process, and start threads, whose locks would stay locked.
            pool.submit(int).result()
            piece, sent = list(islice(work, PIECE)), 0
            while piece:
                bare = _bare(piece)
                those = settings_of(piece) if sent < 2 * jobs else None
                waiting.append((piece, pool.submit(_judge, bare, those) if bare else None))
                if len(waiting) > 2 * jobs:
                    yield from joined()
                piece, sent = list(islice(work, PIECE)), sent + 1
            while waiting:
                yield from joined()
        except BrokenProcessPool:
            raise WorkerLostError("a process that checked articles was killed; is there enough memory? Run it again, "
                                  "with fewer --jobs") from None  # fmt: skip


def _bare(piece: Iterable[Item]) -> list[Work]:
    """The work as it travels: rules read the fields alone, so the way back to the source stays here."""
    return [
        replace(
            work,
            article=replace(work.article, origin=Source()),
            siblings=tuple(replace(sibling, origin=Source()) for sibling in work.siblings),
        )
        for work in piece
        if isinstance(work, Work)
    ]


_Judgement = tuple[
    tuple[Finding, ...],
    Scores,
    int,
    tuple[Defect, ...],
    tuple[str, ...],
    tuple[tuple[str, str], ...],
    tuple[Finding, ...],
    frozenset[str],
]
_worker: Engines | None = None


def _start_worker(services: ServiceSettings, note: Callable[[str], None], processes: int) -> None:
    import signal
    from multiprocessing.util import Finalize

    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _worker = Engines(Services(services, note, processes=processes))
    Finalize(None, _worker.close, exitpriority=1)  # a worker ends without running atexit's functions
    spare_the_collector()


def _judge(work: list[Work], settings: dict[int, Settings] | None = None) -> list[_Judgement] | None:
    """The judgements, or None where the process lacks the settings of an article: they travel with the first pieces and
    when a process has not met them, not each time."""
    assert _worker is not None
    _worker.settings.update(settings or {})
    if any(w.number not in _worker.settings for w in work):
        return None
    _worker.begin(work)
    outcomes = [_worker.check(w) for w in work]
    return [(o.findings, o.scores, o.words, o.defects, o.gaps, o.missing, o.stetted, o.ran) for o in outcomes]

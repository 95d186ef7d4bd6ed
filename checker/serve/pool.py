"""Worker processes that do jobs for the server, each job with a limit of time; what takes longer is ended.

A process and not a thread: a check keeps Python's lock, cannot be stopped from outside, and its memory would stay with
the server.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress

import msgspec

from checker.errors import CopydeskError
from checker.serve.jobs import CANCEL, END, JOB, REFUSAL, RESULT, Job, Refusal, frame
from checker.serve.judging import Setup
from checker.serve.worker_process import Frame, WorkerProcess

_log = logging.getLogger("copydesk.serve")
_START_SECONDS = 60.0
# A job of more bytes keeps others waiting; half of the processes are always left to those that do not.
_LARGE_BYTES = 100_000


class BusyError(CopydeskError):
    """More jobs wait than the server takes on; the client may come back."""


class TooSlowError(CopydeskError):
    """A job took longer than it may."""


class LostError(CopydeskError):
    """A worker process died over a job."""


class JobRefusedError(CopydeskError):
    """A job that cannot be done; `refusal` says why, and with which status to answer."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.error)
        self.refusal = refusal


class Pool:
    """So many processes, started when they are first needed and kept.

    `most_waiting` jobs may wait for one, and large ones may take `most_held` bytes together. A process that has taken
    more than `most_bytes` of memory is replaced between two jobs. A job that nobody wants any more may finish its tier
    in `grace_seconds`, for its answers are kept and a new process would have to load everything again.
    """

    def __init__(
        self,
        setup: Setup,
        size: int,
        *,
        most_waiting: int,
        most_bytes: int,
        most_held: int = 1 << 27,
        grace_seconds: float = 1.0,
    ) -> None:
        self._setup = frame(JOB, pickle.dumps(setup))
        self._size = size
        self._most_waiting = most_waiting
        self._most_bytes = most_bytes
        self._most_held = most_held
        self._held = 0
        self._grace_seconds = grace_seconds
        self._free = asyncio.Semaphore(size)
        self._free_for_large = asyncio.Semaphore(max(1, size // 2))
        self._waiting = 0
        self._idle: list[WorkerProcess] = []
        self._all: set[WorkerProcess] = set()
        self._settling: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self, count: int | None = None) -> None:
        """Starts processes before they are needed."""
        for _ in range(self._size if count is None else count):
            self._idle.append(await self._started())

    async def run(self, job: Job, seconds: float) -> AsyncGenerator[Frame, None]:
        """The results and notes of a job as they come. Who stops listening ends the job.

        Raises:
            BusyError: too many, or too large ones, wait already.
            JobRefusedError: the job cannot be done as it was asked.
            TooSlowError: it was not done after so many seconds, those in the queue not counted.
            LostError: its process died, or none could be started.
        """
        encoded = msgspec.msgpack.encode(job)
        large = len(encoded) if len(encoded) > _LARGE_BYTES else 0
        if self._held + large > self._most_held:
            raise BusyError("the server holds as much text as it can")
        self._held += large
        frames: asyncio.Queue[Frame | None] = asyncio.Queue()
        # On its own, so that a process never waits for a client that is slow to read.
        working = asyncio.create_task(self._work(encoded, seconds, frames))
        try:
            while (found := await frames.get()) is not None:
                yield found
            await working
        finally:
            self._held -= large
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    async def _work(self, job: bytes, seconds: float, frames: asyncio.Queue[Frame | None]) -> None:
        try:
            async with self._process(large=len(job) > _LARGE_BYTES) as process:
                process.busy = True
                most = _START_SECONDS
                try:
                    async with asyncio.timeout(most):
                        await process.send(JOB, job)
                        await process.has_loaded()
                    most = seconds
                    async with asyncio.timeout(seconds):
                        while (found := await process.receive()).kind != END:
                            if found.kind == REFUSAL:
                                await self._finish(process)
                                raise JobRefusedError(msgspec.json.decode(found.payload, type=Refusal))
                            frames.put_nowait(found)
                        process.ended(found.payload)
                except TimeoutError:
                    process.kill()
                    raise TooSlowError(f"it took longer than {most:g} seconds") from None
                except (asyncio.IncompleteReadError, ConnectionError):
                    process.kill()
                    raise LostError("the process that worked on it was lost") from None
        finally:
            frames.put_nowait(None)

    async def result(self, job: Job, seconds: float) -> bytes:
        """The last result of a job. Raises as `run`."""
        last = b""
        async with aclosing(self.run(job, seconds)) as frames:
            async for found in frames:
                if found.kind == RESULT:
                    last = found.payload
        return last

    async def close(self) -> None:
        """Ends all processes."""
        self._closed = True
        for task in list(self._settling):
            task.cancel()
        await asyncio.gather(*self._settling, return_exceptions=True)
        for process in self._all:
            if process.busy:
                process.kill()
        await asyncio.gather(*(process.end() for process in list(self._all)))
        self._all.clear()
        self._idle.clear()

    @asynccontextmanager
    async def _process(self, *, large: bool) -> AsyncIterator[WorkerProcess]:
        if (self._free.locked() or (large and self._free_for_large.locked())) and self._waiting >= self._most_waiting:
            raise BusyError("the server has more to check than it can")
        self._waiting += 1
        try:
            await self._enter(large)
        finally:
            self._waiting -= 1
        process: WorkerProcess | None = None
        try:
            while self._idle and process is None:
                process = self._idle.pop()
                if process.dead:
                    await self._forget(process)
                    process = None
            process = process or await self._replaced()
            yield process
        finally:
            if process is None or not (process.busy or process.dead or process.bytes > self._most_bytes):
                if process is not None:
                    self._idle.append(process)
                self._leave(large)
            else:
                task = asyncio.create_task(self._settle(process, large))
                self._settling.add(task)
                task.add_done_callback(self._settling.discard)

    async def _enter(self, large: bool) -> None:
        if not large:
            await self._free.acquire()
            return
        await self._free_for_large.acquire()
        try:
            await self._free.acquire()
        except BaseException:
            self._free_for_large.release()
            raise

    def _leave(self, large: bool) -> None:
        self._free.release()
        if large:
            self._free_for_large.release()

    async def _settle(self, process: WorkerProcess, large: bool) -> None:
        """Waits a little for a job that was given up, or replaces its process; then the next job has its place."""
        try:
            if process.busy and not process.dead:
                with suppress(TimeoutError, asyncio.IncompleteReadError, ConnectionError):
                    async with asyncio.timeout(self._grace_seconds):
                        await process.send(CANCEL)
                        await self._finish(process)
            if process.busy or process.dead or process.bytes > self._most_bytes:
                await self._forget(process)
                if not self._closed:
                    process = await self._started()
            if not self._closed:
                self._idle.append(process)
        except OSError as error:
            _log.warning("a worker process could not be started (%s)", error.strerror or error)
        finally:
            self._leave(large)

    async def _finish(self, process: WorkerProcess) -> None:
        while (found := await process.receive()).kind != END:
            pass
        process.ended(found.payload)

    async def _started(self) -> WorkerProcess:
        process = await WorkerProcess.started(self._setup)
        self._all.add(process)
        return process

    async def _replaced(self) -> WorkerProcess:
        try:
            return await self._started()
        except OSError as error:
            raise LostError(f"no process could be started for it ({error.strerror or error})") from error

    async def _forget(self, process: WorkerProcess) -> None:
        self._all.discard(process)
        process.kill()
        await process.end()

"""The processes that work for the desk: ended when they take too long, replaced when they die, never too many jobs."""

from __future__ import annotations

import asyncio
import errno
import pickle
import time
from contextlib import aclosing, suppress
from typing import Any

import msgspec
import psutil  # type: ignore[import-untyped]
import pytest

from checker.serve.jobs import JOB, ArticleForm, Check, Choice, frame
from checker.serve.judging import Setup
from checker.serve.pool import BusyError, LostError, Pool, TooSlowError
from checker.serve.recent import Recent
from checker.serve.worker_process import WorkerProcess
from checker.services.settings import ServiceSettings
from checker.settings import Settings
from tests.served import TEXT, long_text

_SETUP = Setup(Settings(), ServiceSettings())
_SHORT = Check(ArticleForm(TEXT))
_LARGE = Check(ArticleForm(TEXT * 2_000))
_LONG = Check(ArticleForm(long_text(40_000)))


def with_pool(use: Any, **settings: Any) -> Any:
    """What a use of a pool of one process comes to."""

    async def run() -> Any:
        pool = Pool(_SETUP, 1, **{"most_waiting": 10, "most_bytes": 1 << 40, **settings})
        try:
            await pool.result(_SHORT, 60)
            return await use(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


def workers() -> list[psutil.Process]:
    """The worker processes of this one."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):  # it has ended
            found += [child] if "checker.serve.worker" in " ".join(child.cmdline()) else []
    return found


def test_a_job_that_takes_too_long_is_ended_and_the_next_one_done() -> None:
    async def use(pool: Pool) -> None:
        before = workers()
        with pytest.raises(TooSlowError, match=r"longer than 0\.3 seconds"):
            await pool.result(_LONG, 0.3)
        assert b"repeated-word" in await pool.result(_SHORT, 60)
        assert {worker.pid for worker in workers()}.isdisjoint(worker.pid for worker in before)

    with_pool(use)


def test_a_job_whose_process_is_killed_is_told_and_the_next_one_done() -> None:
    async def use(pool: Pool) -> None:
        going = asyncio.create_task(pool.result(_LONG, 60))
        await asyncio.sleep(0.5)
        [worker] = workers()
        worker.kill()
        with pytest.raises(LostError):
            await going
        assert b"repeated-word" in await pool.result(_SHORT, 60)

    with_pool(use)


def test_an_idle_process_that_was_killed_is_replaced() -> None:
    async def use(pool: Pool) -> None:
        [worker] = workers()
        worker.kill()
        async with asyncio.timeout(30):
            while not pool._idle[0].dead:
                await asyncio.sleep(0.05)
        assert b"repeated-word" in await pool.result(_SHORT, 60)

    with_pool(use)


def test_more_jobs_than_may_wait_are_sent_away() -> None:
    async def use(pool: Pool) -> list[Any]:
        jobs = [asyncio.create_task(pool.result(_SHORT, 60)) for _ in range(5)]
        return await asyncio.gather(*jobs, return_exceptions=True)

    results = with_pool(use, most_waiting=2)
    assert [type(result) for result in results] == [bytes] * 3 + [BusyError] * 2


def test_large_jobs_wait_in_numbers_too_and_hold_no_more_than_their_share() -> None:
    async def run(**most: int) -> list[Any]:
        pool = Pool(_SETUP, 2, **{"most_waiting": 10, "most_bytes": 1 << 40, **most})
        jobs = [asyncio.create_task(pool.result(_LARGE, 60)) for _ in range(4)]
        results = await asyncio.gather(*jobs, return_exceptions=True)
        assert b"findings" in await pool.result(_LARGE, 60)  # what is done takes no room
        await pool.close()
        return [type(result) for result in results]

    assert asyncio.run(run(most_waiting=1)) == [bytes, bytes, BusyError, BusyError]
    assert asyncio.run(run(most_held=500_000)) == [bytes, bytes, bytes, BusyError]


def test_a_process_that_cannot_be_started_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(_: bytes) -> WorkerProcess:
        raise OSError(errno.EAGAIN, "too many processes")

    async def run() -> None:
        pool = Pool(_SETUP, 1, most_waiting=10, most_bytes=1 << 40)
        with monkeypatch.context() as patch:
            patch.setattr(WorkerProcess, "started", refused)
            with pytest.raises(LostError, match="too many processes"):
                await pool.result(_SHORT, 60)
        assert b"repeated-word" in await pool.result(_SHORT, 60)
        await pool.close()

    asyncio.run(run())


def test_a_process_whose_server_has_gone_does_not_go_on_for_long() -> None:
    async def run() -> None:
        process = await WorkerProcess.started(frame(JOB, pickle.dumps(_SETUP)))
        await process.has_loaded()
        for _ in range(10):  # more than a minute's work
            await process.send(JOB, msgspec.msgpack.encode(_LONG))
        began = time.monotonic()
        process._process.stdin.close()  # type: ignore[union-attr]
        await asyncio.wait_for(process._process.wait(), 30)
        assert process._process.returncode == 0
        assert time.monotonic() - began > 1  # it was at work, and not lost over it
        await process.end()

    asyncio.run(run())


def test_a_job_that_nobody_wants_any_more_makes_room() -> None:
    async def use(pool: Pool) -> None:
        before = workers()
        job = Check(_SHORT.article, Choice())
        async with aclosing(pool.run(job, 60)) as frames:
            async for _ in frames:
                break
        going = asyncio.create_task(pool.result(_SHORT, 60))
        await asyncio.sleep(0)
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)
        assert b"repeated-word" in await pool.result(_SHORT, 60)
        assert workers() == before  # a short job is let end: a new process would have to load everything

    with_pool(use)


def test_a_job_that_is_given_up_while_its_process_loads_does_not_spoil_it() -> None:
    async def run() -> None:
        pool = Pool(_SETUP, 1, most_waiting=10, most_bytes=1 << 40, grace_seconds=30)
        try:
            given_up = asyncio.create_task(pool.result(_SHORT, 60))
            await asyncio.sleep(0.05)
            given_up.cancel()
            await asyncio.gather(given_up, return_exceptions=True)
            async with asyncio.timeout(30):
                assert b"repeated-word" in await pool.result(_SHORT, 60)
        finally:
            await pool.close()

    asyncio.run(run())


def test_a_client_that_is_slow_to_read_does_not_keep_a_process() -> None:
    async def use(pool: Pool) -> None:
        async with aclosing(pool.run(_SHORT, 60)) as frames:
            async for _ in frames:
                assert b"repeated-word" in await pool.result(_SHORT, 60)

    with_pool(use)


def test_long_articles_leave_room_for_short_ones() -> None:
    async def run() -> None:
        pool = Pool(_SETUP, 2, most_waiting=10, most_bytes=1 << 40)
        try:
            long = [asyncio.create_task(pool.result(_LONG, 60)) for _ in range(3)]
            await asyncio.sleep(0)
            assert b"repeated-word" in await pool.result(_SHORT, 60)
            assert not any(task.done() for task in long)
            for task in long:
                task.cancel()
            await asyncio.gather(*long, return_exceptions=True)
        finally:
            await pool.close()

    asyncio.run(run())


def test_a_process_that_has_taken_much_memory_is_replaced() -> None:
    async def use(pool: Pool) -> None:
        pids = set()
        for _ in range(3):
            await pool.result(_SHORT, 60)
            await asyncio.sleep(0.2)
            pids |= {worker.pid for worker in workers()}
        assert len(pids) > 1

    with_pool(use, most_bytes=1)


def test_results_are_kept_for_a_moment_when_they_are_whole_and_not_beyond_their_share() -> None:
    recent = Recent(100)
    whole, broken = b'{"unchecked":[]}', b'{"unchecked":["a tier"]}'
    recent.keep(_SHORT, [whole])
    recent.keep(_LONG, [whole, broken])
    assert (recent.get(_SHORT), recent.get(_LONG)) == ([whole], [])
    assert recent.get(Check(_SHORT.article, Choice(ignore=("repeated-word",)))) == []
    for n in range(20):
        recent.keep(Check(ArticleForm(str(n))), [whole])
    assert recent.get(_SHORT) == []
    assert [n for n in range(20) if recent.get(Check(ArticleForm(str(n))))] == list(range(14, 20))

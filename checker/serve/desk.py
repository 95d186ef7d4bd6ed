"""What all requests of a server share: its settings and the processes that work for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Any

import msgspec

from checker.errors import CopydeskError
from checker.explaining import explanation, sections, summary
from checker.rule import Rule
from checker.serve.jobs import RESULT, Check, Choice, Job, Refusal, Warm
from checker.serve.judging import Setup
from checker.serve.limits import Limits
from checker.serve.pool import JobRefusedError, LostError, Pool, TooSlowError
from checker.serve.recent import Recent
from checker.serve.requests import RequestError, busy
from checker.serve.worker_process import Frame
from checker.tiers import TIERS, missing
from checker.version import VERSION

_MOST_PROCESSES = 4
_SLOW_PROCESSES = 2
_SLOW_GRACE_SECONDS = 10.0


class Desk:
    """The quick processes judge with the local tier alone, the slow ones with all: so that nobody who types waits for
    somebody's grammar."""

    def __init__(self, setup: Setup, limits: Limits | None = None) -> None:
        self.setup = setup
        self.limits = limits or Limits()
        self.tiers = tuple(tier for tier in TIERS if tier in setup.settings.tiers)
        self.slow_tiers = tuple(tier for tier in self.tiers if tier != "local")
        self._warming: asyncio.Task[None] | None = None
        self._recent = Recent(self.limits.kept_bytes)
        cores = max(2, min(_MOST_PROCESSES, os.cpu_count() or 1))
        self._quick = Pool(
            replace(setup, address_bytes=self.limits.quick_address_bytes),
            cores,
            most_waiting=self.limits.quick_waiting,
            most_held=self.limits.held_bytes,
            most_bytes=self.limits.quick_process_bytes,
        )
        count = _SLOW_PROCESSES if self.slow_tiers else 1
        self._slow = Pool(
            replace(setup, processes=count),
            count,
            most_waiting=self.limits.slow_waiting,
            most_held=self.limits.held_bytes,
            most_bytes=self.limits.slow_process_bytes,
            grace_seconds=_SLOW_GRACE_SECONDS,
        )

    async def open(self) -> None:
        """Starts the processes that most requests need; what the slower tiers need loads in the background."""
        await self._quick.start()
        if self.slow_tiers:
            self._warming = asyncio.create_task(self._warm())

    async def _warm(self) -> None:
        with suppress(CopydeskError):  # whoever asks for the tier will be told
            await self._slow.result(Warm(), self.limits.slow_seconds)

    async def close(self) -> None:
        """Ends the processes."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        await self._quick.close()
        await self._slow.close()

    def is_slow(self, choice: Choice) -> bool:
        """Whether a check needs more than the local tier."""
        return bool(set(choice.tiers or self.tiers) - {"local"})

    async def do(self, job: Job, *, slow: bool = False) -> bytes:
        """The result of a job. Raises RequestError where there is none."""
        pool, seconds = self._pool(slow)
        try:
            return await pool.result(job, seconds)
        except CopydeskError as error:
            raise answer_to(error) from error

    async def check(self, job: Check) -> bytes:
        """The result of a check: where a slow tier took too long, with what the others found.

        Raises RequestError where there is none.
        """
        slow = self.is_slow(job.choice)
        last = b""
        try:
            async with aclosing(self._judged(job, slow=slow)) as frames:
                async for found in frames:
                    last = found.payload if found.kind == RESULT else last
        except (TooSlowError, LostError) as error:
            if not last:
                raise answer_to(error) from error
            return _with_gap(last, f"not all tiers could judge it: {error}")
        except CopydeskError as error:
            raise answer_to(error) from error
        return last

    async def stages(self, job: Check) -> AsyncGenerator[Frame, None]:
        """The results of a check as its tiers finish, the local one first. Raises CopydeskError."""
        done: tuple[str, ...] = ()
        if "local" in (job.choice.tiers or self.tiers):
            done = ("local",)
            quick = msgspec.structs.replace(job, choice=msgspec.structs.replace(job.choice, tiers=done))
            async with aclosing(self._judged(quick)) as frames:
                async for found in frames:
                    yield found
        if self.is_slow(job.choice):
            async with aclosing(self._judged(msgspec.structs.replace(job, done=done), slow=True)) as frames:
                async for found in frames:
                    yield found

    async def _judged(self, job: Check, *, slow: bool = False) -> AsyncGenerator[Frame, None]:
        """What the processes say of an article, or have said a moment ago. Raises CopydeskError."""
        if results := self._recent.get(job):
            for result in results:
                yield Frame(RESULT, result)
            return
        pool, seconds = self._pool(slow)
        async with aclosing(pool.run(job, seconds)) as frames:
            async for found in frames:
                if found.kind == RESULT:
                    results.append(found.payload)
                yield found
        self._recent.keep(job, results)

    def _pool(self, slow: bool) -> tuple[Pool, float]:
        """The processes for a job, and the seconds that it may take."""
        return (self._slow, self.limits.slow_seconds) if slow else (self._quick, self.limits.quick_seconds)

    def status(self) -> dict[str, Any]:
        """The version, and of each tier whether clients may ask for it, and if not, why."""
        rows = [
            {"name": tier, "available": tier in self.tiers, "why": "" if tier in self.tiers else self._why_not(tier)}
            for tier in TIERS
        ]
        return {"version": VERSION, "tiers": rows}

    def require(self, tier: str) -> None:
        """Raises RequestError where the server runs without the tier: that is not loaded which was not asked for."""
        if tier not in self.tiers:
            raise RequestError(409, self._why_not(tier))

    def _why_not(self, tier: str) -> str:
        tiers = ",".join(each for each in TIERS if each == tier or each in self.tiers)
        started = f"the server was started without the tier {tier}: copydesk serve --tiers {tiers} has it"
        return missing(tier) or started

    def rules(self) -> list[dict[str, Any]]:
        """The rules that there are, in short."""
        return [_in_short(rule) for rule in self.setup.settings.known_rules().values()]

    def rule(self, name: str) -> dict[str, Any]:
        """A rule with its explanation. Raises RequestError where none has the name."""
        rule = self.setup.settings.known_rules().get(name)
        if rule is None:
            raise RequestError(404, f"no rule is named {name!r}; GET /api/rules lists them")
        return {**_in_short(rule), "explanation": sections(rule), "markdown": explanation(rule)}


def answer_to(error: CopydeskError) -> RequestError:
    """What a client is told where a job came to nothing."""
    match error:
        case JobRefusedError():
            refusal: Refusal = error.refusal
            return RequestError(refusal.status, refusal.error)
        case TooSlowError():
            return RequestError(503, f"{error}; send less text at a time", {"Retry-After": "5"})
        case LostError():
            return RequestError(503, f"{error}; send it again, in parts if it happens twice", {"Retry-After": "1"})
    return busy(str(error))


def _in_short(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "category": rule.category,
        "severity": str(rule.severity),
        "tier": rule.tier,
        "summary": summary(rule),
    }


def _with_gap(result: bytes, gap: str) -> bytes:
    found = msgspec.json.decode(result)
    found["unchecked"] = [*found.get("unchecked", ()), gap]
    return msgspec.json.encode(found)

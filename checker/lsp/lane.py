"""Work off the event loop: one thread that does one thing after another, and drops what nobody waits for."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")

Stopped = Callable[[], bool]
"""Whether nobody waits for the work any more."""


class SupersededError(Exception):
    """Work was stopped because nobody waits for it."""


class Lane:
    """A thread and what it does. It ends with the process, whatever it is at."""

    def __init__(self, name: str) -> None:
        self._waiting: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=f"copydesk-{name}", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Stopped], T]) -> T:
        """What the work gives. Who is cancelled while waiting stops the work: it is told by its argument."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        stop = threading.Event()

        def do() -> None:
            if stop.is_set():
                return
            settle: Callable[[Any], None] = future.set_result
            try:
                result: Any = work(stop.is_set)
            except SupersededError:
                return
            except BaseException as error:
                # Neither a StopIteration nor what would end the process can be handed to a loop.
                is_plain = isinstance(error, Exception) and not isinstance(error, StopIteration)
                result, settle = error if is_plain else RuntimeError(repr(error)), future.set_exception

            def hand_over() -> None:
                if not future.done():
                    settle(result)

            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(hand_over)

        self._waiting.put(do)
        try:
            return await future
        finally:
            stop.set()

    def close(self, seconds: float) -> bool:
        """Lets the thread end when it has done what it is at; whether it has ended in time."""
        self._waiting.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while do := self._waiting.get():
            do()

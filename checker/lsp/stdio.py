"""Standard input and output as the protocol's own: nothing else reads the one or prints on the other."""

from __future__ import annotations

import asyncio
import os
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from checker.errors import UsageError

_PIECE = 1 << 16
_LAST_WORDS_SECONDS = 2.0
_LOOKS_EVERY_SECONDS = 1.0


def taken_over() -> tuple[int, int]:
    """The descriptors of standard input and output, for the protocol alone: from here on what is printed goes to
    standard error, whoever prints it, and child processes see neither.

    Raises:
        UsageError: one of them is closed.
    """
    sys.stdout.flush()
    try:
        incoming, outgoing = os.dup(0), os.dup(1)
    except OSError:
        raise UsageError("standard input or output is closed; the server is for an editor to start") from None
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:  # there is no standard error
        os.dup2(nothing, 1)
    os.close(nothing)
    return incoming, outgoing


def incoming_stream(descriptor: int) -> asyncio.StreamReader:
    """What comes in, read by a thread of its own, which ends with the process: a read of a pipe cannot be interrupted,
    and on Windows the loop cannot wait for one."""
    stream, loop = asyncio.StreamReader(), asyncio.get_running_loop()

    def read() -> None:
        with suppress(RuntimeError):  # the loop has ended
            while True:
                try:
                    data = os.read(descriptor, _PIECE)
                except OSError:
                    data = b""
                if not data:
                    loop.call_soon_threadsafe(stream.feed_eof)
                    return
                loop.call_soon_threadsafe(stream.feed_data, data)

    threading.Thread(target=read, name="copydesk-in", daemon=True).start()
    return stream


class OutgoingStream:
    """What goes out, written by a thread of its own, so that a client that does not read stops nothing."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="copydesk-out", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Sends data when those before it are sent; what nobody takes any more is dropped."""
        self._waiting.put(data)

    def close(self) -> None:
        """Waits, not for ever, until all is sent."""
        self._waiting.put(b"")
        self._thread.join(_LAST_WORDS_SECONDS)

    def _write(self) -> None:
        with suppress(OSError):
            while data := self._waiting.get():
                while data:
                    data = data[os.write(self._descriptor, data) :]


async def end_of_process(number: Callable[[], int | None]) -> None:
    """Returns when the process of a number, which may become known later, has ended; never where that cannot be told
    (on Windows the end of the input tells)."""
    while os.name != "posix" or _lives(number()):
        await asyncio.sleep(_LOOKS_EVERY_SECONDS)


def _lives(number: int | None) -> bool:
    try:
        os.kill(number or os.getpid(), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it is another's, or no process can have the number
        return True
    return True

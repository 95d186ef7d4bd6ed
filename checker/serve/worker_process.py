"""One worker process and the pipes to it, as the server sees them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import NamedTuple

from checker.serve.jobs import HEADER, READY, frame
from checker.serve.worker import COMMAND

_END_SECONDS = 10.0


class Frame(NamedTuple):
    """What a worker says on the way: a result, or a note for the person at the desk."""

    kind: int
    payload: bytes


class WorkerProcess:
    """`busy` says that it has a job, `bytes` how much memory it has taken after its last one."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.busy = False
        self.bytes = 0
        self._loaded = False
        self._header: tuple[int, int] | None = None

    @classmethod
    async def started(cls, setup: bytes) -> WorkerProcess:
        """A new process, which loads while its first job is on the way."""
        pipe = asyncio.subprocess.PIPE
        # In a session of its own: Ctrl-C at the terminal is the server's to handle.
        process = cls(await asyncio.create_subprocess_exec(*COMMAND, stdin=pipe, stdout=pipe, start_new_session=True))
        process._write(setup)
        return process

    @property
    def dead(self) -> bool:
        return self._process.returncode is not None

    async def send(self, kind: int, payload: bytes = b"") -> None:
        """Writes a frame."""
        self._write(frame(kind, payload))
        assert self._process.stdin
        await self._process.stdin.drain()

    async def has_loaded(self) -> None:
        """Waits for a new process to be ready, which is not a job's fault."""
        while not self._loaded:
            await self.receive()

    async def receive(self) -> Frame:
        """The next frame. Raises asyncio.IncompleteReadError where the process has gone."""
        assert self._process.stdout
        if self._header is None:  # else the wait for its payload was given up
            self._header = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))
        length, kind = self._header
        found = Frame(kind, await self._process.stdout.readexactly(length))
        self._header = None
        self._loaded = self._loaded or kind == READY
        return found

    def ended(self, payload: bytes) -> None:
        """Takes note of the end of a job, and of the memory it took."""
        self.busy = False
        self.bytes = int.from_bytes(payload, "big")

    def kill(self) -> None:
        """Ends the process at once."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """Lets the process end by closing its input, and waits for it a little."""
        stdin = self._process.stdin
        assert stdin
        stdin.close()
        with suppress(OSError):
            await stdin.wait_closed()
        try:
            async with asyncio.timeout(_END_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self.kill()
            await self._process.wait()
        # The pipes go with the process, not when the collector comes by.
        transport = getattr(self._process, "_transport", None)
        if transport is not None:
            transport.close()

    def _write(self, data: bytes) -> None:
        assert self._process.stdin
        self._process.stdin.write(data)

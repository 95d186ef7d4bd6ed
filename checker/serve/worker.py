"""A worker process: does one job at a time, and stops between two tiers when nobody wants the rest."""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
import time
from typing import BinaryIO

import msgspec

from checker.errors import CopydeskError
from checker.printable import printable
from checker.serve.jobs import CANCEL, END, JOB, NOTE, READY, REFUSAL, RESULT, Job, Refusal, Warm, frame, read_frame
from checker.serve.judging import Judge, Setup
from checker.serve.refused import RefusedError

# What a server runs, on its command line: the working folder may have modules named like ours.
COMMAND = (sys.executable, "-P", "-c", "from checker.serve.worker import main; main()")
_END_SECONDS = 5.0


def main() -> None:
    """Reads the setup, then jobs, from standard input until it ends; writes frames to standard output."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no frame
    first = read_frame(source)
    if first is None:
        return
    setup: Setup = pickle.loads(first[1])
    _limit_memory(setup.address_bytes)
    _Worker(setup, source, sink).work()


class _Worker:
    def __init__(self, setup: Setup, source: BinaryIO, sink: BinaryIO) -> None:
        self._sink = sink
        self._source = source
        self._jobs: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self._warming = False
        self._judge = Judge(setup, self._note)

    def work(self) -> None:
        from checker.engine import spare_the_collector

        threading.Thread(target=self._listen, daemon=True).start()
        self._judge.warm()
        spare_the_collector()
        self._write(READY, b"")
        decode = msgspec.msgpack.Decoder(Job).decode
        while (payload := self._jobs.get()) is not None:
            self._do(decode(payload))
            self._write(END, _memory_bytes().to_bytes(8, "big"))
        self._judge.close()

    def _listen(self) -> None:
        """Takes what the server sends. Once that has gone, nobody waits for the job that is under way."""
        while (found := read_frame(self._source)) is not None:
            kind, payload = found
            if kind == JOB:
                self._cancelled.clear()
                self._jobs.put(payload)
            elif kind == CANCEL:
                self._cancelled.set()
        self._cancelled.set()
        self._jobs.put(None)
        time.sleep(_END_SECONDS)
        os._exit(0)

    def _do(self, job: Job) -> None:
        self._warming = isinstance(job, Warm)
        try:
            for result in self._judge.do(job):
                self._write(RESULT, result)
                if self._cancelled.is_set():
                    return
        except RefusedError as error:
            self._refuse(error.status, str(error))
        except CopydeskError as error:
            self._refuse(400, str(error))
        except MemoryError:
            self._refuse(413, "there is not enough memory for this text; send it in parts")

    def _refuse(self, status: int, error: str) -> None:
        self._write(REFUSAL, msgspec.json.encode(Refusal(status, error)))

    def _note(self, line: str) -> None:
        if self._warming:  # nobody is at the desk yet: it is for the terminal
            print(f"copydesk: {printable(line)}", file=sys.stderr, flush=True)
        self._write(NOTE, line.encode("utf-8", "replace"))

    def _write(self, kind: int, payload: bytes) -> None:
        data = memoryview(frame(kind, payload))
        try:
            while data:
                data = data[self._sink.write(data) or 0 :]
        except BrokenPipeError:
            self._judge.close()
            os._exit(0)  # the server has gone


def _limit_memory(most_bytes: int) -> None:
    """Lets an allocation beyond so many bytes fail, where the system can, so that no file takes the whole machine."""
    if not most_bytes or sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, hard))


def _memory_bytes() -> int:
    """The most memory that this process has taken, 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024

"""Results of a moment ago, kept in memory: a page that is opened again, or a rule that is muted and heard again, has
its findings at once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

import msgspec

from checker.serve.jobs import Check

_COMPLETE = b'"unchecked":[]'


class Recent:
    """The results of the last checks, `most_bytes` of them. What could not be judged in full is not kept."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._results: OrderedDict[bytes, list[bytes]] = OrderedDict()

    def get(self, job: Check) -> list[bytes]:
        """The results of a check in their order, none where they are not known."""
        key = _key(job)
        if key not in self._results:
            return []
        self._results.move_to_end(key)
        return self._results[key]

    def keep(self, job: Check, results: list[bytes]) -> None:
        """Keeps the results of a check."""
        if not results or _COMPLETE not in results[-1]:
            return
        self._take(_key(job))
        self._results[_key(job)] = results
        self._bytes += sum(map(len, results))
        while self._bytes > self._most_bytes:
            self._take(next(iter(self._results)))

    def _take(self, key: bytes) -> None:
        self._bytes -= sum(map(len, self._results.pop(key, ())))


def _key(job: Check) -> bytes:
    return hashlib.blake2b(msgspec.msgpack.encode(job), digest_size=20).digest()

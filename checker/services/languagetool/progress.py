"""How far a long download is: a bar on a terminal, a few lines elsewhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from checker.services.services import silent

_STEPS = 4


class Progress:
    """Counts bytes, from any thread. Shows a bar where standard error is a terminal, else gives `note` a line each
    quarter; a silent `note` has neither."""

    def __init__(self, name: str, size: int, note: Callable[[str], None]) -> None:
        self._name = name
        self._size = size
        self._note = note
        self._lock = threading.Lock()
        self._done = 0
        self._bar: Any = None
        if note is not silent and size and sys.stderr is not None and sys.stderr.isatty():
            import click

            self._bar = click.progressbar(length=size, label=name, file=sys.stderr)

    def add(self, count: int) -> None:
        """`count` more bytes have arrived."""
        with self._lock:
            before, self._done = self._done, self._done + count
            if self._bar is not None:
                self._bar.update(count)
            elif self._done * _STEPS // self._size > before * _STEPS // self._size and self._done < self._size:
                self._note(f"{self._name}: {self._done / 1e6:.0f} of {self._size / 1e6:.0f} MB")

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)

"""How far a run is: a bar on a terminal, a few lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

_BAR = 24
_DRAWN_EVERY = 0.2
# Without a terminal: a line after the first minute, then each after half as long again, so that a day has twenty.
_FIRST_LINE = 30.0
_LONGER = 1.5


class Progress:
    """Counts the bytes of the corpus that are judged, of `size` in all, and the articles in them."""

    def __init__(
        self,
        size: int,
        note: Callable[[str], None],
        out: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._size = max(size, 1)
        self._note = note
        self._out = out if out is not None else sys.stderr
        self._clock = clock
        self._terminal = self._out is not None and self._out.isatty()
        self._begin = self._drawn = clock()
        self._next_line = _FIRST_LINE
        self._bytes = self._known = self._articles = 0

    def skip(self, size: int) -> None:
        """A stretch that an earlier run has judged."""
        self._bytes += size
        self._known += size

    def add(self, size: int, articles: int) -> None:
        """A stretch that this run has judged."""
        self._bytes += size
        self._articles += articles
        now = self._clock()
        if self._terminal:
            if now - self._drawn >= _DRAWN_EVERY:
                self._drawn = now
                self._draw(now)
        elif now - self._begin >= self._next_line:
            self._next_line = (now - self._begin) * _LONGER
            self._note(self._said(now))

    def end(self) -> None:
        """Takes the bar away."""
        if self._terminal:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def _draw(self, now: float) -> None:
        filled = int(_BAR * self._share)
        self._out.write(f"\r\x1b[K{'█' * filled}{'░' * (_BAR - filled)} {self._said(now)}")
        self._out.flush()

    @property
    def _share(self) -> float:
        return min(1.0, self._bytes / self._size)

    def _said(self, now: float) -> str:
        seconds = max(now - self._begin, 1e-9)
        said = f"{self._share:.0%}, {self._articles:,} articles, {self._articles / seconds:,.0f} a second"
        judged = self._bytes - self._known
        left = (self._size - self._bytes) * seconds / judged if judged else 0.0
        if left >= 1:
            said += f", {_time(left)} left"
        return said


def _time(seconds: float) -> str:
    """A stretch of time as a person says it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"

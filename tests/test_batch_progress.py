"""How far a run is: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from checker.batch.progress import Progress
from checker.cli.telling import note_beside_a_bar


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_has_a_bar_with_the_rate_and_the_time_left() -> None:
    now = [0.0]
    out, notes = _Terminal(), list[str]()
    progress = Progress(1000, notes.append, out, lambda: now[0])
    progress.skip(200)
    now[0] = 10.0
    progress.add(200, 50)
    assert out.getvalue() == "\r\x1b[K█████████░░░░░░░░░░░░░░░ 40%, 50 articles, 5 a second, 30 s left"
    progress.end()
    assert out.getvalue().endswith("\r\x1b[K")
    assert notes == []


def test_a_note_takes_the_place_of_the_bar_and_stands_on_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    out = _Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    progress = Progress(10, note_beside_a_bar, out, clock=iter(range(0, 100, 10)).__next__)
    progress.add(5, 5)
    note_beside_a_bar("the server is\x1b[2J slow")
    progress.add(5, 5)
    erase = "\r\x1b[K"
    before, after = out.getvalue().partition("copydesk:")[0], out.getvalue().rpartition("\n")[2]
    assert before.endswith(erase)
    assert after.startswith(erase)
    assert out.getvalue().count("\n") == 1
    assert "\x1b[2J" not in out.getvalue()


def test_elsewhere_lines_come_ever_more_seldom() -> None:
    now = [0.0]
    notes: list[str] = []
    progress = Progress(10_000, notes.append, io.StringIO(), lambda: now[0])
    for second in range(1, 10_000):
        now[0] = float(second)
        progress.add(1, 3)
    assert notes[0] == "0%, 90 articles, 3 a second, 2 h 46 min left"
    assert len(notes) == 15

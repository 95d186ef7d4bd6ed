"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.errors import WriteError
from checker.writing import atomic_write, replace_file


def test_a_new_file_appears_at_the_end_and_has_the_usual_mode(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with atomic_write(str(path)) as file:
        file.write("naïve\n\ud83d")
        assert not path.exists()
    assert path.read_bytes() == "naïve\n?".encode()
    (tmp_path / "usual").touch()
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_interrupted_report_leaves_the_file_as_it_was(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")

    def interrupted() -> None:
        with atomic_write(str(path)) as file:
            file.write("new")
            raise error

    with pytest.raises(error):
        interrupted()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["report.json"]


def test_what_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="is a folder; name a file"), atomic_write(str(tmp_path)):
        pass
    missing = tmp_path / "no" / "report.json"
    with pytest.raises(WriteError, match="its folder does not exist; make it first"), atomic_write(str(missing)):
        pass


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    with atomic_write(str(fifo)) as file:
        file.write("through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert fifo.is_fifo()


def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(WriteError, match="is not writable"):
        replace_file(str(path), b"new")
    assert path.read_text() == "old"

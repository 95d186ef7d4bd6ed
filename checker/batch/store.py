"""The folder of a report, on the local disk or in an object store: every file is there whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from checker.batch.files import UnreachableError, explained, filesystem, is_remote, local
from checker.errors import CopydeskError, UsageError, WriteError
from checker.writing import write_blocks, write_bytes

STATE = ".copydesk"
"""The folder inside that of the report, where a run keeps what a later one needs."""

_BLOCK = 1 << 20


class Store:
    """The folder of a report. Names are relative to it, with "/" between their parts."""

    def __init__(self, out: str) -> None:
        self.out = local(out)
        self._system: Any = None
        self._root = self.out
        if is_remote(out) and self.out == out:
            self._system, self._root = filesystem(out)

    @property
    def is_local(self) -> bool:
        return self._system is None

    def path(self, name: str) -> str:
        """The path of a file, in its file system."""
        return os.path.join(self._root, *name.split("/")) if self.is_local else f"{self._root.rstrip('/')}/{name}"

    def make(self) -> None:
        """Makes the folder, where it is not there yet.

        Raises:
            WriteError: it cannot be made.
        """
        with self._explained(""):
            for folder in (f"{STATE}/shards", f"{STATE}/siblings"):
                if self.is_local:
                    os.makedirs(self.path(folder), exist_ok=True)
                elif self._root.startswith("/"):  # else it begins with a bucket, and a mistyped one would be made
                    self._system.makedirs(self.path(folder), exist_ok=True)

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted; none where it is not there."""
        path = self.path(folder)
        self._forget_listings()
        try:
            found = os.listdir(path) if self.is_local else self._system.ls(path, detail=False)
        except OSError:
            return []
        return sorted(each.rstrip("/").rpartition("/")[2] for each in found)

    def read(self, name: str) -> bytes | None:
        """The content of a file, or None where it is not there."""
        try:
            with self.opened(name) as file:
                return file.read()
        except OSError:
            return None

    @contextlib.contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file, to read from any offset. Raises OSError where it is not there."""
        path = self.path(name)
        self._forget_listings()
        with open(path, "rb") if self.is_local else self._system.open(path, "rb") as file:
            yield cast(BinaryIO, file)

    @contextlib.contextmanager
    def at_hand(self, *names: str) -> Iterator[Path]:
        """The folder on this machine, with these files at least: what is in an object store is brought here.

        Raises:
            UsageError: one of them is not there, or cannot be read.
            WriteError: this machine's disk takes no more.
        """
        if self.is_local:
            yield Path(self.out)
            return
        with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
            for name in names:
                try:
                    with contextlib.closing(self._blocks(name)) as blocks:
                        write_blocks(os.path.join(folder, name), blocks)
                except UnreachableError as error:
                    raise UsageError(
                        f"{self.out}: there is no finished corpus report in it ({name}: {error})"
                    ) from error
            yield Path(folder)

    def _blocks(self, name: str) -> Generator[bytes, None, None]:
        """A file piece by piece. Raises UnreachableError where it is not there, or cannot be read."""
        with explained(), self.opened(name) as file:
            while block := file.read(_BLOCK):
                yield block

    def _forget_listings(self) -> None:
        """Some file systems answer from what they have listed before, and other processes write here, too."""
        if not self.is_local:
            self._system.invalidate_cache()

    def write(self, name: str, data: bytes) -> None:
        """Makes `data` the content of a file.

        Raises:
            WriteError: it cannot be written.
        """
        path = self.path(name)
        if self.is_local:
            write_bytes(path, data)
        else:
            with self._explained(name):
                self._system.pipe_file(path, data)

    def put(self, source: Path, name: str) -> None:
        """Puts a local file in the place of a name; a local store may take the file itself.

        Raises:
            WriteError: it cannot be written.
        """
        with self._explained(name):
            if self.is_local:
                os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
                os.replace(source, self.path(name))
            else:
                self._system.put_file(str(source), self.path(name))

    def remove(self, name: str) -> None:
        """Takes a file or a folder away; one that is not there is no fault."""
        path = self.path(name)
        with contextlib.suppress(OSError):
            if not self.is_local:
                self._system.rm(path, recursive=True)
            elif os.path.isdir(path):
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.unlink(path)

    @contextlib.contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        """Stores have exceptions of their own, of any class."""
        try:
            yield
        except CopydeskError:
            raise
        except Exception as error:
            said = getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
            raise WriteError(f"{self.out.rstrip('/')}/{name}".rstrip("/"), f"could not be written ({said})") from error

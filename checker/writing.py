"""The one place that writes files: each is there whole, or as it was before."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, BinaryIO, TextIO, cast

from checker.errors import WriteError

# What goes wrong with the file itself while it is written; any other error is not ours to explain.
_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})


_TEMPORARY = ".copydesk-", ".tmp"


def is_temporary(name: str) -> bool:
    """Whether a file of this name is what a process that was killed had not written whole."""
    return name.startswith(_TEMPORARY[0]) and name.endswith(_TEMPORARY[1])


@contextmanager
def atomic_write(path: str) -> Iterator[TextIO]:
    """A UTF-8 text stream whose content becomes the file at `path` when the block ends without an exception.

    Raises:
        WriteError: the file cannot be written.
    """
    with _replacing(path, "w", encoding="utf-8", errors="replace", newline="\n") as file:
        yield cast(TextIO, file)


def new_file(path: str, text: str) -> None:
    """Makes a file that is not there yet.

    Raises:
        WriteError: it is there, or cannot be written.
    """
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise WriteError(path, f"could not be written ({error.strerror or error})") from error


@contextmanager
def private_file(name: str, text: str) -> Iterator[str]:
    """The path of a file that nobody else on the machine can read, in a folder of its own; both go with the block.

    Raises:
        WriteError: it cannot be written.
    """
    from tempfile import TemporaryDirectory

    try:
        folder = TemporaryDirectory(prefix="copydesk-")
    except OSError as error:
        raise WriteError(name, f"could not be written ({error.strerror or error})") from error
    with folder:
        path = os.path.join(folder.name, name)
        new_file(path, text)
        yield path


def write_bytes(path: str, data: bytes) -> None:
    """Makes `data` the content of the file at `path`.

    Raises:
        WriteError: the file cannot be written.
    """
    with _replacing(path, "wb") as file:
        cast(BinaryIO, file).write(data)


def write_blocks(path: str, blocks: Iterable[bytes]) -> None:
    """Makes all blocks, one after the other, the content of the file at `path`; what raises while they are got leaves
    the file as it was.

    Raises:
        WriteError: the file cannot be written.
    """
    with _replacing(path, "wb") as file:
        for block in blocks:
            cast(BinaryIO, file).write(block)


def replace_file(path: str, data: bytes) -> None:
    """Puts `data` in the place of a file that exists; its mode stays, and a symbolic link goes on pointing at it.

    Raises:
        WriteError: the file cannot be written.
    """
    if not os.access(path, os.W_OK):
        raise WriteError(path, "is not writable; give yourself the permission (chmod u+w)")
    with _replacing(path, "wb") as file:
        cast(BinaryIO, file).write(data)


@contextmanager
def fresh_folder(path: str) -> Iterator[Callable[[str, str], None]]:
    """A way to write UTF-8 files, each by its name and text, that become the folder at `path` when the block ends
    without an exception; what the folder held before goes. What a run that was killed left behind is cleared away.

    Raises:
        WriteError: the folder cannot be written.
    """
    temporary = f"{path}.new"

    def write(name: str, text: str) -> None:
        with _explained(path), open(os.path.join(temporary, name), "x", encoding="utf-8", newline="\n") as file:
            file.write(text)

    try:
        with _explained(path, at_start=True):
            for left in (temporary, f"{path}.old"):
                shutil.rmtree(left, ignore_errors=True)
            os.mkdir(temporary)
        yield write
        with _explained(path, at_start=True):
            if os.path.lexists(path):
                os.rename(path, f"{path}.old")
            os.rename(temporary, path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(f"{path}.old", ignore_errors=True)


@contextmanager
def _replacing(path: str, mode: str, **options: str) -> Iterator[IO[str] | IO[bytes]]:
    target = os.path.realpath(path)
    try:
        known = os.stat(target)
    except OSError:
        known = None
    if known and stat.S_ISDIR(known.st_mode):
        raise WriteError(path, "is a folder; name a file")
    if known and not stat.S_ISREG(known.st_mode):  # a pipe or a device cannot be replaced, only written to
        with _explained(path), open(target, mode, **options) as file:  # type: ignore[call-overload]
            yield file
        return
    temporary = os.path.join(os.path.dirname(target), f"{_TEMPORARY[0]}{secrets.token_hex(8)}{_TEMPORARY[1]}")
    with _explained(path, at_start=True):
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with _explained(path), os.fdopen(descriptor, mode, **options) as file:  # type: ignore[call-overload]
            if known:
                os.chmod(temporary, stat.S_IMODE(known.st_mode))
            yield file
            file.flush()
            os.fsync(file.fileno())
        with _explained(path, at_start=True):
            os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


@contextmanager
def _explained(path: str, *, at_start: bool = False) -> Iterator[None]:
    """Turns what the disk says into one line; with `at_start`, whatever the system says."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOENT:
            raise WriteError(path, "its folder does not exist; make it first") from error
        if at_start or error.errno in _OF_THE_DISK:
            raise WriteError(path, f"could not be written ({error.strerror or error}); nothing was changed") from error
        raise


@contextmanager
def output_stream(path: str | None) -> Iterator[TextIO]:
    """The stream a report writes to: standard output where there is no path, else a file that is there whole or not at
    all."""
    if path is None:
        yield sys.stdout
        return
    with atomic_write(path) as file:
        yield file

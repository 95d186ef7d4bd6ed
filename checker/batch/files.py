"""Opens files and lists folders, on the local disk and, through fsspec, in object stores."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from checker.errors import CopydeskError, UsageError


class UnreachableError(Exception):
    """A file that cannot be read: the reason, as the user is told it."""


class InputChangedError(CopydeskError):
    """What was being read has gone, or changed, since the corpus was cut into shards."""


def is_remote(path: str) -> bool:
    """Whether a path is an address that fsspec opens, and no path on this machine."""
    return "://" in path


def local(path: str) -> str:
    """A path without "file://", for that is a path on this machine."""
    return os.path.abspath(path.removeprefix("file://")) if path.startswith("file://") else path


def filesystem(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it.

    Raises:
        UsageError: nothing here can open such addresses.
    """
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{address}: cannot be opened here: {' '.join(str(error).split())}") from error
    return system, str(path)


def filesystem_open(path: str) -> BinaryIO:
    """The file, open for reading; whoever calls it closes it, and reads inside `explained`."""
    if not is_remote(path):
        return open(path, "rb")
    system, bare = filesystem(path)
    return cast(BinaryIO, io.BufferedReader(system.open(bare, "rb")))


@contextmanager
def explained() -> Iterator[None]:
    """Turns what a disk or a store says into UnreachableError. Stores have exceptions of their own, of any class."""
    try:
        yield
    except (UnreachableError, UsageError, MemoryError):
        raise
    except FileNotFoundError as error:
        raise UnreachableError("no such file; check the path") from error
    except PermissionError as error:
        raise UnreachableError("may not be read; give yourself the permission") from error
    except OSError as error:
        raise UnreachableError(f"could not be read ({error.strerror or _short(error)})") from error
    except Exception as error:
        raise UnreachableError(f"could not be read ({type(error).__name__}: {_short(error)})") from error


def stamp(path: str) -> str:
    """A mark that is another once the file has changed: its size and time, or what a store keeps of its content.

    Raises:
        UnreachableError: it is not there, or cannot be read.
    """
    with explained():
        if not is_remote(path):
            known = os.stat(path)
            return f"{known.st_size}-{known.st_mtime_ns}"
        system, bare = filesystem(path)
        told = system.info(bare)
        marks = (told.get(name) for name in ("ETag", "etag", "md5Hash", "checksum", "size", "created", "mtime"))
        return "-".join(str(mark) for mark in marks if mark is not None)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]

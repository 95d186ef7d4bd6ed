"""An index of articles on disk, which later articles are added to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from checker.errors import CopydeskError
from checker.siblings.traits import Traits
from checker.writing import write_bytes

# To be raised when the traits of an article change.
_FORMAT = 1


class IndexUnreadableError(CopydeskError):
    """A file that is no index, or not one of this version."""


class _Stored(msgspec.Struct, frozen=True):
    copydesk_siblings: int
    articles: list[Traits]


def read_index(path: str) -> list[Traits]:
    """The articles of an index in the order of their ids; none where there is no file yet.

    Raises:
        IndexUnreadableError: the file cannot be read or is no index of this version.
    """
    try:
        stored = msgspec.msgpack.decode(Path(path).read_bytes(), type=_Stored)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise IndexUnreadableError(f"{path}: could not be read ({error.strerror or error})") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise IndexUnreadableError(f"{path}: is no index of siblings; name another file for --index") from error
    if stored.copydesk_siblings != _FORMAT:
        raise IndexUnreadableError(f"{path}: was made by another version; take it away, and index the articles anew")
    return stored.articles


def write_index(path: str, articles: Iterable[Traits]) -> None:
    """Writes an index, whole or not at all.

    Raises:
        WriteError: the file cannot be written.
    """
    write_bytes(path, msgspec.msgpack.encode(_Stored(_FORMAT, sorted(articles, key=lambda one: one.id))))


def merged(known: Iterable[Traits], new: Iterable[Traits]) -> list[Traits]:
    """The articles of an index with others added; one whose id is known already takes the place of the old one."""
    return list({one.id: one for part in (known, new) for one in part}.values())

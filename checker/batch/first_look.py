"""A first look at a corpus, before anything is judged or written: whether it can be opened, and what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.batch.files import UnreachableError, explained, filesystem_open
from checker.batch.lines import Blocks
from checker.batch.rows import RowFile
from checker.batch.shards import Columns
from checker.readers.jsonl import record_of
from checker.readers.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.batch.planning import Input

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"


def why_shut(inputs: Iterable[Input], columns: Columns) -> str:
    """Why nothing of a corpus can be opened, in one line; "" where something can be."""
    first = ""
    for each in inputs:
        try:
            _open(each, columns)
        except UnreachableError as error:
            first = first or str(Unreadable(each.path, str(error)))
        else:
            return ""
    return first or "nothing of the corpus is left: everything that is named is excluded"


def first_fields(inputs: Iterable[Input], columns: Columns) -> list[str]:
    """The names in the first record of a corpus, whether it stands in JSON lines or in a table, of which they are those
    of the columns; none where there is no such record."""
    for each in inputs:
        if each.kind == "rows":
            try:
                return _names_of(each.path, columns)
            except UnreachableError:
                continue
        if each.kind == "lines":
            try:
                head, *_ = _head(each.path).lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)
            except UnreachableError:
                continue
            record, _ = record_of(head, [])
            if isinstance(record, dict):
                return list(map(str, record))
    return []


def no_lines(path: str) -> str:
    """Why a file that is called JSON lines holds none, or "".

    Raises:
        UnreachableError: it cannot be read.
    """
    head = _head(path)[:8192]
    if head[:2] in _UTF_16:
        return "UTF-16; JSON lines are UTF-8: save it so"
    if head.startswith(_ZIP) or (b"\0" in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")):
        return "not JSON lines but binary data; unpack or convert it first"
    return ""


def _head(path: str) -> bytes:
    """The first megabyte, decompressed where it is compressed."""
    blocks = Blocks(path)
    try:
        return blocks.next()
    finally:
        blocks.close()


def _names_of(path: str, columns: Columns) -> list[str]:
    """The names of the columns of a table of a corpus.

    Raises:
        UnreachableError: it cannot be opened, has no column of texts, or is no part of a corpus.
    """
    table = RowFile(path, columns)
    names, own = table.names, table.is_our_own
    table.close()
    if own:
        raise UnreachableError("a table of a report of copydesk, which is no corpus")
    return names


def _open(each: Input, columns: Columns) -> None:
    """Opens a file of a corpus, and closes it again.

    Raises:
        UnreachableError: it cannot be opened, or is no part of a corpus.
    """
    if each.reason:
        raise UnreachableError(each.reason)
    if each.kind == "rows":
        _names_of(each.path, columns)
    elif each.kind == "lines":
        if reason := no_lines(each.path):
            raise UnreachableError(reason)
    else:
        with explained(), filesystem_open(each.path):
            pass

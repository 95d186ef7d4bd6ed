"""From a shard to its records, each an article or the reason why it is none."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator

from checker.article import Article
from checker.batch.files import InputChangedError, UnreachableError, explained, filesystem_open, stamp
from checker.batch.lines import LONGEST_LINE, Lines
from checker.batch.records import LONGEST_NAME, Oddities, Rejected, of_line, of_record, why_rejected
from checker.batch.rows import RowFile
from checker.batch.shards import Columns, Shard
from checker.readers.reading import NOTHING, format_of, read_stream
from checker.readers.unreadable import Note, Unreadable

LARGEST_FILE = LONGEST_LINE
# A megabyte of Markdown can take 600 MB to read.
_LARGEST_MARKDOWN = 512 << 10


class Opener:
    """Opens shards. A file stays open for the next shard, which is mostly the next of the same file."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._lines: tuple[str, Lines] | None = None
        self._rows: tuple[str, RowFile] | None = None

    def records(self, shard: Shard, oddities: Oddities) -> list[Article | Rejected]:
        """The records of a shard in their order.

        Raises:
            InputChangedError: it does not hold what it held when it was cut.
        """
        ways: dict[str, Callable[[Shard, Oddities], Iterator[Article | Rejected]]] = {
            "lines": self._of_lines,
            "rows": self._of_rows,
            "files": self._of_files,
            "unreadable": _of_nothing,
        }
        try:
            return list(ways[shard.kind](shard, oddities))
        except UnreachableError as error:
            self.close()
            raise InputChangedError(f"{shard.path or shard.paths[0]}: {error}") from error

    def _of_lines(self, shard: Shard, oddities: Oddities) -> Iterator[Article | Rejected]:
        if self._lines is None or self._lines[0] != shard.path:
            self.close()
            self._lines = shard.path, Lines(shard.path)
        lines = self._lines[1]
        for number, raw in enumerate(lines.between(shard.start, shard.end, shard.content), shard.first_line):
            if (found := of_line(shard.path, number, raw, self._columns, oddities)) is not None:
                yield found
        if lines.changed:
            raise UnreachableError("it has changed")

    def _of_rows(self, shard: Shard, oddities: Oddities) -> Iterator[Article | Rejected]:
        if stamp(shard.path) != shard.stamp:
            raise UnreachableError("it has changed")
        if self._rows is None or self._rows[0] != shard.path:
            self.close()
            self._rows = shard.path, RowFile(shard.path, self._columns)
        number, damage = shard.start, "it has fewer rows than it says"
        try:
            for number, record in enumerate(self._rows[1].between(shard.start, shard.end), shard.start + 1):
                if isinstance(record, str):
                    yield Rejected(shard.path, number, None, record)
                else:
                    yield of_record(shard.path, number, record, self._columns, oddities)
        except UnreachableError as error:
            damage = str(error)
            self.close()
        if stamp(shard.path) != shard.stamp:
            raise UnreachableError("it has changed")
        if number < shard.end:
            what = f"damaged: the rows {number + 1:,} to {shard.end:,} cannot be read ({damage})"
            yield Rejected(shard.path, number + 1, None, what)

    def _of_files(self, shard: Shard, oddities: Oddities) -> Iterator[Article | Rejected]:
        digest = hashlib.blake2b(digest_size=20)
        for path in shard.paths:
            data = file_content(path)
            add_file(digest, path, data)
            yield from _of_file(path, data, oddities)
        if digest.hexdigest() != shard.content:
            raise UnreachableError("a file has changed")

    def close(self) -> None:
        """Closes what is open."""
        for held in (self._lines, self._rows):
            if held is not None:
                held[1].close()
        self._lines = self._rows = None


def file_content(path: str) -> bytes:
    """The bytes of a file, and one more than `LARGEST_FILE` at the most.

    Raises:
        UnreachableError: it cannot be read.
    """
    with explained(), filesystem_open(path) as file:
        return file.read(LARGEST_FILE + 1)


def add_file(digest: hashlib.blake2b, path: str, data: bytes) -> None:
    """Adds a file to the digest of a shard of files."""
    digest.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
    digest.update(data)


def _of_file(path: str, data: bytes, oddities: Oddities) -> Iterator[Article | Rejected]:
    largest = _LARGEST_MARKDOWN if format_of(path) == "markdown" else LARGEST_FILE
    if len(data) > largest:
        yield Rejected(path, None, path, f"too big: more than {largest >> 10:,} KB")
        return
    for item in read_stream(path, io.BytesIO(data), from_disk=False):
        if isinstance(item, Unreadable):
            yield Rejected(path, item.line, path, item.message)
        elif isinstance(item, Note):
            if not item.message.startswith(NOTHING):
                oddities.add("", item.message, path, item.line)
        elif reason := why_rejected(item):
            yield Rejected(path, None, item.id[:LONGEST_NAME], reason)
        else:
            yield item


def _of_nothing(shard: Shard, _: Oddities) -> Iterator[Rejected]:
    yield Rejected(shard.path, None, None, shard.reason)

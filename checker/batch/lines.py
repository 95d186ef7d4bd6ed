"""The lines of a file of any size, which may be compressed: never more than one block and one line in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa

from checker.batch.files import UnreachableError, explained, filesystem_open

# In bytes of what a file decompresses to. The records of a shard cost what they are long and a little more, so that
# shards of empty records take no longer than those of long ones.
SHARD_COST = 1 << 20
RECORD_COST = 256
LONGEST_LINE = 8 << 20

_EMPTY = 2  # the bytes of a line that is no record, with its end
_BLOCK = 1 << 20
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5": "zstd"}
_ZSTD = b"\x28\xb5\x2f\xfd"
# Text compresses to a quarter, and a million times the same record to a thousandth.
_BOMB_BYTES = 1 << 30
_BOMB_RATIO = 200


class Blocks:
    """The bytes of a file, decompressed where it is compressed, block after block."""

    def __init__(self, path: str) -> None:
        """Raises UnreachableError."""
        self.path = path
        with explained():
            self._file: BinaryIO = filesystem_open(path)
            head = self._file.read(4)
            self._file.seek(0)
        kind = _MAGIC.get(head[:2], "")
        self.compressed = kind == "gzip" or head == _ZSTD
        self._stream: Any = self._file
        if self.compressed:
            self._stream = pa.CompressedInputStream(pa.PythonFile(self._file, mode="r"), kind)
        self.position = 0
        """How many bytes have been given so far; those before the start of a jump count."""

    @property
    def consumed(self) -> int:
        """How many bytes of the file itself have been read."""
        return self._file.tell()

    def next(self) -> bytes:
        """The next block, b"" at the end.

        Raises:
            UnreachableError: the file is damaged, or holds next to nothing that was blown up.
        """
        with explained():
            block: bytes = self._stream.read(_BLOCK)
        self.position += len(block)
        if self.compressed and self.position > max(_BOMB_BYTES, _BOMB_RATIO * self.consumed):
            raise UnreachableError(
                f"decompresses to more than {_BOMB_RATIO} times its size and {_BOMB_BYTES >> 30} GB; "
                "the rest of it is left out: unpack it first if it is what it should be"
            )
        return block

    def jump(self, position: int) -> None:
        """Goes to an offset of a file that is not compressed."""
        with explained():
            self._file.seek(position)
        self.position = position

    def close(self) -> None:
        self._file.close()


class Cut(NamedTuple):
    """A stretch of whole lines: its offsets, the number of its first line, a digest of its bytes, and how much of the
    file itself has been read with it."""

    start: int
    end: int
    first_line: int
    content: str
    consumed: int


def cut(blocks: Blocks) -> Iterator[Cut]:
    """Stretches of lines that cost as much as a shard may, the last one less.

    Raises:
        UnreachableError: after the last stretch that could be read.
    """
    start, first_line, number, cost = 0, 1, 1, 0
    digest = _digest()
    whole, whole_end = digest, 0  # as far as the last whole line
    try:
        while block := blocks.next():
            offset = blocks.position - len(block)
            begin = scanned = 0
            while (end := block.find(b"\n", scanned)) >= 0:
                length = end + 1 - scanned
                cost += length + RECORD_COST if length > _EMPTY else length
                scanned, number = end + 1, number + 1
                if cost >= SHARD_COST:
                    digest.update(memoryview(block)[begin:scanned])
                    yield Cut(start, offset + scanned, first_line, digest.hexdigest(), blocks.consumed)
                    start, first_line, cost, begin, digest = offset + scanned, number, 0, scanned, _digest()
            if scanned:
                digest.update(memoryview(block)[begin:scanned])
                whole, whole_end = digest.copy(), offset + scanned
            digest.update(memoryview(block)[scanned:])
            cost += len(block) - scanned
    except UnreachableError:
        if whole_end > start:
            yield Cut(start, whole_end, first_line, whole.hexdigest(), blocks.consumed)
        raise
    if blocks.position > start:
        yield Cut(start, blocks.position, first_line, digest.hexdigest(), blocks.consumed)


class Lines:
    """The lines of a file, for shards that mostly come in rising order: a compressed file is read on where the last one
    ended."""

    def __init__(self, path: str) -> None:
        """Raises UnreachableError."""
        self._path = path
        self._blocks = Blocks(path)
        self._block = b""
        self.changed = False

    def between(self, start: int, end: int, content: str) -> Iterator[bytes | int]:
        """Each line from one offset to another, without its end; the length alone of one that is too long to hold.
        `changed` says afterwards whether their digest is not `content`.

        Raises:
            UnreachableError: the file is damaged.
        """
        digest = _digest()
        parts: list[bytes] = []
        held = 0
        for chunk in self._chunks(start, end):
            digest.update(chunk)
            pieces = chunk.split(b"\n")
            for piece in pieces[:-1]:
                yield held + len(piece) if held + len(piece) > LONGEST_LINE else b"".join((*parts, piece))
                parts, held = [], 0
            held += len(pieces[-1])
            parts = [*parts, pieces[-1]] if held <= LONGEST_LINE else []
        if held:
            yield held if held > LONGEST_LINE else b"".join(parts)
        self.changed = digest.hexdigest() != content

    def _chunks(self, start: int, end: int) -> Iterator[bytes]:
        self._go_to(start)
        while (block := self._block or self._blocks.next()) and (at := self._blocks.position - len(block)) < end:
            take = block[max(0, start - at) : end - at]
            self._block = block
            if take:
                yield take
            if self._blocks.position > end:
                return
            self._block = b""

    def _go_to(self, start: int) -> None:
        if not self._blocks.compressed:
            self._block = b""
            self._blocks.jump(start)
        elif start < self._blocks.position - len(self._block):
            self.close()
            self._blocks, self._block = Blocks(self._path), b""

    def close(self) -> None:
        self._blocks.close()


def _digest() -> Any:
    return hashlib.blake2b(digest_size=20)

"""Cuts a corpus into shards: the same corpus always into the same ones, one file after the other, while they are
judged. All that is held is the list of its files."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from checker.batch.files import InputChangedError, UnreachableError, explained, filesystem, is_remote, local, stamp
from checker.batch.first_look import no_lines
from checker.batch.lines import RECORD_COST, SHARD_COST, Blocks, cut
from checker.batch.opening import add_file, file_content
from checker.batch.rows import RowFile, content_of
from checker.batch.shards import Columns, Kind, Shard
from checker.printable import encodable
from checker.readers.unreadable import Note, Unreadable
from checker.readers.walking import STDIN, Walk, article_suffixes

_LINES = (".jsonl", ".ndjson", ".json")
_PACKED = (".gz", ".zst")
_ROWS = (".parquet", ".pq")
_DELIMITED = (".csv", ".tsv")
_OF_A_CORPUS = (*(f"{lines}{packed}" for lines in _LINES[:2] for packed in _PACKED), *_ROWS)
_TWICE = "a corpus is read more than once; save it in a file, and name that"


class Input(NamedTuple):
    """A file of the corpus: its kind, its size in bytes, and the number of its settings in the run. For one that cannot
    be read, `reason` says why."""

    path: str
    kind: Kind
    size: int = 0
    reason: str = ""
    settings: int = 0


class Corpus:
    """What the user named as the corpus, listed once. `notes` are what is to be told of it; `astray` are the names
    behind which there is nothing."""

    def __init__(
        self,
        paths: Iterable[str],
        exclude: Iterable[str] = (),
        excluded: Callable[[str, bool], bool] | None = None,
    ) -> None:
        """Raises UsageError where an address cannot be opened here."""
        self.notes: list[Note] = []
        self.astray: list[Unreadable] = []
        self.inputs: list[Input] = []
        walk = Walk(exclude, excluded, _in_folders())
        for path in map(local, paths):
            self.inputs += self._fetched(path) if is_remote(path) else self._walked(walk, path)
        first = {each.path: each for each in reversed(self.inputs)}
        self.inputs = [each for each in self.inputs if first.pop(each.path, None)]
        self.size = sum(each.size for each in self.inputs)
        """The bytes of all files together."""

    def _walked(self, walk: Walk, path: str) -> Iterator[Input]:
        if path == STDIN:
            yield Input(path, "unreadable", 0, _TWICE)
            return
        for item in walk.files([path]):
            if isinstance(item, Note):
                self.notes.append(item)
            elif isinstance(item, Unreadable):
                if item.path == path:
                    self.astray.append(item)
                yield Input(encodable(item.path), "unreadable", 0, item.message)
            else:
                yield _found(item.path)

    def _fetched(self, address: str) -> Iterator[Input]:
        for each in _remote(address):
            if each.reason and each.path == address:
                self.astray.append(Unreadable(address, each.reason))
            yield each

    def shards(self, columns: Columns) -> Iterator[Shard]:
        """The shards, in the order of the corpus.

        Raises:
            InputChangedError: a file was written to while it was being cut.
        """
        for number, facts in enumerate(self._cuts(columns)):
            yield Shard(number=number, **facts)

    def _cuts(self, columns: Columns) -> Iterator[dict[str, Any]]:
        group = _Group()
        for each in self.inputs:
            settings = each.settings
            if each.kind != "files" or group.is_full or group.settings != settings:
                yield from group.take()
                group.settings = settings
            try:
                if each.kind == "files":
                    group.add(each)
                elif each.kind == "lines":
                    yield from ({**c, "settings": settings} for c in _cut_lines(each))
                elif each.kind == "rows":
                    yield from ({**c, "settings": settings} for c in self._cut_rows(each, columns))
                else:
                    raise UnreachableError(each.reason)
            except UnreachableError as error:
                yield from group.take()
                size = each.size if each.kind == "files" else 0
                yield {
                    "kind": "unreadable",
                    "path": each.path,
                    "reason": str(error),
                    "size": size,
                    "settings": settings,
                }
        yield from group.take()

    def _cut_rows(self, each: Input, columns: Columns) -> Iterator[dict[str, Any]]:
        before = stamp(each.path)
        content = content_of(each.path)
        file = RowFile(each.path, columns)
        try:
            if file.is_our_own:
                self.notes.append(Note(each.path, "a table of a report of copydesk: left out"))
                return
            for start, end, size in file.cut():
                yield {
                    "kind": "rows", "path": each.path, "start": start, "end": end, "content": content,
                    "stamp": before, "size": size,
                }  # fmt: skip
        finally:
            file.close()


def _found(path: str) -> Input:
    """A file on this machine."""
    if (name := encodable(path)) != path:
        return Input(name, "unreadable", 0, "its name is not UTF-8, as the tables of a report are; rename it")
    try:
        known = os.stat(path)
    except OSError as error:
        return Input(path, "unreadable", 0, f"could not be read ({error.strerror or error})")
    if not stat.S_ISREG(known.st_mode):
        return Input(path, "unreadable", 0, f"is no file on a disk; {_TWICE}")
    return _input(path, known.st_size)


def _input(path: str, size: int) -> Input:
    """A file that is there."""
    if path.lower().removesuffix(".gz").removesuffix(".zst").endswith(_DELIMITED):
        return Input(path, "unreadable", 0, "CSV and TSV are not read; convert it to JSON lines or Parquet")
    return Input(path, kind_of(path), size)


def kind_of(path: str) -> Kind:
    """How a file is read, by its name."""
    name = path.lower()
    bare = name.removesuffix(".gz").removesuffix(".zst")
    if bare.endswith(_LINES) or bare != name:
        return "lines"
    return "rows" if name.endswith(_ROWS) else "files"


def _remote(address: str) -> Iterator[Input]:
    """The files of an address: one, those of a folder, or those that a glob matches."""
    system, bare = filesystem(address)
    try:
        with explained():
            found = _listed(system, bare)
    except UnreachableError as error:
        yield Input(address, "unreadable", 0, str(error))
        return
    if not found:
        yield Input(address, "unreadable", 0, "no articles here; check the address")
    for path, size in found:
        yield _input(system.unstrip_protocol(path), size)


def _listed(system: Any, bare: str) -> list[tuple[str, int]]:
    if any(sign in bare for sign in "*?["):
        told = system.glob(bare, detail=True)
        fixed = re.split(r"[*?[]", bare, maxsplit=1)[0].rpartition("/")[0]
        told = {path: each for path, each in told.items() if not _hidden(path.removeprefix(fixed))}
    elif system.isdir(bare):
        ends = _in_folders()
        told = system.find(bare, detail=True)
        told = {path: each for path, each in told.items() if path.lower().endswith(ends)}
        told = {path: each for path, each in told.items() if not _hidden(path.removeprefix(bare))}
    else:
        told = {bare: system.info(bare)}
    return sorted((path, int(each.get("size") or 0)) for path, each in told.items() if each.get("type") != "directory")


def _in_folders() -> tuple[str, ...]:
    """The ends of the names of what is taken from a folder."""
    return (*sorted(article_suffixes()), *_OF_A_CORPUS)


def _hidden(below: str) -> bool:
    """Whether a file or a folder that it is in is hidden, as what a report keeps for a later run is."""
    return any(part.startswith(".") for part in below.split("/"))


def _cut_lines(each: Input) -> Iterator[dict[str, Any]]:
    before = stamp(each.path)
    blocks = Blocks(each.path)
    consumed = 0
    try:
        if reason := no_lines(each.path):
            raise UnreachableError(reason)
        for start, end, first_line, content, read in cut(blocks):
            yield {
                "kind": "lines", "path": each.path, "start": start, "end": end, "first_line": first_line,
                "content": content, "size": read - consumed,
            }  # fmt: skip
            consumed = read
        if stamp(each.path) != before:
            raise InputChangedError(f"{each.path}: it has changed")
    finally:
        blocks.close()


class _Group:
    """Files that become one shard."""

    def __init__(self) -> None:
        self.settings = 0
        self._clear()

    def _clear(self) -> None:
        self._paths: list[str] = []
        self._digest = hashlib.blake2b(digest_size=20)
        self._cost = self._size = 0

    @property
    def is_full(self) -> bool:
        return self._cost >= SHARD_COST

    def add(self, each: Input) -> None:
        data = file_content(each.path)
        add_file(self._digest, each.path, data)
        self._paths.append(each.path)
        self._size += each.size
        self._cost += len(data) + RECORD_COST

    def take(self) -> Iterator[dict[str, Any]]:
        """The shard of the files so far, if there are any."""
        if self._paths:
            yield {
                "kind": "files", "paths": tuple(self._paths), "content": self._digest.hexdigest(),
                "size": self._size, "settings": self.settings,
            }  # fmt: skip
        self._clear()

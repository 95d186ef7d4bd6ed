"""The shard: a part of a corpus that is judged by itself. Its description travels; it can be opened wherever the
corpus can be read."""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

import msgspec

# To be raised when the tables of a shard change their form or meaning.
_FORMAT = 2

Kind = Literal["lines", "rows", "files", "unreadable"]


class Columns(msgspec.Struct, frozen=True):
    """Which field of a record, or which column of a table, holds what. What keeps an article from rules is copydesk's
    own, and always called "stet"."""

    text: str = "text"
    id: str = "id"
    title: str = "title"
    source: str = "source"
    date: str = "date"
    language: str = "language"
    siblings: str = "siblings"

    def names(self) -> dict[str, str]:
        """The field of a record, or the column of a table, by what an article calls it."""
        return {**msgspec.structs.asdict(self), "stet": "stet"}


class SiblingFile(NamedTuple):
    """A Parquet file in the store, of the schema `tables.SIBLINGS`: the clusters and the siblings of the articles of
    one shard. `digest` is of its content."""

    name: str
    digest: str


class Shard(msgspec.Struct, frozen=True):
    """A part of a corpus.

    `number` is its place in the corpus, from 0. `kind` says what it is:

    - "lines": records of the JSON-lines file at `path`, which may be compressed: the bytes `start` to `end` of what it
      decompresses to, whose first line has the number `first_line`, from 1;
    - "rows": the rows `start` to `end` of the Parquet file at `path`;
    - "files": the files `paths`, an article each;
    - "unreadable": nothing; `reason` says why `path` could not be read.

    `content` is a digest of what it holds, `stamp` says for "rows" which state of the file that was. `size` is how many
    bytes of the input it stands for. All its articles have the settings number `settings` of the run. `siblings` are
    those of its articles, where the corpus was searched for them.
    """

    number: int
    kind: Kind
    path: str = ""
    paths: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    first_line: int = 1
    reason: str = ""
    content: str = ""
    stamp: str = ""
    size: int = 0
    settings: int = 0
    siblings: SiblingFile | None = None


def key(shard: Shard, settings_digest: str, columns: Columns) -> str:
    """The identity of a shard's tables: the same where its content, its place and all that judges it are the same,
    whatever is before and behind it in the corpus."""
    siblings = shard.siblings.digest if shard.siblings else ""
    place = (shard.path, shard.paths, shard.start, shard.end, shard.first_line)
    material = (_FORMAT, shard.kind, place, shard.reason, shard.content, settings_digest, siblings, columns)
    encoded = msgspec.msgpack.encode(material, order="deterministic")
    return hashlib.blake2b(encoded, digest_size=20).hexdigest()

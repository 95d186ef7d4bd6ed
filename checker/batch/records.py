"""From a record of a corpus to an article, or to the reason why it is none."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from checker.article import Article
from checker.batch.shards import Columns
from checker.readers.jsonl import article_of, record_of
from checker.readers.unreadable import Unreadable

LONGEST_TEXT = 1_000_000
"""In code points. A worker takes about 200 MB for an article of this length, and no story is a tenth of it."""

LONGEST_NAME = 2_000
"""In code points: of an id, a title, a source, a language. They stand in a row for each finding, or in tables of which
thousands of rows are held."""

_WHITE = b" \t\r\n"
_QUOTED = re.compile("“[^”]*”")


class Rejected(NamedTuple):
    """A record or a file that is no article, and why."""

    path: str
    line: int | None
    id: str | None
    reason: str


class Oddity(msgspec.Struct):
    """What is odd in some records that are articles all the same: the message on the first of them, its place, and how
    many there are."""

    message: str
    path: str
    line: int | None
    records: int = 1


class Oddities:
    """What is odd in a shard, by kind. There is a bound, for a note of a reader may name what is one file's alone."""

    _MOST = 50

    def __init__(self) -> None:
        self.found: dict[str, Oddity] = {}

    def add(self, kind: str, message: str, path: str, line: int | None) -> None:
        """One more of a kind; the kind of a message that has none of its own ("") is what it says but for what it
        quotes."""
        kind = kind or _QUOTED.sub("“”", message)
        if kind not in self.found and len(self.found) >= self._MOST:
            kind = "something else"
        if kind in self.found:
            self.found[kind].records += 1
        else:
            self.found[kind] = Oddity(message, path, line)


def of_line(
    path: str, number: int, raw: bytes | int, columns: Columns, oddities: Oddities
) -> Article | Rejected | None:
    """The article of a line of JSON; None for an empty line. A line that is too long to hold is its length alone."""
    if isinstance(raw, int):
        return Rejected(path, number, None, f"too big: a line of {raw:,} bytes")
    if number == 1:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    if not raw.strip(_WHITE):
        return None
    odd: list[tuple[str, str]] = []
    record, why_not = record_of(raw, odd)
    if why_not:
        return Rejected(path, number, None, _short(why_not))
    return of_record(path, number, record, columns, oddities, odd)


def of_record(
    path: str,
    number: int,
    record: Any,
    columns: Columns,
    oddities: Oddities,
    odd: list[tuple[str, str]] | None = None,
) -> Article | Rejected:
    """The article of a record, whose fields are named as `columns` says."""
    odd = [] if odd is None else odd
    if isinstance(record, dict):
        record = _renamed(record, columns)
        known = record.get("id")
        id_ = str(known)[:LONGEST_NAME] if isinstance(known, str | int) and known != "" else None
        if record.get("text") is None:
            return Rejected(path, number, id_, f"no text: there is no “{columns.text}”")
    else:
        id_ = None
    article = article_of(path, number, record, odd)
    if isinstance(article, Unreadable):
        return Rejected(path, number, id_, _short(article.message))
    if reason := why_rejected(article):
        return Rejected(path, number, id_, reason)
    for kind, message in odd:
        oddities.add(kind, message, path, number)
    return article


def why_rejected(article: Article) -> str:
    """Why an article that could be read is not judged, or ""."""
    if not article.text.strip():
        return "no text: it is empty"
    if len(article.text) > LONGEST_TEXT:
        return f"too big: a text of {len(article.text):,} characters, of which an article has at most {LONGEST_TEXT:,}"
    names = ("id", article.id), ("title", article.title), ("source", article.source), ("language", article.language)
    for name, value in names:
        if value and len(value) > LONGEST_NAME:
            return f"too big: the {name} has {len(value):,} characters, of {LONGEST_NAME:,} at most"
    return ""


def _renamed(record: Mapping[Any, Any], columns: Columns) -> dict[str, Any]:
    """The fields that make an article, by their usual names. What is not there stays absent."""
    named = {}
    for name, column in columns.names().items():
        if column in record:
            value = record[column]
            named[name] = value.isoformat() if isinstance(value, datetime.date) else value
    return named


def _short(reason: str) -> str:
    return reason.removesuffix("; the line is left out")

"""From paths to articles: finds the files, picks the reader, opens one file at a time."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from checker.article import Article
from checker.errors import ReadError
from checker.readers.decoding import Decoded, decode
from checker.readers.formats import FORMATS, OWN_FORMATS
from checker.readers.jsonl import read_jsonl
from checker.readers.unreadable import Note, Unreadable
from checker.readers.walking import STDIN, File, Walk
from checker.registry import readers

_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SNIFFED = 8192
_REPORT = b'<meta name="generator" content="copydesk">'
# Only encodings that pages are written in; Python knows others ("idna", "unicode_escape") that are none.
_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?((?:windows|iso|koi8|mac|gb|big5|shift|euc|cp)[\w-]{1,20})", re.IGNORECASE
)


NOTHING = "nothing to check"
"""Begins the note on an article without a word."""

Version = bool | bytes | Unreadable
"""What is read of a file: true for what stands on the disk, false for nothing, other content, or why there is none."""


def tell(note: Note) -> None:
    """Writes a note to standard error."""
    print(f"copydesk: note: {note}", file=sys.stderr)


def read_paths(
    paths: Iterable[str],
    exclude: Iterable[str] = (),
    stdin_filename: str | None = None,
    *,
    excluded: Callable[[str, bool], bool] | None = None,
    version: Callable[[str], Version] | None = None,
    also: Iterable[str] = (),
    stdin: BinaryIO | None = None,
    note: Callable[[Note], None] = tell,
) -> Iterator[Article | Unreadable]:
    """Every article of the named files, folders and globs, each file opened when its turn comes.

    "-" is standard input (`stdin`), to which `stdin_filename` gives a name and by its suffix a reader. What could not
    be read stands in its place; `note` is called with each note. `excluded` says of a path, and whether it is a folder,
    that it is left out. `version` says for a file what is read of it, and `also` names further files that it gives.
    """
    for item in chain(Walk(exclude, excluded).files(paths), map(File, also)):
        found: Iterable[Article | Unreadable | Note] = (item,) if not isinstance(item, File) else ()
        if isinstance(item, File):
            content = version(item.path) if version and item.path != STDIN else True
            if content is True:
                found = _read(item, stdin_filename, stdin)
            elif isinstance(content, Unreadable):
                found = (content,)
            elif isinstance(content, bytes):
                found = read_stream(item.path, io.BytesIO(content), from_disk=False)
        for part in found:
            if isinstance(part, Note):
                note(part)
            else:
                yield part


def format_of(path: str) -> str:
    """The reader for a file by its suffix: "text" for any that is not known."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in FORMATS:
        return FORMATS[suffix]
    other = readers().get(suffix)
    return other.name if other else "text"


def read_text(path: str, decoded: Decoded, format_: str) -> Iterator[Article | Note]:
    """The article of a decoded file in the format "text", "markdown" or "html", or in one of another package.

    Raises:
        ReadError: the reader of another package finds no article in it that could be read, or several.
    """
    if format_ == "markdown":
        from checker.readers.markdown import read_markdown

        return read_markdown(path, decoded)
    if format_ == "html":
        from checker.readers.html import read_html

        return read_html(path, decoded)
    if format_ not in OWN_FORMATS:
        return _only_article(path, _by_another_package(path, format_, decoded.text.encode("utf-8", "surrogatepass")))
    from checker.readers.plain import read_plain

    return read_plain(path, decoded)


def _by_another_package(path: str, format_: str, data: bytes) -> Iterator[Article | Unreadable]:
    reader = next(reader for reader in readers().values() if reader.name == format_)
    try:
        yield from reader.read(path, data)
    except Exception as error:  # whatever goes wrong there is the fault of that package
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        yield Unreadable(path, f"the reader {format_} of {type(reader).__module__} failed ({reason}): a defect of it")


def _only_article(path: str, items: Iterable[Article | Unreadable]) -> Iterator[Article | Note]:
    only: Article | None = None
    for item in items:
        if isinstance(item, Unreadable):
            raise ReadError(str(item))
        if only is not None:
            raise ReadError(f"{path}: holds several articles, which only `copydesk check` can tell apart")
        only = item
    yield Article(path, "") if only is None else only


def _read(file: File, stdin_filename: str | None, stdin: BinaryIO | None) -> Iterator[Article | Unreadable | Note]:
    if file.path == STDIN:
        name = stdin_filename or STDIN
        if stdin is None and sys.stdin is None:
            yield Unreadable(name, "standard input is closed; name a file, or pipe something in")
            return
        yield from read_stream(name, stdin or sys.stdin.buffer, from_disk=False)
        return
    try:
        with open(file.path, "rb") as stream:
            yield from read_stream(file.path, stream, from_disk=True)
    except OSError as error:
        yield Unreadable(
            file.path, f"could not be read ({error.strerror or error}); check the file and its permissions"
        )


def read_stream(path: str, stream: BinaryIO, *, from_disk: bool) -> Iterator[Article | Unreadable | Note]:
    """What a file holds whose bytes come from a stream; `from_disk` says whether the path can be written back to."""
    format_ = format_of(path)
    if format_ == "jsonl":
        yield from _read_jsonl(path, stream)
        return
    data = stream.read()
    if format_ not in OWN_FORMATS:
        yield from _by_another_package(path, format_, data)
        return
    if format_ == "html" and _REPORT in data[:_SNIFFED]:
        yield Note(path, "a report of copydesk, and no article: left out")
        return
    declared = _DECLARED.search(data, 0, _SNIFFED) if format_ == "html" else None
    decoded, notes = decode(path, data, declared[1].decode("ascii").lower() if declared else "")
    yield from notes
    if isinstance(decoded, Unreadable):
        yield decoded
        return
    decoded = decoded._replace(exact=decoded.exact and from_disk)
    for item in read_text(path, decoded, format_):
        if isinstance(item, Article) and not item.text.strip() and not item.title:
            yield Note(path, f"{NOTHING}: " + ("there is no prose in it" if decoded.text.strip() else "it is empty"))
        yield item


def _read_jsonl(path: str, stream: BinaryIO) -> Iterator[Article | Unreadable | Note]:
    """Reads line by line, so that a million lines do not have to fit in memory."""
    head = stream.read(_SNIFFED)
    if encoding := _UTF_16.get(head[:2]):
        yield Note(path, f"read as {encoding[:6].upper()}; JSON lines are UTF-8: save it so")
        wide = io.TextIOWrapper(io.BufferedReader(_Rejoined(head[2:], stream)), encoding, "surrogatepass", newline="\n")
        try:
            yield from read_jsonl(path, (line.encode("utf-8", "surrogatepass") for line in wide))
        except UnicodeDecodeError:
            yield Unreadable(path, "begins as UTF-16 but is not; save it as UTF-8")
    elif b"\0" in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield Unreadable(path, "not JSON lines but binary data; decompress or convert it first")
    else:
        yield from read_jsonl(path, io.BufferedReader(_Rejoined(head, stream)))


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes have been read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)

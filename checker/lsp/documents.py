"""The documents that the client has open, as it has them, saved or not."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path

from checker.article import Article
from checker.config.keys import FILE_NAME, PYPROJECT
from checker.errors import PackageError
from checker.lsp.positions import Positions
from checker.readers.decoding import Decoded
from checker.readers.reading import format_of, read_text
from checker.splicing import spliced

# What is called a plain text may still be Markdown by its name: many editors know no better.
_BY_LANGUAGE = dict.fromkeys(("markdown", "md", "mdx", "pandoc", "quarto", "rmd"), "markdown") | dict.fromkeys(
    ("html", "xhtml", "htm"), "html"
)
_NOT_EDITED = "jsonl"  # a file of many articles is for `check`
_NO_ARTICLE = ".toml"
CONFIGURATIONS = (FILE_NAME, PYPROJECT)
"""What an editor may have open beside articles: a name that is accepted goes into what it has."""
_REVISIONS = itertools.count(1)  # of all documents: one that is opened again never has a number that it had before


class Snapshot(NamedTuple):
    """A document at one moment. `path` is where it lies, or would lie if it were saved in the folder that it belongs
    to (then not `saved`); `format` is "" where a broken package keeps it from being known; `revision` counts what
    changed, here and in the configuration; `encoding` is that of the client's positions; `folder` is where a
    configuration for it would stand, "" for nowhere."""

    uri: str
    path: str
    saved: bool
    format: str
    text: str
    version: int | None
    revision: int
    encoding: str
    folder: str = ""

    def article(self) -> Article:
        """The article in it; its source is the text as the client has it.

        Raises:
            CopydeskError: its format is that of another package, whose reader finds no article in it, or is broken.
        """
        format_ = self.format or format_of(self.path)
        return next(a for a in read_text(self.path, Decoded(self.text), format_) if isinstance(a, Article))

    def positions(self) -> Positions:
        """The way to the client's positions."""
        return Positions(self.text, self.encoding)


class Document:
    """An open document. The client is the one that knows its text."""

    def __init__(self, item: types.TextDocumentItem, encoding: str) -> None:
        self.uri = item.uri
        self.version: int | None = item.version
        self.revision = next(_REVISIONS)
        self.text = item.text
        self._language = item.language_id.lower()
        self._encoding = encoding

    def change(self, version: int | None, changes: Iterable[types.TextDocumentContentChangeEvent]) -> None:
        """Takes the changes of a client, each made to what the one before has left."""
        # "Replace all" sends very many changes, from the end to the beginning: those are made at once.
        descending: list[tuple[int, int, str]] = []
        positions = None
        for change in changes:
            if not isinstance(change, types.TextDocumentContentChangePartial):
                self.text, descending, positions = change.text, [], None
                continue
            end = change.range.end
            if positions is None or not _is_before(end, positions.position(descending[-1][0])):
                self.text, descending = spliced(self.text, reversed(descending)), []
                positions = Positions(self.text, self._encoding)
            start = positions.offset(change.range.start)
            descending.append((start, max(start, positions.offset(end)), change.text))
        self.text = spliced(self.text, reversed(descending))
        self.version = version
        self.renew()

    def renew(self) -> None:
        """What holds for the document has changed: it counts as another."""
        self.revision = next(_REVISIONS)

    @property
    def path(self) -> str | None:
        """Where it lies; None for one that was never saved."""
        return _path_and_name(self.uri)[0]

    def snapshot(self, folder: str) -> Snapshot | None:
        """The document now; one that was never saved counts as standing in `folder`. None for what is no article."""
        path, name = _path_and_name(self.uri)
        saved = path is not None
        path = path or os.path.join(folder, name or "untitled")
        try:
            format_ = _BY_LANGUAGE.get(self._language) or format_of(path)
        except PackageError:
            format_ = ""  # is said when it is judged
        if format_ == _NOT_EDITED or path.endswith(_NO_ARTICLE):
            return None
        return Snapshot(self.uri, path, saved, format_, self.text, self.version, self.revision, self._encoding)


def _path_and_name(uri: str) -> tuple[str | None, str]:
    """The path of a file's URI, and the last part of any other."""
    try:
        path, name = to_fs_path(uri.replace(";", "%3B")), os.path.basename(unquote(urlsplit(uri).path))
    except ValueError:  # a host that is none
        return None, ""
    return (None, "") if "\0" in f"{path}{name}" else (path, name)  # no file can have such a name


def _is_before(one: types.Position, other: types.Position) -> bool:
    return (one.line, one.character) < (other.line, other.character)

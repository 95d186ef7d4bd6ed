"""The reader: one class of another package that makes articles of files which our own readers do not know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from checker.article import Article
from checker.readers.prose_builder import ProseBuilder
from checker.readers.unreadable import Unreadable
from checker.source import Source, field_maps


class Reader:
    """Base of the readers of other packages. One instance serves every file, so it keeps no state."""

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    """The last parts of the names of its files, each with its dot, in lower case: (".wire",)."""

    def read(self, path: str, data: bytes) -> Iterable[Article | Unreadable]:
        """The articles in a file of these bytes, and what of it could not be read."""
        raise NotImplementedError

    def article(
        self, path: str, source: str, text: ProseBuilder, title: ProseBuilder | None = None, /, **fields: Any
    ) -> Article:
        """An article of the prose that was built from a decoded file, which knows where in it each word stands;
        `fields` are those of an Article, its id among them where the path does not name it."""
        prose, text_map = text.finish()
        headline, title_map = title.finish() if title else ("", None)
        maps = field_maps(text=text_map, title=title_map if headline else None)
        origin = Source(path, maps=maps, text=source, format=self.name)
        known: dict[str, Any] = {"id": path, "text": prose, "title": headline, "origin": origin}
        return Article(**known | fields)

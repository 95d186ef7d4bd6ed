"""A reader, found by its entry point: stories of a wire, whose lines of commands begin with "%%"."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Article, ProseBuilder, Reader, Unreadable

_TITLE = "%%TITLE "


class WireStory(Reader):
    """A story with a line for its headline; an empty line ends a paragraph."""

    name = "wire"
    suffixes = (".wire",)

    def read(self, path: str, data: bytes) -> Iterator[Article | Unreadable]:
        source = data.decode("utf-8", "replace")
        text, title = ProseBuilder(source), ProseBuilder(source)
        start = 0
        for line in source.splitlines(keepends=True):
            end = start + len(line)
            if line.startswith(_TITLE):
                title.flowing(start + len(_TITLE), end)
            elif line.startswith("%%EMBARGO"):
                yield Unreadable(path, "under embargo; wait")
                return
            elif line.strip() and not line.startswith("%%"):
                text.flowing(start, end)
            else:
                text.paragraph_break()
            start = end
        yield self.article(path, source, text, title, source=source.partition("%%FROM ")[2].partition("\n")[0] or None)

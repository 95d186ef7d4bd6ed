"""Plain text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from checker.article import Article
from checker.readers.decoding import Decoded
from checker.readers.unreadable import Note
from checker.source import Source, SourceMap, field_maps

_RETURN = re.compile(r"\r\n?")


def read_plain(path: str, decoded: Decoded) -> Iterator[Article | Note]:
    """The whole file as an article without a title; CRLF and CR become one line break."""
    text, text_map = _even_line_ends(decoded.text)
    origin = Source(
        path, maps=field_maps(text=text_map), text=decoded.text, format="text", fixable=decoded.exact,
        encoding=decoded.encoding, bom=decoded.bom,
    )  # fmt: skip
    yield Article(id=path, text=text, origin=origin)


def _even_line_ends(source: str) -> tuple[str, SourceMap]:
    starts, source_starts, ends = array("q", [0]), array("q", [0]), array("q", [-1])
    if "\r" not in source:
        return source, SourceMap.of_arrays(starts, source_starts, ends, len(source))
    lost = 0  # characters by which the text is shorter so far
    for match in _RETURN.finditer(source):
        start, end = match.span()
        if starts[-1] == start - lost:  # two line ends in a row, or one at the very start
            starts.pop(), source_starts.pop(), ends.pop()
        starts.extend((start - lost, start - lost + 1))
        source_starts.extend((start, end))
        ends.extend((end, -1))
        lost += end - start - 1
    if starts[-1] == len(source) - lost and len(starts) > 1:
        starts.pop(), source_starts.pop(), ends.pop()
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    return text, SourceMap.of_arrays(starts, source_starts, ends, len(text))

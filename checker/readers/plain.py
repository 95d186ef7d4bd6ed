"""Plain text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from checker.article import Article
from checker.readers.decoding import Decoded
from checker.readers.stets import comments, stets
from checker.readers.unreadable import Note
from checker.source import Segment, Source, SourceMap, field_maps

_RETURN = re.compile(r"\r\n?")
_REST_OF_LINE = re.compile(r"[ \t]*+(?:\r\n?|\n|\Z)")


def read_plain(path: str, decoded: Decoded) -> Iterator[Article | Note]:
    """The whole file as an article without a title; CRLF and CR become one line break, and comments with a stet are
    taken out."""
    source = decoded.text
    spans = comments(source, 0, len(source))
    text, text_map = _without(source, spans) if spans else _even_line_ends(source)
    origin = Source(
        path, maps=field_maps(text=text_map), text=decoded.text, format="text", fixable=decoded.exact,
        encoding=decoded.encoding, bom=decoded.bom,
    )  # fmt: skip
    yield Article(id=path, text=text, stets=stets(source, spans, {"text": (text, text_map)}), origin=origin)


def _without(source: str, spans: list[tuple[int, int]]) -> tuple[str, SourceMap]:
    """The text without comments, with even line ends: a line that holds nothing else goes whole, elsewhere the white
    space before the comment goes with it."""
    segments: list[Segment] = []
    at = 0

    def take(start: int, end: int, verbatim: bool = True) -> None:
        nonlocal at
        if start < end:
            length = end - start if verbatim else 1
            segments.append(Segment(at, at + length, start, end, verbatim))
            at += length

    kept = 0
    for start, end in [*spans, (len(source), len(source))]:
        while start > kept and source[start - 1] in " \t":
            start -= 1
        rest = _REST_OF_LINE.match(source, end)
        if rest and (start == 0 or source[start - 1] in "\r\n"):
            end = rest.end()
        for line_end in _RETURN.finditer(source, kept, start):
            take(kept, line_end.start())
            take(*line_end.span(), verbatim=False)
            kept = line_end.end()
        take(kept, start)
        kept = end
    text = "".join(source[s.source_start : s.source_end] if s.verbatim else "\n" for s in segments)
    return text, SourceMap(segments)


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

"""Plain text."""

from __future__ import annotations

from checker.article import Article
from checker.source import Lines, Segment, Source, SourceMap


def read_plain(path: str, source_text: str) -> Article:
    """The whole file as an article without a title; CRLF and CR become one line break."""
    text, segments = _even_line_ends(source_text)
    origin = Source(path, None, {"text": SourceMap(segments)}, Lines(source_text), fixable=True)
    return Article(id=path, text=text, origin=origin)


def _even_line_ends(source: str) -> tuple[str, list[Segment]]:
    if "\r" not in source:
        return source, [Segment(0, len(source), 0, len(source))]
    pieces: list[str] = []
    segments: list[Segment] = []
    at = length = 0
    for line in source.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        ending = "\n" if len(line) > len(body) else ""
        if body:
            segments.append(Segment(length, length + len(body), at, at + len(body)))
        if ending:
            segments.append(Segment(length + len(body), length + len(body) + 1, at + len(body), at + len(line)))
        pieces += (body, ending)
        length += len(body) + len(ending)
        at += len(line)
    return "".join(pieces), segments

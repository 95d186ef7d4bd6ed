"""Where an article came from: the file, and the map from text offsets back into it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article's field and the stretch of the source it was read from.

    Half-open code-point offsets. A verbatim segment has the same characters on both sides; any other (an entity, an
    escape, white space that was evened out) maps as a whole.
    """

    start: int
    end: int
    source_start: int
    source_end: int

    @property
    def verbatim(self) -> bool:
        return self.end - self.start == self.source_end - self.source_start


class SourceMap:
    """Maps half-open spans of a field to spans of the decoded source file.

    Segments are in the order of the text, do not overlap, and cover every character of it.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._starts = [s.start for s in segments]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span that a text span came from."""
        if not self._segments:
            return 0, 0
        if end <= start:
            at = self._offset(start, last=False)
            return at, at
        return self._offset(start, last=False), self._offset(end - 1, last=True)

    def verbatim(self, start: int, end: int) -> bool:
        """Whether the span stands in the source in one piece, character for character."""
        source_start, source_end = self.span(start, end)
        if source_end - source_start != end - start:
            return False
        first, last = self._index(start), self._index(max(start, end - 1))
        return all(s.verbatim for s in self._segments[first : last + 1])

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _offset(self, offset: int, *, last: bool) -> int:
        segment = self._segments[self._index(offset)]
        if segment.verbatim:
            return min(segment.source_start + offset - segment.start + last, segment.source_end)
        return segment.source_end if last else segment.source_start


class Lines:
    """Line and column of an offset in a decoded file."""

    def __init__(self, text: str) -> None:
        starts = [0]
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        self._starts = starts

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1, the column in code points."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Place:
    """A span in a source file: `line` and `column` count from 1, offsets are code points into the decoded file
    (without its byte order mark)."""

    line: int
    column: int
    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """The file an article was read from.

    `path` is "-" for standard input and "" for text that came from no file. `line` is the line of a JSON-lines record,
    whose fields have no map: a span in it is placed by the record's line alone. `maps` has one map a field;
    `fixable` says whether `--fix` may write this kind of file.
    """

    path: str = ""
    line: int | None = None
    maps: dict[str, SourceMap] = field(default_factory=dict)
    lines: Lines | None = None
    fixable: bool = False

    def place(self, name: str, start: int, end: int) -> Place:
        """Where a span of the named field stands in the source file."""
        source_map = self.maps.get(name)
        if source_map is None or self.lines is None:
            return Place(self.line or 1, 1, start, end)
        source_start, source_end = source_map.span(start, end)
        line, column = self.lines.place(source_start)
        return Place(line, column, source_start, source_end)

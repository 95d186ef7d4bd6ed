"""Where an article came from: the file, and the map from the offsets of its fields back into that file."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

_LINE_END = re.compile(r"\r\n?|\n")


class Segment(NamedTuple):
    """A stretch of a field and the stretch of the source it was read from, in half-open code-point offsets.

    A verbatim segment has the same characters on both sides; any other (an entity, an escape, white space that was
    evened out) maps as a whole.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    verbatim: bool = True


class SourceMap:
    """Maps half-open spans of a field to spans of the decoded source file.

    Segments are in the order of the text and cover every character of it. They are kept in arrays, because a long
    page has tens of thousands.
    """

    __slots__ = ("_length", "_source_ends", "_source_starts", "_starts")

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        self._starts = array("q")
        self._source_starts = array("q")
        self._source_ends = array("q")  # -1 for a verbatim segment, whose end follows from its length
        self._length = 0
        for start, end, source_start, source_end, verbatim in segments:
            self._starts.append(start)
            self._source_starts.append(source_start)
            self._source_ends.append(-1 if verbatim else source_end)
            self._length = end

    @classmethod
    def of_arrays(cls, starts: array[int], source_starts: array[int], ends: array[int], length: int) -> SourceMap:
        """A map of arrays already in this class's form; `length` is that of the field."""
        made = cls()
        made._starts, made._source_starts, made._source_ends, made._length = starts, source_starts, ends, length
        return made

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span that a span of the field came from; an empty span maps to an empty one."""
        if not self._length:
            at = self._source_starts[0] if self._starts else 0
            return at, at
        if end <= start:
            at = self._begin(start) if start < self._length else self._end(self._length - 1)
            return at, at
        return self._begin(start), max(self._end(end - 1), self._begin(start))

    def verbatim(self, start: int, end: int) -> bool:
        """Whether the span stands in the source in one piece, character for character."""
        first, last = self._index(start), self._index(max(start, end - 1))
        return self.whole(start, end) and all(self._source_ends[i] == -1 for i in range(first, last + 1))

    def whole(self, start: int, end: int) -> bool:
        """Whether the span stands in the source in one piece, so that it can be replaced there: nothing lies between
        its characters that the field does not show (markup, a comment), and no entity or escape is cut in two."""
        if not 0 <= start <= end <= self._length or not self._length:
            return False
        first, last = self._index(start), self._index(max(start, end - 1))
        if self._source_ends[first] != -1 and self._starts[first] != start:
            return False
        if end > start and self._source_ends[last] != -1 and self._segment_end(last) != end:
            return False
        return all(self._source_starts[i + 1] == self._source_end(i) for i in range(first, last))

    def within(self, source_start: int, source_end: int) -> tuple[int, int]:
        """The span of the field that was read from a stretch of the source; an empty one where nothing was."""
        first, behind = bisect_left(self._source_starts, source_start), bisect_left(self._source_starts, source_end)
        start = self._starts[first] if first < len(self._starts) else self._length
        if first and self._source_end(first - 1) > source_start:
            verbatim = self._source_ends[first - 1] == -1
            start = self._starts[first - 1] + (source_start - self._source_starts[first - 1] if verbatim else 0)
        end = self._segment_end(behind - 1) if behind else 0
        if behind and self._source_ends[behind - 1] == -1:
            end = min(end, self._starts[behind - 1] + source_end - self._source_starts[behind - 1])
        return start, max(start, end)

    def segments(self) -> list[Segment]:
        """The segments, in the order of the text."""
        return [
            Segment(
                start, self._segment_end(i), self._source_starts[i], self._source_end(i), self._source_ends[i] == -1
            )
            for i, start in enumerate(self._starts)
        ]

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _segment_end(self, i: int) -> int:
        return self._starts[i + 1] if i + 1 < len(self._starts) else self._length

    def _source_end(self, i: int) -> int:
        end = self._source_ends[i]
        return self._source_starts[i] + self._segment_end(i) - self._starts[i] if end == -1 else end

    def _begin(self, offset: int) -> int:
        i = self._index(offset)
        return self._source_starts[i] + (offset - self._starts[i] if self._source_ends[i] == -1 else 0)

    def _end(self, offset: int) -> int:
        i = self._index(offset)
        end = self._source_ends[i]
        return self._source_starts[i] + offset - self._starts[i] + 1 if end == -1 else end


class Lines:
    """Line and column of an offset in a decoded file. A line ends at CRLF, LF or a lone CR, as in editors."""

    def __init__(self, text: str) -> None:
        self._starts = array("q", [0])
        self._starts.extend(m.end() for m in _LINE_END.finditer(text))

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


class Maps(Protocol):
    """The maps of an article by field; a reader may make them when they are asked for."""

    def get(self, name: str, /) -> SourceMap | None: ...


@dataclass(frozen=True)
class Source:
    """The file an article was read from.

    `path` is "-" for standard input and "" for text that came from no file. `format` is the reader's name ("text",
    "markdown", "html", "jsonl"). `text` is the decoded file, and `maps` has a map for each field that stands in it.
    `fixable` says whether `--fix` may write the file: it is one of text, it came from disk, and `encoding` (and the
    byte order mark where `bom` is true) gives its bytes back.

    A record of a JSON-lines file has its `line`, counted from 1; `text` is that line alone, and `start` its offset in
    the file. `front_matter` is the raw front matter of a Markdown file, without its fences.
    """

    path: str = ""
    line: int | None = None
    maps: Maps = field(default_factory=dict[str, SourceMap])
    text: str = ""
    format: str = ""
    start: int = 0
    fixable: bool = False
    encoding: str = "utf-8"
    bom: bool = False
    front_matter: str = ""

    @cached_property
    def lines(self) -> Lines:
        """Where the lines of `text` begin."""
        return Lines(self.text)

    def place(self, name: str, start: int, end: int) -> Place:
        """Where a span of the named field stands in the source file; a field without a map stands at its begin."""
        source_map = self.maps.get(name)
        if source_map is None:
            return Place(self.line or 1, 1, self.start, self.start)
        source_start, source_end = source_map.span(start, end)
        line, column = self.lines.place(source_start)
        return Place(line + (self.line or 1) - 1, column, self.start + source_start, self.start + source_end)


def field_maps(**maps: SourceMap | None) -> Mapping[str, SourceMap]:
    """The maps that are there, by field."""
    return {name: source_map for name, source_map in maps.items() if source_map is not None}

"""Builds the text of an article out of stretches of its source, and the map back into it."""

from __future__ import annotations

import re
from array import array

from checker.source import SourceMap

OMITTED = "\ufffc"
"""Stands where a reader sees something inside a sentence that is not prose, such as a span of code (Unicode's object
replacement character): without it the words on both sides would read as neighbours."""

_WORDS = re.compile(r"[^ \t\n\r\f]++(?: [^ \t\n\r\f]++)*+")
_SEPARATORS = {"space": " ", "line": "\n", "paragraph": "\n\n"}


class ProseBuilder:
    """Collects prose in reading order. White space and breaks are asked for and set when something follows, so that
    paragraphs begin and end with what is seen. Paragraphs are parted by an empty line."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._starts = array("q")
        self._source_starts = array("q")
        self._source_ends = array("q")  # -1: verbatim, see SourceMap
        self._length = 0
        self._next = -1  # where in the source the open verbatim segment goes on
        self._last = 0  # where in the source the last piece ended
        self._gap: tuple[str, int, int] | None = None
        self._seen = False  # whether the open paragraph holds more than what was left out
        self._mark = (0, 0, 0)  # pieces, segments and length at the end of the last finished paragraph

    def verbatim(self, start: int, end: int) -> None:
        """Takes `source[start:end]` as it stands."""
        if start < end:
            self._close_gap(start)
            self._add(self._source[start:end], start, end, verbatim=True)
            self._seen = True

    def flowing(self, start: int, end: int) -> None:
        """Takes `source[start:end]` with each run of white space as one space, as a browser shows it."""
        at = start
        for match in _WORDS.finditer(self._source, start, end):
            if at < match.start():
                self.space(at, match.start())
            self.verbatim(*match.span())
            at = match.end()
        if at < end:
            self.space(at, end)

    def substitute(self, text: str, start: int, end: int) -> None:
        """Takes `text` for `source[start:end]`, such as the character for its entity."""
        if text:
            self._close_gap(start)
            self._add(text, start, end, verbatim=self._source[start:end] == text)
            self._seen = self._seen or text != OMITTED

    def space(self, start: int, end: int) -> None:
        """White space of any length: one space, where something stands before and after it."""
        if self._gap is None and self._length > self._mark[2]:
            self._gap = ("space", start, end)

    def line_break(self, start: int, end: int) -> None:
        """A line break inside a paragraph; a second one ends the paragraph."""
        if self._gap is not None and self._gap[0] == "line":
            self.paragraph_break()
        elif self._length > self._mark[2] and (self._gap is None or self._gap[0] == "space"):
            self._gap = ("line", start, end)

    def paragraph_break(self) -> None:
        """Ends the open paragraph, if there is one; one that shows no prose is dropped."""
        pieces, segments, length = self._mark
        if self._seen:
            self._mark = (len(self._pieces), len(self._starts), self._length)
        elif self._length > length:
            del self._pieces[pieces:], self._starts[segments:]
            del self._source_starts[segments:], self._source_ends[segments:]
            self._length = length
            self._next = -1
        self._seen = False
        self._gap = ("paragraph", self._last, self._last) if self._length else None

    def finish(self) -> tuple[str, SourceMap]:
        """The text and its map."""
        self.paragraph_break()
        text = "".join(self._pieces)
        return text, SourceMap.of_arrays(self._starts, self._source_starts, self._source_ends, self._length)

    def _close_gap(self, following: int) -> None:
        if self._gap is None:
            return
        kind, start, end = self._gap
        self._gap = None
        if kind == "paragraph":
            # Between paragraphs of bare text the empty line itself is the separator; elsewhere markup lies between.
            start = self._last
            end = following if start <= following and not self._source[start:following].strip() else start
        separator = _SEPARATORS[kind]
        self._add(separator, start, end, verbatim=self._source[start:end] == separator)

    def _add(self, text: str, start: int, end: int, *, verbatim: bool) -> None:
        if not (verbatim and start == self._next):
            self._starts.append(self._length)
            self._source_starts.append(start)
            self._source_ends.append(-1 if verbatim else end)
        self._pieces.append(text)
        self._length += len(text)
        self._next = end if verbatim else -1
        self._last = end

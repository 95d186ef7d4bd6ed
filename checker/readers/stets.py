"""Finds the stets in a file: comments that keep a passage, and the entry `stet` of its front matter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.printable import clipped
from checker.source import Lines, SourceMap
from checker.stet import Kept, Stet

COMMENT = re.compile(r"<!--\s*+stet((?:-[a-z]++)*+)([^<>]*+)(?<=--)>", re.IGNORECASE)
"""A stet in a comment of HTML; its groups are the kind with its hyphen, and what follows."""

_KINDS = ("", "-next-line", "-start", "-end", "-file")
_DEEPEST = 16
_QUOTED = 120
_LINE_END = re.compile(r"\r\n?|\n")
_NAME = re.compile(r"[^\s,]+")
_ENTRY = re.compile(r"(?<![^\r\n])stet[ \t]*[:=]([^\r\n]*)((?:(?:\r\n?|\n)[ \t]*-[ \t][^\r\n]*)*+)", re.IGNORECASE)
_COMMENT_IN_ENTRY = re.compile(r"(?<!\S)#.*")
_EVERYTHING = frozenset({"true", "all", "yes"})
_NOTHING = frozenset({"false", "no", "null", "~", "none"})


class _Mark(NamedTuple):
    """A comment: half-open source offsets, its kind, and the rules it names."""

    start: int
    end: int
    kind: str
    rules: tuple[str, ...]
    written: str


class _Block(NamedTuple):
    """A paragraph, heading, item or cell: where it stands in the source, and in which field."""

    source_start: int
    source_end: int
    field: str
    start: int
    end: int


def comments(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the stets of a stretch stand."""
    return [m.span() for m in COMMENT.finditer(source, start, end)] if "<!--" in source else []


def stets(
    source: str,
    spans: Iterable[tuple[int, int]],
    fields: Mapping[str, tuple[str, SourceMap | None]],
    front_matter: tuple[int, int] | None = None,
) -> tuple[Stet, ...]:
    """The stets of a file. `spans` say where its comments with a stet stand, in their order, `fields` hold the text of
    each field with its map, `front_matter` is the span of the front matter."""
    marks = [m for span in spans if (m := _mark(source, *span))]
    entry = _ENTRY.search(source, *front_matter) if front_matter else None
    if not marks and not entry:
        return ()
    lines = Lines(source)
    found = [_of_front_matter(entry, lines)] if entry else []
    if marks:
        found += _File(source, fields, lines).stets(marks)
    return tuple(s for s in found if s)


def _mark(source: str, start: int, end: int) -> _Mark | None:
    match = COMMENT.match(source, start, end)
    if not match:
        return None
    written = " ".join(source[start + 4 : end - 3].split())
    rest = match[2][:-2]
    if rest[:1] not in ("", ":") and not rest[0].isspace():
        return None  # another word
    named = rest.partition(":")[0]  # behind a colon stands the reason
    return _Mark(start, end, match[1].lower(), tuple(m.group().lower() for m in _NAME.finditer(named)), _short(written))


def _short(written: str) -> str:
    """As much of a stet as a message quotes."""
    return clipped(written, _QUOTED)


def _of_front_matter(entry: re.Match[str], lines: Lines) -> Stet | None:
    """The stet of an entry: a name, a list of names on one line or on several, or "true"."""
    rows = [entry[1].strip().strip("[]"), *(row.strip().lstrip("-") for row in _LINE_END.split(entry[2]))]
    bare = (_COMMENT_IN_ENTRY.sub("", row) for row in rows)
    names = tuple(name.strip("\"'[]").lower() for row in bare for name in _NAME.findall(row))
    names = tuple(name for name in names if name)
    if not names or names[0] in _NOTHING:
        return None
    every = names[0] in _EVERYTHING
    written = "stet" if every else f"stet: {', '.join(names)}"
    return Stet(_short(written), lines.place(entry.start())[0], () if every else names)


class _File:
    """What the marks of one file keep."""

    def __init__(self, source: str, fields: Mapping[str, tuple[str, SourceMap | None]], lines: Lines) -> None:
        self._source = source
        self._maps = {name: source_map for name, (_, source_map) in fields.items() if source_map is not None}
        self._lines = lines
        self._blocks = sorted(_blocks(fields))
        self._starts = [block.source_start for block in self._blocks]

    def stets(self, marks: Iterable[_Mark]) -> Iterator[Stet]:
        opened: list[_Mark] = []
        for mark in marks:
            if mark.kind not in _KINDS:
                near = _nearest(mark.kind)
                yield self._stet(mark, (), fault=f"no comment is called “stet{mark.kind}”{near}")
            elif mark.kind == "-file":
                yield self._stet(mark, None)
            elif mark.kind == "-next-line":
                yield self._stet(mark, self._between(*self._next_line(mark.end)))
            elif mark.kind == "-start" and len(opened) >= _DEEPEST:
                yield self._stet(mark, (), fault=f"“{mark.written}” stands in too many others, so it keeps nothing")
            elif mark.kind == "-start":
                opened.append(mark)
            elif mark.kind == "-end":
                begin = next((o for o in reversed(opened) if not mark.rules or o.rules == mark.rules), None)
                if begin is None:
                    yield self._stet(mark, (), fault=f"“{mark.written}” ends nothing")
                else:
                    opened.remove(begin)
                    yield self._stet(begin, self._between(begin.end, mark.start))
            else:
                yield self._stet(mark, self._block(mark))
        for mark in opened:
            yield self._stet(mark, (), fault=f"“{mark.written}” has no “stet-end”, so it keeps nothing")

    def _stet(self, mark: _Mark, kept: tuple[Kept, ...] | None, fault: str = "") -> Stet:
        number = bisect_left(self._starts, mark.start)
        near = self._blocks[max(0, number - 1)] if self._blocks else _Block(0, 0, "text", 0, 0)
        at = self._maps[near.field].within(mark.start, mark.end)[0] if near.field in self._maps else 0
        line = self._lines.place(mark.start)[0]
        return Stet(mark.written, line, mark.rules, kept, near.field, min(max(at, near.start), near.end), fault)

    def _between(self, start: int, end: int) -> tuple[Kept, ...]:
        """What the fields have of a stretch of the source."""
        found = [Kept(name, *source_map.within(start, end)) for name, source_map in self._maps.items()]
        return tuple(kept for kept in found if kept.start < kept.end)

    def _next_line(self, at: int) -> tuple[int, int]:
        """The first line below an offset that holds something beside stets."""
        source = self._source
        end_of_line = _LINE_END.search(source, at)
        while end_of_line:
            start = end_of_line.end()
            end_of_line = _LINE_END.search(source, start)
            end = end_of_line.start() if end_of_line else len(source)
            if COMMENT.sub("", source[start:end]).strip():
                return start, end
        return len(source), len(source)

    def _block(self, mark: _Mark) -> tuple[Kept, ...]:
        """The block that a mark stands in; for one that stands alone the block below, or that above where its line
        follows on the block's and an empty line parts it from the next."""
        number = bisect_left(self._starts, mark.start)
        above = self._blocks[number - 1] if number else None
        below = self._blocks[number] if number < len(self._blocks) else None
        chosen = above or below
        if above and below and not self._belongs_above(mark, above, below):
            chosen = below
        return (Kept(chosen.field, chosen.start, chosen.end),) if chosen else ()

    def _belongs_above(self, mark: _Mark, above: _Block, below: _Block) -> bool:
        if above.source_end > mark.start:
            return True
        breaks_before = self._breaks(above.source_end, mark.start)
        breaks_after = self._breaks(mark.end, below.source_start)
        if not breaks_before or not breaks_after:
            return not breaks_before
        tag_before = self._source.find("<", above.source_end, mark.start) >= 0
        tag_after = self._source.find("<", mark.end, below.source_start) >= 0
        if tag_before != tag_after:  # in an element with the one, outside that of the other
            return tag_after
        return breaks_before == 1 and breaks_after > 1

    def _breaks(self, start: int, end: int) -> int:
        """How many lines end in a stretch of the source."""
        return self._lines.place(end)[0] - self._lines.place(start)[0] if start < end else 0


def _blocks(fields: Mapping[str, tuple[str, SourceMap | None]]) -> Iterator[_Block]:
    from checker.annotations.sentences import find_paragraphs

    for name, (text, source_map) in fields.items():
        if source_map is not None:
            for start, end in find_paragraphs(text):
                yield _Block(*source_map.span(start, end), name, start, end)


def _nearest(kind: str) -> str:
    import difflib

    near = difflib.get_close_matches(kind, _KINDS[1:], 1)
    return f"; did you mean “stet{near[0]}”?" if near else ""

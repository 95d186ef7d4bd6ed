"""Article text as HTML with its findings underlined, however their spans overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from checker.annotations.prose import Span
from checker.finding import CATEGORIES, Finding
from checker.printable import printable

_DEEPEST = 3


def shown(text: str) -> str:
    """Text from an article fit to stand in HTML, in an element or in a quoted attribute."""
    return escape(printable(text, in_page=True))


def hue_class(category: str) -> str:
    """The class that gives a category its hue; categories of other packages share one."""
    return f"c-{category}" if category in CATEGORIES else "c-other"


@dataclass(eq=False)
class Mark:
    """A finding on its way into the text: `note` is the HTML id of its note, `number` what print shows. The level says
    how many other underlines run above its own."""

    finding: Finding
    note: str
    number: int
    level: int = 0

    @property
    def classes(self) -> str:
        return f"mark {hue_class(self.finding.category)} s-{self.finding.severity} l{min(self.level, _DEEPEST)}"


@dataclass(eq=False)
class _Piece:
    """A stretch of text with the marks that cover it; the last mark is the one that a click on it means."""

    text: str
    marks: list[Mark]
    first: set[Mark] = field(default_factory=set)
    last: set[Mark] = field(default_factory=set)

    def html(self) -> str:
        inner = shown(self.text)
        if not self.marks:
            return inner
        *around, meant = self.marks
        tab = "" if meant in self.first else ' tabindex="-1"'
        link = f'href="#{meant.note}" aria-describedby="{meant.note}-say" draggable="false"{tab}'
        inner = f"<a {self._attributes(meant)} {link}>{inner}</a>"
        for mark in reversed(around):
            inner = f"<span {self._attributes(mark)}>{inner}</span>"
        return inner

    def _attributes(self, mark: Mark) -> str:
        extra = (" point" if not self.text else "") + (" last" if mark in self.last else "")
        place = f' id="mark-{mark.note}"' if mark in self.first else ""
        return f'class="{mark.classes}{extra}" data-note="{mark.note}" data-number="{mark.number}"{place}'


def marked(text: str, paragraphs: Sequence[Span], marks: Iterable[Mark]) -> list[str]:
    """The paragraphs as HTML, each mark's text underlined: pieces are cut at the borders of spans and nested only in
    pieces, so spans may overlap, nest and run over several paragraphs. Each mark has at least one piece; one on no
    visible text stands as a point at the nearest place."""
    paragraphs = paragraphs or [Span(0, 0)]
    opening, closing, points = _events(paragraphs, marks)
    active: list[Mark] = []
    pieces_of: list[list[_Piece]] = []
    for start, end in paragraphs:
        borders = {start, end}
        for events in (opening, closing, points):
            borders.update(at for at in events.within(start, end))
        pieces: list[_Piece] = []
        ordered = sorted(borders)
        for at, until in zip(ordered, [*ordered[1:], end], strict=True):
            for mark in closing[at]:
                if mark in active:
                    active.remove(mark)
            pieces += [_Piece("", [mark]) for mark in points[at]]
            for mark in opening[at]:
                taken = {other.level for other in active}
                mark.level = next(level for level in range(len(taken) + 1) if level not in taken)
                active.append(mark)
            if until > at:
                pieces.append(_Piece(text[at:until], _nested(active)))
        pieces_of.append(pieces)
    _find_ends(pieces_of)
    return ["".join(piece.html() for piece in pieces) for pieces in pieces_of]


class _Events:
    """Marks by the offset at which something happens to them."""

    def __init__(self) -> None:
        self._at: defaultdict[int, list[Mark]] = defaultdict(list)
        self._offsets: list[int] = []

    def add(self, offset: int, mark: Mark) -> None:
        self._at[offset].append(mark)

    def sort(self) -> None:
        self._offsets = sorted(self._at)

    def within(self, start: int, end: int) -> list[int]:
        return self._offsets[bisect_right(self._offsets, start - 1) : bisect_right(self._offsets, end)]

    def __getitem__(self, offset: int) -> list[Mark]:
        return self._at.get(offset, [])


def _events(paragraphs: Sequence[Span], marks: Iterable[Mark]) -> tuple[_Events, _Events, _Events]:
    """Where marks open, close and, having no visible text, stand as points; all within paragraphs."""
    opening, closing, points = _Events(), _Events(), _Events()
    starts = [p.start for p in paragraphs]
    for mark in sorted(marks, key=lambda m: (m.finding.start, -m.finding.end)):
        start, end = mark.finding.start, mark.finding.end
        i = max(bisect_right(starts, start) - 1, 0)
        if start >= paragraphs[i].end and i + 1 < len(paragraphs):
            i += 1
        first = max(start, paragraphs[i].start)
        last = paragraphs[max(bisect_right(starts, end - 1) - 1, 0)]
        until = min(end, last.end)
        if first < until:
            opening.add(first, mark)
            closing.add(until, mark)
        else:
            points.add(min(first, paragraphs[i].end), mark)
    for events in (opening, closing, points):
        events.sort()
    return opening, closing, points


def _nested(active: list[Mark]) -> list[Mark]:
    """The marks on a piece from the outermost in; the shortest span, which is the most particular, comes last."""
    if len(active) < 2:
        return list(active)
    meant = min(active, key=lambda m: (m.finding.length, -m.finding.start, m.number))
    return [*(m for m in active if m is not meant), meant]


def _find_ends(pieces_of: list[list[_Piece]]) -> None:
    """Notes on each piece which marks it begins and which it ends."""
    last: dict[Mark, _Piece] = {}
    for pieces in pieces_of:
        for piece in pieces:
            for mark in piece.marks:
                if mark not in last:
                    piece.first.add(mark)
                last[mark] = piece
    for mark, piece in last.items():
        piece.last.add(mark)

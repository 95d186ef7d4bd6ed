"""The lines of an article as a page shows them, with what the judgements here read off each."""

from __future__ import annotations

import re
from typing import NamedTuple

from checker.annotations.prose import Prose

# No furniture that is judged as a whole line is longer; a piece glued into a paragraph is found by its wording.
LONGEST = 600
_FIRST_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_ENDS = frozenset(".!?…")
_AT_THE_HEAD, _AT_THE_FOOT = 3, 6


class Line(NamedTuple):
    """One line: half-open offsets; its text, "" where it is too long to judge; where in it the first word starts, and
    that word in lower case; whether it ends as a sentence does; whether it stands at the head or the foot."""

    start: int
    end: int
    text: str
    opening: int
    first: str
    closed: bool
    at_edge: bool

    @property
    def size(self) -> int:
        """Characters."""
        return self.end - self.start


class Verdict(NamedTuple):
    """Which kind of furniture a line is, and whether no article would say it."""

    kind: str
    certain: bool


def page_lines(prose: Prose) -> list[Line]:
    """The lines of a text; in hard-wrapped text the paragraphs."""
    text, spans = prose.text, prose.paragraphs
    foot = len(spans) - _AT_THE_FOOT
    lines = []
    for i, (start, end) in enumerate(spans):
        edge = i < _AT_THE_HEAD or i >= foot
        if end - start > LONGEST:
            lines.append(Line(start, end, "", 0, "", True, edge))
            continue
        line = text[start:end]
        word = _FIRST_WORD.match(line) or _FIRST_WORD.search(line, 0, 24)
        opening, first = (word.start(), word.group().lower().replace("’", "'")) if word else (0, "")
        closed = line[-1] in _ENDS or line[-4:].rstrip("\"'”’)]*")[-1:] in _ENDS
        lines.append(Line(start, end, line, opening, first, closed, edge))
    return lines

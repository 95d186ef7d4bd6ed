"""Two passages compared, as tests of siblings write what they expect."""

from __future__ import annotations

from checker.annotations.prose import Prose, Span
from checker.siblings.differences import differences


def found(ours: str, theirs: str) -> list[tuple[str, str, str]]:
    """The differences of two passages: the kind, the words of the first and those of the second."""
    a, b = Prose("text", ours), Prose("text", theirs)
    spans = [Span(0, len(ours))], [Span(0, len(theirs))]
    return [
        (d.kind, ours[d.start : d.end], theirs[d.other_start : d.other_end])
        for d in differences(a, spans[0], b, spans[1])
    ]

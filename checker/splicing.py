"""A text with others in the place of some of its spans."""

from __future__ import annotations

from collections.abc import Iterable


def spliced(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """The text with a new text in the place of each span: (start, end, new), half-open, in order, none overlapping."""
    pieces, at = [], 0
    for start, end, new in spans:
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])

"""Changes of a document as the edits of the protocol."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from lsprotocol import types

from checker.lsp.positions import Positions

_MOST_LINES = 4_000  # difflib's time grows with their square where many are alike


def edits_between(before: str, after: str, positions: Positions) -> list[types.TextEdit]:
    """The edits that make one text of another, each as short as it can be; `positions` are those of `before`."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    if len(old) > _MOST_LINES:
        pieces = [(0, len(old), 0, len(new))]
    else:
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        pieces = [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    edits = []
    for first, last, begin, end in pieces:
        pairs = _line_by_line(old[first:last], new[begin:end])
        at = starts[first]
        for was, becomes in pairs:
            if was != becomes:
                edits.append(_edit(at, was, becomes, positions))
            at += len(was)
    return edits


def _line_by_line(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
    else:
        yield "".join(old), "".join(new)


def _edit(at: int, was: str, becomes: str, positions: Positions) -> types.TextEdit:
    shorter = min(len(was), len(becomes))
    head = next((i for i in range(shorter) if was[i] != becomes[i]), shorter)
    head -= was[max(0, head - 1) : head + 1] == "\r\n"  # between these two there is no position
    tail = next((i for i in range(shorter - head) if was[-1 - i] != becomes[-1 - i]), shorter - head)
    end = len(was) - tail
    tail -= was[max(0, end - 1) : end + 1] == "\r\n"
    return types.TextEdit(positions.range(at + head, at + len(was) - tail), becomes[head : len(becomes) - tail])

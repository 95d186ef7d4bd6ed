"""Changes of a document as the edits of the protocol."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from checker.lsp.positions import Positions

_MOST_LINES = 2_000  # difflib's time grows with their square where many are alike


class Insertion(NamedTuple):
    """An offset in a file, in code points, and what is written there."""

    offset: int
    text: str


def edits_between(before: str, after: str, positions: Positions) -> list[types.TextEdit]:
    """The edits that make one text of another, each as short as it can be; `positions` are those of `before`."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    edits, at = [], 0
    for was, becomes in _pairs(old, new):
        if was != becomes:
            edits.append(_edit(at, was, becomes, positions))
        at += len(was)
    return edits


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """What stood where, and what stands there now; together these are all lines."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    yield from zip(old[:head], new[:head], strict=True)
    was, becomes = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(was) == len(becomes) or max(len(was), len(becomes)) > _MOST_LINES:
        yield from _line_by_line(was, becomes)
        return
    matcher = difflib.SequenceMatcher(None, was, becomes, autojunk=False)
    for _, first, last, begin, end in matcher.get_opcodes():
        yield from _line_by_line(was[first:last], becomes[begin:end])


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

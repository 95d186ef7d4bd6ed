"""A finding's surroundings on one line of a terminal."""

from __future__ import annotations

from typing import NamedTuple

from checker.printable import columns, fitting, printable

_CUT = "…"
_GAP = " … "


class Excerpt(NamedTuple):
    """The line round a span, fit to show: what stands before the span, the span, what stands after it."""

    before: str
    span: str
    after: str


def excerpt(text: str, start: int, end: int, width: int) -> Excerpt:
    """The line that holds `text[start:end]`, cut at words to at most `width` columns, the cuts shown by "…".

    A span that is longer than that keeps its beginning and its end. The time does not depend on the text's length.
    """
    span = abridged(text[start:end] if end - start <= 4 * width else _ends(text, start, end, width), width)
    first = text.rfind("\n", max(0, start - width), start) + 1 or max(0, start - width)
    last = text.find("\n", end, end + width)
    last = min(len(text), end + width) if last < 0 else last
    before, after = _shown(text[first:start]).lstrip(), _shown(text[end:last]).rstrip()
    more_before = first > 0 and text[first - 1] != "\n"
    more_after = last < len(text) and text[last] != "\n"
    room = width - columns(span)
    after_room = max(room - columns(before) - more_before, room // 3)
    after = _head(after, after_room, more_after)
    before = _tail(before, room - columns(after), more_before)
    return Excerpt(before, span, after)


def abridged(text: str, width: int) -> str:
    """The text on one line in at most `width` columns, its middle left out where it is longer."""
    shown = _shown(text)
    if columns(shown) <= width:
        return shown
    room = max(width - len(_GAP), 2)
    head = _at_word(fitting(shown, room * 2 // 3))
    tail = _at_word(fitting(shown[::-1], room - columns(head)))[::-1]
    return head.rstrip() + _GAP + tail.lstrip()


def _ends(text: str, start: int, end: int, width: int) -> str:
    """The two ends of a long span, with more between them than will be shown."""
    return text[start : start + 2 * width] + text[end - 2 * width : end]


def _shown(text: str) -> str:
    return printable(text).replace("\n", " ").replace("\t", " ")


def _head(text: str, room: int, more: bool) -> str:
    if columns(text) + more <= room:
        return text + _CUT * more
    return _at_word(fitting(text, max(room - 1, 0))).rstrip() + _CUT * (room > 0)


def _tail(text: str, room: int, more: bool) -> str:
    return _head(text[::-1], room, more)[::-1]


def _at_word(piece: str) -> str:
    """The piece without the word that its end cuts, unless that would lose half of it."""
    at = piece.rfind(" ") + 1
    return piece[:at] if at and at >= len(piece) // 2 else piece

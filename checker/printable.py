"""Text of an article made fit to show: what could steer a terminal or turn a page's lines around becomes visible."""

from __future__ import annotations

import re
import unicodedata

# Control characters, marks and overrides of direction, line separators, lone surrogates. Tab and line break stay.
_STEERING = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
# In a page each paragraph is isolated, where the plain marks of direction, which right-to-left prose needs, do no harm.
_STEERING_IN_A_PAGE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_REPLACEMENT = "\ufffd"
_NEW_LINE_SIGN = "\u2424"


def printable(text: str, *, in_page: bool = False) -> str:
    """The text with every character that steers a terminal, or the direction of what follows, as a visible sign.

    One character becomes one character, so offsets stay. Tabs and line breaks are kept, in a page (`in_page`) the
    plain marks of direction too.
    """
    if text.isprintable():
        return text
    return re.sub(_STEERING_IN_A_PAGE if in_page else _STEERING, _sign, text)


def encodable(text: str) -> str:
    """The text with lone surrogates, which UTF-8 has no form for, as U+FFFD; offsets stay."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", _REPLACEMENT, text)
    return text


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)  # the control pictures: ␛ for an escape
    if code == 0x7F:
        return "\u2421"
    return _NEW_LINE_SIGN if code in (0x85, 0x2028, 0x2029) else _REPLACEMENT

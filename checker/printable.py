"""Text of an article made fit to show: what could steer a terminal or turn a page's lines around becomes visible."""

from __future__ import annotations

import re
import unicodedata

# Control characters, marks and overrides of direction, line separators, lone surrogates. Tab and line break stay.
_STEERING = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
# In a page each paragraph is isolated, where the plain marks of direction, which right-to-left prose needs, do no harm.
_STEERING_IN_A_PAGE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_REPLACEMENT = "\ufffd"
# Readers put it where code, an image or a formula stands; few fonts have a sign for it.
_OMITTED = "\ufffc"
_NEW_LINE_SIGN = "\u2424"


def printable(text: str, *, in_page: bool = False) -> str:
    """The text with every character that steers a terminal, or the direction of what follows, as a visible sign, and
    "…" for what a reader left out.

    One character becomes one character, so offsets stay. Tabs and line breaks are kept, in a page (`in_page`) the
    plain marks of direction too.
    """
    text = text.replace(_OMITTED, "…")
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


def wrapped(text: str, width: int, *, breaks_words: bool = False) -> list[str]:
    """The text in lines of at most `width` columns (two or more), broken between words; a word that is longer is broken
    between two wide characters, for these are written without spaces. A longer word of narrow ones stays whole, so that
    a path or an address can be copied, unless `breaks_words`."""
    lines, taken = [""], 0
    for word in text.split():
        gap = " " * bool(lines[-1])
        for part in [word] if columns(word) <= width else _parts(word, width if breaks_words else None):
            needed = columns(part)
            if lines[-1] and taken + len(gap) + needed > width:
                lines.append("")
                gap, taken = "", 0
            lines[-1] += gap + part
            taken += len(gap) + needed
            gap = ""
    return lines


def clipped(text: str, most: int) -> str:
    """The text, of which "…" takes the end where it has more than `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def fitting(text: str, room: int) -> str:
    """The longest beginning of the text that fits into so many columns."""
    if text.isascii():
        return text[: max(room, 0)]
    used = 0
    for i, character in enumerate(text):
        used += _columns_of(character)
        if used > room:
            return text[:i]
    return text


def _parts(word: str, longest: int | None) -> list[str]:
    """The word cut wherever two wide characters meet, and where it would else be longer than so many columns; the marks
    on a character stay with it."""
    cuts, after_wide, used = [0], False, 0
    for at, character in enumerate(word):
        if taken := _columns_of(character):
            if (after_wide and taken == 2) or (longest is not None and used + taken > longest):
                cuts.append(at)
                used = 0
            after_wide = taken == 2
            used += taken
    return [word[start:end] for start, end in zip(cuts, [*cuts[1:], len(word)], strict=True)]


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

"""A paragraph as LanguageTool's annotated text: what is language, what is markup, and the way back from its offsets.

What a reader does not read as a word goes as markup, each with what LanguageTool is to read in its place: footnote
marks, tags and emphasis left in the text, invisible characters, addresses, letters taken apart into base and accent.
Markup has the length of what it stands for, so offsets stay those of the paragraph.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

import msgspec

# Only what has one of these can have markup; most paragraphs have none, and are not looked at again.
_HINT = re.compile(
    r"[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u0300-\u036f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufb00-\ufb06\ufe00-\ufe0f"
    r"\ufeff\ufff9-\ufffc\ud800-\udfff<@&*\[_`\xb9\xb2\xb3\u2070-\u2079]|://|www\."
)
_MARKUP = re.compile(
    r"""
      (?P<space> [\r\n\t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+ )
    | (?P<nothing>
          [\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e]+
        | [\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ud800-\udfff]+
        | \[ (?: [0-9]{1,3} | (?i:note)\x20[0-9]{1,3} | (?i:citation\x20needed) ) \]   # footnotes
        | (?<=[.,;:!?”’"'])\[[a-z]\]
        | \[(?=[A-Za-z]\]) | (?<=\[[A-Za-z])\]  # "[t]he"
        | (?<=[^\W\d_]|[.,;:!?”’"')]) [\xb9\xb2\xb3\u2070-\u2079]{1,3} (?![\w\u2070-\u2079])   # superscript ones
        | </?[A-Za-z][^<>\n]{0,300}> | <!--[^<>\n]{0,300}-->
        | (?<![\w*])\*{1,3}(?=[^\W_]|[“‘"']) | (?<=[^\W_]|[.,;:!?”’"'])\*{1,3}(?![\w*])
        | (?<!\w)_{1,2}(?=[^\W_]) | (?<=[^\W_]|[.,;:!?])_{1,2}(?!\w)
        | `{1,3}
      )
    | (?P<entity> &(?:\#[0-9]{2,6}|\#[xX][0-9A-Fa-f]{2,5}|[A-Za-z]{2,8}[0-9]{0,2}); )
    | (?P<address> (?:https?|ftp)://[^\s<>"“”]{1,1000} | (?<![\w@.])www\.[^\s<>"“”]{2,1000} )
    | (?P<mail> (?<![\w.@+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8} )
    | (?P<letters> [^\W_][\u0300-\u036f]{1,30} | [\ufb00-\ufb06] )
    """,
    re.VERBOSE,
)
# LanguageTool knows an address when it sees one; these have no odd characters to trip over.
_ADDRESS, _MAIL = "https://www.example.com", "name@example.com"
_AFTER_ADDRESS = ".,;:!?)]}'’*_"


class Part(msgspec.Struct, frozen=True, omit_defaults=True, rename={"reads": "interpretAs"}):
    """A piece of annotated text, as the server's `data` parameter wants it: either `text`, or `markup` that reads as
    `reads`."""

    text: str | None = None
    markup: str | None = None
    reads: str | None = None


class Markup(NamedTuple):
    """A stretch of a paragraph, in code points, that LanguageTool is to read as something else."""

    start: int
    end: int
    reads: str


def find_markup(text: str) -> list[Markup]:
    """The markup of a paragraph, in its order."""
    if not _HINT.search(text):
        return []
    found = []
    at = 0
    while match := _MARKUP.search(text, at):
        start, at = match.span()
        kind, literal = match.lastgroup, match.group()
        if kind == "address":
            literal = literal.rstrip(_AFTER_ADDRESS)
            at = start + len(literal)
        if not (kind == "entity" and html.unescape(literal) == literal):
            found.append(Markup(start, at, _reading(kind, literal)))
    return found


def _reading(kind: str | None, literal: str) -> str:
    match kind:
        case "space":
            return " "
        case "entity":
            return html.unescape(literal)
        case "address":
            return _ADDRESS
        case "mail":
            return _MAIL
        case "letters":
            return unicodedata.normalize("NFKC" if len(literal) == 1 else "NFC", literal)
    return ""


def annotated(text: str, markup: list[Markup]) -> list[Part]:
    """The paragraph as parts, without characters that UTF-8 cannot write."""
    parts = []
    at = 0
    for start, end, reads in markup:
        if at < start:
            parts.append(Part(text=text[at:start]))
        parts.append(Part(markup=_writable(text[start:end]), reads=reads))
        at = end
    if at < len(text):
        parts.append(Part(text=text[at:]))
    return parts


_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _writable(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


class Units:
    """The way from offsets in UTF-16 units, which Java counts in, to code points."""

    def __init__(self, text: str) -> None:
        self.length = len(text)  # in UTF-16 units
        self._starts: list[int] | None = None  # of each code point, in UTF-16 units; None where they are the same
        if not text.isascii() and max(text) > "\uffff":
            self._starts = list(accumulate((1 + (c > "\uffff") for c in text), initial=0))
            self.length = self._starts.pop()

    def code_point(self, unit: int) -> int:
        """The code point that a UTF-16 unit belongs to; the length of the text for the unit behind its last."""
        if self._starts is None:
            return unit
        return len(self._starts) if unit >= self.length else bisect_right(self._starts, unit) - 1

    def end(self, unit: int) -> int:
        """The code-point end of a span that ends before a UTF-16 unit: behind a character that it cuts in two."""
        return self.code_point(unit - 1) + 1 if unit else 0


def trimmed(text: str, start: int, end: int, markup: list[Markup]) -> tuple[int, int] | None:
    """A span without the white space and the silent markup at its ends; None where nothing is left, or where it
    begins or ends inside what LanguageTool read as something else (an address)."""
    starts = [m.start for m in markup]
    while start < end:
        if (inside := _at(markup, starts, start)) is not None:
            if inside.reads.strip():
                break
            start = inside.end
        elif text[start].isspace():
            start += 1
        else:
            break
    while start < end:
        if (inside := _at(markup, starts, end - 1)) is not None:
            if inside.reads.strip():
                break
            end = inside.start
        elif text[end - 1].isspace():
            end -= 1
        else:
            break
    if start >= end:
        return None
    for edge in (start, end - 1):
        inside = _at(markup, starts, edge)
        if inside is not None:
            if inside.reads in (_ADDRESS, _MAIL):
                return None
            start, end = min(start, inside.start), max(end, inside.end)
    return start, end


def _at(markup: list[Markup], starts: list[int], offset: int) -> Markup | None:
    index = bisect_right(starts, offset) - 1
    return markup[index] if index >= 0 and offset < markup[index].end else None

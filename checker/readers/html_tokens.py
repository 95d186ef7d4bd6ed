"""Cuts HTML into tags, text and character references, with the place of each.

Selectolax and lxml give no offsets, and the standard library's html.parser takes time that grows with the square of
some broken pages, so this is a tokenizer of our own. It follows the HTML standard in what ends a comment, a tag and a
raw text element, and is linear: what is not closed runs to the end of the page, as in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["open", "close", "text", "reference"]

_TEXT = re.compile(r"[^<&]++")
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)"
    r"((?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?)?+|=)*+)>"
)
_REFERENCE = re.compile(r"&(?:#(?:[xX][0-9a-fA-F]{1,8}|[0-9]{1,9});?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
_RAW = frozenset("script style xmp iframe noembed noframes noscript textarea title".split())
_ATTRIBUTE = re.compile(r"([^\s/>=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'][^\s>]*+))?)?")


class Token(NamedTuple):
    """`name` is the tag's in lower case, `value` a tag's attributes as written or the characters of a reference."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    value: str = ""


def tokens(source: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of `source[start:end]`, without comments. A raw text element's content is one text token, whose
    `name` is that of the element."""
    at = start
    while at < end:
        if text := _TEXT.match(source, at, end):
            yield Token("text", at, text.end())
            at = text.end()
        elif source[at] == "&":
            yield (token := _reference(source, at, end))
            at = token.end
        elif tag := _TAG.match(source, at, end):
            name = tag[2].lower()
            at = tag.end()
            yield Token("close" if tag[1] else "open", tag.start(), at, name, tag[3])
            if name in _RAW and not tag[1]:
                close = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.I).search(source, at, end)
                stop = close.start() if close else end
                yield Token("text", at, stop, name)
                at = stop
        elif source.startswith(("<!", "<?", "</"), at) or source[at + 1 : at + 2].isalpha():
            at = _past(source, at, end)
        else:
            yield Token("text", at, at + 1)
            at += 1


def references(source: str, start: int, end: int) -> Iterator[Token]:
    """The text and the character references of a stretch in which there are no tags, such as a title's."""
    at = start
    while at < end:
        if source[at] == "&":
            yield (token := _reference(source, at, end))
            at = token.end
        else:
            stop = source.find("&", at, end)
            stop = end if stop < 0 else stop
            yield Token("text", at, stop)
            at = stop


def attributes(written: str) -> dict[str, str]:
    """A tag's attributes by name in lower case, character references resolved; the first of a name counts."""
    from html import unescape

    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value) if "&" in value and len(value) < 10_000 else value)
    return found


def _reference(source: str, at: int, end: int) -> Token:
    match = _REFERENCE.match(source, at, end)
    if match:
        from html import unescape

        value = unescape(match.group())
        if value != match.group():
            return Token("reference", at, match.end(), value=value)
    return Token("text", at, at + 1)


def _past(source: str, at: int, end: int) -> int:
    """Behind a comment, a declaration or a tag that is not one."""
    if source.startswith("<!--", at):
        if source.startswith((">", "->"), at + 4):
            return source.index(">", at) + 1
        close = source.find("-->", at + 4, end)
        return close + 3 if close >= 0 else end
    close = source.find(">", at, end)
    return close + 1 if close >= 0 else end

"""The prose of a file as the desk shows it: with the code in it, that stands there as it is."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from itertools import accumulate
from typing import Any

from checker.article import Article
from checker.readers.prose_builder import OMITTED

_TAG = re.compile(r"<(\w+)[^<>]*>")
_ANY_TAG = re.compile(r"<[^<>]*>")
_MOST_CODE = 2_000  # characters of a page


def prose_of(article: Article, kind: str, note: str = "") -> dict[str, Any]:
    """Title and text, with what the readers of markup leave out of a sentence, and the stretches of both that are kept:
    by the file's stets, whose comments went with the markup, and because they are code."""
    shown = {"title": _Shown(article, "title"), "text": _Shown(article, "text")}
    whole = [(name, 0, field.length) for name, field in shown.items()]
    stets: list[dict[str, Any]] = []
    for stet in article.stets:
        for name, start, end in () if stet.fault else whole if stet.kept is None else stet.kept:
            stets.append({"rules": stet.rules, "field": name, **shown[name].stretch(start, end)})
    stets += ({"rules": (), "field": name, **at} for name, field in shown.items() for at in field.code())
    told = {"note": note} if note else {}
    return {**{name: field.text for name, field in shown.items()}, "kind": kind, "stets": stets, **told}


class _Shown:
    """A field of an article with its code put in."""

    def __init__(self, article: Article, name: str) -> None:
        text = article.field(name).text
        source_map = article.origin.maps.get(name)
        self.length = len(text)
        self._places = [m.start() for m in re.finditer(OMITTED, text)] if source_map else []
        words = [_code(article.origin.text, *source_map.span(at, at + 1)) for at in self._places] if source_map else []
        self._more = [0, *accumulate(len(code) - len(OMITTED) for code in words)]
        pieces = text.split(OMITTED) if self._places else [text]
        self.text = pieces[0] + "".join(code + piece for code, piece in zip(words, pieces[1:], strict=True))

    def stretch(self, start: int, end: int) -> dict[str, int]:
        """A stretch of the article's field in what is shown."""
        return {"start": self._moved(start), "end": self._moved(end)}

    def code(self) -> list[dict[str, int]]:
        """Where the code stands."""
        return [self.stretch(at, at + len(OMITTED)) for at in self._places]

    def _moved(self, offset: int) -> int:
        return offset + self._more[bisect_left(self._places, offset)]


def _code(source: str, start: int, end: int) -> str:
    """The code that stands in a source: a span of Markdown, or what an element holds of which this is the first tag."""
    tag = _TAG.match(source, start, end)
    if not tag:
        return source[start:end].strip("`").strip()
    closed = re.compile(rf"</{tag[1]}\s*>", re.IGNORECASE).search(source, end, end + _MOST_CODE)
    return " ".join(html.unescape(_ANY_TAG.sub("", source[end : closed.start()])).split()) if closed else ""

"""Markdown: CommonMark with tables and strikethrough, and front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from checker.article import Article
from checker.readers.decoding import Decoded
from checker.readers.html import build_prose
from checker.readers.metadata import iso_day, not_a_day
from checker.readers.prose_builder import OMITTED, ProseBuilder
from checker.readers.stets import comments, stets
from checker.readers.unreadable import Note
from checker.source import Source, SourceMap, field_maps

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")
# Jekyll's fences are dashes (YAML), Hugo's plus signs too (TOML). mdit-py-plugins knows the first alone, and gives no
# offsets of the values.
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n?|\n)(.*?)(?<=[\r\n])(?:\1|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)", re.S)
_ENTRY = re.compile(r"(?<![^\r\n])(title|date|source|language|lang)[ \t]*[:=]([^\r\n]*)", re.I)
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*+)\"|'((?:[^']|'')*+)'")
_ESCAPE = {'"': re.compile(r"\\(.)"), "'": re.compile(r"'(')")}
_BREAK_TAG = re.compile(r"<br[\s/>]", re.I)


def read_markdown(path: str, decoded: Decoded) -> Iterator[Article | Note]:
    """The prose of a Markdown file. Its title is that of the front matter, or a first heading of level 1.

    Headings, list items and table cells are paragraphs of their own; a soft line break reads as a space.
    """
    source = decoded.text
    front = _FRONT_MATTER.match(source)
    entries = {m[1].lower(): m for m in _ENTRY.finditer(source, front.start(2), front.end(2))} if front else {}
    day, language = _value(source, entries.get("date")), _value(source, entries.get("language") or entries.get("lang"))
    title = _Title(source, entries.get("title"))
    prose = _Prose(source, front.end() if front else 0, title)
    text, text_map = prose.read()
    date = iso_day(day)
    if day and not date:
        yield Note(path, not_a_day(day), source.count("\n", 0, entries["date"].start()) + 1)
    origin = Source(
        path, maps=field_maps(text=text_map, title=title.map), text=source, format="markdown", fixable=decoded.exact,
        encoding=decoded.encoding, bom=decoded.bom, front_matter=front[2] if front else "",
    )  # fmt: skip
    yield Article(
        id=path, text=text, title=title.text, source=_value(source, entries.get("source")) or None, date=date,
        language=language or None, origin=origin,
        stets=stets(source, sorted({*prose.comments}), {"title": (title.text, title.map), "text": (text, text_map)},
                    front.span(2) if front else None),
    )  # fmt: skip


class _Title:
    """The title and its map."""

    def __init__(self, source: str, entry: re.Match[str] | None) -> None:
        self.text = ""
        self.map: SourceMap | None = None
        if entry:
            self.text, self.map = _built(source, entry)


def _value(source: str, entry: re.Match[str] | None) -> str:
    return _built(source, entry)[0] if entry else ""


def _built(source: str, entry: re.Match[str]) -> tuple[str, SourceMap]:
    """The value of a front-matter entry on one line, quoted or bare; "" for any other kind (lists, blocks)."""
    builder = ProseBuilder(source)
    start, end = entry.span(2)
    while start < end and source[start] in " \t":
        start += 1
    if quoted := _QUOTED.match(source, start, end):
        mark = source[start]
        start, end = quoted.span(1 if mark == '"' else 2)
        for match in _ESCAPE[mark].finditer(source, start, end):
            builder.verbatim(start, match.start())
            builder.substitute(match[1], *match.span())
            start = match.end()
    elif start < end and source[start] in "#>|&*[{":
        end = start
    else:
        comment = source.find(" #", start, end)
        end = comment if comment >= 0 else end
        end = start + len(source[start:end].rstrip())
    builder.verbatim(start, end)
    return builder.finish()


class _Prose:
    """Walks the tokens of a file and takes their prose from the source."""

    def __init__(self, source: str, start: int, title: _Title) -> None:
        self.source = source
        self.title = title
        spans = [m.span() for m in _LINE.finditer(source, start)]
        self.starts = [s for s, _ in spans]
        self.ends = [e for _, e in spans]
        self.lines = [source[s:e].rstrip("\r\n") for s, e in spans]
        self.builder = ProseBuilder(source)
        self.comments: list[tuple[int, int]] = []  # where stets may stand: code shows none
        self.cell = (-1, 0)  # line and column behind the last table cell

    def read(self) -> tuple[str, SourceMap]:
        """The text and its map."""
        tokens = _parser().parse("\n".join(self.lines))
        first = next((i for i, t in enumerate(tokens) if t.type not in {"html_block", "hr"}), None)
        skipped = -1
        if first is not None and tokens[first].tag == "h1" and tokens[first].level == 0:
            title = ProseBuilder(self.source)
            self._inline(tokens[first + 1], title, tokens[first].markup)
            text, title_map = title.finish()
            if not self.title.text:
                self.title.text, self.title.map = text, title_map
            if self.title.text == text:
                skipped = first + 1
        for i, token in enumerate(tokens):
            if token.type == "inline" and i != skipped:
                opening = tokens[i - 1]
                self.builder.paragraph_break()
                self._inline(token, self.builder, opening.markup if opening.type == "heading_open" else opening.tag)
            elif token.type == "html_block" and token.map:
                start, end = self.starts[token.map[0]], self.ends[token.map[1] - 1]
                self.comments += comments(self.source, start, end)
                if token.level == 0:
                    self.builder.paragraph_break()
                    build_prose(self.source, start, end, self.builder)
                    self.builder.paragraph_break()
        return self.builder.finish()

    def _inline(self, token: Token, builder: ProseBuilder, opening: str) -> None:
        pieces = self._pieces(token, opening)
        where = _Where(pieces)
        for child in token.children or ():
            start, end = child.meta.get("at", (0, 0))
            if child.type == "text":
                # One that was emptied is half of a ** mark.
                for stretch in where.stretches(start, end) if child.content else ():
                    builder.flowing(*stretch)
            elif child.type == "text_special":
                builder.substitute(child.content, *where.span(start, end))
            elif child.type == "code_inline":
                builder.substitute(OMITTED, *where.span(start, end))
            elif child.type == "softbreak":
                builder.space(*self._white(*where.span(start, end)))
            elif child.type == "hardbreak":
                builder.line_break(*self._white(*where.span(start, end)))
            elif child.type == "html_inline" and _BREAK_TAG.match(child.content):
                builder.line_break(*where.span(start, end))
            elif child.type == "html_inline" and child.content.startswith("<!--"):
                self.comments.append(where.span(start, end))

    def _white(self, start: int, end: int) -> tuple[int, int]:
        """The span of a line break with the spaces before it, which the parser has cut off."""
        while start > 0 and self.source[start - 1] == " ":
            start -= 1
        return start, end

    def _pieces(self, token: Token, opening: str) -> list[tuple[int, int, int]]:
        """Where the content of an inline token stands: (start, end, start in the source) for each stretch of it.

        A paragraph's lines lose their indentation, quote marks and the white space at both ends; what is left of a
        line is its tail. The text of a heading begins behind its number signs.
        """
        assert token.map
        number = token.map[0]
        if opening in ("th", "td"):
            return self._cell(token.content, number)
        if opening.startswith("#"):
            line = self.lines[number].replace("\0", "\ufffd")
            column = line.find(token.content, line.find(opening) + len(opening)) if token.content else len(line)
            return [(0, len(token.content), self.starts[number] + column)]
        pieces, at = [], 0
        for offset, content in enumerate(token.content.split("\n")):
            body = content.lstrip(" \t")
            line = self.lines[number + offset].replace("\0", "\ufffd")
            column = line.rfind(body)
            start = at + len(content) - len(body)
            pieces.append((start, start + len(body), self.starts[number + offset] + max(column, 0)))
            at += len(content) + 1
        return pieces

    def _cell(self, content: str, number: int) -> list[tuple[int, int, int]]:
        raw = content.replace("|", "\\|")  # a pipe in a cell is always escaped, and loses its backslash
        line = self.lines[number].replace("\0", "\ufffd")
        column = line.find(raw, self.cell[1] if self.cell[0] == number else 0)
        if column < 0 or not content:
            return [(0, 0, self.starts[number])]
        self.cell = (number, column + len(raw))
        pieces, start, source_start = [], 0, self.starts[number] + column
        for part in re.split(r"(?=\|)", content):
            source_start += part.startswith("|")
            pieces.append((start, start + len(part), source_start))
            start += len(part)
            source_start += len(part)
        return pieces


class _Where:
    """Finds offsets of an inline token's content in the source. Asked in rising order, so that it is linear."""

    def __init__(self, pieces: list[tuple[int, int, int]]) -> None:
        self._pieces = pieces
        self._at = 0

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The source spans of `content[start:end]`."""
        self._forward(start)
        i = self._at
        while i < len(self._pieces) and self._pieces[i][0] < end:
            piece_start, piece_end, source_start = self._pieces[i]
            a, b = max(start, piece_start), min(end, piece_end)
            if a < b:
                yield source_start + a - piece_start, source_start + b - piece_start
            i += 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span from the begin of `content[start:end]` to its end."""
        return self._offset(start), self._offset(end)

    def _offset(self, offset: int) -> int:
        self._forward(offset)
        piece_start, piece_end, source_start = self._pieces[self._at]
        return source_start + min(max(offset, piece_start), piece_end) - piece_start

    def _forward(self, offset: int) -> None:
        while self._at + 1 < len(self._pieces) and self._pieces[self._at + 1][0] <= offset:
            self._at += 1


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough, whose text tokens know where in their paragraph they stand."""
    from markdown_it import MarkdownIt

    from checker.readers.located_inline import LocatedInline

    parser = MarkdownIt()
    parser.inline = LocatedInline()
    parser.configure("commonmark").enable(["table", "strikethrough"])
    # These join neighbouring text tokens, which would lose their places.
    parser.disable(["text_join", "fragments_join"])
    return parser

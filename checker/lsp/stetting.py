"""Writes a stet into a document, where it keeps a finding and changes nothing that a reader sees."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from checker.annotations.sentences import find_paragraphs
from checker.article import Article
from checker.errors import ReadError
from checker.finding import Finding
from checker.lsp.diagnostics import span_in_source
from checker.lsp.edits import Insertion
from checker.readers.decoding import Decoded
from checker.readers.reading import read_text

_LINE = re.compile(r"[^\r\n]*")
_LINE_END = re.compile(r"\r\n?|\n")
_BODY = re.compile(r"<body\b[^<>]*>(?:[ \t]*(?:\r\n?|\n))?", re.IGNORECASE)
_FENCE = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n?|\n).*?(?<=[\r\n])(?:\1|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)", re.DOTALL)


def stet_here(article: Article, finding: Finding) -> Insertion | None:
    """A stet behind the paragraph, heading, item or cell of a finding, else on a line of its own above; None where no
    comment can stand, as in front matter."""
    return next((i for i in _beside(article, finding) if _keeps(article, finding, i)), None)


def stet_in_file(article: Article, finding: Finding) -> Insertion | None:
    """A stet for the whole file, at its top or as near to it as a comment can stand."""
    return next((i for i in _at_top(article, finding.rule) if _keeps(article, finding, i)), None)


def _beside(article: Article, finding: Finding) -> Iterator[Insertion]:
    source = article.origin.text
    prose = article.field(finding.field)
    blocks = list(find_paragraphs(prose.text))
    number = max(0, bisect_right(blocks, finding.start, key=lambda block: block[0]) - 1)
    if not blocks or article.origin.maps.get(finding.field) is None:
        return
    start, end = span_in_source(article, finding.field, *blocks[number])
    comment = f" <!-- stet {finding.rule} -->"
    line = _LINE.match(source, end)
    assert line is not None
    if article.origin.format != "html":
        yield Insertion(end + len(line.group().rstrip()), comment)
    yield Insertion(end, comment)
    above = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    indent = source[above:start] if source[above:start].isspace() else ""
    yield Insertion(above, f"{indent}<!-- stet-next-line {finding.rule} -->{_ending(source)}")


def _at_top(article: Article, rule: str) -> Iterator[Insertion]:
    source = article.origin.text
    comment = f"<!-- stet-file {rule} -->{_ending(source)}"
    if article.origin.format == "html" and (body := _BODY.search(source)):
        yield Insertion(body.end(), comment)
    front = _FENCE.match(source) if article.origin.format == "markdown" else None
    if front:
        yield Insertion(front.end(), comment)
        yield Insertion(front.end(), comment + _ending(source))
    elif article.origin.format != "html":
        yield Insertion(0, comment)
        yield Insertion(0, comment + _ending(source))
    between = "" if not source or source[-1] in "\r\n" else _ending(source)
    yield Insertion(len(source), between + comment)


def _ending(source: str) -> str:
    """The line end of a document."""
    found = _LINE_END.search(source)
    return found.group() if found else "\n"


def _keeps(article: Article, finding: Finding, insertion: Insertion) -> bool:
    """Whether the document reads as before with a stet, and that stet keeps the finding."""
    at, written = insertion
    origin = article.origin
    decoded = Decoded(origin.text[:at] + written + origin.text[at:])
    try:
        again = next(a for a in read_text(origin.path, decoded, origin.format) if isinstance(a, Article))
    except ReadError:  # the format of another package, in which there is no such comment
        return False
    if _seen(again.title) != _seen(article.title) or _seen(again.text) != _seen(article.text):
        return False
    if len(again.stets) != len(article.stets) + 1 or sum(bool(s.fault) for s in again.stets) != sum(
        bool(s.fault) for s in article.stets
    ):
        return False
    spans = (
        ((finding.field, 0, finding.end + 1),) if stet.kept is None else stet.kept
        for stet in again.stets
        if stet.rules == (finding.rule,)
    )
    end = max(finding.end, finding.start + 1)
    return any(f == finding.field and s < end and finding.start < e for kept in spans for f, s, e in kept)


def _seen(text: str) -> str:
    return text.rstrip()

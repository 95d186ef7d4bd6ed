"""Applies safe replacements to the files that articles were read from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from checker.article import Article
from checker.errors import FixError, WriteError
from checker.finding import Finding
from checker.readers.decoding import Decoded
from checker.readers.formats import OWN_FORMATS
from checker.readers.reading import read_text
from checker.splicing import spliced
from checker.writing import replace_file

if TYPE_CHECKING:
    from checker.engine import Outcome

_MARKDOWN_SIGNS = re.compile(r"([\\`*\[\]<])")
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n?|\n)")
_LINE_END = re.compile(r"\r\n?|\n")
# A replacement can lay bare the next ("the the the"); so many rounds at the most.
_ROUNDS = 5
# A page is read again after its replacements are set; where that does not give the text it should, halves of them are
# tried, but not for ever.
_MOST_READINGS = 64


class Fixed(NamedTuple):
    """What became of an article's source: its new text, and the findings whose replacement is in it."""

    source: str
    applied: tuple[Finding, ...]


class Mended(NamedTuple):
    """An article with its safe replacements set, the findings that they were of, and the last judgement."""

    article: Article
    applied: tuple[Finding, ...]
    outcome: Outcome


class _Edit(NamedTuple):
    """A replacement in the source and in the article's field; half-open offsets."""

    source_start: int
    source_end: int
    written: str
    field: str
    start: int
    end: int
    text: str
    finding: Finding


def fixed_source(article: Article, findings: Iterable[Finding]) -> Fixed:
    """The source of an article with the safe replacements of its findings.

    A replacement is left out where markup stands inside its span, where it overlaps one before it, where the file's
    encoding lacks a character, and where the fixed file would read otherwise than it should.

    Raises:
        FixError: the article stands in a file of JSON lines or of another package's format, which is not ours to edit,
            or came from no file.
    """
    origin = article.origin
    if origin.format == "jsonl":
        raise FixError(f"{origin.path}: JSON lines are not fixed; apply the replacements where the file is made")
    if origin.format and origin.format not in OWN_FORMATS:
        raise FixError(
            f"{origin.path}: files of the format {origin.format} are not fixed; apply the replacements by hand"
        )
    if not origin.format:
        raise FixError(f"{article.id}: came from no file that could be fixed")
    edits = _sound(article, _apart(_edits(article, findings)), [_MOST_READINGS])
    return Fixed(_applied(article, edits), tuple(e.finding for e in edits))


def mended(article: Article, judge: Callable[[Article], Outcome]) -> Mended:
    """An article after the safe replacements of what `judge` finds in it, and in what is left, until there are none.

    Raises:
        FixError: as `fixed_source`.
    """
    applied: list[Finding] = []
    for _ in range(_ROUNDS):
        outcome = judge(article)
        done = fixed_source(article, outcome.findings)
        if not done.applied:
            break
        applied += done.applied
        origin = article.origin
        decoded = Decoded(done.source, origin.encoding, origin.bom, origin.fixable)
        article = next(a for a in read_text(origin.path, decoded, origin.format) if isinstance(a, Article))
    return Mended(article, tuple(applied), outcome)


def can_fix(article: Article, finding: Finding) -> bool:
    """Whether the safe replacement of a finding can be set in the file by itself."""
    return next(_edits(article, [finding]), None) is not None


def write_fixed(article: Article, fixed: Fixed) -> bool:
    """Replaces the file that an article came from by its fixed source, whole or not at all; its encoding, byte order
    mark, line ends and mode stay. Whether there was anything to write.

    Raises:
        WriteError: the file cannot be written, or is not what was read any more.
    """
    origin = article.origin
    if fixed.source == origin.text:
        return False
    if not origin.fixable:
        raise WriteError(origin.path, "was not fixed: it is no file, or not all of it could be decoded")
    decoded = Decoded(origin.text, origin.encoding, origin.bom)
    try:
        with open(origin.path, "rb") as file:
            unchanged = file.read() == decoded.encode(origin.text)
    except OSError as error:
        raise WriteError(origin.path, f"could not be read again ({error.strerror or error})") from error
    if not unchanged:
        raise WriteError(origin.path, "was not fixed: it has changed while it was checked; run the command again")
    replace_file(origin.path, decoded.encode(fixed.source))
    return True


def unified_diff(path: str, before: str, after: str) -> str:
    """The changes in the form of `diff -u`, which `patch -p1` takes; "" where there are none."""
    import difflib

    name = path.lstrip("/")
    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines as diff counts them: they end at "\\n" alone, and keep it."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _edits(article: Article, findings: Iterable[Finding]) -> Iterator[_Edit]:
    for finding in findings:
        replacement = next((r.text for r in finding.replacements if r.safe), None)
        if replacement is None:
            continue
        whole = article.field(finding.field).text
        start, end, text = _trimmed(whole, finding.start, finding.end, replacement)
        edit = _edit(article, finding, start, end, text)
        if edit is None and (start, end) != (finding.start, finding.end):
            edit = _edit(article, finding, finding.start, finding.end, replacement)
        if edit:
            yield edit


def _trimmed(whole: str, start: int, end: int, text: str) -> tuple[int, int, str]:
    """The replacement without what stays the same at both ends, so that markup there does not hinder it."""
    head = 0
    while head < min(end - start, len(text)) and whole[start + head] == text[head]:
        head += 1
    start, text = start + head, text[head:]
    tail = 0
    while tail < min(end - start, len(text)) and whole[end - 1 - tail] == text[-1 - tail]:
        tail += 1
    return start, end - tail, text[: len(text) - tail]


def _edit(article: Article, finding: Finding, start: int, end: int, text: str) -> _Edit | None:
    origin = article.origin
    source_map = origin.maps.get(finding.field)
    if source_map is None or not source_map.whole(start, end):
        return None
    written = _written(article, text)
    if written is None:
        return None
    source_start, source_end = source_map.span(start, end)
    if not written and source_start < source_end:
        source_start, source_end = _with_line(origin.text, source_start, source_end)
    return _Edit(source_start, source_end, written, finding.field, start, end, text, finding)


def _written(article: Article, text: str) -> str | None:
    """A replacement as it is written in the article's kind of file, or None where the encoding lacks a character."""
    origin = article.origin
    if origin.format == "html":
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    elif origin.format == "markdown":
        text = _MARKDOWN_SIGNS.sub(r"\\\1", text)
    if "\n" in text and (ending := _LINE_END.search(origin.text)):
        text = text.replace("\n", ending.group())
    try:
        text.encode(origin.encoding)
    except UnicodeEncodeError:
        return (
            text.encode(origin.encoding, "xmlcharrefreplace").decode(origin.encoding)
            if origin.format == "html"
            else None
        )
    return text


def _with_line(source: str, start: int, end: int) -> tuple[int, int]:
    """The span with the line end behind it, and with one of two empty lines around it, where it is all of its lines."""
    line = start
    while line > 0 and source[line - 1] in " \t":
        line -= 1
    if line > 0 and source[line - 1] not in "\r\n":
        return start, end
    after = _BLANK_LINE.match(source, end)
    if not after:
        return start, end
    before = source[:0] if line == 0 else source[max(0, line - 4) : line]
    alone = line == 0 or before.replace("\r\n", "\n").replace("\r", "\n").endswith("\n\n")
    empty = _BLANK_LINE.match(source, after.end()) if alone else None
    return line, (empty or after).end()


def _apart(edits: Iterable[_Edit]) -> list[_Edit]:
    """The edits in the order of the source, without those that overlap, or insert at the same place as, one before."""
    kept: list[_Edit] = []
    for edit in sorted(edits, key=lambda e: (e.source_start, e.source_end)):
        if not kept or (edit.source_start >= kept[-1].source_end and edit.source_start > kept[-1].source_start):
            kept.append(edit)
    return kept


def _sound(article: Article, edits: list[_Edit], readings: list[int]) -> list[_Edit]:
    """The edits after which the file reads as it should: a star or a number sign set at the wrong place is markup."""
    if article.origin.format == "text" or not edits or _reads_back(article, edits, readings):
        return edits
    if len(edits) == 1:
        return []
    middle = len(edits) // 2
    first = _sound(article, edits[:middle], readings)
    second = _sound(article, edits[middle:], readings)
    if not first or not second or _reads_back(article, first + second, readings):
        return first + second
    return first


def _reads_back(article: Article, edits: list[_Edit], readings: list[int]) -> bool:
    if readings[0] <= 0:
        return False
    readings[0] -= 1
    decoded = Decoded(_applied(article, edits))
    again = next(a for a in read_text(article.id, decoded, article.origin.format) if isinstance(a, Article))
    title = _replaced(article.title, [e for e in edits if e.field == "title"])
    text = _replaced(article.text, [e for e in edits if e.field == "text"])
    return _seen(f"{again.title}\n{again.text}") == _seen(f"{title}\n{text}")


def _seen(text: str) -> list[str]:
    """What is compared: the lines that hold something, with white space evened out."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _applied(article: Article, edits: list[_Edit]) -> str:
    return spliced(article.origin.text, ((e.source_start, e.source_end, e.written) for e in edits))


def _replaced(field: str, edits: list[_Edit]) -> str:
    return spliced(field, ((e.start, e.end, e.text) for e in edits))

"""JSON lines: one article a line. The contract is in docs/contract.md."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from checker.article import Article
from checker.printable import encodable
from checker.readers.metadata import iso_day, not_a_day
from checker.readers.unreadable import Note, Unreadable
from checker.source import Segment, Source, SourceMap
from checker.stet import Stet

_LEAVE = "the line is left out"
_decode = msgspec.json.Decoder().decode
_WHITE = b" \t\r\n"
_SHOWN = 120
_JSON_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\],]')
# A pair of \u escapes is one character where it is a surrogate pair.
_JSON_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")


def read_jsonl(path: str, lines: Iterable[bytes]) -> Iterator[Article | Unreadable | Note]:
    """An article for each line that holds one, an Unreadable for each that does not; empty lines are passed over.

    `lines` are the raw lines, which end at "\\n" only. What is odd in an optional field is noted the first time, and
    counted at the end of the file, so that a corpus in which no date is ISO does not bury everything else.
    """
    oddities: dict[str, int] = {}
    offset = number = 0
    for number, line in enumerate(lines, 1):
        raw = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        text = _decoded(raw)
        start, offset = offset, offset + len(raw if text is None else text)
        if not raw.strip(_WHITE):
            continue
        odd: list[tuple[str, str]] = []
        record, why_not = record_of(raw, odd)
        if why_not:
            yield Unreadable(path, why_not, number)
            continue
        maps = _LineMaps(text or "")
        article = article_of(path, number, record, odd, Source(path, number, maps, text or "", "jsonl", start))
        for kind, message in odd:
            oddities[kind] = oddities.get(kind, 0) + 1
            if oddities[kind] == 1:
                yield Note(path, message, number)
        yield article
    for kind, count in oddities.items():
        if count > 1:
            more = "1 more line has" if count == 2 else f"{count - 1:,} more lines have"
            yield Note(path, f"{more} {kind}")
    if not offset:
        yield Note(path, "nothing to check: it is empty")


def record_of(raw: bytes, odd: list[tuple[str, str]]) -> tuple[Any, str]:
    """What a line of JSON holds, and "", or why it cannot be read. What is odd about it is added to `odd`, a kind and a
    message."""
    try:
        return _decode(raw), ""
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        text = _decoded(raw)
        record = None if text is None else _with_lone_surrogates(text, odd)
        return record, _why_not(text, error) if record is None else ""


def _decoded(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def article_of(
    path: str,
    number: int,
    record: Any,
    odd: list[tuple[str, str]] | None = None,
    origin: Source | None = None,
) -> Article | Unreadable:
    """The article of a decoded record. What is ignored in an optional field is added to `odd`: a kind and a message."""
    odd = [] if odd is None else odd
    if not isinstance(record, dict):
        return Unreadable(path, f"not a JSON object, as an article is, but {_kind(record)}; {_LEAVE}", number)
    text = record.get("text")
    if not isinstance(text, str):
        what = f"“text” is {_kind(text)} and not a string" if "text" in record else "there is no “text”"
        return Unreadable(path, f"{what}; {_LEAVE}", number)
    if not text.strip():
        odd.append(("an empty text", "nothing to check: the text is empty"))
    return Article(
        id=_id(record, odd) or f"{path}:{number}",
        text=text,
        title=_string(record, "title", odd),
        source=_string(record, "source", odd) or None,
        date=_date(record, odd),
        language=_string(record, "language", odd) or None,
        siblings=_siblings(record, odd),
        stets=_stets(record, odd, number),
        origin=origin or Source(path, number, format="jsonl"),
    )


def _id(record: dict[str, Any], odd: list[tuple[str, str]]) -> str:
    value = record.get("id")
    if isinstance(value, str) and value:
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    odd.append(("no usable id", "there is no usable “id”; the file and the line stand for it"))
    return ""


def _string(record: dict[str, Any], name: str, odd: list[tuple[str, str]]) -> str:
    if name not in record:
        return ""
    value = record[name]
    if isinstance(value, str) and value.strip():
        return value
    if value is None or isinstance(value, str):
        odd.append((f"an empty “{name}”", f"the empty “{name}” is ignored"))
    else:
        odd.append((f"a “{name}” that is no string", f"“{name}” is {_kind(value)} and not a string; it is ignored"))
    return ""


def _date(record: dict[str, Any], odd: list[tuple[str, str]]) -> datetime.date | None:
    written = _string(record, "date", odd)
    day = iso_day(written)
    if written and not day:
        odd.append(("a date that is ignored", not_a_day(written)))
    return day


def _siblings(record: dict[str, Any], odd: list[tuple[str, str]]) -> tuple[str, ...] | None:
    value = record.get("siblings")
    if isinstance(value, list) and value and all(isinstance(v, str | int) and not isinstance(v, bool) for v in value):
        return tuple(map(str, value))
    if "siblings" in record:
        what = "are empty" if value is None or value == [] else "are no list of ids"
        odd.append((f"siblings that {what}", f"the “siblings” {what}; they are ignored"))
    return None


def _stets(record: dict[str, Any], odd: list[tuple[str, str]], line: int) -> tuple[Stet, ...]:
    """What the record asks to be kept from: rules and categories, or everything."""
    value = record.get("stet")
    if value is None or value is False or value == []:
        return ()
    if value is True:
        return (Stet("stet", line),)
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        odd.append(("a stet that is ignored", "“stet” is neither true nor a list of rules; it is ignored"))
        return ()
    rules = tuple(name.strip().lower() for name in names)
    return (Stet(f"stet: {', '.join(rules)}"[:_SHOWN], line, rules),)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _why_not(line: str | None, error: Exception) -> str:
    if line is None:
        return f"not UTF-8; save the file as UTF-8; {_LEAVE}"
    if isinstance(error, RecursionError):
        return f"not an article: brackets are nested too deep; {_LEAVE}"
    reason = str(error).removeprefix("JSON is malformed: ").split(" - at")[0]
    return f"not JSON ({reason[:1].lower()}{reason[1:]}); an article is one JSON object on one line; {_LEAVE}"


def _with_lone_surrogates(line: str, odd: list[tuple[str, str]]) -> Any:
    """The record of a line that escapes half a character ("\\ud83d" alone), which JSON allows and UTF-8 does not; the
    half reads as U+FFFD, so that offsets stay. None for any other fault."""
    if "\\ud" not in line.lower():
        return None
    import json

    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    odd.append(("half a character", "half a character (a lone surrogate) is read as “\ufffd”"))
    return (
        {encodable(k): encodable(v) if isinstance(v, str) else v for k, v in record.items()}
        if isinstance(record, dict)
        else record
    )


class _LineMaps:
    """The maps of a record's strings into its line, made when they are asked for: few articles of a corpus ever are."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._maps: dict[str, SourceMap | None] = {}

    def get(self, name: str, /) -> SourceMap | None:
        """The map of the string in the named field, or None."""
        if name not in self._maps:
            span = string_span(self._line, name)
            self._maps[name] = string_map(self._line, *span) if span else None
        return self._maps[name]


def string_span(line: str, name: str) -> tuple[int, int] | None:
    """Where the string of a record's field stands in its line, without the quotation marks; the last where a name
    comes twice, as JSON readers take it."""
    depth = 0
    key: str | None = None
    found = None
    for match in _JSON_TOKEN.finditer(line):
        first = match.group()[0]
        if first == '"' and depth == 1:
            if key is None:
                key = _unescaped(match.group()[1:-1])
            elif key == name:
                found = (match.start() + 1, match.end() - 1)
        elif first in "{[":
            depth += 1
        elif first in "}]":
            depth -= 1
        if first == "," and depth == 1:
            key = None
    return found


def string_map(line: str, start: int, end: int) -> SourceMap:
    """The map of the JSON string whose characters stand at `line[start:end]`."""
    segments, at = [], 0
    for match in _JSON_ESCAPE.finditer(line, start, end):
        if start < match.start():
            segments.append(Segment(at, at + match.start() - start, start, match.start()))
            at += match.start() - start
        segments.append(Segment(at, at + 1, *match.span(), verbatim=False))
        at, start = at + 1, match.end()
    if start < end or not segments:
        segments.append(Segment(at, at + end - start, start, end))
    return SourceMap(segments)


def _unescaped(written: str) -> str:
    return str(msgspec.json.decode(f'"{written}"')) if "\\" in written and "\\ud" not in written.lower() else written

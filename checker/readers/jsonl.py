"""JSON lines: one article a line. The contract is in docs/contract.md."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from checker.article import Article
from checker.readers.unreadable import Unreadable
from checker.source import Source


def read_jsonl(path: str, lines: Iterable[bytes]) -> Iterator[Article | Unreadable]:
    """An article for each line that holds one, an Unreadable for each that does not; empty lines are passed over."""
    decode = msgspec.json.Decoder().decode
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            record = decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield Unreadable(path, f"not a JSON line ({error}); the line is left out", number)
            continue
        yield article_of(path, number, record)


def article_of(path: str, number: int, record: Any) -> Article | Unreadable:
    if not isinstance(record, dict):
        return Unreadable(path, "not a JSON object; an article is an object with a text", number)
    text = record.get("text")
    if not isinstance(text, str):
        return Unreadable(path, "no text: the field \"text\" must hold a string", number)
    title, source, language = (v if isinstance(v := record.get(k), str) else "" for k in ("title", "source", "language"))
    return Article(
        id=str(record["id"]) if "id" in record else f"{path}:{number}",
        text=text,
        title=title,
        source=source or None,
        date=_date(record.get("date")),
        language=language or None,
        siblings=None,
        origin=Source(path, number),
    )


def _date(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None

"""The prose of a file that was dropped on the desk."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator

from checker.article import Article
from checker.readers.decoding import Decoded
from checker.readers.reading import format_of, read_stream, read_text
from checker.readers.unreadable import Note, Unreadable
from checker.serve.refused import RefusedError

_KINDS = {"text": "plain", "markdown": "markdown", "html": "html"}
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_BINARY = "not text but binary data"
_MOST_UNPACKED = 100_000_000  # bytes; a Word file of a few kilobytes can unpack to gigabytes


def read_file(name: str, data: bytes) -> tuple[Article, str, str]:
    """The article of a file and its kind, by the suffix of its name: plain text, Markdown, HTML, Word, or what the
    reader of another package makes of it; and a line on what else it holds, "" where that is all.

    Raises:
        RefusedError: it holds no prose that could be read.
    """
    name = os.path.basename(name.replace("\\", "/")) or "pasted"
    suffix = os.path.splitext(name)[1].lower()
    format_ = format_of(name)
    if not data:
        raise RefusedError(415, f"{name}: the file is empty; choose another, or paste the text")
    if data.startswith(_PDF):  # it may well decode as text
        raise RefusedError(415, f"{name}: a PDF is not read here; paste its text instead")
    found: Iterator[Article | Unreadable | Note]
    if suffix == ".docx" or (data.startswith(_ZIP) and suffix not in (".odt", ".pages", ".zip")):
        kind, found = "docx", read_text(name, Decoded(_word(name, data)), "html")
    elif format_ == "jsonl":
        raise RefusedError(415, f"{name}: JSON lines hold many articles; check them with `copydesk check {name}`")
    else:
        kind, found = _KINDS.get(format_, "plain"), read_stream(name, io.BytesIO(data), from_disk=False)
    items = list(found)
    articles = [item for item in items if isinstance(item, Article) and (item.text.strip() or item.title.strip())]
    unread = [item for item in items if isinstance(item, Unreadable)]
    if not articles:
        raise RefusedError(415, _why_none(name, items, unread))
    return articles[0], kind, _what_is_left(name, len(articles), unread)


def _why_none(name: str, items: list[Article | Unreadable | Note], unread: list[Unreadable]) -> str:
    if unread and unread[-1].message.startswith(_BINARY):
        return f"{name}: {_BINARY}; send plain text, Markdown, HTML or .docx, or paste the text"
    if unread:
        return str(unread[-1])
    if any(isinstance(item, Article) for item in items):
        return f"{name}: there is no prose in it; paste the text instead"
    return str(items[-1]) if items else f"{name}: its reader finds no article in it; paste the text instead"


def _what_is_left(name: str, count: int, unread: list[Unreadable]) -> str:
    """What of a file is not in its first article; "" where nothing is left."""
    if count > 1:
        readable = " that can be read" if unread else ""
        return f"{name} holds {count:,} articles{readable}, and this is the first; `copydesk check` checks all of them"
    return f"{name} holds more that could not be read: {unread[0]}" if unread else ""


def _word(name: str, data: bytes) -> str:
    """A Word file as HTML, without its pictures."""
    import mammoth  # type: ignore[import-untyped]

    broken = RefusedError(
        415, f"{name}: no Word file (.docx) that could be read; save it anew from Word, or paste the text"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > _MOST_UNPACKED:
            raise RefusedError(413, f"{name}: unpacks to {size / 1e6:,.0f} MB; paste the text instead")
        converted = mammoth.convert_to_html(io.BytesIO(data), convert_image=lambda _: [])
    except RefusedError:
        raise
    except Exception as error:  # whatever a broken archive makes a parser raise
        raise broken from error
    return str(converted.value)

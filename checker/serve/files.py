"""The prose of a file that was dropped on the desk."""

from __future__ import annotations

import io
import os
import zipfile
from typing import Any

from checker.article import Article
from checker.readers.decoding import Decoded, decode
from checker.readers.reading import format_of, read_text
from checker.readers.unreadable import Unreadable
from checker.serve.refused import RefusedError

_KINDS = {"text": "plain", "markdown": "markdown", "html": "html"}
_ZIP = b"PK\x03\x04"
_MOST_UNPACKED = 100_000_000  # bytes; a Word file of a few kilobytes can unpack to gigabytes


def read_file(name: str, data: bytes) -> dict[str, Any]:
    """`title`, `text` and `kind` of a file, by the suffix of its name: plain text, Markdown, HTML or Word.

    Raises:
        RefusedError: it holds no prose that could be read.
    """
    name = os.path.basename(name.replace("\\", "/")) or "pasted"
    suffix = os.path.splitext(name)[1].lower()
    if suffix == ".docx" or (data.startswith(_ZIP) and suffix not in (".odt", ".pages", ".zip")):
        decoded, kind, format_ = Decoded(_word(name, data)), "docx", "html"
    elif format_of(name) == "jsonl":
        raise RefusedError(415, f"{name}: JSON lines hold many articles; check them with `copydesk check {name}`")
    else:
        found, _ = decode(name, data)
        if isinstance(found, Unreadable):
            raise RefusedError(415, f"{name}: {found.message}")
        decoded, format_ = found, format_of(name)
        kind = _KINDS[format_]
    article = next(item for item in read_text(name, decoded, format_) if isinstance(item, Article))
    if not article.text.strip() and not article.title.strip():
        raise RefusedError(415, f"{name}: there is no prose in it; paste the text instead")
    return {"title": article.title, "text": article.text, "kind": kind}


def _word(name: str, data: bytes) -> str:
    """A Word file as HTML, without its pictures."""
    import mammoth  # type: ignore[import-untyped]

    broken = RefusedError(415, f"{name}: not a Word file that could be read; save it as .docx or paste the text")
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

"""From bytes to text: byte order marks, UTF-8, UTF-16, and a guess for what is older."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from checker.readers.unreadable import Note, Unreadable

_MARKS = (  # the longer first: UTF-32 begins as UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE = "save it as UTF-8"
_CONTROLS = bytes(c for c in (*range(1, 32), 127) if c not in b"\t\n\x0b\x0c\r\x1b")
_NOT_ASCII = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")
_SAMPLE = 32_000


class Decoded(NamedTuple):
    """A decoded file. `text` has no byte order mark; `bom` says whether the file had one. `exact` is false where the
    text does not give the bytes back."""

    text: str
    encoding: str = "utf-8"
    bom: bool = False
    exact: bool = True

    def encode(self, text: str) -> bytes:
        """The bytes of another text in the encoding of this file, byte order mark included.

        Raises:
            UnicodeEncodeError: the encoding lacks a character.
        """
        mark = next(m for m, e in _MARKS if e == self.encoding) if self.bom else b""
        return mark + text.encode(self.encoding)


def decode(path: str, data: bytes, declared: str = "") -> tuple[Decoded | Unreadable, list[Note]]:
    """The text of a file, with notes on what had to be guessed; Unreadable for what is no text.

    `declared` is the encoding that the file itself names, if any; it counts only where the bytes are not UTF-8.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(path, data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(path, data, declared)
    if "\0" not in text:
        return Decoded(text), []
    if wide := _wide(data):
        return Decoded(data.decode(wide), wide), [Note(path, f"read as {_shown(wide)}, which it does not say; {_SAVE}")]
    nulls = text.count("\0")
    if 10 * (nulls + _controls(data)) > len(data):
        return _binary(path), []
    holds = "a NUL character" if nulls == 1 else f"{nulls:,} NUL characters"
    return Decoded(text), [Note(path, f"holds {holds}, which no article needs; remove what put it there")]


def _marked(path: str, data: bytes, encoding: str) -> tuple[Decoded | Unreadable, list[Note]]:
    name = _shown(encoding)
    notes = [] if encoding == "utf-8" else [Note(path, f"read as {name}")]
    try:
        return Decoded(data.decode(encoding), encoding, bom=True), notes
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            decoded, notes = _guessed(path, data, "")
            if isinstance(decoded, Decoded) and decoded.encoding == "utf-8":
                return decoded._replace(bom=True), notes
        at = f"byte {error.start + 1:,} after its byte order mark"
        return Unreadable(path, f"begins as {name} but is not ({at}); {_SAVE}"), []


def _guessed(path: str, data: bytes, declared: str) -> tuple[Decoded | Unreadable, list[Note]]:
    """What is not UTF-8: binary data, UTF-8 with broken bytes, or an older encoding."""
    if wide := _wide(data):
        return Decoded(data.decode(wide), wide), [Note(path, f"read as {_shown(wide)}, which it does not say; {_SAVE}")]
    if b"\0" in data or 20 * _controls(data) > len(data):
        return _binary(path), []
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    sound = len(text) - sum(map(text.count, map(chr, range(128)))) - broken
    if sound >= broken:
        many = "1 byte is" if broken == 1 else f"{broken:,} places are"
        note = Note(path, f"{many} not UTF-8 and read as “\ufffd”; {_SAVE}, or restore it from its origin")
        return Decoded(text, exact=False), [note]
    for encoding in (declared, _detected(data), "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
            exact = text.encode(encoding) == data
        except (LookupError, UnicodeError, ValueError):
            continue
        said = "as it says" if encoding == declared else "because it is not UTF-8"
        return Decoded(text, encoding, exact=exact), [Note(path, f"read as {_shown(encoding)}, {said}; {_SAVE}")]
    return _binary(path), []  # pragma: no cover - Latin-1 reads every byte


def _detected(data: bytes) -> str:
    """The likely encoding of text that is not UTF-8, or "".

    Where few bytes lie outside ASCII the language is written in Latin letters, and charset-normalizer, which needs
    more to go on, answers at random; Windows-1252 is then what English and its neighbours were saved in.
    """
    outside = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if 10 * outside < len(data):
        return "cp1252"
    from charset_normalizer import from_bytes

    sample, size = [], 0
    for match in _NOT_ASCII.finditer(data):
        sample.append(match.group()[:_SAMPLE])
        size += len(sample[-1])
        if size >= _SAMPLE:
            break
    best = from_bytes(b"\n".join(sample)).best()
    return best.encoding if best else ""


def _wide(data: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" where the data is that without a mark: every second byte of Latin text is NUL."""
    pairs = len(data) // 2
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if pairs >= 2 and len(data) % 2 == 0 and 2 * zeros.count(0) > pairs:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return encoding
    return ""


def _controls(data: bytes) -> int:
    return len(data) - len(data.translate(None, _CONTROLS))


def _binary(path: str) -> Unreadable:
    return Unreadable(path, "not text but binary data; copydesk reads text, Markdown, HTML and JSON lines")


def _shown(encoding: str) -> str:
    """The name that people know an encoding by."""
    if encoding.startswith("cp125"):
        return f"Windows-{encoding[2:]}"
    return encoding.upper().removesuffix("-LE").removesuffix("-BE").replace("_", "-").replace("WINDOWS", "Windows")

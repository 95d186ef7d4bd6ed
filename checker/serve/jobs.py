"""What the server asks of its worker processes, and how both write it on the pipe between them.

A frame is its length in four bytes, its kind in one, and its payload. Results travel as the JSON that the client gets,
so the server never takes them apart.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

import msgspec

from checker.serve.languagetool.asked import Asked

HEADER = struct.Struct(">IB")

# From the server to a worker.
JOB, CANCEL = 1, 2
# From a worker to the server: that it has loaded; a result (more may follow), a note for the person at the desk, why
# the job cannot be done, and its end, whose payload is the memory the worker has taken so far.
READY, RESULT, NOTE, REFUSAL, END = 10, 11, 12, 13, 14


class ArticleForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """An article as a client sends it; docs/contract.md says what the fields mean."""

    text: str
    id: str = ""
    title: str = ""
    source: str = ""
    date: str = ""
    language: str = ""


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to run on an article: `tiers` exactly (none for all of the server's), `select` and `ignore` beside those of
    the configuration; `language` is a variety of English, "" for that of the configuration; `keep` are the fingerprints
    of findings that stay as they are."""

    tiers: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    language: str = ""
    keep: tuple[str, ...] = ()


class Check(msgspec.Struct, frozen=True, omit_defaults=True, tag="check"):
    """Gives a result with the first tier, then one each time that a slower tier has judged too; those tiers of which
    the client has the results already are `done`."""

    article: ArticleForm
    choice: Choice = Choice()
    siblings: tuple[ArticleForm, ...] = ()
    done: tuple[str, ...] = ()


class Fix(msgspec.Struct, frozen=True, omit_defaults=True, tag="fix"):
    """Puts replacements in: the safe ones alone, or the first of each finding."""

    article: ArticleForm
    choice: Choice = Choice()
    safe_only: bool = True


class Report(msgspec.Struct, frozen=True, omit_defaults=True, tag="report"):
    """Gives the HTML report on an article."""

    article: ArticleForm
    choice: Choice = Choice()
    siblings: tuple[ArticleForm, ...] = ()


class Compare(msgspec.Struct, frozen=True, tag="compare"):
    """Lays an article beside its siblings."""

    article: ArticleForm
    siblings: tuple[ArticleForm, ...]


class Read(msgspec.Struct, frozen=True, tag="read"):
    """Gives the prose of a file."""

    name: str
    data: bytes


class Languages(msgspec.Struct, frozen=True, tag="languages"):
    """Lists the languages that LanguageTool's clients can ask for."""


class Configured(msgspec.Struct, frozen=True, tag="configured"):
    """Lists the rules for a language, in LanguageTool's terms."""

    language: str
    most_characters: int


class Warm(msgspec.Struct, frozen=True, tag="warm"):
    """Loads what the slower tiers need, so that the first article does not wait for it."""


Job = Check | Fix | Report | Compare | Read | Asked | Languages | Configured | Warm


class Refusal(msgspec.Struct, frozen=True):
    """Why a job cannot be done: the status of the answer, and a sentence that says what to do."""

    status: int
    error: str


def frame(kind: int, payload: bytes = b"") -> bytes:
    """A frame as it is written."""
    return HEADER.pack(len(payload), kind) + payload


def read_frame(stream: BinaryIO) -> tuple[int, bytes] | None:
    """The kind and the payload of the next frame, or None where the other side has gone."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    length, kind = HEADER.unpack(header)
    payload = stream.read(length)
    return (kind, payload) if len(payload) == length else None

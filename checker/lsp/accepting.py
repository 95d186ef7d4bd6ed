"""Adds an entry to the key `accept` of a configuration, and leaves everything else in the file as it stands."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from checker.config.keys import PYPROJECT, PYPROJECT_TABLE
from checker.finding import Finding
from checker.lsp.edits import Insertion

_CATEGORIES = frozenset({"names", "typos", "consistency", "grammar"})
_MOST_WORDS = 6
_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|#[^\n]*|\[|\]")
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_KEY = re.compile(r"^[ \t]*accept[ \t]*=[ \t]*\[", re.MULTILINE)
_OUR_HEADER = re.compile(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*copydesk[ \t]*\][ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_POSSESSIVE = re.compile(r"['’][sS]?$")


def acceptable(finding: Finding, passage: str) -> str:
    """The name or word of a finding that a house may accept, "" where there is none: the rule must be about words, and
    the passage a few of them."""
    words = passage.split()
    if finding.category not in _CATEGORIES or not 0 < len(words) <= _MOST_WORDS or "\n" in passage:
        return ""
    entry = _POSSESSIVE.sub("", " ".join(words))
    return entry if any(character.isalpha() for character in entry) and entry.isprintable() else ""


def accepting(path: str, text: str, entry: str) -> Insertion | None:
    """How the configuration file at `path`, with that text, accepts an entry more; None where it does so already, or
    is written in a way that this does not understand."""
    known = accepted(path, text)
    if known is None or entry in known:
        return None
    for insertion in _insertions(path, text, entry):
        changed = text[: insertion.offset] + insertion.text + text[insertion.offset :]
        if accepted(path, changed) == [*known, entry]:
            return insertion
    return None


def new_configuration(entry: str) -> str:
    """A configuration that accepts an entry and says nothing else."""
    return f"accept = [{_quoted(entry)}]\n"


def accepted(path: str, text: str) -> list[str] | None:
    """What a configuration file with that text accepts, in its order; None where it is no valid file of ours."""
    import tomllib

    try:
        values: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    for key in PYPROJECT_TABLE if os.path.basename(path) == PYPROJECT else ():
        values = values.get(key) if isinstance(values, dict) else None
    accepted = values.get("accept", []) if isinstance(values, dict) else None
    return accepted if isinstance(accepted, list) else None


def _insertions(path: str, text: str, entry: str) -> Iterator[Insertion]:
    start = 0
    if os.path.basename(path) == PYPROJECT:
        header = _OUR_HEADER.search(text)
        if not header:
            return
        start = header.end()
    for key in _KEY.finditer(text, start):
        if insertion := _in_list(text, key.end(), entry):
            yield insertion
    line = f"accept = [{_quoted(entry)}]\n"
    if start:
        yield Insertion(start, f"\n{line.rstrip()}")
        return
    for table in _HEADER.finditer(text):
        yield Insertion(_above_comments(text, table.start()), f"{line}\n")
    yield Insertion(len(text), line if not text or text.endswith("\n") else f"\n{line}")
    yield Insertion(0, line)


def _above_comments(text: str, at: int) -> int:
    """Above the comments that stand directly over a line."""
    while at > 0:
        above = text.rfind("\n", 0, at - 1) + 1
        if not text[above:at].lstrip().startswith("#"):
            break
        at = above
    return at


def _in_list(text: str, start: int, entry: str) -> Insertion | None:
    """An entry behind the last of the list that begins before `start`."""
    last = None
    for token in _TOKEN.finditer(text, start):
        if token.group() == "]":
            break
        if token.group()[0] in "\"'":
            last = token
    else:
        return None
    if last is None:
        return Insertion(start, _quoted(entry))
    line = text.rfind("\n", 0, last.start()) + 1
    indent = text[line : last.start()]
    between = f"\n{indent}" if line > start and indent.isspace() else " "
    return Insertion(last.end(), f",{between}{_quoted(entry)}")


def _quoted(entry: str) -> str:
    return '"' + entry.replace("\\", "\\\\").replace('"', '\\"') + '"'

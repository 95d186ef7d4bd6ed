"""What must never be trained on: the texts of the measures."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TRAINING_FILES = frozenset(("news_corpus", "mt_training", "mt_training_references", "tortured_phrases", "typos"))
RUN = 12
_WORD = re.compile(r"\w+")


def rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


class Forbidden:
    """The texts of the measures, as hashes of whole sentences and of every twelve words in a row."""

    def __init__(self, data: Path) -> None:
        self.sentences: set[int] = set()
        self.runs: set[int] = set()
        for path in sorted(data.glob("*.jsonl.gz")):
            name = path.name.removesuffix(".jsonl.gz")
            if name not in TRAINING_FILES:
                for row in rows(data, name):
                    for text in _strings(row):
                        self._add(text)

    def _add(self, text: str) -> None:
        words = _WORD.findall(text.lower())
        self.runs.update(hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1))
        for line in text.split("\n"):
            for part in re.split(r"(?<=[.!?”\"])\s+", line):
                self.sentences.add(_key(part))

    def has(self, text: str) -> bool:
        words = _WORD.findall(text.lower())
        if len(words) < RUN:
            return _key(text) in self.sentences
        return any(hash(tuple(words[i : i + RUN])) in self.runs for i in range(len(words) - RUN + 1))


def _key(text: str) -> int:
    return hash(" ".join(_WORD.findall(text.lower())))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) > 30:
            yield value
    elif isinstance(value, dict):
        for v in value.values():
            yield from _strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from _strings(v)

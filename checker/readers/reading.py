"""From paths to articles: walks folders, picks the reader, opens the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from checker.article import Article
from checker.readers.jsonl import read_jsonl
from checker.readers.plain import read_plain
from checker.readers.unreadable import Unreadable


def read_paths(paths: Iterable[str]) -> Iterator[Article | Unreadable]:
    """Every article of the named files and folders."""
    for name in paths:
        path = Path(name)
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            try:
                if file.suffix == ".jsonl":
                    with file.open("rb") as lines:
                        yield from read_jsonl(str(file), lines)
                else:
                    yield read_plain(str(file), file.read_text("utf-8"))
            except OSError as error:
                yield Unreadable(str(file), error.strerror or str(error))

"""Reads the gzipped JSON-lines corpora that the benchmarks run on; they are not part of the project."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from checker.article import Article
from checker.readers.jsonl import article_of


def rows(data: Path, name: str, limit: int | None = None) -> list[dict[str, Any]]:
    """The first `limit` records of DATA/NAME.jsonl.gz; ends the program with a line where the file is absent."""
    path = data / f"{name}.jsonl.gz"
    if not path.exists():
        sys.exit(f"skipped: {path} is not there; give the folder of the corpora")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line, _ in zip(file, range(limit or sys.maxsize), strict=False)]


def articles(data: Path, name: str, limit: int | None = None) -> list[Article]:
    """The same records as articles."""
    made = (article_of(name, number, row) for number, row in enumerate(rows(data, name, limit), 1))
    return [a for a in made if isinstance(a, Article)]

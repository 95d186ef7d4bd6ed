"""Tables of a corpus report, made up for the tests: sources that differ, months, clusters."""

from __future__ import annotations

import glob
import json
import random
import shutil
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from checker.finding import CATEGORIES
from checker.summary import GRADES

RULES = {
    "repeated-word": ("noise", "warning", "A word that stands twice."),
    "mojibake": ("typos", "error", "Characters decoded in the wrong way."),
    "page-furniture": ("residue", "warning", "A line that belongs to the page."),
    "name-variant": ("names", "warning", "A name spelled in two ways."),
    "mixed-hyphenation": ("consistency", "info", "A word with and without its hyphen."),
    "quantity-differs": ("siblings", "warning", "A number that a sibling has otherwise."),
}
_LEAST = ((90, "A"), (80, "B"), (65, "C"), (50, "D"), (30, "E"), (0, "F"))
_WORDS = "harbour council ferry budget mayor bridge school market strike river library tram".split()


def finding(of: str, rule: str, start: int = 0, **given: Any) -> dict[str, Any]:
    """A row of findings.parquet."""
    category, severity, summary = RULES[rule]
    row = {
        "article": of, "path": "wire.jsonl", "line": 1, "source": "", "date": None, "rule": rule,
        "category": category, "severity": severity, "field": "text", "start": start, "end": start + 7,
        "before": "The board said that ", "excerpt": "the the", "after": " ferry would close.", "message": summary,
        "replacement": "the", "safe": True, "evidence": [], "fingerprint": f"{of}-{rule}-{start}",
    }  # fmt: skip
    return row | given


def article(name: str, quality: float = 100.0, findings: Iterable[dict[str, Any]] = (), **given: Any) -> dict[str, Any]:
    """A row of articles.parquet, whose counts are those of its findings."""
    rows = list(findings)
    row = {
        "id": name, "path": "wire.jsonl", "line": 1, "source": "", "date": None, "title": f"Story {name}",
        "language": "en", "words": 400, "quality": quality,
        "grade": next(letter for least, letter in _LEAST if quality >= least), "noise": 0.0, "reading_ease": None,
        "errors": sum(f["severity"] == "error" for f in rows),
        "warnings": sum(f["severity"] == "warning" for f in rows),
        "infos": sum(f["severity"] == "info" for f in rows),
        **{f"findings_{c}": sum(f["category"] == c for f in rows) for c in CATEGORIES},
        "cluster": None, "unchecked": [],
    }  # fmt: skip
    return row | given


def random_corpus(count: int, seed: int = 1, sources: int = 12) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Articles and findings; the sources grow worse with their number, every fifth article is in a cluster."""
    rng = random.Random(seed)
    articles, findings = [], []
    for i in range(count):
        number = int(rng.random() ** 2 * sources)
        about = {
            "path": "wire.jsonl", "line": i + 1, "source": f"Paper {number:02}",
            "date": date(2024, 1, 15) + timedelta(days=rng.randrange(600)),
        }  # fmt: skip
        rows: list[dict[str, Any]] = []
        while rng.random() < 0.35 + 0.04 * min(number, 12):
            rule = rng.choice([*RULES, "page-furniture", "page-furniture"])
            evidence = []
            if rule == "quantity-differs":
                evidence = [{"id": f"a{i - 1:06}", "start": 4, "end": 22, "text": "nine ferries close", "why": "nine"}]
            rows.append(finding(f"a{i:06}", rule, 40 * len(rows), evidence=evidence, **about))
        weight = sum({"error": 9, "warning": 6, "info": 1}[row["severity"]] for row in rows)
        title = " ".join(rng.choices(_WORDS, k=6)).capitalize()
        cluster = f"c{i // 10}" if i % 10 < 2 else None
        articles.append(
            article(f"a{i:06}", round(max(0.0, 100 - weight * rng.random() * 1.6), 1), rows, title=title,
                    words=rng.randrange(150, 1500), noise=round(rng.random(), 4), cluster=cluster, **about)
        )  # fmt: skip
        findings += rows
    return articles, findings


def write_tables(
    folder: Path,
    articles: list[dict[str, Any]],
    findings: list[dict[str, Any]],
    rejected: Iterable[dict[str, Any]] = (),
    run: dict[str, Any] | None = None,
) -> Path:
    """Makes the folder of a report as the engine leaves it for the page."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from checker.batch.tables import ARTICLES, FINDINGS, REJECTED

    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(articles, ARTICLES), folder / "articles.parquet")
    pq.write_table(pa.Table.from_pylist(findings, FINDINGS), folder / "findings.parquet")
    pq.write_table(pa.Table.from_pylist(list(rejected), REJECTED), folder / "rejected.parquet")
    (folder / "run.json").write_text(json.dumps(run or RUN), "utf-8")
    return folder


def multiplied(report: Path, folder: Path, times: int) -> Path:
    """A report whose tables hold those of another so many times, each time under other names."""
    import duckdb

    for table, name in (("articles", "id"), ("findings", "article")):
        rows = f"read_parquet('{glob.escape(str(report / table))}.parquet')"
        query = (
            f"SELECT * REPLACE ({name} || '-' || i AS {name}) FROM range({times}) AS t(i), {rows} ORDER BY i, {name}"
        )
        duckdb.connect().execute(f"COPY ({query}) TO '{folder / table}.parquet'")
    for name in ("rejected.parquet", "run.json"):
        shutil.copy(report / name, folder / name)
    return folder


RUN: dict[str, Any] = {
    "version": "0.1.0",
    "settings": "0f3a",
    "tiers": ["local"],
    "rules": [{"name": n, "category": c, "severity": s, "summary": what} for n, (c, s, what) in RULES.items()],
    "formula": ["Each finding weighs by its severity.", "A from 90, B from 80, C from 65, D from 50, E from 30."],
}
assert set(GRADES) == {letter for _, letter in _LEAST}

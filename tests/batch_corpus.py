"""Small corpora, and runs of the corpus engine over them, for its tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from checker.batch.facts import code_digests
from checker.batch.judging import Job, Runner
from checker.batch.local_runner import LocalRunner
from checker.batch.merging import TABLES
from checker.batch.planning import Corpus
from checker.batch.progress import Progress
from checker.batch.running import Run, run
from checker.batch.shards import Columns
from checker.services.settings import ServiceSettings
from checker.settings import Settings

COUNT = 7000  # articles: a few shards
SETTINGS = Settings(select=("repeated-word",))
FAULT = "The harbour board met on Monday and and agreed on a new ferry for the island."
PROSE = "Rain fell on the moor all morning, and the shepherds kept to the lower pastures until noon. "


def article(number: int, **given: Any) -> dict[str, Any]:
    """An article of about 300 characters; every third has a fault."""
    text = (FAULT if number % 3 == 0 else "") + PROSE * 3 + f"The number of the day was {number}."
    return {"id": f"a{number}", "source": f"Paper {number % 4}", "date": "2025-03-01", "text": text} | given


def write_corpus(folder: Path) -> None:
    """A few shards in two files, in which ids come back: in a shard, in the next, and in the other file."""
    rows = [article(n) for n in range(COUNT)]
    rows[10]["id"] = rows[4000]["id"] = "a9"
    (folder / "a.jsonl").write_bytes(lines(rows))
    (folder / "b.jsonl").write_bytes(lines([article(3), article(COUNT + 1), {"text": ""}, article(COUNT + 2)]))


def lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """The rows as JSON lines."""
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def job_for(out: str | Path, settings: Settings = SETTINGS, columns: Columns | None = None) -> Job:
    """What judges shards by one rule, unless other settings are given."""
    digests = code_digests([settings], ServiceSettings())
    return Job(str(out), (settings,), digests, columns=columns or Columns())


def report(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    settings: Settings = SETTINGS,
    columns: Columns | None = None,
    runner: Runner | None = None,
    notes: list[str] | None = None,
    must: Sequence[str] = (),
) -> Run:
    """Makes the tables of a report, without its page."""
    said = [] if notes is None else notes
    corpus = Corpus(list(map(str, paths)))
    job = job_for(out, settings, columns)
    return run(
        lambda: corpus.shards(job.columns),
        job,
        runner or LocalRunner(1, said.append),
        write_page=_no_page,
        page_code="",
        told={"select": settings.select, "columns": job.columns},
        progress=Progress(corpus.size, said.append),
        note=said.append,
        must=must,
    )


def _no_page(folder: Path) -> None:
    """The page is another's to make."""


def tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of the tables of a report."""
    return {name.removesuffix(".parquet"): pq.read_table(out / name).to_pylist() for name in TABLES}


def content(out: Path) -> dict[str, bytes]:
    """The bytes of every file of a report, but for what a run keeps for a later one."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and ".copydesk" not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def kept(out: Path) -> dict[str, int]:
    """The finished shards in the folder of a report, each with the time at which it was written."""
    return {path.name: path.stat().st_mtime_ns for path in (out / ".copydesk" / "shards").iterdir()}

"""What goes wrong while a corpus is judged: inputs that change, full disks, processes that are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from checker.batch import local_runner
from checker.batch.judging import Failed, Job, Worker
from checker.batch.kept import Done
from checker.batch.local_runner import LocalRunner
from checker.batch.running import IncompleteError
from checker.batch.shards import Shard
from checker.errors import WorkerLostError, WriteError
from tests.batch_corpus import COUNT, FAULT, PROSE, article, content, kept, lines, report, tables

_COPYDESK = str(Path(sys.executable).with_name("copydesk"))


class _Meddling:
    """A runner before whose second shard something happens."""

    def __init__(self, happens: Any) -> None:
        self.happens = happens

    def run(self, shards: Iterable[Shard], job: Job) -> Iterator[Done | Failed]:
        with closing(Worker(job)) as worker:
            for shard in shards:
                if shard.number == 1:
                    self.happens()
                yield worker.outcome(shard)


def test_an_input_that_goes_away_leaves_no_report_and_the_next_run_goes_on(corpus: Path, tmp_path: Path) -> None:
    stories, away, out = tmp_path / "stories", tmp_path / "away", tmp_path / "out"
    stories.mkdir()
    for number in range(2500):
        (stories / f"{number:04}.txt").write_text(FAULT + PROSE)
    last = stories / "2499.txt"
    with pytest.raises(IncompleteError, match="gone or changed while the corpus was read"):
        report([stories], out, runner=_Meddling(lambda: last.rename(away)))
    assert not (out / "articles.parquet").exists()
    away.rename(last)
    done = report([stories], out)
    assert (done.known, done.judged) == (len(kept(out)) - 1, 1)
    assert done.known > 0
    report([stories], tmp_path / "whole")
    assert content(out) == content(tmp_path / "whole")


def test_what_is_away_for_a_while_is_not_judged_again(corpus: Path, tmp_path: Path) -> None:
    out, there, away = tmp_path / "out", tmp_path / "b.jsonl", tmp_path / "away"
    there.write_bytes((corpus / "b.jsonl").read_bytes())
    report([corpus / "a.jsonl", there], out)
    before, shards = content(out), kept(out)
    there.rename(away)
    assert report([corpus / "a.jsonl", there], out).judged == 1
    assert content(out) != before
    away.rename(there)
    assert report([corpus / "a.jsonl", there], out).judged == 0
    assert (content(out), kept(out)) == (before, shards)


@pytest.mark.parametrize("form", ["lines", "rows"])
def test_an_input_that_changes_leaves_no_report(tmp_path: Path, form: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [article(n) for n in range(COUNT)]
    path, out = tmp_path / {"lines": "a.jsonl", "rows": "a.parquet"}[form], tmp_path / "out"

    def write(rows: list[dict[str, Any]]) -> None:
        if form == "lines":
            path.write_bytes(lines(rows))
        else:
            pq.write_table(pa.Table.from_pylist(rows), path)

    write(rows)
    other = [*rows[:-1], article(COUNT - 1, text="Something else was written here, and it is as long as that was.")]
    with pytest.raises(IncompleteError, match="changed while the corpus was read"):
        report([path], out, runner=_Meddling(lambda: write(other)))
    report([path], out)
    assert tables(out)["articles"][-1]["words"] == 13


def test_a_full_disk_ends_in_one_line_and_the_next_run_goes_on(corpus: Path, undisturbed: Path, tmp_path: Path) -> None:
    import resource

    out = tmp_path / "out"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    sizes = [path.stat().st_size for path in (undisturbed / ".copydesk" / "shards").iterdir()]
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(sizes) - 1, before[1]))
    try:
        with pytest.raises(WriteError, match="File too large"):
            report([corpus], out, runner=LocalRunner(2, print))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not any("tmp" in path.name for path in out.rglob("*"))
    report([corpus], out)
    assert content(out) == content(undisturbed)


def test_a_full_disk_while_the_tables_are_merged_leaves_the_old_report(
    corpus: Path, tmp_path: Path, undisturbed: Path
) -> None:
    import resource

    out, path = tmp_path / "out", tmp_path / "a.jsonl"
    data = (corpus / "a.jsonl").read_bytes()
    path.write_bytes(data)
    report([path], out)
    old = content(out)
    path.write_bytes(lines([article(COUNT + 2)]) + data)
    report([path], out)
    assert content(out) != old
    path.write_bytes(data)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(p.stat().st_size for p in (out / ".copydesk" / "shards").iterdir())
    assert largest < len(old["articles.parquet"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 1, before[1]))
    new = content(out)
    try:
        with pytest.raises(WriteError):
            report([path], out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert content(out) == new
    report([path], out)
    assert content(out) == old


def _judge_and_die(shard: Shard) -> Done | Failed:
    """As a worker of which the system takes the memory: each second shard costs one process, once."""
    assert local_runner._worker is not None
    mark = Path(local_runner._worker.job.out) / f"died-{shard.number}"
    if shard.number % 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return local_runner._worker.outcome(shard)


def _die(shard: Shard) -> Done | Failed:
    if shard.number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    assert local_runner._worker is not None
    return local_runner._worker.outcome(shard)


def test_a_run_survives_the_loss_of_processes(
    corpus: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_runner, "_judge", _judge_and_die)
    out = tmp_path / "out"
    report([corpus], out, runner=LocalRunner(2, print))
    marks = list(out.glob("died-*"))
    assert marks
    for mark in marks:
        mark.unlink()
    assert content(out) == content(undisturbed)


def test_a_shard_that_a_broken_pool_did_not_take_is_judged_by_the_next(
    corpus: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: list[int] = []

    class Pool(ProcessPoolExecutor):
        def submit(self, work: Any, /, *given: Any, **named: Any) -> Any:
            if given and given[0].number == 2 and not broken:
                broken.append(2)
                raise BrokenProcessPool
            return super().submit(work, *given, **named)

    monkeypatch.setattr(local_runner, "ProcessPoolExecutor", Pool)
    notes: list[str] = []
    report([corpus], tmp_path / "out", runner=LocalRunner(2, notes.append), notes=notes)
    assert broken
    assert notes == []
    assert content(tmp_path / "out") == content(undisturbed)


def test_what_costs_process_after_process_is_named(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_runner, "_judge", _die)
    with pytest.raises(WorkerLostError, match=r"a\.jsonl, from line [\d,]+ on: .* was killed 3 times"):
        report([corpus], tmp_path / "out", runner=LocalRunner(2, print))
    assert len(kept(tmp_path / "out")) >= 1


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(article(n, text=f"{FAULT}\n\n{PROSE * 9}\n\n{n}.") for n in range(3200)))
    command = [
        _COPYDESK,
        "report",
        "a.jsonl",
        "--select",
        "punctuation",
        "--tiers",
        "local",
        "--no-config",
        "-j",
        "2",
        "-o",
    ]
    begin = time.monotonic()
    subprocess.run([*command, "whole"], cwd=tmp_path, check=True, capture_output=True)
    took = time.monotonic() - begin
    moments = random.Random(5)
    for _ in range(3):
        process = subprocess.Popen(
            [*command, "out"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(moments.uniform(0.1, 1.0) * took)
        except subprocess.TimeoutExpired:
            before = kept(tmp_path / "out") if (tmp_path / "out" / ".copydesk" / "shards").is_dir() else {}
            process.send_signal(signal.SIGKILL)
            process.wait()
            _, present = before, kept(tmp_path / "out") if before else {}
            assert before.items() <= present.items()
    last = subprocess.run([*command, "out"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert last.returncode == 0, last.stderr
    assert content(tmp_path / "out") == content(tmp_path / "whole")


@pytest.mark.slow
def test_no_worker_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    (tmp_path / "a.jsonl").write_bytes(lines(article(n, text=PROSE * 60) for n in range(3000)))
    command = [_COPYDESK, "report", "a.jsonl", "--tiers", "local", "--no-config", "-j", "2", "-o", "out"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    workers: list[Any] = []
    until = time.monotonic() + 60
    while len(workers) < 2 and time.monotonic() < until:
        workers = psutil.Process(process.pid).children()
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert workers
    assert not alive

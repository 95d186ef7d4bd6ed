"""A corpus on a local Ray cluster of two nodes: the same bytes as on this machine, whatever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from checker.batch.corpus_siblings import with_siblings
from checker.batch.judging import Failed, Worker
from checker.batch.kept import Done, name_of
from checker.batch.local_steps import LocalSteps
from checker.batch.planning import Corpus
from checker.batch.ray_runner import RayRunner, RaySteps, _Judge
from checker.batch.ray_session import ray_session
from checker.batch.shards import Columns, Shard
from checker.batch.store import Store
from checker.errors import UsageError, WorkerLostError
from checker.services.settings import ServiceSettings
from tests.batch_corpus import article, content, job_for, kept, lines
from tests.test_siblings_find import ALONE, BANK, FERRY

# What Ray does in itself.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

# An actor's process has this in its title while it judges.
_JUDGES = "ray::MapWorker(MapBatches(_Judge)).submit"
_OF_RAY = ("ray::", "raylet", "gcs_server")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of two nodes; the working folder has files that are named as packages of ours."""
    from ray.cluster_utils import Cluster

    folder = tmp_path_factory.mktemp("desk")
    for name in ("checker.py", "copydesk.py", "reports.py"):
        (folder / name).write_text("raise RuntimeError('imported from the corpus')\n", encoding="utf-8")
    (folder / "rules").mkdir()
    (folder / "rules" / "__init__.py").write_text("raise RuntimeError('imported from the corpus')\n", encoding="utf-8")
    before, here = {process.pid for process in psutil.process_iter()}, os.getcwd()
    node: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_log_monitor": False}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.delenv("RAY_ADDRESS", raising=False)
        cluster = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False, "no_monitor": True})
        os.chdir(folder)
        try:
            cluster.add_node(**node)
            yield cluster.address
        finally:
            os.chdir(here)
            cluster.shutdown()
    psutil.wait_procs([p for p in psutil.process_iter() if p.pid not in before and _is_of_ray(p)], timeout=20)
    assert not [p.cmdline() for p in psutil.process_iter() if p.pid not in before and _is_of_ray(p)]


def _is_of_ray(process: psutil.Process) -> bool:
    return any(title in _title(process).partition(" ")[0] for title in _OF_RAY)


def _write(name: str, files: int) -> str:
    """A corpus of so many files in the working folder."""
    Path(name).mkdir()
    for at in range(files):
        rows = [article(at * 40 + n) for n in range(40)]
        for row in rows:
            row["text"] = f"{row['text']}\n" * 12
        Path(name, f"{at:02}.jsonl").write_bytes(lines([*rows, {"id": f"empty-{at}", "text": ""}]))
    return name


class _KillsOne(threading.Thread):
    """Kills the first process that it sees judge."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.killed = 0
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.killed and not self.is_over.wait(0.03):  # to look costs as much as to judge
            for process in psutil.Process().children(recursive=True):
                if _title(process).startswith(_JUDGES):
                    os.kill(process.pid, signal.SIGKILL)
                    self.killed = process.pid
                    break


def _title(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _report(out: Path, *options: str) -> str:
    """Runs the command on the corpus; what it says on standard error."""
    command = [str(Path(sys.executable).with_name("copydesk")), "report", "corpus", "-o", str(out)]
    options = ("--tiers", "local", "--no-config", *options)
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 2, done.stderr  # for the empty articles
    return done.stderr


@pytest.mark.slow
def test_a_worker_killed_while_it_judges_changes_no_byte(address: str, tmp_path: Path) -> None:
    _write("corpus", 6)
    killer = _KillsOne()
    killer.start()
    said = _report(tmp_path / "ray", "--runner", "ray", "--ray-address", address)
    killer.is_over.set()
    killer.join()
    assert killer.killed
    assert not psutil.pid_exists(killer.killed)
    assert "Ray" not in said
    assert "Warning" not in said
    _report(tmp_path / "local", "--jobs", "1")
    assert content(tmp_path / "ray") == content(tmp_path / "local")
    assert len(kept(tmp_path / "ray")) == 6


@pytest.mark.slow
def test_siblings_found_on_the_cluster_are_those_found_here_and_travel_with_their_shard(
    address: str, tmp_path: Path, encoder_settings: ServiceSettings
) -> None:
    texts = [FERRY[0], BANK[0], ALONE[0], FERRY[1], BANK[1], ALONE[1], FERRY[2]]
    Path("events").mkdir()
    for at in range(3):
        rows: list[dict[str, Any]] = [
            {"id": f"e{n}", "date": "2024-03-10", "text": text} for n, text in enumerate(texts) if n % 3 == at
        ]
        if at == 0:
            rows[-1]["siblings"] = ["e4", "e1"]
        Path("events", f"{at}.jsonl").write_bytes(lines(rows))
    unchanged = Path("events/2.jsonl").read_bytes()
    shards = list(Corpus(["events"]).shards(Columns()))
    there, here = (replace(job_for(tmp_path / name), services=encoder_settings) for name in ("ray", "local"))
    for job in (there, here):
        Store(job.out).make()
    with ray_session(address):
        with RaySteps(there, 2, print) as steps:
            found = with_siblings(shards, there, steps)
        Path("events/2.jsonl").write_bytes(lines([article(1)]))
        results = list(RayRunner(1, print).run(found, there))
    Path("events/2.jsonl").write_bytes(unchanged)
    with LocalSteps(here, 1, print) as steps:
        assert with_siblings(shards, here, steps) == found
    assert [shard.siblings is not None for shard in found] == [True, True, False]
    done = sorted((r for r in results if isinstance(r, Done)), key=lambda r: r.number)
    (failed,) = (r for r in results if isinstance(r, Failed))
    assert failed.shard == shards[2]
    assert "events/2.jsonl: it has changed" in failed.reason
    worker = Worker(here)
    assert done == [worker.judge(shard) for shard in found[:2]]
    worker.close()
    for each in done:
        name = name_of(each.key)
        assert Store(there.out).read(name) == Store(here.out).read(name)


def test_nothing_to_judge_asks_no_cluster(tmp_path: Path) -> None:
    assert list(RayRunner(0, print).run([], job_for(tmp_path))) == []


def test_a_shard_that_costs_worker_after_worker_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import msgspec
    import ray

    class Begun:
        class begin:  # noqa: N801
            @staticmethod
            def remote(_: int) -> int:
                return 4

    monkeypatch.setattr(ray, "get", lambda value: value)
    judge = _Judge(job_for(tmp_path), str(tmp_path / "not here"), Begun())
    shard = Shard(0, "lines", "corpus.jsonl", first_line=81)
    row = {"shard": msgspec.msgpack.encode(shard), "siblings": None}
    with pytest.raises(WorkerLostError, match=r"^corpus.jsonl, from line 81 on: 3 workers that judged this were lost"):
        judge._judged(row)


def test_another_version_on_the_cluster_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"this machine 0\.0\.1; install the same on both"):
        _Judge(job_for(tmp_path), str(tmp_path), None, "0.0.1")


def test_without_ray_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with (
        pytest.raises(UsageError, match=r"^Ray is not installed \(ray is missing\): pip install 'copydesk\[ray\]'$"),
        ray_session(),
    ):
        pass


def test_a_cluster_that_does_not_start_in_time_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import ray

    def too_slow(*_: object, **__: object) -> None:
        raise Exception("The current node timed out during startup.\nThis could happen because of heavy load.")

    monkeypatch.setattr(ray, "init", too_slow)
    said = "no Ray cluster could be had: The current node timed out during startup. This could happen because"
    with pytest.raises(UsageError, match=f"^{said}"), ray_session():
        pass

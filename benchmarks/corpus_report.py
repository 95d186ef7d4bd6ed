"""`copydesk report` on a corpus, as ratios in one run: two processes against one, proselint, memory, a rerun after a
kill, a rerun with nothing changed.

    .venv/bin/python -m benchmarks.corpus_report ../shared/data --proselint PATH/TO/proselint [--articles 12000]

proselint belongs in an environment of its own; it reads a sample of the articles, one file an article, in one process.
What runs beside it changes the times, so both are told: seconds on the clock and seconds of the processor.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.corpus import rows

_COPYDESK = str(Path(sys.executable).with_name("copydesk"))
_FEW = 4  # the memory of so many times fewer articles is compared
_SAMPLED_EVERY = 0.1
_COUNT = "import time\nwhile time.process_time() < 3: pass"


class Cost(NamedTuple):
    """Of a command: seconds on the clock and of the processor; peaks of resident memory in MB, of the command's own
    process and of the largest of those that it started."""

    wall: float
    cpu: float
    own_mb: float
    worker_mb: float


class _Peaks(threading.Thread):
    """Watches the resident memory of a process and of its children."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.own = self.workers = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(_SAMPLED_EVERY):
            self.own = max(self.own, _high_water(self._pid))
            children = _read(f"/proc/{self._pid}/task/{self._pid}/children").split()
            self.workers = max([self.workers, *(_high_water(int(pid)) for pid in children)])


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _high_water(pid: int) -> float:
    line = next((line for line in _read(f"/proc/{pid}/status").splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(line.split()[1]) / 1024


def cost(command: Sequence[str], *, cwd: Path, statuses: Sequence[int] = (0,)) -> Cost:
    """Runs a command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks = _Peaks(process.pid)
    peaks.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    peaks.over.set()
    peaks.join()
    if os.waitstatus_to_exitcode(status) not in statuses:
        sys.exit(f"{' '.join(command[:3])} … ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peaks.own, peaks.workers)


def report(folder: Path, corpus: str, out: str, jobs: int) -> Cost:
    """One run of the command."""
    command = [_COPYDESK, "report", corpus, "-o", out, "--tiers", "local", "--no-config", "--jobs", str(jobs)]
    return cost(command, cwd=folder)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--proselint", default=shutil.which("proselint"))
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--sample", type=int, default=600, help="articles that proselint reads")
    options = parser.parse_args()
    sample = rows(options.data, "news_corpus", options.articles)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, some in (("all.jsonl", sample), ("few.jsonl", sample[: len(sample) // _FEW])):
            (folder / file).write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in some))
        megabytes = sum(len(row["text"].encode()) for row in sample) / 1e6
        print(f"{len(sample):,} articles, {megabytes:.1f} MB of text; load {os.getloadavg()[0]:.1f}")
        two = _against_one(folder, megabytes)
        if options.proselint:
            _against_proselint(folder, options.proselint, sample[: options.sample], megabytes, two)
        _memory(folder, two)
        _again(folder, two)
        print(f"load at the end {os.getloadavg()[0]:.1f}")


def _against_one(folder: Path, megabytes: float) -> Cost:
    two = report(folder, "all.jsonl", "two", 2)
    one = report(folder, "all.jsonl", "one", 1)
    for name, ran in (("one process", one), ("two processes", two)):
        print(f"{name}: {ran.wall:.1f} s on the clock, {ran.cpu:.1f} s of the processor, "
              f"{megabytes / ran.wall:.2f} MB a second")  # fmt: skip
    print(f"two processes are {one.wall / two.wall:.2f} times as fast as one (at least 1.7)")
    print(f"two that do nothing but count are {_cores_to_be_had():.2f} times as fast as one here")
    same = all((folder / "one" / n).read_bytes() == (folder / "two" / n).read_bytes() for n in _files(folder / "one"))
    print(f"the same bytes: {'yes' if same else 'NO'}")
    return two


def _cores_to_be_had() -> float:
    """How many times the work of one process two get done in the same time: less than two where others work, too."""
    took = []
    for processes in (1, 2):
        began = time.perf_counter()
        counting = [subprocess.Popen([sys.executable, "-c", _COUNT]) for _ in range(processes)]
        for each in counting:
            each.wait()
        took.append(time.perf_counter() - began)
    return 2 * took[0] / took[1]


def _files(out: Path) -> list[str]:
    return [f.relative_to(out).as_posix() for f in out.rglob("*") if f.is_file() and ".copydesk" not in f.parts]


def _against_proselint(folder: Path, proselint: str, sample: list[dict[str, str]], megabytes: float, two: Cost) -> None:
    files = []
    for number, row in enumerate(sample):
        files.append(f"{number}.txt")
        (folder / files[-1]).write_text(row["text"], "utf-8")
    theirs = cost([proselint, "check", *files], cwd=folder, statuses=(0, 1))
    read = sum(len(row["text"].encode()) for row in sample) / 1e6
    print(f"proselint, one process, {len(sample):,} articles: {read / theirs.wall:.3f} MB a second on the clock, "
          f"{read / theirs.cpu:.3f} a second of the processor")  # fmt: skip
    print(f"the report with two processes: {megabytes * theirs.wall / (two.wall * read):.1f} times the text a second "
          f"(at least 5), {megabytes * theirs.cpu / (two.cpu * read):.1f} times a second of the processor")  # fmt: skip


def _memory(folder: Path, many: Cost) -> None:
    few = report(folder, "few.jsonl", "few", 2)
    for what, less, more in (("a worker", few.worker_mb, many.worker_mb), ("the command", few.own_mb, many.own_mb)):
        print(f"peak of {what}: {less:.0f} MB with a quarter of the articles, {more:.0f} MB with all: "
              f"{more / less - 1:+.0%} (within 10 %)")  # fmt: skip


def _again(folder: Path, whole: Cost) -> None:
    shards = sum(1 for _ in (folder / "two" / ".copydesk" / "shards").iterdir())
    command = [_COPYDESK, "report", "all.jsonl", "-o", "killed", "--tiers", "local", "--no-config", "--jobs", "2"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    kept = folder / "killed" / ".copydesk" / "shards"
    while process.poll() is None and (not kept.exists() or sum(1 for _ in kept.iterdir()) < shards / 2):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    rest = report(folder, "all.jsonl", "killed", 2)
    print(f"killed when half was judged, the rerun took {rest.wall / whole.wall:.2f} of the whole on the clock, "
          f"{rest.cpu / whole.cpu:.2f} of the processor (at most 0.6)")  # fmt: skip
    none = report(folder, "all.jsonl", "killed", 2)
    print(f"with nothing changed, {none.wall / whole.wall:.3f} of the whole on the clock, "
          f"{none.cpu / whole.cpu:.3f} of the processor (at most 0.05)")  # fmt: skip


if __name__ == "__main__":
    main()

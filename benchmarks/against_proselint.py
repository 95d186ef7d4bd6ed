"""Cold start, memory and throughput against an installed proselint, as ratios in one run.

    .venv/bin/python -m benchmarks.against_proselint ../shared/data --proselint PATH/TO/proselint [--articles 600]

proselint belongs in an environment of its own. Both read the same articles: copydesk as one JSON-lines file in one
process, proselint as one file an article in one process.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import rows

SEED = Path(__file__).parents[1] / "seeds" / "002_c5427fcba0c65c2d.txt"


class Cost(NamedTuple):
    wall: float
    cpu: float
    resident_mb: float


def cost(command: list[str]) -> Cost:
    """Runs a command to its end: wall and CPU seconds, and its largest resident set in megabytes."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(command: list[str], times: int = 11) -> Cost:
    """The median of each figure after one run to warm the file cache."""
    cost(command)
    runs = [cost(command) for _ in range(times)]
    return Cost(*(statistics.median(column) for column in zip(*runs, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--proselint", default="proselint")
    parser.add_argument("--copydesk", default=str(Path(__file__).parents[1] / ".venv/bin/copydesk"))
    parser.add_argument("--articles", type=int, default=600)
    options = parser.parse_args()

    ours = median([options.copydesk, "check", "--tiers", "local", str(SEED)])
    theirs = median([options.proselint, "check", str(SEED)])
    version = median([options.copydesk, "--version"])
    print(f"cold start, seed 002: copydesk {ours.wall:.3f} s, proselint {theirs.wall:.3f} s, "
          f"ratio {ours.wall / theirs.wall:.2f} (at most 1.5)")  # fmt: skip
    print(f"resident: copydesk {ours.resident_mb:.0f} MB (at most 80), proselint {theirs.resident_mb:.0f} MB")
    print(f"copydesk --version: {version.wall:.3f} s")

    sample = rows(options.data, "news_corpus", options.articles)
    megabytes = sum(len(r["text"].encode()) for r in sample) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "articles.jsonl")
        lines.write_text("".join(json.dumps(r) + "\n" for r in sample), "utf-8")
        files = []
        for number, row in enumerate(sample):
            files.append(Path(folder, f"{number}.txt"))
            files[-1].write_text(row["text"], "utf-8")
        ours = cost([options.copydesk, "check", "--tiers", "local", "--no-cache", "--format", "jsonl", str(lines)])
        theirs = cost([options.proselint, "check", *map(str, files)])
    print(f"throughput, {len(sample)} articles, {megabytes:.2f} MB: copydesk {megabytes / ours.cpu:.3f} MB, "
          f"proselint {megabytes / theirs.cpu:.3f} MB a CPU second, "
          f"ratio {theirs.cpu / ours.cpu:.2f} (at least 3)")  # fmt: skip
    print(f"resident then: copydesk {ours.resident_mb:.0f} MB, proselint {theirs.resident_mb:.0f} MB")


if __name__ == "__main__":
    main()

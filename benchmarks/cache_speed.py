"""The first and the second run over unchanged articles, as files of plain text and as JSON lines: CPU and wall seconds.

    .venv/bin/python -m benchmarks.cache_speed ../shared/data [--articles 10000] [--jobs 1,2]

Each round has a cache of its own. The output of both runs, and of one without the cache, must be the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import rows

COPYDESK = str(Path(sys.executable).with_name("copydesk"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--corpus", default="news_corpus")
    parser.add_argument("--jobs", default="1,2", help="numbers of processes, split by commas")
    parser.add_argument("--tiers", default="local")
    options = parser.parse_args()
    records = rows(options.data, options.corpus, options.articles)
    with tempfile.TemporaryDirectory() as top:
        folder, lines = Path(top, "articles"), Path(top, "articles.jsonl")
        folder.mkdir()
        for number, record in enumerate(records):
            (folder / f"{number:05}.txt").write_text(record["text"], "utf-8", "replace")
        lines.write_text("".join(f"{json.dumps(record)}\n" for record in records))
        for what in (folder, lines):
            for jobs in options.jobs.split(","):
                _round(Path(top), what, len(records), jobs, options.tiers)


def _round(top: Path, what: Path, number: int, jobs: str, tiers: str) -> None:
    with tempfile.TemporaryDirectory(dir=top) as cache:
        config = Path(cache, "house.toml")
        config.write_text(f"[cache]\nfolder = '{cache}'\n")
        check = [COPYDESK, "check", str(what), "--config", str(config), "--jobs", jobs, "--tiers", tiers]
        check += ["--fail-on", "never", "--format", "jsonl", "--output"]
        times = []
        for name, more in (("first", []), ("second", []), ("without", ["--no-cache"])):
            before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run([*check, str(Path(cache, name)), *more], check=True, cwd=top, stderr=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            times.append((time.perf_counter() - begun, cpu))
        same = len({Path(cache, name).read_bytes() for name in ("first", "second", "without")}) == 1
        size = sum(os.path.getsize(path) for path in Path(cache).glob("answers.sqlite*"))
    (first, first_cpu), (second, second_cpu), (without, _) = times
    what_ran = f"{number} articles ({what.suffix or 'files'}), --jobs {jobs}"
    print(f"{what_ran}: first {first:.1f} s ({first_cpu:.1f} CPU), second {second:.1f} s ({second_cpu:.1f} CPU)")
    print(f"    ratio {second / first:.2f} ({second_cpu / first_cpu:.2f} CPU), without the cache {without:.1f} s")
    print(f"    {size / 1e6:.1f} MB kept; {'the same' if same else 'OTHER'} bytes")


if __name__ == "__main__":
    main()

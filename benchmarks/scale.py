"""What a corpus costs as it grows: seconds of the processor for each part of `copydesk report`, over three sizes, and
what follows for a million articles on 1, 8 and 64 cores.

    .venv/bin/python -m benchmarks.scale ../shared/data [--articles 3000 6000 12000] [--judged 100]

Seconds of the processor, not on the clock: what else the machine does changes them little. Each size runs in a process
of its own, which does everything that a run with one worker does; what many workers share is told apart from what one
process does alone. The encoder's vectors are computed, not taken from the cache.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpus import rows

_MILLION = 1_000_000
_CORES = (1, 8, 64)
_COMMON, _ALONE = "workers", "one process"


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, nargs="+", default=[3_000, 6_000, 12_000])
    parser.add_argument("--judged", type=int, default=100, help="articles for the tiers whose cost does not grow")
    parser.add_argument("--part", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(_PARTS[given.part[0]](Path(given.part[1]))))
        return
    with tempfile.TemporaryDirectory(prefix="copydesk-scale-") as folder:
        sizes = {n: _corpus(given.data, Path(folder), n) for n in given.articles}
        for part in ("local", "siblings"):
            _tell(part, {n: _measured(given.data, part, path) for n, path in sizes.items()})
        few = _corpus(given.data, Path(folder), given.judged)
        for tier in ("noise", "grammar"):
            print(f"\n{tier}, {given.judged:,} articles: {_measured(given.data, tier, few)}")
        print(f"\njudged beside siblings: {_measured(given.data, 'beside', sizes[given.articles[0]])}")


def _corpus(data: Path, folder: Path, articles: int) -> Path:
    path = folder / f"{articles}.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows(data, "news_corpus", articles)), encoding="utf-8")
    return path


def _measured(data: Path, part: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.scale", str(data), "--part", part, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _tell(part: str, by_size: dict[int, dict[str, Any]]) -> None:
    sizes = list(by_size)
    print(f"\n{part}: seconds of the processor\n")
    print(f"| step | done by | {' | '.join(f'{n:,} articles' for n in sizes)} | growth |")
    print(f"|---|---|{'---:|' * (len(sizes) + 1)}")
    hours: dict[str, float] = {_COMMON: 0.0, _ALONE: 0.0}
    for step, (who, _) in by_size[sizes[-1]]["steps"].items():
        seconds = [by_size[n]["steps"][step][1] for n in sizes]
        growth = _growth(sizes, seconds)
        hours[who] += seconds[-1] * (_MILLION / sizes[-1]) ** max(1.0, growth) / 3600
        print(f"| {step} | {who} | {' | '.join(f'{s:.1f}' for s in seconds)} | n^{growth:.2f} |")
    for what in ("articles with siblings", "MB of text", "peak MB", "MB on disk"):
        print(f"| {what} | | {' | '.join(f'{by_size[n].get(what, 0):,.0f}' for n in sizes)} | |")
    costs = [f"{hours[_COMMON] / cores + hours[_ALONE]:.1f} h on {cores}" for cores in _CORES]
    print(f"\na million articles: {', '.join(costs)} (alone {hours[_ALONE] * 60:.0f} min of each)")


def _growth(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The exponent of the power of the size that the seconds follow: the slope of a line through their logarithms."""
    x = [math.log(n) for n in sizes]
    y = [math.log(max(s, 0.01)) for s in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    across = sum((a - mean_x) ** 2 for a in x)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / across if across else 1.0


class _Clock:
    """The seconds of the processor of each step; what is told to have been another's is left out."""

    def __init__(self) -> None:
        self.steps: dict[str, tuple[str, float]] = {}
        self._at = time.process_time()

    def lap(self, step: str, who: str, less: float = 0.0) -> float:
        seconds = self.skip()
        self.steps[step] = (who, seconds - less)
        return seconds

    def skip(self) -> float:
        """The seconds since the last step, which belong to none."""
        now = time.process_time()
        seconds, self._at = now - self._at, now
        return seconds


def _local(corpus: Path) -> dict[str, Any]:
    return _run(corpus, ("local",))


def _siblings(corpus: Path) -> dict[str, Any]:
    return _run(corpus, ("siblings",))


def _beside(corpus: Path) -> dict[str, Any]:
    """Seconds of the processor for each article that has siblings, in the shards that have the first 100 of these."""
    return _run(corpus, ("siblings",), beside=100)


def _run(corpus: Path, tiers: tuple[str, ...], beside: int = 0) -> dict[str, Any]:
    from checker.batch.corpus_siblings import with_siblings
    from checker.batch.judging import Failed, Job
    from checker.batch.kept import name_of
    from checker.batch.local_runner import LocalRunner
    from checker.batch.local_steps import LocalSteps
    from checker.batch.merging import merge
    from checker.batch.planning import Corpus
    from checker.batch.shards import Columns
    from checker.batch.store import Store
    from checker.services.settings import CacheSettings, ServiceSettings
    from checker.settings import Settings

    of_steps: dict[str, float] = {}

    class Timed(LocalSteps):
        def __call__(self, step: str, parts: Iterable[Any], arrays: Path | None = None) -> Iterator[Any]:
            answers = super().__call__(step, _untimed(parts), arrays)
            while True:
                at = time.process_time()
                answer = next(answers, self)
                took = time.process_time() - at - _untimed.seconds
                _untimed.seconds = 0.0
                of_steps[step] = of_steps.get(step, 0.0) + took
                if answer is self:
                    return
                yield answer

    with tempfile.TemporaryDirectory(prefix="copydesk-scale-") as out:
        job = Job(out, (Settings(tiers),), ("",), ServiceSettings(cache=CacheSettings(enabled=False)))
        store = Store(out)
        store.make()
        clock = _Clock()
        shards = list(Corpus([str(corpus)]).shards(Columns()))
        clock.lap("cutting", _ALONE)
        if "siblings" in tiers:
            with Timed(job, 1, print) as steps:
                shards = with_siblings(shards, job, steps)
            for step, seconds in of_steps.items():
                clock.steps[_STEPS[step]] = _COMMON, seconds
            clock.lap("counting, sorting, linking", _ALONE, sum(of_steps.values()))
            with_some = [_siblings_in(store, shard) for shard in shards]
        if beside:
            clock.skip()
            enough = next((n for n in range(len(shards)) if sum(with_some[:n]) >= beside), len(shards))
            list(LocalRunner(1, print).run(shards[:enough], job))
            seconds = clock.lap("judging", _COMMON)
            return {
                "articles": sum(with_some[:enough]),
                "seconds for each": round(seconds / sum(with_some[:enough]), 2),
            }
        if "siblings" in tiers:
            return _sizes(out) | {
                "steps": clock.steps,
                "articles with siblings": sum(with_some),
                "MB of text": _text(corpus),
            }
        done = [each for each in LocalRunner(1, print).run(shards, job) if not isinstance(each, Failed)]
        clock.lap("judging", _COMMON)
        merge(store, [name_of(each.key) for each in done], Path(out))
        clock.lap("merging", _ALONE)
        _write_page(Path(out), job)
        clock.lap("the page", _ALONE)
        return _sizes(out) | {"steps": clock.steps, "MB of text": _text(corpus)}


def _siblings_in(store: Any, shard: Any) -> int:
    import pyarrow.parquet as pq

    if shard.siblings is None:
        return 0
    found = pq.read_table(store.path(shard.siblings.name), columns=["siblings"])["siblings"].to_pylist()
    return sum(bool(siblings) for siblings in found)


def _sizes(out: str) -> dict[str, float]:
    return {
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "MB on disk": sum(path.stat().st_size for path in Path(out).rglob("*") if path.is_file()) / 1e6,
    }


def _text(corpus: Path) -> float:
    with open(corpus, encoding="utf-8") as file:
        return sum(len(json.loads(line)["text"]) for line in file) / 1e6


def _write_page(out: Path, job: Any) -> None:
    import msgspec

    from checker.batch.facts import run_facts
    from checker.registry import corpus_report

    facts = run_facts(job, siblings=False) | {"notes": [], "defects": {}, "missing": {}}
    (out / "run.json").write_bytes(msgspec.json.encode(facts))
    corpus_report().write(out)


class _Untimed:
    """Takes from an iterator, and counts the seconds that this took: they are not those of who asks."""

    seconds = 0.0

    def __call__(self, parts: Iterable[Any]) -> Iterator[Any]:
        rest = iter(parts)
        while True:
            at = time.process_time()
            part = next(rest, self)
            self.seconds += time.process_time() - at
            if part is self:
                return
            yield part


_untimed = _Untimed()
_STEPS = {
    "gather": "traits",
    "weigh": "weighing",
    "search": "looking up",
    "encode": "encoding leads",
    "texts": "fetching texts",
}


def _tier(name: str, server: Callable[[], float]) -> Callable[[Path], dict[str, Any]]:
    """Words a second of the processor, of our process and of a warm server together; `server` gives the seconds that
    the server has taken so far."""

    def measure(corpus: Path) -> dict[str, Any]:
        from checker.engine import Outcome, run
        from checker.readers.reading import read_paths
        from checker.services.services import Services
        from checker.services.settings import CacheSettings, ServiceSettings
        from checker.settings import Settings

        def judged() -> int:
            services = Services(ServiceSettings(cache=CacheSettings(enabled=False)))
            outcomes = run(read_paths([str(corpus)], ()), Settings((name,)), services=services)
            return sum(each.words for each in outcomes if isinstance(each, Outcome))

        judged()  # a server loads its rules
        at, own = server(), time.process_time()
        words = judged()
        theirs, ours = server() - at, time.process_time() - own
        rate = round(words / (theirs + ours))
        return {"words": words, "words a second": rate, "server's share": round(theirs / (theirs + ours), 2)}

    return measure


def _no_server() -> float:
    return 0.0


def _languagetool() -> float:
    import psutil  # type: ignore[import-untyped]

    found = [p for p in psutil.process_iter(["cmdline"]) if "HTTPServer" in " ".join(p.info["cmdline"] or ())]
    return float(sum(p.cpu_times().user + p.cpu_times().system for p in found))


_PARTS = {
    "local": _local,
    "siblings": _siblings,
    "beside": _beside,
    "noise": _tier("noise", _no_server),
    "grammar": _tier("grammar", _languagetool),
}

if __name__ == "__main__":
    main()

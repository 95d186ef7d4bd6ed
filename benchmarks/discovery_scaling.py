"""How the time to group articles by event grows with their number.

    .venv/bin/python -m benchmarks.discovery_scaling ../shared/data [--sizes 6000,12000]

Real articles; nothing comes from the cache but the exported model. The time is that of this process on all its cores
together, because other work on the machine does not count in it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.corpus import articles
from checker.services.services import Services
from checker.siblings.find import group
from checker.siblings.traits import traits_of


class _NoCache:
    """Keeps nothing."""

    def get_many(self, kind: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        return {}

    def put_many(self, kind: str, items: Mapping[bytes, bytes]) -> None:
        pass

    def close(self) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", default="6000,12000")
    options = parser.parse_args()
    before = 0.0
    for size in map(int, options.sizes.split(",")):
        corpus = articles(options.data, "news_corpus", size)
        services = Services(note=print)
        services.__dict__["cache"] = _NoCache()
        encoder = services.encoder
        encoder.prepare()
        started, wall = time.process_time(), time.perf_counter()
        traits = [traits_of(article) for article in corpus]
        read = time.process_time() - started
        places = group(traits, encoder.encode)
        seconds, wall = time.process_time() - started, time.perf_counter() - wall
        grouped = sum(place.cluster is not None for place in places)
        times = f", {seconds / before:.2f} times the last" if before else ""
        print(
            f"{len(corpus):,} articles: {seconds:.1f} s of processor time ({read:.1f} s to read them), {wall:.1f} s in"
            f" all; {grouped:,} grouped{times}",
            flush=True,
        )
        before = seconds
        services.close()


if __name__ == "__main__":
    main()

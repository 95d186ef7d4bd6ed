"""The encoder against sentence-transformers: sentences a second, and seconds to start.

    .venv/bin/python -m benchmarks.encoder_speed ../shared/data [--sentences 1000] [--rounds 3]

Both encode the same real sentences in one process, in turns, with the same number of threads; nothing comes from the
cache. The best round counts, because other work on the machine only ever slows one down. A start is a process of its
own that encodes one sentence.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpus import articles
from checker.services.encoder.models import DEFAULT, find_model
from checker.services.services import Services

_OURS = (
    "from checker.services.services import Services; s = Services(); s.encoder.encode(['{}']); s.close();"
    " import sys; assert 'torch' not in sys.modules"
)
_THEIRS = "import sentence_transformers"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sentences", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sample = _sentences(options.data, options.sentences)
    services = Services(note=print)
    services.encoder.prepare()
    ours = services.encoder.uncached
    theirs = _sentence_transformers()
    cosine = (ours(sample) * theirs(sample)).sum(axis=1)
    print(f"{len(sample):,} sentences; cosine of the two: mean {cosine.mean():.6f}, least {cosine.min():.6f}")
    best = [[0.0, 0.0], [0.0, 0.0]]
    for _ in range(options.rounds):
        for which, encode in enumerate((ours, theirs)):
            started, used = time.perf_counter(), time.process_time()
            encode(sample)
            rates = len(sample) / (time.perf_counter() - started), len(sample) / (time.process_time() - used)
            best[which] = [max(pair) for pair in zip(best[which], rates, strict=True)]
    for name, column in (("second", 0), ("second of processor time", 1)):
        mine, other = best[0][column], best[1][column]
        print(f"sentences a {name}: {mine:.0f}, sentence-transformers {other:.0f}: {mine / other:.2f} times")
    services.close()
    for name, code in (
        ("a new sentence", _OURS.format(random.random())),
        ("a sentence from the cache", _OURS.format("A known sentence.")),
        ("a sentence from the cache, again", _OURS.format("A known sentence.")),
        ("import sentence_transformers", _THEIRS),
    ):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        print(f"a start with {name}: {time.perf_counter() - started:.2f} s")


def _sentences(data: Path, count: int) -> list[str]:
    """Sentences of news, a sample that is the same each time."""
    found = []
    for article in articles(data, "news_corpus", count // 8):
        found += [article.body[span] for span in article.body.sentences if span.end - span.start < 1_000]
    return random.Random(1).sample(found, min(count, len(found)))


def _sentence_transformers() -> Callable[[Sequence[str]], Any]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(find_model(DEFAULT)), device="cpu", local_files_only=True)
    return lambda sentences: model.encode(list(sentences), show_progress_bar=False)


if __name__ == "__main__":
    main()

"""Words a second: the noise model against LanguageTool, on the same articles, in one run.

    .venv/bin/python -m benchmarks.noise_speed ../shared/data [--url http://127.0.0.1:8081] [--articles 60] [--rounds 3]

Each round takes articles of its own, for both keep what they have said: they take turns, LanguageTool by whole articles
as language-tool-python sends them, the model by articles from their text to its answers, with an empty cache. Both may
use all cores, and both are warm. The best round of each counts, because other work on the machine only ever slows one
down.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import articles
from benchmarks.languagetool_speed import start_server, whole_articles
from checker.annotations.prose import Prose
from checker.services.services import Services
from checker.services.settings import CacheSettings, LanguageToolSettings, ServiceSettings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--url", default="", help="a server that runs already; without it one is started")
    parser.add_argument("--articles", type=int, default=60, help="how many in all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--corpus", default="news_corpus")
    parser.add_argument("--seed", type=int, default=7, help="another one where the server has seen these articles")
    options = parser.parse_args()
    sample = articles(options.data, options.corpus, 20 * options.articles)
    random.Random(options.seed).shuffle(sample)
    size = options.articles // (options.rounds + 1)
    rounds = [sample[n * size : (n + 1) * size] for n in range(options.rounds + 1)]
    url = options.url or start_server(ServiceSettings(languagetool=LanguageToolSettings()))
    check = whole_articles(url)
    best = {"LanguageTool": 0.0, "the noise model": 0.0}
    with tempfile.TemporaryDirectory() as folder:
        services = Services(ServiceSettings(cache=CacheSettings(folder=folder)), print)
        for number, those in enumerate(rounds):
            words = sum(len(article.text.split()) for article in those)
            seconds = {"LanguageTool": check(those)}
            proses = [Prose("text", article.text) for article in those]
            started = time.perf_counter()
            for prose in proses:
                services.noise.article(prose)
            seconds["the noise model"] = time.perf_counter() - started
            if number:  # the first round warms both up
                for name, took in seconds.items():
                    best[name] = max(best[name], words / took)
                print(number, f"{words} words", *(f"{name} {words / took:.0f}/s" for name, took in seconds.items()))
        services.close()
    theirs, ours = best.values()
    print(f"words a second: LanguageTool {theirs:.0f}, the noise model {ours:.0f}: {ours / theirs:.2f} times as fast")


if __name__ == "__main__":
    main()

"""Words a second: our client of LanguageTool against whole articles sent one by one with language-tool-python.

    .venv/bin/python -m benchmarks.languagetool_speed ../shared/data [--url http://127.0.0.1:8081] [--articles 80]

One server, one run. A server keeps what it has said of a sentence, so no two rounds share an article: after a round
that only warms the server up, the library has the first and the fourth part of the articles, our client the second and
the third, with an empty cache; then our client has its two parts again, in a new run with the cache that it left.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.corpus import articles
from checker.article import Article
from checker.services.services import Services
from checker.services.settings import CacheSettings, LanguageToolSettings, ServiceSettings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--url", default="", help="a server that runs already; without it one is started")
    parser.add_argument("--articles", type=int, default=80, help="how many in all")
    parser.add_argument("--corpus", default="news_corpus")
    parser.add_argument("--seed", type=int, default=7, help="another one where the server has seen these articles")
    options = parser.parse_args()
    sample = articles(options.data, options.corpus, 20 * options.articles)
    random.Random(options.seed).shuffle(sample)
    part = options.articles // 4
    rounds = [sample[n * part : (n + 1) * part] for n in range(5)]
    with tempfile.TemporaryDirectory() as folder:
        settings = ServiceSettings(
            languagetool=LanguageToolSettings(url=options.url),
            cache=CacheSettings(folder=folder if options.url else ""),
        )
        url = options.url or start_server(settings)
        settings = ServiceSettings(languagetool=LanguageToolSettings(url=url), cache=CacheSettings(folder=folder))
        whole, ours = whole_articles(url), partial(_ours, settings)
        whole(rounds[4])
        cold = [whole(rounds[0]), ours(rounds[1]), ours(rounds[2]), whole(rounds[3])]
        warm = ours(rounds[1] + rounds[2])
    counts = [sum(len(a.text.split()) for a in those) for those in rounds]
    library = (counts[0] + counts[3]) / (cold[0] + cold[3])
    client = (counts[1] + counts[2]) / (cold[1] + cold[2])
    again = (counts[1] + counts[2]) / warm
    for name, round_words, seconds in zip(("library", "copydesk", "copydesk", "library"), counts, cold, strict=False):
        print(f"{name:24} {round_words:7} words {seconds:8.2f} s {round_words / seconds:9.0f} words/s")
    print(f"{'library, in all':24} {library:34.0f} words/s")
    print(f"{'copydesk, cold':24} {client:34.0f} words/s {client / library:8.2f} times as fast")
    print(f"{'copydesk, cache warm':24} {again:34.0f} words/s {again / library:8.0f} times as fast")


def start_server(settings: ServiceSettings) -> str:
    from checker.services.languagetool.server import connect

    return connect(settings, print).url


def whole_articles(url: str) -> Callable[[Sequence[Article]], float]:
    import language_tool_python

    tool = language_tool_python.LanguageTool("en-US", remote_server=url)

    def check(those: Sequence[Article]) -> float:
        started = time.perf_counter()
        for article in those:
            tool.check(article.text)
        return time.perf_counter() - started

    return check


def _ours(settings: ServiceSettings, those: Sequence[Article]) -> float:
    """Seconds for the texts of the articles, from a new run's first line to its last; copies, so that no annotation is
    there before."""
    from checker.services.languagetool.client import LanguageTool

    copies = [Article(id=a.id, text=a.text) for a in those]
    started = time.perf_counter()
    services = Services(settings, print)
    client: LanguageTool = services.languagetool
    client.begin(copies)
    for article in copies:
        client.matches(article, article.body)
        for line in services.take_gaps(article.id):
            print(article.id, line)
    services.close()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

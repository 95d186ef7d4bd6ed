"""What each annotation and each rule costs: milliseconds of CPU for a megabyte of news, findings for 1,000 words.

    .venv/bin/python -m benchmarks.rule_cost ../shared/data [--articles 600] [--select RULE …]

An annotation is charged to its own row, not to the rule that first asks for it.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.corpus import articles
from checker.rule import Context
from checker.settings import Settings

ANNOTATIONS = ("paragraphs", "sentences", "words", "sentence_words", "quotations", "names", "quantities")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--select", action="append", default=[])
    options = parser.parse_args()
    sample = articles(options.data, "news_corpus", options.articles)
    megabytes = sum(len(a.text) for a in sample) / 1e6
    words = sum(len(a.body.words) for a in sample)
    print(f"{len(sample)} articles, {megabytes:.2f} MB, {words} words")
    total = 0.0
    for name in ANNOTATIONS:
        started = time.process_time()
        for article in sample:
            for prose in article.fields():
                if name == "words":
                    prose.__dict__.pop("words", None)
                getattr(prose, name)
                if name == "words":
                    prose.words.index  # noqa: B018 - computes it
        total += (cost := 1000 * (time.process_time() - started) / megabytes)
        print(f"{name:36} {cost:8.1f} ms/MB")
    for rule in Settings(select=tuple(options.select)).rules():
        context = Context(rule.options())
        started, found = time.process_time(), 0
        for article in sample:
            found += sum(1 for _ in rule.check(article, context))
        total += (cost := 1000 * (time.process_time() - started) / megabytes)
        print(f"{rule.name:36} {cost:8.1f} ms/MB {1000 * found / words:10.4f} /1,000 words")
    print(f"{'in all':36} {total:8.1f} ms/MB, that is {1000 / total:.2f} MB a CPU second")


if __name__ == "__main__":
    main()

"""Prints findings on a corpus to be read and judged, so many of each rule, drawn at random with a fixed seed.

    .venv/bin/python -m benchmarks.sample_findings ../shared/data --select repeated-word --each 20
    .venv/bin/python -m benchmarks.sample_findings ../shared/data --corpus clean_news --all-severities

Each line has the rule, the severity, the article's id and the passage with the span between ⟦ and ⟧.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path

from benchmarks.corpus import articles
from checker.engine import Outcome, run
from checker.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--corpus", default="news_corpus")
    parser.add_argument("--articles", type=int, default=None, help="the first N only")
    parser.add_argument("--select", action="append", default=[])
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all-severities", action="store_true")
    parser.add_argument("--context", type=int, default=70)
    options = parser.parse_args()
    by_rule: dict[str, list[str]] = defaultdict(list)
    words = 0
    for outcome in run(
        articles(options.data, options.corpus, options.articles), Settings(select=tuple(options.select))
    ):
        assert isinstance(outcome, Outcome)
        words += len(outcome.article.body.words)
        for defect in outcome.defects:
            print("DEFECT", defect)
        for f in outcome.findings:
            if f.severity.loud or options.all_severities:
                text = outcome.article.field(f.field).text
                before, after = text[max(0, f.start - options.context) : f.start], text[f.end : f.end + options.context]
                passage = f"…{before}⟦{text[f.start : f.end]}⟧{after}…".replace("\n", "⏎")
                fix = f" → {f.replacements[0].text!r}" if f.replacements else ""
                by_rule[f.rule].append(f"{f.severity} {outcome.article.id} {passage[:600]}{fix}  [{f.message}]")
    for rule, found in sorted(by_rule.items(), key=lambda p: -len(p[1])):
        print(f"== {rule}: {len(found)}, {1000 * len(found) / words:.4f} per 1,000 words")
        for line in random.Random(options.seed).sample(found, min(options.each, len(found))):
            print("  ", line)


if __name__ == "__main__":
    main()

"""Prints what LanguageTool's rules mark in a corpus, to be read and judged: what checker/tables/languagetool_rules.toml
was made from, and how to look at it again when LanguageTool changes.

    .venv/bin/python -m benchmarks.sample_languagetool ../shared/data --articles 300 --each 10
    .venv/bin/python -m benchmarks.sample_languagetool ../shared/data --select A_NNS --select "CONFUSED_WORDS" --each 20
    .venv/bin/python -m benchmarks.sample_languagetool ../shared/data --loud

For each rule: how often it fires in 1,000 words, what the table says of it, how many of its matches the verdict leaves,
and some of them, drawn at random with a fixed seed: the severity that is left ("-" for none), the subrule, the passage.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path

from benchmarks.corpus import articles
from checker.rule import Context
from checker.services.languagetool.client import LanguageTool
from checker.services.languagetool.decisions import decision
from checker.services.languagetool.quiet import judge
from checker.services.services import Services
from checker.services.settings import LanguageToolSettings, ServiceSettings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--corpus", default="news_corpus")
    parser.add_argument("--articles", type=int, default=300, help="so many, drawn at random")
    parser.add_argument("--select", action="append", default=[], help="a rule or category of LanguageTool")
    parser.add_argument("--loud", action="store_true", help="only what is left as an error or a warning")
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--url", default="", help="a server that runs already; without it one is started")
    options = parser.parse_args()
    sample = articles(options.data, options.corpus)
    random.Random(options.seed).shuffle(sample)
    services = Services(ServiceSettings(languagetool=LanguageToolSettings(url=options.url)), print)
    tool = LanguageTool(services, disabled=frozenset())
    fired: dict[str, int] = defaultdict(int)
    left: dict[str, int] = defaultdict(int)
    said: dict[str, str] = {}
    lines: dict[str, list[str]] = defaultdict(list)
    words = 0
    tool.begin(sample[: options.articles])
    for article in sample[: options.articles]:
        words += len(article.body.words)
        for prose in article.fields():
            for match in tool.matches(article, prose):
                if options.select and not {match.lt_rule, match.lt_category} & set(options.select):
                    continue
                verdict = judge(match, prose, article, Context())
                loud = verdict is not None and verdict.severity.loud
                fired[match.lt_rule] += 1
                left[match.lt_rule] += loud
                said[match.lt_rule] = decision(match).use
                if loud or not options.loud:
                    start, end, text = match.start, match.end, prose.text
                    passage = f"…{text[max(0, start - 70) : start]}⟦{text[start:end]}⟧{text[end : end + 50]}…"
                    severity = verdict.severity if verdict else "-"
                    fix = f" → {match.replacements[0]!r}" if match.replacements else ""
                    lines[match.lt_rule].append(f"{severity} [{match.lt_subrule}] {passage}{fix}".replace("\n", "⏎"))
    tool.close()
    services.close()
    for rule in sorted(lines, key=lambda name: -fired[name]):
        rate = 1000 * fired[rule] / max(1, words)
        print(f"== {rule}: {fired[rule]}, {rate:.4f} per 1,000 words, {said[rule]}, {left[rule]} left")
        for line in random.Random(options.seed).sample(lines[rule], min(options.each, len(lines[rule]))):
            print("  ", line)
    print(f"{words} words, {sum(left.values())} left, {1000 * sum(left.values()) / max(1, words):.3f} per 1,000 words")


if __name__ == "__main__":
    main()

"""Learns which lines are page furniture, from lines that repeat among articles of one source.

    .venv/bin/python -m training.residue_lines ../shared/data

Labels are weak. Furniture: lines that at least three articles of one source of news_corpus have, numbers evened out,
and boilerplate_repeated_paragraphs. Prose: five lines an article that stand once. Logistic regression by stochastic
gradient descent (plain Python, half a minute), weights near zero dropped; writes checker/tables/residue_lines.tsv.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.corpus import articles, rows
from rules.residue.line_model import TABLE, features
from rules.residue.page import Line, page_lines

ARTICLES = 3
PROSE_PER_ARTICLE = 5
EPOCHS = 6
RATE, SHRINK = 0.1, 1e-5
LEAST_COUNT, LEAST_WEIGHT, MOST = 4, 0.25, 3000
_NUMBER = re.compile(r"\d+")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    pages = [(a.source or "", page_lines(a.body)) for a in articles(options.data, "news_corpus")]
    repeated = {r["text"].strip() for r in rows(options.data, "boilerplate_repeated_paragraphs")}
    examples = _examples(pages, repeated)
    print(f"{sum(y for _, y in examples)} lines of furniture, {sum(not y for _, y in examples)} of prose")
    weights = _learn(examples)
    kept = sorted(weights.items(), key=lambda p: -abs(p[1]))[:MOST]
    TABLE.write_text("".join(f"{name}\t{weight:.2f}\n" for name, weight in sorted(kept)), "utf-8")
    print(f"{len(kept)} weights, {TABLE.stat().st_size} bytes")


def _examples(pages: list[tuple[str, list[Line]]], repeated: set[str]) -> list[tuple[list[str], int]]:
    """Features and labels; a line that repeats counts as often as the logarithm of its articles."""
    generator = random.Random(1)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for source, lines in pages:
        for key in {_key(line) for line in lines if line.text}:
            counts[source, key] += 1
    taken: Counter[tuple[str, str]] = Counter()
    examples: list[tuple[list[str], int]] = []
    for source, lines in pages:
        shared = sum(counts[source, _key(n)] >= ARTICLES for n in lines if n.text)
        if shared > 0.3 * len(lines):
            continue  # a second copy of another article
        prose = []
        for i, line in enumerate(lines):
            if not line.text:
                continue
            place = source, _key(line)
            if counts[place] >= ARTICLES or line.text in repeated:
                if taken[place] < 1 + math.log2(counts[place]):
                    taken[place] += 1
                    examples.append((features(line, i, len(lines)), 1))
            elif counts[place] == 1:
                prose.append(i)
        examples += [
            (features(lines[i], i, len(lines)), 0) for i in generator.sample(prose, min(len(prose), PROSE_PER_ARTICLE))
        ]
    return examples


def _key(line: Line) -> str:
    return _NUMBER.sub("0", line.text)


def _learn(examples: list[tuple[list[str], int]]) -> dict[str, float]:
    """Weights of the features that are frequent enough; the classes weigh the same."""
    generator = random.Random(1)
    count = Counter(name for seen, _ in examples for name in seen)
    data = [([n for n in seen if count[n] >= LEAST_COUNT], label) for seen, label in examples]
    furniture = sum(label for _, label in data)
    heavier = (len(data) - furniture) / furniture
    weights: dict[str, float] = defaultdict(float)
    for epoch in range(EPOCHS):
        generator.shuffle(data)
        rate = RATE / (1 + epoch)
        for seen, label in data:
            z = weights["bias"] + sum(weights[n] for n in seen)
            gradient = (label - 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))) * (heavier if label else 1.0)
            step = rate * min(gradient, 4.0)
            weights["bias"] += step
            for n in seen:
                weights[n] += step - rate * SHRINK * weights[n]
        for n in list(weights):
            if n != "bias":
                weights[n] -= math.copysign(min(abs(weights[n]), 0.01), weights[n])
    return {n: w for n, w in weights.items() if abs(w) >= LEAST_WEIGHT or n == "bias"}


if __name__ == "__main__":
    main()

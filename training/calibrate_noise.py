"""Chooses what the noise model's probabilities mean, on what it was not trained on.

    .venv/bin/python -m training.calibrate_noise ../shared/data MODEL HELD --facts facts.json [--articles 600]

MODEL is an exported model without facts, HELD the held.jsonl of training/noise_data.py. Fits the blend that turns the
network's logit and those of the worst words into a calibrated probability (logistic regression on the held-out
sentences), and takes for each rule the thresholds that give so many warnings, and so many notes, in 1,000 words of the
articles of news_corpus that were held out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from checker.annotations.prose import Prose
from checker.services.noise.doubts import garbled, out_of_place
from checker.services.noise.graph import Judged, NoiseGraph, features
from checker.services.noise.model import SentenceNoise, WordNoise
from training.forbidden_text import rows
from training.noise_data import held_out

# Warnings and notes in 1,000 words.
RATES = {"broken-sentence": (0.015, 0.15), "out-of-place-word": (0.025, 0.4)}
FLOOR = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("held", type=Path)
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=600)
    options = parser.parse_args()
    graph = NoiseGraph(options.model)
    held = [json.loads(line) for line in options.held.read_text("utf-8").splitlines()][:6_000]
    blend = fitted(graph, held)
    print("blend", [round(b, 3) for b in blend])
    articles = [row["text"] for row in rows(options.data, "news_corpus") if held_out(row["id"])][: options.articles]
    facts = {"blend": blend, "thresholds": thresholds(graph, blend, articles)}
    options.facts.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(facts["thresholds"]))


def judged_all(graph: NoiseGraph, texts: list[str]) -> list[Judged]:
    """All answers, a few hundred texts at once."""
    return [answer for i in range(0, len(texts), 400) for answer in graph.judge(texts[i : i + 400])]


def fitted(graph: NoiseGraph, held: list[dict[str, Any]]) -> list[float]:
    """The weights of the features of a sentence, so that the blend is the logit of its being broken. Prints how often
    sentences of each tenth of the probabilities are."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    answers = judged_all(graph, [row["text"] for row in held])
    x = np.array([features(a.whole, a.words)[:3] for a in answers])
    y = np.array([row["label"] > 0.5 for row in held], int)
    half = np.arange(len(y)) % 2 == 0
    model = LogisticRegression(C=100).fit(x[half], y[half])
    p = model.predict_proba(x[~half])[:, 1]
    for low in np.arange(0, 1, 0.1):
        bin_ = (p >= low) & (p < low + 0.1)
        if bin_.any():
            print(f"  {low:.1f}-{low + 0.1:.1f}: {bin_.sum():5} sentences, {y[~half][bin_].mean():.2f} broken")
    model = LogisticRegression(C=100).fit(x, y)
    return [float(c) for c in (*model.coef_[0], model.intercept_[0])]


def thresholds(graph: NoiseGraph, blend: list[float], articles: list[str]) -> dict[str, list[float]]:
    """The least probabilities of warnings and notes of each rule."""
    proses = [Prose("text", text) for text in articles]
    found: dict[str, list[float]] = {rule: [] for rule in RATES}
    words = 0
    for prose in proses:
        words += len(prose.words)
        answers = judged_all(graph, [prose[span] for span in prose.sentences])
        judged = [
            SentenceNoise(
                _probability(sum(a * b for a, b in zip(blend, features(n.whole, n.words), strict=True))),
                tuple(WordNoise(s, e, _probability(w)) for s, e, w in n.words),
            )
            for n in answers
        ]
        found["broken-sentence"] += [d.probability for d in garbled(prose, judged, FLOOR)]
        found["out-of-place-word"] += [d.probability for d in out_of_place(prose, judged, FLOOR)]
    print(f"{len(articles)} articles, {words} words")
    chosen = {}
    for rule, rates in RATES.items():
        ranked = sorted(found[rule], reverse=True)
        places = [round(rate * words / 1000) for rate in rates]
        chosen[rule] = [round(ranked[at], 5) if at < len(ranked) else FLOOR for at in places]
    return chosen


def _probability(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


if __name__ == "__main__":
    main()

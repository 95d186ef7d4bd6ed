"""Chooses what the noise model's probabilities mean, on what it was not trained on.

    .venv/bin/python -m training.calibrate_noise ../shared/data MODEL HELD [--articles 600]

MODEL is an exported network, HELD the held.jsonl of training/noise_data.py. Sets the bounds of the first look, so that
about FIRST of the sentences of news stop there. Fits the blend that turns the network's logit and those of the worst
words into a calibrated probability (logistic regression on the held-out sentences); how far the mean of an article's
sentences tells broken articles, put together from held-out sentences, from those of news_corpus that were held out;
and the thresholds of each rule in those: notes so many in 1,000 words, warnings none. In a text that the model calls
broken as a whole, a warning takes but SURE, and where other rules have signs of it, SURE_WITH_SIGNS.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from checker.annotations.prose import Prose
from checker.services.noise.doubts import garbled, out_of_place, unknown_words
from checker.services.noise.gaps import NOUN, SMALL_WORD, VERB, gaps
from checker.services.noise.graph import READ_ALL, STOP_ALL, Judged, NoiseGraph, features
from checker.services.noise.model import SentenceNoise, WordNoise
from checker.services.noise.repairs import ENDING, GAP, LOOSE, MOVED, ROOT, SURPLUS, repairs
from checker.services.noise.slips import FORM, NEEDLESS, ORDER, OTHER_FORM, slips
from training.forbidden_text import rows
from training.noise_data import held_out

# Notes in 1,000 words.
RATES = {"broken-sentence": 0.06, "out-of-place-word": 0.15}
FLOOR = 0.5
# Unknown words and slips: what was read of news above these was right seven times in ten (nouns) or more, mostly nine
# times. Where news has more than OFTEN of a kind in 1,000 words, the bounds rise.
UNKNOWN = 0.8
SLIPS = {
    FORM: 5.0,
    OTHER_FORM: 7.0,
    ORDER: 7.0,
    NEEDLESS: 7.6,
    SMALL_WORD: 8.2,
    VERB: 7.5,
    NOUN: 7.6,
    SURPLUS: 9.0,
    ENDING: 8.5,
    ROOT: 10.5,
    MOVED: 9.5,
    GAP: 6.3,
    LOOSE: 5.2,
}
OFTEN = 0.04
# Of the sentences of held-out news the lower such part stops at the first look, unless their worst word is above such a
# part of the worst words.
FIRST, FIRST_WORDS = 0.5, 0.8
# Sport, speech and prose of kinds that the model has not read get it to call an article broken now and then: so by the
# model alone a place must be surer than by signs.
SURE = {"broken-sentence": 0.98, "out-of-place-word": 0.97}
SURE_WITH_SIGNS = {"broken-sentence": 0.6, "out-of-place-word": 0.9}
# A warning about a sentence takes, where nothing else is broken, a logit that is so much above the highest in held-out
# news; a word alone is never warned of: rare words of good writers look the same.
MARGIN = 0.25
# From how many sentences the articles are put together that the article's curve is fitted on.
SIZES = (1, 2, 4, 8, 16)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("held", type=Path)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--held-limit", type=int, default=6_000)
    options = parser.parse_args()
    options.model.with_suffix(".json").unlink(missing_ok=True)  # the network's own answers are wanted
    held = [json.loads(line) for line in options.held.read_text("utf-8").splitlines()][: options.held_limit]
    bounds = first_look(options.model, held)
    graph = NoiseGraph(options.model, bounds)
    blend, answers = fitted(graph, held)
    machine = [(row, of_sentences([a], blend)[0].probability) for row, a in zip(held, answers, strict=True)]
    broken = [
        [(len(row["text"].split()), p) for row, p in machine if row["kind"] == kind]
        for kind in ("broken/spun", "translation")
    ]
    print("blend", [round(b, 3) for b in blend])
    articles = [row["text"] for row in rows(options.data, "news_corpus") if held_out(row["id"])][: options.articles]
    proses = [Prose("text", text) for text in articles]
    judged = [of_sentences(judged_all(graph, [prose[span] for span in prose.sentences]), blend) for prose in proses]
    facts = {
        "first_look": bounds,
        "blend": blend,
        "thresholds": thresholds(proses, judged),
        "untranslated": least_of_unknown(proses, judged),
        "slips": slip_thresholds(Trying(graph, blend), proses, judged),
        "article": article_curve(proses, judged, broken),
    }
    options.model.with_suffix(".json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(facts, indent=1))


def of_sentences(answers: list[Judged], blend: list[float]) -> list[SentenceNoise]:
    return [
        SentenceNoise(
            _probability(sum(a * b for a, b in zip(blend, features(n.whole, n.words), strict=True))),
            tuple(WordNoise(s, e, _probability(w)) for s, e, w in n.words),
        )
        for n in answers
    ]


def judged_all(graph: NoiseGraph, texts: list[str]) -> list[Judged]:
    """All answers, a few hundred texts at once."""
    return [answer for i in range(0, len(texts), 400) for answer in graph.judge(texts[i : i + 400])]


def first_look(model: Path, held: list[dict[str, Any]]) -> tuple[float, float]:
    """The bounds of the first look. Prints what becomes of broken sentences with them: how many stop, and how many of
    those that would end above all but a hundredth of news."""
    texts = [row["text"] for row in held]
    first, last = (judged_all(NoiseGraph(model, bounds), texts) for bounds in (STOP_ALL, READ_ALL))
    news = [i for i, row in enumerate(held) if row["kind"] == "news"]
    wholes, worst = (np.array([features(a.whole, a.words)[k] for a in first]) for k in (0, 1))
    bounds = float(np.quantile(wholes[news], FIRST)), float(np.quantile(worst[news], FIRST_WORDS))
    stop = (wholes < bounds[0]) & (worst < bounds[1])
    ends = np.array([a.whole for a in last])
    high = ends > np.quantile(ends[news], 0.99)
    for kind in ("news", "broken/spun", "broken/collocation", "broken/wrong-word", "translation"):
        of = np.array([row["kind"] == kind for row in held])
        print(f"  {kind:20} {stop[of].mean():.2f} stop, of the high ones {stop[of & high].mean():.3f}")
    return round(bounds[0], 3), round(bounds[1], 3)


def fitted(graph: NoiseGraph, held: list[dict[str, Any]]) -> tuple[list[float], list[Judged]]:
    """The weights of the features of a sentence, so that the blend is the logit of its being broken, and the network's
    answers. Prints how often sentences of each tenth of the probabilities are."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    answers = judged_all(graph, [row["text"] for row in held])
    told = [i for i, row in enumerate(held) if row["label"] >= 0]
    y = np.array([row["label"] > 0.5 for row in held], int)
    x = np.array([features(a.whole, a.words)[:3] for a in answers])
    x, y = x[told], y[told]
    half = np.arange(len(y)) % 2 == 0
    model = LogisticRegression(C=100).fit(x[half], y[half])
    p = model.predict_proba(x[~half])[:, 1]
    for low in np.arange(0, 1, 0.1):
        bin_ = (p >= low) & (p < low + 0.1)
        if bin_.any():
            print(f"  {low:.1f}-{low + 0.1:.1f}: {bin_.sum():5} sentences, {y[~half][bin_].mean():.2f} broken")
    model = LogisticRegression(C=100).fit(x, y)
    return [float(c) for c in (*model.coef_[0], model.intercept_[0])], answers


def thresholds(proses: list[Prose], judged: list[list[SentenceNoise]]) -> dict[str, dict[str, float]]:
    """The least probabilities of warnings and notes of each rule."""
    found: dict[str, list[float]] = {rule: [] for rule in RATES}
    words = sum(len(prose.words) for prose in proses)
    for prose, noise in zip(proses, judged, strict=True):
        found["broken-sentence"] += [d.probability for d in garbled(prose, noise, FLOOR)]
        found["out-of-place-word"] += [d.probability for d in out_of_place(prose, noise, FLOOR)]
    print(f"{len(proses)} articles, {words} words")
    chosen = {}
    for rule, rate in RATES.items():
        worst = max(found[rule])
        highest = math.log(worst / (1 - worst)) + MARGIN
        chosen[rule] = {
            "note": at_rate(found[rule], rate, words) or FLOOR,
            "warning": round(_probability(highest), 5) if rule == "broken-sentence" else 1.0,
            "warning_by_model": SURE[rule],
            "warning_by_signs": SURE_WITH_SIGNS[rule],
        }
    return chosen


def least_of_unknown(proses: list[Prose], judged: list[list[SentenceNoise]]) -> float:
    """The least probability of a word that English does not have."""
    found = [d.probability for p, n in zip(proses, judged, strict=True) for d in unknown_words(p, n, FLOOR)]
    return max(UNKNOWN, at_rate(found, OFTEN, sum(len(prose.words) for prose in proses)))


def at_rate(found: list[float], rate: float, words: int) -> float:
    """The value that so many in 1,000 words exceed; 0.0 where there are not as many values."""
    at = round(rate * words / 1000)
    return round(sorted(found, reverse=True)[at], 5) if at < len(found) else 0.0


class Trying:
    """The model as it tries out changed sentences."""

    def __init__(self, graph: NoiseGraph, blend: list[float]) -> None:
        self._graph, self._blend = graph, blend

    def try_out(self, sentences: Sequence[str]) -> list[SentenceNoise]:
        return of_sentences(judged_all(self._graph, list(sentences)), self._blend)


def slip_thresholds(model: Trying, proses: list[Prose], judged: list[list[SentenceNoise]]) -> dict[str, float]:
    """The least scores of slips, of each kind."""
    found: dict[str, list[float]] = {kind: [] for kind in SLIPS}
    for prose, noise in zip(proses, judged, strict=True):
        for slip in (*slips(prose, noise, model), *repairs(prose, noise, model), *gaps(prose, noise, model)):
            found[slip.kind].append(slip.score)
    words = sum(len(prose.words) for prose in proses)
    return {kind: max(least, at_rate(found[kind], OFTEN, words)) for kind, least in SLIPS.items()}


def article_curve(
    proses: list[Prose], judged: list[list[SentenceNoise]], broken: list[list[tuple[int, float]]]
) -> dict[str, float]:
    """Where an article's mean stands even between sound and broken, and over what width that turns: a steady part, and
    a part that shrinks with the number of sentences; `typical` is the mean of sound ones. `broken` holds for each way
    of being so the words and probabilities of sentences; an article is broken in one way."""
    from sklearn.linear_model import LogisticRegression

    draw = random.Random(1)
    sound = [
        [(max(1, prose[s].count(" ") + 1), n.probability) for s, n in zip(prose.sentences, noise, strict=True)]
        for prose, noise in zip(proses, judged, strict=True)
    ]
    evens, widths = [], []
    for size in SIZES:
        clean = []
        for sentences in sound:
            if len(sentences) >= size:
                at = draw.randrange(len(sentences) - size + 1)
                clean.append(_mean(sentences[at : at + size]))
        bad = [_mean(draw.sample(of, min(size, len(of)))) for of in broken for _ in range(len(clean) // len(broken))]
        x = np.array(clean + bad)[:, None]
        y = np.array([0] * len(clean) + [1] * len(bad))
        model = LogisticRegression(C=100, class_weight="balanced").fit(x, y)
        evens.append(-model.intercept_[0] / model.coef_[0][0])
        widths.append(1 / model.coef_[0][0])
        print(f"  {size:3} sentences: even at {evens[-1]:.3f}, width {widths[-1]:.4f}")
    single, steady = np.polyfit([1 / size for size in SIZES], widths, 1)
    typical = float(np.median([_mean(sentences) for sentences in sound if sentences]))
    curve = {"typical": typical, "even": np.mean(evens), "width": max(steady, 0.01), "width_of_a_sentence": single}
    return {name: round(float(value), 4) for name, value in curve.items()}


def _mean(sentences: list[tuple[int, float]]) -> float:
    return sum(w * p for w, p in sentences) / sum(w for w, _ in sentences)


def _probability(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


if __name__ == "__main__":
    main()

"""The five real articles: what the present tiers must find in them, and what they must leave alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from checker.article import Article
from checker.engine import Engine, Outcome
from checker.finding import Finding
from checker.readers.reading import read_paths
from checker.settings import Settings

SEEDS = Path(__file__).parents[1] / "seeds"
EXPECTED: list[dict[str, Any]] = tomllib.loads((SEEDS / "expected.toml").read_text("utf-8"))["article"]
LEFT_ALONE = [
    "Witkoff", "Zarubin", "Ushakov", "Peskov", "Stefanishyna", "Kellogg", "Bessent", "Dmitriev", "Fogel", "Macron",
    "They are very big. …", "capital-intensive investments, capital-intensive projects",
    "That’s what I do. I do deals. My whole life is deals",
]  # fmt: skip


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    engine = Engine(Settings())
    articles = [a for a in read_paths([str(SEEDS)]) if isinstance(a, Article)]
    return {Path(a.origin.path).name: engine.check(a) for a in articles}


def hits(outcome: Outcome, fault: dict[str, Any]) -> list[Finding]:
    """The findings of the expected rule on a marked place; consistency may be `info`, all others are loud."""
    start = outcome.article.text.index(fault["text"])
    end = start + len(fault["text"])
    return [
        f
        for f in outcome.findings
        if f.rule == fault.get("rule", f.rule)
        and f.start < end
        and start < f.end
        and (f.severity.loud or f.category == "consistency")
    ]


def test_all_33_places_are_marked() -> None:
    assert sum(len(article["fault"]) for article in EXPECTED) == 33


def test_what_the_present_tiers_are_to_see_is_found(outcomes: dict[str, Outcome]) -> None:
    for article in EXPECTED:
        for fault in article["fault"]:
            wanted = fault["tier"] == "local" and not fault.get("open", False)
            assert bool(hits(outcomes[article["file"]], fault)) == wanted, fault["text"]


def test_at_most_two_other_places_are_loud(outcomes: dict[str, Outcome]) -> None:
    others = []
    for article in EXPECTED:
        outcome = outcomes[article["file"]]
        marked = {f for fault in article["fault"] for f in hits(outcome, fault)}
        others += [f for f in outcome.findings if f.severity.loud and f not in marked]
    assert len(others) <= 2, others


@pytest.mark.parametrize("passage", LEFT_ALONE)
def test_a_right_name_and_a_rhetorical_repetition_are_left_alone(outcomes: dict[str, Outcome], passage: str) -> None:
    seen = False
    for outcome in outcomes.values():
        at = outcome.article.text.find(passage)
        while at >= 0:
            seen = True
            end = at + len(passage)
            on_it = [f for f in outcome.findings if f.start < end and at < f.end and f.length < 2 * len(passage)]
            assert on_it == []
            at = outcome.article.text.find(passage, at + 1)
    assert seen

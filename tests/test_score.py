"""Scores: what findings and the noise model take from an article."""

from __future__ import annotations

import math
import re

import pytest

from checker.article import Article
from checker.finding import Finding, Severity
from checker.score import formula, score
from checker.services.noise import ArticleNoise

BRIEF = Article("brief", "The boat came in at nine and left at ten. " * 12)
LONG = Article("long", BRIEF.text * 10)


def found(rule: str, severity: Severity = Severity.WARNING, category: str = "typos") -> Finding:
    return Finding(rule, category, severity, 0, 3, "It is wrong.")


def test_nothing_found_is_an_a() -> None:
    assert score(BRIEF, []).grade == score(Article("none", ""), []).grade == "A"
    assert score(BRIEF, []).quality == 100
    assert score(BRIEF, []).noise == 0


def test_one_slip_in_a_brief_is_no_ruin() -> None:
    assert score(BRIEF, [found("one")]).grade == "B"
    assert score(BRIEF, [found("one"), found("two", Severity.INFO)]).grade == "B"
    assert score(BRIEF, [found("one"), found("two")]).grade == "C"
    assert score(BRIEF, [found(name) for name in ("one", "two", "three")]).grade == "D"
    assert score(LONG, [found("one")]).grade == "A"


def test_a_second_fault_of_a_kind_counts_for_less_than_one_of_another_kind() -> None:
    one, same, other = (score(LONG, [found("one"), *more]).quality for more in ([], [found("one")], [found("two")]))
    assert one > same > other


def test_notes_and_matters_of_polish_weigh_little() -> None:
    warning, note = score(LONG, [found("one")]).quality, score(LONG, [found("one", Severity.INFO)]).quality
    polish = score(LONG, [found("one", category="readability")]).quality
    assert warning < polish < 100
    assert warning < note < 100
    assert score(LONG, [found("one", Severity.ERROR)]).quality < warning


def test_only_some_categories_are_noise() -> None:
    assert score(BRIEF, [found("one")]).noise == 0
    assert score(BRIEF, [found("one", category="noise")]).noise > 0


def test_an_article_that_the_model_calls_broken_cannot_be_fair() -> None:
    scores = score(LONG, [], None, ArticleNoise(0.9, 0.6))
    assert (scores.quality, scores.grade, scores.noise) == (40, "E", 0.9)
    assert score(LONG, [found("one", category="noise")], None, ArticleNoise(0.9, 0.6)).noise > 0.9


def test_the_formula_tells_the_numbers_that_are_used() -> None:
    said = " ".join(formula())
    scale, words, warning = (
        float(number)
        for pattern in (r"exp\(-w / ([\d.]+)\)", r"fewer than (\d+) words", r"a warning ([\d.]+)")
        for number in re.findall(pattern, said)
    )
    assert len(BRIEF.body.words) < words
    assert score(BRIEF, [found("one")]).quality == pytest.approx(
        100 * math.exp(-1000 * warning / words / scale), abs=0.06
    )
    assert "A from 90, B from 80, C from 65, D from 50, E from 30, F from 0" in said

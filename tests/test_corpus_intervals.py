"""Intervals of shares and means, against the figures of the papers that they come from."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.corpus.comparison import _Counts, _sources
from reports.corpus.intervals import (
    Sample,
    discovered,
    level_for,
    newcombe,
    newcombe_probability,
    welch,
    welch_probability,
    wilson,
)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
)
def test_the_interval_of_a_share_is_that_of_the_literature(part: int, whole: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3."""
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("new", "old", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0000),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 10), -0.2775, 0.2775),
    ],
)
def test_the_interval_of_a_difference_of_shares_is_that_of_the_literature(
    new: tuple[int, int], old: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe, Statistics in Medicine 17 (1998), 873–890, table II, method 10."""
    assert newcombe(old, new) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_of_a_difference_of_means_widens_with_few_articles() -> None:
    # Six and six numbers with variance 3.5 each: standard error 1.0801, 10 degrees of freedom, deviate 2.2281.
    six = Sample(6, 21, 91)
    reach = 2.2281 * (2 * 3.5 / 6) ** 0.5
    assert welch(six, Sample(6, 27, 139)) == pytest.approx((1 - reach, 1 + reach), abs=1e-3)
    two = Sample(2, 3, 5)  # 1 and 2: 2 degrees of freedom, deviate 4.3027
    assert welch(two, two) == pytest.approx((-4.3027 * 0.5**0.5, 4.3027 * 0.5**0.5), abs=1e-3)
    assert welch(Sample(1, 3, 9), two).holds_zero
    assert welch(Sample(0, 0, 0), two).holds_zero


def test_the_rate_of_false_discoveries_is_held_as_in_the_literature() -> None:
    """Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995), their example: four of fifteen."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1,
    ]
    assert discovered(p) == 4
    assert discovered(p[::-1]) == 4
    assert discovered([]) == 0
    assert level_for(4, 15) == pytest.approx(1 - 4 * 0.05 / 15)


_COUNTS = st.integers(1, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_COUNTS, _COUNTS), min_size=1, max_size=8))
def test_an_interval_leaves_out_zero_where_the_change_is_discovered_and_nowhere_else(
    pairs: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    probabilities = [newcombe_probability(old, new) for old, new in pairs]
    number = discovered(probabilities)
    level = level_for(number, len(pairs))
    outside = [not newcombe(old, new, level).holds_zero for old, new in pairs]
    limit = sorted(probabilities)[number - 1] if number else -1.0
    assert outside == [p <= limit for p in probabilities]


_SAMPLES = st.lists(st.integers(0, 1000), min_size=2, max_size=30).map(
    lambda numbers: Sample(len(numbers), sum(numbers), sum(n * n for n in numbers))
)


@settings(max_examples=60, deadline=None)
@given(_SAMPLES, _SAMPLES)
def test_a_mean_s_interval_and_its_probability_agree(old: Sample, new: Sample) -> None:
    probability = welch_probability(old, new)
    assert 0 <= probability <= 1
    for level in (0.5, 0.95, 0.999):
        if abs(probability - (1 - level)) > 1e-6:
            assert welch(old, new, level).holds_zero == (probability > 1 - level)


def test_sources_that_did_not_change_are_seldom_said_to_have_changed() -> None:
    rng = random.Random(5)

    def drawn(articles: int, poor: float) -> _Counts:
        qualities = [rng.uniform(0, 65) if rng.random() < poor else rng.uniform(65, 100) for _ in range(articles)]
        squares = sum(q * q for q in qualities)
        return _Counts(articles, sum(q < 65 for q in qualities), Sample(articles, sum(qualities), squares))

    wrong = 0
    for _ in range(60):
        sizes = [(f"s{i}", rng.choice((5, 20, 100)), rng.choice((5, 20, 100)), rng.random() * 0.4) for i in range(10)]
        _, found = _sources([(name, drawn(old, poor), drawn(new, poor)) for name, old, new, poor in sizes])
        wrong += any(standing.verdict for standing in found)
    assert wrong <= 8  # of 60: with a rate of one in twenty, nine or more have a chance below one in 300

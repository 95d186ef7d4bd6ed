"""How sure a share, a mean or a difference of two is, for samples of any size."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from statistics import NormalDist

_LARGEST_DEVIATE = 40.0  # beyond it a probability is zero in a double


class Interval(NamedTuple):
    """From `low` to `high`."""

    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        return self.low <= 0.0 <= self.high


def wilson(part: int, whole: int, level: float = 0.95) -> Interval:
    """The score interval of a share, from 0 to 1 (Wilson 1927); of nothing it is the whole range."""
    return _wilson(part, whole, _deviate(level))


def newcombe(old: tuple[int, int], new: tuple[int, int], level: float = 0.95) -> Interval:
    """The interval of the difference new minus old of two shares, each (part, whole), by Newcombe's hybrid of their
    score intervals (Newcombe 1998, method 10): right for small samples and for shares of 0 and 1."""
    return _newcombe(old, new, _deviate(level))


def newcombe_probability(old: tuple[int, int], new: tuple[int, int]) -> float:
    """The two-sided p-value that belongs to `newcombe`: 1 minus the highest level whose interval leaves out 0."""
    if _newcombe(old, new, 0.0).holds_zero:
        return 1.0
    deviate = _last(lambda z: not _newcombe(old, new, z).holds_zero, 0.0, _LARGEST_DEVIATE)
    return 2 * _normal().cdf(-deviate)


class Sample(NamedTuple):
    """What a mean's interval needs of numbers: how many (`size`), their sum, the sum of their squares."""

    size: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        return self.total / self.size if self.size else math.nan

    @property
    def error(self) -> float:
        """The squared standard error of the mean."""
        if self.size < 2:
            return math.inf
        return max(0.0, self.squares - self.total * self.total / self.size) / (self.size - 1) / self.size


def welch(old: Sample, new: Sample, level: float = 0.95) -> Interval:
    """The interval of the difference new minus old of two means whose variances differ (Welch 1947)."""
    difference, error, freedom = _difference(old, new)
    if not math.isfinite(error):
        return Interval(-math.inf, math.inf)
    if error == 0:
        return Interval(difference, difference)
    reach = error * _last(lambda t: 2 * _student_tail(t, freedom) > 1 - level, 0.0, 1e6)
    return Interval(difference - reach, difference + reach)


def welch_probability(old: Sample, new: Sample) -> float:
    """The two-sided p-value that belongs to `welch`."""
    difference, error, freedom = _difference(old, new)
    if not math.isfinite(error) or difference == 0:
        return 1.0
    return 2 * _student_tail(abs(difference) / error, freedom) if error else 0.0


def discovered(probabilities: Sequence[float], rate: float = 0.05) -> int:
    """How many of the hypotheses, from the least p-value on, are rejected so that of the rejected ones the expected
    share of false ones is at most `rate` (Benjamini and Hochberg 1995)."""
    count = len(probabilities)
    ordered = enumerate(sorted(probabilities), 1)
    return max((i for i, p in ordered if p <= i * rate / count), default=0)


def level_for(discoveries: int, count: int, rate: float = 0.05) -> float:
    """The level of intervals that leave out zero for those discovered and for no other (Benjamini and Yekutieli 2005:
    of the intervals of the discoveries, the expected share that miss the truth is at most `rate`)."""
    return 1 - max(discoveries, 1) * rate / max(count, 1)


def _deviate(level: float) -> float:
    return _normal().inv_cdf((1 + level) / 2)


@cache
def _normal() -> NormalDist:
    from statistics import NormalDist

    return NormalDist()


def _wilson(part: int, whole: int, z: float) -> Interval:
    if not whole:
        return Interval(0.0, 1.0)
    share, weight = part / whole, z * z / whole
    middle = share + weight / 2
    reach = z * math.sqrt(share * (1 - share) / whole + weight / (4 * whole))
    low, high = (middle - reach) / (1 + weight), (middle + reach) / (1 + weight)
    return Interval(0.0 if part == 0 else low, 1.0 if part == whole else high)


def _newcombe(old: tuple[int, int], new: tuple[int, int], z: float) -> Interval:
    if not old[1] or not new[1]:
        return Interval(-1.0, 1.0)
    a, b = new[0] / new[1], old[0] / old[1]
    first, second = _wilson(*new, z), _wilson(*old, z)
    below = math.hypot(a - first.low, second.high - b)
    above = math.hypot(first.high - a, b - second.low)
    return Interval(a - b - below, a - b + above)


def _difference(old: Sample, new: Sample) -> tuple[float, float, float]:
    """The difference of the means, its standard error, and the degrees of freedom (Satterthwaite 1946)."""
    total = old.error + new.error
    if not math.isfinite(total) or total == 0:
        return new.mean - old.mean, math.sqrt(total), 1.0
    freedom = total**2 / (old.error**2 / (old.size - 1) + new.error**2 / (new.size - 1))
    return new.mean - old.mean, math.sqrt(total), freedom


def _last(holds: Callable[[float], bool], low: float, high: float) -> float:
    """The end of the range from `low` on over which a predicate holds, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _student_tail(t: float, freedom: float) -> float:
    """P(T > t) for t ≥ 0, T of Student's distribution (Abramowitz and Stegun 26.7.1 through the incomplete beta)."""
    return 0.5 * _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function, by its continued fraction (DLMF 8.17.22)."""
    if x <= 0.0 or x >= 1.0:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _incomplete_beta(b, a, 1.0 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )  # fmt: skip
    tiny = 1e-300
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1) or tiny)
    fraction = d
    for m in range(1, 1000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / (1.0 + term * d or tiny)
            c = 1.0 + term / c or tiny
            fraction *= d * c
        if abs(d * c - 1.0) < 1e-15:
            break
    return front * fraction / a

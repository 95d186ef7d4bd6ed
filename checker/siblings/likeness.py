"""How likely two articles are on one event: a logistic model of four facts."""

from __future__ import annotations

import math
from typing import NamedTuple

from checker.siblings.candidates import Weighed

_RAREST_SHARED = 5


class Facts(NamedTuple):
    """Of two articles: the cosine of their terms, how rare the rarest terms are that both have, how far apart their
    days are (the logarithm of one more than the days), and the cosine of their leads."""

    terms: float
    rarest: float
    days: float
    leads: float = 0.0


class Model(NamedTuple):
    """The weights of a logistic model, one a fact."""

    bias: float
    weights: Facts

    def likelihood(self, facts: Facts) -> float:
        """Between 0 and 1."""
        sum_ = self.bias + sum(weight * fact for weight, fact in zip(self.weights, facts, strict=True))
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, sum_))))


# Fitted by training/sibling_pairs.py.
WITHOUT_LEADS = Model(-8.23, Facts(13.61, 1.00, -1.07, 0.00))
WITH_LEADS = Model(-11.32, Facts(7.15, 1.07, -1.14, 7.26))


def compare(one: Weighed, other: Weighed, days: int) -> Facts:
    """The facts of two articles that are `days` apart, but for their leads."""
    if len(one.weights) > len(other.weights):
        one, other = other, one
    shared = [term for term in one.weights if term in other.weights]
    cosine = sum(one.weights[term] * other.weights[term] for term in shared)
    rarest = sorted((one.rarity[term] for term in shared), reverse=True)[:_RAREST_SHARED]
    return Facts(cosine, sum(rarest) / _RAREST_SHARED, math.log1p(days))

"""Which articles of a set are on the same event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from checker.siblings.candidates import WINDOW_DAYS, Terms, Weighed
from checker.siblings.likeness import WITH_LEADS, WITHOUT_LEADS, Facts, compare
from checker.siblings.linkage import linked
from checker.siblings.traits import Traits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

CANDIDATES = 10
"""So many of an article's nearest by terms are compared."""
WORTH_READING = 0.03
"""Where terms and days make it less likely than this, the leads are not read."""
ALL_PAIRS = 40
"""In larger groups only the pairs that were compared have a score."""
MOST_SIBLINGS = 20
"""An article is judged beside so many others at most, the likeliest; ..."""
LIKELY = 0.5
"""... and by those alone that are more likely on its event than not."""
_UNDATED_DAYS = 3


class Sibling(NamedTuple):
    """Another article on the event, and how likely it is that it is one, between 0 and 1."""

    id: str
    score: float


class Place(NamedTuple):
    """Where an article belongs: `cluster` is the id of the earliest article on its event, None where it is alone."""

    cluster: str | None
    siblings: tuple[Sibling, ...]


def group(traits: Sequence[Traits], encode: Encode) -> list[Place]:
    """The place of each article, in the order of `traits`.

    Texts that are the same but for white space count as one article, and are each other's siblings. The groups do not
    hang on the order of the articles. Nearly linear in their number; `encode` is asked for the leads of those articles
    alone that share rare terms with others.
    """
    copies: dict[bytes, list[int]] = {}
    for at, one in enumerate(traits):
        copies.setdefault(one.digest if one.lead else b"%d" % at, []).append(at)
    for same in copies.values():
        same.sort(key=lambda at: _age(traits[at]))
    articles = [copies[key] for key in sorted(copies)]
    first = [traits[same[0]] for same in articles]
    pairs = Pairs(first, encode)
    links = pairs.links()
    places: list[Place] = [Place(None, ())] * len(traits)
    for members in linked([one.day for one in first], links, WINDOW_DAYS):
        everyone = [(at, which) for which in members for at in articles[which]]
        if len(everyone) < 2:
            continue
        if len(members) <= ALL_PAIRS:
            pairs.add((i, j) for i in members for j in members if i < j)
        cluster = traits[min((at for at, _ in everyone), key=lambda at: _age(traits[at]))].id
        for at, which in everyone:
            near = [
                Sibling(traits[other].id, round(pairs.likelihood(which, its), 3))
                for other, its in everyone
                if other != at and pairs.known(which, its)
            ]
            places[at] = Place(cluster, tuple(sorted(near, key=lambda s: (-s.score, s.id))))
    return places


class Pairs:
    """Pairs of articles, each compared once."""

    def __init__(self, traits: Sequence[Traits], encode: Encode) -> None:
        self._traits = traits
        self._terms = Terms(traits)
        self._encode = encode
        self._likelihoods: dict[tuple[int, int], float] = {}

    def links(self) -> dict[tuple[int, int], float]:
        """Every pair of articles that share rare terms within days, with its likelihood."""
        near = set()
        for i, one in enumerate(self._traits):
            for j in self._terms.near(self._terms.weighed[i], one.day, CANDIDATES, but=i):
                near.add((min(i, j), max(i, j)))
        self.add(sorted(near), least=WORTH_READING)
        return self._likelihoods

    def add(self, pairs: Iterable[tuple[int, int]], least: float = 0.0) -> None:
        """Compares more pairs; leaves those out that look less likely than `least` before the leads are read."""
        read = []
        for i, j in pairs:
            if (i, j) not in self._likelihoods:
                days = days_apart(self._traits[i], self._traits[j])
                facts = compare(self._terms.weighed[i], self._terms.weighed[j], days)
                if WITHOUT_LEADS.likelihood(facts) >= least:
                    read.append((i, j, facts))
        leads = Leads([self._traits[at].lead for i, j, _ in read for at in (i, j)], self._encode)
        for i, j, facts in read:
            leads_alike = leads.cosine(self._traits[i].lead, self._traits[j].lead)
            self._likelihoods[i, j] = WITH_LEADS.likelihood(facts._replace(leads=leads_alike))

    def known(self, i: int, j: int) -> bool:
        """Whether a pair was compared; an article is known to be like its copies."""
        return i == j or (min(i, j), max(i, j)) in self._likelihoods

    def likelihood(self, i: int, j: int) -> float:
        """Of a known pair."""
        return 1.0 if i == j else self._likelihoods[min(i, j), max(i, j)]


class Leads:
    """The vectors of leads."""

    def __init__(self, leads: Iterable[str], encode: Encode) -> None:
        distinct = sorted(set(leads))
        self._row = {lead: row for row, lead in enumerate(distinct)}
        self._vectors = encode(distinct) if distinct else None

    def cosine(self, one: str, other: str) -> float:
        """Of the angle between two of them."""
        if self._vectors is None:
            return 0.0
        return float(self._vectors[self._row[one]] @ self._vectors[self._row[other]])


class Finder:
    """Finds, in a set of articles, those on the event of another one."""

    def __init__(self, traits: Sequence[Traits], encode: Encode) -> None:
        self._traits = traits
        self._terms = Terms(traits)
        self._encode = encode

    def siblings(self, article: Traits, *, among: bool) -> list[tuple[int, float]]:
        """The articles on the event of one, by their place in the set, and how likely each is; the likeliest first.
        `among` says whether the article itself is in the set."""
        new = frozenset(() if among else article.terms)
        weighed = self._terms.weigh(article, new)
        near = self._terms.near(weighed, article.day, 2 * MOST_SIBLINGS)
        facts = [(i, self._facts(weighed, article, i, new)) for i in near]
        facts = [(i, known) for i, known in facts if WITHOUT_LEADS.likelihood(known) >= WORTH_READING]
        leads = Leads([article.lead, *(self._traits[i].lead for i, _ in facts)] if facts else (), self._encode)
        likely = []
        for i, known in facts:
            alike = leads.cosine(article.lead, self._traits[i].lead)
            likelihood = WITH_LEADS.likelihood(known._replace(leads=alike))
            if likelihood >= LIKELY:
                likely.append((i, likelihood))
        return sorted(likely, key=lambda each: (-each[1], self._traits[each[0]].id))[:MOST_SIBLINGS]

    def _facts(self, weighed: Weighed, article: Traits, i: int, new: frozenset[str]) -> Facts:
        other = self._terms.weigh(self._traits[i], new) if new else self._terms.weighed[i]
        return compare(weighed, other, days_apart(article, self._traits[i]))


def days_apart(one: Traits, other: Traits) -> int:
    """Between the dates of two articles. One without a date beside one with a date may be of any year, and counts as
    some days apart; where both have none, the corpus gives no dates, and none is a reason for doubt."""
    return days_between(one.day, other.day)


def days_between(one: int, other: int) -> int:
    """As `days_apart`, of two days as articles have them: 0 where there is none."""
    if one and other:
        return abs(one - other)
    return _UNDATED_DAYS if one or other else 0


def _age(traits: Traits) -> tuple[bool, int, str]:
    return (not traits.day, traits.day, traits.id)

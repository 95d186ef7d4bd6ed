"""An article and its siblings side by side: each sentence with what stands in its place elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from checker.annotations.prose import Span
from checker.article import Article

if TYPE_CHECKING:
    from checker.services.services import Services
    from checker.siblings.differences import Difference


class Beside(NamedTuple):
    """What a sibling has for a sentence: a span of its text, how near it is (the cosine of the sentences' vectors), and
    where the two say something else, as spans of either text and as pairs with what differs."""

    sibling: Article
    start: int
    end: int
    score: float
    ours: tuple[Span, ...]
    theirs: tuple[Span, ...]
    differences: tuple[Difference, ...] = ()


class Row(NamedTuple):
    """A sentence of the article (or several that stand for one) and what the siblings have in its place."""

    start: int
    end: int
    beside: tuple[Beside, ...]


class Comparison(NamedTuple):
    """The rows in the order of the article, and the sentences of each sibling that the article has nothing for, by the
    sibling's place among `siblings`. `sentences` is how many the article has, `matched` how many of them have something
    beside them."""

    article: Article
    siblings: tuple[Article, ...]
    rows: tuple[Row, ...]
    alone: tuple[tuple[Span, ...], ...]
    sentences: int
    matched: int

    def line(self) -> str:
        """The last line: how much of the article stands elsewhere."""
        if not self.sentences:
            return "The article has no sentences."
        told = "sentence has" if self.sentences == 1 else "sentences have"
        return f"{self.matched:,} of {self.sentences:,} {told} a counterpart."


def compare(article: Article, siblings: tuple[Article, ...], services: Services) -> Comparison:
    """The article beside its siblings.

    Raises:
        ServiceUnavailableError: the sentence encoder cannot be had.
    """
    from checker.rule import Context
    from checker.siblings.aligned import aligned

    lined_up = aligned(article, Context(siblings=siblings, services=services))
    beside: dict[tuple[int, int], list[Beside]] = {}
    used: dict[int, set[int]] = {}
    for counterpart, differences in lined_up.differences:
        ours = tuple(Span(d.start, d.end) for d in differences if d.end > d.start)
        theirs = tuple(Span(d.other_start, d.other_end) for d in differences if d.other_end > d.other_start)
        other = counterpart.sibling
        entry = Beside(other, counterpart.start, counterpart.end, counterpart.score, ours, theirs, tuple(differences))
        beside.setdefault((counterpart.first, counterpart.last), []).append(entry)
        used.setdefault(id(other), set()).update(range(counterpart.other_first, counterpart.other_last))
    rows = []
    sentences = article.body.sentences
    covered = {i for first, last in beside for i in range(first, last)}
    groups = sorted([*beside, *((i, i + 1) for i in range(len(sentences)) if i not in covered)])
    for first, last in groups:
        found = sorted(beside.get((first, last), ()), key=lambda b: -b.score)
        rows.append(Row(sentences[first].start, sentences[last - 1].end, tuple(found)))
    alone = tuple(
        tuple(s for i, s in enumerate(sibling.body.sentences) if i not in used.get(id(sibling), ()))
        for sibling in siblings
    )
    return Comparison(article, siblings, tuple(rows), alone, len(sentences), len(covered))

"""What the siblings together say of a word that differs: how many have another one, and how many have the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from checker.finding import Evidence, Severity
from checker.siblings.agreement import agree
from checker.siblings.aligned import Aligned, Counterpart
from checker.siblings.numbers import numbers_of

if TYPE_CHECKING:
    from checker.article import Article
    from checker.siblings.differences import Difference, Kind

_MOST_EVIDENCE = 3
_LONGEST_QUOTED = 80


class Verdict(NamedTuple):
    """A place of the article where siblings have something else: `other` is what the nearest one has, `name` what to
    call that one, `against` and `agreeing` how many siblings have another and the same."""

    start: int
    end: int
    text: str
    other: str
    name: str
    against: int
    agreeing: int
    firm: bool
    evidence: tuple[Evidence, ...]

    @property
    def severity(self) -> Severity | None:
        """`info` where as many siblings agree with the article as do not, or where the sentences may not say the same,
        else that of the rule."""
        return None if self.firm and self.agreeing < self.against else Severity.INFO

    @property
    def others(self) -> str:
        """The siblings that have something else, as the subject of a sentence."""
        return self.name if self.against == 1 else f"{self.name} and {_count(self.against - 1)}"


def _count(number: int) -> str:
    return "another article on the event" if number == 1 else f"{number} other articles on the event"


def called(sibling: Article) -> str:
    """What to call a sibling in a message."""
    return sibling.source or f"“{sibling.id}”"


def shortened(text: str) -> str:
    """A passage as a message quotes it."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 1].rstrip() + "…"


def quoted(counterpart: Counterpart, why: str) -> Evidence:
    """The sibling's sentences as evidence."""
    c = counterpart
    return Evidence(c.sibling.id, c.start, c.end, c.text, why)


def verdicts(aligned: Aligned, kind: Kind) -> Iterator[Verdict]:
    """The differences of one kind, one for each place of the article, in the order of its text."""
    places: defaultdict[tuple[int, int], list[tuple[Counterpart, Difference]]] = defaultdict(list)
    for counterpart, found in (*aligned.differences, *aligned.told_otherwise):
        for difference in found:
            if difference.kind == kind:
                places[difference.start, difference.end].append((counterpart, difference))
    for start, end in sorted(places):
        against = sorted(places[start, end], key=lambda pair: -pair[0].score)
        best, difference = against[0]
        opposed = {c.sibling.id for c, _ in against}
        agreeing = {
            c.sibling.id
            for c in aligned.of_sentence(best.first)
            if c.sibling.id not in opposed and _has(aligned.article, start, end, c, kind)
        }
        other = best.sibling.text[difference.other_start : difference.other_end]
        evidence = []
        for c, d in against[:_MOST_EVIDENCE]:
            words = shortened(c.sibling.text[d.other_start : d.other_end])
            evidence.append(
                quoted(c, f"{called(c.sibling)} has “{words}”" if words else f"{called(c.sibling)} {_without(kind)}")
            )
        name = called(best.sibling)
        firm = any(d.firm for _, d in against)
        text = aligned.article.text[start:end]
        yield Verdict(start, end, text, shortened(other), name, len(opposed), len(agreeing), firm, tuple(evidence))


def _without(kind: Kind) -> str:
    """What a sibling does where nothing stands in the place of the article's words."""
    return "says so" if kind == "negation" else "tells the rest of the sentence"


def _has(article: Article, start: int, end: int, counterpart: Counterpart, kind: Kind) -> bool:
    """Whether a sibling's sentences have the words of a place, or its number."""
    there = counterpart.sibling.body
    if kind == "quantity":
        ours = [n for n in numbers_of(article.body) if n.start < end and start < n.end]
        theirs = [n for n in numbers_of(there) if counterpart.start <= n.start < counterpart.end]
        return any(agree(n, m) for n in ours for m in theirs)
    words = {w.lower() for w in article.text[start:end].split() if len(w) > 2}
    said = counterpart.text.lower()
    return kind in ("name", "opposite") and bool(words) and all(w in said for w in words)

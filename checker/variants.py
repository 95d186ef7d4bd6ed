"""Two forms of one thing in one article: which is the rarer, and what shows it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from checker.annotations.prose import Prose, Span
from checker.article import Article
from checker.finding import Evidence

_MOST_EVIDENCE = 3


class Mixture(NamedTuple):
    """Two forms in one article: `rare` stands first at `start` to `end`, the `evidence` shows the `common` one."""

    start: int
    end: int
    rare: str
    common: str
    message: str
    evidence: list[Evidence]


def own_words(prose: Prose, spans: Iterable[Span]) -> list[Span]:
    """Those of some spans, in the order of the text, that are the article's own words: outside all quotations."""
    quotations = [q for q in prose.quotations if q.depth == 0]
    starts = [q.start for q in quotations]
    own = []
    for span in sorted(spans):
        place = bisect_right(starts, span.start) - 1
        if place < 0 or quotations[place].end <= span.start:
            own.append(span)
    return own


def find_mixture(article: Article, forms: dict[str, list[Span]]) -> Mixture | None:
    """The rarest and the most frequent of some forms, or None where fewer than two are used.

    `forms` maps each form, as the message names it, to its places in the body, in the order of the text; of two
    equally frequent ones the form that comes first counts as the common one.
    """
    used = {form: places for form, places in forms.items() if places}
    if len(used) < 2:
        return None
    ranked = sorted(used, key=lambda form: (-len(used[form]), used[form][0].start))
    common, rare = ranked[0], ranked[-1]
    start, end = used[rare][0]
    message = (
        f"The article writes “{rare}” ({_times(len(used[rare]))}) as well as “{common}” ({_times(len(used[common]))})."
    )
    evidence = [
        Evidence(article.id, at, until, article.text[at:until], "the form that the article has elsewhere")
        for at, until in used[common][:_MOST_EVIDENCE]
    ]
    return Mixture(start, end, rare, common, message, evidence)


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"

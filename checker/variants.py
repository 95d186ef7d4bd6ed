"""Two forms of one thing in one article: which is the rarer, and what shows it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from checker.annotations.prose import Prose, Span
from checker.article import Article
from checker.finding import Evidence, Finding
from checker.rule import Rule

_MOST_EVIDENCE = 3
_ENDED = re.compile(r"[.?!:;,…][\"”’')\]]*\Z")
_LABELLED = re.compile(r"[A-Z][\w’' ]{1,30}:(?=[A-Z])|(?:[A-Z]+ )*[A-Z]{4,}: ")
# The name of a reader's account: a post, quoted as it stands.
_POSTED = re.compile(r"\(@\w+\)|pic\.twitter\.com/")
# Headlines of other stories that a page put into a sentence, up to the button behind them.
_MORE = re.compile(r"\bMORE\b(?=\W)")
_LONGEST_ROW = 500


class Mixture(NamedTuple):
    """Two forms in one article: `rare` stands first at `start` to `end`, the `evidence` shows the `common` one, which
    is the article's choice where it `prevails`: it stands twice or more, and more often."""

    start: int
    end: int
    rare: str
    common: str
    prevails: bool
    message: str
    evidence: list[Evidence]

    def finding(self, rule: Rule, prose: Prose, replace: str | None) -> Finding:
        """The finding of a rule on the rarer form."""
        return rule.finding(prose, self.start, self.end, self.message, replace=replace, evidence=self.evidence)


def own_words(prose: Prose, spans: Iterable[Span]) -> list[Span]:
    """Those of some spans, in the order of the text, that are the article's own words: outside all quotations, posts,
    headlines and lines that do not end as prose does."""
    quotations = [q for q in prose.quotations if q.depth == 0]
    starts = [q.start for q in quotations]
    own = []
    for span in sorted(spans):
        place = bisect_right(starts, span.start) - 1
        if (place < 0 or quotations[place].end <= span.start) and _in_prose(prose, span):
            own.append(span)
    return own


def _in_prose(prose: Prose, span: Span) -> bool:
    """Whether a span stands in a paragraph of prose, the only one or one that ends with a mark, and in no post or row
    of headlines there."""
    text, paragraphs = prose.text, prose.paragraphs
    number = bisect_right(paragraphs, Span(span.start, len(text) + 1)) - 1
    start, end = paragraphs[number] if number >= 0 else (0, len(text))
    if len(paragraphs) > 1 and not _ENDED.search(text, max(start, end - 4), end):
        return False
    if _LABELLED.match(text, start, min(end, start + 80)) or _POSTED.search(text, span.end, min(end, span.end + 400)):
        return False
    return not _MORE.search(text, span.end, min(end, span.end + _LONGEST_ROW))


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
    prevails = len(used[common]) > max(1, len(used[rare]))
    return Mixture(start, end, rare, common, prevails, message, evidence)


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"

"""Lines that several articles of a run share: what repeats from article to article is furniture, not story."""

from __future__ import annotations

from collections.abc import Iterable

from checker.article import Article

# Long lines repeat because a wire story was printed twice; short ones because a page has furniture.
_LONGEST = 300
_ARTICLES = 3
_MOST_LINES = 1_000_000


class Recurring:
    """Counts in how many articles of one source each line stands (articles without a source count as one source).

    Lines are kept as 64-bit hashes. When there are too many, those seen once are forgotten, as in lossy counting
    (Manku and Motwani, 2002): furniture comes back soon, and the memory is bounded whatever the corpus.
    """

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def count(self, articles: Iterable[Article]) -> None:
        """Adds articles."""
        counts = self._counts
        for article in articles:
            for key in set(_keys(article).values()):
                counts[key] = counts.get(key, 0) + 1
        if len(counts) > _MOST_LINES:
            kept = {key: number for key, number in counts.items() if number > 1}
            self._counts = kept if len(kept) < _MOST_LINES // 2 else {}

    def lines(self, article: Article) -> frozenset[str]:
        """The lines of an article that at least three articles of its source have, itself among them."""
        counts = self._counts
        return frozenset(line for line, key in _keys(article).items() if counts.get(key, 0) >= _ARTICLES)


def _keys(article: Article) -> dict[str, int]:
    """The lines of an article, stripped, that are short enough, with the hash of each in its source."""
    source = article.source
    lines = {line.strip() for line in article.text.split("\n") if line and len(line) <= _LONGEST}
    return {line: hash((source, line)) for line in lines if line}

"""The siblings that a run or a configuration names, for each checked article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from checker.article import Article
from checker.readers.unreadable import Unreadable
from checker.services.services import Services, ServiceUnavailableError
from checker.siblings.source import AUTO, SiblingSource, read_siblings


class GivenSiblings:
    """Answers with the siblings of each checked article.

    `unreadable` lists what could not be read of the siblings; `reason` says, once an answer failed, why the encoder
    cannot be had.
    """

    def __init__(self, paths: Sequence[str], exclude: Sequence[str], services: Services) -> None:
        self._auto = AUTO in paths
        others = [path for path in paths if path != AUTO]
        self._articles, self.unreadable = read_siblings(others, exclude) if others else ([], [])
        self._services = services
        self._answer: Callable[[Article], tuple[Article, ...]] | None = None
        self.reason = ""

    def take(self, items: Iterable[Article | Unreadable]) -> Iterator[Article | Unreadable]:
        """The items that are to be checked; with `auto` all are read first, for they are each other's siblings."""
        if not self._auto:
            return iter(items)
        held = list(items)
        self._articles += [item for item in held if isinstance(item, Article)]
        return iter(held)

    def of(self, article: Article) -> tuple[Article, ...]:
        """The other articles on the event of an article; none where the encoder cannot be had."""
        if self.reason:
            return ()
        try:
            if self._answer is None:
                self._answer = SiblingSource(self._articles, self._services).siblings_of
            return self._answer(article)
        except ServiceUnavailableError as error:
            self.reason = str(error)
            return ()

"""Where the siblings of an article come from: those it names, or those on its event among the given ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from checker.printable import printable
from checker.siblings.traits import Traits, traits_of

if TYPE_CHECKING:
    from checker.article import Article
    from checker.readers.unreadable import Note, Unreadable
    from checker.services.services import Services
    from checker.siblings.find import Finder

AUTO = "auto"
"""In the place of a path: the checked articles are each other's siblings."""

# So many articles are told of singly; a corpus that is given as its own siblings would have a line for each.
_TOLD = 5
# Of so few siblings that none is on the event is worth telling: they were meant for this article.
_HANDFUL = 20
# So many characters tell the language of a sibling, of which all annotations would be kept otherwise.
_TELLING = 3_000


def read_siblings(paths: Iterable[str], exclude: Iterable[str] = ()) -> tuple[list[Article], list[Unreadable]]:
    """The articles of files, folders, globs and JSON lines, and what of them could not be read."""
    from checker.article import Article
    from checker.readers.reading import NOTHING, read_paths, tell

    articles: list[Article] = []
    unreadable: list[Unreadable] = []

    def note(line: Note) -> None:
        if not line.message.startswith(NOTHING):  # it will be told that an empty sibling is left out
            tell(line)

    for item in read_paths(paths, exclude, note=note):
        if isinstance(item, Article):
            articles.append(item)
        else:
            unreadable.append(item)
    return articles, unreadable


class SiblingSource:
    """Answers with the siblings of an article, out of a set; made once a run, for one thread.

    Siblings that the article names by id are taken as they are, and nothing is loaded for them. For the others the
    encoder decides what is on the same event; empty articles, copies of the article and articles in another language
    than English are left out, and `services.note` says so.
    """

    def __init__(self, siblings: Sequence[Article], services: Services) -> None:
        self._siblings = siblings
        self._services = services
        self._told = 0

    def siblings_of(self, article: Article) -> tuple[Article, ...]:
        """The other articles on an article's event: in the order in which it names them, else the likeliest first.

        Raises:
            ServiceUnavailableError: the encoder cannot be had.
        """
        if article.siblings is not None:
            return self._named(article, article.siblings)
        from checker.language import foreign

        if not article.text.strip() or foreign(article):
            return ()
        at = self._row.get(id(article))
        traits = self._traits[at] if at is not None else traits_of(article)
        found: dict[bytes, Article] = {}
        for i, _ in self._finder.siblings(traits, among=at is not None):
            sibling, its = self._usable[i], self._traits[i]
            if its.digest != traits.digest:
                found.setdefault(its.digest, sibling)
        self._tell_of_copies(article, traits)
        count = len(self._usable)
        if not found and at is None and 0 < count <= _HANDFUL and traits.digest not in self._copies:
            what = "the one sibling given is not" if count == 1 else f"none of the {count} siblings given is"
            self._tell(f"{article.id}: {what} on its event; `copydesk compare` compares them all the same")
        return tuple(found.values())

    def _named(self, article: Article, ids: Iterable[str]) -> tuple[Article, ...]:
        found = [self._by_id[name] for name in ids if name in self._by_id]
        absent = [name for name in ids if name not in self._by_id]
        if absent:
            self._tell(f"{article.id}: its sibling {absent[0]} is not among the siblings that were given")
        return tuple(found)

    def _tell_of_copies(self, article: Article, traits: Traits) -> None:
        for i in self._copies.get(traits.digest, ()):
            if self._usable[i] is not article:
                what = "is the article itself" if self._usable[i].id == article.id else "is a copy of it"
                self._tell(f"{article.id}: the sibling {self._usable[i].id} {what}; left out")

    def _tell(self, line: str) -> None:
        self._told += 1
        if self._told <= _TOLD:
            self._services.note(printable(line))
        elif self._told == _TOLD + 1:
            self._services.note("more siblings are left out, or are not there")

    @cached_property
    def _by_id(self) -> dict[str, Article]:
        return {sibling.id: sibling for sibling in reversed(self._siblings)}

    @cached_property
    def _usable(self) -> list[Article]:
        """The siblings that can be compared with an article on whose event they are."""
        from checker.article import Article
        from checker.language import foreign, language_name

        usable, empty, strange = [], [], []
        for sibling in self._siblings:
            if not sibling.text.strip():
                empty.append((sibling.id, ""))
            elif tag := foreign(Article("", sibling.text[:_TELLING], language=sibling.language)):
                strange.append((sibling.id, f" ({language_name(tag)})" if language_name(tag) else ""))
            else:
                usable.append(sibling)
        self._tell_all(empty, "is empty", "are empty")
        self._tell_all(strange, "is not in English", "are not in English")
        return usable

    def _tell_all(self, which: Sequence[tuple[str, str]], is_: str, are: str) -> None:
        """`which` are the siblings' ids, each with what is to be said of it."""
        if len(which) == 1:
            self._services.note(printable(f"the sibling {which[0][0]} {is_}{which[0][1]}; left out"))
        elif which:
            self._services.note(printable(f"{len(which):,} siblings {are} (the first: {which[0][0]}); left out"))

    @cached_property
    def _traits(self) -> list[Traits]:
        return [traits_of(sibling) for sibling in self._usable]

    @cached_property
    def _row(self) -> dict[int, int]:
        return {id(sibling): i for i, sibling in enumerate(self._usable)}

    @cached_property
    def _copies(self) -> dict[bytes, list[int]]:
        copies: dict[bytes, list[int]] = {}
        for i, traits in enumerate(self._traits):
            copies.setdefault(traits.digest, []).append(i)
        return copies

    @cached_property
    def _finder(self) -> Finder:
        from checker.siblings.find import Finder

        return Finder(self._traits, self._services.encoder.encode)


def siblings_of_each(siblings: Sequence[Article], services: Services) -> Callable[[Article], tuple[Article, ...]]:
    """What `checker.engine.run` takes as `siblings_of`."""
    return SiblingSource(siblings, services).siblings_of

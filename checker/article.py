"""The article: one story, its fields and where its characters came from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from checker.annotations.prose import Prose
from checker.source import Source
from checker.stet import Stet


@dataclass(frozen=True, eq=False)
class Article:
    """One story. Immutable; its annotations are computed on first use and kept.

    `text` is the prose that a reader sees, `title` its headline or "". `siblings` are the ids of articles on the same
    event where the input named them, else None. `source` is the outlet, `date` the day of publication. `stets` are the
    passages that the file itself asks to keep.
    """

    id: str
    text: str
    title: str = ""
    source: str | None = None
    date: datetime.date | None = None
    language: str | None = None
    siblings: tuple[str, ...] | None = None
    stets: tuple[Stet, ...] = ()
    origin: Source = field(default_factory=Source)

    @cached_property
    def body(self) -> Prose:
        """The text with its annotations."""
        return Prose("text", self.text)

    @cached_property
    def headline(self) -> Prose:
        """The title with its annotations."""
        return Prose("title", self.title)

    def field(self, name: str) -> Prose:
        """The field of a name, "title" or "text"."""
        return self.headline if name == "title" else self.body

    def fields(self) -> tuple[Prose, ...]:
        """The fields that hold prose: the title where there is one, then the text."""
        return self._fields

    @cached_property
    def _fields(self) -> tuple[Prose, ...]:
        return (self.headline, self.body) if self.title else (self.body,)

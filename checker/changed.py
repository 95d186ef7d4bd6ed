"""Limits a run to the lines that a change touches, as git sees it."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from checker.article import Article
from checker.finding import Finding
from checker.git import EVERYTHING, Lines, Repository
from checker.readers.unreadable import Unreadable
from checker.readers.walking import article_suffixes

if TYPE_CHECKING:
    from checker.engine import Outcome
    from checker.readers.reading import Version


class Changes:
    """The changes since a revision, or, without one, those that are staged. `folder` stands in the repository.

    Raises:
        UsageError: there is no repository, no such revision, or no git.
    """

    def __init__(self, folder: str, since: str | None) -> None:
        self.reads_all = False
        """Whether files that the change does not touch are read too; nothing of them is reported."""
        self._repository = Repository(folder)
        self._since = since
        self._moved: set[str] = set()
        self._lines = self._asked()
        self._tracked = self._repository.tracked() if since is not None else frozenset()
        self._unstaged = self._repository.unstaged() if since is None else frozenset()
        self._tops: dict[str, str] = {}
        self._told: set[str] = set()

    def moved(self, path: str) -> None:
        """Remembers that the lines of a file have moved, for it has been written. git is asked again when one of these
        files is looked at, once for all of them."""
        self._moved.add(os.path.realpath(path))

    def _asked(self) -> dict[str, Lines]:
        since = self._since
        return self._repository.changed_since(since) if since is not None else self._repository.staged()

    def version(self, path: str) -> Version:
        """What is read of a file: nothing where the change does not touch it, what is staged where that is another
        content than the file's, else the file. A file of another repository is told, once for each of them."""
        real = os.path.realpath(path)
        top = self._top(os.path.dirname(real))
        if top != self._repository.top:
            if top in self._told:
                return False
            self._told.add(top)
            return Unreadable(top or path, self._elsewhere(top))
        if not self.lines(real):
            return self.reads_all
        if real in self._unstaged or (self._since is None and not os.path.lexists(real)):
            return self._repository.staged_content(real)
        return True

    def only_staged(self, named: Iterable[str]) -> Iterator[str]:
        """The articles under the named folders that are staged, but gone from the disk."""
        folders = {os.path.realpath(path) + os.sep: path for path in named if os.path.isdir(path)}
        suffixes = article_suffixes()
        for real in sorted(self._lines) if self._since is None else ():
            if os.path.splitext(real)[1].lower() in suffixes and not os.path.lexists(real):
                folder = next((f for f in folders if real.startswith(f)), None)
                if folder is not None:
                    yield os.path.normpath(os.path.join(folders[folder], real[len(folder) :]))

    def lines(self, real: str) -> Lines | None:
        """The touched lines of a file, None where there are none."""
        if real in self._moved:
            self._moved.clear()
            self._lines = self._asked()
        known = self._lines.get(real)
        if known is None:
            return EVERYTHING if self._since is not None and real not in self._tracked else None
        return known if known.ranges is None or known.ranges else None

    def judged(self, outcome: Outcome) -> Outcome:
        """The outcome without the findings of which no span, evidence included, stands on a touched line."""
        from dataclasses import replace

        lines = self.lines(os.path.realpath(outcome.article.origin.path))
        if outcome.article.origin.path in ("", "-") or not outcome.findings or (lines and lines.ranges is None):
            return outcome
        places = _Places(outcome.article)
        left = tuple(f for f in outcome.findings if lines and any(lines.touch(*s) for s in places.of(f)))
        return replace(outcome, findings=left, untouched=len(outcome.findings) - len(left))

    def _top(self, folder: str) -> str:
        """The top of the repository that a folder stands in, "" where it stands in none."""
        if folder not in self._tops:
            above = os.path.dirname(folder)
            if os.path.lexists(os.path.join(folder, ".git")) or folder == self._repository.top:
                self._tops[folder] = folder
            else:
                self._tops[folder] = "" if above == folder else self._top(above)
        return self._tops[folder]

    def _elsewhere(self, top: str) -> str:
        if not top:
            return "stands outside of the repository, so that nothing is known of its changes; leave it out"
        return "another git repository (a submodule?), and left out; run copydesk in it, and exclude it here"


class _Places:
    """The lines of findings, counted as git does: a line ends at a line feed alone."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._ends = [m.start() for m in re.finditer("\n", article.origin.text)]

    def of(self, finding: Finding) -> Iterator[tuple[int, int]]:
        """First and last line of the finding, then of its evidence in the same article."""
        yield self._lines(finding.field, finding.start, finding.end)
        for evidence in finding.evidence:
            if evidence.id == self._article.id:
                yield self._lines("text", evidence.start, evidence.end)

    def _lines(self, field: str, start: int, end: int) -> tuple[int, int]:
        origin = self._article.origin
        if origin.line is not None:
            return origin.line, origin.line
        place = origin.place(field, start, end)
        first = bisect_left(self._ends, place.start) + 1
        return first, max(first, bisect_left(self._ends, max(place.start, place.end - 1)) + 1)

"""Globs of a configuration that take nothing, and so are likely mistaken."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from checker.config.merging import Merged
from checker.config.reading import read_table, shown
from checker.readers.ignoring import Patterns

_MOST_ENTRIES = 20_000


class IdleGlob(NamedTuple):
    """A glob of `exclude` and the "file:line" of it."""

    glob: str
    place: str
    folder: str

    def __str__(self) -> str:
        return f"{self.place}: “exclude”: nothing in {shown(self.folder)} is taken by “{self.glob}”; check the glob"


def idle_excludes(config: Merged) -> list[IdleGlob]:
    """The globs by which a configuration's own file leaves out nothing in its folder; those that it extends are for
    other folders, too. None in a folder too large to look through."""
    table = read_table(config.files[0], trusted=True) if config.files else None
    globs = table.values.get("exclude", ()) if table else ()
    waiting = {n: Patterns([glob.removeprefix("!")]) for n, glob in enumerate(globs)}
    entries = _entries(config.folder)
    for _ in range(_MOST_ENTRIES) if waiting else ():
        entry = next(entries, None)
        if entry is None:
            break
        path, folder = entry
        for number in [n for n, patterns in waiting.items() if patterns.match(path, folder=folder)]:
            del waiting[number]
        if not waiting:
            return []
    else:
        return []
    return [IdleGlob(globs[n], table.place("exclude", n), config.folder) for n in waiting if table]


def _entries(top: str) -> Iterator[tuple[str, bool]]:
    """What stands in a folder, as paths from there, and whether each is a folder."""
    for folder, folders, files in os.walk(top):
        if ".git" in folders:
            folders.remove(".git")
        below = os.path.relpath(folder, top)
        begin = "" if below == os.curdir else f"{below.replace(os.sep, '/')}/"
        yield from ((f"{begin}{name}", True) for name in folders)
        yield from ((f"{begin}{name}", False) for name in files)

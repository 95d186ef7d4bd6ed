"""What holds for the documents of a folder: configuration, tiers, siblings and baseline, and the files that say so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from checker.baseline import FILE_NAME as BASELINE
from checker.baseline import Baseline, nearest, read
from checker.config.keys import FILE_NAME, PYPROJECT
from checker.config.per_path import Configurations, RunSettings
from checker.config.reading import shown
from checker.errors import CopydeskError
from checker.settings import Settings
from checker.tiers import TIERS, installed, missing

_AUTO = "auto"  # of checked files that are each other's siblings there is one at a time in an editor
_PACKS = (".yaml", ".yml")

Tell = Callable[[str], None]
"""Tells the person at the editor one line."""
Stamps = dict[str, tuple[int, int] | None]
"""Time and size of files by their paths; None for one that is not there."""


class Wishes(NamedTuple):
    """What the command line or the client asks for: exactly these tiers, this configuration or none, no network."""

    tiers: tuple[str, ...] = ()
    config: str | None = None
    no_config: bool = False
    offline: bool = False


class House:
    """What holds for the documents of a folder. Vocabularies, packs and the baseline are read when first needed."""

    def __init__(self, path: str, wishes: Wishes, by_tiers: dict[tuple[str, ...], Configurations], tell: Tell) -> None:
        """`path` is a document in the folder. Raises ConfigurationError where the configuration is faulty."""
        self._path = path
        self._wishes = wishes
        self._by_tiers = by_tiers
        self._tell = tell
        # Taken before the files are read: what is written meanwhile is then read again.
        before = stamps_of(self._own_files())
        self.plain = self._of(())
        self.run: RunSettings = self.plain.run_settings([path])
        self.file = self.run.files[0] if self.run.files else ""
        asked = wishes.tiers or self.run.tiers
        for tier in asked:
            if tier not in TIERS:
                tell(f"no tier is named {tier!r} ({', '.join(TIERS)})")
            elif (what := missing(tier)) is not None:
                tell(what)
        here = installed()
        self.tiers = tuple(tier for tier in TIERS if tier in here and (not asked or tier in asked))
        self.siblings = tuple(shown(path) for path in self.run.siblings if path != _AUTO)
        self.stamps: Stamps = stamps_of(self._named_files()) | before
        """The files that all this comes from, and those that would count if they were there."""

    def settings(self, tiers: tuple[str, ...], path: str) -> Settings:
        """The settings for a file of the folder. Raises ConfigurationError where they are faulty."""
        return self._of(tiers).settings(path)

    @cached_property
    def baseline(self) -> Baseline | None:
        """The configured baseline, else the nearest; None where there is none, or it cannot be read, which is told."""
        folder = None if self._wishes.no_config else os.path.dirname(self._path)
        path = self.run.baseline or (nearest(folder) if folder else None)
        try:
            baseline = read(path) if path else None
        except CopydeskError as error:
            self._tell(str(error))
            return None
        if baseline:
            baseline.rules = self.settings(self.tiers, self._path).known_rules()
        return baseline

    def sibling_stamps(self) -> Stamps:
        """The files and folders that the configured siblings come from."""
        from checker.readers.walking import File, Walk

        files = (item.path for item in Walk().files(self.siblings) if isinstance(item, File))
        return stamps_of([*self.siblings, *files])

    def _own_files(self) -> Iterator[str]:
        folder = os.path.dirname(os.path.abspath(self._path))
        while True:
            yield from (os.path.join(folder, name) for name in (FILE_NAME, PYPROJECT, BASELINE))
            if folder == os.path.dirname(folder):
                break
            folder = os.path.dirname(folder)
        if self._wishes.config:
            yield os.path.abspath(self._wishes.config)

    def _named_files(self) -> Iterator[str]:
        yield from self.run.files
        if self.run.baseline:
            yield self.run.baseline
        config = self.plain.of_folder(os.path.dirname(os.path.abspath(self._path)))
        for layer in (config.layer, *(override.layer for override in config.overrides)):
            for key in ("vocabulary", "packs"):
                for path in layer[(key,)].value if (key,) in layer else ():
                    yield path
                    yield from _packs_in(path) if key == "packs" else ()

    def _of(self, tiers: tuple[str, ...]) -> Configurations:
        if tiers not in self._by_tiers:
            configurations = Configurations(self._wishes.config, none=self._wishes.no_config)
            configurations.tiers = tiers
            self._by_tiers[tiers] = configurations
        return self._by_tiers[tiers]


def stamps_of(paths: Iterable[str]) -> Stamps:
    """The stamps of files as they are now."""
    found: Stamps = {}
    for path in paths:
        try:
            stat = os.stat(path)
        except (OSError, ValueError):
            found[path] = None
        else:
            found[path] = stat.st_mtime_ns, stat.st_size
    return found


def _packs_in(folder: str) -> Iterator[str]:
    """The packs of a folder, and the folders that they stand in."""
    for below, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield below
        yield from (os.path.join(below, name) for name in names if name.endswith(_PACKS))

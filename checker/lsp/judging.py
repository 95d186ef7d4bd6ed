"""Judges one document as `copydesk check` judges its file: the same configuration, baseline and tiers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from checker.article import Article
from checker.baseline import FILE_NAME as BASELINE
from checker.baseline import Baseline, nearest, read
from checker.config.keys import FILE_NAME, PYPROJECT
from checker.config.per_path import Configurations, RunSettings
from checker.config.reading import shown
from checker.engine import Engine, Outcome
from checker.errors import CopydeskError
from checker.fixes import mended
from checker.lsp.carrying import with_carried
from checker.lsp.documents import Snapshot
from checker.lsp.lane import Stopped, SupersededError
from checker.rule import Rule
from checker.services.services import Services
from checker.services.settings import ServiceSettings
from checker.settings import Settings
from checker.tiers import TIERS, installed, missing

if TYPE_CHECKING:
    from checker.cli.given_siblings import GivenSiblings

LOCAL = "local"
_AUTO = "auto"  # of checked files that are each other's siblings there is one at a time in an editor

Tell = Callable[[str], None]
"""Tells the person at the editor one line."""


class Wishes(NamedTuple):
    """What the command line or the client asks for: exactly these tiers, this configuration or none, no network."""

    tiers: tuple[str, ...] = ()
    config: str | None = None
    no_config: bool = False
    offline: bool = False


class Judged(NamedTuple):
    """A document with what was found in it. `article` and `outcome` are None where the configuration leaves it out.
    `configuration` is the nearest file that counts for it, "" where there is none; `rules` are those it knows;
    `to_come` are the slower tiers that have not judged it yet."""

    snapshot: Snapshot
    article: Article | None = None
    outcome: Outcome | None = None
    configuration: str = ""
    rules: dict[str, Rule] = {}  # noqa: RUF012 - a tuple's default is never written to
    to_come: tuple[str, ...] = ()


class Judge:
    """Judges documents, in one thread. What configuration files and baselines say is read again when one of them has
    changed, whether or not the client tells of it."""

    def __init__(self, wishes: Wishes, tell: Tell, log: Tell) -> None:
        """`log` takes what the services say they are doing."""
        self._wishes = wishes
        self._tell = tell
        self._log = log
        self._stopped: Stopped = bool
        self._services: dict[ServiceSettings, Services] = {}
        self._stamp: dict[str, tuple[int, int]] = {}
        self._forget()

    def judge(
        self,
        snapshot: Snapshot,
        wishes: Wishes,
        stopped: Stopped,
        earlier: Judged | None = None,
        whole: Judged | None = None,
    ) -> Judged:
        """The document judged by the local tier, or, after that judgement, by all of its tiers. `whole` is what these
        said of the version before.

        Raises:
            CopydeskError: the configuration is faulty.
            SupersededError: nobody waits for it any more.
        """
        house = self._house(snapshot, wishes)
        if snapshot.saved and house.plain.excluded(snapshot.path):
            return Judged(snapshot, configuration=house.file)
        article = earlier.article if earlier and earlier.article else snapshot.article()
        tiers = house.tiers if earlier else tuple(tier for tier in house.tiers if tier == LOCAL)
        outcome = self._checked(article, house, tiers, stopped)
        to_come = () if earlier else self._to_come(house)
        rules = house.settings(house.tiers, snapshot.path).known_rules()
        if to_come and whole and whole.article and whole.outcome:
            left = with_carried(outcome.findings, article, whole.article, whole.outcome.findings, rules)
            outcome = replace(outcome, findings=left)
        return Judged(snapshot, article, outcome, house.file, rules, to_come)

    def mended(self, snapshot: Snapshot, wishes: Wishes, stopped: Stopped) -> str:
        """The text with all safe replacements of what is reported. Raises as `judge`."""
        house = self._house(snapshot, wishes)
        if LOCAL not in house.tiers:
            return snapshot.text
        return mended(snapshot.article(), lambda a: self._checked(a, house, (LOCAL,), stopped)).article.origin.text

    def warm(self) -> None:
        """Loads what the first article would wait for."""
        article = Article("", "The minister of Ukraine said on Monday that 3 of the talks would go on. She did not go.")
        Engine(Settings()).check(article)

    def close(self) -> None:
        """Ends what the services of this judge have started."""
        for services in self._services.values():
            services.close()

    def _checked(self, article: Article, house: _House, tiers: tuple[str, ...], stopped: Stopped) -> Outcome:
        self._stopped = stopped
        engine = self._engine(house, tiers, article.origin.path)
        siblings = self._siblings(house, engine.services).of(article) if "siblings" in tiers and house.siblings else ()
        outcome = engine.check(article, siblings=siblings)
        self._tell_of(outcome)
        return house.baseline.judged(outcome) if house.baseline else outcome

    def _engine(self, house: _House, tiers: tuple[str, ...], path: str) -> Engine:
        settings = house.settings(tiers, path)
        services = self._services_of(house)
        key = id(settings), id(services)  # both are kept, so that no other takes their identity
        engine = self._engines.get(key)
        if engine is None:
            engine = self._engines[key] = Engine(settings, services, self._missing)
            engine.rules = _Interruptible(engine.rules, self._is_stopped)
        return engine

    def _is_stopped(self) -> bool:
        return self._stopped()

    def _services_of(self, house: _House) -> Services:
        settings = house.run.services
        settings = settings if not self._wishes.offline else _offline(settings)
        if settings not in self._services:
            self._services[settings] = Services(settings, self._log)
        return self._services[settings]

    def _siblings(self, house: _House, services: Services) -> GivenSiblings:
        key = house.siblings, id(services)
        if key not in self._given:
            from checker.cli.given_siblings import GivenSiblings

            self._given[key] = GivenSiblings(house.siblings, (), services)
            for item in self._given[key].unreadable:
                self._tell(str(item))
        return self._given[key]

    def _to_come(self, house: _House) -> tuple[str, ...]:
        slow = (tier for tier in house.tiers if tier != LOCAL and tier not in self._missing)
        return tuple(tier for tier in slow if tier != "siblings" or house.siblings)

    def _tell_of(self, outcome: Outcome) -> None:
        for defect in outcome.defects:
            self._tell(
                f"the rule {defect.rule} failed ({defect.error}): a defect of the rule; the other rules have run"
            )
        for gap in outcome.gaps:
            self._tell(gap)
        for tier, reason in outcome.missing:
            self._tell(f"the tier {tier} could not run: {reason}")

    def _house(self, snapshot: Snapshot, wishes: Wishes) -> _House:
        """What counts for a document, as its files say it now."""
        folder = os.path.dirname(snapshot.path)
        if wishes != self._wishes or _stamp_of(self._watched) != self._stamp:
            self._wishes = wishes
            self._forget()
        if folder not in self._houses:
            try:
                house = _House(snapshot.path, wishes, self._by_tiers, self._tell)
                self._watched |= set(house.files())
            except CopydeskError:
                self._forget()  # what was read on the way may be mended, too
                raise
            self._houses[folder] = house
            self._stamp = _stamp_of(self._watched)
        return self._houses[folder]

    def _forget(self) -> None:
        """Forgets what files said."""
        from checker.config.vocabulary import vocabulary
        from checker.packs.loading import pack_rules

        vocabulary.cache_clear()
        pack_rules.cache_clear()
        self._houses: dict[str, _House] = {}
        self._by_tiers: dict[tuple[str, ...], Configurations] = {}
        self._engines: dict[tuple[int, int], Engine] = {}
        self._given: dict[tuple[tuple[str, ...], int], GivenSiblings] = {}
        self._missing: dict[str, str] = {}
        self._watched: set[str] = set()
        self._stamp = {}


class _House:
    """What holds for the documents of a folder."""

    def __init__(self, path: str, wishes: Wishes, by_tiers: dict[tuple[str, ...], Configurations], tell: Tell) -> None:
        """Raises ConfigurationError where the configuration is faulty."""
        self._path = path
        self._wishes = wishes
        self._by_tiers = by_tiers
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
        self.baseline = self._baseline(tell)

    def settings(self, tiers: tuple[str, ...], path: str) -> Settings:
        """The settings for a file of the folder. Raises ConfigurationError where they are faulty."""
        return self._of(tiers).settings(path)

    def files(self) -> Iterator[str]:
        """The files that all this came from, and those that would count if they were there."""
        folder = os.path.dirname(os.path.abspath(self._path))
        while True:
            yield from (os.path.join(folder, name) for name in (FILE_NAME, PYPROJECT, BASELINE))
            if folder == os.path.dirname(folder):
                break
            folder = os.path.dirname(folder)
        yield from self.run.files
        if self.run.baseline:
            yield self.run.baseline
        layer = self.plain.layer(self._path)
        for key in ("vocabulary", "packs"):
            for path in layer[(key,)].value if (key,) in layer else ():
                yield path
                for below, _, names in os.walk(path):
                    yield from (os.path.join(below, name) for name in names)

    def _of(self, tiers: tuple[str, ...]) -> Configurations:
        if tiers not in self._by_tiers:
            configurations = Configurations(self._wishes.config, none=self._wishes.no_config)
            configurations.tiers = tiers
            self._by_tiers[tiers] = configurations
        return self._by_tiers[tiers]

    def _baseline(self, tell: Tell) -> Baseline | None:
        folder = None if self._wishes.no_config else os.path.dirname(self._path)
        path = self.run.baseline or (nearest(folder) if folder else None)
        try:
            baseline = read(path) if path else None
        except CopydeskError as error:
            tell(str(error))
            return None
        if baseline:
            baseline.rules = self.settings(self.tiers, self._path).known_rules()
            baseline.collects = False
        return baseline


class _Interruptible(list[Rule]):
    """The rules of an engine, which look up before each whether anybody still waits."""

    def __init__(self, rules: Iterable[Rule], stopped: Stopped) -> None:
        super().__init__(rules)
        self._stopped = stopped

    def __iter__(self) -> Iterator[Rule]:
        for rule in super().__iter__():
            if self._stopped():
                raise SupersededError
            yield rule


def _offline(settings: ServiceSettings) -> ServiceSettings:
    from msgspec.structs import replace as replaced

    return replaced(settings, offline=True)


def _stamp_of(paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Time and size of the files that are there."""
    found = {}
    for path in paths:
        try:
            stat = os.stat(path)
        except (OSError, ValueError):
            continue
        found[path] = stat.st_mtime_ns, stat.st_size
    return found

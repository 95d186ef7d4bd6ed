"""Judges one document as `copydesk check` judges its file: the same configuration, baseline and tiers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from checker.article import Article
from checker.config.per_path import Configurations
from checker.engine import Engine, Outcome
from checker.errors import CopydeskError
from checker.fixes import mended
from checker.lsp.carrying import with_carried
from checker.lsp.documents import Snapshot
from checker.lsp.faults import told
from checker.lsp.house import House, Stamps, Tell, Wishes, stamps_of
from checker.lsp.lane import Stopped, SupersededError
from checker.rule import Rule
from checker.services.services import Services
from checker.services.settings import ServiceSettings
from checker.settings import Settings

if TYPE_CHECKING:
    from checker.siblings.given import GivenSiblings

LOCAL = "local"


class Judged(NamedTuple):
    """A document with what was found in it. `article` and `outcome` are None where the configuration leaves it out, or
    where it could not be judged. `configuration` is the nearest file that counts for it, "" where there is none;
    `rules` are those it knows; `to_come` are the slower tiers that have not judged it yet; `fault` says what is wrong
    with the configuration, and what that means, or why the document could not be judged."""

    snapshot: Snapshot
    article: Article | None = None
    outcome: Outcome | None = None
    configuration: str = ""
    rules: dict[str, Rule] = {}  # noqa: RUF012 - a tuple's default is never written to
    to_come: tuple[str, ...] = ()
    fault: str = ""


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
        self._stamps: Stamps = {}
        self._sound: dict[str, House] = {}
        """What counted last for a folder whose files were in order."""
        self._default: House | None = None
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
            CopydeskError: it cannot be judged.
            SupersededError: nobody waits for it any more.
        """
        house, fault = self._house(snapshot, wishes)
        if snapshot.saved and house.plain.excluded(snapshot.path):
            return Judged(snapshot, configuration=house.file, fault=fault)
        article = earlier.article if earlier and earlier.article else snapshot.article()
        tiers = house.tiers if earlier else tuple(tier for tier in house.tiers if tier == LOCAL)
        outcome = self._checked(article, house, tiers, stopped)
        to_come = () if earlier else self._to_come(house)
        rules = house.settings(house.tiers, snapshot.path).known_rules()
        if to_come and whole and whole.article and whole.outcome:
            left = with_carried(outcome.findings, article, whole.article, whole.outcome.findings, rules)
            outcome = replace(outcome, findings=left)
        return Judged(snapshot, article, outcome, house.file, rules, to_come, fault)

    def mended(self, snapshot: Snapshot, wishes: Wishes, stopped: Stopped) -> str:
        """The text with all safe replacements of what is reported. Raises as `judge`."""
        house, _ = self._house(snapshot, wishes)
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

    def _checked(self, article: Article, house: House, tiers: tuple[str, ...], stopped: Stopped) -> Outcome:
        self._stopped = stopped
        engine = self._engine(house, tiers, article.origin.path)
        siblings = self._siblings_of(article, house, engine.services) if "siblings" in tiers and house.siblings else ()
        outcome = engine.check(article, siblings=siblings)
        self._tell_of(outcome)
        return house.baseline.judged(outcome) if house.baseline else outcome

    def _engine(self, house: House, tiers: tuple[str, ...], path: str) -> Engine:
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

    def _services_of(self, house: House) -> Services:
        settings = self._service_settings(house)
        if settings not in self._services:
            self._services[settings] = Services(settings, self._log)
        return self._services[settings]

    def _service_settings(self, house: House) -> ServiceSettings:
        settings = house.run.services
        return settings if not self._wishes.offline else _offline(settings)

    def _end_unnamed_services(self) -> None:
        """Ends the services that are set in no folder any more."""
        named = {self._service_settings(house) for house in self._sound.values()}
        for settings in [settings for settings in self._services if settings not in named]:
            self._services.pop(settings).close()

    def _siblings_of(self, article: Article, house: House, services: Services) -> tuple[Article, ...]:
        key, stamps = (house.siblings, id(services)), house.sibling_stamps()
        known = self._given.get(key)
        if known is None or known[0] != stamps:
            from checker.siblings.given import GivenSiblings

            known = self._given[key] = stamps, GivenSiblings(house.siblings, (), services)
            for item in known[1].unreadable:
                self._tell(str(item))
        own = os.path.realpath(article.origin.path)  # as it was saved, it is no sibling of what is being written
        return tuple(s for s in known[1].of(article) if os.path.realpath(s.origin.path) != own)

    def _to_come(self, house: House) -> tuple[str, ...]:
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

    def _house(self, snapshot: Snapshot, wishes: Wishes) -> tuple[House, str]:
        """What counts for a document, as its files say it now; where these are faulty, as they said it before, with
        what is wrong."""
        folder = os.path.dirname(snapshot.path)
        if wishes != self._wishes:
            self._wishes = wishes
            self._sound, self._default = {}, None
            self._forget()
        if stamps_of(self._stamps) != self._stamps:
            self._forget()
        if folder in self._houses:
            return self._houses[folder], ""
        try:
            house = House(snapshot.path, wishes, self._by_tiers, self._tell)
            house.settings(house.tiers, snapshot.path)  # reads what the configuration names
        except CopydeskError as error:
            self._forget_files()  # what was read on the way may be mended, too
            house = self._stand_in(snapshot.path, folder, wishes)
            so = "the defaults count" if house is self._default else "it counts as it was"
            return house, told(error, snapshot.folder, so)
        self._houses[folder] = self._sound[folder] = house
        self._stamps = house.stamps | self._stamps  # the earlier ones are of what has been read
        self._end_unnamed_services()
        return house, ""

    def _stand_in(self, path: str, folder: str, wishes: Wishes) -> House:
        """What counts for a document while its configuration is faulty."""
        for sound in (self._sound.get(folder), *self._sound.values()):
            with suppress(CopydeskError):  # its files are not those of the document, or were not all read
                if sound and sound.settings(sound.tiers, path):
                    return sound
        if self._default is None:
            self._default = House(path, wishes._replace(config=None, no_config=True), {}, self._tell)
        return self._default

    def _forget(self) -> None:
        """Forgets what files said. Services stay loaded, for what is set for them may be as it was; one that could not
        be used is tried again."""
        for services in self._services.values():
            services.retry()
        self._forget_files()
        self._houses: dict[str, House] = {}
        self._engines: dict[tuple[int, int], Engine] = {}
        self._given: dict[tuple[tuple[str, ...], int], tuple[Stamps, GivenSiblings]] = {}
        self._missing: dict[str, str] = {}
        self._stamps = {}

    def _forget_files(self) -> None:
        from checker.config.vocabulary import vocabulary
        from checker.packs.loading import pack_rules

        vocabulary.cache_clear()
        pack_rules.cache_clear()
        self._by_tiers: dict[tuple[str, ...], Configurations] = {}


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

"""The services of a run: each started when first asked for, all closed with the run."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from checker.errors import CopydeskError
from checker.services.settings import ServiceSettings

if TYPE_CHECKING:
    from checker.article import Article
    from checker.services.cache import Cache
    from checker.services.encoder import Encoder
    from checker.services.languagetool import LanguageTool
    from checker.services.noise import NoiseModel


class ServiceUnavailableError(CopydeskError):
    """A service cannot be had in this run: what is missing, and what to do."""


def silent(_: str) -> None:
    """A library says nothing on its own."""


class Services:
    """What rules share that is slow to start. Threads may share it; processes each have their own.

    `note` takes a line for the person at the terminal; `processes` is how many processes of this run have services, so
    that together they do not ask too much of a shared server. A service that is not there raises
    ServiceUnavailableError when it is used.
    """

    def __init__(
        self, settings: ServiceSettings | None = None, note: Callable[[str], None] = silent, *, processes: int = 1
    ) -> None:
        self.settings = settings or ServiceSettings()
        self._note = note
        self._noted: set[str] = set()
        self.processes = processes
        self._gaps: defaultdict[str, list[str]] = defaultdict(list)
        self._lock = threading.Lock()

    def note(self, line: str) -> None:
        """Tells the person at the terminal, each line once."""
        with self._lock:
            new = line not in self._noted
            self._noted.add(line)
        if new:
            self._note(line)

    @cached_property
    def cache(self) -> Cache:
        """Answers kept on disk."""
        from checker.services.cache import Cache

        return Cache(self.settings.cache, self.note)

    @cached_property
    def languagetool(self) -> LanguageTool:
        """The LanguageTool server's client."""
        from checker.services.languagetool import LanguageTool

        return LanguageTool(self)

    @cached_property
    def encoder(self) -> Encoder:
        """The sentence encoder."""
        from checker.services.encoder import Encoder

        return Encoder(self)

    @cached_property
    def noise(self) -> NoiseModel:
        """The model that sees broken sentences."""
        from checker.services.noise import NoiseModel

        return NoiseModel(self)

    def begin(self, articles: Iterable[Article], tiers: Iterable[str], language: str = "auto") -> None:
        """Lets work on coming articles start in the background, for the tiers that can; `language` is the house's."""
        if "grammar" in tiers:
            self.languagetool.begin(articles, language)

    def gap(self, article_id: str, line: str) -> None:
        """Remembers that something of an article could not be judged: what, why, and what to do."""
        with self._lock:
            self._gaps[article_id].append(line)

    def take_gaps(self, article_id: str) -> tuple[str, ...]:
        """What could not be judged of an article since this was last asked."""
        with self._lock:
            return tuple(dict.fromkeys(self._gaps.pop(article_id, ())))

    def retry(self) -> None:
        """Has what could not be used tried anew when it is next asked for, and its lines told again; what works stays
        as it is, loaded."""
        for name in ("languagetool", "cache"):  # the others raise each time, and remember nothing of it
            service = self.__dict__.get(name)
            if service is not None and not service.is_sound:
                del self.__dict__[name]
                service.close()
        with self._lock:
            self._noted.clear()

    def close(self) -> None:
        """Ends what this run started; what other runs may use goes on."""
        for name in ("languagetool", "encoder", "noise", "cache"):
            service = self.__dict__.pop(name, None)
            if service is not None:
                service.close()

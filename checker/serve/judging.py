"""What a worker does with a job: everything that takes time, by the same engine as the command."""

from __future__ import annotations

import io
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from checker.article import Article
from checker.engine import Engine, Outcome
from checker.finding import Finding
from checker.reporting import Result, RunFacts, json_of, result_of
from checker.serve.files import read_file
from checker.serve.forms import article_of, siblings_of
from checker.serve.jobs import ArticleForm, Check, Choice, Compare, Configured, Fix, Job, Languages, Read, Report, Warm
from checker.serve.languagetool.answering import LanguageToolAnswers
from checker.serve.languagetool.asked import Asked
from checker.serve.mending import mended, passage
from checker.serve.prose import prose_of
from checker.serve.refused import RefusedError
from checker.services.services import Services, ServiceUnavailableError
from checker.services.settings import ServiceSettings
from checker.settings import Settings
from checker.tiers import TIERS
from checker.version import VERSION

_ENGINES = 16  # settings that differ by what clients ask for
# A service that could not be had is tried again after so long.
_TRY_AGAIN_SECONDS = 60.0
_SAMPLE = "The mayor said the the bridge will open on Monday. “It is late,” he said, adding that it cost $5 million."


@dataclass(frozen=True)
class Setup:
    """What all jobs of a server share: its settings, whose tiers are all that clients may ask for; the paths of the
    siblings that were given at its start; `processes` is the number of processes that have services; `address_bytes` is
    the address space that a process may take, 0 for any."""

    settings: Settings
    services: ServiceSettings
    siblings: tuple[str, ...] = ()
    processes: int = 1
    address_bytes: int = 0


class Judgement(Result, frozen=True):
    """A result; where there were findings to keep, `kept` are the fingerprints of those that were found."""

    kept: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class Judge:
    """Does jobs, one at a time. `note` is called with lines for the person at the desk."""

    def __init__(self, setup: Setup, note: Callable[[str], None]) -> None:
        self._setup = setup
        self._note = note
        self._services = Services(setup.services, note, processes=setup.processes)
        self._missing: dict[str, str] = {}
        self._missing_since = 0.0
        self._engines: OrderedDict[tuple[Any, ...], Engine] = OrderedDict()
        self._given: Callable[[Article], tuple[Article, ...]] | None = None
        self._unread: list[str] = []
        self._languagetool = LanguageToolAnswers(setup.settings.tiers, self._services, self._engine)

    def warm(self) -> None:
        """Loads what the first job would wait for."""
        self._engine(Choice(("local",))).check(Article("", _SAMPLE))

    def _warm_all(self) -> None:
        article, other = Article("", _SAMPLE), Article("other", _SAMPLE.replace("$5", "$6"))
        tiers = self._tiers(Choice())
        siblings = (other, *self._siblings(article, (), tiers))
        for line in self._unread:
            self._note(line)
        for tier, reason in self._outcome(article, siblings, Choice(), tiers).missing:
            self._note(f"the tier {tier} could not run: {reason}")

    def do(self, job: Job) -> Iterator[bytes]:
        """The results of a job, as the client gets them. Raises CopydeskError where it cannot be done."""
        self._renew()
        match job:
            case Check():
                yield from self._check(job)
            case Fix():
                yield self._fix(job)
            case Report():
                yield self._report(job)
            case Compare():
                yield self._compare(job)
            case Read():
                yield _encoded(prose_of(*read_file(job.name, job.data)))
            case Asked():
                yield self._languagetool.check(job)
            case Languages():
                yield self._languagetool.languages()
            case Configured():
                yield self._languagetool.configuration(job.language, job.most_characters)
            case Warm():
                self._warm_all()

    def close(self) -> None:
        """Ends the services."""
        self._services.close()

    def _check(self, job: Check) -> Iterator[bytes]:
        article, unchecked = article_of(job.article)
        for tiers in stages(self._tiers(job.choice)):
            if not set(tiers) <= set(job.done):
                siblings = self._siblings(article, job.siblings, tiers)
                yield _encoded(self.result(article, siblings, job.choice, tiers, unchecked))

    def result(
        self,
        article: Article,
        siblings: tuple[Article, ...],
        choice: Choice,
        tiers: tuple[str, ...],
        unchecked: Sequence[str] = (),
    ) -> Judgement:
        """The result of an article in its public form."""
        outcome = self._outcome(article, siblings, choice, tiers)
        result = msgspec.structs.asdict(result_of(outcome, RunFacts(VERSION, tiers)))
        result["unchecked"] = (*unchecked, *result["unchecked"])
        if choice.keep:
            result["kept"] = tuple(f.fingerprint for f in outcome.stetted if f.fingerprint in choice.keep)
        return Judgement(**result)

    def _outcome(
        self, article: Article, siblings: tuple[Article, ...], choice: Choice, tiers: tuple[str, ...]
    ) -> Outcome:
        engine = self._engine(msgspec.structs.replace(choice, tiers=tiers))
        if engine.looks_ahead:
            engine.begin((article,))
        outcome = engine.check(article, siblings=siblings, keep=frozenset(choice.keep))
        if outcome.missing or outcome.gaps:
            self._missing_since = self._missing_since or time.monotonic()
        return outcome

    def _fix(self, job: Fix) -> bytes:
        article, _ = article_of(job.article)
        if "local" not in self._tiers(job.choice):
            raise RefusedError(409, "replacements are made by the tier local alone, and it is not among those that run")
        engine = self._engine(msgspec.structs.replace(job.choice, tiers=("local",)))
        keep = frozenset(job.choice.keep)
        kept: set[tuple[str, str]] = set()  # rules and words: once an edit is made, a fingerprint may be another's

        def judge(article: Article) -> Sequence[Finding]:
            if kept:
                return [f for f in engine.check(article).findings if (f.rule, passage(article, f)) not in kept]
            outcome = engine.check(article, keep=keep)
            kept.update((f.rule, passage(article, f)) for f in outcome.stetted if f.fingerprint in keep)
            return outcome.findings

        return _encoded(mended(article, judge, job.safe_only))

    def _report(self, job: Report) -> bytes:
        from checker.registry import report_class

        article, _ = article_of(job.article)
        tiers = self._tiers(job.choice)
        outcome = self._outcome(article, self._siblings(article, job.siblings, tiers), job.choice, tiers)
        cls = report_class("html")
        assert cls is not None
        out = io.StringIO()
        engine = self._engine(msgspec.structs.replace(job.choice, tiers=tiers))
        rules = {rule.name: rule for rule in engine.rules}
        report = cls(out, RunFacts(VERSION, tiers, rules))
        report.add(outcome)
        report.end()
        return out.getvalue().encode("utf-8", "replace")

    def _compare(self, job: Compare) -> bytes:
        from checker.siblings.comparison import compare

        article, _ = article_of(job.article)
        try:
            comparison = compare(article, siblings_of(job.siblings), self._services)
        except ServiceUnavailableError as error:
            raise RefusedError(503, f"the articles cannot be compared: {error}") from error
        rows = [
            {
                "start": row.start,
                "end": row.end,
                "text": article.text[row.start : row.end],
                "siblings": [
                    {
                        "id": beside.sibling.id,
                        "start": beside.start,
                        "end": beside.end,
                        "text": beside.sibling.text[beside.start : beside.end],
                        "score": round(beside.score, 4),
                        "differences": [
                            {
                                "start": d.start,
                                "end": d.end,
                                "sibling_start": d.other_start,
                                "sibling_end": d.other_end,
                                "what": d.kind,
                            }
                            for d in beside.differences
                        ],
                    }
                    for beside in row.beside
                ],
            }
            for row in comparison.rows
        ]
        return _encoded({"rows": rows})

    def _tiers(self, choice: Choice) -> tuple[str, ...]:
        """The tiers of a job, in the order of their cost. Raises RefusedError where the server lacks one."""
        served = self._setup.settings.tiers
        for tier in choice.tiers:
            if tier not in served:
                what = "is not one of this server's" if tier in TIERS else "does not exist"
                raise RefusedError(400, f"the tier {tier!r} {what}; it has {', '.join(served)}")
        asked = choice.tiers or served
        return tuple(tier for tier in TIERS if tier in asked)

    def _siblings(self, article: Article, sent: tuple[ArticleForm, ...], tiers: tuple[str, ...]) -> tuple[Article, ...]:
        """The siblings that were sent, then those on the article's event among the ones of the server, where the tiers
        that run look at them."""
        if "siblings" not in tiers:
            return ()
        siblings = siblings_of(sent)
        if not self._setup.siblings:
            return siblings
        from checker.siblings.source import SiblingSource, read_siblings

        if self._given is None:
            articles, unreadable = read_siblings(self._setup.siblings)
            self._given = SiblingSource(articles, self._services).siblings_of
            self._unread = [str(item) for item in unreadable]
        with suppress(ServiceUnavailableError):  # the rules of the tier will say so
            known = {s.id for s in siblings}
            siblings += tuple(s for s in self._given(article) if s.id not in known)
        return siblings

    def _engine(self, choice: Choice) -> Engine:
        """The engine for a choice whose tiers are set. Raises UsageError where it names what does not exist."""
        key = choice.tiers, choice.select, choice.ignore, choice.language
        engine = self._engines.get(key)
        if engine is None:
            base = self._setup.settings
            settings = replace(
                base,
                tiers=choice.tiers,
                select=choice.select or base.select,
                ignore=(*base.ignore, *choice.ignore),
                language=choice.language or base.language,
            )
            engine = self._engines[key] = Engine(settings, self._services, self._missing)
        self._engines.move_to_end(key)
        if len(self._engines) > _ENGINES:
            self._engines.popitem(last=False)
        return engine

    def _renew(self) -> None:
        """Tries again what could not be had a while ago: a server has many runs."""
        if self._missing_since and time.monotonic() - self._missing_since > _TRY_AGAIN_SECONDS:
            self._services.retry()
            self._missing.clear()
            self._missing_since = 0.0


def stages(tiers: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The first tier, then each time one more."""
    return [tiers[: n + 1] for n in range(len(tiers))]


def _encoded(value: object) -> bytes:
    return json_of(value).encode()

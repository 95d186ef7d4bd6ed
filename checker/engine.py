"""Runs rules over articles. Knows no rule, no report and no file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from checker.article import Article
from checker.errors import WorkerLostError
from checker.filters import refine
from checker.finding import Finding
from checker.readers.unreadable import Unreadable
from checker.recurring import Recurring
from checker.rule import Context, Rule
from checker.score import Scores, score
from checker.services.services import Services, ServiceUnavailableError
from checker.services.settings import ServiceSettings
from checker.settings import Settings
from checker.source import Source
from checker.tiers import TIERS

if TYPE_CHECKING:
    from concurrent.futures import Future

# What recurs among articles is counted up to the end of a batch, whatever the number of processes; a piece is what
# travels to a process at once.
_BATCH = 64
_PIECE = 8


@dataclass(frozen=True)
class Defect:
    """A rule that raised instead of judging: a fault of the rule, not of the article."""

    rule: str
    article: str
    error: str


@dataclass(frozen=True)
class Outcome:
    """An article with what was found in it; `words` counts those of its text. `gaps` say what could not be judged of
    the article and why, `missing` which tiers could not run at all, with the reason."""

    article: Article
    findings: tuple[Finding, ...]
    scores: Scores
    words: int
    defects: tuple[Defect, ...] = ()
    gaps: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Work:
    """An article to judge: its lines that other articles of the run share, and the other articles on its event."""

    article: Article
    recurring: frozenset[str] = frozenset()
    siblings: tuple[Article, ...] = ()


class Engine:
    """The rules of one run, ready to judge articles. Close it when done: it may hold services."""

    def __init__(self, settings: Settings, services: Services | None = None) -> None:
        """Raises UsageError where the settings name what does not exist."""
        self.settings = settings
        self.services = services or Services()
        # What is slow comes last: its answers may be on their way while the other rules run.
        self.rules: list[Rule] = sorted(settings.rules(), key=lambda rule: TIERS.index(rule.tier))
        options = [settings.options.get(rule.name) or rule.options() for rule in self.rules]
        self._options = list(dict.fromkeys(options))  # most rules have none, and share a context
        self._option_of = [self._options.index(o) for o in options]
        self._tiers = frozenset(rule.tier for rule in self.rules)
        self._missing: dict[str, str] = {}

    @property
    def looks_ahead(self) -> bool:
        """Whether the services gain by hearing of coming articles."""
        return "grammar" in self._tiers

    def begin(self, articles: Iterable[Article]) -> None:
        """Lets the services start on articles that will be checked soon."""
        self.services.begin(articles, self._tiers.difference(self._missing))

    def check(
        self, article: Article, recurring: frozenset[str] = frozenset(), siblings: tuple[Article, ...] = ()
    ) -> Outcome:
        """Judges one article; `recurring` holds its lines that other articles of the run share, `siblings` the other
        articles on its event."""
        findings: list[Finding] = []
        defects: list[Defect] = []
        accepted, language = self.settings.accepted, self.settings.language
        contexts = [Context(o, accepted, recurring, siblings, self.services, language) for o in self._options]
        for rule, number in zip(self.rules, self._option_of, strict=True):
            if rule.tier in self._missing or (rule.tier == "siblings" and not siblings):
                continue
            try:
                findings += rule.check(article, contexts[number])
            except ServiceUnavailableError as error:
                self._missing[rule.tier] = str(error)
            except Exception as error:
                defects.append(Defect(rule.name, article.id, f"{type(error).__name__}: {' '.join(str(error).split())}"))
        refined = tuple(refine(article, findings, self.settings))
        scores = score(article, refined)
        gaps, missing = self.services.take_gaps(article.id), tuple(self._missing.items())
        return Outcome(article, refined, scores, len(article.body.words), tuple(defects), gaps, missing)

    def close(self) -> None:
        """Ends the services of the run."""
        self.services.close()


def run(
    items: Iterable[Article | Unreadable],
    settings: Settings,
    jobs: int = 1,
    *,
    services: Services | None = None,
    siblings_of: Callable[[Article], tuple[Article, ...]] | None = None,
) -> Iterator[Outcome | Unreadable]:
    """Judges articles in their order, in `jobs` processes; what could not be read passes through in its place.

    The outcome is the same whatever the number of processes. At most a few batches are held at a time. Each process
    has services of its own, with the settings of `services`; `siblings_of` answers with the other articles on an
    article's event.

    Raises:
        UsageError: the settings name a rule, category or tier that does not exist.
        WorkerLostError: a process was killed from outside.
    """
    services = services or Services()
    engine = Engine(settings, services)
    try:
        work = _prepared(items, siblings_of)
        yield from _run_here(engine, work) if jobs <= 1 else _run_in_processes(engine, work, jobs)
    finally:
        engine.close()


def _run_here(engine: Engine, work: Iterator[Work | Unreadable]) -> Iterator[Outcome | Unreadable]:
    ahead = _PIECE if engine.looks_ahead else 0
    waiting: deque[Work | Unreadable] = deque()
    for item in work:
        if ahead and isinstance(item, Work):
            engine.begin((item.article,))
        waiting.append(item)
        if len(waiting) > ahead:
            yield _checked(engine, waiting.popleft())
    while waiting:
        yield _checked(engine, waiting.popleft())


def _checked(engine: Engine, item: Work | Unreadable) -> Outcome | Unreadable:
    return engine.check(item.article, item.recurring, item.siblings) if isinstance(item, Work) else item


def _run_in_processes(engine: Engine, work: Iterator[Work | Unreadable], jobs: int) -> Iterator[Outcome | Unreadable]:
    from concurrent.futures import ProcessPoolExecutor  # not before it is needed: a tenth of a cold start
    from concurrent.futures.process import BrokenProcessPool

    told = (engine.settings, engine.services.settings, engine.services.note)
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=told) as pool:
        waiting: deque[tuple[list[Work | Unreadable], Future[list[_Judgement]]]] = deque()
        try:
            while piece := list(islice(work, _PIECE)):
                waiting.append((piece, pool.submit(_judge, [_bare(w) for w in piece if isinstance(w, Work)])))
                if len(waiting) > 2 * jobs:
                    yield from _joined(*waiting.popleft())
            while waiting:
                yield from _joined(*waiting.popleft())
        except BrokenProcessPool:
            raise WorkerLostError("a process that checked articles was killed; is there enough memory? Run it again, "
                                  "with fewer --jobs") from None  # fmt: skip


def _bare(work: Work) -> Work:
    """The work as it travels: rules read the fields alone, so the way back to the source stays here."""
    siblings = tuple(replace(sibling, origin=Source()) for sibling in work.siblings)
    return Work(replace(work.article, origin=Source()), work.recurring, siblings)


_Judgement = tuple[tuple[Finding, ...], Scores, int, tuple[Defect, ...], tuple[str, ...], tuple[tuple[str, str], ...]]
_worker: Engine | None = None


def spare_the_collector() -> None:
    """Lets Python look for cycles a hundred times less often: articles and findings form none, and looking for them
    costs a fifth of a run. For processes that only check articles; a library leaves its host's collector alone."""
    import gc

    gc.freeze()
    gc.set_threshold(1_000_000, 50, 50)


def _start_worker(settings: Settings, services: ServiceSettings, note: Callable[[str], None]) -> None:
    import signal
    from multiprocessing.util import Finalize

    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _worker = Engine(settings, Services(services, note))
    Finalize(None, _worker.close, exitpriority=1)  # a worker ends without running atexit's functions
    spare_the_collector()


def _judge(work: list[Work]) -> list[_Judgement]:
    assert _worker is not None
    _worker.begin([w.article for w in work])
    outcomes = [_worker.check(w.article, w.recurring, w.siblings) for w in work]
    return [(o.findings, o.scores, o.words, o.defects, o.gaps, o.missing) for o in outcomes]


def _joined(piece: list[Work | Unreadable], pending: Future[list[_Judgement]]) -> Iterator[Outcome | Unreadable]:
    judged = iter(pending.result())
    for item in piece:
        yield Outcome(item.article, *next(judged)) if isinstance(item, Work) else item


def _prepared(
    items: Iterable[Article | Unreadable], siblings_of: Callable[[Article], tuple[Article, ...]] | None
) -> Iterator[Work | Unreadable]:
    """Each article with its siblings, and with its lines that others have, as far as the end of its batch tells."""
    recurring, rest = Recurring(), iter(items)
    while batch := list(islice(rest, _BATCH)):
        recurring.count(item for item in batch if isinstance(item, Article))
        for item in batch:
            if isinstance(item, Article):
                yield Work(item, recurring.lines(item), siblings_of(item) if siblings_of else ())
            else:
                yield item

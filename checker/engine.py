"""Runs rules over articles. Knows no rule, no report and no file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from checker.article import Article
from checker.filters import refine
from checker.filters.stet import settled
from checker.finding import Finding
from checker.language import foreign
from checker.readers.unreadable import Unreadable
from checker.recurring import Recurring
from checker.rule import Context, Options, Rule
from checker.score import Readability, Scores, score
from checker.services.services import Services, ServiceUnavailableError
from checker.settings import Settings
from checker.tiers import TIERS

if TYPE_CHECKING:
    from checker.services.noise import ArticleNoise

# What recurs among articles is counted up to the end of a batch, whatever the number of processes.
_BATCH = 64
LEAST = 8
"""Opening the cache takes as long as judging a few articles; quick runs of fewer leave it alone."""
PIECE = 8
"""So many articles travel to a process at once, and services hear of so many ahead."""


@dataclass(frozen=True)
class Defect:
    """A rule that raised instead of judging: a fault of the rule, not of the article."""

    rule: str
    article: str
    error: str


@dataclass(frozen=True)
class Outcome:
    """An article with what was found in it; `words` counts those of its text. `gaps` say what could not be judged of
    the article and why, `missing` which tiers could not run at all, with the reason. `stetted` are the findings that a
    stet in the article keeps, `ran` the rules that judged it. What a run leaves out of `findings`: `known` are those of
    the baseline, `untouched` is the number of those that stand on lines which the change does not touch."""

    article: Article
    findings: tuple[Finding, ...]
    scores: Scores
    words: int
    defects: tuple[Defect, ...] = ()
    gaps: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    stetted: tuple[Finding, ...] = ()
    ran: frozenset[str] = frozenset()
    known: tuple[Finding, ...] = ()
    untouched: int = 0


@dataclass(frozen=True)
class Work:
    """An article to judge, by the settings of a number: its lines that other articles of the run share, and the other
    articles on its event."""

    article: Article
    number: int = 0
    recurring: frozenset[str] = frozenset()
    siblings: tuple[Article, ...] = ()


Item = Work | Unreadable | Outcome
"""What runs through: work, what could not be read, and what is judged already."""


class Engine:
    """The rules of one run, ready to judge articles. Close it when done: it may hold services."""

    def __init__(
        self, settings: Settings, services: Services | None = None, missing: dict[str, str] | None = None
    ) -> None:
        """`missing` holds the tiers that could not run, and why: engines of one run share it.

        Raises UsageError where the settings name what does not exist.
        """
        self.settings = settings
        self.services = services or Services()
        # What is slow comes last: its answers may be on their way while the other rules run.
        self.rules: list[Rule] = sorted(settings.rules(), key=lambda rule: TIERS.index(rule.tier))
        options = [settings.options.get(rule.name) or rule.options() for rule in self.rules]
        self._options: list[Options] = []  # most rules have none, and share a context
        self._options += [o for n, o in enumerate(options) if o not in options[:n]]
        self._option_of = [self._options.index(o) for o in options]
        self._tiers = frozenset(tier for rule in self.rules for tier in rule.tiers)
        self._by_model = frozenset(rule.name for rule in self.rules if rule.tier == "noise")
        self._missing = {} if missing is None else missing
        self._ran: dict[frozenset[str], frozenset[str]] = {}

    @property
    def is_slow(self) -> bool:
        """Whether rules run that need a service."""
        return not self._tiers <= {"local"}

    @property
    def looks_ahead(self) -> bool:
        """Whether the services gain by hearing of coming articles."""
        return "grammar" in self._tiers

    def begin(self, articles: Iterable[Article]) -> None:
        """Lets the services start on articles that will be checked soon."""
        english = [article for article in articles if foreign(article) is None]
        self.services.begin(english, self._tiers.difference(self._missing), self.settings.language)

    def check(
        self,
        article: Article,
        recurring: frozenset[str] = frozenset(),
        siblings: tuple[Article, ...] = (),
        keep: Collection[str] = (),
    ) -> Outcome:
        """Judges one article; `recurring` holds its lines that other articles of the run share, `siblings` the other
        articles on its event, `keep` the fingerprints of findings that stay as they are, as those of a stet do."""
        findings: list[Finding] = []
        defects: list[Defect] = []
        accepted, language = self.settings.accepted, self.settings.language
        contexts = [Context(o, accepted, recurring, siblings, self.services, language) for o in self._options]
        english = foreign(article) is None
        ran: set[str] = set()
        for rule, number in zip(self.rules, self._option_of, strict=True):
            if not rule.tiers.isdisjoint(self._missing) or (rule.tier == "siblings" and not siblings):
                continue
            if not english and not rule.any_language:
                continue
            try:
                findings += rule.check(article, contexts[number])
                ran.add(rule.name)
            except ServiceUnavailableError as error:
                self._missing[rule.asks or rule.tier] = str(error)
            except Exception as error:
                defects.append(Defect(rule.name, article.id, f"{type(error).__name__}: {' '.join(str(error).split())}"))
        left, stetted = settled(article, refine(article, findings, self.settings), ran, self.settings, keep)
        scores = self._scores(article, left, english)
        gaps = self.services.take_gaps(article.id)
        missing = tuple((tier, why) for tier, why in self._missing.items() if tier in self._tiers)
        words = len(article.body.words)
        return Outcome(article, left, scores, words, tuple(defects), gaps, missing, stetted, self._same(ran))

    def _same(self, ran: set[str]) -> frozenset[str]:
        """The names as one object for all articles: so they travel between processes once."""
        names = frozenset(ran)
        return self._ran.setdefault(names, names)

    def _scores(self, article: Article, findings: Sequence[Finding], english: bool) -> Scores:
        """The scores; what the noise model says of single places counts through what it says of the whole."""
        if not english:
            return score(article, findings)
        counted = [finding for finding in findings if finding.rule not in self._by_model]
        model = self._by_noise_model(article)
        return score(article, findings if model is None else counted, self._readability(article), model)

    def _by_noise_model(self, article: Article) -> ArticleNoise | None:
        """What the noise model says of an article as a whole, or None where the tier did not run."""
        if not self._by_model or "noise" in self._missing:
            return None
        try:
            return self.services.noise.article(article.body)
        except ServiceUnavailableError as error:
            self._missing["noise"] = str(error)
            return None

    def _readability(self, article: Article) -> Readability | None:
        if "grammar" not in self._tiers:
            return None
        from checker.readability import readability  # its dictionaries come with the tier

        return readability(article)

    def close(self) -> None:
        """Ends the services of the run."""
        self.services.close()


class Engines:
    """The engines of a run: one for each settings, by their numbers; they share the services."""

    def __init__(self, services: Services | None = None) -> None:
        self.services = services or Services()
        self.settings: dict[int, Settings] = {}
        self._numbers: dict[int, int] = {}
        self._made: dict[int, Engine] = {}
        self._missing: dict[str, str] = {}

    def number(self, settings: Settings) -> int:
        """The number of these settings; the first have 0. The same object has one number."""
        number = self._numbers.setdefault(id(settings), len(self._numbers))
        self.settings[number] = settings
        return number

    def of(self, settings: Settings) -> Engine:
        """The engine of these settings. Raises UsageError where they name what does not exist."""
        return self[self.number(settings)]

    def __getitem__(self, number: int) -> Engine:
        if number not in self._made:
            self._made[number] = Engine(self.settings[number], self.services, self._missing)
        return self._made[number]

    def check(self, work: Work) -> Outcome:
        """Judges one article."""
        return self[work.number].check(work.article, work.recurring, work.siblings)

    def begin(self, work: Iterable[Work]) -> None:
        """Lets the services start on articles that will be checked soon."""
        articles: dict[int, list[Article]] = {}
        for each in work:
            articles.setdefault(each.number, []).append(each.article)
        for number, those in articles.items():
            if self[number].looks_ahead:
                self[number].begin(those)

    def close(self) -> None:
        """Ends the services of the run."""
        self.services.close()


def run(
    items: Iterable[Article | Unreadable],
    settings: Settings | Callable[[Article], Settings],
    jobs: int = 1,
    *,
    services: Services | None = None,
    siblings_of: Callable[[Article], tuple[Article, ...]] | None = None,
    remember: bool = False,
) -> Iterator[Outcome | Unreadable]:
    """Judges articles in their order, in `jobs` processes; what could not be read passes through in its place.

    The outcome is the same whatever the number of processes. At most a few batches are held at a time. `settings` are
    those of all articles, or answer with those of an article, the same object wherever they are the same. Each process
    has services of its own, with the settings of `services`; `siblings_of` answers with the other articles on an
    article's event. With `remember`, outcomes are taken from the cache where it has them, and kept there.

    Raises:
        UsageError: the settings name a rule, category or tier that does not exist.
        WorkerLostError: a process was killed from outside.
    """
    engines = Engines(services)
    try:
        work = _prepared(items, engines, settings, siblings_of)
        if remember and jobs <= 1:  # processes look by themselves, once they are apart
            first = list(islice(work, LEAST))
            slow = any(isinstance(item, Work) and engines[item.number].is_slow for item in first)
            remember, work = len(first) == LEAST or slow, chain(first, work)
        if not remember:
            yield from _judged(engines, work, jobs)
            return
        from checker.results import Results

        results = Results(engines)
        yield from results.kept(_judged(engines, results.recalled(work), jobs))
    finally:
        engines.close()


def _judged(engines: Engines, work: Iterator[Item], jobs: int) -> Iterator[Outcome | Unreadable]:
    """The work judged, in its order; what is no work passes through in its place."""
    if jobs <= 1:
        return _run_here(engines, work)
    from checker.processes import run_in_processes

    return run_in_processes(engines, work, jobs)


def _run_here(engines: Engines, work: Iterator[Item]) -> Iterator[Outcome | Unreadable]:
    ahead = 0
    waiting: deque[Item] = deque()
    for item in work:
        if isinstance(item, Work) and engines[item.number].looks_ahead:
            ahead = PIECE
            engines.begin((item,))
        waiting.append(item)
        if len(waiting) > ahead:
            yield _checked(engines, waiting.popleft())
    while waiting:
        yield _checked(engines, waiting.popleft())


def _checked(engines: Engines, item: Item) -> Outcome | Unreadable:
    return engines.check(item) if isinstance(item, Work) else item


def spare_the_collector() -> None:
    """Lets Python look for cycles a hundred times less often: articles and findings form none, and looking for them
    costs a fifth of a run. For processes that only check articles; a library leaves its host's collector alone."""
    import gc

    gc.freeze()
    gc.set_threshold(1_000_000, 50, 50)


def _prepared(
    items: Iterable[Article | Unreadable],
    engines: Engines,
    settings: Settings | Callable[[Article], Settings],
    siblings_of: Callable[[Article], tuple[Article, ...]] | None,
) -> Iterator[Work | Unreadable]:
    """Each article with the number of its settings, its siblings, and its lines that others have, as far as the end of
    its batch tells."""
    recurring, rest = Recurring(), iter(items)
    while batch := list(islice(rest, _BATCH)):
        recurring.count(item for item in batch if isinstance(item, Article))
        for item in batch:
            if isinstance(item, Article):
                number = engines.number(settings if isinstance(settings, Settings) else settings(item))
                yield Work(item, number, recurring.lines(item), siblings_of(item) if siblings_of else ())
            else:
                yield item

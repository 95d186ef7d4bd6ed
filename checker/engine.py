"""Runs rules over articles. Knows no rule, no report and no file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.article import Article
from checker.filters import refine
from checker.finding import Finding
from checker.readers.unreadable import Unreadable
from checker.recurring import Recurring
from checker.rule import Context, Rule
from checker.score import Scores, score
from checker.settings import Settings
from checker.source import Source

if TYPE_CHECKING:
    from multiprocessing.pool import AsyncResult

# Articles are taken in batches of so many: what recurs among articles is counted up to the end of a batch, whatever
# the number of processes, and a batch is what travels to a process at once.
_BATCH = 64


@dataclass(frozen=True)
class Defect:
    """A rule that raised instead of judging: a fault of the rule, not of the article."""

    rule: str
    article: str
    error: str


@dataclass(frozen=True)
class Outcome:
    """An article with what was found in it; `words` counts those of its text."""

    article: Article
    findings: tuple[Finding, ...]
    scores: Scores
    words: int
    defects: tuple[Defect, ...] = ()


class Engine:
    """The rules of one run, ready to judge articles."""

    def __init__(self, settings: Settings) -> None:
        """Raises UsageError where the settings name what does not exist."""
        self.settings = settings
        self.rules: list[Rule] = settings.rules()

    def check(self, article: Article, recurring: frozenset[str] = frozenset()) -> Outcome:
        """Judges one article; `recurring` holds its lines that other articles of the run share."""
        findings: list[Finding] = []
        defects: list[Defect] = []
        for rule in self.rules:
            context = Context(self.settings.options.get(rule.name) or rule.options(), self.settings.accepted, recurring)
            try:
                findings += rule.check(article, context)
            except Exception as error:
                defects.append(Defect(rule.name, article.id, f"{type(error).__name__}: {' '.join(str(error).split())}"))
        refined = tuple(refine(article, findings))
        return Outcome(article, refined, score(article, refined), len(article.body.words), tuple(defects))


def run(items: Iterable[Article | Unreadable], settings: Settings, jobs: int = 1) -> Iterator[Outcome | Unreadable]:
    """Judges articles in their order, in `jobs` processes; what could not be read passes through in its place.

    The outcome is the same whatever the number of processes. At most a few batches are held at a time.

    Raises:
        UsageError: the settings name a rule, category or tier that does not exist.
    """
    engine = Engine(settings)
    batches = _batches(items)
    if jobs <= 1:
        for batch, recurring in batches:
            for item, lines in zip(batch, recurring, strict=True):
                yield engine.check(item, lines) if isinstance(item, Article) else item
        return
    import multiprocessing  # not before it is needed: it costs a tenth of a cold start

    with multiprocessing.Pool(jobs, _start_worker, (settings,)) as pool:
        waiting: deque[tuple[list[Article | Unreadable], AsyncResult[list[_Judgement]]]] = deque()
        for batch, recurring in batches:
            # Rules read the fields alone; the way back to the source stays here.
            work = [
                (replace(a, origin=Source()), r)
                for a, r in zip(batch, recurring, strict=True)
                if isinstance(a, Article)
            ]
            waiting.append((batch, pool.apply_async(_judge, (work,))))
            if len(waiting) > 2 * jobs:
                yield from _joined(*waiting.popleft())
        while waiting:
            yield from _joined(*waiting.popleft())


_Judgement = tuple[tuple[Finding, ...], Scores, int, tuple[Defect, ...]]
_worker: Engine | None = None


def spare_the_collector() -> None:
    """Lets Python look for cycles a hundred times less often: articles and findings form none, and looking for them
    costs a fifth of a run. For processes that only check articles; a library leaves its host's collector alone."""
    import gc

    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _start_worker(settings: Settings) -> None:
    import signal

    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _worker = Engine(settings)
    spare_the_collector()


def _judge(work: list[tuple[Article, frozenset[str]]]) -> list[_Judgement]:
    assert _worker is not None
    outcomes = [_worker.check(article, recurring) for article, recurring in work]
    return [(o.findings, o.scores, o.words, o.defects) for o in outcomes]


def _joined(
    batch: list[Article | Unreadable], pending: AsyncResult[list[_Judgement]]
) -> Iterator[Outcome | Unreadable]:
    judged = iter(pending.get())
    for item in batch:
        yield Outcome(item, *next(judged)) if isinstance(item, Article) else item


def _batches(
    items: Iterable[Article | Unreadable],
) -> Iterator[tuple[list[Article | Unreadable], list[frozenset[str]]]]:
    recurring = Recurring()
    batch: list[Article | Unreadable] = []

    def counted() -> tuple[list[Article | Unreadable], list[frozenset[str]]]:
        articles = [a for a in batch if isinstance(a, Article)]
        recurring.count(articles)
        return batch, [recurring.lines(a) if isinstance(a, Article) else frozenset() for a in batch]

    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield counted()
            batch = []
    if batch:
        yield counted()

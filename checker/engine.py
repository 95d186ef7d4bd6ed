"""Runs rules over articles. Knows no rule, no report and no file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
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
from checker.settings import Settings
from checker.source import Source

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
        options = [settings.options.get(rule.name) or rule.options() for rule in self.rules]
        self._options = list(dict.fromkeys(options))  # most rules have none, and share a context
        self._option_of = [self._options.index(o) for o in options]

    def check(self, article: Article, recurring: frozenset[str] = frozenset()) -> Outcome:
        """Judges one article; `recurring` holds its lines that other articles of the run share."""
        findings: list[Finding] = []
        defects: list[Defect] = []
        contexts = [Context(options, self.settings.accepted, recurring) for options in self._options]
        for rule, number in zip(self.rules, self._option_of, strict=True):
            try:
                findings += rule.check(article, contexts[number])
            except Exception as error:
                defects.append(Defect(rule.name, article.id, f"{type(error).__name__}: {' '.join(str(error).split())}"))
        refined = tuple(refine(article, findings))
        return Outcome(article, refined, score(article, refined), len(article.body.words), tuple(defects))


def run(items: Iterable[Article | Unreadable], settings: Settings, jobs: int = 1) -> Iterator[Outcome | Unreadable]:
    """Judges articles in their order, in `jobs` processes; what could not be read passes through in its place.

    The outcome is the same whatever the number of processes. At most a few batches are held at a time.

    Raises:
        UsageError: the settings name a rule, category or tier that does not exist.
        WorkerLostError: a process was killed from outside.
    """
    engine = Engine(settings)
    counted = _counted(items)
    if jobs <= 1:
        for item, lines in counted:
            yield engine.check(item, lines) if isinstance(item, Article) else item
        return
    from concurrent.futures import ProcessPoolExecutor  # not before it is needed: a tenth of a cold start
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(settings,)) as pool:
        waiting: deque[tuple[list[Article | Unreadable], Future[list[_Judgement]]]] = deque()
        try:
            while piece := list(islice(counted, _PIECE)):
                # Rules read the fields alone; the way back to the source stays here.
                work = [(replace(a, origin=Source()), lines) for a, lines in piece if isinstance(a, Article)]
                waiting.append(([item for item, _ in piece], pool.submit(_judge, work)))
                if len(waiting) > 2 * jobs:
                    yield from _joined(*waiting.popleft())
            while waiting:
                yield from _joined(*waiting.popleft())
        except BrokenProcessPool:
            raise WorkerLostError("a process that checked articles was killed; is there enough memory? Run it again, "
                                  "with fewer --jobs") from None  # fmt: skip


_Judgement = tuple[tuple[Finding, ...], Scores, int, tuple[Defect, ...]]
_worker: Engine | None = None


def spare_the_collector() -> None:
    """Lets Python look for cycles a hundred times less often: articles and findings form none, and looking for them
    costs a fifth of a run. For processes that only check articles; a library leaves its host's collector alone."""
    import gc

    gc.freeze()
    gc.set_threshold(1_000_000, 50, 50)


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


def _joined(piece: list[Article | Unreadable], pending: Future[list[_Judgement]]) -> Iterator[Outcome | Unreadable]:
    judged = iter(pending.result())
    for item in piece:
        yield Outcome(item, *next(judged)) if isinstance(item, Article) else item


def _counted(items: Iterable[Article | Unreadable]) -> Iterator[tuple[Article | Unreadable, frozenset[str]]]:
    """Each item with its lines that other articles have, as far as the end of its batch tells."""
    recurring, rest = Recurring(), iter(items)
    while batch := list(islice(rest, _BATCH)):
        recurring.count(item for item in batch if isinstance(item, Article))
        for item in batch:
            yield item, recurring.lines(item) if isinstance(item, Article) else frozenset()

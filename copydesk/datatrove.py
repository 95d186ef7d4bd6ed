"""A step of a datatrove pipeline that keeps or drops documents by what copydesk finds in them.

    from copydesk.datatrove import CopydeskFilter

    LocalPipelineExecutor([
        JsonlReader("articles"),
        CopydeskFilter(least_grade="C", most={"repeated-phrase": 0}, exclusion_writer=JsonlWriter("dropped")),
        JsonlWriter("kept"),
    ], tasks=8).run()

Not imported by `copydesk` itself: datatrove is an extra.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from checker.article import Article
from checker.engine import Engine, Outcome
from checker.errors import UsageError
from checker.finding import CATEGORIES
from checker.nearest import nearest
from checker.readers.metadata import iso_day
from checker.recurring import Recurring
from checker.services.services import Services, ServiceUnavailableError
from checker.settings import Settings
from checker.summary import GRADES

try:
    from datatrove.data import Document, DocumentsPipeline
    from datatrove.pipeline.filters.base_filter import BaseFilter
    from datatrove.pipeline.writers.disk_base import DiskWriter
except ImportError as error:
    raise ImportError("copydesk.datatrove needs datatrove: pip install 'copydesk[datatrove]'") from error

Verdict = bool | tuple[bool, str]
"""True, or False with the reason in one word."""

# Services hear of so many documents ahead.
_BATCH = 64


class CopydeskFilter(BaseFilter):  # type: ignore[misc]  # datatrove has no types
    """Keeps the documents that are within all limits, and drops the others with a reason.

    The limits, each left out where it is None: `least_grade` (A to F), `least_quality` (0 to 100), `most_noise` (0 to
    1), and `most`, how many findings a document may have of a rule ({"repeated-phrase": 0}), or of a category, of which
    errors and warnings count. The reason is the first limit that is passed, in that order: "grade-D", "quality",
    "noise", or the name of the rule or category; datatrove counts each, and its exclusion writer gets it as
    `filter_reason`. The statistics hold the grades and the findings of each rule, too.

    `tiers` are exactly those that run; `select`, `ignore` as in `copydesk check`. `config` is a configuration file, for
    the words and options of a house. The metadata named by `title_key`, `date_key` (ISO 8601), `source_key` and
    `language_key` are used where they are there. With `write_scores` a document that is kept or dropped has them in its
    metadata: copydesk_grade, copydesk_quality, copydesk_noise, copydesk_errors, copydesk_warnings, and copydesk_rules,
    the rules that found something, split by spaces.

    Lines that recur from document to document are counted over the documents of a task as they come, so the first ones
    have fewer of them. A process makes its engine once, whatever the number of its tasks.

    Raises:
        UsageError: a limit, tier, rule or category does not exist, or a tier is not installed.
        ServiceUnavailableError: while it runs, a tier could not be had. The task fails, and datatrove does it again
            when the pipeline is run again: no document is kept because nothing looked at it.
    """

    name = "📰 copydesk"

    def __init__(
        self,
        least_grade: str | None = None,
        least_quality: float | None = None,
        most_noise: float | None = None,
        most: Mapping[str, int] | None = None,
        *,
        tiers: Iterable[str] = ("local",),
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        config: str | None = None,
        title_key: str = "title",
        date_key: str = "date",
        source_key: str = "source",
        language_key: str = "language",
        write_scores: bool = False,
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__(exclusion_writer, batch_size=_BATCH)
        if least_grade is not None and least_grade not in GRADES:
            raise UsageError(f"no grade is named {least_grade!r}; they are {', '.join(GRADES)}")
        self.least_grade, self.least_quality, self.most_noise = least_grade, least_quality, most_noise
        self.most = dict(most or {})
        self.title_key, self.date_key = title_key, date_key
        self.source_key, self.language_key = source_key, language_key
        self.write_scores = write_scores
        self._told = (tuple(tiers), tuple(select), tuple(ignore), config)
        self._recurring = Recurring()
        self._check_names()

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """The documents of a task that are within the limits."""
        self._recurring = Recurring()
        try:
            yield from super().run(data, rank, world_size)
        finally:
            _engine(*self._told).close()

    def filter(self, doc: Document) -> Verdict:
        """Whether a document is within the limits, else the reason."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[Document]) -> list[Verdict]:
        """The answer on each document, in their order."""
        engine = _engine(*self._told)
        articles = [self._article(doc) for doc in batch]
        self._recurring.count(articles)
        if engine.looks_ahead:
            engine.begin(articles)
        return [
            self._verdict(doc, engine.check(article, self._recurring.lines(article)))
            for doc, article in zip(batch, articles, strict=True)
        ]

    def _verdict(self, doc: Document, outcome: Outcome) -> Verdict:
        for tier, why in outcome.missing:
            _engine.cache_clear()  # for an engine does not try again
            raise ServiceUnavailableError(f"the tier {tier} could not run: {why}")
        found = Counter(finding.rule for finding in outcome.findings)
        found.update(finding.category for finding in outcome.findings if finding.severity.loud)
        scores = outcome.scores
        self.stat_update(f"grade_{scores.grade}")
        for finding in outcome.findings:
            self.stat_update(f"finding_{finding.rule}")
        for defect in outcome.defects:
            self.stat_update(f"failed_{defect.rule}")
        if outcome.gaps:
            self.stat_update("judged_in_part")
        if self.write_scores:
            loud = Counter(finding.severity.value for finding in outcome.findings)
            doc.metadata["copydesk_grade"] = scores.grade
            doc.metadata["copydesk_quality"] = scores.quality
            doc.metadata["copydesk_noise"] = scores.noise
            doc.metadata["copydesk_errors"] = loud["error"]
            doc.metadata["copydesk_warnings"] = loud["warning"]
            doc.metadata["copydesk_rules"] = " ".join(sorted({finding.rule for finding in outcome.findings}))
        if self.least_grade is not None and scores.grade > self.least_grade:
            return False, f"grade-{scores.grade}"
        if self.least_quality is not None and scores.quality < self.least_quality:
            return False, "quality"
        if self.most_noise is not None and scores.noise > self.most_noise:
            return False, "noise"
        passed = next((name for name, most in self.most.items() if found[name] > most), None)
        return True if passed is None else (False, passed)

    def _article(self, doc: Document) -> Article:
        def told(key: str) -> str:
            value = doc.metadata.get(key)
            return value if isinstance(value, str) else ""

        date = doc.metadata.get(self.date_key)
        if isinstance(date, datetime.datetime):
            date = date.date()
        elif not isinstance(date, datetime.date):
            date = iso_day(told(self.date_key))
        return Article(
            id=str(doc.id),
            text=doc.text,
            title=told(self.title_key),
            source=told(self.source_key) or None,
            date=date,
            language=told(self.language_key) or None,
        )

    def _check_names(self) -> None:
        rules = {rule.name: rule for rule in _engine(*self._told).settings.some_rules()}
        known = [*rules, *sorted({*CATEGORIES, *(rule.category for rule in rules.values())})]
        for name in self.most:
            if name not in known:
                hint = nearest(name, known) or "; `copydesk rules` lists them"
                raise UsageError(f"no rule or category that runs here is named {name!r}{hint}")


@lru_cache(maxsize=8)
def _engine(tiers: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], config: str | None) -> Engine:
    """The engine of these settings in this process."""
    if config is None:
        return Engine(Settings(tiers, select, ignore))
    from checker.config.per_path import Configurations

    flags = {"select": list(select), "ignore": list(ignore)}
    configurations = Configurations(config, flags={key: value for key, value in flags.items() if value})
    configurations.tiers = tiers
    return Engine(configurations.settings("-"), Services(configurations.run_settings(["-"]).services))

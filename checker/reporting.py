"""What a report is given: the base class, the facts of the run, and the result of an article in its public form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

import msgspec

from checker.finding import Evidence, Finding, Replacement, Severity
from checker.printable import encodable
from checker.rule import Rule
from checker.score import Readability, Scores

if TYPE_CHECKING:
    from checker.engine import Outcome
    from checker.readers.unreadable import Unreadable
    from checker.siblings.comparison import Comparison


class ResultFinding(msgspec.Struct, frozen=True):
    """The public form of a finding: what `Finding` knows, in the order that docs/contract.md gives."""

    rule: str
    category: str
    severity: Severity
    start: int
    end: int
    field: str
    message: str
    replacements: tuple[Replacement, ...]
    evidence: tuple[Evidence, ...]
    fingerprint: str


class Result(msgspec.Struct, frozen=True):
    """The public form of an outcome; docs/contract.md describes it."""

    id: str
    path: str
    line: int | None
    tiers: tuple[str, ...]
    scores: Scores
    findings: tuple[ResultFinding, ...]
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunFacts:
    """What a report may say of the run: the version, the tiers and rules that ran. `color` is true only on a terminal;
    `width` is its width in columns."""

    version: str
    tiers: tuple[str, ...]
    rules: dict[str, Rule] = field(default_factory=dict)
    color: bool = False
    width: int = 100


class Report:
    """Base of the reports: `add` is called for each article and `unreadable` for each input that could not be read, in
    their order, then `end` once. `out` is a text stream that takes any character; what can be shown at once is written
    at once. Who runs the report tells standard error of what could not be read; a report only counts or lists it."""

    name: ClassVar[str]

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        self.out = out
        self.facts = facts

    def add(self, outcome: Outcome) -> None:
        """Takes the next article."""
        raise NotImplementedError

    def unreadable(self, item: Unreadable) -> None:
        """Takes note of an input that could not be read."""

    def end(self) -> None:
        """Writes what comes after the last article."""


class ComparisonReport:
    """Base of the ways to show an article beside its siblings; `copydesk compare` finds them by name."""

    name: ClassVar[str]

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        self.out = out
        self.facts = facts

    def write(self, comparison: Comparison) -> None:
        """Writes the whole comparison."""
        raise NotImplementedError


def unchecked(outcome: Outcome) -> tuple[str, ...]:
    """What could not be judged of the article, a line each: what, why, and what to do."""
    return (*unjudged(outcome), *tiers_not_run(outcome))


def unjudged(outcome: Outcome) -> tuple[str, ...]:
    """What could not be judged of this article, while others could."""
    failed = (f"the rule {d.rule} failed ({d.error}): a defect of the rule" for d in outcome.defects)
    return (*outcome.gaps, *failed)


def tiers_not_run(outcome: Outcome) -> tuple[str, ...]:
    """The tiers that could not run, and why: the same for all articles from the first on that needed them."""
    return tuple(f"the tier {tier} could not run: {reason}" for tier, reason in outcome.missing)


def reading_line(measured: Readability) -> str:
    """How hard an article is to read, in a few words."""
    return f"Reading ease {measured.reading_ease:.0f}, grade level {measured.grade:.0f}."


def result_of(outcome: Outcome, facts: RunFacts) -> Result:
    """The outcome in its public form."""
    article = outcome.article
    findings = tuple(map(_public, outcome.findings))
    missing = dict(outcome.missing)
    ran = tuple(tier for tier in facts.tiers if tier not in missing)
    return Result(
        article.id, article.origin.path, article.origin.line, ran, outcome.scores, findings, unchecked(outcome)
    )


def json_of(value: object) -> str:
    """The value as one line of JSON. Lone surrogates, which JSON in UTF-8 cannot hold, become U+FFFD."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_encodable(msgspec.to_builtins(value))).decode()


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list | tuple):
        return [_encodable(v) for v in value]
    if isinstance(value, dict):
        return {_encodable(k): _encodable(v) for k, v in value.items()}
    return value


def _public(f: Finding) -> ResultFinding:
    return ResultFinding(
        f.rule,
        f.category,
        f.severity,
        f.start,
        f.end,
        f.field,
        f.message,
        f.replacements,
        f.evidence,
        f.fingerprint,
    )

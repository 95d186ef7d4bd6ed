"""What a report is given: the base class, the facts of the run, and the result of an article in its public form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, TextIO

import msgspec

from checker.engine import Outcome
from checker.finding import Finding
from checker.rule import Rule
from checker.score import Scores


class Result(msgspec.Struct, frozen=True):
    """The public form of an outcome; docs/contract.md describes it."""

    id: str
    path: str
    line: int | None
    tiers: tuple[str, ...]
    scores: Scores
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class RunFacts:
    """What a report may say of the run. `color` is true only on a terminal; `width` is its width in columns."""

    version: str
    tiers: tuple[str, ...]
    rules: dict[str, Rule] = field(default_factory=dict)
    color: bool = False
    width: int = 100


class Report:
    """Base of the reports: `add` is called for each article in order, then `end` once. `out` is a text stream; what
    can be shown at once is written at once."""

    name: ClassVar[str]

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        self.out = out
        self.facts = facts

    def add(self, outcome: Outcome) -> None:
        """Takes the next article."""
        raise NotImplementedError

    def end(self) -> None:
        """Writes what comes after the last article."""


def result_of(outcome: Outcome, facts: RunFacts) -> Result:
    """The outcome in its public form."""
    article = outcome.article
    return Result(article.id, article.origin.path, article.origin.line, facts.tiers, outcome.scores, outcome.findings)

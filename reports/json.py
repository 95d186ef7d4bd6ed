"""The JSON report: one document for the whole run."""

from __future__ import annotations

from typing import Any, ClassVar, TextIO

from checker.engine import Outcome
from checker.readers.unreadable import Unreadable
from checker.reporting import Report, RunFacts, json_of, result_of
from checker.summary import Summary


class JsonReport(Report):
    """`{"version", "tiers", "results", "unreadable", "summary"}`, each result as in the JSON-lines report and on a line
    of its own; results are written as they come, so a run of any length takes no more memory than one article."""

    name: ClassVar[str] = "json"

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        super().__init__(out, facts)
        self._summary = Summary()
        self._unreadable: list[dict[str, Any]] = []
        self._begun = False

    def add(self, outcome: Outcome) -> None:
        self._begin()
        self.out.write(",\n" if self._summary.articles else "\n")
        self.out.write(json_of(result_of(outcome, self.facts)))
        self._summary.add(outcome)

    def unreadable(self, item: Unreadable) -> None:
        self._summary.unreadable += 1
        self._unreadable.append({"path": item.path, "line": item.line, "message": item.message})

    def end(self) -> None:
        self._begin()
        unreadable = json_of(self._unreadable)
        self.out.write(f'\n], "unreadable": {unreadable},\n"summary": {json_of(_public(self._summary))}}}\n')

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            version, tiers = json_of(self.facts.version), json_of(self.facts.tiers)
            self.out.write(f'{{"version": {version}, "tiers": {tiers},\n"results": [')


def _public(summary: Summary) -> dict[str, Any]:
    return {
        "articles": summary.articles,
        "words": summary.words,
        "unreadable": summary.unreadable,
        "findings": summary.findings,
        "severities": {str(s): n for s, n in summary.severities.items()},
        "categories": {
            name: {str(s): n for s, n in by_severity.items()} for name, by_severity in summary.by_category()
        },
        "grades": summary.grades,
        "worst": summary.worst,
    }

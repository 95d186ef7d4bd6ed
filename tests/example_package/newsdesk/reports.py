"""A report, found by its entry point: how many findings each rule has."""

from __future__ import annotations

from collections import Counter

from copydesk import Outcome, Report


class Tally(Report):
    """A line a rule, the most frequent first."""

    name = "tally"
    _counts: Counter[str]

    def add(self, outcome: Outcome) -> None:
        self._counts = getattr(self, "_counts", Counter())
        self._counts.update(finding.rule for finding in outcome.findings)

    def end(self) -> None:
        for rule, count in getattr(self, "_counts", Counter()).most_common():
            self.out.write(f"{count} {rule}\n")

"""The JSON-lines report: one result a line, the public contract."""

from __future__ import annotations

from typing import ClassVar

from checker.engine import Outcome
from checker.reporting import Report, json_of, result_of


class JsonLinesReport(Report):
    """One JSON object an article, in the order of the input."""

    name: ClassVar[str] = "jsonl"

    def add(self, outcome: Outcome) -> None:
        self.out.write(json_of(result_of(outcome, self.facts)) + "\n")

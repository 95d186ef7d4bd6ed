"""The JSON-lines report: one result a line, the public contract."""

from __future__ import annotations

from typing import ClassVar, TextIO

import msgspec

from checker.engine import Outcome
from checker.reporting import Report, RunFacts, result_of


class JsonLinesReport(Report):
    """One JSON object an article, in the order of the input."""

    name: ClassVar[str] = "jsonl"

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        super().__init__(out, facts)
        self._encode = msgspec.json.Encoder().encode

    def add(self, outcome: Outcome) -> None:
        self.out.write(self._encode(result_of(outcome, self.facts)).decode() + "\n")

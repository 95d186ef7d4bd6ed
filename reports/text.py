"""The report for the terminal."""

from __future__ import annotations

from typing import ClassVar

from checker.engine import Outcome
from checker.reporting import Report


class TextReport(Report):
    """File, line, column, message."""

    name: ClassVar[str] = "text"

    def add(self, outcome: Outcome) -> None:
        for f in outcome.findings:
            origin = outcome.article.origin
            place = origin.place(f.field, f.start, f.end)
            text = outcome.article.title if f.field == "title" else outcome.article.text
            self.out.write(
                f"{origin.path}:{place.line}:{place.column} {f.severity} {f.rule}: {f.message}"
                f" «{text[f.start : f.end]}»\n"
            )

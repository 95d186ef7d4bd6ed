"""Annotations of a GitHub run: one workflow command a finding."""

from __future__ import annotations

from typing import ClassVar, TextIO

from checker.engine import Outcome
from checker.finding import Severity
from checker.printable import printable
from checker.readers.unreadable import Unreadable
from checker.reporting import Report, RunFacts, tiers_not_run, unjudged
from reports.placing import advice, region, reviewed_path

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_UNCHECKED = "copydesk: not checked"


class GithubReport(Report):
    """A line a finding that GitHub shows beside the changed text, and a line for what could not be read or judged.
    Nothing where there is nothing."""

    name: ClassVar[str] = "github"

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        super().__init__(out, facts)
        self._not_run: dict[str, None] = {}

    def add(self, outcome: Outcome) -> None:
        self._not_run |= dict.fromkeys(tiers_not_run(outcome))
        article = outcome.article
        for finding in outcome.findings:
            where = region(article, finding)
            properties: dict[str, str | int] = {
                "file": reviewed_path(article.origin.path),
                "line": where.line,
                "endLine": where.end_line,
                "title": f"copydesk: {finding.rule}",
            }
            if where.line == where.end_line:  # GitHub refuses columns over several lines
                properties |= {"col": where.column, "endColumn": where.end_column}
            self._write(_COMMANDS[finding.severity], properties, advice(finding))
        for line in unjudged(outcome):
            properties = {"file": reviewed_path(article.origin.path), "title": _UNCHECKED}
            if article.origin.line:
                properties["line"] = article.origin.line
            self._write("warning", properties, line)

    def unreadable(self, item: Unreadable) -> None:
        properties: dict[str, str | int] = {"file": reviewed_path(item.path), "title": "copydesk: not read"}
        if item.line:
            properties["line"] = item.line
        self._write("error", properties, item.message)

    def end(self) -> None:
        for line in self._not_run:
            self._write("warning", {"title": _UNCHECKED}, line)

    def _write(self, command: str, properties: dict[str, str | int], message: str) -> None:
        listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        self.out.write(f"::{command} {listed}::{_data(message)}\n")


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

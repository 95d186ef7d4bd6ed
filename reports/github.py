"""Annotations of a GitHub run: one workflow command a finding."""

from __future__ import annotations

from typing import ClassVar

from checker.engine import Outcome
from checker.finding import Severity
from checker.printable import printable
from checker.readers.unreadable import Unreadable
from checker.reporting import Report
from reports.placing import advice, region, reviewed_path

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class GithubReport(Report):
    """A line a finding that GitHub shows beside the changed text. Nothing where there is nothing."""

    name: ClassVar[str] = "github"

    def add(self, outcome: Outcome) -> None:
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

    def unreadable(self, item: Unreadable) -> None:
        properties: dict[str, str | int] = {"file": reviewed_path(item.path), "title": "copydesk: not read"}
        if item.line:
            properties["line"] = item.line
        self._write("error", properties, item.message)

    def _write(self, command: str, properties: dict[str, str | int], message: str) -> None:
        listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        self.out.write(f"::{command} {listed}::{_data(message)}\n")


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

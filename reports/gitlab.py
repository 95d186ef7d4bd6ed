"""GitLab's Code Quality report."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any, ClassVar, TextIO

from checker.engine import Outcome
from checker.finding import Severity
from checker.readers.unreadable import Unreadable
from checker.reporting import Report, RunFacts, json_of, unjudged
from reports.placing import advice, region, reviewed_path

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class GitlabReport(Report):
    """A JSON list with an issue for each finding and for each input that could not be read or judged. GitLab tells
    issues apart by fingerprint alone, over all files, so it holds the path and which of several equal ones it is. A
    tier that could not run has no place in it, for an issue is one of a file."""

    name: ClassVar[str] = "gitlab"

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        super().__init__(out, facts)
        self._seen: Counter[str] = Counter()
        self._begun = False

    def add(self, outcome: Outcome) -> None:
        article = outcome.article
        path = reviewed_path(article.origin.path)
        for finding in outcome.findings:
            where = region(article, finding)
            lines = {"begin": where.line, "end": where.end_line}
            self._write(finding.rule, advice(finding), _SEVERITIES[finding.severity], path, lines, finding.fingerprint)
        for line in unjudged(outcome):
            self._write("not-checked", line, "major", path, {"begin": article.origin.line or 1}, line)

    def unreadable(self, item: Unreadable) -> None:
        lines = {"begin": item.line or 1}
        self._write("not-read", item.message, "critical", reviewed_path(item.path), lines, item.message)

    def end(self) -> None:
        self.out.write("\n]\n" if self._begun else "[]\n")

    def _write(self, name: str, text: str, severity: str, path: str, lines: dict[str, int], fingerprint: str) -> None:
        material = "\0".join((path, name, fingerprint))
        number = self._seen[material]
        self._seen[material] += 1
        digest = hashlib.sha256(f"{material}\0{number}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        issue: dict[str, Any] = {
            "description": text,
            "check_name": name,
            "fingerprint": digest,
            "severity": severity,
            "location": {"path": path, "lines": lines},
        }
        self.out.write(("[\n" if not self._begun else ",\n") + json_of(issue))
        self._begun = True

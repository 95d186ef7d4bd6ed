"""SARIF 2.1.0, the OASIS standard that code scanning reads."""

from __future__ import annotations

from typing import Any, ClassVar, TextIO
from urllib.parse import quote

from checker.engine import Outcome
from checker.finding import Finding, Severity
from checker.printable import encodable
from checker.readers.unreadable import Unreadable
from checker.reporting import Report, RunFacts, json_of, tiers_not_run, unjudged
from checker.rule import Rule
from reports.placing import advice, region, reviewed_path

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# GitHub's code scanning takes no more of them.
_MOST_RESULTS = 25_000


class SarifReport(Report):
    """One log with one run: the rules with their help, a result a finding, what could not be read or judged as a
    notification. Results are written as they come; behind them, as suppressed, those that are known or kept by a stet.
    Beyond 25,000 they are counted, and a notification says how many."""

    name: ClassVar[str] = "sarif"

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        super().__init__(out, facts)
        self._rules = sorted(facts.rules)
        self._number = {name: n for n, name in enumerate(self._rules)}
        self._written = 0
        self._left_out = 0
        self._suppressed: list[str] = []
        self._notes: list[dict[str, Any]] = []
        self._not_run: dict[str, None] = {}
        self._begun = False

    def add(self, outcome: Outcome) -> None:
        self._begin()
        for finding in outcome.findings:
            if self._written >= _MOST_RESULTS:
                self._left_out += 1
                continue
            self._write(json_of(self._result(outcome, finding) | {"baselineState": "new"}))
        for finding in outcome.known:
            why = {"kind": "external", "justification": "known from the baseline"}
            self._suppress(outcome, finding, {"baselineState": "unchanged", "suppressions": [why]})
        for finding in outcome.stetted:
            self._suppress(outcome, finding, {"baselineState": "new", "suppressions": [{"kind": "inSource"}]})
        origin = outcome.article.origin
        for line in unjudged(outcome):
            self._notes.append(_notification("error", line, origin.path, origin.line))
        self._not_run |= dict.fromkeys(tiers_not_run(outcome))

    def _suppress(self, outcome: Outcome, finding: Finding, more: dict[str, Any]) -> None:
        if len(self._suppressed) < _MOST_RESULTS:
            self._suppressed.append(json_of(self._result(outcome, finding) | more))
        else:
            self._left_out += 1

    def unreadable(self, item: Unreadable) -> None:
        self._notes.append(_notification("error", item.message, item.path, item.line))

    def end(self) -> None:
        self._begin()
        room = _MOST_RESULTS - self._written
        self._left_out += max(0, len(self._suppressed) - room)
        for result in self._suppressed[:room]:
            self._write(result)
        notes = [*self._notes, *(_notification("warning", line) for line in self._not_run)]
        if self._left_out:
            more = f"{self._left_out:,} further findings are left out: a log holds at most {_MOST_RESULTS:,}."
            notes.append(_notification("warning", more))
        invocation = {"executionSuccessful": not self._notes, "toolExecutionNotifications": notes}
        self.out.write(f'\n], "invocations": {json_of([invocation])}}}]}}\n')

    def _write(self, result: str) -> None:
        self.out.write(",\n" if self._written else "\n")
        self.out.write(result)
        self._written += 1

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        driver = {
            "name": "copydesk",
            "semanticVersion": self.facts.version,
            "rules": [_descriptor(self.facts.rules[name]) for name in self._rules],
        }
        self.out.write(f'{{"$schema": {json_of(_SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": {{"driver": ')
        self.out.write(json_of(driver))
        self.out.write('}, "columnKind": "unicodeCodePoints", "results": [')

    def _result(self, outcome: Outcome, finding: Finding) -> dict[str, Any]:
        article = outcome.article
        where = region(article, finding)
        span = {
            "startLine": where.line,
            "startColumn": where.column,
            "endLine": where.end_line,
            "endColumn": where.end_column,
        }
        uri = {"uri": _uri(article.origin.path)}
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "level": _LEVELS[finding.severity],
            "message": {"text": advice(finding)},
            "locations": [{"physicalLocation": {"artifactLocation": uri, "region": span}}],
            "partialFingerprints": {"copydesk/v1": finding.fingerprint},
        }
        if finding.rule in self._number:
            result["ruleIndex"] = self._number[finding.rule]
        source_map = article.origin.maps.get(finding.field)
        if finding.replacements and source_map and source_map.whole(finding.start, finding.end):
            inserted = {"text": encodable(finding.replacements[0].text)}
            replacement = {"deletedRegion": span, "insertedContent": inserted}
            result["fixes"] = [{"artifactChanges": [{"artifactLocation": uri, "replacements": [replacement]}]}]
        return result


def _descriptor(rule: Rule) -> dict[str, Any]:
    from checker.explaining import explanation, summary

    return {
        "id": rule.name,
        "name": type(rule).__name__,
        "shortDescription": {"text": summary(rule)},
        "help": {"text": summary(rule), "markdown": explanation(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [*{rule.category: 1, rule.tier: 1}]},
    }


def _notification(level: str, text: str, path: str | None = None, line: int | None = None) -> dict[str, Any]:
    note: dict[str, Any] = {"level": level, "message": {"text": encodable(text)}}
    if path is not None:
        location: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
        if line:
            location["region"] = {"startLine": line}
        note["locations"] = [{"physicalLocation": location}]
    return note


def _uri(path: str) -> str:
    shown = reviewed_path(path)
    quoted = quote(shown.encode("utf-8", "surrogateescape"))
    return f"file://{quoted}" if shown.startswith("/") else quoted

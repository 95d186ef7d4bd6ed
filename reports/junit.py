"""JUnit XML, which every continuous-integration server shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar, TextIO
from xml.sax.saxutils import escape, quoteattr

from checker.engine import Outcome
from checker.printable import encodable
from checker.readers.unreadable import Unreadable
from checker.reporting import Report, RunFacts, reading_line, tiers_not_run, unjudged
from checker.score import Scores
from reports.placing import advice, region, reviewed_path

# What XML 1.0 cannot hold, even as a reference.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class JunitReport(Report):
    """A test case an article: it fails by its loud findings, its scores and notes stand in its output, and what could
    not be read or judged is an error. A tier that could not run at all is told in the suite's output. The cases are
    held until the end, for their number stands at the top."""

    name: ClassVar[str] = "junit"

    def __init__(self, out: TextIO, facts: RunFacts) -> None:
        super().__init__(out, facts)
        self._cases: list[str] = []
        self._failed = 0
        self._errors = 0
        self._not_run: dict[str, None] = {}

    def add(self, outcome: Outcome) -> None:
        self._not_run |= dict.fromkeys(tiers_not_run(outcome))
        article = outcome.article
        path = reviewed_path(article.origin.path)
        loud = [f for f in outcome.findings if f.severity.loud]
        notes = [f for f in outcome.findings if not f.severity.loud]
        told = [[f"{path}:{region(article, f).line}: {f.rule}: {advice(f)}" for f in part] for part in (loud, notes)]
        gaps, inner = unjudged(outcome), ""
        if loud:
            self._failed += 1
            kinds = ", ".join(sorted({f.rule for f in loud}))
            inner += f"<failure message={_attribute(kinds)}>{_lines(told[0])}</failure>"
        elif gaps:
            self._errors += 1
            inner += f"<error message={_attribute(gaps[0])}>{_lines(gaps)}</error>"
        inner += f"<system-out>{_lines([_scores(outcome.scores), *told[1]])}</system-out>"
        if loud and gaps:  # a case has failed or gone wrong, never both
            inner += f"<system-err>{_lines(gaps)}</system-err>"
        self._add(article.id, path, inner)

    def unreadable(self, item: Unreadable) -> None:
        self._errors += 1
        where = reviewed_path(item.path) + (f":{item.line}" if item.line else "")
        self._add(where, reviewed_path(item.path), f"<error message={_attribute(item.message)}/>")

    def end(self) -> None:
        counts = f'tests="{len(self._cases)}" failures="{self._failed}" errors="{self._errors}"'
        self.out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="copydesk" {counts}>\n')
        self.out.write(f'<testsuite name="copydesk" {counts}>\n')
        self.out.writelines(f"{case}\n" for case in self._cases)
        if self._not_run:
            self.out.write(f"<system-err>{_lines(self._not_run)}</system-err>\n")
        self.out.write("</testsuite>\n</testsuites>\n")

    def _add(self, name: str, path: str, inner: str) -> None:
        self._cases.append(f"<testcase name={_attribute(name)} classname={_attribute(path)}>{inner}</testcase>")


def _scores(scores: Scores) -> str:
    told = f"Grade {scores.grade}, {scores.quality:.0f} of 100."
    return f"{told} {reading_line(scores.readability)}" if scores.readability else told


def _lines(lines: Iterable[str]) -> str:
    return _text("\n".join(lines))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", encodable(text))


def _attribute(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _text(text: str) -> str:
    return escape(_clean(text))

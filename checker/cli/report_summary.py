"""What `copydesk report` says on standard output when it is done."""

from __future__ import annotations

from typing import Any

from checker.finding import Severity
from checker.summary import GRADES, counted

_SHOWN = 5
# The share of unfit articles of a smaller source says little.
_LEAST_ARTICLES = 10


def summary_lines(summary: dict[str, Any]) -> list[str]:
    """The lines, from what `summary.json` says."""
    total = summary["articles"]
    if not total:
        return ["No articles here."]
    severities = {s: summary["findings"]["severities"].get(str(s), 0) for s in Severity}
    lines = [f"{counted(total, 'article')}, {counted(summary['words'], 'word')}, "
             f"{counted(summary['findings']['total'], 'finding')} ({severities[Severity.ERROR]:,} errors, "
             f"{severities[Severity.WARNING]:,} warnings, {severities[Severity.INFO]:,} notes)"]  # fmt: skip
    lines.append("Grades: " + ", ".join(f"{g} {summary['grades'][g] / total:.1%}" for g in GRADES))
    sources = [s for s in summary["sources"] if s["source"] and s["articles"] >= _LEAST_ARTICLES]
    worst = sorted(sources, key=lambda s: (-s["poor"]["low"], s["source"]))[:_SHOWN]
    if len(sources) > 1 and (told := [s for s in worst if s["poor"]["articles"]]):
        shares = (f"{_named(s['source'])} {s['poor']['share']:.0%} of {s['articles']:,}" for s in told)
        lines.append("Sources with the most articles of grade D and worse: " + ", ".join(shares))
    if rules := summary["rules"][:_SHOWN]:
        lines.append("Rules that fire most: " + ", ".join(f"{r['rule']} {r['findings']:,}" for r in rules))
    return lines


def _named(source: str) -> str:
    return " ".join(source.split())[:60]

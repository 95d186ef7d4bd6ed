"""What `copydesk report` says when it is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from checker.cli.telling import note
from checker.finding import Severity
from checker.printable import printable
from checker.readers.unreadable import Note
from checker.summary import GRADES, counted

if TYPE_CHECKING:
    from checker.batch.planning import Input
    from checker.batch.running import Run
    from checker.batch.shards import Columns
    from checker.batch.store import Store

_SHOWN = 5
_REASONS = 3
# The share of unfit articles of a smaller source says little.
_LEAST_ARTICLES = 10


def tell(store: Store, done: Run, inputs: Iterable[Input], columns: Columns) -> int:
    """The summary on standard output, what went wrong on standard error; the exit status. `inputs` and `columns` are
    those of the corpus."""
    import msgspec

    summary: dict[str, Any] = msgspec.json.decode(store.read("summary.json") or b"{}")
    facts: dict[str, Any] = msgspec.json.decode(store.read("run.json") or b"{}")
    if done.was_there:
        note("nothing has changed since this report was written")
    elif done.known:
        note(f"{done.known:,} of {counted(done.known + done.judged, 'shard')} had been judged before")
    for odd in facts["notes"][:_SHOWN]:
        more = f" (and {odd['records'] - 1:,} more like it)" if odd["records"] > 1 else ""
        note(str(Note(odd["path"], f"{odd['message']}{more}", odd["line"])))
    for rule, count in facts.get("defects", {}).items():
        note(f"the rule {rule} failed on {counted(count, 'article')}: a defect of the rule; the other rules have run")
    for tier, reason in facts.get("missing", {}).items():
        note(f"the tier {tier} could not run everywhere: {reason}")
    click.echo(printable("\n".join(summary_lines(summary))))
    place = f"{store.out.rstrip('/')}/index.html"
    click.echo(f"The page: {printable(place)}")
    rejected = summary["rejected"]["rows"]
    if rejected:
        verb = "was" if rejected == 1 else "were"
        note(f"{counted(rejected, 'record')} {verb} rejected: rejected.parquet and the page say which and why")
        for reason, count in list(summary["rejected"]["reasons"].items())[:_REASONS]:
            note(f"{count:,} of them: {reason}")
    if reason := _without_texts(summary, inputs, columns):
        note(reason)
    return 2 if rejected or facts.get("defects") else 0


def _without_texts(summary: dict[str, Any], inputs: Iterable[Input], columns: Columns) -> str:
    """What to do where no record of the JSON lines of a corpus has the column of texts; "" where one has."""
    from checker.batch.first_look import first_fields
    from checker.batch.rows import listed

    lacking = f"“{columns.text}”"
    if summary["articles"] or not any(reason.endswith(lacking) for reason in summary["rejected"]["reasons"]):
        return ""
    names = first_fields((each for each in inputs if each.kind == "lines"), columns)
    if not names or columns.text in names:
        return ""
    return f"no record has {lacking}; the first has {listed(names)}: name that of the texts (--text-column)"


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

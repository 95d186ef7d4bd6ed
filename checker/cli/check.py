"""`copydesk check`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from checker.article import Article
from checker.cli.completing import completed, completed_format
from checker.engine import Outcome, run, spare_the_collector
from checker.errors import UsageError
from checker.finding import Severity
from checker.printable import printable
from checker.readers.unreadable import Unreadable, Unwritten
from checker.registry import report_class, report_names
from checker.services.services import Services
from checker.settings import Settings, nearest
from checker.tiers import TIERS, installed, missing

if TYPE_CHECKING:
    from checker.cli.given_siblings import GivenSiblings
    from checker.reporting import Report

_FAIL_ON = ("error", "warning", "info", "never")
_TIERS_HELP = "Exactly these tiers, of local, noise, grammar, siblings. [default: all that are installed]"
_CONFIG_HELP = "Take the configuration from this file alone, for all paths. [env: COPYDESK_CONFIG]"
_SELECT_HELP = "Rules or categories to run, split by commas; may be repeated."


def _names(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--format",
    "format_",
    default="text",
    shell_complete=completed_format,
    show_default=True,
    help="text, html, json, jsonl, github, gitlab, junit or sarif.",
)
@click.option("--output", "-o", help="Write the report to this file, whole or not at all.", type=click.Path())
@click.option("--select", multiple=True, callback=_names, shell_complete=completed, metavar="RULES", help=_SELECT_HELP)
@click.option(
    "--ignore",
    multiple=True,
    callback=_names,
    shell_complete=completed,
    metavar="RULES",
    help="Rules or categories to leave out.",
)
@click.option("--tiers", multiple=True, callback=_names, metavar="LIST", help=_TIERS_HELP)
@click.option(
    "--siblings",
    multiple=True,
    metavar="PATH",
    help="Other articles on the same events: a file, folder, glob or JSON lines; auto for the checked ones themselves.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_FAIL_ON),
    help="Exit with 1 for a finding of this severity or graver. [default: warning]",
)
@click.option("--fix", is_flag=True, help="Apply the safe replacements to the files, then report what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what matches; may be repeated.")
@click.option("--jobs", "-j", type=click.IntRange(0), default=1, show_default=True, help="Processes; 0 for one a core.")
@click.option("--stdin-filename", metavar="NAME", help="The name, and so the format, of what - reads.")
@click.option("--offline", is_flag=True, help="Never use the network, not even to install what is missing.")
@click.option("--config", metavar="FILE", envvar="COPYDESK_CONFIG", help=_CONFIG_HELP)
@click.option("--no-config", is_flag=True, help="Ignore configuration files.")
@click.option("--color/--no-color", default=None, help="Colour or none. [default: on a terminal]")
def command(
    paths: tuple[str, ...],
    format_: str,
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    tiers: tuple[str, ...],
    siblings: tuple[str, ...],
    fail_on: str | None,
    fix: bool,
    diff: bool,
    exclude: tuple[str, ...],
    jobs: int,
    stdin_filename: str | None,
    offline: bool,
    config: str | None,
    no_config: bool,
    color: bool | None,
) -> int:
    """Read articles and point at their faults.

    PATH is a file, a folder, a glob, or - for standard input: plain text, Markdown, HTML or JSON lines.
    """
    from checker.config.per_path import Configurations, shared_folder
    from checker.readers.reading import read_paths

    spare_the_collector()
    named = [stdin_filename if path == "-" and stdin_filename else path for path in paths]
    flags = {"select": list(select), "ignore": list(ignore), "fail-on": fail_on, "offline": offline}
    configurations = Configurations(config, none=no_config, flags={k: v for k, v in flags.items() if v})
    whole = configurations.run_settings(named)
    asked = tiers or whole.tiers
    configurations.tiers = asked or _installed_tiers()
    settings = configurations.settings(os.path.join(shared_folder(named), "-"))
    services = Services(whole.services, note)
    items = read_paths(paths, exclude, stdin_filename, excluded=configurations.excluded)
    if output is not None:
        items = _without(output, paths, items)
    if diff or fix:
        from checker.cli.fixing import diffed, fixed

        if diff:
            return diffed(items, configurations.settings_of, services)
        items = fixed(items, configurations.settings_of, services)
    status = 0
    given = _given_siblings(siblings or whole.siblings, exclude, settings, services)
    if given:
        status = 2 if given.unreadable else 0
        items = given.take(items)
    siblings_of = given.of if given else None
    untold = set(settings.tiers)
    with _out(output) as out:
        report = _report(format_, out, settings, color if output is None else False)
        jobs = jobs or os.cpu_count() or 1
        for item in run(items, configurations.settings_of, jobs, services=services, siblings_of=siblings_of):
            if not isinstance(item, Outcome):
                if not isinstance(item, Unwritten):
                    report.unreadable(item)
                click.echo(f"copydesk: {item}", err=True)
                status = 2
                continue
            report.add(item)
            for defect in item.defects:
                where, what = printable(defect.article), printable(defect.error)
                told = "a defect of the rule; the other rules have run"
                click.echo(f"copydesk: {where}: the rule {defect.rule} failed ({what}): {told}", err=True)
                status = 2
            for gap in item.gaps:
                note(f"{printable(item.article.id)}: {gap}")
                status = 2
            for tier, reason in item.missing:
                if tier in untold:
                    note(f"the tier {tier} could not run: {reason}")
                    untold.remove(tier)
                status = 2 if tier in asked else status
            if status == 0 and _fails(item, whole.fail_on):
                status = 1
        report.end()
    if given and given.reason:
        note(f"the tier siblings could not run: {given.reason}")
        status = 2
    return status


def _given_siblings(
    paths: Sequence[str], exclude: tuple[str, ...], settings: Settings, services: Services
) -> GivenSiblings | None:
    """The siblings of the run, if it has any."""
    if not paths:
        return None
    if (what := missing("siblings")) is not None:
        raise UsageError(what)
    if "siblings" not in settings.tiers:
        note("--siblings does nothing: the tier siblings is not among those that run")
        return None
    from checker.cli.given_siblings import GivenSiblings

    given = GivenSiblings(paths, exclude, services)
    for item in given.unreadable:
        note(str(item))
    return given


def note(line: str) -> None:
    """Tells the person at the terminal."""
    click.echo(f"copydesk: {line}", err=True)


def _installed_tiers() -> tuple[str, ...]:
    """Every tier that is installed; says which are not."""
    here = installed()
    absent = ",".join(tier for tier in TIERS if tier not in here)
    if absent:
        note(f"not installed, and so left out: {absent.replace(',', ', ')}; pip install 'copydesk[{absent}]' adds them")
    return here


def _without(
    output: str, paths: tuple[str, ...], items: Iterator[Article | Unreadable]
) -> Iterator[Article | Unreadable]:
    """The items, as long as none of them is the output.

    Raises:
        UsageError: the output is an article to check.
    """
    target = os.path.realpath(output)
    refusal = UsageError(f"{output} is one of the articles; write the report to another file")
    if any(os.path.realpath(path) == target for path in paths):
        raise refusal
    return _all_but(target, items, refusal)


def _all_but(target: str, items: Iterator[Article | Unreadable], refusal: UsageError) -> Iterator[Article | Unreadable]:
    for item in items:
        if isinstance(item, Article) and os.path.realpath(item.origin.path) == target:
            raise refusal
        yield item


def _fails(outcome: Outcome, fail_on: str) -> bool:
    return fail_on != "never" and any(f.severity.rank <= Severity(fail_on).rank for f in outcome.findings)


def _report(format_: str, out: TextIO, settings: Settings, color: bool | None) -> Report:
    from checker.reporting import RunFacts
    from checker.version import VERSION

    cls = report_class(format_)
    if cls is None:
        known = report_names()
        raise UsageError(f"no format is named {format_!r}{nearest(format_, known)} ({', '.join(known)})")
    rules = {r.name: r for r in settings.some_rules()}
    color = out.isatty() if color is None else color
    width = shutil.get_terminal_size((100, 24)).columns if out.isatty() else 100
    report: Report = cls(out, RunFacts(VERSION, settings.tiers, rules, color, width))
    return report


@contextmanager
def _out(path: str | None) -> Iterator[TextIO]:
    """The stream a report writes to: standard output in UTF-8, or a file that is there whole or not at all."""
    if path is None:
        yield sys.stdout
        return
    from checker.writing import atomic_write

    with atomic_write(path) as file:
        yield file

"""`copydesk check`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

import click

from checker.article import Article
from checker.cli.completing import completed, completed_format
from checker.cli.listed import names
from checker.cli.telling import Teller, installed_tiers, note
from checker.engine import Outcome, run, spare_the_collector
from checker.errors import UsageError
from checker.finding import Severity
from checker.nearest import nearest
from checker.printable import printable
from checker.readers.unreadable import Unreadable, Unwritten
from checker.registry import report_class, report_names
from checker.services.services import Services
from checker.services.settings import ServiceSettings
from checker.settings import Settings
from checker.tiers import require
from checker.writing import output_stream

if TYPE_CHECKING:
    from checker.baseline import Baseline
    from checker.changed import Changes
    from checker.reporting import Report
    from checker.siblings.given import GivenSiblings

_FAIL_ON = ("error", "warning", "info", "never")
_TIERS_HELP = "Exactly these tiers, of local, noise, grammar, siblings. [default: all that are installed]"
_CONFIG_HELP = "Take the configuration from this file alone, for all paths. [env: COPYDESK_CONFIG]"
_BASELINE_HELP = "Report only what is not in this file. [default: copydesk.baseline here or in a folder above]"
_SELECT_HELP = "Rules or categories to run, split by commas; may be repeated."


@click.command("check")
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option(
    "--format",
    "format_",
    default="text",
    shell_complete=completed_format,
    show_default=True,
    help="text, html, json, jsonl, github, gitlab, junit or sarif.",
)
@click.option("--output", "-o", help="Write the report to this file, whole or not at all.", type=click.Path())
@click.option("--select", multiple=True, callback=names, shell_complete=completed, metavar="RULES", help=_SELECT_HELP)
@click.option(
    "--ignore",
    multiple=True,
    callback=names,
    shell_complete=completed,
    metavar="RULES",
    help="Rules or categories to leave out.",
)
@click.option("--tiers", multiple=True, callback=names, metavar="LIST", help=_TIERS_HELP)
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
@click.option("--baseline", "baseline_file", metavar="FILE", help=_BASELINE_HELP)
@click.option("--no-baseline", is_flag=True, help="Report the findings of the baseline too.")
@click.option("--changed-since", metavar="REV", help="Report only what stands on lines that were changed since then.")
@click.option("--staged", is_flag=True, help="Check what is staged in git, and report only what stands on its lines.")
@click.option("--rules-as-of", metavar="VERSION", help="Run rules newer than this only where selected by name.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results of earlier runs.")
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
    baseline_file: str | None,
    no_baseline: bool,
    changed_since: str | None,
    staged: bool,
    rules_as_of: str | None,
    no_cache: bool,
    exclude: tuple[str, ...],
    jobs: int,
    stdin_filename: str | None,
    offline: bool,
    config: str | None,
    no_config: bool,
    color: bool | None,
) -> int:
    """Read articles and point at their faults.

    PATH is a file, a folder, a glob, or - for standard input: plain text, Markdown, HTML or JSON lines. It may be
    left out with --staged or --changed-since, for the working folder.
    """
    from checker.config.per_path import Configurations, shared_folder
    from checker.config.reading import shown
    from checker.readers.reading import read_paths

    spare_the_collector()
    paths = paths or (".",) * (staged or changed_since is not None)
    if not paths:
        raise UsageError("name what to check: files, folders, globs, or - for standard input")
    named = [stdin_filename if path == "-" and stdin_filename else path for path in paths]
    flags = {"select": list(select), "ignore": list(ignore), "fail-on": fail_on, "offline": offline}
    flags |= {"rules-as-of": _version(rules_as_of)}
    configurations = Configurations(config, none=no_config, flags={k: v for k, v in flags.items() if v})
    whole = configurations.run_settings(named)
    asked = tiers or whole.tiers
    configurations.tiers = asked or installed_tiers()
    folder = shared_folder(named)
    settings = configurations.settings(os.path.join(folder, "-"))
    for rule in settings.rules():
        if rule.status == "deprecated":
            note(f"the rule {rule.name} is deprecated and will go; `copydesk explain {rule.name}` says more")
    services = Services(_without_cache(whole.services) if no_cache else whole.services, note)
    others = siblings or tuple(map(shown, whole.siblings))
    given = _given_siblings(others, exclude, settings, services, named=bool(siblings))
    baseline = None if no_baseline else _baseline(baseline_file, whole.baseline, None if no_config else folder)
    if baseline:
        baseline.rules = settings.known_rules()
    changes = _changes(folder, changed_since, staged=staged, writes=fix or diff)
    if changes and given:
        changes.reads_all = True  # the untouched ones may be siblings
    items = read_paths(
        paths,
        exclude,
        stdin_filename,
        excluded=configurations.excluded,
        version=changes.version if changes else None,
        also=changes.only_staged(paths) if changes else (),
    )
    if output is not None:
        items = _without(output, paths, items)
    # Who names a server has asked for it.
    teller = Teller(settings.tiers, asked or ("grammar",) * bool(whole.services.languagetool.url))

    def reported(outcome: Outcome) -> Outcome:
        new = baseline.judged(outcome) if baseline else outcome
        return changes.judged(new) if changes else new

    if diff or fix:
        from checker.cli.fixing import Reported, diffed, fixed

        mend = Reported(reported, changes.moved if changes else None)
        if diff:
            return diffed(items, configurations.settings_of, services, mend, teller)
        items = fixed(items, configurations.settings_of, services, mend)
    fails = False
    if given:
        teller.status = 2 if given.unreadable else 0
        items = given.take(items)
    siblings_of = given.of if given else None
    with output_stream(output) as out:
        report = _report(format_, out, settings, color if output is None else False)
        jobs = jobs or os.cpu_count() or 1
        judged = run(
            items,
            configurations.settings_of,
            jobs,
            services=services,
            siblings_of=siblings_of,
            remember=services.settings.cache.enabled,
        )
        for item in judged:
            teller.tell(item)
            if isinstance(item, Outcome):
                new = reported(item)
                report.add(new)
                fails = fails or _fails(new, whole.fail_on)
            elif not isinstance(item, Unwritten):
                report.unreadable(item)
        report.end()
    if given and given.reason:
        note(f"the tier siblings could not run: {given.reason}")
        teller.status = 2
    for override in () if changes else configurations.idle_overrides(named):
        globs = ", ".join(f"“{glob}”" for glob in override.globs)
        note(f"{override.origin}: none of the articles has a path that {globs} takes; check the globs")
    if baseline and (unneeded := len(baseline.unneeded(named))):
        entries = "entry is" if unneeded == 1 else "entries are"
        path = printable(shown(baseline.path))
        note(f"{path}: {unneeded:,} {entries} needed no longer; `copydesk baseline --prune PATH…` takes them out")
    return teller.status or int(fails)


def _without_cache(settings: ServiceSettings) -> ServiceSettings:
    from msgspec.structs import replace

    return replace(settings, cache=replace(settings.cache, enabled=False))


def _version(given: str | None) -> str | None:
    if given is not None and not given.replace(".", "").isdecimal():
        raise UsageError(f"--rules-as-of takes a version such as 0.1, not {given!r}")
    return given


def _given_siblings(
    paths: Sequence[str], exclude: tuple[str, ...], settings: Settings, services: Services, *, named: bool
) -> GivenSiblings | None:
    """The siblings of the run, if it has any; `named` says that they were asked for by a flag."""
    if "siblings" not in settings.tiers:
        if named:
            require("siblings")
            note("--siblings does nothing: the tier siblings is not among those that run")
        return None  # the configuration names them for the runs that have the tier
    if not paths:
        return None
    from checker.siblings.given import GivenSiblings

    given = GivenSiblings(paths, exclude, services)
    for item in given.unreadable:
        note(str(item))
    return given


def _baseline(given: str | None, configured: str, folder: str | None) -> Baseline | None:
    """The baseline of the run: the one that is given, else the configured one, else the nearest above a folder."""
    from checker.baseline import nearest, read

    path = given or configured or (nearest(folder) if folder else None)
    return read(path) if path else None


def _changes(folder: str, since: str | None, *, staged: bool, writes: bool) -> Changes | None:
    if since is None and not staged:
        return None
    if since is not None and staged:
        raise UsageError("--changed-since and --staged ask for two things; leave one out")
    if staged and writes:
        raise UsageError("--staged looks at what is staged, and --fix and --diff at the files; leave one out")
    from checker.changed import Changes

    return Changes(folder, since)


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
        raise UsageError(f"no format is named “{format_}”{nearest(format_, known)} ({', '.join(known)})")
    rules = {r.name: r for r in settings.some_rules()}
    color = out.isatty() if color is None else color
    width = shutil.get_terminal_size((100, 24)).columns if out.isatty() else 100
    report: Report = cls(out, RunFacts(VERSION, settings.tiers, rules, color, width))
    return report

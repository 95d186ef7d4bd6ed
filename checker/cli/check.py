"""`copydesk check`."""

from __future__ import annotations

import sys

import click

from checker.engine import Outcome, run
from checker.errors import CopydeskError
from checker.readers.reading import read_paths
from checker.registry import all_rules, report_class
from checker.reporting import RunFacts
from checker.settings import TIERS, Settings
from checker.version import VERSION


@click.command("check")
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "format_", default="text")
@click.option("--tiers", default="local")
@click.option("--select", multiple=True)
@click.option("--ignore", multiple=True)
@click.option("--no-config", is_flag=True)
@click.option("--jobs", default=1)
@click.option("--fail-on", default="warning")
def command(paths, format_, tiers, select, ignore, no_config, jobs, fail_on):  # type: ignore
    """Read articles and point at their faults."""
    settings = Settings(tuple(tiers.split(",")), select, ignore)
    status = 0
    try:
        report = report_class(format_)(sys.stdout, RunFacts(VERSION, settings.tiers, all_rules()))
        for item in run(read_paths(paths), settings, jobs):
            if isinstance(item, Outcome):
                report.add(item)
                for d in item.defects:
                    click.echo(f"{d.article}: the rule {d.rule} failed: {d.error}", err=True)
                    status = 2
                if any(f.severity.loud for f in item.findings):
                    status = status or 1
            else:
                click.echo(str(item), err=True)
                status = 2
        report.end()
    except CopydeskError as error:
        click.echo(f"copydesk: {error}", err=True)
        sys.exit(2)
    sys.exit(status)

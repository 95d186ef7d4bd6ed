"""`copydesk baseline`."""

from __future__ import annotations

import os

import click

from checker.cli.listed import names
from checker.cli.telling import Teller, note


@click.command("baseline")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--prune", is_flag=True, help="Take out what is needed no longer, and add nothing.")
@click.option("--baseline", "file", metavar="FILE", help="The file to write. [default: copydesk.baseline]")
@click.option(
    "--tiers",
    multiple=True,
    callback=names,
    metavar="LIST",
    help="Exactly these tiers. [default: all that are installed]",
)
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what matches; may be repeated.")
@click.option("--jobs", "-j", type=click.IntRange(0), default=1, show_default=True, help="Processes; 0 for one a core.")
@click.option("--offline", is_flag=True, help="Never use the network, not even to install what is missing.")
@click.option("--config", metavar="FILE", envvar="COPYDESK_CONFIG", help="Take the configuration from this file alone.")
@click.option("--no-config", is_flag=True, help="Ignore configuration files.")
def command(
    paths: tuple[str, ...],
    prune: bool,
    file: str | None,
    tiers: tuple[str, ...],
    exclude: tuple[str, ...],
    jobs: int,
    offline: bool,
    config: str | None,
    no_config: bool,
) -> int:
    """Write down the present findings, so that check reports only what is new.

    What the file says of other paths, and of rules that do not run, stays. It is copydesk.baseline in the folder of the
    configuration, else in the working folder, unless --baseline or the configuration names another.
    """
    from checker.baseline import Baseline, read, write
    from checker.config.per_path import Configurations, shared_folder
    from checker.config.reading import shown
    from checker.engine import Outcome, run, spare_the_collector
    from checker.errors import UsageError
    from checker.readers.reading import read_paths
    from checker.services.services import Services
    from checker.summary import counted
    from checker.tiers import installed

    spare_the_collector()
    if "-" in paths:
        raise UsageError("a baseline is made of files; standard input has no name to be known by")
    configurations = Configurations(config, none=no_config, flags={"offline": True} if offline else {})
    whole = configurations.run_settings(paths)
    asked = tiers or whole.tiers
    configurations.tiers = asked or installed()
    folder = shared_folder(paths)
    settings = configurations.settings(os.path.join(folder, "-"))
    settings.some_rules()
    target = file or whole.baseline or _place(folder, None if no_config else whole.files)
    if not file and not config and whole.baseline and not os.path.lexists(target):
        _check_inside(target, whole.files)
    baseline = read(target) if prune or os.path.lexists(target) else Baseline(target)
    baseline.rules = settings.known_rules()
    baseline.collects = not prune
    before = len(baseline)
    teller = Teller(configurations.tiers, asked)
    services = Services(whole.services, note)
    items = read_paths(paths, exclude, excluded=configurations.excluded)
    jobs, remember = jobs or os.cpu_count() or 1, whole.services.cache.enabled
    for item in run(items, configurations.settings_of, jobs, services=services, remember=remember):
        teller.tell(item)
        if isinstance(item, Outcome):
            baseline.judged(item)
    gone = len(baseline.unneeded(paths))
    entries = baseline.renewed(paths)
    write(target, entries)
    added = len(entries) - before + gone
    note(f"{shown(target)}: {counted(len(entries), 'known finding')} ({added:,} new, {gone:,} taken out)")
    return teller.status


def _check_inside(target: str, files: tuple[str, ...]) -> None:
    """Raises UsageError where a configuration that was found asks for a new file outside of its folder."""
    from checker.config.reading import shown
    from checker.errors import UsageError

    top = os.path.join(os.path.realpath(os.path.dirname(files[0])), "")
    if not os.path.realpath(target).startswith(top):
        told = f"the baseline {shown(target)} is outside of the folder of {shown(files[0])}"
        raise UsageError(f"{told}; name it with --baseline if you want it there")


def _place(folder: str, files: tuple[str, ...] | None) -> str:
    """Where the baseline of a folder is, or should be."""
    from checker.baseline import FILE_NAME, nearest

    known = nearest(folder) if files is not None else None
    return known or os.path.join(os.path.dirname(files[0]) if files else os.getcwd(), FILE_NAME)

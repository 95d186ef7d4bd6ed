"""`copydesk compare`."""

from __future__ import annotations

import shutil
import sys

import click

from checker.cli.service_settings import with_settings
from checker.errors import UsageError
from checker.services.services import Services
from checker.services.settings import ServiceSettings


@click.command("compare")
@click.argument("article", metavar="ARTICLE")
@click.argument("siblings", nargs=-1, required=True, metavar="SIBLING…")
@click.option("--format", "format_", type=click.Choice(["text", "html"]), default="text", show_default=True)
@click.option("--output", "-o", help="Write the comparison to this file, whole or not at all.", type=click.Path())
@click.option("--color/--no-color", default=None, help="Colour or none. [default: on a terminal]")
@with_settings
def command(
    settings: ServiceSettings,
    article: str,
    siblings: tuple[str, ...],
    format_: str,
    output: str | None,
    color: bool | None,
) -> int:
    """Show an article beside other articles on the same event.

    Each sentence stands next to what the others have in its place; numbers, names, denials and other words that differ
    are marked. ARTICLE is one article; a SIBLING is a file, a folder, a glob or JSON lines.
    """
    from checker.cli.telling import note
    from checker.registry import comparison_class
    from checker.reporting import RunFacts
    from checker.siblings.comparison import compare
    from checker.siblings.source import read_siblings
    from checker.tiers import require
    from checker.version import VERSION
    from checker.writing import output_stream

    require("siblings")
    found, unreadable = read_siblings([article])
    others, unread = read_siblings(siblings)
    for item in (*unreadable, *unread):
        note(str(item))
    if len(found) != 1:
        raise UsageError(f"{article} holds {len(found):,} articles; name one article to compare with the others")
    cls = comparison_class(format_)
    assert cls is not None
    services = Services(settings, note)
    try:
        comparison = compare(found[0], tuple(others), services)
    finally:
        services.close()
    with output_stream(output) as out:
        terminal = out is sys.stdout and out.isatty()
        width = shutil.get_terminal_size((120, 24)).columns if terminal else 120
        cls(out, RunFacts(VERSION, ("siblings",), {}, terminal if color is None else color, width)).write(comparison)
    return 2 if unread else 0

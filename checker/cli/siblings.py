"""`copydesk siblings`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from checker.cli.service_settings import with_settings
from checker.printable import printable
from checker.services.services import Services
from checker.services.settings import ServiceSettings

if TYPE_CHECKING:
    from checker.siblings.find import Place
    from checker.siblings.traits import Traits

_INDEX_HELP = "Compare with the articles of this index as well, and add these to it; made where it is not there."


@click.command("siblings")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--format", "format_", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@click.option("--index", metavar="FILE", type=click.Path(), help=_INDEX_HELP)
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what matches; may be repeated.")
@with_settings
def command(
    settings: ServiceSettings, paths: tuple[str, ...], format_: str, index: str | None, exclude: tuple[str, ...]
) -> int:
    """Say which articles are on the same event.

    PATH is a file, a folder, a glob, or - for standard input: plain text, Markdown, HTML or JSON lines.
    """
    from checker.article import Article
    from checker.readers.reading import read_paths
    from checker.siblings.find import group
    from checker.siblings.traits import traits_of
    from checker.tiers import require

    require("siblings")
    known = _known(index)
    services = Services(settings, lambda line: click.echo(f"copydesk: {line}", err=True))
    new, status = [], 0
    for item in read_paths(paths, exclude):
        if isinstance(item, Article):
            new.append(traits_of(item))
        else:
            click.echo(f"copydesk: {item}", err=True)
            status = 2
    try:
        if index is None:
            places = group(new, services.encoder.encode)
        else:
            from checker.siblings.index import merged, write_index

            everything = merged(known, new)
            of = dict(zip((one.id for one in everything), group(everything, services.encoder.encode), strict=True))
            places = [of[one.id] for one in new]
            write_index(index, everything)
    finally:
        services.close()
    if format_ == "jsonl":
        _print_lines(new, places)
    else:
        _print_groups(new, places)
    return status


def _known(index: str | None) -> list[Traits]:
    if index is None:
        return []
    from checker.siblings.index import read_index

    return read_index(index)


def _print_lines(articles: Sequence[Traits], places: Sequence[Place]) -> None:
    import msgspec

    for article, place in zip(articles, places, strict=True):
        siblings = [{"id": sibling.id, "score": sibling.score} for sibling in place.siblings]
        line = {"id": article.id, "cluster": place.cluster, "siblings": siblings}
        click.echo(msgspec.json.encode(line).decode())


def _print_groups(articles: Sequence[Traits], places: Sequence[Place]) -> None:
    """Each event with its articles, in the order in which the first of them stands in the input."""
    events: dict[str, dict[str, str]] = {}
    alone = 0
    for article, place in zip(articles, places, strict=True):
        if place.cluster is None:
            alone += 1
            continue
        members = events.setdefault(place.cluster, {})
        members[article.id] = article.lead
        for sibling in place.siblings:
            members.setdefault(sibling.id, "")
    for members in events.values():
        for id_, lead in members.items():
            click.echo(printable(f"{id_}  {_short(lead)}").rstrip())
        click.echo()
    count = len(events)
    click.echo(
        f"{count:,} {'event' if count == 1 else 'events'} with more than one article; {alone:,} of"
        f" {len(articles):,} {'article' if len(articles) == 1 else 'articles'} alone"
    )


def _short(lead: str) -> str:
    return lead if len(lead) <= 80 else f"{lead[:79].rstrip()}…"

"""`copydesk doctor`."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from checker.cli.service_settings import megabytes, with_configurations
from checker.services.part import Part
from checker.services.settings import ServiceSettings
from checker.tiers import TIERS, missing

if TYPE_CHECKING:
    from checker.config.per_path import Configurations

# By tier, the module that knows what its service needs: `parts(settings)` yields Parts, and
# `prepare(settings, note)` gets ahead of time what would be got at first use.
_SERVICES = {
    "grammar": "checker.services.languagetool.fitness",
    "siblings": "checker.services.encoder.fitness",
}
_MARKS = {"ok": "✓", "later": "·", "missing": "–", "broken": "✗"}
_COLOURS = {"ok": "green", "later": "yellow", "missing": "bright_black", "broken": "red"}


@click.command("doctor")
@click.option("--install", is_flag=True, help="Fetch now what the installed tiers would fetch when first used.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@with_configurations
def command(configurations: Configurations, install: bool, format_: str) -> int:
    """Say what is installed, what works, and what mends the rest.

    Exit status 1 where something that is installed does not work.
    """
    settings = configurations.run_settings(["."]).services
    if install:
        _install(settings)
    rows = [(tier, part) for tier in TIERS for part in _parts(tier, settings)]
    rows += (("", part) for part in (*_configuration(configurations), _cache(settings)))
    if format_ == "json":
        import msgspec

        told = [{"tier": tier or None, **part._asdict()} for tier, part in rows]
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=1).decode())
    else:
        _print(rows)
    return 1 if any(part.state == "broken" for _, part in rows) else 0


def _install(settings: ServiceSettings) -> None:
    from checker.cli.telling import note

    for tier in TIERS:
        if tier in _SERVICES and missing(tier) is None:
            _service(tier).prepare(settings, note)


def _parts(tier: str, settings: ServiceSettings) -> Iterator[Part]:
    absent = missing(tier)
    if absent:
        reason, _, remedy = absent.partition(": ")
        yield Part("packages", "missing", reason, remedy)
        return
    yield Part("packages", "ok", _versions(tier))
    if tier in _SERVICES:
        yield from _service(tier).parts(settings)


def _service(tier: str) -> Any:
    return importlib.import_module(_SERVICES[tier])


def _versions(tier: str) -> str:
    """The packages of a tier that are installed, with their versions."""
    from importlib.metadata import PackageNotFoundError, requires, version

    from checker.version import VERSION

    if tier == "local":
        return f"copydesk {VERSION}"
    names = []
    for line in requires("copydesk") or ():
        requirement, _, marker = line.partition(";")
        if f'extra == "{tier}"' in marker.replace("'", '"'):
            name = requirement.strip().split("[")[0].split("=")[0].rstrip("<>!~ ")
            names.append(name.split("<")[0].split(">")[0].strip())
    told = []
    for name in names:
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(told) or "installed"


def _configuration(configurations: Configurations) -> Iterator[Part]:
    """The files that hold for the working folder, and their globs that leave out nothing."""
    import os

    from checker.config.idle import idle_excludes
    from checker.config.reading import shown

    config = configurations.of_folder(os.getcwd())
    yield Part("configuration", "ok", ", ".join(map(shown, config.files)) or "no file; the defaults hold")
    for idle in idle_excludes(config):
        yield Part(
            "exclude", "missing", f"nothing in {shown(idle.folder)} is taken by “{idle.glob}”", f"check {idle.place}"
        )


def _cache(settings: ServiceSettings) -> Part:
    import os

    from checker.cli.cache import cache_sizes
    from checker.services.cache import cache_folder

    folder = cache_folder(settings.cache)
    near = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if not os.access(near, os.W_OK):
        return Part(
            "cache", "broken", f"{folder} cannot be written", "give yourself the permission, or set cache.folder"
        )
    return Part("cache", "ok", f"{megabytes(sum(cache_sizes(settings).values()))} in {folder}")


def _print(rows: list[tuple[str, Part]]) -> None:
    heading = None
    for tier, part in rows:
        if tier != heading:
            heading = tier
            click.echo(f"{tier} tier" if tier else "on disk")
        mark = click.style(_MARKS[part.state], fg=_COLOURS[part.state])
        click.echo(f"  {mark} {part.name}: {part.detail}")
        if part.remedy:
            click.echo(f"      → {part.remedy}")

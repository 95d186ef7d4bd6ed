"""`copydesk cache`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from checker.cli.service_settings import megabytes, with_settings
from checker.services.settings import ServiceSettings

_ANSWERS = tuple(f"answers.sqlite{ending}" for ending in ("", "-wal", "-shm", "-journal"))
# What copydesk puts into its cache folder, as a person calls it. Nothing else in there is counted or taken away: the
# folder may be one that serves other purposes, too.
_PARTS = {
    **dict.fromkeys(_ANSWERS, "results of articles, answers of LanguageTool and the models"),
    "models": "sentence encoders",
    "languagetool": "LanguageTool",
    "servers": "where servers run",
}


_KINDS = {
    "outcome": "results of articles",
    "languagetool": "answers of LanguageTool",
    "vector": "sentences of the encoder",
    "noise": "sentences of the noise model",
    "checksum": "checksums of models",
    "languagetool-version": "versions of LanguageTool",
}


@click.group("cache", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Show what is kept between runs, where, and how big it is."""
    if context.invoked_subcommand is None:
        with show.make_context("show", [], parent=context) as shown:
            show.invoke(shown)


@command.command("show")
@with_settings
def show(settings: ServiceSettings) -> None:
    """Show where the cache is and how big its parts are (as `copydesk cache` does)."""
    from checker.services.cache import cache_folder

    folder = cache_folder(settings.cache)
    sizes = cache_sizes(settings)
    click.echo(f"{folder}: {megabytes(sum(sizes.values()))}")
    for name, size in sizes.items():
        click.echo(f"  {megabytes(size):>9}  {name}")
        if name == _PARTS[_ANSWERS[0]]:
            _show_kinds(settings)


def _show_kinds(settings: ServiceSettings) -> None:
    from checker.services.cache import Cache

    for kind, (count, size) in Cache(settings.cache, click.echo).sizes().items():
        click.echo(f"      {megabytes(size):>9}  {_KINDS.get(kind, kind)} ({count:,})")


@command.command("clear")
@click.option("--all", "everything", is_flag=True, help="LanguageTool and the models as well, which are fetched again.")
@with_settings
def clear(settings: ServiceSettings, everything: bool) -> None:
    """Take the kept answers away; everything else stays, unless --all is given."""
    from checker.errors import WriteError
    from checker.services.cache import cache_folder

    folder = cache_folder(settings.cache)
    before = sum(cache_sizes(settings).values())
    if everything:
        _end_servers(settings)
    for path in _entries(folder):
        if not everything and path.name not in _ANSWERS:
            continue
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise WriteError(str(error.filename or path), f"cannot be taken away ({error.strerror})") from error
    click.echo(f"{folder}: {megabytes(before - sum(cache_sizes(settings).values()))} cleared")


def cache_sizes(settings: ServiceSettings) -> dict[str, int]:
    """The size in bytes of each part of the cache, by what a person calls it."""
    from checker.services.cache import cache_folder

    sizes: dict[str, int] = {}
    for path in _entries(cache_folder(settings.cache)):
        name = _PARTS[path.name]
        sizes[name] = sizes.get(name, 0) + _size(path)
    return sizes


def _entries(folder: Path) -> list[Path]:
    """What copydesk has put into its cache folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.name in _PARTS)
    except OSError:
        return []


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    total = 0
    for file in files:
        try:
            if file.is_file():
                total += file.stat().st_size
        except OSError:  # gone meanwhile
            continue
    return total


def _end_servers(settings: ServiceSettings) -> None:
    from checker.tiers import missing

    if missing("grammar") is None:
        from checker.services.languagetool.running import end, records

        for state, record in records(settings.cache):
            end(record, state)

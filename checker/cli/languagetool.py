"""`copydesk languagetool`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.service_settings import megabytes, with_settings
from checker.services.settings import ServiceSettings
from checker.tiers import require

if TYPE_CHECKING:
    from checker.services.languagetool.running import Record


@click.group("languagetool")
def command() -> None:
    """Start, stop or look at the LanguageTool server.

    `copydesk check` starts it when it needs it, and it ends by itself when nobody has used it for a while.
    """


@command.command("start")
@with_settings
def start(settings: ServiceSettings) -> None:
    """Start the server, or find the one that runs, and let it load its rules."""
    require("grammar")
    from checker.cli.telling import note
    from checker.services.languagetool.server import connect
    from checker.services.languagetool.warming import warm

    server = connect(settings, note)
    warm(server.url)
    did = "started" if server.started_by_us else "already running"
    click.echo(f"{did}: LanguageTool {server.version} at {server.url}")


@command.command("stop")
@with_settings
def stop(settings: ServiceSettings) -> None:
    """End the servers that copydesk has started for this user on this machine."""
    require("grammar")
    from checker.services.languagetool.running import end, is_alive, records

    stopped = []
    for state, record in records(settings.cache):
        if is_alive(record):
            stopped.append(record.url)
        end(record, state)
    click.echo(f"stopped: {', '.join(stopped)}" if stopped else "no server was running")


@command.command("status")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@with_settings
def status(settings: ServiceSettings, format_: str) -> int:
    """Show the servers that run. Exit status 1 where none does."""
    require("grammar")
    rows = running_servers(settings)
    if format_ == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=1).decode())
    else:
        for row in rows:
            click.echo(_told(row))
        if not rows:
            click.echo("no server is running; `copydesk check` starts one when it needs it")
    return 0 if rows else 1


def running_servers(settings: ServiceSettings) -> list[dict[str, Any]]:
    """What is known of each server that runs: of the one that the settings name, and of those that copydesk started."""
    from checker.services.languagetool.running import is_alive, records, version_at

    rows: list[dict[str, Any]] = []
    if settings.languagetool.url:
        url = settings.languagetool.url.rstrip("/").removesuffix("/v2")
        version = version_at(url)
        if version:
            rows.append({"url": url, "version": version, "pid": None})
    for state, record in records(settings.cache):
        if is_alive(record):
            rows.append(_row(state, record))
    return rows


def _row(state: Path, record: Record) -> dict[str, Any]:
    from checker.services.languagetool.running import memory_bytes, version_at

    idle = max(0.0, time.time() - state.stat().st_mtime)  # before we ask, for that counts as use
    return {
        "url": record.url,
        "version": version_at(record.url) if record.ready else None,
        "pid": record.pid,
        "keeper": record.keeper,
        "java": record.java,
        "memory_bytes": memory_bytes(record),
        "memory_limit_mb": record.memory_mb,
        "idle_seconds": round(idle, 1),
        "ends_after_seconds": record.idle_seconds,
    }


def _told(row: dict[str, Any]) -> str:
    version = row["version"] or "(does not answer yet)"
    if row["pid"] is None:
        return f"LanguageTool {version} at {row['url']}, named by languagetool.url"
    memory = f"{megabytes(row['memory_bytes'])} (its heap at most {row['memory_limit_mb']} MB)"
    idle = f"idle for {_span(row['idle_seconds'])}, ends after {_span(row['ends_after_seconds'])}"
    return f"LanguageTool {version} at {row['url']}: process {row['pid']}, {memory}; {idle}; {row['java']}"


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"

"""The options of the commands that look after services, and the settings they come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from checker.services.settings import ServiceSettings

Command = Callable[..., Any]


def with_settings(command: Command) -> Command:
    """Adds --offline, --config and --no-config, and passes what they come to as `settings`."""

    @click.option("--offline", is_flag=True, help="Never use the network.")
    @click.option(
        "--config", metavar="FILE", envvar="COPYDESK_CONFIG", help="Take the configuration from this file alone."
    )
    @click.option("--no-config", is_flag=True, help="Ignore configuration files.")
    def started(offline: bool, config: str | None, no_config: bool, **options: Any) -> Any:
        return command(settings=_settings(offline, config, no_config), **options)

    started.__doc__ = command.__doc__
    return started


def _settings(offline: bool, config: str | None, no_config: bool) -> ServiceSettings:
    from checker.config.per_path import Configurations

    flags = {"offline": True} if offline else {}
    return Configurations(config, none=no_config, flags=flags).run_settings(["."]).services


def megabytes(size: int) -> str:
    """A number of bytes as a person reads it."""
    return f"{size / 1e6:.0f} MB" if size >= 10_000_000 else f"{size / 1e6:.1f} MB"

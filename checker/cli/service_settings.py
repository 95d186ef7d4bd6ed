"""The options of the commands that look after services, and the settings they come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from checker.config.per_path import Configurations

Command = Callable[..., Any]


def with_settings(command: Command) -> Command:
    """Adds --offline, --config and --no-config, and passes the settings of services that they come to as `settings`."""

    def started(configurations: Configurations, **options: Any) -> Any:
        return command(settings=configurations.run_settings(["."]).services, **options)

    started.__doc__ = command.__doc__
    return with_configurations(started)


def with_configurations(command: Command) -> Command:
    """Adds --offline, --config and --no-config, and passes what they come to as `configurations`."""

    @click.option("--offline", is_flag=True, help="Never use the network.")
    @click.option(
        "--config", metavar="FILE", envvar="COPYDESK_CONFIG", help="Take the configuration from this file alone."
    )
    @click.option("--no-config", is_flag=True, help="Ignore configuration files.")
    def started(offline: bool, config: str | None, no_config: bool, **options: Any) -> Any:
        from checker.config.per_path import Configurations

        flags = {"offline": True} if offline else {}
        return command(configurations=Configurations(config, none=no_config, flags=flags), **options)

    started.__doc__ = command.__doc__
    return started


def megabytes(size: int) -> str:
    """A number of bytes as a person reads it."""
    return f"{size / 1e6:.0f} MB" if size >= 10_000_000 else f"{size / 1e6:.1f} MB"

"""The entry point: names the subcommands and turns our errors into one line and exit status 2."""

from __future__ import annotations

import importlib
import sys

import click

_COMMANDS = {
    "check": "Read articles and point at their faults.",
}


class _LazyGroup(click.Group):
    """A group whose commands live in checker.cli.NAME as `command`, so that `--version` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        found = importlib.import_module(f"checker.cli.{cmd_name}").command
        assert isinstance(found, click.Command)
        return found


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from copydesk.version import VERSION

        click.echo(f"copydesk {VERSION}")
        ctx.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """Reads articles and points at what translation, spinning or haste left in them."""


def main() -> None:
    """Runs the command; the exit status is 0, 1 or 2 as the README says."""
    sys.exit(cli.main(standalone_mode=True))

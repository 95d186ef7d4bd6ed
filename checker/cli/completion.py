"""`copydesk completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that completes copydesk's commands in SHELL.

    Bash: copydesk completion bash > ~/.local/share/bash-completion/completions/copydesk
    """
    from checker.cli.main import cli

    completion_class = get_completion_class(shell)
    assert completion_class is not None
    click.echo(completion_class(cli, {}, "copydesk", "_COPYDESK_COMPLETE").source())

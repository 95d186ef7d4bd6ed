"""The entry point: names the subcommands and turns our errors into one line and exit status 2."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys

import click

# What a full disk says when standard output is written.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
_COMMANDS = {
    "check": "Read articles and point at their faults.",
    "report": "Make a report on a corpus: which articles and sources are unfit, and why.",
    "siblings": "Say which articles are on the same event.",
    "compare": "Show an article beside other articles on the same event.",
    "rules": "List the rules.",
    "explain": "Explain a rule, with examples.",
    "baseline": "Write down the present findings, so that check reports only what is new.",
    "serve": "Serve the web desk and the HTTP API.",
    "init": "Write a configuration, and say how to add the hook.",
    "config": "Show the settings that hold for a path, and where each comes from.",
    "doctor": "Say what is installed, what works, and what mends the rest.",
    "lsp": "Serve an editor over the Language Server Protocol.",
    "languagetool": "Start, stop or look at the LanguageTool server.",
    "cache": "Show or clear what is kept between runs.",
    "completion": "Print the completion script of a shell.",
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _COMMANDS and not name.startswith("--") and not ctx.resilient_parsing:
            from checker.nearest import nearest

            hint = nearest(name, _COMMANDS) or "; `copydesk --help` lists them"
            if os.path.lexists(name) or name == "-":
                hint = f"; `copydesk check {name}` checks what is there"
            raise click.UsageError(f"no command is named “{name}”{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from checker.version import VERSION

        click.echo(f"copydesk {VERSION}")
        ctx.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """Reads articles and points at what translation, spinning or haste left in them.

    Exit status: 0 nothing found at or above --fail-on, 1 findings, 2 a usage error or an input that could not be read.
    """


def main() -> None:
    """Runs the command and ends the process with its exit status."""
    if sys.stdout is None:
        click.echo("copydesk: standard output is closed; point it at a file or a terminal", err=True)
        sys.exit(2)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("copydesk: interrupted", err=True)
        status = 130
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nobody is left to tell. As a process that SIGPIPE ended.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141
    except Exception as error:
        from checker.errors import CopydeskError

        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            error = CopydeskError(f"the output could not be written ({error.strerror})")
        elif not isinstance(error, CopydeskError):
            raise
        click.echo(f"copydesk: {error}", err=True)
        status = 2
    sys.exit(status)

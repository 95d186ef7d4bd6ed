"""`copydesk lsp`."""

from __future__ import annotations

import click

from checker.cli.listed import names
from checker.errors import UsageError

_CONFIG_HELP = "Take the configuration from this file alone, for all documents. [env: COPYDESK_CONFIG]"


@click.command("lsp")
@click.option(
    "--tiers",
    multiple=True,
    callback=names,
    metavar="LIST",
    help="Exactly these tiers, of local, noise, grammar, siblings. [default: those configured, else all installed]",
)
@click.option(
    "--stdio", is_flag=True, expose_value=False, help="Talk over standard input and output, as it always does."
)
@click.option("--offline", is_flag=True, help="Never use the network, not even to install what is missing.")
@click.option("--config", metavar="FILE", envvar="COPYDESK_CONFIG", help=_CONFIG_HELP)
@click.option("--no-config", is_flag=True, help="Ignore configuration files.")
def command(tiers: tuple[str, ...], offline: bool, config: str | None, no_config: bool) -> int:
    """Serve an editor: findings while one writes, over the Language Server Protocol.

    An editor starts it (docs/editors.md says how), and ends it.
    """
    from importlib.util import find_spec

    if find_spec("pygls") is None:
        raise UsageError("the language server is not installed (pygls is missing): pip install 'copydesk[lsp]'")
    from checker.config.per_path import Configurations
    from checker.lsp.house import Wishes
    from checker.lsp.running import serve
    from checker.settings import Settings

    Configurations(config, none=no_config)  # what is named and faulty is told before an editor waits
    for tier in tiers:
        Settings(tiers=(tier,)).rules()
    return serve(Wishes(tiers, config, no_config, offline))

"""`copydesk explain`."""

from __future__ import annotations

import click

from checker.cli.completing import completed
from checker.explaining import explanation
from checker.nearest import nearest
from checker.printable import printable


@click.command("explain")
@click.argument("rule", shell_complete=completed)
@click.option("--config", metavar="FILE", envvar="COPYDESK_CONFIG", help="Take the packs of this configuration alone.")
@click.option("--no-config", is_flag=True, help="Ignore configuration files, and so the packs that they name.")
def command(rule: str, config: str | None, no_config: bool) -> None:
    """Explain RULE: what it finds, why it matters, and examples."""
    from checker.config.per_path import Configurations

    rules = Configurations(config, none=no_config).rules()
    if rule not in rules:
        raise click.UsageError(f"no rule is named “{rule}”{nearest(rule, rules) or '; `copydesk rules` lists them'}")
    for line in explanation(rules[rule]).removesuffix("\n").split("\n"):
        click.echo(printable(line))  # a pack is data of a repository

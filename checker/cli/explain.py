"""`copydesk explain`."""

from __future__ import annotations

import click

from checker.cli.completing import completed
from checker.explaining import explanation
from checker.registry import all_rules
from checker.settings import nearest


@click.command("explain")
@click.argument("rule", shell_complete=completed)
def command(rule: str) -> None:
    """Explain RULE: what it finds, why it matters, and examples."""
    rules = all_rules()
    if rule not in rules:
        raise click.UsageError(
            f"no rule is named {rule!r}{nearest(rule, list(rules)) or '; `copydesk rules` lists them'}"
        )
    click.echo(explanation(rules[rule]), nl=False)

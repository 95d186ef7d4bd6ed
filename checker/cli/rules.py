"""`copydesk rules`."""

from __future__ import annotations

import os

import click

from checker.cli.telling import note
from checker.explaining import summary
from checker.printable import printable


@click.group("rules", invoke_without_command=True)
@click.option("--category", help="Only the rules of this category.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--config", metavar="FILE", envvar="COPYDESK_CONFIG", help="Take the packs of this configuration alone.")
@click.option("--no-config", is_flag=True, help="Ignore configuration files, and so the packs that they name.")
@click.pass_context
def command(context: click.Context, category: str | None, format_: str, config: str | None, no_config: bool) -> None:
    """List the rules: name, severity, category and what each finds.

    Those of the packs that the working folder's configuration names are among them.
    """
    if context.invoked_subcommand is not None:
        return
    from checker.config.per_path import Configurations

    everything = [*Configurations(config, none=no_config).rules().values()]
    rules = [r for r in everything if category in (None, r.category)]
    if not rules:
        known = ", ".join(sorted({r.category for r in everything}))
        raise click.UsageError(f"no rule is in the category “{category}”; there are {known}")
    if format_ == "json":
        import msgspec

        rows = [
            {
                "name": r.name,
                "category": r.category,
                "tier": r.tier,
                "severity": r.severity,
                "status": r.status,
                "since": r.since,
                "summary": summary(r),
            }
            for r in rules
        ]
        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=1).decode())
        return
    width = max(len(r.name) for r in rules)
    for name in dict.fromkeys(r.category for r in sorted(rules, key=lambda r: r.category)):
        click.echo(name)
        for rule in rules:
            if rule.category == name:
                mark = "" if rule.status == "stable" else f" ({rule.status})"
                click.echo(f"  {rule.name:{width}}  {rule.severity:7}  {printable(summary(rule))}{mark}")


@command.command("test")
@click.argument("names", nargs=-1, required=True, metavar="PACK|RULE…")
def test(names: tuple[str, ...]) -> int:
    """Run the tests inside packs of rules, and the examples of rules in code.

    A PACK is a YAML file or a folder of them, a RULE the name of an installed rule. Exit status: 0 all hold, 1 some do
    not, 2 a pack is not right.
    """
    from checker.examples import examples_of, failures
    from checker.packs.loading import pack_rules
    from checker.registry import all_rules
    from checker.services.services import Services
    from checker.summary import counted

    installed = all_rules()
    paths = tuple(name for name in names if name not in installed or os.path.lexists(name))
    rules = [*(pack_rules(paths) if paths else ()), *(installed[name] for name in names if name not in paths)]
    services = Services(note=note)
    try:
        failed = [line for rule in rules for line in failures(rule, services)]
    finally:
        services.close()
    for line in failed:
        click.echo(printable(line))
    for rule in rules:
        if not examples_of(rule):
            note(f"the rule {rule.name} has no tests")
    count = sum(len(examples_of(rule)) for rule in rules)
    told = f"{len(failed)} failed" if failed else "all hold"
    click.echo(f"{counted(len(rules), 'rule')}, {counted(count, 'test')}: {told}")
    return int(bool(failed))

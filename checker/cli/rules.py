"""`copydesk rules`."""

from __future__ import annotations

import click

from checker.explaining import summary
from checker.registry import all_rules


@click.command("rules")
@click.option("--category", help="Only the rules of this category.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(category: str | None, format_: str) -> None:
    """List the rules: name, severity, category and what each finds."""
    rules = [r for r in all_rules().values() if category in (None, r.category)]
    if not rules:
        known = ", ".join(sorted({r.category for r in all_rules().values()}))
        raise click.UsageError(f"no rule is in the category {category!r}; there are {known}")
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
                click.echo(f"  {rule.name:{width}}  {rule.severity:7}  {summary(rule)}{mark}")

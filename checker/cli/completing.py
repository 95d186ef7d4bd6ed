"""What a shell offers behind an option: names of rules, of categories and of formats."""

from __future__ import annotations

import click


def completed(_: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The rules that begin so, and for an option also the categories; a list split by commas keeps its begin."""
    from checker.config.per_path import Configurations
    from checker.errors import CopydeskError
    from checker.registry import all_rules

    try:
        rules = Configurations().rules()
    except CopydeskError:
        rules = all_rules()
    begin, comma, last = incomplete.rpartition(",")
    names = list(rules)
    if isinstance(parameter, click.Option):
        names += sorted({r.category for r in rules.values()})
    return [f"{begin}{comma}{name}" for name in names if name.startswith(last)]


def completed_format(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The formats that begin so."""
    from checker.registry import report_names

    return [name for name in report_names() if name.startswith(incomplete)]

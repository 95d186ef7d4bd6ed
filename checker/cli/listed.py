"""Options that take a list of names."""

from __future__ import annotations

import click


def names(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Callback of an option that may be repeated: all names, those that commas part among them."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())

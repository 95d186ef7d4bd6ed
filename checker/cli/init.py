"""`copydesk init`."""

from __future__ import annotations

import os

import click

from checker.config.keys import FILE_NAME
from checker.config.reading import read_table, shown
from checker.errors import UsageError
from checker.version import VERSION

_CONFIGURATION = """\
# What copydesk checks in this folder, and how. docs/configuration.md explains every key; `copydesk config` shows what
# holds, and `copydesk config --schema` describes the keys to an editor.

# Only these tiers run, so that all who work here hear the same: the local one needs no model, no Java, no network.
tiers = ["local"]

# The variety of English that the house writes: "en-US", "en-GB", ... or "auto" to go by each article.
language = "auto"

# What fails a commit: "error", "warning", "info" or "never".
fail-on = "warning"

# Rules or whole categories that the house does not want; `copydesk rules` lists them.
ignore = []

# Paths that are not checked, as in .gitignore.
exclude = []

# Names and words that are right as they stand.
accept = []

# What the house writes: the unwanted form = the wanted one.
[prefer]
# "advisor" = "adviser"

# The severity of a rule's findings: "error", "warning", "info" or "off".
[severity]
# name-variant = "error"
"""

_HOOKS = ".pre-commit-config.yaml"
_HOOK = """\
  - repo: https://example.org/copydesk  # where you keep it
    rev: v{version}
    hooks:
      - id: copydesk
"""


@click.command("init")
@click.argument("folder", default=".", type=click.Path())
def command(folder: str) -> None:
    """Write copydesk.toml in FOLDER, and print the lines that add the hook to .pre-commit-config.yaml.

    Overwrites nothing.
    """
    from checker.writing import new_file

    if not os.path.isdir(folder):
        raise UsageError(f"{folder}: no such folder; make it first")
    path = os.path.join(folder, FILE_NAME)
    pyproject = os.path.join(folder, "pyproject.toml")
    if os.path.lexists(path):
        raise UsageError(f"{shown(path)} is there already; nothing was written")
    if os.path.isfile(pyproject) and read_table(pyproject) is not None:
        raise UsageError(f"{shown(pyproject)} has a table [tool.copydesk] already; nothing was written")
    new_file(path, _CONFIGURATION)
    hook = _HOOK.format(version=VERSION)
    if os.path.lexists(os.path.join(folder, _HOOKS)):
        click.echo(f"Written: {shown(path)}. Under “repos:” in {_HOOKS} add:\n\n{hook}")
    else:
        click.echo(
            f"Written: {shown(path)}. For the hook write {_HOOKS}, and run `pre-commit install`:\n\nrepos:\n{hook}"
        )
    click.echo("With articles that are there already, `copydesk baseline .` keeps their findings quiet from now on.")

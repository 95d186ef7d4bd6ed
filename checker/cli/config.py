"""`copydesk config`."""

from __future__ import annotations

import os
from typing import Any

import click

from checker.cli.telling import note
from checker.config.idle import idle_excludes
from checker.config.keys import HOUSE_STYLE, RUN_KEYS, Keys
from checker.config.merging import Layer, Value
from checker.config.per_path import Configurations
from checker.config.reading import shown
from checker.errors import UsageError
from checker.registry import all_rules

_NOT_SETTINGS = frozenset({"extend", "overrides", "rules"})
_DEFAULT = "default"
_MEANING: dict[tuple[str, ...], str] = {("tiers",): ": all that are installed", ("select",): ": every stable rule"}


@click.command("config")
@click.argument("path", default=".")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--config", metavar="FILE", envvar="COPYDESK_CONFIG", help="Take the configuration from this file alone.")
@click.option("--no-config", is_flag=True, help="Ignore configuration files.")
@click.option("--schema", "as_schema", is_flag=True, help="Print the JSON Schema of the configuration instead.")
def command(path: str, format_: str, config: str | None, no_config: bool, as_schema: bool) -> None:
    """Show the settings that hold for PATH, and where each comes from.

    PATH is a file or a folder; overrides for some paths count for a file.
    """
    import msgspec

    if as_schema:
        from checker.config.schema import schema

        click.echo(msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode())
        return
    if not os.path.lexists(path):
        raise UsageError(f"{path}: no such file or folder; check the path")
    configurations = Configurations(config, none=no_config)
    folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
    found = configurations.of_folder(os.path.abspath(folder))
    files = [shown(file) for file in found.files]
    held = _with_defaults(configurations.layer(path))
    for idle in idle_excludes(found):
        note(str(idle))
    if format_ == "json":
        rows = [{"key": ".".join(key), "value": v.value, "from": v.origins or [_DEFAULT]} for key, v in held.items()]
        told = {"path": path, "files": files, "settings": rows}
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=1).decode())
        return
    click.echo(f"# {path}: {', '.join(files) or 'no configuration file'}")
    for line in _lines(held):
        click.echo(line)


def _with_defaults(layer: Layer) -> dict[tuple[str, ...], Value]:
    """Every setting in the order of the keys, each with its value."""
    held: dict[tuple[str, ...], Value] = {}
    default = Keys()
    tables: dict[tuple[str, ...], Value] = {}
    for name, key in zip(Keys.__struct_fields__, Keys.__struct_encode_fields__, strict=True):
        value = getattr(default, name)
        if key in _NOT_SETTINGS:
            continue
        if hasattr(value, "__struct_fields__"):
            for field, inner in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
                tables[key, inner] = layer.get((key, inner), Value(getattr(value, field)))
        elif isinstance(value, dict):
            tables |= {at: v for at, v in layer.items() if at[0] == key}
        else:
            held[key,] = layer.get((key,), Value(value))
    for name, rule in all_rules().items():
        options = rule.options()
        for field, option in zip(options.__struct_fields__, options.__struct_encode_fields__, strict=True):
            if (name, option) != (HOUSE_STYLE, "prefer"):
                at = ("rules", name, option)
                tables[at] = layer.get(at, Value(getattr(options, field)))
    return held | tables


def _lines(held: dict[tuple[str, ...], Value]) -> list[str]:
    """The settings as TOML, each with where it comes from behind it."""
    rows: list[tuple[str, str]] = []
    table: tuple[str, ...] = ()
    for key, (value, origins) in held.items():
        if key[:-1] != table:
            table = key[:-1]
            rows += [("", ""), (f"[{'.'.join(map(_key, table))}]", "")]
        told = f"# {', '.join(origins) or _DEFAULT}"
        if not origins:
            told += _MEANING.get(key, "")
        elif key[0] in RUN_KEYS:
            told += " (of the whole run)"
        rows.append((f"# {_key(key[-1])}" if value is None else f"{_key(key[-1])} = {_toml(value)}", told))
    width = min(60, max(len(left) for left, _ in rows))
    return [f"{left:{width}}  {right}".rstrip() for left, right in rows]


def _key(key: str) -> str:
    bare = key.replace("-", "").replace("_", "")
    return key if bare.isascii() and bare.isalnum() else _toml(key)


def _toml(value: Any) -> str:
    import msgspec

    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return msgspec.json.encode(value).decode()

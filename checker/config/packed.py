"""The rules of the packs that a configuration names, itself or by what it extends."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from checker.config.keys import PYPROJECT, PYPROJECT_TABLE

if TYPE_CHECKING:
    from checker.config.reading import Table
    from checker.rule import Rule


def packed(table: Table) -> dict[str, Rule]:
    """The rules by their names. Files that are not right are left out here: reading them says what is wrong.

    Raises:
        ConfigurationError: a pack is not right.
    """
    from checker.packs.loading import pack_rules

    paths: list[str] = []
    seen: set[str] = set()
    path = table.path
    values: Mapping[str, Any] = table.values
    while os.path.realpath(path) not in seen:
        seen.add(os.path.realpath(path))
        folder = os.path.dirname(path)
        paths[:0] = [_seen_from(folder, pack) for pack in _named(values)]
        target = values.get("extend")
        if not isinstance(target, str) or not target:
            break
        path = _seen_from(folder, target)
        values = _values(path)
    return {rule.name: rule for rule in pack_rules(tuple(paths), table.place("packs"))} if paths else {}


def _named(values: Mapping[str, Any]) -> list[str]:
    given = values.get("packs", ())
    return [path for path in ([given] if isinstance(given, str) else given) if isinstance(path, str)]


def _seen_from(folder: str, path: str) -> str:
    return os.path.normpath(os.path.join(folder, os.path.expanduser(path)))


def _values(path: str) -> Mapping[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as file:
            values: Any = tomllib.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    if os.path.basename(path) == PYPROJECT:
        for key in PYPROJECT_TABLE:
            values = values.get(key) if isinstance(values, dict) else None
    return values if isinstance(values, dict) else {}

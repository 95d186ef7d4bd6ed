"""The second stage: the tables of a folder merged into one, each value with the lines that it came from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.config.keys import ADDED_UP, HOUSE_STYLE, PLACES
from checker.config.reading import Table, read_table, shown
from checker.errors import ConfigurationError
from checker.registry import all_rules

# Tables whose keys are settings of their own; every other value is one setting.
_TABLES = frozenset({"prefer", "severity", "languagetool", "encoder", "cache"})
_FILES = frozenset({"vocabulary", "siblings", "packs"})


class Value(NamedTuple):
    """A value and its origins: "file:line" or the option of the command line; none for a default."""

    value: Any
    origins: tuple[str, ...] = ()


Layer = Mapping[tuple[str, ...], Value]
"""Values by their keys: ("fail-on",), ("severity", RULE), ("rules", RULE, OPTION)."""


class Override(NamedTuple):
    """What holds for the paths that some globs take, and where it stands."""

    globs: tuple[str, ...]
    layer: Layer
    origin: str


class Merged(NamedTuple):
    """What holds in a folder: the `files` it came from, the nearest first. Globs are seen from `folder`."""

    folder: str
    files: tuple[str, ...]
    layer: Layer
    overrides: tuple[Override, ...]


def merged(table: Table, folder: str, *, trusted: bool = False) -> Merged:
    """The table with what it extends.

    Raises:
        ConfigurationError: an extended file is not there, is faulty, or extends the one it is extended by.
    """
    chain = [table]
    while target := chain[-1].values.get("extend"):
        chain.append(_extended(chain, target, trusted=trusted))
    layer: Layer = {}
    overrides: list[Override] = []
    for each in reversed(chain):
        layer = laid_over(layer, dict(_values(each, each.values, ())))
        for number, override in enumerate(each.values.get("overrides", ())):
            at = ("overrides", number)
            overrides.append(Override(tuple(override["paths"]), dict(_values(each, override, at)), each.place(*at)))
    return Merged(folder, tuple(each.path for each in chain), layer, tuple(overrides))


def laid_over(lower: Layer, upper: Layer) -> Layer:
    """The values of both, those of `upper` first: some lists add up, and a rule that `upper` selects by its name is no
    longer ignored or off, one of a category that it ignores no longer selected."""
    result = dict(lower)
    for name in (selected := upper.get(("select",), Value(())).value):
        result.pop(("severity", name), None) if _off(result, name) else None
    if selected and ("ignore",) in result:
        ignored, origins = result["ignore",]
        result["ignore",] = Value([name for name in ignored if name not in selected], origins)
    for key, value in upper.items():
        if key[0] in ADDED_UP and key in result:
            below = result[key]
            value = Value([*dict.fromkeys((*below.value, *value.value))], (*below.origins, *value.origins))
        result[key] = value
    if ("ignore",) in upper and ("select",) in lower and ("select",) not in upper:
        result["ignore",] = Value(_with_selected(lower["select",].value, result["ignore",].value),
                                  result["ignore",].origins)  # fmt: skip
    return result


def _off(layer: Layer, rule: str) -> bool:
    return bool(layer.get(("severity", rule), Value("")).value == "off")


def _with_selected(selected: list[str], ignored: list[str]) -> list[str]:
    rules = all_rules()
    return [*ignored, *(n for n in selected if n in rules and rules[n].category in ignored and n not in ignored)]


def _extended(chain: list[Table], target: str, *, trusted: bool) -> Table:
    by = chain[-1]
    path = os.path.normpath(os.path.join(by.folder, os.path.expanduser(target)))
    place = by.place("extend")
    if os.path.realpath(path) in [os.path.realpath(t.path) for t in chain]:
        way = " → ".join(shown(p) for p in [*(t.path for t in chain), path])
        raise ConfigurationError([f"{place}: “extend” leads back to the same file ({way})"])
    if not os.path.isfile(path):
        what = "is a folder; name the file in it" if os.path.isdir(path) else "is not there"
        raise ConfigurationError([f"{place}: “extend”: {shown(path)} {what}"])
    table = read_table(path, trusted=trusted)
    if table is None:
        raise ConfigurationError([f"{place}: “extend”: {shown(path)} has no table [tool.copydesk]"])
    return table


def _values(
    table: Table, values: Mapping[str, Any], at: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str, ...], Value]]:
    for key, value in values.items():
        place = (*at, key)
        if key in ("extend", "overrides", "paths"):
            continue
        if key in _TABLES:
            for name, item in value.items():
                here = _from_here(table, item)[0] if item and (key, name) in PLACES else item
                yield (key, name), Value(here, (table.place(*place, name),))
        elif key == "rules":
            for rule, options in value.items():
                for option, item in options.items():
                    yield from _option(table, (*place, rule, option), rule, option, item)
        elif key == "baseline":
            yield (key,), Value(value and _from_here(table, value)[0], (table.place(*place),))
        elif key in _FILES:
            yield (key,), Value(_from_here(table, value), (table.place(*place),))
        else:
            yield (key,), Value(value, (table.place(*place),))


def _option(
    table: Table, place: tuple[str | int, ...], rule: str, option: str, item: Any
) -> Iterator[tuple[tuple[str, ...], Value]]:
    if (rule, option) != (HOUSE_STYLE, "prefer"):
        yield ("rules", rule, option), Value(item, (table.place(*place),))
        return
    for wrong, right in item.items():
        yield ("prefer", wrong), Value(right, (table.place(*place, wrong),))


def _from_here(table: Table, value: str | list[str]) -> list[str]:
    """Paths as seen from the folder of the file that names them."""
    paths = [value] if isinstance(value, str) else value
    if paths == ["auto"]:
        return paths
    return [os.path.normpath(os.path.join(table.folder, os.path.expanduser(path))) for path in paths]

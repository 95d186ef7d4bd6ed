"""YAML as values that know their lines.

PyYAML (MIT, libyaml inside) gives events with their places, in a loop; ruamel.yaml is slower and larger, and strictyaml
no longer kept up. As in strictyaml every scalar is a text until a key wants another type, so "no" and "1.10" stay what
was written, and nothing builds objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.config.reading import shown
from checker.errors import ConfigurationError

_DEEPEST = 12


class Node(NamedTuple):
    """A text, list or table and the line, counted from 1, of the key or item it belongs to; `bare` is a text without
    quotation marks."""

    value: str | list[Node] | dict[str, Node]
    line: int
    bare: bool = False


def nodes_of(path: str, text: str) -> Node | None:
    """The document in a text, None where it is empty; `path` is for messages.

    Raises:
        ConfigurationError: the text is no YAML, or more than a pack may hold: aliases, tags, several documents.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _document(path, iter(yaml.parse(text, Loader=loader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        reason = " ".join(part for part in (error.problem, error.context) if part)
        raise ConfigurationError([f"{shown(path)}:{line}: no valid YAML: {reason}"]) from None
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split("\n")[0].split())
        raise ConfigurationError([f"{shown(path)}:1: no valid YAML: {reason}"]) from None


def _document(path: str, events: Iterator[Any]) -> Node | None:
    import yaml

    found: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if found is not None:
                raise _refused(path, event, "a pack is one document; take the “---” away")
            found = _node(path, next(events), events, 0)
    if found is not None and found.bare and found.value == "":
        return None
    return found


def _node(path: str, event: Any, events: Iterator[Any], depth: int) -> Node:
    import yaml

    if depth > _DEEPEST:
        raise _refused(path, event, "nested too deep")
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _refused(path, event, "anchors and aliases are not read; write the value out")
    if getattr(event, "tag", None):
        raise _refused(path, event, f"tags are not read; take “{event.tag}” away")
    line = event.start_mark.line + 1
    if isinstance(event, yaml.ScalarEvent):
        return Node(str(event.value), line, not event.style)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(path, event, events, depth + 1))
        return Node(items, line)
    table: dict[str, Node] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(path, event, events, depth + 1)
        if not isinstance(key.value, str):
            raise _refused(path, event, "a key must be a text")
        if key.value in table:
            raise _refused(path, event, f"“{key.value}” stands twice, first in line {table[key.value].line}")
        table[key.value] = _node(path, next(events), events, depth + 1)._replace(line=key.line)
    return Node(table, line)


def _refused(path: str, event: Any, what: str) -> ConfigurationError:
    return ConfigurationError([f"{shown(path)}:{event.start_mark.line + 1}: {what}"])

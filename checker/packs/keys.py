"""From the nodes of a pack to its rules: the type of every key, and what is wrong with a rule that errs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from checker.finding import CATEGORIES, Severity
from checker.nearest import nearest
from checker.packs.form import KINDS, PLACEHOLDERS, Form, Test
from checker.packs.matching import Pattern, PatternError
from checker.packs.nodes import Node

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_GROUP = re.compile(r"\\(\d)")
_COMMON = (
    *("name", "kind", "description", "why", "message", "severity", "category"),
    *("ignore-case", "whole-words", "scope", "exceptions", "tests"),
)
_NEEDED = {
    "existence": ("words", "patterns"),
    "substitution": ("swap", "swap-patterns"),
    "consistency": ("pairs",),
    "occurrence": ("words", "patterns"),
    "conditional": ("use",),
    "capitalisation": ("terms", "style"),
}
_PER = ("article", "paragraph", "sentence")
_FIELDS = ("title", "text")


class Faults:
    """Collects what is wrong, each with its line."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def add(self, node: Node, what: str) -> None:
        self.found.append((node.line, what))


def form_of(node: Node, path: str, faults: Faults) -> Form | None:
    """The rule that a node describes; None, with its faults told, where it is none. `path` is as messages name it."""
    if not isinstance(node.value, dict):
        faults.add(node, "a rule must be a table of keys")
        return None
    table, before = node.value, len(faults.found)
    kind = _choice(table.get("kind"), "kind", tuple(KINDS), faults) if "kind" in table else ""
    if "kind" not in table:
        faults.add(node, f"“kind” is missing: one of {_listed(KINDS)}")
    if "name" not in table:
        faults.add(node, "“name” is missing")
    given: dict[str, Any] = {}
    allowed = (*_COMMON, *KINDS.get(kind, ()))
    for key, value in table.items():
        if key in allowed:
            given |= _READERS[key](value, key, faults)
        elif kind:
            faults.add(value, _unknown(key, kind, allowed))
    if kind:
        _check(node, kind, given, table, faults)
    return Form(place=f"{path}:{node.line}", **given) if len(faults.found) == before else None


def _unknown(key: str, kind: str, allowed: Iterable[str]) -> str:
    owners = [other for other, keys in KINDS.items() if key in keys]
    if owners:
        return f"“{key}” is a key of the kind {' and '.join(owners)}, not of {kind}"
    return f"unknown key “{key}”{nearest(key, allowed)}"


def _check(node: Node, kind: str, given: dict[str, Any], table: dict[str, Node], faults: Faults) -> None:
    """What no key can tell by itself."""
    if not table.keys() & set(_NEEDED[kind]):
        faults.add(node, f"a rule of the kind {kind} needs “{'” or “'.join(_NEEDED[kind])}”")
    if kind == "occurrence" and not table.keys() & {"at-most", "at-least"}:
        faults.add(node, "a rule of the kind occurrence needs “at-most” or “at-least”")
    if kind == "conditional" and "definition" not in table:
        faults.add(node, "a rule of the kind conditional needs “definition”")
    for name in _PLACEHOLDER.findall(given.get("message", "")):
        if name not in PLACEHOLDERS[kind]:
            hint = nearest(name, PLACEHOLDERS[kind]) or f"; there are {_listed(PLACEHOLDERS[kind])}"
            faults.add(table["message"], f"“message”: nothing is named {{{name}}} in a rule of the kind {kind}{hint}")


def _text(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    if not isinstance(node.value, str) or not node.value.strip():
        faults.add(node, f"“{key}” must be a text")
        return {}
    return {key.replace("-", "_"): node.value}


def _name(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    given = _text(node, key, faults)
    if given and not _NAME.fullmatch(given["name"]):
        faults.add(node, f"“name” must be words in lower case joined by hyphens, not “{given['name']}”")
    return given


def _sentence(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    return {k: " ".join(v.split()) for k, v in _text(node, key, faults).items()}


def _texts(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    items = [node] if isinstance(node.value, str) else node.value
    if not isinstance(items, list):
        faults.add(node, f"“{key}” must be a list of texts")
        return {}
    found = []
    for item in items:
        if isinstance(item.value, str) and item.value.strip():
            found.append(item.value)
        else:
            faults.add(item, f"“{key}” must hold texts")
    return {key.replace("-", "_"): tuple(found)}


def _patterns(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    given = _texts(node, key, faults)
    for item in [node] if isinstance(node.value, str) else node.value:
        if isinstance(item, Node) and isinstance(item.value, str):
            _groups(item, item.value, faults)
    return given


def _pattern(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    given = _text(node, key, faults)
    if given and (_groups(node, given[key], faults) or 0) > 1:
        faults.add(node, f"“{key}” may have one group, the term; write the others as (?:…)")
    return given


def _groups(node: Node, source: str, faults: Faults) -> int | None:
    """The number of a pattern's groups, None where it is none."""
    try:
        return Pattern(source).groups
    except PatternError as error:
        faults.add(node, f"the pattern “{source}” is not right: {error}")
        return None


def _flag(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    value = {"true": True, "false": False}.get(node.value) if node.bare and isinstance(node.value, str) else None
    if value is None:
        faults.add(node, f"“{key}” must be true or false")
        return {}
    return {key.replace("-", "_"): value}


def _number(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    if not node.bare or not isinstance(node.value, str) or not re.fullmatch(r"[0-9]{1,6}", node.value):
        faults.add(node, f"“{key}” must be a whole number")
        return {}
    return {key.replace("-", "_"): int(node.value)}


def _choice(node: Node | None, key: str, choices: Iterable[str], faults: Faults) -> str:
    assert node is not None
    value = node.value if isinstance(node.value, str) else ""
    if value in choices:
        return value
    faults.add(node, f"“{key}” must be one of {_listed(choices)}, not “{value}”{nearest(value, choices)}")
    return ""


def _one_of(*choices: str) -> Callable[[Node, str, Faults], dict[str, Any]]:
    def read(node: Node, key: str, faults: Faults) -> dict[str, Any]:
        value = _choice(node, key, choices, faults)
        return {key: value} if value else {}

    return read


def _kind(node: Node, key: str, _: Faults) -> dict[str, Any]:
    return {key: node.value}  # checked before the other keys


def _severity(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    value = _choice(node, key, tuple(Severity), faults)
    return {key: Severity(value)} if value else {}


def _scope(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    items = [node] if isinstance(node.value, str) else node.value
    if not isinstance(items, list):
        faults.add(node, f"“{key}” must be a list of {_listed(_FIELDS)}")
        return {}
    found = [_choice(item, key, _FIELDS, faults) for item in items]
    return {key: tuple(name for name in _FIELDS if name in found)}


def _swap(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    if not isinstance(node.value, dict):
        faults.add(node, f"“{key}” must be a table: unwanted form: wanted form")
        return {}
    found = []
    for wrong, right in node.value.items():
        wanted = _texts(right, wrong, faults).get(wrong.replace("-", "_"), ())
        if key == "swap-patterns":
            groups = _groups(right, wrong, faults)
            for number in _GROUP.findall("".join(wanted)):
                if groups is not None and int(number) > groups:
                    faults.add(right, f"“{wrong}” has no group \\{number}")
        elif not wrong.strip():
            faults.add(right, f"“{key}”: an unwanted form is empty")
        found.append((wrong, wanted))
    return {key.replace("-", "_"): tuple(found)}


def _pairs(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    if isinstance(node.value, dict):
        rows = [(first, second.value, second) for first, second in node.value.items()]
    elif isinstance(node.value, list):
        rows = []
        for item in node.value:
            both = [n.value for n in item.value] if isinstance(item.value, list) else []
            rows.append((both[0], both[1], item) if len(both) == 2 else ("", "", item))
    else:
        rows = [("", "", node)]
    found = []
    for first, second, at in rows:
        if isinstance(first, str) and isinstance(second, str) and first.strip() and second.strip() and first != second:
            found.append((first, second))
        else:
            faults.add(at, f"“{key}” must be pairs of two different forms: [adviser, advisor]")
    return {key: tuple(found)}


def _tests(node: Node, _: str, faults: Faults) -> dict[str, Any]:
    table = node.value
    if not isinstance(table, dict):
        faults.add(node, "“tests” must have “invalid” and “valid”")
        return {}
    found: dict[str, Any] = {}
    for name, listed in table.items():
        if name not in ("invalid", "valid"):
            faults.add(listed, f"unknown key “{name}”{nearest(name, ('invalid', 'valid'))}")
            continue
        items = listed.value if isinstance(listed.value, list) else [listed]
        tests = [_test(item, name == "invalid", faults) for item in items]
        found[name] = tuple(test for test in tests if test is not None)
    return found


def _test(node: Node, invalid: bool, faults: Faults) -> Test | None:
    if isinstance(node.value, str) and not invalid:
        return Test(node.value, line=node.line)
    if not isinstance(node.value, dict):
        faults.add(node, "a test must be a table: text, finds, becomes, title" if invalid else "a test must be a text")
        return None
    allowed = ("text", "title", "finds", "becomes") if invalid else ("text", "title")
    given: dict[str, Any] = {}
    for key, value in node.value.items():
        if key not in allowed:
            faults.add(value, f"unknown key “{key}”{nearest(key, allowed)}")
        elif isinstance(value.value, str) and key != "finds":
            given[key] = value.value
        else:
            given |= _texts(value, key, faults) if key == "finds" else _text(value, key, faults)
    for key in ("text", "finds") if invalid else ("text",):
        if key not in node.value:
            faults.add(node, f"a test lacks “{key}”")
            return None
    return Test(**({"text": ""} | given), line=node.line)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


_READERS: dict[str, Callable[[Node, str, Faults], dict[str, Any]]] = {
    "name": _name,
    "kind": _kind,
    "description": _sentence,
    "why": _sentence,
    "message": _sentence,
    "severity": _severity,
    "category": _one_of(*CATEGORIES),
    "ignore-case": _flag,
    "whole-words": _flag,
    "scope": _scope,
    "exceptions": _texts,
    "tests": _tests,
    "replacements": _texts,
    "safe": _flag,
    "words": _texts,
    "patterns": _patterns,
    "swap": _swap,
    "swap-patterns": _swap,
    "pairs": _pairs,
    "at-most": _number,
    "at-least": _number,
    "per": _one_of(*_PER),
    "use": _pattern,
    "definition": _pattern,
    "terms": _texts,
    "style": _one_of("title", "sentence"),
}

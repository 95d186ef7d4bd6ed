"""Finds and reads the packs that a configuration or a person names."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache

from checker.config.reading import shown
from checker.errors import ConfigurationError
from checker.finding import CATEGORIES
from checker.nearest import nearest
from checker.packs.form import Form
from checker.packs.keys import Faults, form_of
from checker.packs.library import Library, PackRule
from checker.packs.nodes import nodes_of
from checker.registry import all_rules

_SUFFIXES = (".yaml", ".yml")
_LARGEST = 4_000_000
_TOP = ("description", "rules")


@cache
def pack_rules(paths: tuple[str, ...], named_at: str = "") -> tuple[PackRule, ...]:
    """The rules of some packs, each a file or a folder of files, in their order; read once a run. `named_at` is the
    "file:line" that names them, "" for the command line.

    Raises:
        ConfigurationError: a pack is not there or is not right, or two rules have one name.
    """
    forms = [form for path in dict.fromkeys(paths) for file in _files(path, named_at) for form in _forms(file)]
    _check_names(forms)
    return Library(tuple(forms)).rules


def _files(path: str, named_at: str) -> list[str]:
    begin = f"{named_at}: “packs”: " if named_at else ""
    if os.path.isfile(path):
        return [path]
    found: list[str] = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = [os.path.join(folder, name) for name in sorted(names) if name.endswith(_SUFFIXES)]
        found += filter(os.path.isfile, paths)  # a pipe may have no end
    if not found:
        what = "has no pack (*.yaml) in it" if os.path.isdir(path) else "is not there; check the path"
        raise ConfigurationError([f"{begin}{shown(path)} {what}"])
    return found


def _forms(path: str) -> list[Form]:
    node = nodes_of(path, _text(path))
    faults, forms = Faults(), []
    if node is None:
        return []
    top = node.value if isinstance(node.value, dict) else {}
    if "rules" not in top:
        faults.add(node, "a pack must have a list “rules”")
    for key, value in top.items():
        if key not in _TOP:
            faults.add(value, f"unknown key “{key}”{nearest(key, _TOP)}")
    rules = top["rules"].value if "rules" in top else []
    if not isinstance(rules, list):
        faults.add(top["rules"], "“rules” must be a list")
        rules = []
    for rule in rules:
        form = form_of(rule, shown(path), faults)
        forms += [form] if form else []
    if faults.found:
        raise ConfigurationError([f"{shown(path)}:{line}: {what}" for line, what in sorted(faults.found)])
    return forms


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError([f"{shown(path)}: could not be read ({reason}); check the path"]) from None
    if len(data) > _LARGEST:
        raise ConfigurationError([f"{shown(path)}: larger than {_LARGEST // 1_000_000} MB; split the pack"])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError([f"{shown(path)}:{line}: not UTF-8; save the file so"]) from None


def _check_names(forms: Iterable[Form]) -> None:
    taken = dict.fromkeys(all_rules(), "an installed rule") | dict.fromkeys(CATEGORIES, "a category")
    faults = []
    for form in forms:
        if form.name in taken:
            faults.append(f"{form.place}: the name “{form.name}” is taken by {taken[form.name]}; choose another")
        taken.setdefault(form.name, f"the rule at {form.place}")
    if faults:
        raise ConfigurationError(faults)

"""Finds rules, reports and readers: our own rules and reports by walking their packages, those of other packages by
their entry points."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.errors import UsageError
from checker.readers.formats import FORMATS
from checker.rule import Rule

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from checker.reader import Reader
    from checker.reporting import ComparisonReport


@cache
def all_rules() -> dict[str, Rule]:
    """Every installed rule by name, in the order of the names.

    Raises:
        UsageError: two have one name.
    """
    classes = [*_walk("rules", Rule), *_entry_points("copydesk.rules")]
    rules: dict[str, Rule] = {}
    for cls in classes:
        if cls.name in rules:
            other = type(rules[cls.name]).__module__
            raise UsageError(f"two rules are named {cls.name!r}: in {other} and in {cls.__module__}; rename one")
        rules[cls.name] = cls()
    return dict(sorted(rules.items()))


@cache
def report_class(name: str) -> type[Any] | None:
    """The report of that name, or None."""
    for module_name in _modules("reports"):
        if module_name == f"reports.{name.replace('-', '_')}":
            return next((c for c in _classes(module_name) if getattr(c, "name", None) == name), None)
    return next((c for c in _entry_points("copydesk.reports") if getattr(c, "name", None) == name), None)


def comparison_class(name: str) -> type[ComparisonReport] | None:
    """The way to show a comparison that has that name, or None."""
    from checker.reporting import ComparisonReport

    module_name = f"reports.comparison_{name}"
    if module_name not in _modules("reports"):
        return None
    found = [c for c in _classes(module_name) if issubclass(c, ComparisonReport)]
    return found[0] if found else None


def report_names() -> list[str]:
    """The formats that `--format` takes."""
    own = [m.rpartition(".")[2].replace("_", "-") for m in _modules("reports")]
    found = [n for n in own if report_class(n)]
    return sorted({*found, *(c.name for c in _entry_points("copydesk.reports"))})


@cache
def readers() -> dict[str, Reader]:
    """The readers of other packages by the suffixes of their files.

    Raises:
        UsageError: a suffix has another reader already.
    """
    found: dict[str, Reader] = {}
    for cls in _entry_points("copydesk.readers"):
        reader: Reader = cls()
        for suffix in map(str.lower, reader.suffixes):
            if suffix in FORMATS or suffix in found:
                other = f"in {type(found[suffix]).__module__}" if suffix in found else "copydesk's own"
                raise UsageError(f"two readers are for {suffix}: {other} and in {cls.__module__}; remove one")
            found[suffix] = reader
    return found


def corpus_report() -> Any:
    """The report on a corpus: `write(folder)` makes its page from the tables in a folder, `compare(old, new)` says what
    is otherwise in another one."""
    return importlib.import_module("reports.corpus")


def _modules(package_name: str) -> list[str]:
    package = importlib.import_module(package_name)
    return sorted(info.name for info in pkgutil.walk_packages(package.__path__, f"{package_name}.") if not info.ispkg)


def _classes(module_name: str) -> list[type[Any]]:
    module = importlib.import_module(module_name)
    return [c for c in vars(module).values() if isinstance(c, type) and c.__module__ == module_name]


def _walk(package_name: str, base: type[Any]) -> list[type[Any]]:
    return [
        c
        for module_name in _modules(package_name)
        for c in _classes(module_name)
        if issubclass(c, base) and "name" in vars(c)
    ]


def _entry_points(group: str) -> list[type[Any]]:
    if not any(_announces_plugins(folder) for folder in sys.path):
        return []
    from importlib.metadata import entry_points

    return [_loaded(e) for e in sorted(entry_points(group=group), key=lambda e: e.name)]


def _loaded(entry_point: EntryPoint) -> type[Any]:
    """The class that another package announces; whatever goes wrong there is that package's fault, and is said so."""
    package = entry_point.dist.name if entry_point.dist else entry_point.value
    try:
        found = entry_point.load()
    except Exception as error:
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise UsageError(f"the package {package} could not be loaded ({reason}); update or remove it") from error
    if not isinstance(found, type) or not isinstance(getattr(found, "name", None), str):
        raise UsageError(f"the package {package} announces {entry_point.value}, which is no class with a name")
    return found


@cache
def _announces_plugins(folder: str) -> bool:
    """Whether a package in the folder has entry points of ours. importlib.metadata would say it too, but its import
    and its parsing of every package cost a tenth of a cold start."""
    try:
        packages = [e.path for e in os.scandir(folder) if e.name.endswith((".dist-info", ".egg-info"))]
    except OSError:
        return False
    for package in packages:
        try:
            with open(os.path.join(package, "entry_points.txt"), "rb") as file:
                if b"[copydesk." in file.read():
                    return True
        except OSError:
            continue
    return False

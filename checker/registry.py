"""Finds rules, reports and readers: our own rules and reports by walking their packages, those of other packages by
their entry points."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.errors import PackageError
from checker.readers.formats import FORMATS, OWN_FORMATS
from checker.rule import Rule

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from checker.reader import Reader
    from checker.reporting import ComparisonReport


@cache
def all_rules() -> dict[str, Rule]:
    """Every installed rule by name, in the order of the names.

    Raises:
        PackageError: two have one name, or a package cannot be loaded.
    """
    classes = [*_walk("rules", Rule), *_entry_points("copydesk.rules")]
    rules: dict[str, Rule] = {}
    for cls in classes:
        if cls.name in rules:
            other = type(rules[cls.name]).__module__
            raise PackageError(f"two rules are named {cls.name!r}: in {other} and in {cls.__module__}; rename one")
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
        PackageError: a package cannot be loaded, a suffix or a name has another reader already, or a suffix is none.
    """
    found: dict[str, Reader] = {}
    modules = dict.fromkeys(OWN_FORMATS, "")
    for cls in _entry_points("copydesk.readers"):
        if cls.name in modules:
            raise _two_readers(f"are named {cls.name!r}", modules[cls.name], cls, "rename one")
        modules[cls.name] = cls.__module__
        reader: Reader = cls()
        for suffix in _suffixes(cls):
            if suffix in FORMATS or suffix in found:
                other = type(found[suffix]).__module__ if suffix in found else ""
                raise _two_readers(f"are for {suffix}", other, cls, "remove one")
            found[suffix] = reader
    return found


def _two_readers(what: str, other: str, cls: type[Any], remedy: str) -> PackageError:
    """`other` is the module of the reader that has it already, "" for one of ours."""
    where = f"in {other}" if other else "copydesk's own"
    return PackageError(f"two readers {what}: {where} and in {cls.__module__}; {remedy}")


def _suffixes(cls: type[Any]) -> list[str]:
    """The suffixes of a reader in lower case, each one that `os.path.splitext` can give: by that the file of a reader
    is known."""
    given = getattr(cls, "suffixes", None)
    suffixes = given if isinstance(given, (tuple, list)) else ()
    if not suffixes or not all(isinstance(s, str) and s != "." and os.path.splitext(f"a{s}")[1] == s for s in suffixes):
        raise PackageError(
            f"the reader {cls.name} of {cls.__module__} has the suffixes {given!r}; "
            'they must be a tuple of names with one dot each, in front: (".wire",)'
        )
    return list(dict.fromkeys(suffix.lower() for suffix in suffixes))


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
    if not plugins():
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
        raise PackageError(f"the package {package} could not be loaded ({reason}); update or remove it") from error
    if not isinstance(found, type) or not isinstance(getattr(found, "name", None), str):
        raise PackageError(f"the package {package} announces {entry_point.value}, which is no class with a name")
    return found


def plugins() -> list[str]:
    """The folders of metadata of the packages that have entry points of ours."""
    return [package for folder in dict.fromkeys(sys.path) for package in _plugins_in(folder)]


@cache
def _plugins_in(folder: str) -> tuple[str, ...]:
    """importlib.metadata would say it too, but its import and its parsing of every package cost a tenth of a cold
    start."""
    try:
        packages = [e.path for e in os.scandir(folder) if e.name.endswith((".dist-info", ".egg-info"))]
    except OSError:
        return ()
    return tuple(package for package in packages if _has_entry_points(package))


def _has_entry_points(package: str) -> bool:
    try:
        with open(os.path.join(package, "entry_points.txt"), "rb") as file:
            return b"[copydesk." in file.read()
    except OSError:
        return False

"""Which installed packages an outcome hangs on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checker import environment as module
from checker import registry, results
from checker.engine import Engine
from checker.environment import LIBRARIES, environment
from checker.settings import Settings
from checker.tiers import TIERS

# They carry bytes, list files, start processes, or read settings, which count themselves.
CARRIERS = {"click", "filelock", "jgo", "msgspec", "pathspec", "platformdirs", "psutil", "pyyaml"}

Install = Callable[..., None]


def forget() -> None:
    for function in (module._installed, module._of_plugins, registry._plugins_in):
        function.cache_clear()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs what is known of a package, in the place of any other version."""
    monkeypatch.syspath_prepend(tmp_path)

    def installed(name: str, version: str, requires: tuple[str, ...] = (), entry_points: str = "") -> None:
        for other in tmp_path.glob(f"{name}-*"):
            other.rename(tmp_path / f"{name}-{version}.dist-info")
        folder = tmp_path / f"{name}-{version}.dist-info"
        folder.mkdir(exist_ok=True)
        required = "".join(f"Requires-Dist: {each}\n" for each in requires)
        (folder / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n{required}\nRequires-Dist: prose\n")
        (folder / "entry_points.txt").write_text(entry_points)
        forget()

    forget()
    yield installed
    monkeypatch.undo()
    forget()


def test_what_was_judged_hangs_on_no_package_that_has_no_part_in_it(install: Install) -> None:
    def digest() -> bytes:
        return results.code_and_settings_digest(Engine(Settings()))

    before = digest()
    install("requests_of_others", "1.0")
    install("onnxruntime", "999")  # of a tier that did not run
    assert digest() == before
    install("Sentence.X", "999")  # another package
    assert digest() == before
    install("rapidfuzz", "999")
    assert digest() != before


@pytest.mark.parametrize("tier", TIERS)
def test_the_libraries_of_a_tier_count_for_it(install: Install, tier: str) -> None:
    before = environment((tier,))
    for name in LIBRARIES[tier]:
        install(name.replace("-", "_").title(), "999")
        assert environment((tier,)) != before
        before = environment((tier,))


def test_a_version_counts_beside_what_is_left_of_an_earlier_one(install: Install, tmp_path: Path) -> None:
    install("rapidfuzz", "1.0")
    before = environment(())
    (tmp_path / "rapidfuzz-2.0.dist-info").mkdir()
    forget()
    assert environment(()) != before


def test_a_package_with_rules_counts_with_all_that_it_requires_and_the_extras_that_are_asked_for(
    install: Install,
) -> None:
    rules = "[copydesk.rules]\nwire = wiredesk:Wire\n"
    packages: dict[str, tuple[tuple[str, ...], str]] = {
        "Wire_Desk": (("inner.parts>=1", "engine[quick]", 'parser; extra == "syntax"'), rules),
        "inner_parts": (("innermost (>=1); python_version > '3'", "wire-desk", 'tester; extra == "test"'), ""),
        "innermost": ((), ""),
        "engine": (('accelerator; extra == "quick"',), ""),
        "accelerator": ((), ""),
        "parser": ((), ""),
    }
    for name, rest in packages.items():
        install(name, "1.0", *rest)
    before = environment(())
    for name, rest in packages.items():
        install(name, "2.0", *rest)
        assert environment(()) != before
        before = environment(())
        install("tester", "2.0")
        install("prose", "2.0")
        assert environment(()) == before


def test_of_each_dependency_of_a_tier_it_is_known_whether_it_counts() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    for tier in TIERS:
        required = project["optional-dependencies"][tier] if tier != "local" else project["dependencies"]
        names = {re.split(r"[><=\[]", each)[0] for each in required}
        assert names <= CARRIERS.union(LIBRARIES[tier])

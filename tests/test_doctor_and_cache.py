"""`copydesk doctor`, `copydesk languagetool` and `copydesk cache` as a user meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.services.languagetool.pinned import pinned_jars, pinned_name
from tests.conftest import link_jars

COPYDESK = str(Path(sys.executable).with_name("copydesk"))

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def copydesk(tmp_path: Path) -> Command:
    """Runs the installed command with a configuration that gives it a cache of its own."""
    config = tmp_path / "house.toml"
    table = f"[cache]\nfolder = '{tmp_path / 'cache'}'\n[languagetool]\nidle-minutes = 0.5\nmemory-mb = 600\n"
    config.write_text(table)
    environment = {**os.environ, "COPYDESK_CONFIG": str(config)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COPYDESK, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    return run


def test_doctor_says_what_is_there_and_what_is_fetched_later(copydesk: Command) -> None:
    done = copydesk("doctor")
    assert done.returncode == 0
    assert "Java 1" in done.stdout or "Java 2" in done.stdout
    assert "6.8 is not fetched yet" in done.stdout
    assert "copydesk doctor --install" in done.stdout


def test_doctor_fails_where_offline_something_has_to_be_fetched(copydesk: Command) -> None:
    assert copydesk("doctor", "--offline").returncode == 1
    done = copydesk("doctor", "--install", "--offline")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_doctor_names_a_damaged_file(copydesk: Command, languagetool_jars: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "languagetool" / pinned_name()
    folder.mkdir(parents=True)
    damaged, *whole = pinned_jars()
    for jar in whole:
        (folder / jar.file).symlink_to(languagetool_jars / jar.file)
    (folder / damaged.file).write_bytes(b"")
    done = copydesk("doctor", "--format", "json")
    (part,) = (part for part in json.loads(done.stdout) if part["name"] == "LanguageTool")
    assert done.returncode == 1
    assert part["state"] == "broken"
    assert damaged.file in part["detail"]


@pytest.mark.slow
def test_a_server_is_started_looked_at_and_stopped(copydesk: Command, languagetool_jars: Path, tmp_path: Path) -> None:
    link_jars(languagetool_jars, tmp_path / "cache")
    assert copydesk("languagetool", "status").returncode == 1
    try:
        assert copydesk("languagetool", "start").stdout.startswith("started: LanguageTool 6.8 at http://127.0.0.1:")
        assert copydesk("languagetool", "start").stdout.startswith("already running: ")
        (server,) = json.loads(copydesk("languagetool", "status", "--format", "json").stdout)
        assert server["version"] == "6.8"
        assert 100_000_000 < server["memory_bytes"] < 1_000_000_000
        assert server["ends_after_seconds"] == 30
        assert f"at {server['url']}, process {server['pid']}" in copydesk("doctor").stdout
    finally:
        stopped = copydesk("languagetool", "stop")
    assert stopped.stdout == f"stopped: {server['url']}\n"
    assert copydesk("languagetool", "stop").stdout == "no server was running\n"
    assert copydesk("languagetool", "status").returncode == 1


def test_clearing_the_cache_leaves_what_is_not_copydesks(copydesk: Command, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    (cache / "languagetool").mkdir(parents=True)
    (cache / "languagetool" / "a.jar").write_bytes(b"x" * 3_000_000)
    (cache / "answers.sqlite").write_bytes(b"x" * 2_000_000)
    (cache / "diary.txt").write_text("not ours")
    (cache / "models-of-mine").mkdir()
    shown = copydesk("cache").stdout
    assert shown.startswith(f"{cache}: 5.0 MB\n")
    assert "diary" not in shown
    assert "2.0 MB cleared" in copydesk("cache", "clear").stdout
    assert sorted(path.name for path in cache.iterdir() if path.name != "servers") == [
        "diary.txt",
        "languagetool",
        "models-of-mine",
    ]
    assert "3.0 MB cleared" in copydesk("cache", "clear", "--all").stdout
    assert sorted(path.name for path in cache.iterdir()) == ["diary.txt", "models-of-mine"]

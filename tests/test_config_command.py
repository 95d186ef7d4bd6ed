"""Configuration as a user of the command meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.config import idle
from checker.config.merging import Merged

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
FAULTY = "The minister said said that the talks would go on.\n"

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def copydesk(tmp_path: Path) -> Command:
    """Runs the installed command in a folder with an article, a configuration and another folder."""
    (tmp_path / "copydesk.toml").write_text('tiers = ["local"]\n\n[severity]\nrepeated-word = "info"\n')
    (tmp_path / "a.txt").write_text(FAULTY)
    (tmp_path / "loud").mkdir()
    (tmp_path / "loud" / "copydesk.toml").write_text('tiers = ["local"]\nexclude = ["draft*"]\n')
    (tmp_path / "loud" / "b.txt").write_text(FAULTY)
    (tmp_path / "loud" / "draft.txt").write_text(FAULTY)

    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COPYDESK, *arguments], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", **options
        )

    return run


def found(done: subprocess.CompletedProcess[str]) -> dict[str, list[str]]:
    """The severities of the findings by path."""
    results = [json.loads(line) for line in done.stdout.splitlines()]
    return {r["path"]: [f["severity"] for f in r["findings"]] for r in results}


def test_each_file_is_checked_by_the_configuration_above_it(copydesk: Command) -> None:
    done = copydesk("check", ".", "loud/draft.txt", "--format", "jsonl")
    assert found(done) == {"a.txt": ["info"], "loud/b.txt": ["warning"]}
    assert (done.returncode, done.stderr) == (1, "")
    assert copydesk("check", "a.txt").returncode == 0
    assert copydesk("check", "a.txt", "--no-config", "--tiers", "local").returncode == 1


def test_flags_and_a_named_file_outweigh_what_is_found(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text('tiers = ["local"]\nignore = ["repeated-word"]\nfail-on = "info"\n')
    assert found(copydesk("check", "loud/b.txt", "--config", "house.toml", "--format", "jsonl")) == {"loud/b.txt": []}
    done = copydesk("check", "loud/b.txt", "--format", "jsonl", env={"COPYDESK_CONFIG": "house.toml"})
    assert found(done) == {"loud/b.txt": []}
    done = copydesk("check", "a.txt", "--config", "house.toml", "--select", "repeated-word", "--format", "jsonl")
    assert found(done) == {"a.txt": ["warning"]}
    done = copydesk("check", "a.txt", "--select", "repeated-word", "--fail-on", "info")
    assert done.returncode == 1


def test_standard_input_is_checked_by_its_name(copydesk: Command) -> None:
    arguments = ("check", "-", "--format", "jsonl")
    assert found(copydesk(*arguments, input=FAULTY)) == {"-": ["info"]}
    done = copydesk(*arguments, "--stdin-filename", "loud/new.md", input=FAULTY)
    assert found(done) == {"loud/new.md": ["warning"]}


def test_the_records_of_a_file_are_judged_by_the_configuration_above_it(copydesk: Command, tmp_path: Path) -> None:
    record = json.dumps({"id": "elsewhere/x.md", "text": FAULTY})
    (tmp_path / "loud" / "many.jsonl").write_text(f"{record}\n")
    assert found(copydesk("check", "loud/many.jsonl", "--format", "jsonl")) == {"loud/many.jsonl": ["warning"]}


def test_a_faulty_configuration_is_clear_lines_and_status_2(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text("selct = []\nfail-on = 3\n")
    done = copydesk("check", "a.txt")
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[0] == "copydesk: copydesk.toml:1: unknown key “selct”; did you mean “select”?"
    assert lines[1].startswith("copydesk: copydesk.toml:2: “fail-on” must be one of ")
    assert len(lines) == 2
    assert copydesk("check", "a.txt", "--no-config", "--tiers", "local").returncode == 1


def test_a_fix_follows_the_house_and_leaves_what_it_turned_off(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text(
        'tiers = ["local"]\nignore = ["repeated-word"]\n[prefer]\nadvisor = "adviser"\n'
    )
    (tmp_path / "a.txt").write_text("Advisor’s notes went to an advisor who said said so.\n", "utf-8")
    assert copydesk("check", "a.txt", "--fix").returncode == 0
    assert (tmp_path / "a.txt").read_text("utf-8") == "Adviser’s notes went to an adviser who said said so.\n"


def test_config_prints_each_setting_with_its_line(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text(
        'extend = "base.toml"\naccept = ["Two"]\n[[overrides]]\npaths = ["a.*"]\nlanguage = "en-GB"\n'
    )
    (tmp_path / "base.toml").write_text('accept = ["One"]\n[prefer]\n"per cent" = "percent"\n')
    done = copydesk("config", "a.txt")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == "# a.txt: copydesk.toml, base.toml"
    assert 'accept = ["One", "Two"] # base.toml:1, copydesk.toml:2' in lines
    assert 'language = "en-GB" # copydesk.toml:5' in lines
    assert '"per cent" = "percent" # base.toml:3' in lines
    assert 'fail-on = "warning" # default' in lines
    assert not [line for line in lines if "en-GB" in line and "default" in line]


def test_what_config_prints_is_a_configuration_that_says_the_same(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('ignore = ["noise"]\n[rules.verbless-sentence]\nleast-words = 20\n')
    first = copydesk("config", "--format", "json")
    (tmp_path / "copydesk.toml").write_text(copydesk("config").stdout.replace("tiers = []", ""), "utf-8")

    def values(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
        return {row["key"]: row["value"] for row in json.loads(done.stdout)["settings"]}

    assert values(copydesk("config", "--format", "json", "--config", "copydesk.toml")) == values(first)


def test_config_says_where_nothing_is_configured(copydesk: Command, tmp_path: Path) -> None:
    done = copydesk("config", "a.txt", "--no-config")
    assert done.stdout.startswith("# a.txt: no configuration file\n")
    assert copydesk("config", "missing").returncode == 2
    assert json.loads(copydesk("config", "--schema").stdout)["title"]


def test_a_glob_that_excludes_nothing_is_told_where_the_configuration_is_explained(
    copydesk: Command, tmp_path: Path
) -> None:
    (tmp_path / "copydesk.toml").write_text(
        'tiers = ["local"]\nextend = "house.toml"\nexclude = [\n  "draft*",\n  "!loud/draft.txt",\n  "opnion/",\n]\n'
    )
    (tmp_path / "house.toml").write_text('exclude = ["vendor/"]\n')
    told = "copydesk.toml:6: “exclude”: nothing in . is taken by “opnion/”; check the glob"
    for path in (".", "a.txt"):
        assert copydesk("config", path).stderr == f"copydesk: {told}\n"
    done = copydesk("doctor")
    assert "  ✓ configuration: copydesk.toml, house.toml\n" in done.stdout
    assert "  – exclude: nothing in . is taken by “opnion/”\n      → check copydesk.toml:6\n" in done.stdout
    assert copydesk("check", ".").stderr == ""
    assert copydesk("config", "loud").stderr == ""
    (tmp_path / "opnion").mkdir()
    assert copydesk("config").stderr == ""
    assert "configuration: no file; the defaults hold" in copydesk("doctor", "--no-config").stdout


def test_a_folder_is_looked_through_no_further_than_the_globs_of_exclude_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def entries(top: str) -> Iterator[tuple[str, bool]]:
        yield "draft.txt", False
        yield "opinion", True
        pytest.fail("went on after the last glob")

    (tmp_path / "copydesk.toml").write_text('exclude = ["draft*", "opinion/"]\n')
    monkeypatch.setattr(idle, "_entries", entries)
    config = Merged(str(tmp_path), (str(tmp_path / "copydesk.toml"),), {}, ())
    assert idle.idle_excludes(config) == []


def test_globs_that_take_no_article_are_told(copydesk: Command, tmp_path: Path) -> None:
    overrides = '[[overrides]]\npaths = ["*.txt"]\n\n[[overrides]]\npaths = ["opnion/", "*.rst"]\n'
    (tmp_path / "copydesk.toml").write_text(f'tiers = ["local"]\n{overrides}')
    told = "copydesk: copydesk.toml:5: none of the articles has a path that “opnion/”, “*.rst” takes; check the globs\n"
    assert copydesk("check", ".").stderr == told
    assert copydesk("check", "a.txt").stderr == ""
    assert copydesk("check", "loud").stderr == ""
    (tmp_path / "loud" / "copydesk.toml").write_text('tiers = ["local"]\nextend = "../copydesk.toml"\n')
    assert copydesk("check", "loud").stderr == ""

"""The hooks, run by the real pre-commit in a real git repository."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
CLEAN = "The minister said that it was so.\n"
FAULTY = "The minister said said that it was so.\n"

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Command:
    """Runs a command in a fresh repository of one clean article; what pre-commit makes is kept beside it."""
    folder = tmp_path / "newsroom"
    folder.mkdir()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT", "COPYDESK"))}
    names = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = clean | names | {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "PATH": f"{BIN}:{clean['PATH']}"}

    def command(line: str, *, cwd: Path = folder, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(shlex.split(line), cwd=cwd, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done

    command("git init -q --initial-branch=main")
    (folder / "a.md").write_text(CLEAN)
    (folder / "copydesk.toml").write_text("")
    (folder / ".pre-commit-config.yaml").write_text("repos: []\n")
    command("git add .")
    command("git commit -qm Begin")
    return command


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    return tmp_path / "newsroom"


def use(newsroom: Path, run: Command, *ids: str) -> None:
    """Puts hooks into use that run the installed command, otherwise as the project offers them."""
    hooks = []
    for name in ids:
        hook = {k: v for k, v in HOOKS[name].items() if k != "additional_dependencies"}
        hooks.append(hook | {"language": "system"})
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (newsroom / ".pre-commit-config.yaml").write_text(json.dumps(config))
    run("pre-commit install")
    run("git add .")
    run("git commit -qm Hooks")


def test_the_hooks_ask_for_extras_that_exist() -> None:
    assert list(HOOKS) == ["copydesk", "copydesk-fix", "copydesk-full"]
    extras = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    full = HOOKS["copydesk-full"]
    (wanted,) = full["additional_dependencies"]
    names = wanted.removeprefix(".[").removesuffix("]").split(",")
    assert set(names) < set(extras)
    assert full["entry"] == f"copydesk check --tiers local,{','.join(names)}"
    assert full["require_serial"] is True


@pytest.mark.slow
def test_a_file_whose_name_looks_like_an_option_is_a_file(run: Command, newsroom: Path) -> None:
    use(newsroom, run, "copydesk", "copydesk-fix")
    (newsroom / "quiet.txt").write_text('fail-on = "never"\n')
    (newsroom / "--config=quiet.txt").write_text(FAULTY)
    run("git add .")
    done = run("pre-commit run copydesk", check=False)
    assert "--config=quiet.txt:1:14  warning  repeated-word" in done.stdout
    assert run("pre-commit run copydesk-fix", check=False).returncode == 1
    assert (newsroom / "--config=quiet.txt").read_text() == CLEAN


@pytest.mark.slow
def test_a_commit_with_a_new_fault_is_stopped(run: Command, newsroom: Path) -> None:
    use(newsroom, run, "copydesk")
    (newsroom / "b.md").write_text(FAULTY)
    run("git add b.md")
    done = run("git commit -m Faulty", check=False)
    assert done.returncode == 1
    assert "b.md:1:14  warning  repeated-word" in done.stdout + done.stderr
    (newsroom / "b.md").write_text(FAULTY.replace("\n", " <!-- stet -->\n"))
    run("git add b.md")
    run("git commit -m Kept")


@pytest.mark.slow
def test_what_is_partly_staged_is_judged_as_it_is_staged(run: Command, newsroom: Path) -> None:
    use(newsroom, run, "copydesk")
    article = newsroom / "a.md"
    article.write_text(FAULTY)
    run("git add a.md")
    article.write_text(CLEAN + "Unstaged.\n")
    assert run("git commit -m Faulty", check=False).returncode == 1
    assert article.read_text() == CLEAN + "Unstaged.\n"
    article.write_text(f"{CLEAN}\nMore was said by him later on.\n")
    run("git add a.md")
    article.write_text(f"{CLEAN}\nMore was said by him later on.\n\n{FAULTY}")
    run("git commit -m Clean")
    assert article.read_text().endswith(FAULTY)


@pytest.mark.slow
def test_all_files_and_a_range_of_commits_are_checked(run: Command, newsroom: Path) -> None:
    use(newsroom, run, "copydesk")
    (newsroom / "b.html").write_text(f"<p>{FAULTY}</p>")
    run("git add .")
    run("git commit -qm Faulty --no-verify")
    (newsroom / "c.txt").write_text(CLEAN)
    run("git add .")
    run("git commit -qm Clean")
    assert run("pre-commit run --all-files copydesk", check=False).returncode == 1
    assert run("pre-commit run --from-ref HEAD~2 --to-ref HEAD~1", check=False).returncode == 1
    assert run("pre-commit run --from-ref HEAD~1 --to-ref HEAD").returncode == 0
    run("copydesk baseline --tiers local .")
    assert run("pre-commit run --all-files copydesk").returncode == 0


@pytest.mark.slow
def test_the_mending_hook_mends_and_asks_to_look(run: Command, newsroom: Path) -> None:
    use(newsroom, run, "copydesk-fix")
    (newsroom / "a.md").write_text(FAULTY)
    run("git add a.md")
    done = run("git commit -m Faulty", check=False)
    assert done.returncode == 1
    assert "modified by this hook" in done.stdout + done.stderr
    assert (newsroom / "a.md").read_text() == CLEAN
    (newsroom / "a.md").write_text(f"{CLEAN}\nIt was late.\n")
    run("git add a.md")
    run("git commit -m Mended")


@pytest.mark.slow
def test_pre_commit_installs_the_hook_from_this_repository(run: Command, newsroom: Path, tmp_path: Path) -> None:
    source = tmp_path / "copydesk"
    wanted = (
        "copydesk",
        "checker",
        "rules",
        "reports",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        ".pre-commit-hooks.yaml",
    )
    for name in wanted:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            source.mkdir(exist_ok=True)
            shutil.copy(PROJECT / name, source / name)
    run("git init -q", cwd=source)
    run("git add .", cwd=source)
    run("git commit -qm Release", cwd=source)
    run("git tag v1", cwd=source)
    config = {"repos": [{"repo": str(source), "rev": "v1", "hooks": [{"id": "copydesk"}]}]}
    (newsroom / ".pre-commit-config.yaml").write_text(json.dumps(config))
    (newsroom / "b.md").write_text(FAULTY)
    run("git add .")
    done = run("pre-commit run", check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "repeated-word" in done.stdout

"""In a newsroom's repository: the baseline, the lines that a change touches, and `init`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
OLD = "The minister said said that it was so.\n\nThe talks would go on for some more days, he told us.\n"
NEW = "The fire began began at night.\n"

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def copydesk(tmp_path: Path) -> Command:
    """Runs the installed command, the local tier alone, in a folder with three old articles."""
    (tmp_path / "copydesk.toml").write_text('tiers = ["local"]\n')
    (tmp_path / "news").mkdir()
    for number in range(3):
        (tmp_path / "news" / f"{number}.md").write_text(f"Story number {number} begins here with some words.\n\n{OLD}")

    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COPYDESK, *arguments], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", **options
        )

    return run


@pytest.fixture
def git(tmp_path: Path) -> Command:
    """Runs git in that folder, which is a repository without commits."""

    def run(*arguments: str, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        name = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
        return subprocess.run(["git", *name, *arguments], cwd=cwd, capture_output=True, text=True, check=True)

    run("init", "--quiet", "--initial-branch=main")
    return run


def found(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    """Path and words of each finding of a report in SARIF that is not suppressed."""
    results = json.loads(done.stdout)["runs"][0]["results"]
    return [
        (r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], r["ruleId"])
        for r in results
        if "suppressions" not in r
    ]


def add(path: Path, text: str, *, at_end: bool = False) -> None:
    before = path.read_text("utf-8")
    path.write_text(f"{before}\n{text}" if at_end else f"{text}\n{before}", encoding="utf-8")


def test_only_what_is_new_is_reported(copydesk: Command, tmp_path: Path) -> None:
    assert copydesk("check", "news").returncode == 1
    assert copydesk("baseline", "news").returncode == 0
    done = copydesk("check", "news")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 known from the baseline" in done.stdout
    add(tmp_path / "news" / "1.md", NEW)
    assert found(copydesk("check", "news", "--format", "sarif")) == [("news/1.md", "repeated-word")]
    assert found(copydesk("check", "news/1.md", "--format", "sarif", "-j", "2")) == [("news/1.md", "repeated-word")]
    assert "known" not in copydesk("check", "news", "--no-baseline").stdout


def test_the_baseline_is_a_sorted_line_a_finding_and_stays_the_same(copydesk: Command, tmp_path: Path) -> None:
    copydesk("baseline", "news")
    written = (tmp_path / "copydesk.baseline").read_bytes()
    lines = written.decode().splitlines()
    assert lines[0].startswith("# copydesk baseline 1")
    assert lines[-1] == "# end"
    entries = [json.loads(line) for line in lines[1:-1]]
    assert entries == sorted(entries)
    assert [e[0] for e in entries] == ["news/0.md", "news/1.md", "news/2.md"]
    assert (entries[0][2], entries[0][4]) == ("repeated-word", "said said")
    copydesk("baseline", "news")
    assert (tmp_path / "copydesk.baseline").read_bytes() == written
    copydesk("baseline", "news/1.md")
    assert (tmp_path / "copydesk.baseline").read_bytes() == written


def test_what_the_baseline_knows_is_not_mended(copydesk: Command, tmp_path: Path) -> None:
    copydesk("baseline", "news")
    path = tmp_path / "news" / "1.md"
    add(path, "The fire was at the the pier.\n")
    before = path.read_text()
    assert "-The fire was at the the pier." in copydesk("check", "news", "--diff").stdout
    assert copydesk("check", "news", "--fix").stderr.startswith("copydesk: 1 replaced in 1 file\n")
    assert path.read_text() == before.replace("the the", "the")
    assert "said said" in path.read_text()
    copydesk("check", "news", "--fix", "--no-baseline")
    assert "said said" not in path.read_text()


def test_untouched_lines_are_not_mended(copydesk: Command, git: Command, tmp_path: Path) -> None:
    git("add", ".")
    git("commit", "--quiet", "-m", "Old")
    path = tmp_path / "news" / "1.md"
    add(path, "The fire was at the the the pier.\n", at_end=True)
    copydesk("check", "news", "--fix", "--changed-since", "HEAD")
    assert "was at the pier" in path.read_text()
    assert "said said" in path.read_text()


def test_touched_lines_are_known_after_lines_have_gone(copydesk: Command, git: Command, tmp_path: Path) -> None:
    git("add", ".")
    git("commit", "--quiet", "-m", "Old")
    path = tmp_path / "news" / "1.md"
    add(path, "Two U.S. officials said, two U.S. officials said.\n", at_end=True)
    add(path, "The fire was at the\nthe pier, and it was seen by all, who came out of\nof his house.\n")
    done = copydesk("check", "news", "--fix", "--changed-since", "HEAD", "--format", "sarif")
    assert done.stderr.startswith("copydesk: 2 replaced in 1 file\n")
    assert found(done) == [("news/1.md", "repeated-phrase")]


def test_git_is_asked_once_for_all_files_whose_lines_have_moved(
    copydesk: Command, git: Command, tmp_path: Path
) -> None:
    git("add", ".")
    git("commit", "--quiet", "-m", "Old")
    for number in range(3):
        add(tmp_path / "news" / f"{number}.md", "The fire was at the\nthe pier, and it was seen by all of\nof them.\n")
    log = tmp_path / "log"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text(f'#!/bin/sh\necho "$@" >> "{log}"\nexec "{shutil.which("git")}" "$@"\n')
    (tmp_path / "bin" / "git").chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = copydesk("check", "news", "--fix", "--changed-since", "HEAD", env=environment)
    assert done.stderr == "copydesk: 6 replaced in 3 files\n"
    assert sum(" diff " in line for line in log.read_text().splitlines()) == 2


def test_moved_text_and_a_renamed_file_stay_known(copydesk: Command, tmp_path: Path) -> None:
    copydesk("baseline", ".")
    add(tmp_path / "news" / "0.md", "A new first paragraph stands here now.\n")
    (tmp_path / "news" / "1.md").rename(tmp_path / "news" / "renamed.md")
    assert copydesk("check", ".").returncode == 0
    assert copydesk("check", "news/renamed.md").returncode == 0


def test_changed_text_is_new_and_what_is_needed_no_longer_is_told_and_pruned(copydesk: Command, tmp_path: Path) -> None:
    copydesk("baseline", ".")
    path = tmp_path / "news" / "0.md"
    path.write_text(path.read_text().replace("said said", "told told"))
    (tmp_path / "news" / "2.md").unlink()
    done = copydesk("check", ".")
    assert done.returncode == 1
    assert "told told" in done.stdout
    assert "2 entries are needed no longer" in done.stderr
    assert copydesk("check", "news/1.md").stderr == ""
    assert (
        "1 entry is needed no longer" in copydesk("check", ".", "--select", "typos").stderr
    )  # of the file that is gone
    assert "(0 new, 2 taken out)" in copydesk("baseline", "--prune", ".").stderr
    assert (tmp_path / "copydesk.baseline").read_text().count("\n[") == 1
    assert copydesk("check", ".").returncode == 1


def test_a_renamed_file_of_many_articles_stays_known(copydesk: Command, tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    words = ("alpha", "beta", "gamma", "delta")
    path.write_text("".join(json.dumps({"id": w, "text": f"It was {w} {w} in the house."}) + "\n" for w in words))
    copydesk("baseline", "wire.jsonl")
    path.rename(tmp_path / "desk.jsonl")
    done = copydesk("check", "desk.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 known from the baseline" in done.stdout


def test_a_new_file_with_a_like_fault_is_no_renamed_one(copydesk: Command, tmp_path: Path) -> None:
    copydesk("baseline", ".")
    (tmp_path / "news" / "1.md").unlink()
    (tmp_path / "news" / "fresh.md").write_text("A stadium opened in Leeds. Fans said said so.\n")
    done = copydesk("check", "news/fresh.md")
    assert done.returncode == 1
    assert "said said" in done.stdout


def test_files_that_are_renamed_together_stay_known(copydesk: Command, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / "news" / f"{number}.md").write_text(f"In the hall number {number} the mayor said said little.\n")
    copydesk("baseline", ".")
    for number in range(3):
        (tmp_path / "news" / f"{number}.md").rename(tmp_path / "news" / f"moved-{2 - number}.md")
    done = copydesk("check", ".")
    assert (done.returncode, done.stderr) == (0, "")


def test_siblings_in_the_configuration_are_for_the_runs_that_have_the_tier(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('siblings = ["wire/"]\n')
    (tmp_path / "calm.md").write_text("The council met on Friday.\n")
    done = copydesk("check", "calm.md", "--tiers", "local")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_configuration_that_is_found_makes_no_file_outside_of_its_folder(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "a.md").write_text(NEW)
    (tmp_path / "house" / "copydesk.toml").write_text('baseline = "../other.baseline"\n')
    done = copydesk("baseline", "house")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "other.baseline").exists()
    assert copydesk("baseline", "--baseline", "other.baseline", "house").returncode == 0
    assert copydesk("baseline", "house").returncode == 0


def test_what_was_found_of_a_stet_is_pruned_with_it(copydesk: Command, tmp_path: Path) -> None:
    path = tmp_path / "news" / "stet.md"
    path.write_text("It was late. <!-- stet no-such-rule -->\n")
    copydesk("baseline", "news/stet.md")
    path.write_text("It was late.\n")
    assert "1 entry is needed no longer" in copydesk("check", "news/stet.md").stderr
    copydesk("baseline", "--prune", "news/stet.md")
    assert "stet.md" not in (tmp_path / "copydesk.baseline").read_text()


def test_articles_of_one_file_are_known_apart(copydesk: Command, tmp_path: Path) -> None:
    records = [{"id": str(n), "text": OLD} for n in range(2)]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(map(json.dumps, records)))
    copydesk("baseline", "all.jsonl")
    assert copydesk("check", "all.jsonl").returncode == 0
    path.write_text("\n".join(map(json.dumps, [*records, {"id": "2", "text": OLD}])))
    assert found(copydesk("check", "all.jsonl", "--format", "sarif")) == [("all.jsonl", "repeated-word")]


def test_the_configuration_may_name_the_baseline(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('tiers = ["local"]\nbaseline = "house/known.txt"\n')
    (tmp_path / "house").mkdir()
    copydesk("baseline", "news")
    assert (tmp_path / "house" / "known.txt").is_file()
    assert copydesk("check", "news").returncode == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text[: len(text) // 2], ": no entry of a baseline"),
        (lambda text: text.replace("# end\n", ""), "cut off"),
        (lambda text: text.replace("baseline 1", "baseline 2"), "upgrade copydesk"),
        (lambda text: text.replace("baseline 1", "baseline " + "9" * 5_000), "not a baseline"),
        (lambda text: text.replace("[", "<<<<<<< HEAD\n[", 1), "copydesk.baseline:2: a merge"),
        (lambda _: "Something else.\n", "not a baseline"),
        (lambda _: "", "not a baseline"),
        (lambda text: text.replace("said", "\udcff"), "not UTF-8"),
    ],
)
def test_a_broken_baseline_is_one_line_and_stays_as_it_is(
    copydesk: Command, tmp_path: Path, change: Callable[[str], str], told: str
) -> None:
    copydesk("baseline", "news")
    path = tmp_path / "copydesk.baseline"
    path.write_bytes(change(path.read_text()).encode("utf-8", "surrogateescape"))
    broken = path.read_bytes()
    for command in (("check", "news"), ("baseline", "news"), ("baseline", "--prune", "news")):
        done = copydesk(*command)
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert told in line
    assert path.read_bytes() == broken


def test_a_baseline_that_is_named_must_be_there(copydesk: Command) -> None:
    done = copydesk("check", "news", "--baseline", "other.baseline")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_two_branches_merge_their_baselines_by_lines(copydesk: Command, git: Command, tmp_path: Path) -> None:
    (tmp_path / ".gitattributes").write_text("*.baseline merge=union\n")
    copydesk("baseline", "news")
    git("add", ".")
    git("commit", "-qm", "Begin")
    for branch in ("one", "two"):
        git("checkout", "-qb", branch, "main")
        (tmp_path / "news" / f"{branch}.md").write_text(NEW)
        copydesk("baseline", "news")
        git("add", ".")
        git("commit", "-qm", branch)
    git("merge", "-q", "--no-edit", "one")
    assert copydesk("check", "news").returncode == 0


def test_only_touched_lines_are_reported(copydesk: Command, git: Command, tmp_path: Path) -> None:
    git("add", ".")
    git("commit", "-qm", "Begin")
    add(tmp_path / "news" / "1.md", NEW, at_end=True)
    (tmp_path / "news" / "new ñ.md").write_text(NEW)
    git("mv", "news/2.md", "news/moved.md")
    done = copydesk("check", "--changed-since", "HEAD", "--format", "sarif")
    assert found(done) == [("news/1.md", "repeated-word"), ("news/new%20%C3%B1.md", "repeated-word")]
    assert "1 on untouched lines" in copydesk("check", ".", "--changed-since", "HEAD").stdout
    git("add", ".")
    git("commit", "-qm", "More")
    assert copydesk("check", "--changed-since", "HEAD").stdout == "No articles here.\n"
    assert len(found(copydesk("check", "--changed-since", "HEAD~1", "--format", "sarif"))) == 2
    git("rm", "-q", "news/0.md")
    assert len(found(copydesk("check", ".", "--changed-since", "HEAD~1", "--format", "sarif"))) == 2


def test_a_file_that_was_only_written_again_is_untouched(copydesk: Command, git: Command, tmp_path: Path) -> None:
    git("add", ".")
    git("commit", "-qm", "Begin")
    git("config", "diff.autoRefreshIndex", "false")
    os.utime(tmp_path / "news" / "1.md", (1, 1))
    done = copydesk("check", "--changed-since", "HEAD")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No articles here.\n", "")


def test_what_the_other_branch_has_changed_is_not_ours(copydesk: Command, git: Command, tmp_path: Path) -> None:
    git("add", ".")
    git("commit", "-qm", "Begin")
    git("checkout", "-qb", "work")
    add(tmp_path / "news" / "1.md", NEW)
    git("commit", "-qam", "Ours")
    git("checkout", "-q", "main")
    path = tmp_path / "news" / "0.md"
    path.write_text(path.read_text().replace("said said", "said"))
    git("commit", "-qam", "Theirs")
    git("checkout", "-q", "work")
    assert found(copydesk("check", ".", "--changed-since", "main", "--format", "sarif")) == [
        ("news/1.md", "repeated-word")
    ]


def test_a_finding_with_evidence_on_a_touched_line_is_reported(copydesk: Command, git: Command, tmp_path: Path) -> None:
    path = tmp_path / "news" / "twice.md"
    sentence = "The council will meet again on Tuesday to vote on the budget of the town.\n"
    path.write_text(f"More was said.\n\n{sentence}")
    git("add", ".")
    git("commit", "-qm", "Begin")
    add(path, sentence)  # the finding is on the second, which is not touched
    done = copydesk("check", "--changed-since", "HEAD", "--format", "json")
    assert json.loads(done.stdout)["summary"]["findings"] == 1


def test_what_is_staged_is_read_from_the_index(copydesk: Command, git: Command, tmp_path: Path) -> None:
    git("add", ".")
    assert len(found(copydesk("check", "--staged", "--format", "sarif"))) == 3  # there is no commit yet: all is new
    git("commit", "-qm", "Begin")
    path = tmp_path / "news" / "1.md"
    add(path, NEW)
    git("add", ".")
    path.write_text("All is mended here.\n")
    add(tmp_path / "news" / "0.md", NEW)
    (tmp_path / "news" / "gone.md").write_text(NEW)
    git("add", "news/gone.md")
    (tmp_path / "news" / "gone.md").unlink()
    done = copydesk("check", "--staged", "--format", "sarif")
    assert found(done) == [("news/1.md", "repeated-word"), ("news/gone.md", "repeated-word")]
    assert done.returncode == 1
    assert copydesk("check", "--staged", "--fix").returncode == 2


@pytest.mark.parametrize(
    "options", [("--changed-since", "HEAD"), ("--changed-since", "nowhere"), ("--changed-since", "-x")]
)
def test_a_repository_without_the_revision_is_one_line(
    copydesk: Command, git: Command, options: tuple[str, ...]
) -> None:
    done = copydesk("check", ".", *options)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_no_repository_is_one_line(copydesk: Command) -> None:
    for options in (("--staged",), ("--changed-since", "HEAD")):
        done = copydesk("check", ".", *options)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "no git repository" in done.stderr


def test_a_shallow_clone_says_what_to_fetch(copydesk: Command, git: Command, tmp_path: Path) -> None:
    git("add", ".")
    git("commit", "-qm", "Begin")
    first = git("rev-parse", "HEAD").stdout.strip()
    git("commit", "-q", "--allow-empty", "-m", "More")
    git("clone", "-q", "--depth", "1", tmp_path.as_uri(), "shallow")
    done = subprocess.run(
        [COPYDESK, "check", ".", "--changed-since", first], cwd=tmp_path / "shallow", capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "--unshallow" in done.stderr


def test_a_submodule_is_told_and_the_rest_is_checked(
    copydesk: Command, git: Command, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("wire")
    (other / "a.md").write_text(NEW)
    (other / "b.md").write_text(NEW)
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "Begin")):
        git(*arguments, cwd=other)
    git("add", ".")
    git("commit", "-qm", "Begin")
    git("submodule", "--quiet", "add", str(other), "wire")
    add(tmp_path / "news" / "1.md", NEW)
    done = copydesk("check", ".", "--changed-since", "HEAD", "--format", "sarif")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "submodule" in done.stderr
    assert found(done) == [("news/1.md", "repeated-word")]


def test_a_repository_does_not_make_git_run_its_programs(copydesk: Command, git: Command, tmp_path: Path) -> None:
    git("add", ".")
    git("commit", "-qm", "Begin")
    add(tmp_path / "news" / "1.md", NEW)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    (tmp_path / ".gitattributes").write_text("*.md diff=own\n")
    for key in ("core.fsmonitor", "diff.external", "diff.own.textconv", "diff.own.command", "core.pager"):
        git("config", key, str(program))
    assert len(found(copydesk("check", ".", "--changed-since", "HEAD", "--format", "sarif"))) == 1
    assert not (tmp_path / "ran").exists()


def test_a_link_in_the_place_of_a_file_hides_no_other_change(copydesk: Command, git: Command, tmp_path: Path) -> None:
    (tmp_path / "news" / "0.md").rename(tmp_path / "news" / "a.md")
    git("add", ".")
    git("commit", "-qm", "Begin")
    (tmp_path / "news" / "1.md").unlink()
    (tmp_path / "news" / "1.md").symlink_to("a.md")
    add(tmp_path / "news" / "2.md", NEW)
    git("add", ".")
    assert found(copydesk("check", "--staged", "--format", "sarif")) == [("news/2.md", "repeated-word")]


def test_in_a_hook_of_a_linked_worktree_a_folder_is_not_the_top(
    copydesk: Command, git: Command, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    git("add", ".")
    git("commit", "-qm", "Begin")
    other = tmp_path_factory.mktemp("other") / "tree"
    git("worktree", "add", "-q", str(other))
    add(other / "news" / "1.md", NEW)
    git("add", ".", cwd=other)
    folder = git("rev-parse", "--absolute-git-dir", cwd=other).stdout.strip()
    done = subprocess.run(
        [COPYDESK, "check", "news", "--staged", "--format", "sarif"],
        cwd=other,
        env={**os.environ, "GIT_DIR": folder, "GIT_INDEX_FILE": f"{folder}/index"},
        capture_output=True,
        text=True,
    )
    assert found(done) == [("news/1.md", "repeated-word")]


def test_init_writes_a_configuration_that_holds_and_overwrites_nothing(copydesk: Command, tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    folder.mkdir()
    done = copydesk("init", "fresh")
    assert done.returncode == 0
    assert done.stdout.split("\n\n")[1].startswith("repos:\n  - repo: ")
    assert "      - id: copydesk\n" in done.stdout
    written = (folder / "copydesk.toml").read_text()
    assert copydesk("config", "fresh").returncode == 0
    done = copydesk("init", "fresh")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert (folder / "copydesk.toml").read_text() == written
    (folder / "copydesk.toml").unlink()
    (folder / ".pre-commit-config.yaml").write_text("repos: []\n")
    told = copydesk("init", "fresh").stdout
    assert "Under “repos:” in .pre-commit-config.yaml add:" in told
    assert "\nrepos:" not in told
    (folder / "copydesk.toml").unlink()
    (folder / "pyproject.toml").write_text("[tool.copydesk]\n")
    assert copydesk("init", "fresh").returncode == 2
    assert not (folder / "copydesk.toml").exists()


def test_a_report_says_what_is_suppressed_and_why(copydesk: Command, tmp_path: Path) -> None:
    copydesk("baseline", "news/1.md")
    (tmp_path / "news" / "2.md").write_text(f"{NEW.strip()} <!-- stet -->\n")
    results = json.loads(copydesk("check", "news", "--format", "sarif").stdout)["runs"][0]["results"]
    told = {
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: (
            r["baselineState"],
            [s["kind"] for s in r.get("suppressions", ())],
        )
        for r in results
        if r["ruleId"] == "repeated-word"
    }
    assert told == {
        "news/0.md": ("new", []),
        "news/1.md": ("unchanged", ["external"]),
        "news/2.md": ("new", ["inSource"]),
    }

"""The command as a user meets it: outputs, exit statuses, and one clear line for each thing that goes wrong."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
SEEDS = Path(__file__).parents[1] / "seeds"
FAULTY = "The minister said said that the talks would go on.\n"
CLEAN = "The minister said that the talks would go on.\n"

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def copydesk(tmp_path: Path) -> Command:
    """Runs the installed command in an empty folder."""

    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COPYDESK, *arguments], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", **options
        )

    return run


def test_the_exit_status_tells_findings_from_none(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "faulty.txt").write_text(FAULTY)
    (tmp_path / "clean.txt").write_text(CLEAN)
    assert copydesk("check", "clean.txt").returncode == 0
    assert copydesk("check", "faulty.txt").returncode == 1
    assert copydesk("check", "faulty.txt", "--fail-on", "never").returncode == 0
    assert copydesk("check", "faulty.txt", "--ignore", "repeated-word").returncode == 0


def test_what_cannot_be_read_is_said_and_the_rest_is_checked(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "He said said so."}\n[]\n{"id": "3", "text": 4}\n')
    done = copydesk("check", "a.jsonl", "missing.txt", "--format", "jsonl")
    assert done.returncode == 2
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1"]
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("copydesk: a.jsonl:2: ")
    assert lines[1].startswith("copydesk: a.jsonl:3: ")
    assert lines[2].startswith("copydesk: missing.txt: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "xml"),
        ("--select", "no-such-rule"),
        ("--tiers", "local,tidal"),
        ("--fail-on", "always"),
        ("--output", "no/such/folder/report.html"),
    ],
)
def test_a_wrong_option_is_one_line_and_status_2(copydesk: Command, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.txt").write_text(FAULTY)
    done = copydesk("check", "a.txt", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert arguments[1].split(",")[-1] in done.stderr
    assert done.stdout == ""


def test_standard_input_gets_its_name_and_its_reader(copydesk: Command) -> None:
    page = "<p>The minister said <b>said</b> so.</p><script>the the</script>"
    done = copydesk("check", "-", "--stdin-filename", "story.html", "--format", "jsonl", input=page)
    result = json.loads(done.stdout)
    assert result["path"] == "story.html"
    assert [f["rule"] for f in result["findings"]] == ["repeated-word"]


def test_one_process_and_four_give_the_same_bytes(copydesk: Command) -> None:
    runs = [copydesk("check", str(SEEDS), "--format", "json", "--jobs", jobs).stdout for jobs in "114"]
    assert runs[0] == runs[1] == runs[2] != ""


def test_fix_changes_only_the_fault(copydesk: Command, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes("\ufeffOne line.\r\nThe minister said said so – twice.\r\n".encode())
    path.chmod(0o640)
    done = copydesk("check", "--fix", "story.txt")
    assert path.read_bytes() == "\ufeffOne line.\r\nThe minister said so – twice.\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "1 replaced in 1 file" in done.stderr
    assert done.returncode == 0


def test_diff_shows_the_fix_and_writes_nothing(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(FAULTY)
    done = copydesk("check", "--diff", "story.txt")
    assert f"-{FAULTY}+{CLEAN}" in done.stdout
    assert done.returncode == 1
    assert (tmp_path / "story.txt").read_text() == FAULTY


def test_json_lines_are_not_fixed(copydesk: Command, tmp_path: Path) -> None:
    line = json.dumps({"id": "1", "text": FAULTY}) + "\n"
    (tmp_path / "a.jsonl").write_text(line * 2)
    done = copydesk("check", "--fix", "a.jsonl")
    assert done.returncode == 2
    assert done.stderr.count("JSON lines are not fixed") == 1
    assert (tmp_path / "a.jsonl").read_text() == line * 2


def test_a_report_is_written_whole_or_not_at_all(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY)
    (tmp_path / "report.jsonl").write_text("the old report")
    assert copydesk("check", "a.txt", "--format", "jsonl", "--output", "report.jsonl", "--select", "x").returncode == 2
    assert (tmp_path / "report.jsonl").read_text() == "the old report"
    assert copydesk("check", "a.txt", "--format", "jsonl", "--output", "report.jsonl").returncode == 1
    assert json.loads((tmp_path / "report.jsonl").read_text())["id"] == "a.txt"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "report.jsonl"]


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(n), "text": FAULTY * 5}) + "\n" for n in range(2000))
    (tmp_path / "a.jsonl").write_text(lines)
    command = f"{COPYDESK} check a.jsonl --format jsonl | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert json.loads(done.stdout)["id"] == "0"
    assert done.stderr == ""


def test_an_interrupt_is_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "story.txt")
    process = subprocess.Popen(
        [COPYDESK, "check", "story.txt"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        # A shell lets its background jobs ignore interrupts, and what runs the tests may be one.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with (tmp_path / "story.txt").open("wb"):  # opens when the command opens the other end, and then waits for us
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert said.strip() == "copydesk: interrupted"
    assert process.returncode == 130


def test_modules_of_the_checked_repository_are_never_imported(copydesk: Command, tmp_path: Path) -> None:
    for folder in ("rules", "reports"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text("raise SystemExit('imported from the repository')")
    for module in ("checker", "copydesk", "sentencex", "msgspec"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('imported from the repository')")
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"id": str(n), "text": FAULTY}) + "\n" for n in range(200)))
    for jobs in ("1", "2"):
        done = copydesk("check", "a.jsonl", "--format", "jsonl", "--jobs", jobs, "--fail-on", "never")
        assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 200)


def test_version_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", COPYDESK, "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("copydesk ")
    for heavy in ("msgspec", "sentencex", "rapidfuzz", "checker.engine", "multiprocessing", "asyncio"):
        assert f" {heavy}\n" not in done.stderr


def test_the_rules_can_be_listed_and_explained(copydesk: Command) -> None:
    listed = json.loads(copydesk("rules", "--format", "json").stdout)
    assert {"name", "category", "severity", "summary"} <= listed[0].keys()
    for rule in listed[:3]:
        assert copydesk("explain", rule["name"]).stdout.startswith(f"# {rule['name']}\n")
    done = copydesk("explain", "repeated-wrod")
    assert (done.returncode, "did you mean “repeated-word”?" in done.stderr) == (2, True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(copydesk: Command, shell: str) -> None:
    done = copydesk("completion", shell)
    assert done.returncode == 0
    assert "_COPYDESK_COMPLETE" in done.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [("copydesk explain repeated-w", "repeated-word"), ("copydesk check --format js", "jsonl"),
     ("copydesk check --select names,repeated-w", "names,repeated-word"), ("copydesk check --ignore resi", "residue")],
)  # fmt: skip
def test_the_shell_is_offered_names(words: str, offered: str) -> None:
    environment = {"_COPYDESK_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run([COPYDESK], env=os.environ | environment, capture_output=True, text=True)
    assert f"plain,{offered}" in done.stdout.splitlines()


def test_the_api_gives_findings_in_five_lines() -> None:
    from copydesk import check

    outcome = check("The minister said said so.")
    assert [(f.rule, f.start, f.end) for f in outcome.findings] == [("repeated-word", 13, 22)]
    assert check("The minister said said so.", ignore=["repeated-word"]).findings == ()


def test_an_article_is_never_overwritten_by_its_report(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY)
    done = copydesk("check", "a.txt", "--output", "a.txt")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert copydesk("check", ".", "--output", "a.txt").returncode == 2
    assert (tmp_path / "a.txt").read_text() == FAULTY
    assert copydesk("check", ".", "--format", "html", "--output", "report.html").returncode == 1
    first = (tmp_path / "report.html").read_bytes()
    assert copydesk("check", ".", "--format", "html", "--output", "report.html").returncode == 1
    assert (tmp_path / "report.html").read_bytes() == first


@pytest.mark.parametrize("ending", [">&-", ">/dev/full", "- <&-"])
def test_a_stream_that_is_closed_or_full_is_one_line_and_status_2(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.txt").write_text(FAULTY)
    paths = "" if ending.startswith("-") else "a.txt"
    done = subprocess.run(
        ["bash", "-c", f"{COPYDESK} check {paths} {ending}"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr


def test_what_is_selected_and_ignored_leaves_nothing_to_run(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY)
    done = copydesk("check", "a.txt", "--select", "noise", "--ignore", "noise")
    assert done.returncode == 2
    assert "no rule is left" in done.stderr


def test_preformatted_text_of_a_page_is_code_and_not_mended(copydesk: Command, tmp_path: Path) -> None:
    page = "<p>He said said so.</p><pre>code code code</pre>"
    (tmp_path / "a.html").write_text(page)
    copydesk("check", "a.html", "--fix")
    assert (tmp_path / "a.html").read_text() == page.replace("said said", "said")


def test_the_api_names_what_is_no_text() -> None:
    from copydesk import check

    with pytest.raises(TypeError, match="strings, not bytes"):
        check(b"the the")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"datetime\.date, not str"):
        check("the the", date="2024-01-01")  # type: ignore[arg-type]
    assert check("He said said so.", select="repeated-word,names").findings


def test_the_seed_of_hashes_changes_nothing(copydesk: Command, tmp_path: Path) -> None:
    text = (
        "Officials named Suleiman Abu Nasyr on Monday. They said Abu Nasir had left, and that Suleiman Abu Nasir"
        " was seen. Later Suleiman Abu Nasyr spoke. Abu Nasir and Suleiman Abu Nasir did not answer, the police"
        " said of Abu Nasir."
    )
    (tmp_path / "a.txt").write_text(text)
    outputs = {
        copydesk("check", "a.txt", "--format", "jsonl", env=os.environ | {"PYTHONHASHSEED": str(seed)}).stdout
        for seed in range(8)
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("chek", "; did you mean “check”?"),
        ("story.txt", "; `copydesk check story.txt` checks what is there"),
        ("-", "; `copydesk check -` checks what is there"),
        ("xyzzy", "; `copydesk --help` lists them"),
    ],
)
def test_a_command_that_there_is_not_gets_a_hint(copydesk: Command, tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / "story.txt").write_text(FAULTY)
    done = copydesk(name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"no command is named “{name}”{hint}\n")


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (("siblings", "story.txt"), "sentence_transformers"),
        (("compare", "story.txt", "story.txt"), "sentence_transformers"),
        (("languagetool", "status"), "jgo"),
        (("languagetool", "start"), "jgo"),
        (("languagetool", "stop"), "jgo"),
    ],
)
def test_a_command_of_a_tier_that_is_not_installed_says_so_in_one_line(
    arguments: tuple[str, ...], absent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.util import find_spec

    from click.testing import CliRunner

    from checker.cli.main import cli
    from checker.errors import UsageError

    (tmp_path / "story.txt").write_text(FAULTY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, *rest: None if name == absent else find_spec(name, *rest)
    )
    done = CliRunner().invoke(cli, arguments)
    assert isinstance(done.exception, UsageError)
    assert f"is not installed ({absent} is missing)" in str(done.exception)

"""`copydesk report`: what it says, what it leaves, how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checker import tiers
from checker.batch.facts import installed_code, run_facts, told_settings
from checker.batch.judging import Job
from checker.batch.shards import Columns
from checker.batch.state import changed
from checker.batch.store import Store
from checker.cli.telling import installed_tiers
from checker.services.settings import ServiceSettings
from checker.settings import Settings
from tests.batch_corpus import FAULT, PROSE, article, content, kept, lines, report, tables

_COPYDESK = str(Path(sys.executable).with_name("copydesk"))


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_COPYDESK, "report", *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus and its report."""
    folder = tmp_path_factory.mktemp("made")
    rows = [article(n) for n in range(60)]
    (folder / "a.jsonl").write_bytes(lines(rows))
    done = _run(folder, "a.jsonl", "-o", "out", "--tiers", "local", "--no-config")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    (folder / "said").write_text(done.stdout)
    return folder


def test_the_summary_says_what_was_found_and_where_the_page_is(made: Path) -> None:
    said = (made / "said").read_text().splitlines()
    assert said[0].startswith("60 articles, ")
    assert said[1].startswith("Grades: A ")
    assert any(line.startswith("Rules that fire most: ") and "repeated-word 20" in line for line in said)
    assert said[-1] == "The page: out/index.html"


def test_the_folder_has_the_tables_the_page_and_the_facts_of_the_run(made: Path) -> None:
    files = {name.partition("/")[0] for name in content(made / "out")}
    assert files == {
        "articles.parquet", "findings.parquet", "rejected.parquet", "summary.json", "run.json", "index.html", "data"
    }  # fmt: skip
    facts = json.loads((made / "out" / "run.json").read_text())
    assert facts["tiers"] == ["local"]
    assert {"name": "repeated-word", "category": "noise"}.items() <= next(
        rule.items() for rule in facts["rules"] if rule["name"] == "repeated-word"
    )
    assert any("Grades by quality" in sentence for sentence in facts["formula"])


def test_the_same_command_again_changes_nothing_and_says_so(made: Path) -> None:
    before = content(made / "out")
    done = _run(made, "a.jsonl", "-o", "out", "--tiers", "local", "--no-config")
    assert done.returncode == 0
    assert done.stderr == "copydesk: nothing has changed since this report was written\n"
    assert done.stdout == (made / "said").read_text()
    assert content(made / "out") == before


def test_what_is_rejected_is_said_once_and_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([article(1), article(1), {"text": ""}]) + b"no JSON\n")
    (tmp_path / "none.csv").write_text("text\n")
    done = _run(tmp_path, "a.jsonl", "none.csv", "-o", "out", "--select", "noise", "--tiers", "local", "--no-config")
    assert done.returncode == 2
    said, *reasons = done.stderr.splitlines()
    assert said == "copydesk: 4 records were rejected: rejected.parquet and the page say which and why"
    assert len(reasons) == 3
    assert all(reason.startswith("copydesk: 1 of them: ") for reason in reasons)
    assert "1 article," in done.stdout


def test_a_note_on_records_names_the_first_of_them_and_counts_the_others(tmp_path: Path) -> None:
    rows = [
        article(1),
        article(2, date="March 3"),
        article(3, date="4/5/25"),
        article(4, title=""),
        article(5, date=""),
    ]
    (tmp_path / "a.jsonl").write_bytes(lines(rows) + b'{"id": "x", "text": "It was was \\ud83d here."}\n')
    (tmp_path / "b").mkdir()
    for name in ("one", "two"):
        (tmp_path / "b" / f"{name}.md").write_text(f"---\ndate: in {name}\n---\n\n{PROSE}\n")
    done = _run(tmp_path, "a.jsonl", "b", "-o", "out", "--select", "noise", "--tiers", "local", "--no-config")
    assert done.returncode == 0
    assert sorted(done.stderr.splitlines()) == [
        "copydesk: a.jsonl:2: the date “March 3” is ignored: write it as 2025-02-27 (and 1 more like it)",
        "copydesk: a.jsonl:4: the empty “title” is ignored",
        "copydesk: a.jsonl:5: the empty “date” is ignored",
        "copydesk: a.jsonl:6: half a character (a lone surrogate) is read as “\ufffd”",
        "copydesk: b/one.md:2: the date “in one” is ignored: write it as 2025-02-27 (and 1 more like it)",
    ]
    [dates, *_] = json.loads((tmp_path / "out" / "run.json").read_text())["notes"]
    assert (dates["path"], dates["line"], dates["records"]) == ("a.jsonl", 2, 2)


def test_the_tiers_that_are_left_out_are_said_with_the_reason(made: Path) -> None:
    facts = json.loads((made / "out" / "run.json").read_text())
    assert facts["left_out"] == dict.fromkeys(["noise", "grammar", "siblings"], "not asked for")
    assert json.loads((made / "out" / "summary.json").read_text())["left_out"] == facts["left_out"]


def test_without_articles_to_compare_with_the_tier_siblings_did_not_run() -> None:
    job = Job("out", (Settings(tiers=("local", "siblings")),), ("",))
    without, together = (run_facts(job, siblings=asked) for asked in (False, True))
    assert without["left_out"]["siblings"] == "no articles to compare with: --siblings auto was not given"
    assert (without["tiers"], together["tiers"]) == (["local"], ["local", "siblings"])
    assert "siblings" not in together["left_out"]
    assert {rule["tier"] for rule in without["rules"]} == {"local"}
    assert {rule["tier"] for rule in together["rules"]} == {"local", "siblings"}


def test_where_tiers_changed_no_code_is_said_to_have_changed_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*tiers: str) -> list[str]:
        told = told_settings(Settings(tiers=tiers), ServiceSettings(), Columns()) | installed_code(tiers)
        return changed(Store(str(tmp_path)), told)

    (tmp_path / ".copydesk").mkdir()
    assert said("local") == []
    assert said("local", "noise") == ["tiers"]
    assert said("local", "noise") == []
    monkeypatch.setattr("checker.batch.facts.environment", lambda _: ["another version"])
    assert said("local", "noise") == ["installed code of local, noise"]


def test_a_tier_that_is_not_installed_is_said_as_everywhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(tiers._NEEDS, "grammar", ("no_such_module",))
    assert "grammar" not in installed_tiers()
    said = "copydesk: not installed, and so left out: grammar; pip install 'copydesk[grammar]' adds them\n"
    assert capsys.readouterr().err == said
    job = Job("out", (Settings(tiers=("local", "noise", "siblings")),), ("",))
    assert run_facts(job, siblings=True)["left_out"] == {"grammar": "not installed: pip install 'copydesk[grammar]'"}


def test_where_tiers_were_named_the_facts_do_not_hang_on_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job("out", (Settings(tiers=("local",)),), ("",))
    here = run_facts(job, siblings=False, named=True)
    for tier in ("noise", "grammar", "siblings"):
        monkeypatch.setitem(tiers._NEEDS, tier, ("no_such_module",))
    assert run_facts(job, siblings=False, named=True) == here
    assert here["left_out"] == dict.fromkeys(["noise", "grammar", "siblings"], "not asked for")


def test_a_run_tells_tiers_that_were_named_from_those_that_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tiers._NEEDS, "grammar", ("no_such_module",))
    (tmp_path / "a.jsonl").write_bytes(lines([article(1)]))
    said = []
    for number, must in enumerate(((), ("local",))):
        out = tmp_path / f"out{number}"
        report([tmp_path / "a.jsonl"], out, must=must)
        said.append(json.loads((out / "run.json").read_text())["left_out"]["grammar"])
    assert said == ["not installed: pip install 'copydesk[grammar]'", "not asked for"]


def test_the_configuration_of_each_folder_holds_for_its_articles(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('tiers = ["local"]\nselect = ["repeated-word"]\n')
    for name in ("quiet", "loud"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(FAULT + PROSE)
    (tmp_path / "quiet" / "copydesk.toml").write_text('select = ["repeated-phrase"]\n')
    done = _run(tmp_path, "loud", "quiet", "-o", "out")
    assert done.returncode == 0, done.stderr
    found = tables(tmp_path / "out")
    assert [(row["path"], row["warnings"]) for row in found["articles"]] == [("loud/a.txt", 1), ("quiet/a.txt", 0)]


def test_a_report_inside_its_corpus_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([article(1)]))
    for _ in range(2):
        done = _run(tmp_path, ".", "-o", "out", "--select", "noise", "--tiers", "local", "--no-config")
        assert (done.returncode, done.stdout.splitlines()[0].partition(",")[0]) == (0, "1 article")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name the corpus"),
        (("a.jsonl",), "name the folder of the report with -o"),
        (("a.jsonl", "-o", "mine"), "mine: holds files, and no report; name a new folder for the report"),
        (("a.jsonl", "-o", "out", "--select", "repeated-wrod"), "did you mean “repeated-word”?"),
        (("a.jsonl", "-o", "out", "--siblings", "auto", "--tiers", "local"), "needs the tier siblings"),
        (("s4://bucket/a.jsonl", "-o", "out"), "s4://bucket/a.jsonl: cannot be opened here"),
        (("a.jsonl", "-o", "out", "--compare", "a", "b"), "--compare takes two reports and nothing else"),
        (("a.jsonl", "-o", "out", "--format", "json"), "--format says how --compare answers"),
        (("a.jsonl", "-o", "a.jsonl"), "a.jsonl: is a file; name a folder for the report with -o"),
    ],
)
def test_what_cannot_be_done_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "index.html").write_text("mine")
    (tmp_path / "a.jsonl").write_bytes(lines([article(1)]))
    done = _run(tmp_path, *arguments, "--no-config")
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "mine" / "index.html").read_text() == "mine"


def test_two_reports_are_compared(made: Path) -> None:
    done = _run(made, "--compare", "out", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert "60" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("b.jsonl",), "b.jsonl: no such file or folder"),
        (("a.jsonl", "b.jsonl", "c.jsonl"), "b.jsonl: no such file or folder; check the path (and 1 more)"),
        (("a.jsonl", "b*.jsonl"), "b*.jsonl: no file matches"),
        (("memory://nowhere/a.jsonl",), "memory://nowhere/a.jsonl: no such file"),
        (("-",), "standard input: a corpus is read more than once; save it in a file, and name that"),
        (("bad.parquet",), "bad.parquet: no Parquet file"),
        (("table.csv",), "table.csv: CSV and TSV are not read; convert it to JSON lines or Parquet"),
        (("a.jsonl", "--exclude", "a.jsonl"), "nothing of the corpus is left"),
        (("old/articles.parquet", "--text-column", "title"), "a table of a report of copydesk"),
    ],
)
def test_a_mistyped_name_leaves_the_report_as_it_is(
    made: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    shutil.copytree(made / "out", tmp_path / "out")
    shutil.copytree(made / "out", tmp_path / "old")
    (tmp_path / "a.jsonl").write_bytes(lines([article(1)]))
    (tmp_path / "bad.parquet").write_bytes(b"text")
    (tmp_path / "table.csv").write_text("id,text\n1,Rain fell.\n")
    before = content(tmp_path / "out"), kept(tmp_path / "out")
    done = _run(tmp_path, *arguments, "-o", "out", "--tiers", "local", "--no-config")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert (content(tmp_path / "out"), kept(tmp_path / "out")) == before


def test_where_no_record_has_the_column_of_texts_those_that_are_there_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([{"url": f"u{n}", "body": PROSE} for n in range(3)]))
    done = _run(tmp_path, "a.jsonl", "-o", "out", "--tiers", "local", "--no-config")
    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == [
        "copydesk: 3 of them: no text: there is no “text”",
        "copydesk: no record has “text”; the first has url, body: name that of the texts (--text-column)",
    ]


def test_a_named_column_that_the_first_record_has_not_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([article(1, site="Paper")]))
    named = ("--source-column", "site", "--id-column", "url")
    done = _run(tmp_path, "a.jsonl", "-o", "out", "--select", "noise", "--tiers", "local", "--no-config", *named)
    assert done.returncode == 0
    said, *_ = done.stderr.splitlines()
    assert said == "copydesk: the first record has no “url” (--id-column), but id, source, date, text, site"


def test_a_named_column_that_a_table_has_not_is_told(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([article(1, day="2025-03-01")]), tmp_path / "c.parquet")
    options = ("-o", "out", "--select", "noise", "--tiers", "local", "--no-config", "--date-column")
    done = _run(tmp_path, "c.parquet", *options, "dya")
    assert done.returncode == 0
    said, *_ = done.stderr.splitlines()
    assert said == "copydesk: the first record has no “dya” (--date-column), but id, source, date, text, day"
    assert "first record" not in _run(tmp_path, "c.parquet", *options, "day").stderr


def test_who_interrupts_a_run_is_told_what_becomes_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(article(n, text=PROSE * 60) for n in range(3000)))
    command = [_COPYDESK, "report", "a.jsonl", "-o", "out", "--tiers", "local", "--no-config", "-j", "2"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a test in the background would ignore it
    )
    shards = tmp_path / "out" / ".copydesk" / "shards"
    until = time.monotonic() + 60
    while not (shards.is_dir() and any(shards.iterdir())) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert [line for line in said.splitlines() if line] == [
        "copydesk: what is judged is kept: the same command goes on from there", "copydesk: interrupted"
    ]  # fmt: skip

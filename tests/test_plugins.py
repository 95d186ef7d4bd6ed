"""Rules, reports and readers of another package, and what a checked repository cannot make copydesk run."""

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

from checker.version import parts
from tests.lsp_editor import FAULTY, Editor, capabilities, titles

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
PACKAGE = Path(__file__).parent / "example_package"

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the example package is installed in, as a wheel, by pip."""
    source, target = tmp_path_factory.mktemp("source") / "package", tmp_path_factory.mktemp("site")
    shutil.copytree(PACKAGE, source)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--disable-pip-version-check", "--target", str(target), str(source)], check=True)
    return target


@pytest.fixture
def copydesk(installed: Path, tmp_path: Path) -> Command:
    """Runs the command where the example package is installed, in a folder with an article."""
    (tmp_path / "a.txt").write_text("He came!!! The newer trial of the old mayor began.\n")
    environment = os.environ | {"PYTHONPATH": str(installed)}

    def run(
        *arguments: str, input: str | None = None, env: dict[str, str] = environment
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COPYDESK, *arguments], cwd=tmp_path, env=env, input=input, capture_output=True, text=True, check=False
        )

    return run


def rules_found(copydesk: Command, *more: str) -> list[str]:
    done = copydesk("check", "a.txt", "--tiers", "local", "--format", "jsonl", *more)
    return [finding["rule"] for finding in json.loads(done.stdout)["findings"]]


def test_rules_of_another_package_are_listed_explained_and_run(copydesk: Command) -> None:
    listed = {rule["name"]: rule for rule in json.loads(copydesk("rules", "--format", "json").stdout)}
    assert listed["shouted-sentence"]["summary"] == "Exclamation marks in a row."
    assert listed["trial-rule"]["status"] == "preview"
    assert "He came[!!!]" in copydesk("explain", "shouted-sentence").stdout
    assert rules_found(copydesk) == ["shouted-sentence", "newer-rule"]
    assert rules_found(copydesk, "--jobs", "2") == ["shouted-sentence", "newer-rule"]


def test_the_examples_of_its_rules_are_run_by_a_command(copydesk: Command) -> None:
    done = copydesk("rules", "test", "shouted-sentence", "newer-rule")
    assert (done.returncode, done.stdout) == (0, "2 rules, 6 tests: all hold\n")


def test_options_severity_and_fixes_of_its_rules_work(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('[severity]\nnewer-rule = "info"\n[rules.shouted-sentence]\nmarks = 4\n')
    assert rules_found(copydesk) == ["newer-rule"]
    assert copydesk("check", "a.txt", "--tiers", "local").returncode == 0
    (tmp_path / "copydesk.toml").write_text('[rules.shouted-sentence]\nmarks = "x"\n')
    done = copydesk("check", "a.txt", "--tiers", "local")
    assert (done.returncode, done.stderr) == (
        2,
        "copydesk: copydesk.toml:2: “marks” must be a whole number, not a text in quotation marks\n",
    )
    (tmp_path / "copydesk.toml").unlink()
    copydesk("check", "a.txt", "--tiers", "local", "--fix")
    assert (tmp_path / "a.txt").read_text().startswith("He came! ")


def test_a_report_of_another_package_is_a_format(copydesk: Command) -> None:
    done = copydesk("check", "a.txt", "--tiers", "local", "--format", "tally")
    assert (done.returncode, done.stdout) == (1, "1 shouted-sentence\n1 newer-rule\n")
    assert "tally" in copydesk("check", "a.txt", "--format", "tall").stderr


WIRE = "%%FROM Coast Wire\n%%TITLE Old mayor\nHe came to the town by rail!!!\n\nThe new\nmayor.\n"


def test_a_reader_of_another_package_reads_its_files_in_folders_too(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "b.WIRE").write_text(WIRE)
    (tmp_path / "wire" / "c.wire").write_text("%%EMBARGO\nHe came!!!\n")
    done = copydesk("check", "wire", "--tiers", "local", "--format", "github", "--select", "shouted-sentence")
    assert (done.returncode, done.stderr) == (2, "copydesk: wire/c.wire: under embargo; wait\n")
    first, second = done.stdout.splitlines()
    assert first.startswith("::warning file=wire/b.WIRE,line=3,endLine=3,")
    assert "col=28,endColumn=31::" in first
    assert second == "::error file=wire/c.wire,title=copydesk%3A not read::under embargo; wait"
    done = copydesk("check", "-", "--stdin-filename", "x.wire", "--tiers", "local", "--format", "jsonl", input=WIRE)
    [found] = [f for f in json.loads(done.stdout)["findings"] if f["rule"] == "shouted-sentence"]
    assert (found["start"], found["end"]) == (27, 30)


def test_a_file_of_another_packages_format_is_not_fixed(copydesk: Command, tmp_path: Path) -> None:
    (tmp_path / "b.wire").write_text(WIRE)
    done = copydesk("check", "b.wire", "--tiers", "local", "--fix", "--select", "shouted-sentence")
    assert (tmp_path / "b.wire").read_text() == WIRE
    assert done.returncode == 2
    assert "b.wire: files of the format wire are not fixed" in done.stderr


BROKEN = """
from copydesk import ProseBuilder, Reader, Unreadable

class Raises(Reader):
    name, suffixes = "raises", (".raises",)
    def read(self, path, data):
        raise ValueError("out of ideas")

class Refuses(Reader):
    name, suffixes = "refuses", (".refuses",)
    def read(self, path, data):
        yield Unreadable(path, "under embargo; wait", 2)

class Several(Reader):
    name, suffixes = "several", (".several",)
    def read(self, path, data):
        for number in range(3):
            yield self.article(f"{path}#{number}", "", ProseBuilder(""))

class Strict(Reader):
    name, suffixes = "strict", (".strict",)
    def read(self, path, data):
        source = data.decode()
        text = ProseBuilder(source)
        text.flowing(0, len(source))
        yield Unreadable(path, "no comments") if "<!--" in source else self.article(path, source, text)

class Markdown(Raises):
    name, suffixes = "other", (".md",)

class TwoDots(Raises):
    suffixes = (".wire.txt",)

class NoDot(Raises):
    suffixes = (".b", "wire")

class NoTuple(Raises):
    suffixes = ".wire"

class Html(Raises):
    name = "html"

class Namesake(Refuses):
    name = "raises"
"""


def install_broken(site: Path, *classes: str) -> dict[str, str]:
    """Installs a package of readers that are no good, some of them announced; the environment that it is found in."""
    info = site / "brokendesk-1.0.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: brokendesk\nVersion: 1\n")
    announced = "".join(f"{name} = brokendesk:{name}\n" for name in classes)
    (info / "entry_points.txt").write_text(f"[copydesk.readers]\n{announced}")
    (site / "brokendesk.py").write_text(BROKEN)
    return os.environ | {"PYTHONPATH": str(site)}


def test_a_reader_that_fails_or_wants_what_has_a_reader_is_told_in_one_line(copydesk: Command, tmp_path: Path) -> None:
    site = tmp_path / "site"
    environment = install_broken(site, "Raises")
    (tmp_path / "a.raises").write_text("He came.")
    done = copydesk("check", "a.txt", "a.raises", "--tiers", "local", env=environment)
    assert done.returncode == 2
    assert done.stderr == (
        "copydesk: a.raises: the reader raises of brokendesk failed (ValueError: out of ideas): a defect of it\n"
    )
    install_broken(site, "Markdown")
    done = copydesk("check", ".", "--tiers", "local", env=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "copydesk: two readers are for .md: copydesk's own and in brokendesk; remove one\n"


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        (["TwoDots"], "the reader raises of brokendesk has the suffixes ('.wire.txt',); they must be"),
        (["NoDot"], "the reader raises of brokendesk has the suffixes ('.b', 'wire'); they must be"),
        (["NoTuple"], "the reader raises of brokendesk has the suffixes '.wire'; they must be a tuple"),
        (["Html"], "two readers are named 'html': copydesk's own and in brokendesk; rename one"),
        (["Namesake", "Raises"], "two readers are named 'raises': in brokendesk and in brokendesk; rename one"),
    ],
)
def test_a_reader_that_would_not_be_called_for_its_files_is_refused(
    copydesk: Command, tmp_path: Path, classes: list[str], said: str
) -> None:
    environment = install_broken(tmp_path / "site", *classes)
    (tmp_path / "a.wire.txt").write_text("He came.")
    done = copydesk("check", ".", "--tiers", "local", env=environment)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"copydesk: {said}")


def test_in_an_editor_what_a_reader_cannot_read_stands_on_the_first_line(tmp_path: Path) -> None:
    environment = install_broken(tmp_path / "site", "Raises", "Refuses", "Several", "Strict")
    editor = Editor(capabilities(), tmp_path, environment=environment)
    for suffix, said in (
        ("raises", "the reader raises of brokendesk failed (ValueError: out of ideas): a defect of it"),
        ("refuses", "under embargo; wait"),
        ("several", "holds several articles, which only `copydesk check` can tell apart"),
    ):
        path = tmp_path / f"a.{suffix}"
        path.write_text("He came.\nHe left.\n")
        [found] = editor.open(path.as_uri(), path.read_text())
        place = f"a.{suffix}:2" if suffix == "refuses" else f"a.{suffix}"
        assert (found.message, found.range.end.line) == (f"{place}: {said}", 0)
    (tmp_path / "a.strict").write_text(FAULTY)
    uri = (tmp_path / "a.strict").as_uri()
    [found] = editor.open(uri, FAULTY)
    assert titles(editor.actions(uri, found.range)) == ["Explain repeated-word"]
    assert editor.actions(uri, found.range, ["source.fixAll"]) == []
    assert editor.client.messages[-1].message.startswith("copydesk: a.strict: files of the format strict are not fixed")
    assert editor.close() == 0


def test_in_an_editor_a_broken_package_is_told_and_is_no_fault_of_the_configuration(tmp_path: Path) -> None:
    editor = Editor(capabilities(), tmp_path, environment=install_broken(tmp_path / "site", "Absent"))
    [found] = editor.open((tmp_path / "a.wire").as_uri(), "He came.\nHe left.\n")
    assert found.message.startswith("the package brokendesk could not be loaded (AttributeError: ")
    assert editor.close() == 0


def test_a_rule_newer_than_the_version_that_a_repository_names_runs_only_by_name(
    copydesk: Command, tmp_path: Path
) -> None:
    assert rules_found(copydesk, "--rules-as-of", "0.1") == ["shouted-sentence"]
    assert rules_found(copydesk, "--rules-as-of", "99") == ["shouted-sentence", "newer-rule"]
    assert rules_found(copydesk, "--rules-as-of", "0.1", "--select", "consistency,punctuation") == ["shouted-sentence"]
    assert rules_found(copydesk, "--rules-as-of", "0.1", "--select", "newer-rule") == ["newer-rule"]
    (tmp_path / "copydesk.toml").write_text('rules-as-of = "0.1"\n')
    assert rules_found(copydesk) == ["shouted-sentence"]
    assert rules_found(copydesk, "--rules-as-of", "99.1") == ["shouted-sentence", "newer-rule"]
    (tmp_path / "copydesk.toml").write_text('rules-as-of = "new"\n')
    done = copydesk("check", "a.txt")
    assert (done.returncode, done.stderr.startswith("copydesk: copydesk.toml:1: “rules-as-of”")) == (2, True)
    assert copydesk("check", "a.txt", "--no-config", "--rules-as-of", "new").returncode == 2


def test_preview_and_deprecated_rules_run_only_by_name_and_the_latter_with_a_word(copydesk: Command) -> None:
    assert rules_found(copydesk, "--select", "consistency") == ["newer-rule"]
    assert rules_found(copydesk, "--select", "trial-rule,old-rule") == ["trial-rule", "old-rule"]
    done = copydesk("check", "a.txt", "--tiers", "local", "--select", "old-rule")
    assert "the rule old-rule is deprecated" in done.stderr


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("0.1", "0.2"), ("0.9", "0.10"), ("1", "1.0.1"), ("0.1", "1"), ("", "0.1"), ("1.9", "2.0rc1")],
)
def test_versions_compare_as_numbers(earlier: str, later: str) -> None:
    assert parts(earlier) < parts(later)
    assert parts("1.0") == parts("1") == parts("1.0.0")


def test_a_package_that_cannot_be_loaded_is_named_in_one_line(copydesk: Command, tmp_path: Path) -> None:
    site = tmp_path / "site"
    info = site / "brokendesk-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "brokendesk.py").write_text("raise ImportError('no such thing')")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: brokendesk\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[copydesk.rules]\nx = brokendesk:X\n")
    done = subprocess.run(
        [COPYDESK, "rules"], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(site)}, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "brokendesk" in done.stderr


# What a checked repository cannot do.

BOOBY_TRAP = "raise SystemExit('ran from the repository')\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository full of code that must not run, with a pack that is data and does count."""
    for name in ("rules", "reports", "checker", "copydesk", "packs", "newsdesk"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(BOOBY_TRAP)
    for name in ("yaml", "re2", "sqlite3", "conftest", "sitecustomize", "plugin", "platformdirs"):
        (tmp_path / f"{name}.py").write_text(BOOBY_TRAP)
    info = tmp_path / "plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[copydesk.rules]\nplugin = plugin:Plugin\n[copydesk.reports]\np = plugin:P\n"
    )
    (tmp_path / "packs" / "house.yaml").write_text("rules:\n  - {name: no-cats, kind: existence, words: [cats]}\n")
    (tmp_path / "packs" / "house.py").write_text(BOOBY_TRAP)
    for n in range(20):
        (tmp_path / f"{n}.txt").write_text(f"The cats sat by door number {n}.\n")
    return tmp_path


def run_in(repository: Path, configuration: str, *more: str) -> subprocess.CompletedProcess[str]:
    (repository / "copydesk.toml").write_text(configuration)
    check = [COPYDESK, "check", ".", "--tiers", "local", "--format", "jsonl", "--fail-on", "never", "--no-cache", *more]
    return subprocess.run(check, cwd=repository, capture_output=True, text=True, check=False)


def test_a_pack_of_the_repository_counts_and_nothing_else_of_it_runs(repository: Path) -> None:
    for jobs in ("1", "2"):
        done = run_in(repository, 'packs = ["packs"]\n', "--jobs", jobs)
        assert (done.returncode, done.stderr, done.stdout.count('"no-cats"')) == (0, "", 20)


@pytest.mark.parametrize(
    "configuration",
    [
        'packs = ["packs/house.py"]',
        'packs = ["rules"]',
        'plugins = ["plugin"]',
        'rules = ["plugin.py"]',
        'select = ["plugin"]',
        'extend = "plugin.py"',
        "[rules.plugin]\npath = 'plugin.py'",
        "[cache]\nfolder = 'packs'",
        "[encoder]\nmodel = 'packs'",
        "[languagetool]\njava = './plugin.py'",
    ],
)
def test_a_configuration_that_points_at_code_is_refused(repository: Path, configuration: str) -> None:
    done = run_in(repository, f"{configuration}\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "ran from the repository" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pack_holds_text_that_looks_like_code_as_text(repository: Path) -> None:
    (repository / "packs" / "house.yaml").write_text(
        "rules:\n  - name: no-cats\n    kind: substitution\n"
        '    swap: {cats: \'{__import__("os").system("id")} %s {0}\'}\n'
        "    message: '{found} {better} {0.__class__} %(x)s'\n"
    )
    done = run_in(repository, 'packs = ["packs"]\n')
    assert done.returncode == 0
    finding: dict[str, Any] = json.loads(done.stdout.splitlines()[0])["findings"][0]
    assert finding["message"] == 'cats {__import__("os").system("id")} %s {0} {0.__class__} %(x)s'

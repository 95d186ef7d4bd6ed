"""What corpora are read from, whatever their form."""

from __future__ import annotations

import datetime
import gzip
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from checker.article import Article
from checker.batch import lines as batch_lines
from checker.batch.opening import Opener
from checker.batch.planning import Corpus
from checker.batch.records import Oddities
from checker.batch.shards import Columns
from tests.batch_corpus import COUNT, FAULT, PROSE, article, lines, report, tables


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [article(n) for n in range(COUNT)]


def _records(path: Path, columns: Columns | None = None, order: int = 1) -> list[Any]:
    """The records of a corpus with their number of the shard, opened in rising or in falling order."""
    columns = columns or Columns()
    shards = list(Corpus([str(path)]).shards(columns))
    opener = Opener(columns)
    by_shard = {shard.number: opener.records(shard, Oddities()) for shard in shards[::order]}
    opener.close()
    assert len(shards) > 1
    return [record for number in sorted(by_shard) for record in by_shard[number]]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("form", ["plain", "gz", "zst", "parquet"])
def test_every_form_of_a_corpus_gives_the_same_articles_in_any_order_of_shards(
    tmp_path: Path, rows: list[dict[str, Any]], form: str, order: int
) -> None:
    path = tmp_path / {"plain": "a.jsonl", "gz": "a.jsonl.gz", "zst": "a.jsonl.zst", "parquet": "a.parquet"}[form]
    data = lines(rows)
    if form == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=1500)
    else:
        path.write_bytes(data if form == "plain" else gzip.compress(data) if form == "gz" else zstandard.compress(data))
    found = _records(path, order=order)
    assert [(a.id, a.text, a.source, a.origin.line) for a in found] == [
        (row["id"], row["text"], row["source"], number) for number, row in enumerate(rows, 1)
    ]
    assert found[0].date == datetime.date(2025, 3, 1)


def test_a_file_that_grows_keeps_the_shards_before_its_end(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(rows))
    before = [shard.content for shard in Corpus([str(path)]).shards(Columns())]
    path.write_bytes(lines(rows) + lines([article(COUNT + 1)]))
    after = [shard.content for shard in Corpus([str(path)]).shards(Columns())]
    assert after[: len(before) - 1] == before[:-1]
    assert after[-1] != before[-1]


def test_columns_are_named_by_the_user(tmp_path: Path) -> None:
    columns = Columns(text="body", id="url", title="head", source="site", date="day")
    row = {"url": 7, "head": "Ferry", "site": "Paper", "day": "2025-03-01", "body": FAULT, "text": 3, "id": "no"}
    (tmp_path / "a.jsonl").write_bytes(lines([row]))
    day = datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC)
    pq.write_table(pa.Table.from_pylist([row | {"url": 8, "day": day}]), tmp_path / "b.parquet")
    report([tmp_path / "a.jsonl", tmp_path / "b.parquet"], tmp_path / "out", columns=columns)
    for row, id_ in zip(tables(tmp_path / "out")["articles"], ["7", "8"], strict=True):
        assert (row["id"], row["title"], row["source"]) == (id_, "Ferry", "Paper")
        assert (row["date"], row["warnings"]) == (datetime.date(2025, 3, 1), 1)


def test_a_folder_of_articles_is_read_through_the_readers(tmp_path: Path) -> None:
    folder = tmp_path / "stories"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.md").write_text(f"---\ntitle: Ferry\ndate: 2025-03-01\n---\n\n{FAULT}\n")
    (folder / "b.html").write_text(f"<html><head><title>Boat</title></head><body><p>{FAULT}</p></body></html>")
    (folder / "deep" / "c.txt").write_text(FAULT)
    (folder / "deep" / "d.jsonl").write_bytes(lines([article(3)]))
    (folder / "e.txt").write_text(" \n")
    (folder / "f.txt").write_bytes(b"\0\1\2\3" * 100)
    report([folder], tmp_path / "out")
    found = tables(tmp_path / "out")
    assert [(Path(row["path"]).name, row["title"], row["line"]) for row in found["articles"]] == [
        ("a.md", "Ferry", None), ("b.html", "Boat", None), ("c.txt", "", None), ("d.jsonl", "", 1)
    ]  # fmt: skip
    assert [row["warnings"] for row in found["articles"]] == [1, 1, 1, 1]
    assert [(Path(row["path"]).name, row["reason"].partition(";")[0]) for row in found["rejected"]] == [
        ("e.txt", "no text: it is empty"), ("f.txt", "not text but binary data")
    ]  # fmt: skip


def test_the_tables_of_a_report_are_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([article(1)]))
    report([tmp_path / "a.jsonl"], tmp_path / "old")
    corpus = Corpus([str(tmp_path)])
    list(corpus.shards(Columns(text="id")))
    assert {Path(note.path).parent.name for note in corpus.notes} == {"old"}


def test_a_path_with_a_scheme_of_files_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([article(1)]))
    report([f"file://{tmp_path}/a.jsonl"], f"file://{tmp_path}/out")
    assert [row["id"] for row in tables(tmp_path / "out")["articles"]] == ["a1"]


def test_a_text_that_stands_once_in_a_table_counts_for_each_row_that_has_it(tmp_path: Path) -> None:
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 400, pa.int32()), pa.array([PROSE * 500]))
    pq.write_table(pa.table({"id": list(map(str, range(400))), "text": text}), tmp_path / "a.parquet")
    shards = list(Corpus([str(tmp_path / "a.parquet")]).shards(Columns()))
    assert (tmp_path / "a.parquet").stat().st_size < batch_lines.SHARD_COST / 4
    assert max(shard.end - shard.start for shard in shards) * len(PROSE * 500) < 2 * batch_lines.SHARD_COST
    assert [shard.start for shard in shards[1:]] == [shard.end for shard in shards[:-1]]
    assert (shards[0].start, shards[-1].end) == (0, 400)


def test_a_number_that_is_none_is_no_id(tmp_path: Path) -> None:
    ids = pa.array([float("nan"), float("nan"), 7.5])
    pq.write_table(pa.table({"id": ids, "text": [FAULT] * 3}), tmp_path / "a.parquet")
    report([tmp_path / "a.parquet"], tmp_path / "out")
    path = tmp_path / "a.parquet"
    assert [row["id"] for row in tables(tmp_path / "out")["articles"]] == [f"{path}:1", f"{path}:2", "7.5"]


def test_empty_lines_are_no_reason_for_many_shards(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n" * 200_000 + b"\r\n" * 100_000 + lines([article(1)]))
    [shard] = Corpus([str(tmp_path / "a.jsonl")]).shards(Columns())
    opener = Opener(Columns())
    [found] = opener.records(shard, Oddities())
    opener.close()
    assert isinstance(found, Article)
    assert found.origin.line == 300_001


def test_an_article_that_is_not_in_english_says_that_it_was_not_judged(tmp_path: Path) -> None:
    french = "La mairie ferme la piscine. Les travaux sont trop chers pour la ville, et le toit ne tient plus, dit le"
    rows = [article(1), article(2, text=f"{french} maire dans une lettre aux habitants."), article(3, language="de")]
    (tmp_path / "a.jsonl").write_bytes(lines(rows))
    report([tmp_path / "a.jsonl"], tmp_path / "out")
    said = ["the language: not English, so no rule for English judged it"]
    assert [row["unchecked"] for row in tables(tmp_path / "out")["articles"]] == [[], said, said]


def test_a_record_is_kept_from_the_rules_that_it_names_as_a_table_s_row_is(tmp_path: Path) -> None:
    rows = [article(3), article(6, stet=["repeated-word"]), article(9, stet=["names"])]
    (tmp_path / "a.jsonl").write_bytes(lines(rows))
    pq.write_table(
        pa.Table.from_pylist([{"stet": None} | row | {"id": f"{row['id']}p"} for row in rows]), tmp_path / "b.parquet"
    )
    report([tmp_path / "a.jsonl", tmp_path / "b.parquet"], tmp_path / "out")
    found = {row["article"] for row in tables(tmp_path / "out")["findings"]}
    assert found == {"a3", "a9", "a3p", "a9p"}

"""What corpora are read from, and what becomes of what cannot be read."""

from __future__ import annotations

import datetime
import gzip
import os
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from checker.article import Article
from checker.batch import lines as batch_lines
from checker.batch import rows as batch_rows
from checker.batch.opening import Opener
from checker.batch.planning import Corpus
from checker.batch.records import LONGEST_NAME, LONGEST_TEXT, Oddities
from checker.batch.shards import Columns
from checker.batch.store import Store
from tests import batch_corpus
from tests.batch_corpus import FAULT, PROSE, article, lines, report, tables

_COUNT = 7000  # a few shards


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [article(n) for n in range(_COUNT)]


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
    path.write_bytes(lines(rows) + lines([article(_COUNT + 1)]))
    after = [shard.content for shard in Corpus([str(path)]).shards(Columns())]
    assert after[: len(before) - 1] == before[:-1]
    assert after[-1] != before[-1]


def test_a_compressed_file_that_is_cut_off_gives_what_could_be_read_and_a_reason(
    tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    path, out = tmp_path / "a.jsonl.gz", tmp_path / "out"
    whole = gzip.compress(lines(rows), compresslevel=1)
    path.write_bytes(whole[: len(whole) * 4 // 5])
    report([path], out)
    found = tables(out)
    ids = [row["id"] for row in found["articles"]]
    assert 1000 < len(ids) < _COUNT
    assert ids == [row["id"] for row in rows[: len(ids)]]
    assert [row["path"] for row in found["rejected"]] == [str(path)]
    assert "Truncated" in found["rejected"][0]["reason"]


def test_a_file_that_decompresses_to_next_to_nothing_blown_up_is_left_at_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_lines, "_BOMB_BYTES", 1 << 22)
    path, out = tmp_path / "a.jsonl.gz", tmp_path / "out"
    path.write_bytes(gzip.compress(lines([article(1)]) + b" " * (1 << 26)))
    report([path], out)
    found = tables(out)
    assert [row["id"] for row in found["articles"]] == ["a1"]
    assert found["rejected"][0]["reason"].startswith("decompresses to more than 200 times its size")


def test_a_line_that_is_too_long_is_rejected_and_its_neighbours_are_not(tmp_path: Path) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "out"
    with path.open("wb") as file:
        file.write(lines([article(1)]) + b'{"text": "')
        for _ in range(20):
            file.write(b"a" * (1 << 20))
        file.write(b'"}\n' + lines([article(2)]))
    report([path], out)
    found = tables(out)
    assert [(row["id"], row["line"]) for row in found["articles"]] == [("a1", 1), ("a2", 3)]
    assert found["rejected"] == [
        {"path": str(path), "line": 2, "id": None, "reason": f"too big: a line of {(20 << 20) + 12:,} bytes"}
    ]


@pytest.mark.parametrize(
    ("line", "id_", "reason"),
    [
        (b'{"id": "x", "text": "  "}', "x", "no text: it is empty"),
        (b'{"id": "x", "body": "Rain fell."}', "x", "no text: there is no “text”"),
        (b'{"id": "x", "text": null}', "x", "no text: there is no “text”"),
        (b'{"id": "x", "text": 3}', "x", "“text” is a number and not a string"),
        (b"[1, 2]", None, "not a JSON object, as an article is, but a list"),
        (b'{"text": "Rain', None, "not JSON (input data was truncated); an article is one JSON object on one line"),
        (b'{"text": "\xff"}', None, "not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_record_that_is_no_article_is_rejected_with_its_reason(
    tmp_path: Path, line: bytes, id_: str | None, reason: str
) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "out"
    path.write_bytes(lines([article(1)]) + b"\n" + line + b"\n" + lines([article(2)]))
    report([path], out)
    found = tables(out)
    assert [row["id"] for row in found["articles"]] == ["a1", "a2"]
    assert found["rejected"] == [{"path": str(path), "line": 3, "id": id_, "reason": reason}]


def test_a_text_longer_than_any_story_is_rejected(tmp_path: Path) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "out"
    path.write_bytes(lines([{"id": "long", "text": "a" * (LONGEST_TEXT + 1)}]))
    report([path], out)
    assert "1,000,001 characters" in tables(out)["rejected"][0]["reason"]


@pytest.mark.parametrize("name", ["id", "title", "source", "language"])
def test_a_name_as_long_as_a_text_is_rejected_with_what_can_be_shown_of_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([article(1) | {name: "b" * (LONGEST_NAME + 1)}, article(2)]))
    report([tmp_path / "a.jsonl"], tmp_path / "out")
    [rejected] = tables(tmp_path / "out")["rejected"]
    assert rejected["reason"] == f"too big: the {name} has 2,001 characters, of 2,000 at most"
    assert rejected["id"] == ("b" * LONGEST_NAME if name == "id" else "a1")


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


def test_a_table_without_the_column_of_texts_says_which_columns_it_has(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([{"body": FAULT}]), tmp_path / "a.parquet")
    report([tmp_path / "a.parquet"], tmp_path / "out")
    [rejected] = tables(tmp_path / "out")["rejected"]
    assert rejected["reason"] == "has no column “text”, but body; name that of the texts (--text-column)"


def test_a_damaged_table_gives_the_rows_before_the_damage(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    path, out = tmp_path / "a.parquet", tmp_path / "out"
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=1000, compression="zstd", use_dictionary=False)
    data = bytearray(path.read_bytes())
    column = pq.read_metadata(path).row_group(4).column(3)
    assert column.path_in_schema == "text"
    at = column.data_page_offset + column.total_compressed_size // 2
    data[at : at + 200] = bytes(200)
    path.write_bytes(data)
    report([path], out)
    found = tables(out)
    ids = {row["id"] for row in found["articles"]}
    assert {f"a{n}" for n in range(3900)} <= ids
    assert found["rejected"]
    assert all("damaged: the rows" in row["reason"] for row in found["rejected"])


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


def test_a_file_that_is_no_story_by_its_size_is_rejected_unread(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("*a* " * 140_000)
    (tmp_path / "b.txt").write_text("a b " * 140_000)
    report([tmp_path], tmp_path / "out")
    assert [row["reason"] for row in tables(tmp_path / "out")["rejected"]] == ["too big: more than 512 KB"]


def test_what_is_named_jsonl_and_is_none_is_one_row(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([article(1)]).decode().encode("utf-16"))
    (tmp_path / "b.jsonl").write_bytes(b"PK\x03\x04" + bytes(5000))
    (tmp_path / "c.parquet").write_bytes(b"text")
    report([tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.parquet", "d.jsonl", "-")], tmp_path / "out")
    reasons = [row["reason"] for row in tables(tmp_path / "out")["rejected"]]
    assert [reason.partition(";")[0].partition(" (")[0] for reason in reasons] == [
        "UTF-16", "not JSON lines but binary data", "no Parquet file", "no such file or folder",
        "no such file or folder",
    ]  # fmt: skip


def test_the_tables_of_a_report_are_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([article(1)]))
    report([tmp_path / "a.jsonl"], tmp_path / "old")
    corpus = Corpus([str(tmp_path)])
    list(corpus.shards(Columns(text="id")))
    assert {Path(note.path).parent.name for note in corpus.notes} == {"old"}


def test_a_corpus_in_an_object_store_becomes_a_report_in_one(tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    store.pipe_file("/wire/a.jsonl.gz", gzip.compress(lines([article(3)])))
    store.pipe_file("/wire/deep/b.txt", FAULT.encode())
    with store.open("/wire/c.parquet", "wb") as file:
        pq.write_table(pa.Table.from_pylist([article(6)]), file)
    store.pipe_file("/wire/leave.me", b"alone")
    report(["memory://wire", "memory://nowhere/x.jsonl"], "memory://made/report")
    with store.open("/made/report/articles.parquet", "rb") as file:
        found = pq.read_table(file).to_pylist()
    assert [(row["id"], row["warnings"]) for row in found] == [("a3", 1), ("a6", 1), ("memory:///wire/deep/b.txt", 1)]
    with store.open("/made/report/rejected.parquet", "rb") as file:
        assert pq.read_table(file).column("reason").to_pylist() == ["no such file; check the path"]
    assert report(["memory://wire", "memory://nowhere/x.jsonl"], "memory://made/report").was_there


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


def test_a_value_of_a_table_that_is_too_long_is_rejected_and_its_neighbours_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_rows, "LONGEST_LINE", 1000)
    rows = [article(1, title="a"), article(2, title="a" * 1001), article(3, title="c")]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    report([tmp_path / "a.parquet"], tmp_path / "out")
    found = tables(tmp_path / "out")
    assert [row["id"] for row in found["articles"]] == ["a1", "a3"]
    assert [(row["line"], row["reason"]) for row in found["rejected"]] == [(2, "too big: a value of 1,001 bytes")]


def test_a_number_that_is_none_is_no_id(tmp_path: Path) -> None:
    ids = pa.array([float("nan"), float("nan"), 7.5])
    pq.write_table(pa.table({"id": ids, "text": [FAULT] * 3}), tmp_path / "a.parquet")
    report([tmp_path / "a.parquet"], tmp_path / "out")
    path = tmp_path / "a.parquet"
    assert [row["id"] for row in tables(tmp_path / "out")["articles"]] == [f"{path}:1", f"{path}:2", "7.5"]


def test_a_name_that_is_not_utf_8_and_what_is_no_file_are_rows_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULT)
    (tmp_path / os.fsdecode(b"b\xff.txt")).write_text(FAULT)
    os.mkfifo(tmp_path / "c")
    report([tmp_path, tmp_path / "c"], tmp_path / "out")
    found = tables(tmp_path / "out")
    assert [Path(row["path"]).name for row in found["articles"]] == ["a.txt"]
    assert [Path(row["path"]).name for row in found["rejected"]] == ["b\ufffd.txt", "c"]
    reasons = [row["reason"] for row in found["rejected"]]
    assert reasons[0].startswith("its name is not UTF-8")
    assert reasons[1].startswith("is no file on a disk")


def test_a_smaller_report_in_a_store_leaves_nothing_of_a_larger_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = fsspec.filesystem("memory")
    for count in (2, 1):
        (tmp_path / "a.jsonl").write_bytes(lines(article(n) for n in range(count)))

        def write_page(folder: Path, count: int = count) -> None:
            (folder / "data").mkdir()
            for number in range(count):
                (folder / "data" / f"details-{number}.js").write_text("")

        monkeypatch.setattr(batch_corpus, "_no_page", write_page)
        report([tmp_path / "a.jsonl"], "memory://small/report")
        store.pipe_file("/small/report/data/mine.js", b"mine")
    assert sorted(store.ls("/small/report/data", detail=False)) == [
        "/small/report/data/details-0.js", "/small/report/data/mine.js"
    ]  # fmt: skip


def test_what_is_hidden_in_a_store_or_named_twice_there_is_no_part_of_the_corpus() -> None:
    store = fsspec.filesystem("memory")
    for name in ("a.jsonl", ".copydesk/siblings/traits.parquet", "deep/.hidden.txt", "deep/b.txt"):
        store.pipe_file(f"/paper/{name}", lines([article(3)]))
    for paths in (["memory://paper"], ["memory://paper/**"], ["memory://paper", "memory://paper/a.jsonl"]):
        found = [each.path.rpartition("/paper/")[2] for each in Corpus(paths).inputs]
        assert found == ["a.jsonl", "deep/b.txt"]


class _Remembering(fsspec.AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """A file system that answers from what it has listed before, as those of object stores do."""

    protocol = "remembering"
    cachable = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._under = fsspec.filesystem("memory")

    def ls(self, path: str, detail: bool = True, **_: Any) -> Any:
        path = self._strip_protocol(path)
        if path not in self.dircache:
            self.dircache[path] = self._under.ls(f"/{path}", detail=True)
        found = self.dircache[path]
        return found if detail else [each["name"] for each in found]

    def info(self, path: str, **_: Any) -> Any:
        folder, _, name = self._strip_protocol(path).rpartition("/")
        for each in self.dircache.get(folder, [self._under.info(f"/{folder}/{name}")]):
            if each["name"] == f"/{folder}/{name}":
                return each
        raise FileNotFoundError(path)

    def invalidate_cache(self, path: str | None = None) -> None:
        self.dircache.clear()

    def _open(self, path: str, mode: str = "rb", **_: Any) -> Any:
        if mode == "rb":
            self.info(path)
        return self._under.open(f"/{self._strip_protocol(path)}", mode)


def test_a_store_that_remembers_listings_shows_what_another_process_has_written() -> None:
    fsspec.register_implementation("remembering", _Remembering, clobber=True)
    store = Store("remembering://listed/report")
    assert store.names("shards") == []
    fsspec.filesystem("memory").pipe_file("/listed/report/shards/a.zip", b"done")
    assert store.names("shards") == ["a.zip"]
    fsspec.filesystem("memory").pipe_file("/listed/report/shards/b.zip", b"done too")
    assert store.read("shards/b.zip") == b"done too"
    assert store.names("shards") == ["a.zip", "b.zip"]


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

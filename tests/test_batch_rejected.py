"""What becomes of what cannot be read: a row with its reason, and its neighbours are judged."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checker.batch import lines as batch_lines
from checker.batch import rows as batch_rows
from checker.batch.records import LONGEST_NAME, LONGEST_TEXT
from tests.batch_corpus import COUNT, FAULT, article, lines, report, tables


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [article(n) for n in range(COUNT)]


def test_a_compressed_file_that_is_cut_off_gives_what_could_be_read_and_a_reason(
    tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    path, out = tmp_path / "a.jsonl.gz", tmp_path / "out"
    whole = gzip.compress(lines(rows), compresslevel=1)
    path.write_bytes(whole[: len(whole) * 4 // 5])
    report([path], out)
    found = tables(out)
    ids = [row["id"] for row in found["articles"]]
    assert 1000 < len(ids) < COUNT
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


def test_a_list_in_a_table_is_as_long_as_its_values_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_rows, "LONGEST_LINE", 1000)
    named = [None, ["a2"] * 500, ["a2"] * 501, [], ["a1"]]
    rows = [article(n, siblings=names) for n, names in enumerate(named)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    report([tmp_path / "a.parquet"], tmp_path / "out")
    found = tables(tmp_path / "out")
    assert [row["id"] for row in found["articles"]] == ["a0", "a1", "a3", "a4"]
    assert [(row["line"], row["reason"]) for row in found["rejected"]] == [(3, "too big: a value of 1,002 bytes")]

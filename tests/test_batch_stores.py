"""Corpora and reports in object stores."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checker.batch.planning import Corpus
from checker.batch.store import Store
from checker.errors import UsageError, WriteError
from tests import batch_corpus
from tests.batch_corpus import FAULT, article, lines, report


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


def test_a_bucket_whose_name_is_mistyped_is_not_made() -> None:
    class Buckets(_Remembering):
        """A store whose paths begin with a bucket."""

        protocol = "buckets"
        made: ClassVar[list[str]] = []

        def makedirs(self, path: str, exist_ok: bool = False) -> None:
            self.made.append(path)

    fsspec.register_implementation("buckets", Buckets, clobber=True)
    Store("buckets://mistyped/report").make()
    assert Buckets.made == []


def test_a_report_in_a_store_is_brought_here_to_be_compared() -> None:
    fsspec.filesystem("memory").pipe_file("/compared/run.json", b"{}")
    with Store("memory://compared").at_hand("run.json") as folder:
        assert (folder / "run.json").read_bytes() == b"{}"
    assert not folder.exists()
    with (
        pytest.raises(
            UsageError, match=r"^memory://compared: there is no finished corpus report in it \(a.parquet: no"
        ),
        Store("memory://compared").at_hand("run.json", "a.parquet"),
    ):
        pass


def test_a_full_disk_here_is_no_fault_of_the_report_in_the_store() -> None:
    import resource

    fsspec.filesystem("memory").pipe_file("/large/run.json", b" " * 100_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with (
            pytest.raises(WriteError, match=r"run\.json: could not be written \(File too large\)"),
            Store("memory://large").at_hand("run.json"),
        ):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

"""A shard is a pure function of what it holds, and keeps it as it is."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from checker.article import Article
from checker.batch.judging import Worker
from checker.batch.planning import Corpus
from checker.batch.records import LONGEST_NAME
from checker.batch.shards import Columns
from checker.settings import Settings
from tests.batch_corpus import FAULT, SETTINGS, article, job_for, kept, lines, report, tables


def test_a_shard_is_judged_alike_whatever_was_judged_before(corpus: Path, tmp_path: Path) -> None:
    job = job_for(tmp_path)
    shards = list(Corpus([str(corpus)]).shards(Columns()))
    with closing(Worker(job)) as worker:
        rising = [worker.tables(shard) for shard in shards]
    with closing(Worker(job)) as worker:
        falling = [worker.tables(shard) for shard in reversed(shards)][::-1]
    assert rising == falling
    assert len(shards) > 2


def test_a_worker_remembers_no_words_of_the_shards_before(corpus: Path, tmp_path: Path) -> None:
    from checker.matching.folding import fold

    job = job_for(tmp_path, Settings(select=("names",)))
    [shard, *_] = Corpus([str(corpus)]).shards(Columns())
    with closing(Worker(job)) as worker:
        worker.tables(shard)
    assert fold.cache_info().currsize == 0


def test_lines_that_recur_in_a_shard_are_known_to_be_furniture(tmp_path: Path) -> None:
    line = "Sign up here for the harbour letter of our paper"
    texts = ["\n\n".join([*(f"Boat {k} left pier {n} at dawn." for k in range(20)), line, "Rain."]) for n in range(40)]
    (tmp_path / "a.jsonl").write_bytes(lines({"id": str(n), "text": text} for n, text in enumerate(texts)))
    report([tmp_path / "a.jsonl"], tmp_path / "out", settings=Settings(select=("recurring-line",)))
    found = tables(tmp_path / "out")["findings"]
    assert {row["article"] for row in found} == {str(n) for n in range(40)}


def test_any_id_is_kept_as_it_is(tmp_path: Path) -> None:
    ids = [
        "../../etc/passwd",
        "a\nb",
        "<script>alert(1)</script>",
        "\x00",
        "'; DROP TABLE ids; --",
        "a" * LONGEST_NAME,
        "\u202e",
    ]
    (tmp_path / "a.jsonl").write_bytes(lines([{"id": i, "text": FAULT} for i in ids + ids]))
    report([tmp_path / "a.jsonl"], tmp_path / "out")
    found = tables(tmp_path / "out")
    assert [row["id"] for row in found["articles"]] == ids == [row["article"] for row in found["findings"]]
    assert [row["id"] for row in found["rejected"]] == ids


def test_half_a_character_becomes_a_sign_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"id": "x\\ud83d", "title": "\\udc00", "text": "It was was \\ud83d here."}\n')
    report([tmp_path / "a.jsonl"], tmp_path / "out")
    found = tables(tmp_path / "out")
    assert [(row["id"], row["title"]) for row in found["articles"]] == [("x\ufffd", "\ufffd")]
    assert found["findings"][0]["after"] == " \ufffd here."


def test_an_article_with_a_great_many_findings_keeps_them_all(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([{"id": "x", "text": "The board agreed agreed on it. " * 5000}]))
    report([tmp_path / "a.jsonl"], tmp_path / "out")
    found = tables(tmp_path / "out")
    assert len(found["findings"]) == found["articles"][0]["warnings"] == 5000


def test_a_shard_that_could_not_be_judged_whole_is_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([article(1)]))
    rule = SETTINGS.rules()[0]
    check = type(rule).check

    def troubled(self: Any, article: Article, context: Any) -> Any:
        context.services.gap(article.id, "the server did not answer")
        return check(self, article, context)

    out = tmp_path / "out"
    with monkeypatch.context() as trouble:
        trouble.setattr(type(rule), "check", troubled)
        report([tmp_path / "a.jsonl"], out)
    assert tables(out)["articles"][0]["unchecked"] == ["the server did not answer"]
    assert report([tmp_path / "a.jsonl"], out).judged == 1
    assert tables(out)["articles"][0]["unchecked"] == []
    assert [name for name in kept(out) if "incomplete" in name] == []

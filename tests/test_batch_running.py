"""A corpus run: the same bytes whatever the processes and interruptions, and nothing judged twice."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from checker.batch import merging
from checker.batch.judging import Failed, Job, Worker
from checker.batch.kept import Done
from checker.batch.local_runner import LocalRunner
from checker.batch.shards import Shard
from checker.batch.state import BusyError, locked
from checker.batch.store import Store
from checker.settings import Settings
from tests.batch_corpus import COUNT, article, content, kept, lines, report, tables


def test_of_articles_with_one_id_the_first_stays(corpus: Path, undisturbed: Path) -> None:
    found = tables(undisturbed)
    ids = [row["id"] for row in found["articles"]]
    assert len(ids) == len(set(ids)) == COUNT
    assert [(row["line"], row["id"], row["reason"].partition(":")[0]) for row in found["rejected"]] == [
        (11, "a9", "duplicate id"), (4001, "a9", "duplicate id"), (1, "a3", "duplicate id"), (3, None, "no text")
    ]  # fmt: skip


def test_findings_are_those_of_the_articles_that_stay(undisturbed: Path) -> None:
    found = tables(undisturbed)
    at_fault = [row["id"] for row in found["articles"] if row["warnings"]]
    assert [row["article"] for row in found["findings"]] == at_fault
    first = found["findings"][0]
    assert (first["article"], first["rule"], first["excerpt"], first["field"]) == (
        "a0",
        "repeated-word",
        "and and",
        "text",
    )
    assert first["before"] == "The harbour board met on Monday "
    assert first["after"].startswith(" agreed on a new ferry for the island.")
    assert first["before"] + first["excerpt"] + first["after"] in article(0)["text"]
    assert not first["after"].endswith("afterno")


@pytest.mark.parametrize("processes", [2, 3])
def test_the_number_of_processes_shows_nowhere(corpus: Path, undisturbed: Path, tmp_path: Path, processes: int) -> None:
    report([corpus], tmp_path / "out", runner=LocalRunner(processes, print))
    assert content(tmp_path / "out") == content(undisturbed)


def test_row_groups_are_of_one_size_whatever_the_shards(
    corpus: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr(merging, "_ROWS_IN_GROUP", 3000)
    report([corpus], tmp_path / "out")
    made = pq.read_metadata(tmp_path / "out" / "articles.parquet")
    assert [made.row_group(n).num_rows for n in range(made.num_row_groups)] == [3000, 3000, 1000]
    assert tables(tmp_path / "out") == tables(undisturbed)


class _Stopping:
    """A runner that judges some shards, then fails as a killed run does: without a word."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.judged: list[int] = []

    def run(self, shards: Iterable[Shard], job: Job) -> Iterator[Done | Failed]:
        with closing(Worker(job)) as worker:
            for shard in shards:
                if len(self.judged) == self.after:
                    raise KeyboardInterrupt
                self.judged.append(shard.number)
                yield worker.outcome(shard)


def test_a_run_goes_on_where_the_one_before_was_stopped(corpus: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        report([corpus], out, runner=_Stopping(2))
    before = kept(out)
    assert len(before) == 2
    rest = _Stopping(99)
    done = report([corpus], out, runner=rest)
    assert not {0, 1} & set(rest.judged)
    assert (done.known, done.judged) == (2, len(rest.judged))
    assert before.items() <= kept(out).items()
    assert content(out) == content(undisturbed)


def test_a_second_run_judges_nothing_and_says_that_the_report_was_there(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report([corpus], out)
    before = content(out)
    none = _Stopping(0)
    assert report([corpus], out, runner=none).was_there
    assert content(out) == before


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_report_that_was_touched_is_made_anew_without_judging(corpus: Path, tmp_path: Path, harm: str) -> None:
    out = tmp_path / "out"
    report([corpus], out)
    before = content(out)
    table = out / "findings.parquet"
    if harm == "gone":
        table.unlink()
    else:
        table.write_bytes(table.read_bytes()[:-1])
    assert report([corpus], out, runner=_Stopping(0)).judged == 0
    assert content(out) == before


def test_what_a_killed_run_was_writing_goes_and_files_of_the_user_stay(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report([corpus], out)
    (out / ".copydesk-0123456789abcdef.tmp").write_bytes(b"half a page")
    (out / "mine.txt").write_text("mine")
    (out / "findings.parquet").unlink()
    report([corpus], out)
    assert content(out).keys() == {*merging.TABLES, "run.json", "mine.txt"}


@pytest.mark.parametrize("harm", ["cut off", "overwritten", "empty"])
def test_a_kept_shard_that_is_damaged_is_judged_again(
    corpus: Path, undisturbed: Path, tmp_path: Path, harm: str
) -> None:
    out = tmp_path / "out"
    report([corpus], out)
    (out / "articles.parquet").unlink()
    shard = sorted((out / ".copydesk" / "shards").iterdir())[1]
    data = shard.read_bytes()
    middle = len(data) // 3
    harmed = {"cut off": data[:middle], "overwritten": data[:middle] + bytes(50) + data[middle + 50 :], "empty": b""}
    shard.write_bytes(harmed[harm])
    notes: list[str] = []
    assert report([corpus], out, notes=notes).judged == 1
    assert any("was damaged, and is judged again" in note for note in notes)
    assert content(out) == content(undisturbed)


def test_changed_settings_are_said_and_everything_is_judged_by_them(corpus: Path, tmp_path: Path) -> None:
    out, notes = tmp_path / "out", list[str]()
    report([corpus], out, notes=notes)
    assert notes == []
    before = kept(out)
    done = report([corpus], out, settings=Settings(select=("repeated-phrase",)), notes=notes)
    assert notes == ["the settings have changed since the last run (select): what hangs on them is judged again"]
    assert done.known == 0
    assert not kept(out).keys() & before.keys()
    assert tables(out)["findings"] == []


def test_what_is_new_in_a_corpus_is_all_that_is_judged(corpus: Path, tmp_path: Path) -> None:
    out, path = tmp_path / "out", tmp_path / "a.jsonl"
    data = (corpus / "a.jsonl").read_bytes()
    path.write_bytes(data)
    shards = report([path], out).judged
    path.write_bytes(data + lines([article(COUNT + 1)]))
    done = report([path], out)
    assert (done.known, done.judged) == (shards - 1, 1)
    assert tables(out)["articles"][-1]["id"] == f"a{COUNT + 1}"


def test_two_runs_do_not_write_one_report(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    store = Store(str(out))
    store.make()
    ready, end = multiprocessing.Event(), multiprocessing.Event()

    def hold() -> None:
        with locked(store):
            ready.set()
            end.wait(30)

    other = multiprocessing.get_context("fork").Process(target=hold)
    other.start()
    assert ready.wait(30)
    with pytest.raises(BusyError, match="another run is writing this report"):
        report([corpus], out)
    end.set()
    other.join()

"""A corpus run: the same bytes whatever the processes and interruptions, and nothing judged twice."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from checker.article import Article
from checker.batch import local_runner, merging
from checker.batch.judging import Failed, Job, Worker
from checker.batch.kept import Done
from checker.batch.local_runner import LocalRunner
from checker.batch.planning import Corpus
from checker.batch.records import LONGEST_NAME
from checker.batch.running import IncompleteError
from checker.batch.shards import Columns, Shard
from checker.batch.state import BusyError, locked
from checker.batch.store import Store
from checker.errors import WorkerLostError, WriteError
from checker.settings import Settings
from tests.batch_corpus import FAULT, PROSE, SETTINGS, article, content, job_for, kept, lines, report, tables

_COUNT = 7000
_COPYDESK = str(Path(sys.executable).with_name("copydesk"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few shards in two files, in which ids come back: in a shard, in the next, and in the other file."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = [article(n) for n in range(_COUNT)]
    rows[10]["id"] = rows[4000]["id"] = "a9"
    (folder / "a.jsonl").write_bytes(lines(rows))
    (folder / "b.jsonl").write_bytes(lines([article(3), article(_COUNT + 1), {"text": ""}, article(_COUNT + 2)]))
    return folder


@pytest.fixture(scope="module")
def undisturbed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a run that nothing disturbed."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    report([corpus], out)
    return out


def test_of_articles_with_one_id_the_first_stays(corpus: Path, undisturbed: Path) -> None:
    found = tables(undisturbed)
    ids = [row["id"] for row in found["articles"]]
    assert len(ids) == len(set(ids)) == _COUNT
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
    path.write_bytes(data + lines([article(_COUNT + 1)]))
    done = report([path], out)
    assert (done.known, done.judged) == (shards - 1, 1)
    assert tables(out)["articles"][-1]["id"] == f"a{_COUNT + 1}"


class _Meddling:
    """A runner before whose second shard something happens."""

    def __init__(self, happens: Any) -> None:
        self.happens = happens

    def run(self, shards: Iterable[Shard], job: Job) -> Iterator[Done | Failed]:
        with closing(Worker(job)) as worker:
            for shard in shards:
                if shard.number == 1:
                    self.happens()
                yield worker.outcome(shard)


def test_an_input_that_goes_away_leaves_no_report_and_the_next_run_goes_on(corpus: Path, tmp_path: Path) -> None:
    stories, away, out = tmp_path / "stories", tmp_path / "away", tmp_path / "out"
    stories.mkdir()
    for number in range(2500):
        (stories / f"{number:04}.txt").write_text(FAULT + PROSE)
    last = stories / "2499.txt"
    with pytest.raises(IncompleteError, match="gone or changed while the corpus was read"):
        report([stories], out, runner=_Meddling(lambda: last.rename(away)))
    assert not (out / "articles.parquet").exists()
    away.rename(last)
    done = report([stories], out)
    assert (done.known, done.judged) == (done.known, 1)
    report([stories], tmp_path / "whole")
    assert content(out) == content(tmp_path / "whole")


def test_what_is_away_for_a_while_is_not_judged_again(corpus: Path, tmp_path: Path) -> None:
    out, there, away = tmp_path / "out", tmp_path / "b.jsonl", tmp_path / "away"
    there.write_bytes((corpus / "b.jsonl").read_bytes())
    report([corpus / "a.jsonl", there], out)
    before, shards = content(out), kept(out)
    there.rename(away)
    assert report([corpus / "a.jsonl", there], out).judged == 1
    assert content(out) != before
    away.rename(there)
    assert report([corpus / "a.jsonl", there], out).judged == 0
    assert (content(out), kept(out)) == (before, shards)


@pytest.mark.parametrize("form", ["lines", "rows"])
def test_an_input_that_changes_leaves_no_report(tmp_path: Path, form: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [article(n) for n in range(_COUNT)]
    path, out = tmp_path / {"lines": "a.jsonl", "rows": "a.parquet"}[form], tmp_path / "out"

    def write(rows: list[dict[str, Any]]) -> None:
        if form == "lines":
            path.write_bytes(lines(rows))
        else:
            pq.write_table(pa.Table.from_pylist(rows), path)

    write(rows)
    other = [*rows[:-1], article(_COUNT - 1, text="Something else was written here, and it is as long as that was.")]
    with pytest.raises(IncompleteError, match="changed while the corpus was read"):
        report([path], out, runner=_Meddling(lambda: write(other)))
    report([path], out)
    assert tables(out)["articles"][-1]["words"] == 13


def test_a_full_disk_ends_in_one_line_and_the_next_run_goes_on(
    corpus: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    out = tmp_path / "out"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    sizes = [path.stat().st_size for path in (undisturbed / ".copydesk" / "shards").iterdir()]
    with monkeypatch.context() as limits:
        limits.setattr(signal, "SIGXFSZ", signal.SIGXFSZ)
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(sizes) - 1, before[1]))
        try:
            with pytest.raises(WriteError, match="File too large"):
                report([corpus], out, runner=LocalRunner(2, print))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not any("tmp" in path.name for path in out.rglob("*"))
    report([corpus], out)
    assert content(out) == content(undisturbed)


def test_a_full_disk_while_the_tables_are_merged_leaves_the_old_report(
    corpus: Path, tmp_path: Path, undisturbed: Path
) -> None:
    import resource

    out, path = tmp_path / "out", tmp_path / "a.jsonl"
    data = (corpus / "a.jsonl").read_bytes()
    path.write_bytes(data)
    report([path], out)
    old = content(out)
    path.write_bytes(lines([article(_COUNT + 2)]) + data)
    report([path], out)
    assert content(out) != old
    path.write_bytes(data)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(p.stat().st_size for p in (out / ".copydesk" / "shards").iterdir())
    assert largest < len(old["articles.parquet"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 1, before[1]))
    new = content(out)
    try:
        with pytest.raises(WriteError):
            report([path], out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert content(out) == new
    report([path], out)
    assert content(out) == old


def _judge_and_die(shard: Shard) -> Done | Failed:
    """As a worker of which the system takes the memory: each second shard costs one process, once."""
    assert local_runner._worker is not None
    mark = Path(local_runner._worker.job.out) / f"died-{shard.number}"
    if shard.number % 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return local_runner._worker.outcome(shard)


def _die(shard: Shard) -> Done | Failed:
    if shard.number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    assert local_runner._worker is not None
    return local_runner._worker.outcome(shard)


def test_a_run_survives_the_loss_of_processes(
    corpus: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_runner, "_judge", _judge_and_die)
    out = tmp_path / "out"
    report([corpus], out, runner=LocalRunner(2, print))
    marks = list(out.glob("died-*"))
    assert marks
    for mark in marks:
        mark.unlink()
    assert content(out) == content(undisturbed)


def test_a_shard_that_a_broken_pool_did_not_take_is_judged_by_the_next(
    corpus: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: list[int] = []

    class Pool(ProcessPoolExecutor):
        def submit(self, work: Any, /, *given: Any, **named: Any) -> Any:
            if given and given[0].number == 2 and not broken:
                broken.append(2)
                raise BrokenProcessPool
            return super().submit(work, *given, **named)

    monkeypatch.setattr(local_runner, "ProcessPoolExecutor", Pool)
    notes: list[str] = []
    report([corpus], tmp_path / "out", runner=LocalRunner(2, notes.append), notes=notes)
    assert broken
    assert notes == []
    assert content(tmp_path / "out") == content(undisturbed)


def test_what_costs_process_after_process_is_named(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_runner, "_judge", _die)
    with pytest.raises(WorkerLostError, match=r"a\.jsonl, from line [\d,]+ on: .* was killed 3 times"):
        report([corpus], tmp_path / "out", runner=LocalRunner(2, print))
    assert len(kept(tmp_path / "out")) >= 1


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


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(article(n, text=f"{FAULT}\n\n{PROSE * 9}\n\n{n}.") for n in range(3200)))
    command = [
        _COPYDESK,
        "report",
        "a.jsonl",
        "--select",
        "punctuation",
        "--tiers",
        "local",
        "--no-config",
        "-j",
        "2",
        "-o",
    ]
    begin = time.monotonic()
    subprocess.run([*command, "whole"], cwd=tmp_path, check=True, capture_output=True)
    took = time.monotonic() - begin
    moments = random.Random(5)
    for _ in range(3):
        process = subprocess.Popen(
            [*command, "out"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(moments.uniform(0.1, 1.0) * took)
        except subprocess.TimeoutExpired:
            before = kept(tmp_path / "out") if (tmp_path / "out" / ".copydesk" / "shards").is_dir() else {}
            process.send_signal(signal.SIGKILL)
            process.wait()
            _, present = before, kept(tmp_path / "out") if before else {}
            assert before.items() <= present.items()
    last = subprocess.run([*command, "out"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert last.returncode == 0, last.stderr
    assert content(tmp_path / "out") == content(tmp_path / "whole")


@pytest.mark.slow
def test_no_worker_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    (tmp_path / "a.jsonl").write_bytes(lines(article(n, text=PROSE * 60) for n in range(3000)))
    command = [_COPYDESK, "report", "a.jsonl", "--tiers", "local", "--no-config", "-j", "2", "-o", "out"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    workers: list[Any] = []
    until = time.monotonic() + 60
    while len(workers) < 2 and time.monotonic() < until:
        workers = psutil.Process(process.pid).children()
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert workers
    assert not alive

"""The step for datatrove, in pipelines of the real library."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

import copydesk.datatrove
from checker.errors import UsageError
from checker.services.services import ServiceUnavailableError
from copydesk import check
from copydesk.datatrove import CopydeskFilter

CLEAN = (
    "The council voted on Tuesday to keep the library open through the winter. Members of both parties spoke for the"
    " plan, which costs less than the one that they turned down in May. The mayor will sign it next week."
)
REPEATED = (
    "Two harbor pilots said, two harbor pilots said on Friday that the channel was too shallow. The port has promised"
    " to dredge it before the spring, when the larger ships are expected to come back."
)

GRADE = check(REPEATED).scores.grade


def _write(path: Path, records: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def _read(folder: Path) -> list[dict[str, Any]]:
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return sorted((json.loads(line) for line in lines), key=lambda record: str(record["id"]))


def _run(folder: Path, step: CopydeskFilter, **executor: Any) -> Any:
    return LocalPipelineExecutor(
        [JsonlReader(str(folder / "in")), step, JsonlWriter(str(folder / "kept"), compression=None)],
        logging_dir=str(folder / "logs"),
        **executor,
    ).run()


def test_a_pipeline_keeps_what_is_within_the_limits_and_writes_the_rest_with_its_reason(tmp_path: Path) -> None:
    _write(tmp_path / "in" / "a.jsonl", [{"id": "clean", "text": CLEAN}, {"id": "twice", "text": REPEATED}])
    dropped = JsonlWriter(str(tmp_path / "dropped"), compression=None)
    stats = _run(tmp_path, CopydeskFilter(most={"repeated-phrase": 0}, exclusion_writer=dropped), tasks=1)
    assert [record["id"] for record in _read(tmp_path / "kept")] == ["clean"]
    out = _read(tmp_path / "dropped")
    assert [(record["id"], record["metadata"]["filter_reason"]) for record in out] == [("twice", "repeated-phrase")]
    counted = next(step.stats for step in stats.stats if "copydesk" in step.name)
    assert counted["total"].total == 2
    assert counted["dropped_repeated-phrase"].total == 1
    assert counted["finding_repeated-phrase"].total == 1
    assert counted["grade_A"].total == 1


@pytest.mark.slow
def test_tasks_in_processes_of_their_own_answer_the_same(tmp_path: Path) -> None:
    for name in ("one", "two"):
        records = [{"id": f"{name}-{n}", "text": text} for n, text in enumerate((CLEAN, REPEATED, CLEAN))]
        _write(tmp_path / "in" / f"{name}.jsonl", records)
    _run(tmp_path, CopydeskFilter(least_grade="A", write_scores=True), tasks=2, workers=2)
    kept = _read(tmp_path / "kept")
    assert [record["id"] for record in kept] == ["one-0", "one-2", "two-0", "two-2"]
    assert {record["metadata"]["copydesk_grade"] for record in kept} == {"A"}


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"least_grade": "A"}, f"grade-{GRADE}"),
        ({"least_quality": 90}, "quality"),
        ({"most_noise": 0.01}, "noise"),
        ({"most": {"noise": 0}}, "noise"),
        ({"least_grade": "A", "most": {"repeated-phrase": 0}}, f"grade-{GRADE}"),
    ],
)
def test_each_limit_gives_its_reason_and_the_first_counts(limits: dict[str, Any], reason: str) -> None:
    step = CopydeskFilter(**limits)
    assert step.filter(Document(text=REPEATED, id="1")) == (False, reason)
    assert step.filter(Document(text=CLEAN, id="2")) is True


def test_without_limits_everything_is_kept() -> None:
    assert CopydeskFilter().filter(Document(text=REPEATED, id="1")) is True


def test_scores_go_into_the_metadata_where_asked_for() -> None:
    step = CopydeskFilter(write_scores=True)
    document = Document(text=REPEATED, id="1", metadata={"page": 3})
    step.filter(document)
    assert document.metadata["page"] == 3
    assert document.metadata["copydesk_grade"] in "ABCDEF"
    assert 0 < document.metadata["copydesk_quality"] < 100
    assert 0 < document.metadata["copydesk_noise"] < 1
    assert document.metadata["copydesk_errors"] + document.metadata["copydesk_warnings"] == 1
    assert document.metadata["copydesk_rules"] == "repeated-phrase"
    unwritten = Document(text=REPEATED, id="1")
    CopydeskFilter().filter(unwritten)
    assert unwritten.metadata == {}


def test_title_and_date_are_read_from_the_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    step = CopydeskFilter(title_key="headline", date_key="day")
    seen = []
    engine = copydesk.datatrove._engine(*step._told)
    judge = engine.check
    monkeypatch.setattr(engine, "check", lambda article, recurring: seen.append(article) or judge(article, recurring))
    step.filter(Document(text=CLEAN, id="1", metadata={"headline": "Library stays", "day": "2025-02-27T08:00:00Z"}))
    step.filter(Document(text=CLEAN, id="2", metadata={"headline": 7, "day": "soon", "source": None}))
    assert (seen[0].title, str(seen[0].date)) == ("Library stays", "2025-02-27")
    assert (seen[1].title, seen[1].date, seen[1].source) == ("", None, None)


def test_lines_that_recur_are_counted_over_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    step = CopydeskFilter()
    shared = []
    engine = copydesk.datatrove._engine(*step._told)
    judge = engine.check
    monkeypatch.setattr(engine, "check", lambda article, lines: shared.append(lines) or judge(article, lines))
    documents = [
        Document(text=f"{CLEAN}\nStory number {n}.\nFollow us on the usual channels", id=str(n)) for n in range(3)
    ]
    assert len(list(step.run(iter(documents)))) == 3
    assert "Follow us on the usual channels" in shared[0]
    shared.clear()
    assert len(list(step.run(iter(documents[:2])))) == 2
    assert shared == [frozenset(), frozenset()]


def test_a_process_makes_its_engine_once(monkeypatch: pytest.MonkeyPatch) -> None:
    copydesk.datatrove._engine.cache_clear()
    made = []
    engine = copydesk.datatrove.Engine
    monkeypatch.setattr(copydesk.datatrove, "Engine", lambda *args: made.append(1) or engine(*args))
    for rank in range(3):
        step = CopydeskFilter(least_grade="C")
        list(step.run(iter([Document(text=CLEAN, id=str(rank))]), rank, 3))
    assert made == [1]
    copydesk.datatrove._engine.cache_clear()


def test_a_tier_that_cannot_be_had_ends_the_task_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    step = CopydeskFilter()
    copydesk.datatrove._engine(*step._told)._missing["local"] = "the server is down"
    with pytest.raises(ServiceUnavailableError, match="the tier local could not run: the server is down"):
        step.filter(Document(text=CLEAN, id="1"))
    assert step.filter(Document(text=CLEAN, id="1")) is True


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"least_grade": "G"}, "no grade is named 'G'"),
        ({"most": {"repeated-phrases": 0}}, "did you mean “repeated-phrase”"),
        ({"most": {"repeated-phrase": 0}, "ignore": ("repeated-phrase",)}, "no rule or category that runs here"),
        ({"tiers": ("lokal",)}, "no tier is named “lokal”"),
    ],
)
def test_what_does_not_exist_is_said_when_the_pipeline_is_made(options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        CopydeskFilter(**options)


def test_the_words_of_a_configuration_count(tmp_path: Path) -> None:
    config = tmp_path / "copydesk.toml"
    config.write_text('ignore = ["repeated-phrase"]\n', encoding="utf-8")
    step = CopydeskFilter(most={"noise": 0}, config=str(config))
    assert step.filter(Document(text=REPEATED, id="1")) is True


def test_without_datatrove_one_line_says_what_to_install() -> None:
    code = "import sys; sys.modules['datatrove'] = None\nimport copydesk\nimport copydesk.datatrove"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last == "ImportError: copydesk.datatrove needs datatrove: pip install 'copydesk[datatrove]'"

"""`copydesk report --compare`: what is called a change, what is not, and what is said of the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import reports.corpus
from checker.cli.main import cli
from checker.errors import UsageError
from tests.corpus_tables import RUN, article, finding, write_tables


def corpus(folder: Path, sources: dict[str, tuple[int, int]], start: int = 0, **run: Any) -> Path:
    """A report in which each source has so many articles, of which so many are poor, because of page-furniture."""
    articles, findings = [], []
    for source, (number, poor) in sources.items():
        for i in range(number):
            name = f"{source}-{start + i}"
            rows = [finding(name, "page-furniture", source=source)] if i < poor else []
            articles.append(article(name, 20.0 + i % 5 if rows else 95.0 + i % 5, rows, source=source))
            findings += rows
    return write_tables(folder, articles, findings, run=RUN | run)


def test_a_source_is_worse_only_where_chance_can_hardly_explain_it(tmp_path: Path) -> None:
    old = corpus(tmp_path / "old", {"Large": (200, 20), "Small": (8, 1), "Same": (100, 10)})
    new = corpus(tmp_path / "new", {"Large": (200, 80), "Small": (8, 3), "Same": (100, 11)}, start=1000)
    found = reports.corpus.compare(old, new)
    verdicts = {standing.source: standing.verdict for standing in found.sources}
    assert verdicts == {"Large": "worse", "Small": "", "Same": ""}
    large = found.sources[0]
    assert large.poor.difference == pytest.approx(0.3)
    assert 0 < large.poor.low < 0.3 < large.poor.high
    assert large.quality
    assert large.quality.changed
    assert [(r.rule, r.old, r.new) for r in large.rules] == [("page-furniture", 0.1, 0.4)]
    small = next(s for s in found.sources if s.source == "Small")
    assert small.poor.low < 0 < small.poor.high
    assert small.quality is None
    assert [(r.rule, r.verdict) for r in found.rules] == [("page-furniture", "more")]


def test_a_comparison_the_other_way_round_turns_every_sign(tmp_path: Path) -> None:
    old = corpus(tmp_path / "old", {"Large": (200, 20)})
    new = corpus(tmp_path / "new", {"Large": (150, 60)})
    there, back = reports.corpus.compare(old, new), reports.corpus.compare(new, old)
    assert (there.sources[0].verdict, back.sources[0].verdict) == ("worse", "better")
    assert there.sources[0].poor.low == pytest.approx(-back.sources[0].poor.high)
    assert back.rules[0].verdict == "less"


def test_a_report_is_like_itself(tmp_path: Path) -> None:
    one = corpus(tmp_path / "one", {"A": (40, 7), "B": (12, 12), "": (30, 0)})
    found = reports.corpus.compare(one, one)
    assert not any(s.verdict for s in found.sources)
    assert not any(r.verdict for r in found.rules)
    assert found.in_both == 82
    assert found.same_settings
    text = str(found)
    assert "All articles: no sure change" in text
    assert "Sources: 0 of 3 changed" in text


def test_what_is_in_one_report_alone_is_named_and_not_judged(tmp_path: Path) -> None:
    rules = [rule for rule in RUN["rules"] if rule["name"] != "page-furniture"]
    old = corpus(tmp_path / "old", {"A": (40, 7), "Gone\nwith <it>": (40, 3)}, rules=rules, settings="other")
    new = corpus(tmp_path / "new", {"A": (40, 7), "Come": (40, 30)})
    found = reports.corpus.compare(old, new)
    assert [s.source for s in found.sources] == ["A"]
    assert found.rules == []
    text = str(found)
    assert "Sources only in the old report: Gone with <it>" in text
    assert "Sources only in the new report: Come" in text
    assert "Rules that ran only in the new report: page-furniture" in text
    assert "The two were judged otherwise" in text


def test_the_text_says_the_change_with_its_interval(tmp_path: Path) -> None:
    old = corpus(tmp_path / "old", {"Large": (200, 20), "B": (50, 5)})
    new = corpus(tmp_path / "new", {"Large": (200, 80), "B": (50, 5)})
    text = str(reports.corpus.compare(old, new))
    assert "  worse: Large\n    D or worse 10 % of 200 → 40 % of 200: +30.0 points (+" in text
    assert "    most in: page-furniture 10 % → 40 %" in text
    assert "Rules: 1 of 1 changed\n  more: page-furniture  in 10 % → 34 % of articles: +24.0 points (+" in text


def test_as_json_it_holds_every_source_and_rule(tmp_path: Path) -> None:
    one = corpus(tmp_path / "one", {"A": (40, 7), "B": (3, 1)})
    two = corpus(tmp_path / "two", {"A": (40, 9), "B": (3, 3)})
    found = json.loads(reports.corpus.compare(one, two).json())
    assert {s["source"] for s in found["sources"]} == {"A", "B"}
    assert set(found["sources"][0]["poor"]) == {"old", "new", "difference", "low", "high", "changed"}
    assert 0.95 <= found["source_level"] < 1


def test_the_command_compares_two_reports(tmp_path: Path) -> None:
    old = corpus(tmp_path / "old", {"Large\x1b[31m": (200, 20)})
    new = corpus(tmp_path / "new", {"Large\x1b[31m": (200, 80)}, start=1000)
    run = CliRunner().invoke(cli, ["report", "--compare", str(old), str(new)], standalone_mode=False)
    assert "worse: Large␛[31m" in run.output
    run = CliRunner().invoke(
        cli, ["report", "--compare", str(old), str(new), "--format", "json"], standalone_mode=False
    )
    assert json.loads(run.output)["sources"][0]["verdict"] == "worse"


def test_as_a_page_it_draws_every_interval_and_escapes_every_name(tmp_path: Path) -> None:
    hostile = '<script>alert(1)</script>" onclick="\u202ex'
    old = corpus(tmp_path / "old", {hostile: (200, 20), "Same & so": (20, 2), "<b>": (3, 1)})
    new = corpus(tmp_path / "new", {hostile: (200, 80), "Same & so": (20, 2), "<i>": (3, 1)})
    page = reports.corpus.compare(old, new).html()
    assert page.count("<script>") == 1
    assert "\u202e" not in page
    assert "Same &amp; so" in page
    assert not {"<b>,", "<i>,", "><b></p>"} & set(page.split())
    assert page.count("whisker changed") == 5  # all articles twice, one source twice, one rule
    assert page.count("whisker same") == 2
    assert "http" not in page.partition("</head>")[2]


def test_an_empty_report_can_be_compared(tmp_path: Path) -> None:
    one = corpus(tmp_path / "one", {"A": (4, 1)})
    none = corpus(tmp_path / "none", {})
    assert "There is nothing to compare." in str(reports.corpus.compare(one, none))


def test_a_folder_that_is_no_report_is_said_to_be_none(tmp_path: Path) -> None:
    one = corpus(tmp_path / "one", {"A": (4, 1)})
    with pytest.raises(UsageError, match="there is no finished corpus report"):
        reports.corpus.compare(one, tmp_path / "none")
    (one / "findings.parquet").write_bytes(b"not a table")
    with pytest.raises(UsageError, match="is no table of a corpus report"):
        reports.corpus.compare(one, one)

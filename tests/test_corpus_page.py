"""What a corpus report writes: its totals against a plain count, its bytes, its folder, its documentation."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import reports.corpus
from checker.errors import UsageError, WriteError
from checker.score import formula
from reports.corpus import chunks
from reports.corpus import tables as corpus_tables
from tests.corpus_tables import article, finding, random_corpus, write_tables

DOCUMENTATION = (Path(__file__).parent.parent / "docs" / "report.md").read_text("utf-8")


def written(folder: Path, *tables: Any) -> dict[str, Any]:
    """The totals of a report on these tables."""
    reports.corpus.write(write_tables(folder, *tables))
    summary: dict[str, Any] = json.loads((folder / "summary.json").read_text("utf-8"))
    return summary


def files(folder: Path) -> dict[str, bytes]:
    made = [folder / "index.html", folder / "summary.json", *(folder / "data").iterdir()]
    return {path.name: path.read_bytes() for path in made}


def value(folder: Path, name: str) -> Any:
    """What a file of the data hands over."""
    text = (folder / "data" / name).read_text("utf-8")
    return json.loads(text[text.index(",", text.index(",") + 1) + 1 : text.rindex(");")])


def test_the_totals_are_those_of_a_plain_count(tmp_path: Path) -> None:
    articles, findings = random_corpus(700, seed=4)
    summary = written(tmp_path, articles, findings)
    assert summary["articles"] == 700
    assert summary["words"] == sum(a["words"] for a in articles)
    assert summary["grades"] == {g: sum(a["grade"] == g for a in articles) for g in "ABCDEF"}
    assert summary["quality"] == pytest.approx(sum(a["quality"] for a in articles) / 700, abs=0.006)
    assert summary["findings"]["total"] == len(findings)
    assert {r["rule"]: r["findings"] for r in summary["rules"]} == Counter(f["rule"] for f in findings)
    assert {s["source"]: s["articles"] for s in summary["sources"]} == Counter(a["source"] for a in articles)
    months = Counter(str(a["date"])[:7] for a in articles)
    assert [(m["month"], m["articles"]) for m in summary["months"]] == sorted(months.items())
    [paper] = [s for s in summary["sources"] if s["source"] == "Paper 07"]
    of_it = [a for a in articles if a["source"] == "Paper 07"]
    assert paper["poor"]["articles"] == sum(a["grade"] in "DEF" for a in of_it)
    assert paper["poor"]["low"] <= paper["poor"]["share"] < paper["poor"]["high"]
    worst = min(articles, key=lambda a: (a["quality"], -a["errors"], -a["warnings"], -a["infos"], a["id"]))
    assert summary["worst"][0]["id"] == worst["id"]
    assert len(summary["worst"][0]["findings"]) == 3


def test_a_cluster_disagrees_where_an_article_of_it_has_findings_on_its_siblings(tmp_path: Path) -> None:
    evidence = [{"id": "b", "start": 0, "end": 4, "text": "nine", "why": "another number"}]
    rows = [finding("a", "quantity-differs", evidence=evidence), finding("c", "mojibake")]
    articles = [
        article("a", 80.0, rows[:1], cluster="ferry"),
        article("b", cluster="ferry"),
        article("c", 70.0, rows[1:], cluster="bridge"),
        article("d", cluster="bridge"),
    ]
    clusters = written(tmp_path, articles, rows)["clusters"]
    assert (clusters["clusters"], clusters["disagreeing"]) == (2, 1)
    [ferry] = clusters["most"]
    assert (ferry["cluster"], ferry["articles"], ferry["findings"]) == ("ferry", 2, 1)
    assert ferry["examples"][0]["evidence"][0]["text"] == "nine"


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    tables = random_corpus(900, seed=8)
    written(tmp_path / "one", *tables)
    written(tmp_path / "two", *tables)
    before = files(tmp_path / "one")
    assert files(tmp_path / "two") == before
    reports.corpus.write(tmp_path / "one")
    assert files(tmp_path / "one") == before
    assert not any(str(tmp_path).encode() in each for each in before.values())


def test_chunks_of_an_earlier_and_larger_report_go(tmp_path: Path) -> None:
    written(tmp_path, *random_corpus(1100))
    assert (tmp_path / "data" / "titles-1.js").exists()
    (tmp_path / "data.new").mkdir()  # what a run that was killed leaves
    (tmp_path / "data.new" / "titles-7.js").write_text("half")
    written(tmp_path, *random_corpus(30))
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["columns.js", "details-0.js", "titles-0.js"]
    assert not (tmp_path / "data.new").exists()


def test_a_folder_with_data_of_somebody_else_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "thesis.csv").write_text("years of work")
    with pytest.raises(UsageError, match="holds what no report wrote"):
        written(tmp_path, *random_corpus(3))
    assert (tmp_path / "data" / "thesis.csv").read_text() == "years of work"


def test_what_a_desktop_leaves_in_a_folder_is_no_hindrance(tmp_path: Path) -> None:
    written(tmp_path, *random_corpus(3))
    (tmp_path / "data" / ".DS_Store").write_bytes(b"\0")
    written(tmp_path, *random_corpus(4))
    assert len(value(tmp_path, "titles-0.js")[0]) == 4


@pytest.mark.parametrize("harm", ["other columns", "damaged"])
def test_tables_that_cannot_be_read_are_said_to_be_so(tmp_path: Path, harm: str) -> None:
    write_tables(tmp_path, *random_corpus(300))
    table = tmp_path / "articles.parquet"
    if harm == "damaged":
        data = bytearray(table.read_bytes())
        data[10:2000] = bytes(1990)
        table.write_bytes(data)
    else:
        pq.write_table(pa.table({"name": ["x"]}), table)
    for asked in (reports.corpus.write, lambda folder: reports.corpus.compare(folder, folder)):
        with pytest.raises(UsageError, match="a table is damaged, or is none of a corpus report"):
            asked(tmp_path)


def test_no_room_for_what_is_sorted_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tables(tmp_path, *random_corpus(300))
    monkeypatch.setattr(corpus_tables, "_MEMORY", "1MB")
    with pytest.raises(WriteError, match="is there room"):
        reports.corpus.write(tmp_path)


def test_of_a_very_large_corpus_the_worst_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "LISTED", 120)
    articles, findings = random_corpus(300)
    written(tmp_path, articles, findings)
    assert value(tmp_path, "columns.js")["count"] == 120
    ids, _ = value(tmp_path, "titles-0.js")
    worst = sorted(articles, key=lambda a: (a["quality"], -a["errors"], -a["warnings"], -a["infos"], a["id"]))
    assert ids == [a["id"] for a in worst[:120]]
    assert len(value(tmp_path, "details-0.js")) == 120


def test_of_an_article_with_many_findings_the_gravest_are_shown_in_their_order(tmp_path: Path) -> None:
    rows = [finding("a", "mixed-hyphenation", i) for i in range(80)]
    rows += [finding("a", "mojibake", i) for i in range(80, 100)]
    written(tmp_path, [article("a", 1.0, rows)], rows)
    [[*_, shown]] = value(tmp_path, "details-0.js")
    assert [row[0] for row in shown] == ["mixed-hyphenation"] * 30 + ["mojibake"] * 20


def test_a_rule_s_findings_are_counted_by_severity(tmp_path: Path) -> None:
    rows = [finding("a", "quantity-differs", i, severity="info" if i % 3 else "warning") for i in range(9)]
    [rule] = written(tmp_path, [article("a", 60.0, rows)], rows)["rules"]
    assert rule["severities"] == {"error": 0, "warning": 3, "info": 6}


def test_what_differs_is_bold_in_the_replacement_and_the_evidence(tmp_path: Path) -> None:
    evidence = [{"id": "b", "start": 0, "end": 1, "text": "Hugh Lamb & <b>", "why": "its spelling"}] * 2
    rows = [finding("a", "name-variant", excerpt="Hugh Lambe & <b>", replacement="Hugh Lamb & <b>", evidence=evidence)]
    written(tmp_path, [article("a", 90.0, rows)], rows)
    [[*_, shown]] = value(tmp_path, "details-0.js")
    change, quoted = shown[0][-2:]
    assert change == [["Hugh ", "Lambe", " & <b>"], ["Hugh ", "Lamb", " & <b>"]]
    assert quoted == [["b", ["Hugh ", "Lamb", " & <b>"], "its spelling", 2]]


def test_no_text_ends_a_script_or_a_line_of_it(tmp_path: Path) -> None:
    hostile = "</script><!-- \u2028 \u2029 & ]]>"
    rows = [finding("a", "mojibake", excerpt=hostile, message=hostile, source=hostile)]
    written(tmp_path, [article("a", 1.0, rows, title=hostile, source=hostile)], rows)
    for name, content in files(tmp_path).items():
        if name == "summary.json":  # no script
            continue
        text = content.decode()
        assert not {"\u2028", "\u2029"} & set(text)
        assert text.lower().count("</script") == (2 if name == "index.html" else 0)


def test_a_report_asks_for_the_tables_that_it_needs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no finished corpus report in it \(.*run.json\)"):
        reports.corpus.write(tmp_path)
    write_tables(tmp_path, [], [])
    (tmp_path / "rejected.parquet").unlink()
    with pytest.raises(UsageError, match=r"rejected.parquet is missing"):
        reports.corpus.write(tmp_path)
    (tmp_path / "run.json").write_text("[")
    with pytest.raises(UsageError, match=r"run.json: is no JSON"):
        reports.corpus.write(tmp_path)


def test_to_know_the_reports_takes_no_database(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['duckdb'] = sys.modules['pyarrow'] = None\n"
        "from checker.registry import corpus_report, report_names\n"
        "assert 'json' in report_names() and not {'page', 'summary', 'corpus'} & set(report_names())\n"
        "assert corpus_report().write\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_queries_of_the_documentation_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    articles, findings = random_corpus(400)
    articles += [article("good")]
    write_tables(tmp_path, articles, findings)
    monkeypatch.chdir(tmp_path)
    queries = re.findall(r"```sql\n(.*?)```", DOCUMENTATION, re.DOTALL)
    assert len(queries) == 3
    by_source, _, pairs = (duckdb.connect().execute(query).fetchall() for query in queries)
    assert by_source[0][1] == max(row[1] for row in by_source)
    assert {row[2] for row in by_source} <= {f["rule"] for f in findings}
    clean = {row[0] for row in duckdb.connect().execute("SELECT id FROM 'clean.parquet'").fetchall()}
    assert "good" in clean
    assert clean < {a["id"] for a in articles if a["grade"] in "AB"}
    assert len(pairs) == sum(f["rule"] == "quantity-differs" for f in findings)


def test_the_documentation_names_every_column_and_the_formula() -> None:
    from checker.batch.tables import ARTICLES, FINDINGS, REJECTED

    documented = [
        re.findall(r"`([a-z_]+)`", row.split("|")[1]) for row in DOCUMENTATION.splitlines() if row[:3] == "| `"
    ]
    columns = [name for row in documented for name in row]
    at = columns.index("article")
    assert columns[columns.index("id") : at] == ARTICLES.names
    assert columns[at:] == FINDINGS.names
    assert all(f"`{name}`" in DOCUMENTATION.partition("`rejected.parquet`: a row")[2] for name in REJECTED.names)
    unwrapped = " ".join(DOCUMENTATION.split())
    assert [sentence for sentence in formula() if sentence not in unwrapped] == []

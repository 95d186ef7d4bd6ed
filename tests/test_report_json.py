"""The JSON reports hold the public contract of docs/contract.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from checker.article import Article
from checker.engine import Defect
from checker.finding import Evidence, Finding, Replacement, Severity
from tests.reported import all_outcomes, clean, harbour, hostile, measured, outcome, rendered, unreadable

_SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "contract.schema.json").read_text("utf-8"))


def validate(value: object, name: str) -> None:
    schema = {"$defs": _SCHEMA["$defs"], "$ref": f"#/$defs/{name}"}
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(value)


def lines(text: str) -> list[dict[str, Any]]:
    assert text.endswith("\n")
    return [json.loads(line) for line in text[:-1].split("\n")]


def test_each_line_is_a_result_in_the_order_of_the_input() -> None:
    results = lines(rendered("jsonl", all_outcomes()))
    assert [r["id"] for r in results] == [o.article.id for o in all_outcomes()]
    for result in results:
        validate(result, "result")


def test_a_result_has_the_fields_of_the_contract_in_its_order() -> None:
    [result] = lines(rendered("jsonl", [harbour()]))
    assert list(result) == ["id", "path", "line", "tiers", "scores", "findings", "unchecked"]
    assert list(result["scores"]) == ["noise", "quality", "grade", "readability"]
    assert " ".join(result["findings"][0]) == (
        "rule category severity start end field message replacements evidence fingerprint"
    )
    named = next(f for f in result["findings"] if f["rule"] == "near-name")
    assert named["replacements"] == [{"text": "Marta Ruiz", "safe": False}]
    [evidence] = named["evidence"]
    assert list(evidence) == ["id", "start", "end", "text", "why"]
    assert harbour().article.text[evidence["start"] : evidence["end"]] == evidence["text"] == "Marta Ruiz"


def test_a_record_of_json_lines_gives_its_line_and_a_file_gives_null() -> None:
    of_record, of_file = lines(rendered("jsonl", [hostile(), clean()]))
    assert (of_record["line"], of_file["line"]) == (7, None)
    assert of_file["path"] == "wire/clean.txt"


def test_spans_count_code_points_of_their_field() -> None:
    [result] = lines(rendered("jsonl", [harbour()]))
    article = harbour().article
    marked = {(f["rule"], getattr(article, f["field"])[f["start"] : f["end"]]) for f in result["findings"]}
    assert {("repeated-word", "The the"), ("page-furniture", "ADVERTISEMENT")} <= marked


def test_a_lone_surrogate_comes_back_as_a_replacement_character_and_keeps_offsets() -> None:
    a = Article("id\udcff", "ab\ud800cd")
    f = Finding(
        "r", "typos", Severity.INFO, 3, 5, "“\ud800”.", "text", (Replacement("\udc00"),),
        (Evidence("\udcff", 0, 2, "\ud800", "why"),), "f"
    )  # fmt: skip
    [result] = lines(rendered("jsonl", [outcome(a, f)]))
    validate(result, "result")
    assert result["id"] == "id\ufffd"
    assert result["findings"][0]["replacements"][0]["text"] == "\ufffd"
    assert "ab\ud800cd"[result["findings"][0]["start"] :] == "cd"


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec=None, categories=None), max_size=30))
def test_any_text_stays_one_line_of_valid_json(text: str) -> None:
    a = Article(text, text, text)
    written = rendered("jsonl", [outcome(a, Finding("r", "typos", Severity.INFO, 0, len(text), text, fingerprint="f"))])
    [result] = lines(written)
    assert len(result["findings"][0]["message"]) == len(text)
    written.encode("utf-8")


def test_the_document_is_whole_and_counts_what_it_holds() -> None:
    document = json.loads(rendered("json", all_outcomes(), unreadable()))
    validate(document, "document")
    assert document["results"] == lines(rendered("jsonl", all_outcomes()))
    summary = document["summary"]
    assert summary["findings"] == sum(len(r["findings"]) for r in document["results"])
    assert sum(summary["grades"].values()) == summary["articles"] == 3
    assert sum(sum(n.values()) for n in summary["categories"].values()) == summary["findings"]
    assert [w["id"] for w in summary["worst"]] == ["wire/harbour.md", hostile().article.id]
    assert document["unreadable"][0]["path"] == "wire/broken<b>.txt"
    assert summary["unreadable"] == 1


@pytest.mark.parametrize("outcomes", [[], [clean()]])
def test_a_run_without_findings_or_articles_is_a_valid_document(outcomes: list[Any]) -> None:
    document = json.loads(rendered("json", outcomes))
    validate(document, "document")
    assert len(document["results"]) == document["summary"]["articles"] == len(outcomes)


def test_an_article_of_the_contract_is_what_the_reader_takes() -> None:
    validate({"id": "a", "text": "Said.", "title": "T", "date": "2025-02-25", "siblings": ["b"], "more": 1}, "article")


def test_what_could_not_be_judged_stands_in_the_result() -> None:
    from dataclasses import replace

    told = replace(clean(), gaps=("a paragraph was not checked",), missing=(("grammar", "there is no Java"),))
    [result] = lines(rendered("jsonl", [told]))
    validate(result, "result")
    assert result["unchecked"] == ["a paragraph was not checked", "the tier grammar could not run: there is no Java"]
    [judged] = lines(rendered("jsonl", [clean()]))
    assert judged["unchecked"] == []


def test_a_rule_that_failed_is_something_not_judged() -> None:
    from dataclasses import replace

    failed = replace(clean(), defects=(Defect("two-verbs", "a", "ValueError: out of ideas"),))
    [result] = lines(rendered("jsonl", [failed]))
    assert result["unchecked"] == ["the rule two-verbs failed (ValueError: out of ideas): a defect of the rule"]


def test_the_worst_articles_have_their_reading_ease_where_it_was_measured() -> None:
    document = json.loads(rendered("json", [harbour(), measured(48.2, hostile())]))
    validate(document, "document")
    assert [w["reading_ease"] for w in document["summary"]["worst"]] == [None, 48.2]

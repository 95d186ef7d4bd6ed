"""The HTTP API of the desk: what it answers, in the form that it promises, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from checker.serve import openapi
from checker.serve.requests import CheckBody, decoded
from tests.served import TEXT, TWICE, holds, served

_CONTRACT = Path(__file__).parent.parent / "docs" / "contract.schema.json"


@pytest.fixture(scope="module")
def desk() -> Iterator[httpx.Client]:
    with served("--no-config") as server, httpx.Client(base_url=server.address, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def description(desk: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = desk.get("/openapi.json").json()
    return found


def events(answer: httpx.Response) -> list[tuple[str, Any]]:
    blocks = [block.split("\n") for block in answer.text.split("\n\n") if block.startswith("event: ")]
    return [(block[0].removeprefix("event: "), json.loads(block[1].removeprefix("data: "))) for block in blocks]


def test_a_check_answers_with_a_result_of_the_contract(desk: httpx.Client) -> None:
    body = {"text": TEXT, "id": 7, "title": "Bridge to open", "date": "2025-02-27", "unheard": "of"}
    result = desk.post("/api/check", json=body).json()
    assert result["id"] == "7"
    assert [(f["rule"], f["start"], f["end"]) for f in result["findings"]] == [("repeated-word", *TWICE)]
    contract = json.loads(_CONTRACT.read_text("utf-8"))
    jsonschema.Draft202012Validator({**contract, "$ref": "#/$defs/result"}).validate(result)
    holds(result, "Judgement")


def test_a_muted_rule_finds_nothing(desk: httpx.Client) -> None:
    result = desk.post("/api/check", json={"text": TEXT, "ignore": ["repeated-word"]}).json()
    assert result["findings"] == []


def test_what_is_kept_is_neither_found_nor_weighed_nor_mended_nor_reported(desk: httpx.Client) -> None:
    body = {"text": "She said that the the bridge is open. He said that the the road is not."}
    first, second = desk.post("/api/check", json=body).json()["findings"]
    all_kept = {**body, "keep": [first["fingerprint"], second["fingerprint"], "of something else"]}
    kept = desk.post("/api/check", json=all_kept).json()
    assert (kept["findings"], kept["scores"]["quality"]) == ([], 100)
    assert kept["kept"] == all_kept["keep"][:2]
    holds(kept, "Judgement")
    assert "stands twice" not in desk.post("/api/report", json=all_kept).text

    one_kept = {**body, "keep": [second["fingerprint"]]}
    assert desk.post("/api/check", json=one_kept).json()["findings"] == [first]
    fixed = desk.post("/api/fix", json=one_kept).json()["text"]
    assert fixed == "She said that the bridge is open. He said that the the road is not."


def test_an_unknown_rule_or_tier_is_refused_with_what_is_meant(desk: httpx.Client) -> None:
    answer = desk.post("/api/check", json={"text": TEXT, "ignore": ["repeated-wrod"]})
    assert answer.status_code == 400
    assert "did you mean “repeated-word”?" in answer.json()["error"]
    answer = desk.post("/api/check/stream", json={"text": TEXT, "tiers": ["grammar"]})
    assert (answer.status_code, "not one of this server" in answer.json()["error"]) == (400, True)


def test_a_date_that_cannot_be_understood_is_told_and_passed_over(desk: httpx.Client) -> None:
    result = desk.post("/api/check", json={"text": TEXT, "date": "yesterday"}).json()
    assert "“yesterday” is ignored" in result["unchecked"][0]


def test_offsets_count_code_points(desk: httpx.Client) -> None:
    result = desk.post("/api/check", json={"text": f"😀 {TEXT}"}).json()
    assert (result["findings"][0]["start"], result["findings"][0]["end"]) == (TWICE[0] + 2, TWICE[1] + 2)


@pytest.mark.parametrize("text", ["", " ", "\x00", "a\r\nb", "\ufeff", "é" * 1000, "( " * 5000])
def test_any_text_is_judged(desk: httpx.Client, text: str) -> None:
    assert desk.post("/api/check", json={"text": text}).status_code == 200


@pytest.mark.parametrize(
    ("escaped", "read"),
    [
        (rb"\ud83d", "\ufffd"),
        (rb"\ude00\ud83d", "\ufffd\ufffd"),
        (rb"\uD83D\ud83d\uDE00\ude00", "\ufffd😀\ufffd"),
        (rb"\ud83d\\ude00", "\ufffd\\ude00"),
        (rb"\\ud83d\\\ud83d\n", "\\ud83d\\\ufffd\n"),
    ],
)
def test_half_a_character_from_a_browser_is_read_as_a_sign(escaped: bytes, read: str) -> None:
    assert decoded(b'{"text": "' + escaped + b'"}', CheckBody).text == read


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "no JSON"),
        (b'{"text": "\\ud83d"', "no JSON"),
        (b"[]", "expected `object`"),
        (b"{}", "missing required field `text`"),
        (b'{"text": 5}', "expected `str`"),
        (b'{"text": "a", "ignore": "b"}', "expected `array | null`"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, ""),
    ],
)
def test_a_body_that_is_no_article_is_refused_in_a_sentence(desk: httpx.Client, body: bytes, said: str) -> None:
    answer = desk.post("/api/check", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert said in answer.json()["error"]


def test_only_json_is_taken_for_json(desk: httpx.Client) -> None:
    answer = desk.post("/api/check", content=b'{"text": "a"}', headers={"Content-Type": "text/plain"})
    assert (answer.status_code, list(answer.json())) == (415, ["error"])


def test_a_stream_gives_the_result_and_ends(desk: httpx.Client) -> None:
    answer = desk.post("/api/check/stream", json={"text": TEXT})
    assert answer.headers["content-type"].startswith("text/event-stream")
    (first, result), last = events(answer)
    assert (first, last) == ("result", ("done", {}))
    assert (result["tiers"], result["findings"][0]["rule"]) == (["local"], "repeated-word")
    holds(result, "Judgement")


def test_a_stream_that_is_refused_on_the_way_says_why_in_a_note(desk: httpx.Client) -> None:
    (kind, note), last = events(desk.post("/api/check/stream", json={"text": TEXT, "ignore": ["no-rule"]}))
    assert (kind, last) == ("note", ("done", {}))
    assert "no rule or category is named “no-rule”" in note["message"]


def test_safe_replacements_are_made_till_none_is_left(desk: httpx.Client) -> None:
    body = {"text": "She said that the the the bridge will open.", "title": "The the bridge"}
    fixed = desk.post("/api/fix", json=body).json()
    assert (fixed["text"], fixed["title"]) == ("She said that the bridge will open.", "The bridge")
    assert fixed["applied"][0]["rule"] == "repeated-word"
    holds(fixed, "Fixed")


def test_replacements_that_need_a_look_are_made_only_when_asked_for(desk: httpx.Client) -> None:
    body = {"text": "He goverment fell on Monday. The goverment has not said why."}
    found = desk.post("/api/check", json=body).json()["findings"]
    unsafe = [f for f in found if f["replacements"] and not any(r["safe"] for r in f["replacements"])]
    kept = desk.post("/api/fix", json=body).json()
    made = desk.post("/api/fix", json={**body, "safe_only": False}).json()
    assert unsafe
    assert kept["text"].count("goverment") == 2
    assert made["text"].count("government") == 2


def test_the_report_is_a_page_to_keep(desk: httpx.Client) -> None:
    answer = desk.post("/api/report", json={"text": TEXT, "title": "Bridge to open"})
    assert answer.headers["content-disposition"] == 'attachment; filename="copydesk-report.html"'
    assert "<h1" in answer.text
    assert "repeated-word" in answer.text


def test_rules_are_listed_and_explained(desk: httpx.Client) -> None:
    listed = desk.get("/api/rules").json()
    assert {"repeated-word", "misspelled-word"} <= {rule["name"] for rule in listed}
    rule = desk.get("/api/rules/repeated-word").json()
    assert list(rule["explanation"])[:3] == ["What it finds", "Why it matters", "Example"]
    holds(rule, "RuleExplained")
    assert desk.get("/api/rules/no-such-rule").status_code == 404


def test_the_status_says_which_tiers_there_are(desk: httpx.Client) -> None:
    status = desk.get("/api/status").json()
    tiers = {tier["name"]: tier for tier in status["tiers"]}
    assert (tiers["local"]["available"], tiers["grammar"]["available"]) == (True, False)
    assert "--tiers local,grammar" in tiers["grammar"]["why"]
    holds(status, "Status")


def test_a_server_without_the_tier_siblings_compares_nothing_and_says_how_to_start_it(desk: httpx.Client) -> None:
    answer = desk.post("/api/compare", json={"article": {"text": TEXT}, "siblings": [{"text": TEXT}]})
    assert (answer.status_code, "--tiers local,siblings" in answer.json()["error"]) == (409, True)


def test_every_route_is_described_and_every_description_has_a_route(description: dict[str, Any]) -> None:
    from checker.serve.app import make_app
    from checker.serve.judging import Setup
    from checker.services.settings import ServiceSettings
    from checker.settings import Settings

    paths = {getattr(route, "path", "") for route in make_app(Setup(Settings(), ServiceSettings())).routes}
    undescribed = {"/", "/desk", "/openapi.json", "/v2", "/v2/{action:path}"}
    assert paths - undescribed == set(description["paths"])


def test_the_description_refers_to_what_is_there(description: dict[str, Any]) -> None:
    assert description == json.loads(json.dumps(openapi.description()))
    schemas = description["components"]["schemas"]
    text = json.dumps(description)
    refs = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert refs
    assert refs <= set(schemas)
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_what_is_not_there_is_told_in_json(desk: httpx.Client) -> None:
    assert (desk.get("/nothing").status_code, list(desk.get("/nothing").json())) == (404, ["error"])
    assert (desk.get("/api/check").status_code, list(desk.get("/api/check").json())) == (405, ["error"])
    assert desk.get("/desk/../app.py").status_code == 404
    assert desk.get("/desk/%2e%2e/app.py").status_code == 404


def test_the_page_and_its_files_are_there(desk: httpx.Client) -> None:
    page = desk.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert desk.get("/desk/main.js").headers["content-type"].startswith("text/javascript")

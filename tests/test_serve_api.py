"""The HTTP API of the desk: what it answers, in the form that it promises, and what it refuses."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from checker.serve.requests import CheckBody, decoded
from tests.served import TEXT, TWICE, served

_CONTRACT = Path(__file__).parent.parent / "docs" / "contract.schema.json"


@pytest.fixture(scope="module")
def desk() -> Iterator[httpx.Client]:
    with served("--no-config") as server, httpx.Client(base_url=server.address, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def description(desk: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = desk.get("/openapi.json").json()
    return found


def holds(value: Any, name: str, description: dict[str, Any]) -> None:
    """Holds a value to a schema of the API's description."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)


def events(answer: httpx.Response) -> list[tuple[str, Any]]:
    blocks = [block.split("\n") for block in answer.text.split("\n\n") if block.startswith("event: ")]
    return [(block[0].removeprefix("event: "), json.loads(block[1].removeprefix("data: "))) for block in blocks]


def test_a_check_answers_with_a_result_of_the_contract(desk: httpx.Client, description: dict[str, Any]) -> None:
    body = {"text": TEXT, "id": 7, "title": "Bridge to open", "date": "2025-02-27", "unheard": "of"}
    result = desk.post("/api/check", json=body).json()
    assert result["id"] == "7"
    assert [(f["rule"], f["start"], f["end"]) for f in result["findings"]] == [("repeated-word", *TWICE)]
    contract = json.loads(_CONTRACT.read_text("utf-8"))
    jsonschema.Draft202012Validator({**contract, "$ref": "#/$defs/result"}).validate(result)
    holds(result, "Judgement", description)


def test_a_muted_rule_finds_nothing(desk: httpx.Client) -> None:
    result = desk.post("/api/check", json={"text": TEXT, "ignore": ["repeated-word"]}).json()
    assert result["findings"] == []


def test_what_is_kept_is_neither_found_nor_weighed_nor_mended_nor_reported(
    desk: httpx.Client, description: dict[str, Any]
) -> None:
    body = {"text": "She said that the the bridge is open. He said that the the road is not."}
    first, second = desk.post("/api/check", json=body).json()["findings"]
    all_kept = {**body, "keep": [first["fingerprint"], second["fingerprint"], "of something else"]}
    kept = desk.post("/api/check", json=all_kept).json()
    assert (kept["findings"], kept["scores"]["quality"]) == ([], 100)
    assert kept["kept"] == all_kept["keep"][:2]
    holds(kept, "Judgement", description)
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


def test_a_stream_gives_the_result_and_ends(desk: httpx.Client, description: dict[str, Any]) -> None:
    answer = desk.post("/api/check/stream", json={"text": TEXT})
    assert answer.headers["content-type"].startswith("text/event-stream")
    (first, result), last = events(answer)
    assert (first, last) == ("result", ("done", {}))
    assert (result["tiers"], result["findings"][0]["rule"]) == (["local"], "repeated-word")
    holds(result, "Judgement", description)


def test_a_stream_that_is_refused_on_the_way_says_why_in_a_note(desk: httpx.Client) -> None:
    (kind, note), last = events(desk.post("/api/check/stream", json={"text": TEXT, "ignore": ["no-rule"]}))
    assert (kind, last) == ("note", ("done", {}))
    assert "no rule or category is named “no-rule”" in note["message"]


def test_safe_replacements_are_made_till_none_is_left(desk: httpx.Client, description: dict[str, Any]) -> None:
    body = {"text": "She said that the the the bridge will open.", "title": "The the bridge"}
    fixed = desk.post("/api/fix", json=body).json()
    assert (fixed["text"], fixed["title"]) == ("She said that the bridge will open.", "The bridge")
    assert fixed["applied"][0]["rule"] == "repeated-word"
    holds(fixed, "Fixed", description)


def test_replacements_that_need_a_look_are_made_only_when_asked_for(desk: httpx.Client) -> None:
    body = {"text": "He goverment fell on Monday. The goverment has not said why."}
    found = desk.post("/api/check", json=body).json()["findings"]
    unsafe = [f for f in found if f["replacements"] and not any(r["safe"] for r in f["replacements"])]
    kept = desk.post("/api/fix", json=body).json()
    made = desk.post("/api/fix", json={**body, "safe_only": False}).json()
    assert unsafe
    assert kept["text"].count("goverment") == 2
    assert made["text"].count("government") == 2


@pytest.mark.parametrize(
    ("name", "content", "title", "text", "kind"),
    [
        ("a.txt", "Ænglisc\r\ntwo".encode("utf-16"), "", "Ænglisc\ntwo", "plain"),
        ("a.md", b"# Head\n\nSome *prose*.", "Head", "Some prose.", "markdown"),
        ("a.html", b"<h1>Head</h1><p>Some &amp; prose.<script>no()</script>", "Head", "Some & prose.", "html"),
        ("../../etc/a.md", b"# Head\n\nSome *prose*.", "Head", "Some prose.", "markdown"),
    ],
)  # fmt: skip
def test_a_file_is_read_by_its_name(
    desk: httpx.Client, description: dict[str, Any], name: str, content: bytes, title: str, text: str, kind: str
) -> None:
    read = desk.post("/api/read", params={"name": name}, content=content).json()
    assert read == {"title": title, "text": text, "kind": kind, "stets": []}
    holds(read, "Prose", description)


def test_the_stets_of_a_file_are_told_with_the_prose_that_they_keep(
    desk: httpx.Client, description: dict[str, Any]
) -> None:
    content = (
        "# The the bridge\n\nThe mayor said that the the bridge will open. <!-- stet names repeated-word -->\n\n"
        "He said that the the road is late.\n\n<!-- stet-file typos -->\n<!-- stet-end -->\n"
    )
    read = desk.post("/api/read", params={"name": "a.md"}, content=content).json()
    holds(read, "Prose", description)
    told = [(stet["rules"], read[stet["field"]][stet["start"] : stet["end"]]) for stet in read["stets"]]
    assert told == [
        (["names", "repeated-word"], "The mayor said that the the bridge will open."),
        (["typos"], "The the bridge"),
        (["typos"], read["text"]),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "# The `a a` script\n\nShe wrote ``b `b`` and <!-- stet names --> `c c` twice twice.\n"),
        (
            "a.html",
            "<h1>The <code>a a</code> script</h1><p>She wrote <kbd>b `b</kbd> and <!-- stet names -->"
            " <code><i>c</i>\nc</code> twice twice.",
        ),
    ],
)
def test_code_in_a_sentence_is_shown_and_kept(desk: httpx.Client, name: str, content: str) -> None:
    read = desk.post("/api/read", params={"name": name}, content=content).json()
    assert (read["title"], read["text"]) == ("The a a script", "She wrote b `b and c c twice twice.")
    kept = {(*stet["rules"], read[stet["field"]][stet["start"] : stet["end"]]) for stet in read["stets"]}
    assert kept == {("names", read["text"]), ("a a",), ("b `b",), ("c c",)}


def test_a_page_is_read_in_the_encoding_that_it_declares(desk: httpx.Client) -> None:
    page = '<meta charset="windows-1251"><p>Мэр города открыл мост.</p>'.encode("windows-1251")
    assert desk.post("/api/read", params={"name": "a.html"}, content=page).json()["text"] == "Мэр города открыл мост."


def test_a_report_of_ours_is_no_article(desk: httpx.Client) -> None:
    page = desk.post("/api/report", json={"text": TEXT}).content
    answer = desk.post("/api/read", params={"name": "report.html"}, content=page)
    assert (answer.status_code, "a report of copydesk" in answer.json()["error"]) == (415, True)


def word_file(paragraphs: list[tuple[str, str]], more: dict[str, bytes] | None = None) -> bytes:
    """A .docx of paragraphs, each with the name of its style."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    files = {
        "[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns='
        b'"http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{relations}"><Relationship Id="r1" '
        f'Type="{office}" Target="word/document.xml"/></Relationships>'.encode(),
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body>'
        f"</w:document>".encode(),
        "word/styles.xml": f'<?xml version="1.0"?><w:styles xmlns:w="{space}"><w:style w:type="paragraph" '
        f'w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'.encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, **(more or {})}.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_word_file_gives_its_headline_and_paragraphs(desk: httpx.Client) -> None:
    data = word_file(
        [("Heading1", "Bridge to open"), ("Normal", "The mayor &amp; council."), ("Normal", "It is late.")]
    )
    read = desk.post("/api/read", params={"name": "Story.DOCX"}, content=data).json()
    assert read["kind"] == "docx"
    assert "Bridge to open" in (read["title"], read["text"].split("\n")[0])
    assert "The mayor & council." in read["text"]


def test_a_word_file_that_unpacks_to_gigabytes_is_refused(desk: httpx.Client) -> None:
    bomb = word_file([("Normal", "x")], {"word/media/zeros": bytes(120_000_000)})
    answer = desk.post("/api/read", params={"name": "a.docx"}, content=bomb)
    assert len(bomb) < 1_000_000
    assert (answer.status_code, "unpacks to" in answer.json()["error"]) == (413, True)


def test_a_word_file_whose_entities_multiply_is_refused(desk: httpx.Client) -> None:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {n} "{f"&{last};" * 10}">' for last, n in pairwise(names))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">{entities}]><d>&j;</d>'
    data = word_file([("Normal", "x")], {"word/document.xml": bomb.encode()})
    answer = desk.post("/api/read", params={"name": "a.docx"}, content=data)
    assert answer.status_code in (413, 415)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"PK\x03\x04 no archive", "no Word file"),
        ("a.docx", b"A plain text.", "no Word file"),
        ("a.docx", b"", "the file is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not text but binary data; send plain text"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj", "a PDF is not read here"),
        ("a.txt", b"  \n", "there is no prose in it"),
        ("many.jsonl", b'{"text": "a"}\n', "JSON lines hold many articles"),
    ],
)
def test_a_file_without_prose_is_refused_by_name(desk: httpx.Client, name: str, content: bytes, said: str) -> None:
    answer = desk.post("/api/read", params={"name": name}, content=content)
    assert answer.status_code == 415
    assert answer.json()["error"].startswith(f"{name}: {said}")


def test_the_report_is_a_page_to_keep(desk: httpx.Client) -> None:
    answer = desk.post("/api/report", json={"text": TEXT, "title": "Bridge to open"})
    assert answer.headers["content-disposition"] == 'attachment; filename="copydesk-report.html"'
    assert "<h1" in answer.text
    assert "repeated-word" in answer.text


def test_rules_are_listed_and_explained(desk: httpx.Client, description: dict[str, Any]) -> None:
    listed = desk.get("/api/rules").json()
    assert {"repeated-word", "misspelled-word"} <= {rule["name"] for rule in listed}
    rule = desk.get("/api/rules/repeated-word").json()
    assert list(rule["explanation"])[:3] == ["What it finds", "Why it matters", "Example"]
    holds(rule, "RuleExplained", description)
    assert desk.get("/api/rules/no-such-rule").status_code == 404


def test_the_status_says_which_tiers_there_are(desk: httpx.Client, description: dict[str, Any]) -> None:
    status = desk.get("/api/status").json()
    tiers = {tier["name"]: tier for tier in status["tiers"]}
    assert (tiers["local"]["available"], tiers["grammar"]["available"]) == (True, False)
    assert "--tiers local,grammar" in tiers["grammar"]["why"]
    holds(status, "Status", description)


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

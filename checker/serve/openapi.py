"""The description of the API in OpenAPI 3.1; its schemas are made from the types that the API reads and writes."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from checker.serve.judging import Judgement
from checker.serve.limits import Limits
from checker.serve.requests import CheckBody, CompareBody
from checker.version import VERSION

_SUMMARY = (
    "Finds what translation, spinning, scraping or haste left in an article. Offsets are half-open and count code"
    " points, but under /v2, which is LanguageTool’s API, where they count UTF-16 units."
)
_JSON, _FORM, _PLAIN = "application/json", "application/x-www-form-urlencoded", "text/plain"


class Difference(msgspec.Struct):
    """Two spans, of the article's and of the sibling's text, that say different things, and what differs."""

    start: int
    end: int
    sibling_start: int
    sibling_end: int
    what: str


class Beside(msgspec.Struct):
    """What a sibling has in the place of a sentence; `score` says how near it is."""

    id: str
    start: int
    end: int
    text: str
    score: float
    differences: list[Difference]


class Row(msgspec.Struct):
    """A sentence of the article and what the siblings have in its place."""

    start: int
    end: int
    text: str
    siblings: list[Beside]


class Comparison(msgspec.Struct):
    """An article beside its siblings."""

    rows: list[Row]


class Applied(msgspec.Struct, rename={"is_": "is"}):
    """A replacement that was made."""

    rule: str
    field: str
    message: str
    was: str
    is_: str


class Fixed(msgspec.Struct):
    """An article with its replacements made."""

    text: str
    title: str
    applied: list[Applied]


class Kept(msgspec.Struct):
    """A stretch of the prose that a stet in the file keeps from `rules`, which names rules and categories, or from all
    where it is empty; `field` is text or title."""

    rules: list[str]
    field: str
    start: int
    end: int


class Prose(msgspec.Struct):
    """The prose of a file; `kind` is plain, markdown, html or docx. `note` says what else the file holds,
    where it holds more than this article."""

    title: str
    text: str
    kind: str
    stets: list[Kept]
    note: str | msgspec.UnsetType = msgspec.UNSET


class RuleInShort(msgspec.Struct):
    """A rule."""

    name: str
    category: str
    severity: str
    tier: str
    summary: str


class RuleExplained(RuleInShort):
    """A rule with its explanation, by heading, and as a page in Markdown with examples."""

    explanation: dict[str, str]
    markdown: str


class Tier(msgspec.Struct):
    """A tier; `why` says why it is not available."""

    name: str
    available: bool
    why: str


class Status(msgspec.Struct):
    """What the server can do."""

    version: str
    tiers: list[Tier]


class Error(msgspec.Struct):
    """What went wrong, and what to do."""

    error: str


_TYPES = (CheckBody, CompareBody, Judgement, Comparison, Fixed, Prose, RuleInShort, RuleExplained, Status, Error)


@cache
def description() -> dict[str, Any]:
    """The document that /openapi.json is."""
    _, schemas = msgspec.json.schema_components(_TYPES, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "copydesk", "version": VERSION, "description": _SUMMARY},
        "paths": {**_desk(), **_languagetool()},
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{}, {"token": []}],
    }


def _desk() -> dict[str, Any]:
    check, compare = _body("CheckBody"), _body("CompareBody")
    limit = Limits().file_bytes
    file = {
        "required": True,
        "content": {"*/*": {"schema": {"type": "string", "format": "binary", "maxLength": limit}}},
    }
    name = {"name": "name", "required": True, "schema": {"type": "string"}}
    stream = (
        "The same as server-sent events: `result` with the first tier, then one each time a slower tier has judged too,"
        " each with everything so far; `note` with a `message`; `done` at the end."
    )
    return {
        "/api/check": {"post": _operation("Check an article.", _ref("Judgement"), body=check)},
        "/api/check/stream": {"post": _operation(stream, {"type": "string"}, "text/event-stream", body=check)},
        "/api/compare": {"post": _operation("Lay an article beside siblings.", _ref("Comparison"), body=compare)},
        "/api/fix": {"post": _operation("Make the replacements of an article.", _ref("Fixed"), body=check)},
        "/api/read": {
            "post": _operation(
                "Give the prose of a file: plain text, Markdown, HTML or .docx, by its name.",
                _ref("Prose"),
                body=file,
                parameters=[{**name, "in": "query"}],
            )
        },
        "/api/report": {
            "post": _operation("Give the HTML report on an article.", {"type": "string"}, "text/html", body=check)
        },
        "/api/rules": {"get": _operation("List the rules.", {"type": "array", "items": _ref("RuleInShort")})},
        "/api/rules/{name}": {
            "get": _operation("Explain a rule.", _ref("RuleExplained"), parameters=[{**name, "in": "path"}])
        },
        "/api/status": {"get": _operation("Say what the server can do.", _ref("Status"))},
    }


def _languagetool() -> dict[str, Any]:
    texts = "text data language preferredVariants motherTongue enabledRules disabledRules enabledCategories".split()
    named = {name: {"type": "string"} for name in (*texts, "disabledCategories", "level", "mode")}
    fields = {**named, "enabledOnly": {"type": "boolean"}}
    form = {"required": True, "content": {_FORM: {"schema": {"type": "object", "properties": fields}}}}
    query = [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()]
    anything = {"type": "object"}
    refused = {"description": "What LanguageTool says of it.", "content": {_PLAIN: {"schema": {"type": "string"}}}}
    check = "LanguageTool’s check; its own manual describes parameters and answer."

    def told(summary: str, schema: dict[str, Any], kind: str = _JSON, **more: Any) -> dict[str, Any]:
        return {**_operation(summary, schema, kind, **more), "tags": ["LanguageTool"]}

    posted, got = told(check, anything, body=form), told(check, anything, parameters=query)
    language = {"name": "language", "in": "query", "required": True, "schema": {"type": "string"}}
    for operation in (posted, got):
        operation["responses"]["default"] = refused
    return {
        "/v2/check": {"post": posted, "get": got},
        "/v2/languages": {"get": told("List the languages.", {"type": "array", "items": anything})},
        "/v2/info": {"get": told("Say what the server is.", anything)},
        "/v2/healthcheck": {"get": told("Say OK.", {"type": "string"}, _PLAIN)},
        "/v2/configinfo": {"get": told("List the rules for a language.", anything, parameters=[language])},
        "/v2/maxtextlength": {"get": told("Say how many characters a text may have.", {"type": "string"}, _PLAIN)},
    }


def _operation(
    summary: str,
    schema: dict[str, Any],
    kind: str = _JSON,
    *,
    body: dict[str, Any] | None = None,
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    failed = {"description": "What went wrong.", "content": {_JSON: {"schema": _ref("Error")}}}
    operation: dict[str, Any] = {"summary": summary}
    if parameters:
        operation["parameters"] = parameters
    if body:
        operation["requestBody"] = body
    ok = {"description": "As asked.", "content": {kind: {"schema": schema}}}
    return {**operation, "responses": {"200": ok, "default": failed}}


def _body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {_JSON: {"schema": _ref(name)}}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}

"""Who may use the desk, and what it takes from whom it does not know."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from checker.serve.app import make_app
from checker.serve.judging import Setup
from checker.serve.limits import Limits
from checker.services.settings import ServiceSettings
from checker.settings import Settings

_SETUP = Setup(Settings(), ServiceSettings())
_HOME = "http://127.0.0.1:8765"
_TOKEN = "a-token-that-nobody-knows"


def asked(app: Starlette, use: Callable[[httpx.AsyncClient], Coroutine[Any, Any, Any]], home: str = _HOME) -> Any:
    """What a use of the app comes to; no worker process is started before it is needed."""

    async def run() -> Any:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=home, timeout=60) as client:
            return await use(client)

    return asyncio.run(run())


def answer(
    method: str, path: str, headers: dict[str, str] | None = None, app: Starlette | None = None, **more: Any
) -> httpx.Response:
    found: httpx.Response = asked(
        app or make_app(_SETUP), lambda client: client.request(method, path, headers=headers, **more)
    )
    return found


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:8765"])
def test_this_machines_own_names_are_answered(host: str) -> None:
    assert answer("GET", "/api/status", {"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["desk.example.com", "desk.example.com:8765", "127.0.0.1.example.com", "127.0.0.1:80:80", "", "[::1", "a]:1"],
)
@pytest.mark.parametrize("path", ["/", "/api/status", "/v2/languages", "/desk/main.js", "/openapi.json"])
def test_a_name_that_leads_here_from_elsewhere_is_refused(host: str, path: str) -> None:
    refused = answer("GET", path, {"Host": host})
    assert (refused.status_code, list(refused.json())) == (403, ["error"])


@pytest.mark.parametrize(
    "origin",
    ["https://example.com", "http://localhost:3000", "null", "http://127.0.0.1", "file://", "http://127.0.0.1:87650"],
)
@pytest.mark.parametrize("path", ["/api/check", "/api/check/stream", "/api/read", "/v2/check"])
def test_pages_of_others_cannot_post(origin: str, path: str) -> None:
    assert answer("POST", path, {"Origin": origin}).status_code == 403


def test_the_desks_own_page_can_post() -> None:
    for origin in (_HOME, "https://127.0.0.1:8765"):  # TLS may end before us
        assert answer("POST", "/v2/check", {"Origin": origin}).status_code == 400


@pytest.mark.parametrize("origin", ["chrome-extension://abc", "moz-extension://abc", "safari-web-extension://abc"])
def test_add_ons_of_browsers_can_use_languagetools_api_alone(origin: str) -> None:
    asked_ = answer("POST", "/v2/check", {"Origin": origin})
    assert asked_.status_code == 400  # there is no text, but it was heard
    assert asked_.headers["access-control-allow-origin"] == origin
    ahead = answer("OPTIONS", "/v2/check", {"Origin": origin, "Access-Control-Request-Method": "POST"})
    assert (ahead.status_code, ahead.headers["access-control-allow-origin"]) == (204, origin)
    assert answer("POST", "/api/check", {"Origin": origin}).status_code == 403


def test_a_page_elsewhere_is_not_told_that_it_may_read() -> None:
    refused = answer("OPTIONS", "/v2/check", {"Origin": "https://example.com"})
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_page_elsewhere_embeds_is_refused(site: str) -> None:
    assert answer("GET", "/api/status", {"Sec-Fetch-Site": site}).status_code == 403
    assert answer("GET", "/v2/check?text=a", {"Sec-Fetch-Site": site}).status_code == 403
    assert answer("GET", "/", {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}).status_code == 403


def test_a_link_elsewhere_may_lead_to_the_desk() -> None:
    assert answer("GET", "/", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/desk/main.js", "/api/status", "/nothing", "/v2/nothing"])
def test_every_answer_carries_the_policy(path: str) -> None:
    headers = answer("GET", path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] in ("no-store", "no-cache")
    assert "server" not in headers


def test_a_defect_is_answered_with_the_policy_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.serve.desk.Desk.status", lambda _: 1 / 0)
    failed = answer("GET", "/api/status")
    assert (failed.status_code, "a defect of copydesk" in failed.json()["error"]) == (500, True)
    assert "default-src 'none'" in failed.headers["content-security-policy"]


def public(**more: Any) -> Starlette:
    return make_app(_SETUP, token=_TOKEN, **more)


def test_in_public_nothing_is_given_without_the_token() -> None:
    for path in ("/", "/desk/main.js", "/api/status", "/openapi.json"):
        refused = answer("GET", path, app=public())
        assert (refused.status_code, list(refused.json())) == (401, ["error"])
        assert refused.headers["www-authenticate"] == "Bearer"
    for path in ("/v2/languages", "/v2/healthcheck"):
        refused = answer("GET", path, app=public())
        assert (refused.status_code, refused.text[:7]) == (401, "Error: ")
        assert refused.headers.get_list("www-authenticate") == ["Bearer", 'Basic realm="copydesk"']
    for given in ("Bearer wrong", "Bearer", f"bearer {_TOKEN}x", "Basic !!!", "Basic", _TOKEN):
        assert answer("GET", "/api/status", {"Authorization": given}, app=public()).status_code == 401
    assert answer("GET", "/?token=wrong", app=public()).status_code == 401
    assert answer("GET", f"/api/status?token={_TOKEN}", app=public()).status_code == 401


def test_the_token_opens_as_bearer_and_as_a_password_under_any_name() -> None:
    basic = base64.b64encode(f"desk:{_TOKEN}".encode()).decode()
    for given in (f"Bearer {_TOKEN}", f"Basic {basic}"):
        headers = {"Authorization": given, "Host": "desk.example.com"}
        assert answer("GET", "/api/status", headers, app=public()).status_code == 200


def test_a_page_elsewhere_cannot_post_even_with_the_token() -> None:
    headers = {"Authorization": f"Bearer {_TOKEN}", "Origin": "https://example.com"}
    assert answer("POST", "/api/check", headers, app=public()).status_code == 403


def test_the_token_in_the_address_becomes_a_cookie_that_scripts_and_other_sites_do_not_get() -> None:
    async def use(client: httpx.AsyncClient) -> list[httpx.Response]:
        return [await client.get(f"/?token={_TOKEN}&a=b"), await client.get("/api/status")]

    entry, after = asked(public(), use)
    # A redirect would lose the cookie after a link on another site; a page of our own that goes on does not.
    assert (entry.status_code, entry.headers["cache-control"]) == (200, "no-store")
    assert 'content="0; url=/?a=b"' in entry.text
    assert '<a href="/?a=b">' in entry.text
    assert _TOKEN not in entry.text
    cookie = entry.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert after.status_code == 200


def test_what_else_the_address_says_cannot_write_into_the_page_that_goes_on() -> None:
    entry = answer("GET", f"/?token={_TOKEN}&%22%3E%3Cscript%3E='&c=d", app=public())
    assert "<script" not in entry.text
    assert "&amp;c=d" in entry.text


def test_a_person_without_the_token_is_told_what_to_open() -> None:
    page = answer("GET", "/", {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, app=public())
    assert (page.status_code, page.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert "/?token=…" in page.text


def test_the_cookie_is_kept_to_tls_where_a_proxy_ends_that() -> None:
    plain = answer("GET", f"/?token={_TOKEN}", app=public())
    behind = answer("GET", f"/?token={_TOKEN}", {"X-Forwarded-Proto": "https"}, app=public())
    assert ["Secure" in found.headers["set-cookie"] for found in (plain, behind)] == [False, True]


def test_a_body_that_is_too_large_is_refused_whatever_it_says_of_its_size() -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(100_000)

    app = make_app(_SETUP, limits=Limits(json_bytes=1_000_000, file_bytes=1_000_000))
    for path in ("/api/read?name=a.txt", "/v2/check"):
        assert answer("POST", path, app=app, content=endless()).status_code == 413
    told = answer("POST", "/api/check", app=app, json={"text": "a" * 1_000_000})
    assert (told.status_code, told.json()["error"]) == (413, "send at most 1,000,000 bytes")


def test_an_article_that_is_too_long_is_refused_with_its_length() -> None:
    app = make_app(_SETUP, limits=Limits(text_characters=100))
    body = {"text": "short", "siblings": [{"text": "a" * 101}]}
    for path in ("/api/check", "/api/check/stream", "/api/report"):
        refused = answer("POST", path, app=app, json=body)
        assert refused.status_code == 413
        assert "may have 100 characters, not 101" in refused.json()["error"]
    assert answer("POST", "/api/fix", app=app, json={"text": "a" * 101}).status_code == 413
    many = {"text": "a" * 100, "siblings": [{"text": "a" * 100}] * 4}
    assert answer("POST", "/api/check", app=app, json=many).status_code == 413


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def stalled() -> AsyncIterator[bytes]:
        yield b'{"text": '
        await asyncio.sleep(30)

    app = make_app(_SETUP, limits=Limits(body_seconds=0.2))
    headers = {"Content-Type": "application/json"}
    assert answer("POST", "/api/check", headers, app=app, content=stalled()).status_code == 408


def test_large_bodies_are_not_held_all_at_once() -> None:
    app = make_app(_SETUP, limits=Limits(held_bytes=1_500_000, small_bytes=1_000))

    async def one(client: httpx.AsyncClient, size: int) -> httpx.Response:
        async def slowly() -> AsyncIterator[bytes]:
            yield bytes(size)
            await asyncio.sleep(0.5)

        return await client.post("/api/check", content=slowly(), headers={"Content-Type": "application/json"})

    async def use(client: httpx.AsyncClient) -> list[httpx.Response]:
        return [
            *await asyncio.gather(one(client, 1_000_000), one(client, 1_000_000), one(client, 900)),
            await one(client, 1_000_000),
        ]

    first, second, small, later = asked(app, use)
    assert sorted((first.status_code, second.status_code)) == [400, 503]
    assert small.status_code == later.status_code == 400
    assert "1" in (first.headers.get("retry-after"), second.headers.get("retry-after"))

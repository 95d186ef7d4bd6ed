"""The desk and its server: away, busy, without a tier, in public."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import PATIENCE
from tests.desk_in_browser import FAULTY, Opener, note, paste
from tests.served import served

pytestmark = pytest.mark.slow


def test_an_absent_server_is_said_and_tried_again(open_desk: Opener) -> None:
    page = open_desk()
    page.context.set_offline(True)
    paste(page, FAULTY)
    expect(page.get_by_role("alert")).to_contain_text("Your text is safe in this tab; it is tried again in 1 second.")
    page.context.set_offline(False)
    expect(note(page, "repeated-word")).to_have_count(1)
    expect(page.locator("#banner")).to_be_hidden()
    assert all("ERR_INTERNET_DISCONNECTED" in line for line in open_desk.complaints)
    open_desk.complaints.clear()


def test_a_desk_in_public_that_was_started_anew_says_how_to_come_in(open_desk: Opener) -> None:
    page = open_desk()
    page.route(
        "**/api/check/stream", lambda route: route.fulfill(status=401, json={"error": "send the token"}), times=1
    )
    paste(page, FAULTY)
    expect(page.get_by_role("alert")).to_contain_text("Open the address that it has printed, best in this tab")
    expect(note(page, "repeated-word")).to_have_count(1)  # as soon as the browser is known again
    expect(page.locator("#banner")).to_be_hidden()
    open_desk.complaints.clear()  # the browser itself notes the refusal


def test_a_comparison_that_fails_for_now_is_tried_again(open_desk: Opener) -> None:
    page = open_desk()
    busy = json.dumps({"error": "the server has much to do"})
    page.route("**/api/compare", lambda route: route.fulfill(status=503, body=busy), times=1)
    page.get_by_role("button", name="Try an example").click()
    expect(page.locator("#siblings-hint")).to_have_text("The server has much to do")
    expect(page.locator(".sibling.found")).to_have_count(1)
    expect(page.locator("#siblings-hint")).to_be_hidden()


def test_a_server_without_the_tier_siblings_says_in_their_panel_how_to_start_it(open_desk: Opener) -> None:
    page = open_desk()
    tiers = [{"name": name, "available": name == "local", "why": ""} for name in ("local", "siblings")]
    page.route("**/api/status", lambda route: route.fulfill(json={"version": "1", "tiers": tiers}))
    how = {"error": "the server was started without the tier"}
    page.route("**/api/compare", lambda route: route.fulfill(status=409, json=how))
    page.reload()
    expect(page.locator("#version")).to_have_text("copydesk 1")
    page.get_by_role("button", name="Try an example").click()
    expect(page.locator("#siblings-hint")).to_have_text("The server was started without the tier")
    open_desk.complaints.clear()  # the browser itself notes the refusal


def test_a_link_on_another_site_leads_to_a_desk_in_public(chromium: Browser) -> None:
    with served("--no-config", "--public") as server, page_with_links(server.address, server.line) as elsewhere:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(elsewhere)
        page.get_by_text("the desk", exact=True).click()
        expect(page.get_by_text("This desk needs a token.")).to_be_visible()
        page.goto(elsewhere)
        page.get_by_text("the desk with its token").click()
        expect(page.locator("#version")).to_contain_text("copydesk")
        assert page.url == server.address + "/"
        page.goto(elsewhere)
        page.get_by_text("the desk", exact=True).click()  # the token is known now
        expect(page.locator("#version")).to_contain_text("copydesk")
        assert page.evaluate("document.cookie") == ""
        page.close()


@contextmanager
def page_with_links(address: str, line: str) -> Iterator[str]:
    """A page of another site (by its name, for a port makes none) with links to a desk that has said that line."""
    token = line.partition("?token=")[2].split()[0]
    links = f'<a href="{address}/">the desk</a> <a href="{address}/?token={token}">the desk with its token</a>'

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(links.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()

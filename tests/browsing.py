"""A real browser, and pages in it that keep what they ask for and complain of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WIDE, PHONE = (1280, 900), (390, 844)
PATIENCE = 60_000  # ms; the first to need the encoder waits for it, and machines that test are busy


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, while which is open no other event loop can run in the thread."""
    path = shutil.which("chromium")
    assert path, "no chromium on the path: `make browser` installs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        expect.set_options(timeout=PATIENCE)
        yield started
        started.close()


class Pages:
    """The pages that a test has open."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def new(self, size: tuple[int, int], scheme: str, **more: Any) -> Page:
        """An empty page that knows nothing of the others; `more` goes to its context."""
        width, height = size
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light", **more
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def close(self) -> None:
        """Closes them all."""
        for context in self._contexts:
            context.close()

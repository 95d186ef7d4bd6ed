"""The desk in a real browser, against the real server: for tests that meet it as an editor does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.served import served

_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WIDE, PHONE = (1280, 900), (390, 844)
PATIENCE = 60_000  # ms; the first to need the encoder waits for it, and machines that test are busy
_ROOT = Path(__file__).parent.parent
DESK_FILES = _ROOT / "checker" / "serve" / "desk"
SEEDS = {path.name[:3]: path for path in sorted((_ROOT / "seeds").glob("0*.txt"))}
TWICE = "two U.S. officials said, two U.S. officials said"
TWO_FAULTS = "The mayor said that the the bridge opens on Monday. He said said that it was fine."
FAULTY = "The mayor said that the the bridge opens on Monday, and nobody asked what it has cost so far."


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


@contextmanager
def desk_with_siblings(models: Path, folder: Path) -> Iterator[str]:
    """Where a server of the tiers local and siblings answers, whose cache, in a folder, is empty but for an export."""
    (folder / "cache").mkdir()
    (folder / "cache" / "models").symlink_to(models, target_is_directory=True)
    house = folder / "house.toml"
    house.write_text(f"[cache]\nfolder = {json.dumps(str(folder / 'cache'))}\n", "utf-8")
    with served("--tiers", "local,siblings", "--offline", "--config", str(house)) as desk:
        yield desk.address + "/"


class Opener:
    """Opens the desk, and keeps what it asked for and complained of."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self.address = browser, address
        self._contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def __call__(self, size: tuple[int, int] = WIDE, scheme: str = "light", text: str = "") -> Page:
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address)
        page.wait_for_selector("[data-ready]", state="attached")
        if text:
            paste(page, text)
            checked(page)
        return page

    def close(self) -> None:
        """Closes what was opened; nothing may have gone wrong in it, or have been asked of another address."""
        for context in self._contexts:
            context.close()
        # A busy server may say so; the desk tries again.
        assert [line for line in self.complaints if "503" not in line] == []
        assert [url for url in self.requests if not url.startswith((self.address, "blob:" + self.address))] == []


def paste(page: Page, text: str) -> None:
    """Puts a text on the clipboard, and from there into the article."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator("#text").focus()
    page.keyboard.press("Control+v")


def checked(page: Page) -> None:
    """Waits until the server has said all that it has to say."""
    expect(page.locator("html[data-checked]")).to_be_attached()


def article(page: Page) -> str:
    """The text of the article."""
    return page.locator("#text").input_value()


def note(page: Page, rule: str) -> Locator:
    """The notes of a rule."""
    return page.locator(f'.note[data-rule="{rule}"]')


def marked(page: Page) -> list[str]:
    """The words that are underlined, those of each finding together, in the order of the text."""
    pieces = page.locator(".field.text .mark").evaluate_all(
        "pieces => pieces.map(piece => [piece.dataset.key, piece.textContent])"
    )
    words: dict[str, str] = {}
    for key, text in pieces:
        words[key] = words.get(key, "") + text
    return list(words.values())

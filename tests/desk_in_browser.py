"""The desk in a real browser, against the real server: for tests that meet it as an editor does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import PATIENCE, WIDE, Pages
from tests.served import served

_ROOT = Path(__file__).parent.parent
DESK_FILES = _ROOT / "checker" / "serve" / "desk"
SEEDS = {path.name[:3]: path for path in sorted((_ROOT / "seeds").glob("0*.txt"))}
TWICE = "two U.S. officials said, two U.S. officials said"
TWO_FAULTS = "The mayor said that the the bridge opens on Monday. He said said that it was fine."
FAULTY = "The mayor said that the the bridge opens on Monday, and nobody asked what it has cost so far."


@contextmanager
def desk_with_siblings(models: Path, folder: Path) -> Iterator[str]:
    """Where a server of the tiers local and siblings answers, whose cache, in a folder, is empty but for an export."""
    (folder / "cache").mkdir()
    (folder / "cache" / "models").symlink_to(models, target_is_directory=True)
    house = folder / "house.toml"
    house.write_text(f"[cache]\nfolder = {json.dumps(str(folder / 'cache'))}\n", "utf-8")
    with served("--tiers", "local,siblings", "--offline", "--config", str(house)) as desk:
        yield desk.address + "/"


class Opener(Pages):
    """Opens the desk."""

    def __init__(self, browser: Browser, address: str) -> None:
        super().__init__(browser)
        self.address = address

    def __call__(self, size: tuple[int, int] = WIDE, scheme: str = "light", text: str = "") -> Page:
        page = self.new(size, scheme, permissions=["clipboard-read", "clipboard-write"])
        page.set_default_timeout(PATIENCE)
        page.goto(self.address)
        page.wait_for_selector("[data-ready]", state="attached")
        if text:
            paste(page, text)
            checked(page)
        return page

    def close(self) -> None:
        """Closes what was opened; nothing may have gone wrong in it, or have been asked of another address."""
        super().close()
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

"""The page of a corpus report in a real browser, opened from the disk as a reader opens it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

import reports.corpus
from tests.browsing import WIDE, Pages
from tests.corpus_tables import article, finding, random_corpus, write_tables

HURT = '"><script>window.hurt = 1</script><img src=x onerror="window.hurt = 2">'
TURNED = "\u202egnihtemos txet desrever\u202c \u2066isolated\u2069 line\u2028line"
HOSTILE = f"{HURT}</script><!--{TURNED}' onclick='window.hurt = 3' __proto__ ${{style}} \x00\x1b[31m"


def write_reports(base: Path) -> dict[str, Path]:
    """Writes reports into a folder: of many articles, of hostile text, of none."""
    articles, findings = random_corpus(2400)
    articles[7] |= {"title": "The only eclipse", "id": "Eclipse/7", "source": "", "date": None}
    rejected = [{"path": "wire.jsonl", "line": 9, "id": None, "reason": "has no text"}]
    written = {
        "many": write_tables(base / "many", articles, findings, rejected),
        "hostile": write_tables(base / "hostile", *_hostile(), [dict.fromkeys(("path", "id", "reason"), HOSTILE)]),
        "empty": write_tables(base / "empty", [], [], rejected),
    }
    for folder in written.values():
        reports.corpus.write(folder)
    return written


def _hostile() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    evidence = [{"id": HOSTILE, "start": 0, "end": 3, "text": HOSTILE, "why": HOSTILE}]
    texts = ("article", "path", "source", "before", "excerpt", "after", "message", "replacement")
    rows = [
        finding("x", rule, evidence=evidence) | dict.fromkeys(texts, HOSTILE)
        for rule in ("mojibake", "quantity-differs")
    ] + [finding("x", "mojibake", article=HOSTILE) | {"rule": HOSTILE, "category": HOSTILE}]
    named = dict.fromkeys(("path", "source", "title", "language", "cluster"), HOSTILE)
    articles = [
        article(HOSTILE, 12.0, rows, **named, date=date(2024, 2, 29), unchecked=[HOSTILE]),
        article("__proto__", 50.0, source="__proto__", cluster=HOSTILE, date=date(1, 1, 1)),
        article("תשע", 50.0, title="ספינה abc 12", source="العربية", date=date(9999, 12, 31)),
    ]
    return articles, rows


class Opener(Pages):
    """Opens a report."""

    def __init__(self, browser: Browser, folders: dict[str, Path]) -> None:
        super().__init__(browser)
        self._folders = folders

    def __call__(self, name: str, size: tuple[int, int] = WIDE, scheme: str = "light", anchor: str = "") -> Page:
        page = self.new(size, scheme)
        page.goto((self._folders[name] / "index.html").as_uri() + anchor)
        page.wait_for_selector(".ready", state="attached")
        return page


def settled(page: Page) -> Page:
    """The page once its list stands."""
    page.wait_for_selector("#articles:not([aria-busy])", state="attached")
    return page


def column(page: Page, number: int) -> list[str]:
    return page.locator(f".list tbody tr:not(.opened) > :nth-child({number})").all_inner_texts()


def told(page: Page) -> str:
    return settled(page).locator(".count").inner_text()

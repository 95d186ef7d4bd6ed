"""The page of a corpus report in a real browser, opened from the disk as a reader opens it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import reports.corpus
from reports.corpus.chunks import TITLES
from tests.corpus_tables import article, finding, multiplied, random_corpus, write_tables

pytestmark = pytest.mark.slow

_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WIDE, PHONE = (1280, 900), (390, 844)
HURT = '"><script>window.hurt = 1</script><img src=x onerror="window.hurt = 2">'
TURNED = "\u202egnihtemos txet desrever\u202c \u2066isolated\u2069 line\u2028line"
HOSTILE = f"{HURT}</script><!--{TURNED}' onclick='window.hurt = 3' __proto__ ${{style}} \x00\x1b[31m"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "no chromium on the path: `make browser` installs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("a folder #1 [of] reports?")
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


class Opener:
    """Opens a page and keeps what it asked for and complained of."""

    def __init__(self, browser: Browser, folders: dict[str, Path]) -> None:
        self._browser, self._folders = browser, folders
        self.contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def __call__(self, name: str, size: tuple[int, int] = WIDE, scheme: str = "light", anchor: str = "") -> Page:
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if scheme == "dark" else "light"
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto((self._folders[name] / "index.html").as_uri() + anchor)
        page.wait_for_selector(".ready", state="attached")
        return page


@pytest.fixture
def open_page(browser: Browser, folders: dict[str, Path]) -> Iterator[Opener]:
    opener = Opener(browser, folders)
    yield opener
    for context in opener.contexts:
        context.close()


def settled(page: Page) -> Page:
    """The page once its list stands."""
    page.wait_for_selector("#articles:not([aria-busy])", state="attached")
    return page


def column(page: Page, number: int) -> list[str]:
    return page.locator(f".list tbody tr:not(.opened) > :nth-child({number})").all_inner_texts()


def told(page: Page) -> str:
    return settled(page).locator(".count").inner_text()


def test_the_worst_articles_stand_first_and_nothing_else_is_loaded(open_page: Opener, folders: dict[str, Path]) -> None:
    page = open_page("many")
    scores = [float(s) for s in column(page, 2)]
    assert len(scores) == 50
    assert scores == sorted(scores)
    assert open_page.requests == [(folders["many"] / "index.html").as_uri()]
    assert told(page) == "2,400 articles"
    assert page.title() == "2,400 articles · copydesk"


def test_every_filter_leaves_the_articles_that_it_says(open_page: Opener) -> None:
    articles, findings = random_corpus(2400)
    articles[7] |= {"title": "The only eclipse", "id": "Eclipse/7", "source": "", "date": None}
    page = open_page("many")

    def number(chosen: dict[str, str]) -> int:
        for name, value in chosen.items():
            page.locator(f"[name={name}]").select_option(label=value)
        count = int(told(page).split()[0].replace(",", ""))
        page.get_by_role("button", name="Clear").click()
        assert told(page) == "2,400 articles"
        return count

    fired = {f["article"] for f in findings if f["rule"] == "mojibake"}
    assert number({"source": "Paper 03"}) == sum(a["source"] == "Paper 03" for a in articles)
    assert number({"source": "No source given"}) == 1
    assert number({"grade": "F"}) == sum(a["grade"] == "F" for a in articles)
    assert number({"grade": "D or worse"}) == sum(a["grade"] in "DEF" for a in articles)
    assert number({"month": "2024-12"}) == sum(str(a["date"]).startswith("2024-12") for a in articles)
    assert number({"rule": "mojibake"}) == sum(a["id"] in fired for a in articles)
    both = sum(a["id"] in fired and a["source"] == "Paper 03" and a["grade"] in "DEF" for a in articles)
    assert number({"source": "Paper 03", "rule": "mojibake", "grade": "D or worse"}) == both
    assert open_page.complaints == []


def test_a_search_looks_at_titles_and_ids_without_regard_to_case(open_page: Opener) -> None:
    page = open_page("many")
    for text in ("ONLY ecl", "eclipse/7"):
        page.get_by_placeholder("Title or id").fill(text)
        page.wait_for_selector(".list tbody tr:only-child")
        assert page.locator(".list tbody th button").all_inner_texts() == ["The only eclipse"]
    page.get_by_placeholder("Title or id").fill("no such thing")
    page.get_by_text("No article is like that.").wait_for()


def test_a_head_sorts_all_articles_and_not_only_those_shown(open_page: Opener) -> None:
    articles, _ = random_corpus(2400)
    page = open_page("many")
    page.locator(".list thead").get_by_role("button", name="Words").click()
    settled(page)
    longest = sorted((a["words"] for a in articles), reverse=True)[:50]
    assert [int(w.replace(",", "")) for w in column(page, 5)] == longest
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Words")
    page.locator(".list thead").get_by_role("button", name="Words").click()
    settled(page)
    assert int(column(page, 5)[0]) == min(a["words"] for a in articles)
    page.locator(".list thead").get_by_role("button", name="Date").click()
    settled(page)
    assert column(page, 4)[0] == min(str(a["date"]) for a in articles)


def test_pages_follow_each_other_and_hold_each_article_once(open_page: Opener) -> None:
    page = open_page("many", anchor="#source=Paper+00&sort=words-up")
    expected = [a for a in random_corpus(2400)[0] if a["source"] == "Paper 00" and a["id"] != "a000007"]
    seen: list[str] = []
    while True:
        settled(page)
        seen += page.locator(".under bdi:last-child").all_inner_texts()
        if page.get_by_role("button", name="Next").is_disabled():
            break
        page.get_by_role("button", name="Next").click()
    assert sorted(seen) == sorted(a["id"] for a in expected)
    words = {a["id"]: a["words"] for a in expected}
    assert [words[i] for i in seen] == sorted(words.values())
    page.get_by_role("button", name="Previous").click()
    settled(page)
    assert len(column(page, 1)) == 50


def test_an_article_far_down_is_read_from_its_own_chunk(open_page: Opener) -> None:
    page = settled(open_page("many", anchor="#page=48"))
    assert any(f"titles-{2399 // TITLES}.js" in url for url in open_page.requests)
    assert column(page, 2)[-1] == "100"


def test_an_opened_article_shows_its_findings_and_closes_again(open_page: Opener) -> None:
    articles, findings = random_corpus(2400)
    page = open_page("many")
    row = page.locator(".list tbody tr").nth(1)
    name = row.locator(".under bdi").last.inner_text()
    row.get_by_role("button").click()
    page.wait_for_selector(".opened .note")
    found = [f["rule"] for f in findings if f["article"] == name]
    assert page.locator(".opened .note .rule").all_inner_texts() == found
    [place] = [a["line"] for a in articles if a["id"] == name]
    assert f"wire.jsonl:{place}" in page.locator(".opened .facts").inner_text()
    note = page.locator(".opened .note").first
    assert note.locator(".passage").inner_text() == "The board said that the the ferry would close."
    line = note.locator(".mark").evaluate("mark => getComputedStyle(mark).textDecorationLine")
    assert line == "underline"
    assert note.locator(".change").inner_text().split() == ["the", "the", "→", "the"]
    row.get_by_role("button").click()
    assert page.locator(".opened").count() == 0


def test_the_keyboard_walks_through_the_articles(open_page: Opener) -> None:
    page = open_page("many")
    page.locator(".list tbody th button").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_selector(".list tbody tr:nth-child(3).opened")


def test_a_chart_or_a_table_leads_to_the_articles_behind_it(open_page: Opener) -> None:
    page = open_page("many")
    page.locator("#sources").get_by_role("link", name="Paper 11").click()
    assert " of 2,400 articles" in told(page)
    assert page.locator("[name=source]").input_value() == "Paper 11"
    page.locator("#rules").get_by_role("link", name="name-variant").click()
    settled(page)
    assert page.locator("[name=rule]").input_value() == "name-variant"
    page.locator("#months svg g.period").nth(3).click()
    settled(page)
    assert page.locator("[name=month]").input_value() == "2024-04"
    page.locator("#clusters h3 a").first.click()
    assert told(page) == "2 of 2,400 articles"
    assert page.locator("[name=cluster]").is_visible()
    page.go_back()
    settled(page)
    assert page.locator("[name=month]").input_value() == "2024-04"


def test_a_jump_to_a_section_keeps_the_filters(open_page: Opener) -> None:
    page = open_page("many", anchor="#grade=F&sort=words-down")
    before = told(page)
    page.locator("nav.jump").get_by_role("link", name="Rules").click()
    page.wait_for_timeout(50)
    assert told(page) == before != "2,400 articles"
    page.locator("[name=rule]").select_option("mojibake")
    assert told(page) != before
    assert page.locator("[name=grade]").input_value() == "F"


def test_the_bars_of_a_source_add_up_to_its_articles(open_page: Opener) -> None:
    page = open_page("many")
    widths = (
        page.locator("#sources tbody tr")
        .first.locator("rect")
        .evaluate_all("parts => parts.map(part => parseFloat(part.getAttribute('width')))")
    )
    assert sum(widths) == pytest.approx(100, abs=0.01)
    label = page.locator("#grades svg").get_attribute("aria-label")
    assert label
    assert label.startswith("A ")


def test_without_its_data_the_page_stands_and_says_what_is_missing(
    open_page: Opener, folders: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copy(folders["many"] / "index.html", tmp_path / "index.html")
    folders["alone"] = tmp_path
    page = open_page("alone")
    assert len(column(page, 1)) == 50
    page.locator("[name=grade]").select_option("F")
    page.get_by_text("data/columns.js could not be read. The folder data must lie beside this page.").wait_for()
    page.locator("[name=grade]").select_option("")
    assert told(page) == "2,400 articles"


def test_text_of_an_article_never_runs_and_never_turns_its_neighbours(open_page: Opener) -> None:
    page = open_page("hostile")
    for button in page.locator(".list tbody th button").all():
        button.click()
    page.wait_for_selector(".opened .note")
    page.get_by_placeholder("Title or id").fill("<script>")
    page.wait_for_selector(".list tbody tr:only-child")
    page.locator(".list tbody th button").click()
    page.wait_for_selector(".opened .note")
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("window.hurt") is None
    assert open_page.complaints == []
    assert page.locator("img").count() == 0
    assert page.locator("body script").count() == 2
    assert all(url.startswith("file:") for url in open_page.requests)
    assert not any(sign in page.content() for sign in "\u202e\u2066\u2028")
    shown = page.locator(".opened .note").first.locator("bdi, blockquote, .say").all()
    assert {each.evaluate("e => getComputedStyle(e).unicodeBidi") for each in shown} <= {"isolate", "plaintext"}
    assert HURT in page.locator(".opened .say").first.inner_text()


def test_writing_from_right_to_left_keeps_to_its_own_cell(open_page: Opener) -> None:
    page = open_page("hostile")
    button = page.locator(".list tbody th button", has_text="ספינה")
    assert button.evaluate("b => getComputedStyle(b).direction") == "rtl"
    row = page.locator(".list tbody tr", has_text="ספינה")
    assert row.locator(".under").evaluate("u => getComputedStyle(u).direction") == "ltr"
    assert row.locator(".under").inner_text() == "العربية · תשע"


def test_hostile_names_still_filter(open_page: Opener) -> None:
    page = open_page("hostile")
    page.locator("[name=source]").select_option("__proto__")
    assert told(page) == "1 of 3 articles"
    page.get_by_role("button", name="Clear").click()
    page.locator("[name=rule]").select_option(index=2)
    assert told(page) == "1 of 3 articles"
    page.get_by_role("button", name="Clear").click()
    page.locator("[name=month]").select_option("0001-01")
    assert told(page) == "1 of 3 articles"
    assert open_page.complaints == []


def test_a_corpus_without_articles_says_so(open_page: Opener) -> None:
    page = open_page("empty")
    assert page.get_by_text("No articles here.").is_visible()
    assert page.locator("#rejected").get_by_text("has no text").first.is_visible()
    assert not page.locator("#articles").is_visible()
    assert open_page.complaints == []


@pytest.mark.parametrize("name", ["many", "hostile"])
def test_a_phone_needs_no_sideways_scrolling(open_page: Opener, name: str) -> None:
    page = open_page(name, PHONE)
    page.locator(".list tbody th button").first.click()
    page.wait_for_selector(".opened .note")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert not page.locator(".list td:nth-child(6)").first.is_visible()


def test_print_has_the_figures_and_the_opened_articles_and_no_controls(open_page: Opener) -> None:
    page = open_page("many")
    page.locator(".list tbody th button").first.click()
    page.wait_for_selector(".opened .note")
    page.emulate_media(media="print")
    for hidden in ("nav.jump", ".filters", ".pager button >> nth=0", ".more >> nth=0"):
        assert not page.locator(hidden).first.is_visible()
    for visible in (".verdict", "#sources table", "#months svg", "#rules table", ".opened .note", "#formula"):
        assert page.locator(visible).first.is_visible()
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert len(page.pdf()) > 10_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_axe_finds_no_serious_violation(open_page: Opener, scheme: str, size: tuple[int, int]) -> None:
    page = open_page("many", size, scheme, "#rule=quantity-differs")
    settled(page).locator(".list tbody th button").first.click()
    page.wait_for_selector(".opened .note")
    page.wait_for_timeout(150)  # the fade
    for summary in page.locator("summary").all():
        summary.click()
    violations = Axe().run(page).response["violations"]
    grave = [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in ("serious", "critical")]
    assert grave == []


def test_a_hundred_thousand_articles_lie_beside_the_page_and_not_in_it(
    open_page: Opener, folders: dict[str, Path], tmp_path: Path
) -> None:
    folders["large"] = multiplied(folders["many"], tmp_path, 42)
    reports.corpus.write(tmp_path)
    page = open_page("large")
    assert (tmp_path / "index.html").stat().st_size < 300_000
    page.locator("[name=rule]").select_option("mojibake")
    assert " of 100,800 articles" in told(page)

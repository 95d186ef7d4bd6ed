"""The page in a real browser: what a reader with a mouse, a keyboard, a phone or a printer meets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.browsing import PHONE, WIDE, Pages
from tests.reported import all_outcomes, harbour, rendered, unreadable

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    written = {
        "one": rendered("html", [harbour()]),
        "many": rendered("html", all_outcomes(), unreadable()),
        "thousand": rendered("html", all_outcomes() * 334),
    }
    for name, html in written.items():
        (folder / f"{name}.html").write_text(html, "utf-8")
    return {name: folder / f"{name}.html" for name in written}


@pytest.fixture
def open_page(chromium: Browser, pages: dict[str, Path]) -> Iterator[Opener]:
    opener = Opener(chromium, pages)
    yield opener
    opener.close()


class Opener(Pages):
    """Opens a report."""

    def __init__(self, browser: Browser, pages: dict[str, Path]) -> None:
        super().__init__(browser)
        self._pages = pages

    def __call__(
        self, name: str, size: tuple[int, int] = WIDE, scheme: str = "light", script: bool = True, anchor: str = ""
    ) -> Page:
        page = self.new(size, scheme, java_script_enabled=script)
        page.goto(self._pages[name].as_uri() + anchor)
        if script:
            page.wait_for_selector(".placed" if size[0] > 960 else ".js", state="attached")
        return page


def selected(page: Page) -> list[str]:
    """The rules of the notes that are selected."""
    return page.locator(".note.on .rule").all_inner_texts()


def tops(page: Page) -> list[tuple[float, float]]:
    """Top and bottom of each visible note of the first article."""
    boxes = [note.bounding_box() for note in page.locator("#s1 .note").all() if note.is_visible()]
    return [(box["y"], box["y"] + box["height"]) for box in boxes if box]


def test_hostile_text_does_nothing_and_nothing_is_requested(open_page: Opener, pages: dict[str, Path]) -> None:
    page = open_page("many")
    page.locator("#s2").scroll_into_view_if_needed()
    page.locator("#s2 .mark").first.hover()
    for _ in range(30):
        page.keyboard.press("j")
    assert page.evaluate("window.hurt") is None
    assert open_page.requests == [pages["many"].as_uri()]
    assert open_page.complaints == []
    assert page.title() == "3 articles · copydesk"
    assert page.locator("script").count() == 1


def test_overrides_of_direction_leave_the_lines_as_they_are(open_page: Opener) -> None:
    page = open_page("many")
    assert page.locator("#s2 .text").inner_text().count("\ufffdgnihtemos txet desrever\ufffd") == 1
    assert "\u202e" not in page.content()


def test_notes_stand_in_order_beside_their_lines_and_do_not_overlap(open_page: Opener) -> None:
    page = open_page("one")
    placed = tops(page)
    assert len(placed) == 13
    assert all(bottom <= top for (_, bottom), (top, _) in pairwise(placed))
    text, note = page.locator("#s1 .text").bounding_box(), page.locator("#n1-1").bounding_box()
    assert text
    assert note
    assert note["x"] > text["x"] + text["width"]


def test_a_selected_note_stands_at_its_line_and_the_article_stays(open_page: Opener) -> None:
    page = open_page("one")
    before = page.locator("#s1 .text").bounding_box()
    page.locator("#mark-n1-3").click()
    mark, note = page.locator("#mark-n1-3").bounding_box(), page.locator("#n1-3").bounding_box()
    assert mark
    assert note
    assert abs(mark["y"] - note["y"]) < 120
    assert page.locator("#s1 .text").bounding_box() == before
    assert all(bottom <= top for (_, bottom), (top, _) in pairwise(tops(page)))


def test_a_click_on_a_mark_lifts_its_note_and_a_click_on_a_note_shows_its_mark(open_page: Opener) -> None:
    page = open_page("one")
    page.locator(".mark", has_text="Marta Ruis").click()
    assert selected(page) == ["near-name"]
    page.locator(".note .say", has_text="The clause comes twice.").click()
    assert selected(page) == ["repeated-phrase"]
    assert page.locator("a.mark.on").inner_text() == "two board members said, two board members said"
    page.keyboard.press("Escape")
    assert selected(page) == []


def test_a_click_where_spans_overlap_means_the_shortest(open_page: Opener) -> None:
    page = open_page("one")
    page.locator("a.mark", has_text="is be plenty").click()
    assert selected(page) == ["two-verbs"]
    page.locator("a.mark", has_text="of trouble for").click()
    assert selected(page) == ["broken-sentence"]


def test_j_and_k_walk_through_the_notes(open_page: Opener) -> None:
    page = open_page("one")
    walked = []
    for _ in range(15):
        page.keyboard.press("j")
        walked += selected(page)
    assert walked[:2] == ["repeated-word", "repeated-word"]
    assert walked[2:5] == ["repeated-phrase", "odd-overlap", "changed-fact"]
    assert walked[-3:] == ["repeated-sentence"] * 3
    page.keyboard.press("k")
    assert selected(page) == ["page-furniture"]
    assert page.evaluate("document.activeElement.textContent") == "ADVERTISEMENT"


def test_tab_reaches_each_mark_once_and_enter_opens_its_note(open_page: Opener) -> None:
    page = open_page("one")
    page.locator(".filters select").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "The the"
    page.keyboard.press("Enter")
    assert selected(page) == ["repeated-word"]
    described = page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).innerText"
    )
    assert described == "The word “the” stands twice."


def test_a_question_mark_explains_the_rule_and_takes_it_back(open_page: Opener) -> None:
    page = open_page("one")
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert page.locator(".note.on .why").is_visible()
    page.keyboard.press("?")
    assert page.locator(".note.on .why").count() == 0


def test_filters_hide_notes_and_their_underlines(open_page: Opener) -> None:
    page = open_page("one")
    page.get_by_label("noise").uncheck()
    assert page.locator(".note.c-noise:visible").count() == 0
    assert page.locator("[role=status]").inner_text() == "7 of 13 findings"
    line = page.locator("#mark-n1-3").evaluate("mark => getComputedStyle(mark).textDecorationLine")
    assert line == "none"
    page.get_by_label("warnings").uncheck()
    assert page.locator(".note:visible .rule").all_inner_texts() == ["odd-overlap", "two-verbs", "mixed-spelling"]
    page.keyboard.press("j")
    assert selected(page) == ["odd-overlap"]
    page.get_by_label("noise").check()
    page.get_by_label("warnings").check()
    page.get_by_label("Rule").select_option("near-name")
    assert page.locator(".note:visible .rule").all_inner_texts() == ["near-name"]


def test_the_index_sorts_by_a_column_and_back(open_page: Opener) -> None:
    page = open_page("many")
    names = page.locator(".index tbody th")
    given = names.all_inner_texts()
    page.get_by_role("button", name="Words").click()
    assert page.locator(".index td:nth-child(4)").all_inner_texts() == ["82", "53", "10"]
    page.get_by_role("button", name="Words").click()
    assert names.all_inner_texts() == given[::-1]
    page.get_by_role("button", name="Score").click()
    assert page.locator(".index td:nth-child(3)").all_inner_texts() == ["8", "45", "100"]
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Score")


@pytest.mark.parametrize("name", ["one", "many"])
def test_a_phone_needs_no_sideways_scrolling(open_page: Opener, name: str) -> None:
    page = open_page(name, PHONE)
    for _ in range(20):
        page.keyboard.press("j")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_on_a_phone_the_note_opens_under_its_line(open_page: Opener) -> None:
    page = open_page("one", PHONE)
    assert page.locator(".note:visible").count() == 0
    mark = page.locator("a.mark", has_text="Marta Ruis")
    mark.click()
    line, note = mark.bounding_box(), page.locator(".note:visible").bounding_box()
    assert line
    assert note
    assert 0 <= note["y"] - (line["y"] + line["height"]) < 30
    rest = page.locator(".text > p").nth(1).inner_text()
    assert rest.startswith("“Nobody asked us,” said Marta Ruiz")
    mark.click()
    assert page.locator(".note:visible").count() == 0
    order = page.locator("#s1 .notes .note").evaluate_all("notes => notes.map(note => note.id)")
    assert order == [f"n1-{i}" for i in range(1, 14)]


def test_print_gives_the_text_with_numbered_notes(open_page: Opener) -> None:
    page = open_page("one")
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    numbers = page.locator(".note .number")
    assert numbers.all_inner_texts() == [str(i) for i in range(1, 14)]
    assert numbers.first.is_visible()
    content = page.locator(".mark.last").first.evaluate("mark => getComputedStyle(mark, '::after').content")
    assert "1" in content
    assert all(note.evaluate("n => getComputedStyle(n).position") == "static" for note in page.locator(".note").all())


def test_without_script_the_notes_follow_in_order_numbered(open_page: Opener) -> None:
    page = open_page("one", script=False)
    assert len(tops(page)) == 13
    assert not page.locator(".filters").is_visible()
    assert page.locator(".note .number").first.is_visible()
    assert page.locator("a.mark").first.get_attribute("href") == "#n1-1"


def test_an_address_opens_its_note(open_page: Opener) -> None:
    assert selected(open_page("many", anchor="#n2-3")) == ["repeated-word"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_axe_finds_no_serious_violation(open_page: Opener, scheme: str, size: tuple[int, int]) -> None:
    page = open_page("many", size, scheme)
    page.keyboard.press("j")
    page.keyboard.press("?")
    violations = Axe().run(page).response["violations"]
    grave = [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in ("serious", "critical")]
    assert grave == []


def test_a_page_of_a_thousand_articles_opens_and_walks(open_page: Opener) -> None:
    page = open_page("thousand")
    assert page.locator(".story.placed").count() < 30
    for _ in range(25):
        page.keyboard.press("j")
    assert page.locator(".note.on").count() == 1

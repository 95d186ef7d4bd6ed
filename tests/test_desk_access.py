"""The desk by keyboard, by ear and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browsing import PHONE, WIDE
from tests.desk_in_browser import FAULTY, TWO_FAULTS, Opener, article, checked, note

pytestmark = pytest.mark.slow


def test_the_keyboard_alone_is_enough(open_desk: Opener) -> None:
    text = f"{FAULTY}\n\nHe he said so. “It is so,” she said said."
    page = open_desk(text=text)
    page.locator("#text").press("Control+Home")
    page.keyboard.press("F8")
    focused = "document.activeElement.closest('.note')?.querySelector('.say').textContent ?? document.activeElement.id"
    assert "“the”" in page.evaluate(focused)
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert "“the”" in page.evaluate(focused)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="repeated-word")).to_contain_text("Why it matters")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert "“the”" in page.evaluate(focused)
    page.keyboard.press("a")
    assert "that the bridge" in article(page)
    assert page.evaluate("document.activeElement.closest('.note') !== null")
    left = page.locator(".note").count()
    page.keyboard.press("s")
    expect(page.locator(".note")).to_have_count(left - 1)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.evaluate("getSelection().toString()") == "said said"
    page.keyboard.press("Control+Enter")
    assert "“said”" in page.evaluate(focused)
    page.keyboard.press("m")
    expect(page.locator(".note")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "count"
    page.keyboard.press("Control+z")
    expect(note(page, "repeated-word")).to_have_count(1)
    page.keyboard.press("Control+z")
    assert article(page) == text


def test_what_is_found_before_a_finding_does_not_take_the_focus_from_it(open_desk: Opener) -> None:
    page = open_desk(text=TWO_FAULTS)
    page.locator("#text").press("Control+Home")
    page.keyboard.press("F8")
    page.keyboard.press("s")
    checked(page)
    words = "document.activeElement.closest('.note')?.querySelector('del')?.textContent"
    assert page.evaluate(words) == "said said"
    page.keyboard.press("Control+z")  # not what was typed, but the stet
    expect(page.locator(".note")).to_have_count(2)
    assert page.evaluate(words) == "said said"


@pytest.mark.parametrize("letter", ["a", "s", "m"])
def test_letters_that_mend_are_never_typed_into_the_article(open_desk: Opener, letter: str) -> None:
    page = open_desk(text=TWO_FAULTS)
    page.locator("#text").press("Control+Home")
    page.keyboard.press("F8")
    page.keyboard.press("F8")  # the last: from there to the one before
    for key in (letter, letter, letter, "j", "k", "s"):
        page.keyboard.press(key)
    expect(page.locator(".note")).to_have_count(0)
    mended = TWO_FAULTS.replace("the the", "the").replace("said said", "said")
    assert article(page) == (mended if letter == "a" else TWO_FAULTS)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "text"


def test_behind_the_last_finding_comes_the_first(open_desk: Opener) -> None:
    page = open_desk(text=TWO_FAULTS)
    words = "document.activeElement.closest('.note')?.querySelector('del')?.textContent"
    for key, found in (("F8", "the the"), ("F8", "said said"), ("F8", "the the"), ("k", "said said"), ("j", "the the")):
        page.keyboard.press(key)  # at first from the caret, which stands behind what was pasted
        assert page.evaluate(words) == found
    page.locator("#text").press("Control+Home")
    page.keyboard.press("Shift+F8")
    assert page.evaluate(words) == "said said"
    page.locator("#next").click()
    assert page.evaluate(words) == "the the"


def test_a_screen_reader_hears_a_list_whose_items_name_the_words(open_desk: Opener) -> None:
    page = open_desk(text=FAULTY)
    items = page.get_by_role("region", name="Findings").get_by_role("listitem")
    expect(items).to_have_count(1)
    expect(items.get_by_role("button", name="repeated-word, warning: “the the”")).to_have_count(1)
    expect(items.get_by_role("button", name="Take “the” in the place of “the the”")).to_have_count(1)
    expect(page.locator("#count")).to_have_text("1 warning")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_axe_finds_no_serious_violation(open_desk: Opener, scheme: str, size: tuple[int, int]) -> None:
    page = open_desk(size, scheme)
    grave = _grave(page)
    page.get_by_role("button", name="Try an example").click()
    checked(page)
    page.locator("#checks-button").click()
    grave += _grave(page)
    page.keyboard.press("Escape")
    page.keyboard.press("F8")
    page.keyboard.press("s")
    grave += _grave(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Why it matters")
    grave += _grave(page)
    assert grave == []


def _grave(page: Page) -> list[tuple[str, str]]:
    violations = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in ("serious", "critical")]


def test_a_note_that_stood_in_the_margin_is_no_higher_than_its_words_once_there_is_none(open_desk: Opener) -> None:
    page = open_desk(text=FAULTY + "\n\n" + TWO_FAULTS)
    page.keyboard.press("F8")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})  # as when one zooms in
    lifted = page.locator(".note.on")
    expect(lifted).to_have_css("position", "fixed")
    space = lifted.evaluate(
        "note => note.getBoundingClientRect().bottom - note.lastChild.getBoundingClientRect().bottom"
    )
    assert space < 40


def test_a_phone_needs_no_sideways_scrolling_and_has_the_note_in_reach(open_desk: Opener) -> None:
    page = open_desk(PHONE)
    page.get_by_role("button", name="Try an example").click()
    checked(page)
    for _ in range(page.locator(".note").count()):
        page.get_by_role("button", name="Next finding").last.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        mark, lifted = page.locator(".mark.on").first.bounding_box(), page.locator(".note.on").bounding_box()
        assert mark
        assert lifted
        assert 0 <= mark["y"] < lifted["y"]
        assert lifted["y"] + lifted["height"] <= PHONE[1] + 1
    page.locator(".note.on").get_by_role("button", name="Close").click()
    expect(page.locator(".note.on")).to_have_count(0)
    page.get_by_role("button", name="Checks").click()
    sheet = page.locator("#checks").bounding_box()
    assert sheet
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= PHONE[0]
    assert sheet["y"] + sheet["height"] <= PHONE[1]

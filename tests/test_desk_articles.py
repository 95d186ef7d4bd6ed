"""An article comes to the desk, is mended and leaves it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.desk_in_browser import FAULTY, SEEDS, TWICE, Opener, article, checked, marked, note, paste

pytestmark = pytest.mark.slow


def test_an_empty_desk_says_what_to_do_and_has_an_example(open_desk: Opener) -> None:
    page = open_desk()
    expect(page.get_by_text("Lay an article on the desk.")).to_be_visible()
    expect(page.locator("#place")).to_contain_text("Your text stays on this machine")
    page.get_by_role("button", name="Try an example").click()
    expect(note(page, "repeated-phrase")).to_be_visible()
    expect(note(page, "quantity-differs")).to_contain_text("The Islander")
    expect(page.get_by_text("Lay an article on the desk.")).to_be_hidden()


def test_a_new_user_pastes_mends_undoes_compares_and_exports(open_desk: Opener, tmp_path: Path) -> None:
    page = open_desk()
    seed = SEEDS["002"].read_text("utf-8")
    paste(page, seed)
    repeated = note(page, "repeated-phrase")
    expect(repeated).to_contain_text("The words “two U.S. officials said” stand here more than once.")
    assert TWICE in marked(page)
    assert re.fullmatch("Grade [A-F] [0-9]+ of 100", page.locator("#grade").text_content() or "")

    repeated.locator(".take").click()
    expect(repeated).to_have_count(0)
    mended = article(page)
    assert mended == seed.replace(TWICE, "two U.S. officials said")
    page.keyboard.press("Control+z")
    expect(repeated).to_have_count(1)
    assert article(page) == seed
    page.keyboard.press("Control+Shift+z")
    assert article(page) == mended

    placed = note(page, "self-located-place")
    expect(placed).to_have_count(2)
    placed.first.locator(".say").click()
    placed.first.get_by_role("button", name="Mute rule self-located-place").click()
    expect(placed).to_have_count(0)

    page.get_by_role("button", name="Siblings", exact=True).click()
    page.locator("#sibling-file").set_input_files([SEEDS["001"], SEEDS["003"]])
    expect(page.locator(".sibling")).to_have_count(2)
    page.locator("#text").focus()
    page.evaluate("at => document.getElementById('text').setSelectionRange(at, at)", mended.index("U.S. Treasury") + 3)
    beside = page.locator(".sibling.found .sentence")
    expect(beside.first).to_contain_text("Bessent")
    sentence = page.locator(".backdrop .in-question")
    assert "".join(sentence.all_inner_texts()).startswith("U.S. Treasury Secretary Scott Bessent")
    box, card = sentence.first.bounding_box(), page.locator(".sibling.found").first.bounding_box()
    assert box
    assert card
    assert abs(box["y"] - card["y"]) < 40
    checked(page)
    against = page.locator(".note.c-siblings").first
    expect(against).to_be_visible()

    page.get_by_role("button", name="Export").click()
    with page.expect_download() as text:
        page.get_by_role("button", name="Save the text").click()
    assert text.value.path().read_text("utf-8") == mended
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as report:
        page.get_by_role("button", name="Save the report").click()
    html = report.value.path().read_text("utf-8")
    assert report.value.suggested_filename == "article.html"
    assert "<!doctype html>" in html
    assert "stuttered-name" in html
    assert "self-located-place" not in html


def test_files_are_opened_and_what_cannot_be_read_is_said(open_desk: Opener, tmp_path: Path) -> None:
    story, broken = tmp_path / "harbour.md", tmp_path / "scan.docx"
    story.write_text(f"# The bridge\n\n{FAULTY}\n", "utf-8")
    broken.write_bytes(b"\0\1\2" * 100)
    page = open_desk()
    page.locator("#file").set_input_files(story)
    expect(note(page, "repeated-word")).to_have_count(1)
    assert page.locator("#title").input_value() == "The bridge"
    page.locator("#file").set_input_files(broken)
    expect(page.get_by_role("alert")).to_contain_text("scan.docx")
    assert FAULTY in article(page)
    open_desk.complaints.clear()  # the browser itself notes the refusal


def test_of_a_file_of_several_articles_it_is_said_which_one_is_shown(open_desk: Opener, tmp_path: Path) -> None:
    feed = tmp_path / "day.feed"
    feed.write_text(FAULTY, "utf-8")
    page = open_desk()
    answer = {"title": "", "text": FAULTY, "kind": "plain", "stets": [], "note": "day.feed holds 2 articles"}
    page.route("**/api/read*", lambda route: route.fulfill(json=answer))
    toast = page.locator("#toast")
    page.locator("#file").set_input_files(feed)
    expect(toast).to_contain_text("day.feed holds 2 articles.")
    expect(toast.get_by_role("button")).to_be_hidden()  # there is nothing to go back to
    page.locator("#file").set_input_files(feed)
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()
    page.keyboard.press("Control+End")
    page.keyboard.type("x")
    expect(toast).to_be_hidden()
    page.locator("#siblings-button").click()
    answer["text"] = "The mayor said that the bridge opens on Tuesday."
    page.locator("#sibling-file").set_input_files(feed)
    expect(page.locator(".sibling strong")).to_have_text("day")
    expect(toast).to_contain_text("day.feed holds 2 articles.")


def test_a_sibling_of_which_something_is_said_leaves_the_way_back_from_the_article(open_desk: Opener) -> None:
    page = open_desk(text=FAULTY)
    found = {"title": "", "text": "The mayor is late.", "kind": "plain", "stets": []}
    more = {"text": "The mayor came.", "note": "day.feed holds 2 articles"}
    page.route("**/api/read?name=late*", lambda route: route.fulfill(json=found))
    page.route("**/api/read?name=day*", lambda route: route.fulfill(json=found | more))
    drop = """names => {
        const data = new DataTransfer();
        for (const name of names) data.items.add(new File(["-"], name));
        document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(drop, ["late.feed", "day.feed"])
    expect(page.locator(".sibling strong")).to_have_text("day")
    toast = page.locator("#toast")
    expect(toast).to_contain_text("late.feed is on the desk. day.feed holds 2 articles.")
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator("#text")).to_have_value(FAULTY)


def test_what_a_stet_in_a_file_keeps_stands_whatever_the_tier_and_is_listed(open_desk: Opener, tmp_path: Path) -> None:
    story = tmp_path / "harbour.md"
    kept = "The 🛥 yard built the the first of 4,200 ferries. <!-- stet repeated-word siblings -->"
    story.write_text(f"{kept}\n\nHe said that the the road is late.\n", "utf-8")
    page = open_desk()
    page.locator("#siblings-button").click()
    page.locator("#sibling-text").fill("The yard built the first of 2,400 ferries.")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("#file").set_input_files(story)
    expect(note(page, "repeated-word")).to_have_count(1)
    expect(page.locator("#facts")).to_contain_text("3 kept")
    checked(page)
    assert marked(page) == ["the the"]
    page.locator("#text").press("Control+Home")
    page.keyboard.type("On Friday ")
    checked(page)
    assert marked(page) == ["the the"]
    page.locator("#checks-button").click()
    page.get_by_role("button", name="Show again “4,200” · quantity-differs").click()
    expect(note(page, "quantity-differs")).to_have_count(1)
    expect(page.locator("#facts")).to_contain_text("2 kept")


def test_a_file_is_dropped_as_the_article_and_as_a_sibling(open_desk: Opener) -> None:
    page = open_desk()
    drop = """([where, name, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text], name, {type: "text/plain"}));
        for (const kind of ["dragenter", "dragover", "drop"])
            document.querySelector(where).dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true}));
    }"""
    page.evaluate(drop, ["#text", "bridge.txt", FAULTY])
    expect(note(page, "repeated-word")).to_have_count(1)
    page.evaluate(drop, ["#siblings", "other.txt", "The mayor said that the bridge opens on Tuesday."])
    expect(page.locator(".sibling strong")).to_have_text("other")
    expect(page.locator("body.dragging")).to_have_count(0)


def test_a_desk_that_was_cleared_comes_back_with_its_siblings(open_desk: Opener) -> None:
    page = open_desk(text=FAULTY)
    page.locator("#siblings-button").click()
    page.locator("#sibling-text").fill("The mayor said that the bridge opens on Tuesday.")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="New").click()
    assert article(page) == ""
    expect(page.locator(".sibling")).to_have_count(0)
    expect(page.get_by_text("Lay an article on the desk.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    assert article(page) == FAULTY
    expect(page.locator(".sibling")).to_have_count(1)

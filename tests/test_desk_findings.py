"""What is found, while one types and when one has enough of it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Route, expect

from reports.page import asset
from tests.desk_in_browser import DESK_FILES, FAULTY, Opener, article, checked, marked, note

pytestmark = pytest.mark.slow


def test_a_muted_rule_is_heard_again(open_desk: Opener) -> None:
    page = open_desk(text=FAULTY)
    repeated = note(page, "repeated-word")
    repeated.locator(".say").click()
    repeated.get_by_role("button", name="Mute rule").click()
    expect(page.get_by_text("Nothing to mend.")).to_be_visible()
    expect(page.locator("#clean")).to_contain_text("What you have kept or muted is left out.")
    page.get_by_role("button", name="Checks (1 quiet)").click()
    page.get_by_role("button", name="Hear again of repeated-word").click()
    expect(repeated).to_have_count(1)


def test_what_is_kept_stays_quiet_while_one_types_and_over_a_reload(open_desk: Opener) -> None:
    page = open_desk(text=FAULTY)
    note(page, "repeated-word").locator(".say").click()
    grade = page.locator("#grade")
    expect(grade).to_contain_text("Grade B")
    page.get_by_role("button", name="Stet: keep “the the” as it stands").click()
    expect(page.get_by_text("Nothing to mend.")).to_be_visible()
    expect(grade).to_have_text("Grade A 100 of 100")
    expect(page.locator("#facts")).to_contain_text("1 kept")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as report:
        page.get_by_role("button", name="Save the report").click()
    assert "repeated-word" not in report.value.path().read_text("utf-8")
    page.locator("#text").press("Control+Home")
    page.keyboard.type("On Friday there was news. ")
    checked(page)
    expect(note(page, "repeated-word")).to_have_count(0)
    page.reload()
    checked(page)
    assert article(page) == "On Friday there was news. " + FAULTY
    expect(note(page, "repeated-word")).to_have_count(0)
    page.get_by_role("button", name="Checks (1 quiet)").click()
    page.get_by_role("button", name="Show again “the the” · repeated-word").click()
    expect(note(page, "repeated-word")).to_have_count(1)
    expect(grade).to_contain_text("Grade B")


def test_safe_replacements_are_taken_together_and_taken_back_together(open_desk: Opener) -> None:
    text = "It rained , he said. Nobody came , she wrote, and the sea was grey as ever that day."
    page = open_desk(text=text)
    page.get_by_role("button", name="Take all 2 safe replacements").click()
    assert article(page) == text.replace(" ,", ",")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    assert article(page) == text


def test_findings_keep_their_words_while_one_types(open_desk: Opener) -> None:
    page = open_desk(text=FAULTY)
    page.route("**/api/check/stream", lambda _: None)  # no answer: the desk is on its own
    page.locator("#text").press("Control+Home")
    page.keyboard.type("He came.\n")
    assert marked(page) == ["the the"]
    assert note(page, "repeated-word").count() == 1
    page.evaluate("at => document.getElementById('text').setSelectionRange(at, at)", article(page).index("the the") + 2)
    page.keyboard.type("x")
    assert marked(page) == []
    assert note(page, "repeated-word").count() == 0
    page.unroute_all()


def test_findings_of_a_slower_tier_stay_while_the_quick_one_answers(open_desk: Opener) -> None:
    page = open_desk()
    page.get_by_role("button", name="Try an example").click()
    expect(note(page, "quantity-differs")).to_be_visible()
    checked(page)
    page.evaluate("""() => {
        const gone = nodes => [...nodes].some(node => node.dataset?.rule === "quantity-differs");
        new MutationObserver(all => { window.left ||= all.some(one => gone(one.removedNodes)); })
            .observe(document.getElementById("notes"), {childList: true});
    }""")
    page.locator("#text").press("Control+End")
    page.keyboard.type(" It is free.")
    checked(page)
    assert note(page, "quantity-differs").count() == 1
    assert not page.evaluate("window.left")


def test_an_answer_about_an_older_text_is_not_waited_for(open_desk: Opener) -> None:
    page = open_desk()
    held: list[Route] = []
    dropped: list[str] = []
    page.on("requestfailed", lambda request: dropped.append(request.post_data or ""))
    page.route("**/api/check/stream", lambda route: held.append(route) if not held else route.continue_())
    with page.expect_request("**/api/check/stream"):
        page.locator("#text").fill("He saw the the sea.")
    page.locator("#text").fill("He saw the sea sea again.")
    expect(note(page, "repeated-word")).to_have_count(1)
    assert marked(page) == ["sea sea"]
    assert json.loads(dropped[0])["text"] == "He saw the the sea."
    page.unroute_all()


def test_marks_lie_on_their_words_whatever_the_characters(open_desk: Opener) -> None:
    lines = (
        "An 😀 emoji 🏳️‍🌈 and a 𝒻ancy letter, then the the word.",
        "\tA tab, trailing blanks      ",
        "",
        "https://example.org/" + "a" * 200 + " is is long.",
        "مرحبا بالعالم 東京 e\u0301 ﬁ office" + " wide" * 40 + "   " * 60 + " end end.",
    )
    page = open_desk(text="\n".join(lines))
    assert {"the the", "is is", "end end"} <= set(marked(page))
    shape = "['#text', '.field.text .backdrop'].map(s => document.querySelector(s).scrollHeight)"
    for width in (1280, 900, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("document.querySelector('.field.text .backdrop').style.minHeight = 0")
        page.evaluate("document.querySelector('.field.text .backdrop').style.paddingBottom = 0")
        area, backdrop = page.evaluate(shape)
        assert area == backdrop


def test_text_is_never_markup(open_desk: Opener) -> None:
    bad = '<img src=x onerror="window.hurt=1"> wrote <script>window.hurt=2</script> the the "</textarea>" form.'
    page = open_desk(text=f"{bad}\n\n{bad}")
    note(page, "repeated-word").first.locator(".say").click()
    page.locator("#sibling-text").evaluate("area => area.closest('aside').hidden = false")
    page.locator("#sibling-text").fill(bad)
    page.get_by_role("button", name="Add", exact=True).click()
    checked(page)
    assert page.evaluate("window.hurt") is None
    assert page.locator("img, body script").count() == 0


def test_a_click_on_marked_words_lifts_their_note(open_desk: Opener) -> None:
    page = open_desk(text=FAULTY)
    page.evaluate("at => document.getElementById('text').setSelectionRange(at, at)", FAULTY.index("the the") + 1)
    expect(note(page, "repeated-word")).to_have_class(re.compile(r"\bon\b"))
    mark, lifted = page.locator(".mark.on").first.bounding_box(), note(page, "repeated-word").bounding_box()
    assert mark
    assert lifted
    assert abs(mark["y"] - lifted["y"]) < 40
    page.evaluate("document.getElementById('text').setSelectionRange(0, 0)")
    expect(page.locator(".note.on")).to_have_count(0)


def test_a_long_article_stays_smooth(open_desk: Opener) -> None:
    paragraph = "The harbour board met on Monday, and nobody knew what it would say about the the old ferry line.\n"
    page = open_desk(text=paragraph * 540)
    assert page.locator(".note").count() > 100
    fastest = page.evaluate("""async () => {
        const area = document.getElementById("text");
        area.focus();
        area.setSelectionRange(area.value.length / 2, area.value.length / 2);
        const times = [];
        for (let i = 0; i < 15; i++) {
            const start = performance.now();
            document.execCommand("insertText", false, "x");
            await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            times.push(performance.now() - start);
        }
        return Math.min(...times);
    }""")
    assert fastest < 100  # ms; a machine that does much else is slower now and then


def test_the_desk_has_the_hues_of_the_report() -> None:
    hue = re.compile(
        r"--(?:noise|names|typos|residue|punctuation|consistency|grammar|readability|siblings|other): #\w+"
    )
    report = hue.findall(asset("page.css"))
    assert len(report) > 20
    assert hue.findall((DESK_FILES / "desk.css").read_text("utf-8")) == [h for h in report if "#000" not in h]

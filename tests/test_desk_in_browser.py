"""The desk in a real browser, against the real server: what an editor with a mouse, a keyboard or a phone meets."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect, sync_playwright

from reports.page import asset

pytestmark = pytest.mark.slow

_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WIDE, PHONE = (1280, 900), (390, 844)
PATIENCE = 60_000  # ms; the first to need the encoder waits for it, and machines that test are busy
_ROOT = Path(__file__).parent.parent
_DESK = _ROOT / "checker" / "serve" / "desk"
SEEDS = {path.name[:3]: path for path in sorted((_ROOT / "seeds").glob("0*.txt"))}
TWICE = "two U.S. officials said, two U.S. officials said"
TWO_FAULTS = "The mayor said that the the bridge opens on Monday. He said said that it was fine."
FAULTY = "The mayor said that the the bridge opens on Monday, and nobody asked what it has cost so far."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "no chromium on the path: `make browser` installs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        expect.set_options(timeout=PATIENCE)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(encoder_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server of the tiers local and siblings answers, whose cache is empty but for the session's export."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "cache").mkdir()
    (folder / "cache" / "models").symlink_to(encoder_export, target_is_directory=True)
    house = folder / "house.toml"
    house.write_text(f"[cache]\nfolder = {json.dumps(str(folder / 'cache'))}\n", "utf-8")
    program = str(Path(sys.executable).with_name("copydesk"))
    server = subprocess.Popen(
        [program, "serve", "--port", "0", "--tiers", "local,siblings", "--offline"],
        cwd=folder,
        env={**os.environ, "COPYDESK_CONFIG": str(house)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert server.stderr
        said = server.stderr.readline()
        found = re.search(r"http://[\w.:]+", said)
        assert found, said
        yield found[0] + "/"
    finally:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture
def open_desk(browser: Browser, address: str) -> Iterator[Opener]:
    opener = Opener(browser, address)
    yield opener
    for context in opener.contexts:
        context.close()
    # A busy server may say so; the desk tries again.
    assert [line for line in opener.complaints if "503" not in line] == []
    assert [url for url in opener.requests if not url.startswith((address, "blob:" + address))] == []


class Opener:
    """Opens the desk, and keeps what it asked for and complained of."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self.address = browser, address
        self.contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def __call__(self, size: tuple[int, int] = WIDE, scheme: str = "light", text: str = "") -> Page:
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.contexts.append(context)
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


def paste(page: Page, text: str) -> None:
    """Puts a text on the clipboard, and from there into the article."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator("#text").focus()
    page.keyboard.press("Control+v")


def checked(page: Page) -> None:
    """Waits until the server has said all that it has to say."""
    expect(page.locator("html[data-checked]")).to_be_attached()


def article(page: Page) -> str:
    return page.locator("#text").input_value()


def note(page: Page, rule: str) -> Locator:
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
    assert article(page) == text


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


def test_a_screen_reader_hears_a_list_whose_items_name_the_words(open_desk: Opener) -> None:
    page = open_desk(text=FAULTY)
    items = page.get_by_role("region", name="Findings").get_by_role("listitem")
    expect(items).to_have_count(1)
    expect(items.get_by_role("button", name="repeated-word, warning: “the the”")).to_have_count(1)
    expect(items.get_by_role("button", name="Take “the” in the place of “the the”")).to_have_count(1)
    expect(page.locator("#count")).to_have_text("1 warning")


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


def test_a_comparison_that_fails_for_now_is_tried_again(open_desk: Opener) -> None:
    page = open_desk()
    busy = json.dumps({"error": "the server has much to do"})
    page.route("**/api/compare", lambda route: route.fulfill(status=503, body=busy), times=1)
    page.get_by_role("button", name="Try an example").click()
    expect(page.locator("#siblings-hint")).to_have_text("the server has much to do")
    expect(page.locator(".sibling.found")).to_have_count(1)
    expect(page.locator("#siblings-hint")).to_be_hidden()


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


def test_a_server_without_the_tier_siblings_says_in_their_panel_how_to_start_it(open_desk: Opener) -> None:
    page = open_desk()
    tiers = [{"name": name, "available": name == "local", "why": ""} for name in ("local", "siblings")]
    page.route("**/api/status", lambda route: route.fulfill(json={"version": "1", "tiers": tiers}))
    how = {"error": "copydesk serve --tiers local,siblings has it"}
    page.route("**/api/compare", lambda route: route.fulfill(status=409, json=how))
    page.reload()
    expect(page.locator("#version")).to_have_text("copydesk 1")
    page.get_by_role("button", name="Try an example").click()
    expect(page.locator("#siblings-hint")).to_have_text("copydesk serve --tiers local,siblings has it")
    open_desk.complaints.clear()  # the browser itself notes the refusal


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


def test_a_long_article_stays_smooth(open_desk: Opener) -> None:
    paragraph = "The harbour board met on Monday, and nobody knew what it would say about the the old ferry line.\n"
    page = open_desk(text=paragraph * 540)
    assert page.locator(".note").count() > 100
    median = page.evaluate("""async () => {
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
        return times.sort((a, b) => a - b)[7];
    }""")
    assert median < 200  # 17 ms where nothing else runs


def test_the_desk_has_the_hues_of_the_report() -> None:
    hue = re.compile(
        r"--(?:noise|names|typos|residue|punctuation|consistency|grammar|readability|siblings|other): #\w+"
    )
    report = hue.findall(asset("page.css"))
    assert len(report) > 20
    assert hue.findall((_DESK / "desk.css").read_text("utf-8")) == [h for h in report if "#000" not in h]

"""The page of a corpus report on a phone, on paper, for a screen reader, and with hostile, empty and large corpora."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

import reports.corpus
from tests.browsing import PHONE, WIDE
from tests.corpus_in_browser import HURT, Opener, column, settled, told
from tests.corpus_tables import RUN, article, multiplied, write_tables

pytestmark = pytest.mark.slow


def test_text_of_an_article_never_runs_and_never_turns_its_neighbours(open_report: Opener) -> None:
    page = open_report("hostile")
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
    assert open_report.complaints == []
    assert page.locator("img").count() == 0
    assert page.locator("body script").count() == 2
    assert all(url.startswith("file:") for url in open_report.requests)
    assert not any(sign in page.content() for sign in "\u202e\u2066\u2028")
    shown = page.locator(".opened .note").first.locator("bdi, blockquote, .say").all()
    assert {each.evaluate("e => getComputedStyle(e).unicodeBidi") for each in shown} <= {"isolate", "plaintext"}
    assert HURT in page.locator(".opened .say").first.inner_text()


def test_writing_from_right_to_left_keeps_to_its_own_cell(open_report: Opener) -> None:
    page = open_report("hostile")
    button = page.locator(".list tbody th button", has_text="ספינה")
    assert button.evaluate("b => getComputedStyle(b).direction") == "rtl"
    row = page.locator(".list tbody tr", has_text="ספינה")
    assert row.locator(".under").evaluate("u => getComputedStyle(u).direction") == "ltr"
    assert row.locator(".under").inner_text() == "العربية · תשע"


def test_hostile_names_still_filter(open_report: Opener) -> None:
    page = open_report("hostile")
    page.locator("[name=source]").select_option("__proto__")
    assert told(page) == "1 of 3 articles"
    page.get_by_role("button", name="Clear").click()
    page.locator("[name=rule]").select_option(index=2)
    assert told(page) == "1 of 3 articles"
    page.get_by_role("button", name="Clear").click()
    page.locator("[name=month]").select_option("0001-01")
    assert told(page) == "1 of 3 articles"
    assert open_report.complaints == []


def test_a_corpus_without_articles_says_so(open_report: Opener) -> None:
    page = open_report("empty")
    assert page.get_by_text("No articles here.").is_visible()
    assert page.locator("#rejected").get_by_text("has no text").first.is_visible()
    assert not page.locator("#articles").is_visible()
    assert open_report.complaints == []


@pytest.mark.parametrize("width", [320, 360, 390])
def test_the_tables_of_figures_are_whole_on_a_phone_however_long_their_numbers(open_report: Opener, width: int) -> None:
    page = open_report("many", (width, 844))
    for summary in page.locator("summary").all():
        summary.click()
    page.evaluate(
        """() => {
            for (const row of document.querySelectorAll(".standing tbody tr")) {
                for (const [at, text] of [[1, "12,345"], [2, "100"], [4, "100 %"]]) row.cells[at].textContent = text;
            }
            for (const row of document.querySelectorAll(".ruled tbody tr")) row.cells[3].textContent = "123,456";
        }"""
    )
    cut = "tables => tables.filter(table => table.scrollWidth > table.clientWidth).map(table => table.ariaLabel)"
    assert page.locator(".scroll").count() == 4
    assert page.locator(".scroll").evaluate_all(cut) == []


@pytest.mark.parametrize("name", ["many", "hostile"])
def test_a_phone_needs_no_sideways_scrolling(open_report: Opener, name: str) -> None:
    page = open_report(name, PHONE)
    page.locator(".list tbody th button").first.click()
    page.wait_for_selector(".opened .note")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert not page.locator(".list td:nth-child(6)").first.is_visible()


def test_print_has_the_figures_and_the_opened_articles_and_no_controls(open_report: Opener) -> None:
    page = open_report("many")
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
def test_axe_finds_no_serious_violation(open_report: Opener, scheme: str, size: tuple[int, int]) -> None:
    page = open_report("many", size, scheme, "#rule=quantity-differs")
    settled(page).locator(".list tbody th button").first.click()
    page.wait_for_selector(".opened .note")
    page.wait_for_timeout(150)  # the fade
    for summary in page.locator("summary").all():
        summary.click()
    violations = Axe().run(page).response["violations"]
    grave = [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in ("serious", "critical")]
    assert grave == []


def test_without_its_data_the_page_stands_and_says_what_is_missing(
    open_report: Opener, report_folders: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copy(report_folders["many"] / "index.html", tmp_path / "index.html")
    report_folders["alone"] = tmp_path
    page = open_report("alone")
    assert len(column(page, 1)) == 50
    page.locator("[name=grade]").select_option("F")
    page.get_by_text("data/columns.js could not be read. The folder data must lie beside this page.").wait_for()
    page.locator("[name=grade]").select_option("")
    assert told(page) == "2,400 articles"


def test_a_hundred_thousand_articles_lie_beside_the_page_and_not_in_it(
    open_report: Opener, report_folders: dict[str, Path], tmp_path: Path
) -> None:
    report_folders["large"] = multiplied(report_folders["many"], tmp_path, 42)
    reports.corpus.write(tmp_path)
    page = open_report("large")
    assert (tmp_path / "index.html").stat().st_size < 300_000
    page.locator("[name=rule]").select_option("mojibake")
    assert " of 100,800 articles" in told(page)


def test_the_page_says_once_which_tiers_ran_and_why_others_did_not(
    open_report: Opener, report_folders: dict[str, Path], tmp_path: Path
) -> None:
    left_out = {"noise": "not asked for", "grammar": "not asked for", "siblings": "--siblings auto was not given"}
    report_folders["left out"] = write_tables(tmp_path, [article("a")], [], run=RUN | {"left_out": left_out})
    reports.corpus.write(tmp_path)
    said = open_report("left out").locator("#formula .say").first.inner_text()
    assert said == (
        "Checked with the tier local. Without noise, grammar (not asked for); siblings (--siblings auto was not given)."
    )

"""The page of a corpus report as a reader uses it: filters, sorting, pages, the articles themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.corpus.chunks import TITLES
from tests.corpus_in_browser import Opener, column, settled, told
from tests.corpus_tables import random_corpus

pytestmark = pytest.mark.slow


def test_the_worst_articles_stand_first_and_nothing_else_is_loaded(
    open_report: Opener, report_folders: dict[str, Path]
) -> None:
    page = open_report("many")
    scores = [float(s) for s in column(page, 2)]
    assert len(scores) == 50
    assert scores == sorted(scores)
    assert open_report.requests == [(report_folders["many"] / "index.html").as_uri()]
    assert told(page) == "2,400 articles"
    assert page.title() == "2,400 articles · copydesk"


def test_every_filter_leaves_the_articles_that_it_says(open_report: Opener) -> None:
    articles, findings = random_corpus(2400)
    articles[7] |= {"title": "The only eclipse", "id": "Eclipse/7", "source": "", "date": None}
    page = open_report("many")

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
    assert open_report.complaints == []


def test_a_search_looks_at_titles_and_ids_without_regard_to_case(open_report: Opener) -> None:
    page = open_report("many")
    for text in ("ONLY ecl", "eclipse/7"):
        page.get_by_placeholder("Title or id").fill(text)
        page.wait_for_selector(".list tbody tr:only-child")
        assert page.locator(".list tbody th button").all_inner_texts() == ["The only eclipse"]
    page.get_by_placeholder("Title or id").fill("no such thing")
    page.get_by_text("No article is like that.").wait_for()


def test_a_head_sorts_all_articles_and_not_only_those_shown(open_report: Opener) -> None:
    articles, _ = random_corpus(2400)
    page = open_report("many")
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


def test_pages_follow_each_other_and_hold_each_article_once(open_report: Opener) -> None:
    page = open_report("many", anchor="#source=Paper+00&sort=words-up")
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


def test_an_article_far_down_is_read_from_its_own_chunk(open_report: Opener) -> None:
    page = settled(open_report("many", anchor="#page=48"))
    assert any(f"titles-{2399 // TITLES}.js" in url for url in open_report.requests)
    assert column(page, 2)[-1] == "100"


def test_an_opened_article_shows_its_findings_and_closes_again(open_report: Opener) -> None:
    articles, findings = random_corpus(2400)
    page = open_report("many")
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


def test_the_keyboard_walks_through_the_articles(open_report: Opener) -> None:
    page = open_report("many")
    page.locator(".list tbody th button").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_selector(".list tbody tr:nth-child(3).opened")


def test_a_chart_or_a_table_leads_to_the_articles_behind_it(open_report: Opener) -> None:
    page = open_report("many")
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


def test_a_jump_to_a_section_keeps_the_filters(open_report: Opener) -> None:
    page = open_report("many", anchor="#grade=F&sort=words-down")
    before = told(page)
    page.locator("nav.jump").get_by_role("link", name="Rules").click()
    page.wait_for_timeout(50)
    assert told(page) == before != "2,400 articles"
    page.locator("[name=rule]").select_option("mojibake")
    assert told(page) != before
    assert page.locator("[name=grade]").input_value() == "F"


def test_the_bars_of_a_source_add_up_to_its_articles(open_report: Opener) -> None:
    page = open_report("many")
    widths = (
        page.locator("#sources tbody tr")
        .first.locator("rect")
        .evaluate_all("parts => parts.map(part => parseFloat(part.getAttribute('width')))")
    )
    assert sum(widths) == pytest.approx(100, abs=0.01)
    label = page.locator("#grades svg").get_attribute("aria-label")
    assert label
    assert label.startswith("A ")

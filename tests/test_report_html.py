"""The page as text: escaping, marks however spans overlap, contrast, what stands on it."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.annotations.prose import Span
from checker.article import Article
from checker.engine import Outcome
from checker.finding import CATEGORIES, Evidence, Finding, Severity
from checker.printable import printable
from reports.difference import differing
from reports.marking import Mark, marked
from reports.page import asset
from tests.reported import all_outcomes, clean, finding, from_file, harbour, measured, outcome, rendered, unreadable


class Page(HTMLParser):
    """The elements of a page and the text within marks."""

    void = frozenset({"meta", "link", "input", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.marked: dict[str, str] = {}
        self.texts: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag not in self.void:
            self._open.append((tag, found))
        if "mark" in (found.get("class") or "").split():
            self.marked.setdefault(str(found["data-note"]), "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        for _, attributes in self._open:
            if "mark" in (attributes.get("class") or "").split():
                self.marked[str(attributes["data-note"])] += data


def marks_of(found: Outcome, field: str = "text") -> list[Mark]:
    return [Mark(f, f"n{i}", i) for i, f in enumerate(found.findings, 1) if f.field == field]


def test_every_mark_holds_exactly_its_span() -> None:
    found = harbour()
    marks = marks_of(found)
    page = Page("\n".join(marked(found.article.text, found.article.body.paragraphs, marks)))
    spans = {m.note: found.article.text[m.finding.start : m.finding.end] for m in marks}
    assert page.marked == spans


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from("ab <&\n\"'\u202e\x00"), max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8),
)
def test_marks_never_lose_a_character_or_a_finding(text: str, spans: list[tuple[int, int]]) -> None:
    clipped = [sorted((min(a, len(text)), min(b, len(text)))) for a, b in spans]
    findings = [
        Finding("r", "noise", Severity.ERROR, a, b, "m", fingerprint=str(i)) for i, (a, b) in enumerate(clipped)
    ]
    article = Article("a", text)
    marks = [Mark(f, f"n{i}", i) for i, f in enumerate(findings)]
    html = marked(text, article.body.paragraphs, marks)
    page = Page("\n".join(html))
    shown = [printable(text[p.start : p.end], in_page=True) for p in article.body.paragraphs]
    assert "".join(page.texts).replace("\n", "") == "".join(shown).replace("\n", "")
    assert set(page.marked) == {m.note for m in marks}
    for mark in marks:
        ids = [e for e in page.elements if e[1].get("id") == f"mark-{mark.note}"]
        lasts = [
            e for e in page.elements if e[1].get("data-note") == mark.note and "last" in str(e[1]["class"]).split()
        ]
        assert (len(ids), len(lasts)) == (1, 1)


def test_overlapping_marks_take_levels_of_their_own() -> None:
    marks = marks_of(harbour())
    marked(harbour().article.text, harbour().article.body.paragraphs, marks)
    for one in marks:
        for other in marks:
            if one is not other and one.finding.overlaps(other.finding):
                assert one.level != other.level


def test_thousands_of_marks_on_one_line_take_linear_time() -> None:
    text = "ab " * 20_000
    findings = [Finding("r", "noise", Severity.INFO, i * 3, i * 3 + 4, "m") for i in range(20_000)]
    marks = [Mark(f, f"n{i}", i) for i, f in enumerate(findings)]
    [html] = marked(text, [Span(0, len(text) - 1)], marks)
    assert html.count("<a ") >= 20_000


def test_nothing_of_an_article_becomes_markup() -> None:
    page = Page(rendered("html", all_outcomes(), unreadable()))
    scripts = [a for tag, a in page.elements if tag == "script"]
    assert len(scripts) == 1
    assert not any(tag == "img" for tag, _ in page.elements)
    for _, attributes in page.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)


def test_the_page_asks_for_nothing_and_runs_only_its_own_script() -> None:
    html = rendered("html", all_outcomes())
    page = Page(html)
    policy = next(a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert policy
    assert policy.startswith("default-src 'none'")
    assert f"script-src 'sha256-{digest}'" in policy
    for tag, attributes in page.elements:
        target = attributes.get("src") or attributes.get("href") or ""
        assert target.startswith(("#", "data:,")) or not target, (tag, target)
    assert "url(" not in asset("page.css")
    assert "@import" not in asset("page.css")


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    page = Page(rendered("html", all_outcomes()))
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        for name in ("aria-describedby", "aria-labelledby"):
            assert attributes.get(name) in {None, *ids}


def test_an_index_stands_above_several_articles_only() -> None:
    assert '<nav class="index"' not in rendered("html", [harbour()])
    many = rendered("html", all_outcomes())
    assert many.index('<nav class="index"') < many.index('<article class="story')
    assert many.count("<tr>") == 4


def test_nothing_to_mend_says_what_was_checked() -> None:
    html = rendered("html", [clean()])
    assert re.search(r"Nothing to mend\.</strong> Checked with \d+ rules \(local tier\)\.", html)
    assert 'class="filters"' not in html


def test_what_could_not_be_read_is_listed() -> None:
    assert "<li>wire/broken&lt;b&gt;.txt: no such file ␛[31m</li>" in rendered("html", [clean()], unreadable())


def test_an_empty_article_and_an_empty_run_have_a_page() -> None:
    assert "There is no text." in rendered("html", [outcome(Article("a", ""))])
    assert "No articles here." in rendered("html", [])


def test_a_change_shows_in_bold_what_differs() -> None:
    assert differing("Marta Ruis sold", "Marta Ruiz sold") == ("Marta <b>Ruis</b> sold", "Marta <b>Ruiz</b> sold")
    assert differing("one", "entirely other <words>") == ("one", "entirely other &lt;words&gt;")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_hue_stands_out_from_the_ground_by_four_and_a_half(scheme: str) -> None:
    css = asset("page.css")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    colors = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", blocks[0]))
    if scheme == "dark":
        colors |= dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", blocks[1]))
    for ground in ("ground", "raised"):
        for name in (*CATEGORIES, "other", "muted", "ink"):
            assert contrast(colors[name], colors[ground]) >= 4.5, (name, ground)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_page_says_what_could_not_be_judged() -> None:
    from dataclasses import replace

    page = rendered("html", [replace(clean(), gaps=("LanguageTool did not check <2> paragraphs",))])
    assert "not checked: LanguageTool did not check &lt;2&gt; paragraphs" in page


def test_what_decides_is_bold_in_long_evidence() -> None:
    sentence = f"The board {'met again and again and ' * 20}counted 2,400 heads{' and voted' * 20}."
    a = from_file("a.txt", "There were 4,200 heads.")
    place = Evidence("b.txt", 0, len(sentence), sentence, "another number")
    number = finding(a, "4,200", "quantity-differs", "siblings", Severity.WARNING, "Differs.", becomes="2,400",
                     evidence=(place,))  # fmt: skip
    assert "counted <b>2,400</b> heads" in rendered("html", [outcome(a, number)])


def test_the_index_has_the_reading_ease_where_the_tier_that_measures_it_ran() -> None:
    assert "Reading ease" not in rendered("html", [measured(48.2), harbour()]).split("</nav>")[0]
    written = rendered("html", [measured(48.2), harbour()], tiers=("local", "grammar")).split("</nav>")[0]
    assert '<th scope="col">Reading ease</th>' in written
    assert written.count("<td>48</td>") == 1
    assert '<td><span class="none">–</span></td></tr>' in written

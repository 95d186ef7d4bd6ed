"""The report for the terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.article import Article
from checker.finding import Evidence, Finding, Severity
from checker.printable import columns, wrapped
from checker.reporting import RunFacts
from reports.excerpt import excerpt
from reports.text import TextReport
from tests.reported import (
    all_outcomes,
    clean,
    finding,
    from_file,
    harbour,
    hostile,
    measured,
    outcome,
    rendered,
    unreadable,
)

_ESCAPE = re.compile("\x1b\\[[0-9;]*m")


def shown_as(text: str, rule: str) -> list[str]:
    """The lines of the first finding of a rule."""
    blocks = [b.split("\n") for b in text.split("\n\n")]
    return next(b for b in blocks if f"  {rule}" in b[0])


def test_a_finding_says_where_what_why_and_what_to_do() -> None:
    assert shown_as(rendered("text", [harbour()]), "near-name") == [
        "wire/harbour.md:4:68  warning  near-name",
        "    …asked us,” said Marta Ruiz, who runs the café on the quay. Marta Ruis has sold coffee there…",
        " " * 64 + "~" * 10,
        "    “Marta Ruis” is close to “Marta Ruiz”.",
        "    Marta Ruis → Marta Ruiz",
        "    line 4: “Marta Ruiz” (the form used first)",
    ]


def test_a_finding_in_the_title_says_so() -> None:
    head = shown_as(rendered("text", [harbour()]), "repeated-word")[0]
    assert head == "wire/harbour.md:1:3  error  repeated-word  in the title"


def test_evidence_of_a_sibling_names_the_sibling() -> None:
    assert "    wire/quay.md: “who runs the bakery on the quay” (another article has it otherwise)" in shown_as(
        rendered("text", [harbour()]), "changed-fact"
    )


def test_the_same_evidence_in_several_lines_is_quoted_once() -> None:
    a = from_file("a.txt", "US aid.\nU.S. one.\nU.S. two.\nU.S. three.\n")
    places = tuple(Evidence(a.id, at, at + 4, "U.S.", "the usual form") for at in (8, 18, 28))
    written = rendered(
        "text", [outcome(a, finding(a, "US", "r", "consistency", Severity.INFO, "Mixed.", evidence=places))]
    )
    assert "    lines 2, 3 and 4: “U.S.” (the usual form)\n" in written


def test_what_decides_stays_in_sight_in_long_evidence() -> None:
    sentence = f"The board {'met again and again and ' * 20}counted 2,400 heads{' and voted' * 20}."
    a = from_file("a.txt", "There were 4,200 heads.")
    place = Evidence("b.txt", 0, len(sentence), sentence, "another number")
    number = finding(a, "4,200", "quantity-differs", "siblings", Severity.WARNING, "Differs.", becomes="2,400",
                     evidence=(place,))  # fmt: skip
    assert "counted 2,400 heads" in rendered("text", [outcome(a, number)])


def test_a_replacement_by_nothing_reads_as_a_removal() -> None:
    assert "    ADVERTISEMENT → (remove)" in shown_as(rendered("text", [harbour()]), "page-furniture")


def test_a_record_of_json_lines_is_placed_by_its_line_and_id() -> None:
    assert ".jsonl:7  (x" in rendered("text", [hostile()])


@pytest.mark.parametrize("width", [40, 60, 80, 100, 132])
def test_excerpts_fit_the_width_and_the_underline_lies_under_the_span(width: int) -> None:
    for each in all_outcomes():
        for f in each.findings:
            text = each.article.field(f.field).text
            before, span, after = excerpt(text, f.start, f.end, width)
            assert columns(before + span + after) <= width
            assert span


def test_a_terminal_gets_sentences_in_lines_of_its_width_and_a_pipe_gets_them_whole() -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    message = "The island, which is long and has many small towns, cannot lie in the island itself."
    a = from_file("a.txt", "He was in the island in the island.")
    found = outcome(a, finding(a, "the island in the island", "r", "noise", Severity.ERROR, message))
    out = Terminal()
    report = TextReport(out, RunFacts("0.1", ("local",), width=60))
    report.add(found)
    report.end()
    lines = out.getvalue().splitlines()
    assert "    The island, which is long and has many small towns," in lines
    assert "    cannot lie in the island itself." in lines
    assert all(len(line) <= 60 for line in lines)
    assert f"    {message}\n" in rendered("text", [found], width=60)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_lines_are_broken_by_columns_and_wide_characters_between_any_two(width: int) -> None:
    for text in ("京" * 100, "The note says “" + "京" * 99 + "e\u0301”.", "東京 " * 40, "か\u3099" * 80 + " in full."):
        lines = wrapped(text, width)
        assert len(lines) > 1
        assert max(map(columns, lines)) <= width
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(line.startswith(("\u0301", "\u3099")) for line in lines)
    assert wrapped("See news/" + "a" * 90 + ".txt of today.", width) == [
        "See",
        "news/" + "a" * 90 + ".txt",
        "of today.",
    ]
    assert wrapped("On " + "a" * 150, width, breaks_words=True)[:2] == ["On", "a" * width]


def test_a_terminal_gets_wide_characters_in_lines_of_its_width() -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    a = from_file("a.txt", "It was was here.")
    out = Terminal()
    report = TextReport(out, RunFacts("0.1", ("local",), width=60))
    report.add(outcome(a, finding(a, "was was", "r", "noise", Severity.ERROR, "京" * 100)))
    assert max(map(columns, out.getvalue().splitlines())) <= 60


def test_the_underline_counts_wide_characters_twice() -> None:
    a = from_file("a.txt", "東京 said said it.")
    lines = rendered("text", [outcome(a, finding(a, "said said", "r", "noise", Severity.ERROR, "Twice."))]).split("\n")
    assert lines[1:3] == ["    東京 said said it.", "    " + " " * 5 + "^" * 9]


def test_colour_underlines_in_place_and_says_the_same() -> None:
    plain, coloured = rendered("text", all_outcomes()), rendered("text", all_outcomes(), color=True)
    assert "\x1b" not in plain
    assert "\x1b[4;38;5;160mthe the\x1b[0m" in coloured
    without_rows = [line for line in plain.split("\n") if not re.fullmatch(r" +(\^+|~+|\.+)", line)]
    assert _ESCAPE.sub("", coloured).split("\n") == without_rows


def test_nothing_in_an_article_steers_the_terminal() -> None:
    for color in (False, True):
        written = _ESCAPE.sub("", rendered("text", all_outcomes(), unreadable(), color=color))
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", written
        )
        assert "␛[31mescape␛[0m" in written


def test_what_a_reader_left_out_is_shown_as_a_gap() -> None:
    text = "To install, run \ufffc twice twice."
    assert "".join(excerpt(text, 18, 29, 60)) == "To install, run … twice twice."


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None, categories=None), max_size=200), st.data())
def test_any_span_of_any_text_can_be_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, span, after = excerpt(text, start, end, 40)
    assert columns(before + span + after) <= 40
    rendered("text", [outcome(Article("a", text), Finding("r", "c", Severity.INFO, start, end, text))]).encode()


def test_a_long_span_in_a_line_of_megabytes_keeps_its_two_ends() -> None:
    text = "begins " + "a" * 2_000_000 + " ends"
    _, span, _ = excerpt(text, 0, len(text), 60)
    assert span.startswith("begins a")
    assert span.endswith(" ends")
    assert columns(span) <= 60


def test_several_articles_end_in_a_table_and_a_calm_line() -> None:
    written = rendered("text", all_outcomes(), unreadable())
    *_, table, last = written.rstrip("\n").split("\n\n")
    assert "worst 2 articles" in table
    assert re.search(r"wire/harbour\.md +F +8 +82 +13", table)
    assert last == (
        "3 articles, 145 words: 7 errors, 7 warnings, 6 notes. `--fix` mends 3 of them. 1 input could not be read."
    )
    assert "noise             6         2      ·" in written


def test_nothing_to_mend_is_said() -> None:
    assert rendered("text", [clean()]) == "Nothing to mend in 1 article, 10 words.\n"
    assert rendered("text", [clean(), clean()]) == "Nothing to mend in 2 articles, 20 words.\n"


def test_one_article_ends_with_its_grade() -> None:
    assert "notes. Grade F, 8 of 100." in rendered("text", [harbour()])


def test_a_long_name_of_wide_characters_is_cut_to_its_column() -> None:
    articles = [from_file(f"{place}/" + "東京" * 50 + ".txt", "It was was here.") for place in "ab"]
    one, other = (outcome(a, finding(a, "was was", "r", "noise", Severity.ERROR, "Twice.")) for a in articles)
    rows = [line for line in rendered("text", [one, other]).splitlines() if line.startswith("  …")]
    assert len(rows) == 2
    assert all(columns(row) <= 100 for row in rows)


def test_what_could_not_be_judged_whole_is_counted() -> None:
    told = replace(clean(), gaps=("a paragraph was not checked",))
    assert rendered("text", [told, clean()]).endswith(" 1 article could not be judged whole.\n")


def test_one_article_ends_with_how_hard_it_is_to_read() -> None:
    assert rendered("text", [measured(48.2)]).endswith(" Reading ease 48, grade level 11.\n")


def test_several_articles_end_with_the_spread_of_their_reading_ease() -> None:
    written = rendered("text", [measured(71.5), measured(-4.4, harbour()), hostile(), measured(48.2)])
    assert " Reading ease 48 in the middle, from -4 to 72. " in written.splitlines()[-1]
    assert re.search(r" +grade +of 100 +words +findings +reading ease\n", written)
    assert re.search(r"wire/harbour\.md +F +8 +82 +13 +-4\n", written)
    assert re.search(r"\.jsonl:7 .* +·\n", written)
    assert all(columns(line) <= 100 for line in written.splitlines()[-12:-1])


def test_each_article_is_written_as_it_comes() -> None:
    one, two = rendered("text", [harbour()]), rendered("text", [harbour(), clean()])
    findings = one[: one.rindex("\n\n")]
    assert two.startswith(findings)

"""What counts as a quotation, and how it ends."""

import time

import pytest

from checker.annotations.prose import Prose
from checker.annotations.quotations import Quotation


def quotations(text: str) -> list[tuple[str, int, str]]:
    return [(text[q.inner_start : q.inner_end], q.depth, q.ending) for q in Prose("text", text).quotations]


def unopened(text: str) -> list[int]:
    return Prose("text", text).quoting.unopened


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"Yes," he said.', "Yes,"),
        ("“Yes,” he said.", "Yes,"),
        ("«Oui», said Anne.", "Oui"),
        ("„Ja“, said Anna.", "Ja"),
        ("He called it (“a mess”).", "a mess"),
        ('He called it ("a mess").', "a mess"),
        ('He had a plan—"a good one"—for it.', "a good one"),
        ('A truce " in the weeks to come," he said.', " in the weeks to come,"),
        ('“Yes," he said.', "Yes,"),
        ("He called them ‘brave’.", "brave"),
        ("He called them 'brave'.", "brave"),
        ('He was born in "the year 1962" here.', "the year 1962"),
    ],
)
def test_a_quotation_is_what_stands_between_its_marks(text: str, inner: str) -> None:
    assert quotations(text) == [(inner, 0, "closed")]
    assert unopened(text) == []


def test_quotations_nest() -> None:
    assert quotations("“He said ‘no’ to us,” she said.") == [("He said ‘no’ to us,", 0, "closed"), ("no", 1, "closed")]
    assert quotations("\"He said 'no',\" she said.") == [("He said 'no',", 0, "closed"), ("no", 1, "closed")]
    assert quotations('"Then the "boss" came," she said.') == [
        ('Then the "boss" came,', 0, "closed"),
        ("boss", 1, "closed"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It’s the workers’ turn, in the ’90s and the ‘80s.",
        "It's the workers' turn, rock 'n' roll in the '90s.",
        "‘Tis the season, said the dogs’ owner.",
        "He is 6'2\" tall.",
        'A 24" screen.',
        "",
        "'",
        "No marks at all.",
        "The cityâ€™s mayor wonâ„¢t go.",
    ],
)
def test_apostrophes_and_inches_quote_nothing(text: str) -> None:
    assert quotations(text) == []
    assert unopened(text) == []


def test_a_possessive_does_not_end_a_single_quotation() -> None:
    assert quotations("They spoke of ‘the workers’ rights’ again.") == [("the workers’ rights", 0, "closed")]


def test_inches_inside_a_quotation_do_not_end_it() -> None:
    assert quotations('"He is 6\'2" tall," she said.') == [("He is 6'2\" tall,", 0, "closed")]


def test_a_quotation_goes_on_over_three_paragraphs() -> None:
    text = "“One.\n\n“Two.\n\n“Three,” he said."
    assert quotations(text) == [("One.", 0, "continues"), ("Two.", 0, "continues"), ("Three,", 0, "closed")]


def test_a_line_of_the_page_does_not_break_a_quotation_that_goes_on() -> None:
    assert quotations("“One.\n\nADVERTISEMENT\n\n“Two,” he said.")[0] == ("One.", 0, "continues")


def test_a_quotation_left_open_before_plain_prose_is_unclosed() -> None:
    assert quotations("“We will go, he said.\n\nThe talks ended without a word on the date of the next.") == [
        ("We will go, he said.", 0, "unclosed")
    ]


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    text = "“We will go, he said.\n\nHe called it “a start”."
    assert quotations(text) == [("We will go, he said.", 0, "unclosed"), ("a start", 0, "closed")]


def test_doubled_single_marks_stand_for_double_ones() -> None:
    assert quotations("“We go,’’ he said.") == [("We go,", 0, "closed")]
    assert quotations("\"We go,'' he said.") == [("We go,", 0, "closed")]
    assert quotations("``We go,'' he said.") == [("We go,", 0, "closed")]


def test_a_speech_may_close_paragraphs_later_without_marks_between() -> None:
    text = "He wrote: “One and only.\n\nThe second of the speech.\n\nThe third of it.”"
    assert quotations(text) == [("One and only.", 0, "continues")]
    assert unopened(text) == []


def test_a_mark_that_closes_nothing_is_told() -> None:
    assert unopened("We will go,” he said.") == [11]
    assert unopened('We will go," he said.') == [11]
    assert unopened("“We will go,” he said” again.") == [21]


@pytest.mark.parametrize("hostile", ["“", '"', "‘", "”", '" ', "“a ", "«", "'a ", "“a’ "])
def test_many_marks_take_linear_time(hostile: str) -> None:
    text = hostile * 100_000
    started = time.process_time()
    found = Prose("text", text).quotations
    assert time.process_time() - started < 3
    assert all(isinstance(q, Quotation) and 0 <= q.start < q.end <= len(text) for q in found)

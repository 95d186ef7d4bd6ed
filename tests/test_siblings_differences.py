"""What two passages that say the same say differently, and which sentences stand for each other."""

from __future__ import annotations

import pytest

from checker.annotations.prose import Prose, Span
from checker.siblings.agreement import agree
from checker.siblings.differences import differences
from checker.siblings.numbers import numbers_of
from tests.compared import found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.7 million", "3,712,000"),
        ("twenty-five thousand", "25,000"),
        ("9:30 p.m.", "21:30"),
        ("about 2,000", "1,980"),
        ("50 miles", "80 km"),
        ("55 000 workers", "55,000 workers"),
        ("12.5 billions", "12.5 billion"),
        ("four and a half", "4 1/2"),
        ("4½ months", "four and a half months"),
    ],
)
def test_a_number_in_another_form_agrees(one: str, other: str) -> None:
    (a,), (b,) = numbers_of(Prose("text", one)), numbers_of(Prose("text", other))
    assert agree(a, b)
    assert agree(b, a)


@pytest.mark.parametrize(
    ("one", "other"), [("39", "29"), ("4 percent", "4 percentage points"), ("more than 45", "40"), ("1962", "1963")]
)
def test_another_number_does_not_agree(one: str, other: str) -> None:
    (a,), (b,) = numbers_of(Prose("text", one)), numbers_of(Prose("text", other))
    assert not agree(a, b)


def test_sentences_that_say_the_same_in_other_words_have_no_difference() -> None:
    assert not found(
        "The mayor refused to pay for the new bridge across the Elbe.",
        "The new Elbe bridge will not be paid for by the mayor.",
    )


def test_a_sentence_about_something_else_has_no_difference() -> None:
    assert not found("Anna Kern sold 12 paintings in Vienna.", "The train to Prague was 40 minutes late.")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("The crowd marched nonviolently to the harbor.", "The crowd marched non-violently to the harbor."),
        ("The paint is non-toxic and dries in an hour.", "The paint is not toxic and dries in an hour."),
        ("He cannot only sing the part but also dance it.", "He can sing the part and also dance it."),
        (
            "The mayors of the coast do not dare to close the port.",
            "The mayors of the coast are loath to close the port.",
        ),
    ],
)
def test_a_denial_in_another_form_is_no_difference(ours: str, theirs: str) -> None:
    assert not found(ours, theirs)
    assert not found(theirs, ours)


def test_an_added_first_name_is_no_difference() -> None:
    assert not found("President Donald Grant met Prime Minister Ruiz.", "Prime Minister Ruiz met President Grant.")


def test_a_name_in_the_role_of_another_is_a_difference() -> None:
    assert found("The prize went to Marta Quintero for her film.", "The prize for her film went to Elena Rossi.") == [
        ("name", "Marta Quintero", "Elena Rossi")
    ]


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "1" * 5000, "a " * 3000, "(" * 3000, "Not not not no."])
def test_odd_text_is_compared_without_a_fault(text: str) -> None:
    assert not found(text, "The mayor paid 5 million.")
    assert not found("The mayor paid 5 million.", text)


def test_near_copies_are_aligned_in_order_and_one_sentence_with_two() -> None:
    np = pytest.importorskip("numpy")
    from checker.siblings.align import align

    def unit(*parts: float) -> list[float]:
        vector = np.array(parts)
        return list(vector / np.linalg.norm(vector))

    axes = np.eye(6)
    ours = np.array([axes[0], axes[1], unit(0, 0, 1, 1, 0, 0), axes[4], axes[5]], np.float32)
    theirs = np.array([axes[0], axes[1], axes[2], axes[3], axes[4], axes[5]], np.float32)
    pairs = [(p.first, p.last, p.other_first, p.other_last) for p in align(ours, theirs)]
    assert pairs == [(0, 1, 0, 1), (1, 2, 1, 2), (2, 3, 2, 4), (3, 4, 4, 5), (4, 5, 5, 6)]


def test_a_sentence_that_no_other_comes_near_has_no_counterpart() -> None:
    np = pytest.importorskip("numpy")
    from checker.siblings.align import align

    assert align(np.eye(4, dtype=np.float32)[:1], np.eye(4, dtype=np.float32)[1:]) == []


def test_initials_of_words_that_the_other_spells_out_are_no_other_name() -> None:
    assert not found(
        "On May 3, in Tarnow County, soldiers of the 12th Group of the Northern Border Guard helped to pick the pears.",
        "On May 3, soldiers of the NBG 12th Group helped to pick the pears in the county.",
    )


def test_a_comparison_that_is_denied_is_no_denial() -> None:
    assert not found(
        "This treaty is not as important to me now as it was when it was signed, Weber said.",
        "This treaty matters less to me now than when it was signed, Weber said.",
    )


def test_another_word_of_one_meaning_in_a_name_is_another_name() -> None:
    assert found(
        "Anna Kern, who leads Lumen Pictures, talked with the mayor of Lodz about the harbor.",
        "Anna Kern, who leads Lumen Film, talked with the mayor of Lodz about the harbor.",
    ) == [("name", "Pictures", "Film")]


def test_months_that_are_past_are_recent_ones() -> None:
    assert not found("We tried the new paint in recent months.", "We tried the new paint over the past months.")


def test_a_verb_of_a_headline_is_no_name() -> None:
    assert not found(
        "Trade Ministers Agree to Reopen Old Ports - Lumen", "Trade ministers say to reopen old ports - Lumen Net"
    )


def test_a_title_alone_in_the_place_of_a_name_is_a_difference() -> None:
    assert found(
        "After a red card for Lodz in injury time, President scored the last goal.",
        "After a red card for Lodz in injury time, Pawel Wolny scored the last goal.",
    ) == [("name", "President", "Pawel Wolny")]


def test_a_title_in_quotation_marks_is_a_name_apart_from_the_one_before_it() -> None:
    assert found(
        "Kern's “Silver Lining” was nominated for the Amber Prize.",
        "“The Homecoming” by Kern was nominated for the Amber Prize.",
    ) == [("name", "Silver Lining", "Homecoming")]


def test_a_few_sentences_of_one_text_may_stand_for_the_only_one_of_the_other() -> None:
    import numpy as np

    from checker.siblings.align import align

    ours = np.eye(3, dtype=np.float32)
    theirs = (ours.sum(axis=0) / np.sqrt(np.float32(3)))[None, :]
    (pair,) = align(ours, theirs)
    assert (pair.first, pair.last, pair.other_first, pair.other_last) == (0, 3, 0, 1)


@pytest.mark.parametrize(("one", "other"), [("more than 100", "116"), ("nearly 500", "460"), ("116", "at least 100")])
def test_a_number_within_what_another_says_agrees(one: str, other: str) -> None:
    (a,), (b,) = numbers_of(Prose("text", one)), numbers_of(Prose("text", other))
    assert agree(a, b)


@pytest.mark.parametrize(("one", "other"), [("more than 100", "76"), ("more than 100", "180"), ("nearly 500", "700")])
def test_a_number_beyond_what_another_says_does_not_agree(one: str, other: str) -> None:
    (a,), (b,) = numbers_of(Prose("text", one)), numbers_of(Prose("text", other))
    assert not agree(a, b)


@pytest.mark.parametrize(("one", "other"), [("the 60s", "the 1960's"), ("the 1960s", "1960"), ("HK$20", "HK$20.0")])
def test_a_decade_and_an_amount_are_read_in_either_form(one: str, other: str) -> None:
    (a,), (b,) = numbers_of(Prose("text", one)), numbers_of(Prose("text", other))
    assert agree(a, b)


@pytest.mark.parametrize(("one", "other"), [("the 60s", "1970"), ("HK$20", "$20"), ("in his 60s", "the 1960s")])
def test_an_age_is_no_decade_and_a_dollar_not_always_the_same(one: str, other: str) -> None:
    (a,), (b,) = numbers_of(Prose("text", one)), numbers_of(Prose("text", other))
    assert not agree(a, b)


def test_a_day_of_the_month_is_not_joined_to_the_number_behind_it() -> None:
    values = [n.value for n in numbers_of(Prose("text", "On Oct. 12 300 people marched; 12 300 had come in May."))]
    assert values == [10, 12, 300, 12_300, 5]


@pytest.mark.parametrize(
    ("ours", "theirs", "difference"),
    [
        (
            "Novak says more than 1.4 million people live in the valley.",
            "Less than 1.4 million people live in the valley, Novak says.",
            [("opposite", "more", "Less")],
        ),
        (
            "Women are two times less likely to buy the paint than men.",
            "Women are two times more likely to buy the paint than men.",
            [("opposite", "less", "more")],
        ),
        (
            "Before a storm in the valley Novak closed the old bridge.",
            "Novak closed the old bridge after a storm in the valley.",
            [("opposite", "Before", "after")],
        ),
        ("The storm came before the harvest in the valley.", "The harvest in the valley came after the storm.", []),
        ("The bridge is more or less ready for the trains.", "The bridge is less ready for the trains or more.", []),
    ],
)
def test_small_words_that_turn_around_the_same_thing_are_opposites(
    ours: str, theirs: str, difference: list[tuple[str, str, str]]
) -> None:
    assert found(ours, theirs) == difference


def test_what_comes_before_and_after_one_thing_is_the_same_where_the_sentences_only_come_near() -> None:
    ours = "The mayor met the fishermen of Almsund, and the choir sang before the vote."
    theirs = "After the vote the mayor met the fishermen of Almsund, and a choir sang."
    a, b = Prose("text", ours), Prose("text", theirs)
    assert not differences(a, [Span(0, len(ours))], b, [Span(0, len(theirs))], margin=0.0)


@pytest.mark.parametrize(
    ("ours", "theirs", "difference"),
    [
        (
            "Anna spoke about the fighter who is his sister's former husband.",
            "Anna spoke about the fighter who is her sister's former husband.",
            [("gender", "his", "her")],
        ),
        (
            "He said that his father gave his sister the farm.",
            "He said that his father gave the farm to his sister.",
            [],
        ),
        (
            "Anna met her brother and his wife in the harbor.",
            "Her brother and his wife met Anna in the harbor.",
            [],
        ),
    ],
)
def test_the_owner_of_one_thing_has_one_gender(ours: str, theirs: str, difference: list[tuple[str, str, str]]) -> None:
    assert found(ours, theirs) == difference


def test_a_denial_is_about_the_word_behind_an_adverb() -> None:
    assert found(
        "The new ferry is not significantly faster than the old ferry in the harbor.",
        "The new ferry in the harbor is substantially faster than the old ferry.",
    ) == [("negation", "not significantly faster", "faster")]


def test_what_a_sentence_adds_by_without_is_no_denial() -> None:
    assert not found("A teacher is missing without trace in the valley.", "A teacher is missing in the valley.")


def test_an_amount_in_brackets_is_compared_with_one_in_brackets() -> None:
    assert not found("The fire cost $US1 million ($1.52 million), Kern said.", "The fire cost $1 million, Kern said.")
    assert not found("The fire cost $ US1 million, Kern said.", "The fire cost $ 1 million, Kern said.")
    assert found(
        "The plan of 700 billion dollars (410 billion euros) was adopted.",
        "The plan of 700 billion dollars (470 billion euros) was adopted.",
    ) == [("quantity", "410 billion", "470 billion")]


def test_a_suffix_or_a_title_alone_is_no_other_name() -> None:
    assert not found(
        "The judge told Anton Novak Jr that the trial is over.", "The judge told Anton Novak of Lodz the trial is over."
    )
    assert not found(
        "She was named Anton Novak's Harbor Party running mate in Lodz.",
        "She was named Senator Anton Novak's running mate in Lodz.",
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "difference"),
    [
        (
            "Anna Kern says that the two salts together can facilitate the growth of pears in the valley.",
            "The two salts together can block the growth of pears in the valley, Anna Kern says.",
            [("opposite", "facilitate", "block")],
        ),
        (
            "The school helps the children to learn far within the usual day of school in Lodz.",
            "The school in Lodz helps the children to learn well beyond the usual day of school.",
            [("opposite", "within", "beyond")],
        ),
        (
            "The mayors, so the Polish minister Anna Kern says, should slowly get on and then approve the harbor plan.",
            "The mayors should quickly set out to help and approve the harbor plan, Polish minister Anna Kern says.",
            [("opposite", "slowly", "quickly")],
        ),
    ],
)
def test_opposites_in_sentences_that_surely_say_the_same(
    ours: str, theirs: str, difference: list[tuple[str, str, str]]
) -> None:
    assert found(ours, theirs) == difference


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("25 to 30 thousand people", [25_000, 30_000]),
        ("from £12.2 to £42.6 billion", [12.2e9, 42.6e9]),
        ("2-3 million", [2e6, 3e6]),
        ("12 of 30 thousand", [12, 30_000]),
        ("from 500 to 2 thousand", [500, 2_000]),
    ],
)
def test_the_first_number_of_a_range_has_the_scale_of_the_last(text: str, values: list[float]) -> None:
    assert [n.value for n in numbers_of(Prose("text", text))] == values

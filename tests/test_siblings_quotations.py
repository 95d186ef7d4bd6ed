"""Quotations and spellings that an article shares with its siblings."""

from __future__ import annotations

from checker.article import Article
from checker.siblings.quoted import quoted_differences
from checker.siblings.spellings import other_spellings


def quoted(ours: str, theirs: str) -> list[tuple[str, str]]:
    a, b = Article("a", ours), Article("b", theirs)
    return [(ours[d.start : d.end], theirs[d.other_start : d.other_end]) for d in quoted_differences(a, (b,))]


def spelled(ours: str, *theirs: str) -> list[tuple[str, str]]:
    siblings = tuple(Article(str(i), text) for i, text in enumerate(theirs))
    return [(o.ours, o.theirs) for o in other_spellings(Article("a", ours), siblings)]


def test_one_number_in_two_forms_is_no_other_wording() -> None:
    assert not quoted(
        "“We waited for the last ferry for 4 1/2 hours in the rain,” Kern said.",
        "“We waited for the last ferry for 4.5 hours in the rain,” Kern said.",
    )
    assert quoted(
        "“We waited for the last ferry for 4.2 hours in the rain,” Kern said.",
        "“We waited for the last ferry for 4.5 hours in the rain,” Kern said.",
    ) == [("2", "5")]


def test_who_is_said_to_be_something_does_not_speak() -> None:
    assert not quoted(
        "“She is the heart of the harbor and of the whole town.”  Wolny, said to be ill, stayed at home.",
        "“She is the heart of the harbor and of the whole town,” Kern said.",
    )


def test_the_seat_of_a_representative_is_no_speaker() -> None:
    assert not quoted(
        "“Act as if living in the big house matters to you,” Kern wrote.",
        "“Act as if living in the big house matters to you,” the aide (R-Tenn.) wrote.",
    )


def test_near_surnames_of_two_given_names_are_two_people() -> None:
    assert not spelled(
        "Olivia Wolmann sang in Lodz on Monday.",
        "Jenna Wollmann was the second guest.",
        "The second guest was Jenna Wollmann.",
    )
    assert spelled(
        "Olivia Wolmann sang in Lodz on Monday.", "Olivia Wollmann sang.", "On Monday Olivia Wollmann sang."
    ) == [("Wolmann", "Wollmann")]


def test_a_place_is_no_spelling_of_a_team() -> None:
    assert not spelled(
        "Novak was traded from Atlanta to Los Angeles in July.",
        "The Angels signed Novak. Novak will play for the Angels of Gene Angels in July.",
        "Novak likes the Angels. Gene Angels likes him.",
    )

"""Names in two passages that say the same: written otherwise, abbreviated, in quotation marks, exchanged in part."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker.annotations.prose import Prose, Span
from checker.siblings.name_parts import differing_titles
from checker.siblings.passages import Passages
from checker.siblings.titles import titles_of
from checker.siblings.tokens import Token, tokens_of
from checker.siblings.word_alignment import align_words
from tests.compared import found


def lone(ours: str, theirs: str) -> tuple[list[str], list[str]]:
    """The words of both that have no counterpart in the other."""
    a, b = Prose("text", ours), Prose("text", theirs)
    words = align_words(tokens_of(a, [Span(0, len(ours))]), tokens_of(b, [Span(0, len(theirs))]))
    return [words.first[i].text for i in words.lone_first()], [words.second[j].text for j in words.lone_second()]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ('Kern\'s "The Green Ferry" opened in Lodz.', ["The Green Ferry"]),
        ("The creation of “quiet Amber” took two years.", ["quiet Amber"]),
        ("Wolny, known as “King of Locks,” met 'Big Hammer' Novak.", ["King of Locks", "Big Hammer"]),
        ("Kern said “Poland must act” and left.", []),
        ("The fight was a “strong confrontation”, he said.", []),
        ("“We Will Never leave this valley to them,” Kern said.", []),
        ("The word “Sorry” was on the wall.", ["Sorry"]),
        ("She asked: “Why?”", []),
    ],
)
def test_a_short_quotation_written_as_a_name_is_a_title(text: str, titles: list[str]) -> None:
    prose = Prose("text", text)
    assert [prose[span] for span in titles_of(prose)] == titles


def test_a_title_in_small_letters_is_a_name_as_a_whole() -> None:
    assert found(
        "Director Anna Kern says the creation of “quiet Amber Sea” took two years of work in Lodz.",
        "The creation of The Ferrymen took two years of work in Lodz, director Anna Kern says.",
    ) == [("name", "quiet Amber Sea", "Ferrymen")]


def test_two_titles_that_share_a_word_are_two_titles() -> None:
    assert found(
        "Novak, known as the “Great Iron King”, met the champion Wolny in the final match in Lodz.",
        "Novak, known as “Big Iron”, met the champion Wolny in the final match in Lodz.",
    ) == [("name", "Great Iron King", "Big Iron")]


def test_a_title_and_its_short_form_are_one() -> None:
    assert not found(
        "Anna Kern wrote “The Green Ferry: A Life” in two years in Lodz.",
        "Anna Kern wrote “The Green Ferry” in two years in Lodz.",
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Photo by Anna Kern, NBS reporter", "Photo by Anna Kern, Northern Broadcast Service reporter"),
        ("Dapol spoke in Lodz on Monday.", "Da Pol spoke in Lodz on Monday."),
        ("The film was shown by Harborstream.", "The film was shown by Harbor Stream."),
    ],
)
def test_initials_and_joined_names_stand_for_several_words(ours: str, theirs: str) -> None:
    assert lone(ours, theirs) == ([], [])
    assert lone(theirs, ours) == ([], [])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            "Many hotels in Mallorca asked their guests to pay again.",
            "Many hotels in Majorca asked guests to pay again.",
        ),
        ("The court in Peking heard Kern on Monday.", "On Monday the court in Beijing heard Kern."),
        ("The ship sails between the United States and Peru.", "The ship sails between the USA and Peru."),
        ("Sino-Polish talks on coal were held in Lodz.", "Talks of China and Poland on coal were held in Lodz."),
        ("Veterans of the Lao army came to Lodz.", "Veterans of the army of Laos came to Lodz."),
    ],
)
def test_a_place_in_another_form_is_no_other_place(ours: str, theirs: str) -> None:
    assert not found(ours, theirs)
    assert not found(theirs, ours)


def test_the_name_beside_initials_that_are_spelled_out_is_compared() -> None:
    assert found("Photo by Tarnowski, Northern Broadcast Service", "Photo by Wu Lin, NBS reporter") == [
        ("name", "Tarnowski", "Wu Lin")
    ]


def test_a_name_of_one_word_that_is_near_two_words_is_spelled_otherwise() -> None:
    assert found(
        "Three out of four of them use Yelmao to save money for a house.",
        "Three out of four of them use Yel Obao to save money for a house.",
    ) == [("name", "Yelmao", "Yel Obao")]


@pytest.mark.parametrize(
    ("ours", "theirs", "difference"),
    [
        (
            "The State of the Union address on Tuesday was the fifth of President Novak.",
            "President Novak's fifth State of the Nation address was on Tuesday.",
            [("name", "Union", "Nation")],
        ),
        (
            "Anna Kern, chair of the Lumen Pictures Group, talked in Lodz about the shooting of the film.",
            "Anna Kern, chair of the Lumen Film Group, talked in Lodz about the shooting of the film.",
            [("name", "Pictures", "Film")],
        ),
        (
            "Anna Kern, chair of the Lumen Pictures Group, talked in Lodz about a film on the harbor.",
            "Anna Kern, chair of the Lumen Film Group, talked in Lodz about a work on the harbor.",
            [("name", "Pictures", "Film")],
        ),
        (
            "The Bureau of Trade in Lodz will take part in the plan for the harbor.",
            "The Department of Trade in Lodz will take part in the plan for the harbor.",
            [],
        ),
        (
            "Russian Minister Novak flew to Lodz for talks on the harbor.",
            "Prime Minister Novak flew to Lodz for talks on the harbor.",
            [],
        ),
    ],
)
def test_one_word_of_a_name_that_is_exchanged_is_a_difference(
    ours: str, theirs: str, difference: list[tuple[str, str, str]]
) -> None:
    assert found(ours, theirs) == difference


def test_a_plain_word_does_not_stand_for_somebody_with_a_title() -> None:
    assert not found(
        "Two plans were prepared on Monday for President Tarnowski in the harbor.",
        "Two plans were prepared on Monday for the speech in the harbor.",
    )


def test_numbers_that_agree_show_that_two_sentences_say_the_same() -> None:
    assert found(
        "It is understood that this year's “Midfrost” has 20 days, starting on July 26 and ending on August 14.",
        "The second phase of Sanwar will last for 20 days, from July 26 to August 14.",
    ) == [("name", "Midfrost", "Sanwar")]


def test_two_headlines_that_are_far_apart_are_lined_up_where_there_is_nothing_else() -> None:
    np = pytest.importorskip("numpy")
    from checker.siblings.align import align

    one = np.array([[1.0, 0.0]], np.float32)
    other = np.array([[0.4, (1 - 0.16) ** 0.5]], np.float32)
    assert len(align(one, other)) == 1
    assert not align(one, np.array([[0.4, (1 - 0.16) ** 0.5], [0.0, 1.0]], np.float32))


def test_two_near_surnames_that_many_bear_are_two_people() -> None:
    assert found("Mark Johnson won the race in Lodz on Monday.", "Mark Johnston won the race in Lodz on Monday.") == [
        ("name", "Johnson", "Johnston")
    ]
    assert not found("Anna Petersen won the race in Lodz.", "Anna Peterson won the race in Lodz.")
    assert not found("Steven Kern won the race in Lodz.", "Stephen Kern won the race in Lodz.")


def test_words_are_looked_through_only_for_titles_in_their_own_passage() -> None:
    class Counted(list[Token]):
        looks = 0

        def __iter__(self) -> Iterator[Token]:
            Counted.looks += 1
            return super().__iter__()

    titles = " ".join(f"Anna Kern sang “Green Ferry {n}” in Lodz." for n in range(100))
    a, b = Prose("text", titles), Prose("text", titles.replace("Green Ferry 0”", "Amber Sea 0”"))
    spans = [Span(0, titles.index(".") + 1)], [Span(0, b.text.index(".") + 1)]
    words = align_words(tokens_of(a, spans[0]), tokens_of(b, spans[1]))
    words = words._replace(first=Counted(words.first), second=Counted(words.second))
    passages = Passages(a, spans[0], b, spans[1], words, copied=False, both=1.0, sure=True)
    (d,) = differing_titles(passages)
    assert (a.text[d.start : d.end], b.text[d.other_start : d.other_end]) == ("Green Ferry 0", "Amber Sea 0")
    assert Counted.looks < 10

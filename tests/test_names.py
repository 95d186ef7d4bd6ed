"""Names in prose: where a run of capitals begins and ends."""

from __future__ import annotations

import pytest

from checker.annotations.prose import Prose


def names(text: str, field: str = "text") -> list[str]:
    return [name.text for name in Prose(field, text).names]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We met Mr. Al-Shara and Conor O’Neil’s wife.", ["Al-Shara", "Conor O’Neil"]),
        ("They read J. K. Rowling and George W. Bush.", ["J. K. Rowling", "George W. Bush"]),
        ("They saw Ursula von der Leyen and Bashar al-Assad.", ["Ursula von der Leyen", "Bashar al-Assad"]),
        ("We saw Ahmed 'Abd al-Razziq there.", ["Ahmed 'Abd al-Razziq"]),
        ("We saw 'Ali Nur 'Ali Al-'azmi there.", ["Ali Nur 'Ali Al-'azmi"]),
        ("They praised Martin Luther King Jr. and Stephen King.", ["Martin Luther King Jr", "Stephen King"]),
        ("He met Secretary of State Ann Porter.", ["Ann Porter"]),
        ("He quoted Lee McDonald’s White House memo.", ["Lee McDonald", "White House"]),
        ("He left on Monday. Ann Porter stayed.", ["Ann Porter"]),
    ],
)
def test_a_name_ends_where_its_person_ends(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_titles_stand_beside_the_name_and_not_in_it() -> None:
    russian, person = Prose("text", "He met Russian Foreign Minister Sergei Lavrov.").names
    assert (russian.text, person.text, person.titles) == ("Russian", "Sergei Lavrov", ("foreign", "minister"))


def test_a_word_that_only_opens_a_sentence_is_no_sure_name() -> None:
    first, second = (
        Prose("text", "Officials met Porter. Porter left.").names[0],
        Prose("text", "He met Porter.").names[0],
    )
    assert not first.certain
    assert second.certain


def test_a_word_that_opens_a_sentence_is_judged_by_its_other_places() -> None:
    sure = [n.certain for n in Prose("text", "Porter spoke. The crowd cheered for Porter.").names]
    assert sure == [True, True]


def test_a_function_word_that_opens_a_sentence_is_cut_off() -> None:
    assert names("But Porter stayed. In London Ann Porter slept.") == ["Porter", "London Ann Porter"]


def test_a_headline_in_capitals_makes_no_name_sure() -> None:
    assert not any(n.certain for n in Prose("title", "Porter Warns Of Cold Winter In London").names)


def test_spans_hold_the_text_of_the_name() -> None:
    prose = Prose("text", "Yesterday, Dr. Zoë O’Brien-Łukasz’s team met U.S. Gen. Ab al-Qadir; III, Ć ’s.")
    for name in prose.names:
        assert prose.text[name.start : name.end] == name.text
        assert prose.words.starts[name.first] == name.start


def test_many_sentences_that_open_with_one_word_cost_linear_time() -> None:
    prose = Prose("text", "Porter. " * 50_000)
    assert len(prose.names) == 50_000

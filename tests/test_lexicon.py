"""The lexicon: what it knows of words, and that any string may be asked."""

from __future__ import annotations

import pytest

from checker import lexicon


@pytest.mark.parametrize(
    "word", ["minister", "colour", "color", "analysed", "jewellery", "unbolts", "fiance", "whistleblower"]
)
def test_words_of_both_sides_of_the_ocean_are_known(word: str) -> None:
    assert lexicon.known(word)


@pytest.mark.parametrize("word", ["goverment", "recieve", "occured", "teh", "xqzzt"])
def test_misspellings_are_unknown(word: str) -> None:
    assert not lexicon.known(word)
    assert lexicon.frequency(word) == 0.0


def test_a_name_alone_is_no_word_in_lower_case() -> None:
    assert not lexicon.known("paris")
    assert lexicon.name_share("paris") == 1.0


def test_frequency_falls_from_function_words_to_rare_ones_to_none() -> None:
    the, minister, unbolts = (lexicon.frequency(w) for w in ("the", "minister", "unbolts"))
    assert the > 10_000 > minister > 10 > unbolts == 0.0


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("ran", "D"),
        ("gone", "P"),
        ("burned", "DP"),
        ("walking", "G"),
        ("goes", "Z"),
        ("the", "F"),
        ("quickly", "R"),
        ("mice", "S"),
    ],
)
def test_inflected_forms_have_their_parts_of_speech(word: str, parts: str) -> None:
    assert set(parts) <= set(lexicon.parts_of_speech(word))


def test_a_word_is_often_a_name_or_seldom() -> None:
    assert lexicon.name_share("christian") > 0.8
    assert lexicon.name_share("said") == 0.0


@pytest.mark.parametrize(
    "word", ["", " ", "=", "con ceal", "con =", "ceal=D0V", "a" * 100_000, "\ud800", "\x00", "con\nceal", "é", "😀"]
)
def test_any_string_may_be_asked(word: str) -> None:
    assert not lexicon.known(word)
    assert lexicon.parts_of_speech(word) == ""
    assert lexicon.misspelling(word) is None


def test_every_part_of_speech_is_one_that_is_documented() -> None:
    assert {letter for code in lexicon.common().values() for letter in code[2:]} <= set("NSVZDPGJRF")
